"""The rows of what programs read at the watch, in searching, of partners and of oversight."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from entraide.client import asked, duty, inquired, keeping, notices, overseen, partners, work
from entraide.console.api.twin import Filter, Twin, filters_of
from entraide.vocabulary.language import mark

__all__ = ["DUTY_TWINS", "OVERSIGHT_TWINS"]

_DAYS: Final = filters_of(days=mark("How many days back."))
_PARTNER: Final = mark("Only of this partner (its id).")

DUTY_TWINS: Final[Mapping[str, Twin]] = MappingProxyType(
    {
        "/watch": Twin(
            mark("The watch, what it wrote, and the shifts before"),
            duty.Watch,
            (*_DAYS, Filter("severity", mark("Only of this severity (a code)."))),
            "shifts",
            "shift",
        ),
        "/watch/handover": Twin(mark("What would be handed over now"), duty.Handover),
        "/watch/handover/{shift}": Twin(mark("What a shift handed over"), duty.Handover),
        "/search/batch": Twin(
            mark("The batches of questions"), asked.Batches, (), "batches", "batch"
        ),
        "/search/batches/{batch}": Twin(
            mark("A batch with its questions and answers"), asked.BatchShown
        ),
        "/search/standing": Twin(
            mark("The questions that stand"), asked.Standing, (), "standing", "thread"
        ),
        "/search/standing/{thread}": Twin(
            mark("What would be left standing"), asked.StandingShown, filters_of(partner=_PARTNER)
        ),
        "/partners": Twin(
            mark("How partners are reached, and what went both ways"),
            partners.PartnersHealth,
            (*_DAYS, Filter("partner", _PARTNER)),
            "partners",
            "partner",
        ),
    }
)

OVERSIGHT_TWINS: Final[Mapping[str, Twin]] = MappingProxyType(
    {
        "/oversight": Twin(
            mark("The last entries of the log"),
            work.Oversight,
            filters_of(
                action=mark("Only this action."),
                actor=mark("Only this pseudonym."),
                partner=_PARTNER,
            ),
            "entries",
            "index",
        ),
        "/oversight/entries/{epoch}/{index}": Twin(
            mark("One entry with all that it says"), inquired.EntryShown
        ),
        "/oversight/accesses": Twin(
            mark("Who looked at what, why"),
            overseen.Accesses,
            filters_of(
                officer=mark("Only by this officer."),
                purpose=mark("Only for this purpose."),
                case=mark("Only of this case."),
                partner=_PARTNER,
                action=mark("Only this access."),
                screen=mark("Only of this screen."),
                since=mark("From this day on."),
                until=mark("Up to this day."),
                size=mark("How many a sample would have."),
            ),
            "accesses",
            "index",
        ),
        "/oversight/samples/{sample}": Twin(
            mark("A sample of accesses, as it is judged"),
            inquired.SampleShown,
            filters_of(redraw=mark("With anything: draw it again.")),
        ),
        "/oversight/alerts": Twin(
            mark("Unusual asking that was reported"), overseen.Alerts, (), "alerts", "alert"
        ),
        "/oversight/explain": Twin(
            mark("Accesses that you are asked to explain"), overseen.ToExplain
        ),
        "/oversight/break-glass": Twin(
            mark("The sealed account, and every use of one"), keeping.SealedAccount
        ),
        "/oversight/subjects": Twin(
            mark("The requests of persons concerned"),
            overseen.Subjects,
            filters_of(kind=mark("Only of this kind."), state=mark("Only so far.")),
            "requests",
            "request",
        ),
        "/oversight/subjects/{request}": Twin(
            mark("A request of a person concerned"), inquired.SubjectShown
        ),
        "/oversight/subjects/{request}/letter": Twin(
            mark("The letter to the person"),
            inquired.LetterShown,
            filters_of(language=mark("Its language.")),
        ),
        "/oversight/retention": Twin(
            mark("What is due for erasure"), overseen.Retention, (), "due", "kind"
        ),
        "/oversight/review": Twin(
            mark("The notices that wait for a review"), notices.Review, (), "notices", "notice"
        ),
        "/oversight/officers": Twin(
            mark("The officers of the agency"), overseen.OfficersHeld, (), "officers", "pseudonym"
        ),
        "/oversight/node": Twin(mark("What keeps the node going"), keeping.NodeHealth),
    }
)
