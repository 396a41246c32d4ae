"""The table of what programs read: each screen's data, with the filters that its address takes.

Every screen of ``SCREENS`` has its row here, and a test fails where one has none. A filter that is
not in the row is refused: a misspelt one would show everything as if it had been asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from entraide.client import desk, memoranda, notices, pages, threads, work
from entraide.console.api.twin import Filter, Twin, filters_of
from entraide.console.api.twins_of_watch import DUTY_TWINS, OVERSIGHT_TWINS
from entraide.errors import InputError
from entraide.vocabulary.language import mark

__all__ = ["ALWAYS", "TWINS", "check_filters", "twin_address"]

ALWAYS: Final = "lang"
"""The language of sentences; no row is chosen by it."""

_PARTNER: Final = mark("Only of this partner (its id).")
_CASE: Final = mark("Only of this case (our reference).")
_STATE: Final = mark("Only in this state (a code).")
_DRAFT: Final = filters_of(
    partner=mark("The partner, where a question went to several."),
    evaluation=mark("Grading that every value gets (4x4)."),
    handling=mark("Handling code that every value gets."),
    handling_text=mark("The words of H3."),
    language=mark("Language of the answer."),
)

TWINS: Final[Mapping[str, Twin]] = MappingProxyType(
    {
        "/": Twin(
            mark("What needs a decision now, and the node's state"),
            desk.Situation,
            rows="waiting",
            row_id="id",
        ),
        "/inbox": Twin(
            mark("Everything that waits for a person, by what is due first"),
            desk.Inbox,
            filters_of(kind=mark("Only of this kind (a code)."), partner=_PARTNER, case=_CASE),
            "inbox",
            "id",
        ),
        "/threads/{thread}": Twin(
            mark("A thread whole, with what was released in it"),
            threads.Thread,
            filters_of(partner=_PARTNER),
            "conversations",
            "partner",
        ),
        "/threads/{thread}/release": Twin(
            mark("What a release would hold, value by value, with the hash that an approval signs"),
            threads.ReleasePreview,
            (
                *_DRAFT,
                Filter("categories", mark("A category to release."), many=True),
                Filter("without", mark("A field to leave out."), many=True),
                Filter("more", mark("A category that follows later."), many=True),
            ),
            "values",
            "prop",
        ),
        "/search": Twin(
            mark("The latest answers of partners, and the open cases"),
            desk.Search,
            filters_of(case=_CASE, partner=_PARTNER, result=mark("Only with this result.")),
            "answers",
            "thread",
        ),
        "/notices": Twin(
            mark("Notices, ours and partners'"),
            notices.Notices,
            filters_of(
                side=mark("`ours` or `received`."),
                colour=mark("Only of this colour."),
                state=_STATE,
                partner=_PARTNER,
                ended=mark("With anything: those that are over too."),
            ),
            "notices",
            "notice",
        ),
        "/notices/draft": Twin(
            mark("What each colour of notice needs"),
            notices.Drafting,
            filters_of(
                replaces=mark("The notice whose later version it is."),
                record=mark("The record that it is about."),
            ),
            "colours",
            "colour",
        ),
        "/notices/{notice}": Twin(mark("A notice whole"), notices.NoticeShown),
        "/cases": Twin(
            mark("Operations with partners, and our own cases"),
            work.Cases,
            filters_of(
                kind=mark("Only of this kind."),
                state=_STATE,
                members=mark("Only with this member (a party's id)."),
                case=_CASE,
            ),
            "operations",
            "operation",
        ),
        "/cases/new": Twin(
            mark("What an operation of a kind is proposed with"),
            work.Founding,
            filters_of(kind=mark("The kind of its first entry.")),
            "fields",
            "field",
        ),
        "/cases/own": Twin(
            mark("A case of ours whole, with its threads and its operations"),
            work.CasePage,
            filters_of(case=mark("Which case (our reference); it must be given.")),
            "threads",
            "thread",
        ),
        "/cases/{operation}": Twin(
            mark("An operation whole, with its journal"),
            work.OperationShown,
            (),
            "journal",
            "entry",
        ),
        "/register": Twin(
            mark("Meetings, documents and partners of the register"),
            pages.RegisterShown,
            filters_of(
                year=mark("Only of this year (four digits)."),
                partner=mark("Only with this partner (a country or organisation)."),
                kind=mark("Only of this kind."),
                topic=mark("Only about this."),
            ),
            "meetings",
            "id",
        ),
        "/register/partners": Twin(
            mark("The partners of the register"), pages.Partners, (), "partners", "partner"
        ),
        "/register/partners/{partner}": Twin(
            mark("A partner with its meetings"), pages.PartnerShown
        ),
        "/register/promises": Twin(
            mark("What was promised, and whether it was kept"),
            pages.Promises,
            filters_of(state=_STATE),
            "promises",
            "id",
        ),
        "/register/documents/{document}": Twin(
            mark("A page with its facts"),
            pages.DocumentShown,
            filters_of(fact=mark("The fact that the page marks.")),
            "facts_found",
            "fact",
        ),
        "/agreements": Twin(
            mark("The memoranda of this node"),
            memoranda.Agreements,
            filters_of(state=_STATE, partner=mark("Only with this party.")),
            "agreements",
            "digest",
        ),
        "/agreements/compare": Twin(
            mark("Two texts, article by article"),
            memoranda.Comparison,
            (
                Filter("before", mark("A memorandum (id or digest)."), needed=True),
                Filter(
                    "after", mark("The memorandum to compare it with (id or digest)."), needed=True
                ),
            ),
            "differences",
            "path",
        ),
        "/agreements/offered/{payload}": Twin(
            mark("A file that was brought to be signed for"), memoranda.OfferedShown
        ),
        "/agreements/{agreement}": Twin(
            mark("A memorandum with its signed text, and what it lets pass where that is asked"),
            memoranda.AgreementShown,
            (
                *filters_of(
                    simulate=mark("With anything: try the question below."),
                    asker=mark("Who asks."),
                    holder=mark("Who holds."),
                    form=mark("The form of exchange."),
                    purpose=mark("A purpose."),
                    offence=mark("An offence."),
                    urgent=mark("Urgent or not."),
                ),
                Filter("category", mark("A category of data."), many=True),
                Filter("name", mark("A name to search for here."), many=True),
                Filter("born", mark("A day of birth."), many=True),
            ),
        ),
        **DUTY_TWINS,
        **OVERSIGHT_TWINS,
    }
)


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
