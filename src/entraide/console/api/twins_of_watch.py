"""The rows of what programs read at the watch, in searching, of partners and of oversight."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from entraide.client import duty, overseen, work
from entraide.client.values import Object
from entraide.console.api.twin import Filter, Twin, filters_of

__all__ = ["DUTY_TWINS", "OVERSIGHT_TWINS"]

_DAYS: Final = filters_of(days="How many days back.")
_PARTNER: Final = "Only of this partner (its id)."

DUTY_TWINS: Final[Mapping[str, Twin]] = MappingProxyType(
    {
        "/watch": Twin("The watch, what it wrote, and the shifts before.", duty.Watch,
                       (*_DAYS, Filter("severity", "Only of this severity (a code).")),
                       "shifts", "shift"),
        "/watch/handover": Twin("What would be handed over now.", duty.Handover),
        "/watch/handover/{shift}": Twin("What a shift handed over.", duty.Handover),
        "/search/batch": Twin("The batches of questions.", duty.Batches, (), "batches", "batch"),
        "/search/batches/{batch}": Twin("A batch with its questions and answers.", Object),
        "/search/standing": Twin("The questions that stand.", duty.Standing, (), "standing",
                                 "thread"),
        "/search/standing/{thread}": Twin("What would be left standing.", Object,
                                          filters_of(partner=_PARTNER)),
        "/partners": Twin("How partners are reached, and what went both ways.",
                          duty.PartnersHealth, (*_DAYS, Filter("partner", _PARTNER)),
                          "partners", "partner"),
    }
)  # fmt: skip

OVERSIGHT_TWINS: Final[Mapping[str, Twin]] = MappingProxyType(
    {
        "/oversight": Twin("The last entries of the log.", work.Oversight,
                           filters_of(action="Only this action.", actor="Only this pseudonym.",
                                      partner=_PARTNER),
                           "entries", "index"),
        "/oversight/entries/{epoch}/{index}": Twin("One entry with all that it says.", Object),
        "/oversight/accesses": Twin(
            "Who looked at what, why.", overseen.Accesses,
            filters_of(officer="Only by this officer.", purpose="Only for this purpose.",
                       case="Only of this case.", partner=_PARTNER, action="Only this access.",
                       screen="Only of this screen.", since="From this day on.",
                       until="Up to this day.", size="How many a sample would have."),
            "accesses", "index"),
        "/oversight/samples/{sample}": Twin("A sample of accesses, as it is judged.", Object,
                                            filters_of(redraw="With anything: draw it again.")),
        "/oversight/alerts": Twin("Unusual asking that was reported.", overseen.Alerts, (),
                                  "alerts", "alert"),
        "/oversight/explain": Twin("Accesses that you are asked to explain.", overseen.ToExplain),
        "/oversight/break-glass": Twin("The sealed account, and every use of one.",
                                       overseen.SealedAccount),
        "/oversight/subjects": Twin("The requests of persons concerned.", overseen.Subjects,
                                    filters_of(kind="Only of this kind.", state="Only so far."),
                                    "requests", "request"),
        "/oversight/subjects/{request}": Twin("A request of a person concerned.", Object),
        "/oversight/subjects/{request}/letter": Twin(
            "The letter to the person.", Object, filters_of(language="Its language.")),
        "/oversight/retention": Twin("What is due for erasure.", overseen.Retention, (), "due",
                                     "kind"),
        "/oversight/review": Twin("The notices that wait for a review.", overseen.Review, (),
                                  "notices", "notice"),
        "/oversight/officers": Twin("The officers of the agency.", overseen.OfficersHeld, (),
                                    "officers", "pseudonym"),
        "/oversight/node": Twin("What keeps the node going.", overseen.NodeHealth),
    }
)  # fmt: skip
