"""The table of what programs read: each screen's data, with the filters that its address takes.

Every screen of ``SCREENS`` has its row here, and a test fails where one has none. A filter that is
not in the row is refused: a misspelt one would show everything as if it had been asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from entraide.client import desk, pages, work
from entraide.console.api.twin import Filter, Twin, filters_of
from entraide.console.api.twins_of_watch import DUTY_TWINS, OVERSIGHT_TWINS
from entraide.errors import InputError

__all__ = ["ALWAYS", "TWINS", "check_filters", "twin_address"]

ALWAYS: Final = "lang"
"""The language of sentences; no row is chosen by it."""

_PARTNER: Final = "Only of this partner (its id)."
_CASE: Final = "Only of this case (our reference)."
_STATE: Final = "Only in this state (a code)."
_DRAFT: Final = filters_of(
    partner="The partner, where a question went to several.",
    evaluation="Grading that every value gets (4x4).",
    handling="Handling code that every value gets.",
    handling_text="The words of H3.",
    language="Language of the answer.",
)

TWINS: Final[Mapping[str, Twin]] = MappingProxyType(
    {
        "/": Twin("What needs a decision now, and the node's state.", desk.Situation,
                  rows="waiting", row_id="id"),
        "/inbox": Twin("Everything that waits for a person, by what is due first.", desk.Inbox,
                       filters_of(kind="Only of this kind (a code).", partner=_PARTNER, case=_CASE),
                       "inbox", "id"),
        "/threads/{thread}": Twin("A thread whole, with what was released in it.", desk.Thread,
                                  filters_of(partner=_PARTNER), "conversations", "partner"),
        "/threads/{thread}/release": Twin(
            "What a release would hold, value by value, with the hash that an approval signs.",
            desk.ReleasePreview,
            (*_DRAFT, Filter("categories", "A category to release.", many=True),
             Filter("without", "A field to leave out.", many=True),
             Filter("more", "A category that follows later.", many=True)),
            "values", "prop"),
        "/search": Twin("The latest answers of partners, and the open cases.", desk.Search,
                        filters_of(case=_CASE, partner=_PARTNER, result="Only with this result."),
                        "answers", "thread"),
        "/notices": Twin("Notices, ours and partners'.", work.Notices,
                         filters_of(side="`ours` or `received`.", colour="Only of this colour.",
                                  state=_STATE, partner=_PARTNER,
                                  ended="With anything: those that are over too."),
                         "notices", "notice"),
        "/notices/draft": Twin("What each colour of notice needs.", work.Drafting,
                               filters_of(replaces="The notice whose later version it is.",
                                        record="The record that it is about."),
                               "colours", "colour"),
        "/notices/{notice}": Twin("A notice whole.", work.NoticeShown),
        "/cases": Twin("Operations with partners, and our own cases.", work.Cases,
                       filters_of(kind="Only of this kind.", state=_STATE,
                                members="Only with this member (a party's id).", case=_CASE),
                       "operations", "operation"),
        "/cases/new": Twin("What an operation of a kind is proposed with.", work.Founding,
                           filters_of(kind="The kind of its first entry."), "fields", "field"),
        "/cases/{operation}": Twin("An operation whole, with its journal.", work.OperationShown,
                                   (), "journal", "entry"),
        "/register": Twin("Meetings, documents and partners of the register.", pages.RegisterShown,
                          filters_of(year="Only of this year (four digits).",
                                   partner="Only with this partner (a country or organisation).",
                                   kind="Only of this kind.", topic="Only about this."),
                          "meetings", "id"),
        "/register/partners": Twin("The partners of the register.", pages.Partners, (),
                                   "partners", "partner"),
        "/register/partners/{partner}": Twin("A partner with its meetings.", pages.PartnerShown),
        "/register/promises": Twin("What was promised, and whether it was kept.", pages.Promises,
                                   filters_of(state=_STATE), "promises", "id"),
        "/register/documents/{document}": Twin(
            "A page with its facts.", pages.DocumentShown,
            filters_of(fact="The fact that the page marks."), "facts_found", "fact"),
        "/agreements": Twin("The memoranda of this node.", work.Agreements,
                            filters_of(state=_STATE, partner="Only with this party."),
                            "agreements", "digest"),
        "/agreements/compare": Twin("Two texts, article by article.", work.Comparison,
                                    (Filter("before", "A memorandum (id or digest).", needed=True),
                                     Filter("after", "Another.", needed=True)),
                                    "differences", "path"),
        "/agreements/offered/{payload}": Twin("A file that was brought to be signed for.",
                                              work.OfferedShown),
        "/agreements/{agreement}": Twin(
            "A memorandum with its signed text, and what it lets pass where that is asked.",
            work.AgreementShown,
            (*filters_of(simulate="With anything: try the question below.", asker="Who asks.",
                       holder="Who holds.", form="The form of exchange.",
                       purpose="A purpose.", offence="An offence.", urgent="Urgent or not."),
             Filter("category", "A category of data.", many=True),
             Filter("name", "A name to search for here.", many=True),
             Filter("born", "A day of birth.", many=True))),
        **DUTY_TWINS,
        **OVERSIGHT_TWINS,
    }
)  # fmt: skip


def twin_address(path: str, form: str) -> str:
    """Return where a screen's data is: beside the page, the situation at ``/situation``."""
    return f"/situation.{form}" if path == "/" else f"{path}.{form}"


def check_filters(path: str, names: Iterable[str]) -> None:
    """Refuse a filter that the address does not take; InputError names those that it takes."""
    known = [each.name for each in TWINS[path].filters]
    for name in names:
        if name != ALWAYS and name not in known:
            said = ", ".join(known) or "–"
            raise InputError("filter.unknown", filter=name[:64], known=said)
