"""``entraide team list`` and ``show``: joint teams, and one whole as its journal tells it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from entraide.cli.operation.arguments import Journal, Team
from entraide.cli.operation.operating import all_of_kind
from entraide.cli.result import perform_and_show, show_result
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows, say
from entraide.operations.kinds import TEAM
from entraide.vocabulary.language import mark
from entraide.wording.findings import finding_in_words

__all__ = [
    "CONTACTS",
    "RESULTS",
    "TARGETS",
    "draw_evidence",
    "draw_findings",
    "draw_journal",
    "draw_part",
    "draw_whole",
    "list_",
    "list_kind",
    "said_in",
    "show",
]

_SHORT: Final = 12
_DIGEST: Final = re.compile(r"\b[0-9a-f]{64}\b")
_LIST: Final = (
    ("operation", mark("Operation")),
    ("standing", mark("State")),
    ("subject", mark("Subject")),
    ("members", mark("Members")),
    ("case", mark("Case")),
    ("starts", mark("From")),
    ("until", mark("Until")),
    ("unread", mark("New")),
)
RESULTS: Final = (
    ("result", mark("Entry")),
    ("what_came", mark("Result")),
    ("count", mark("Number")),
    ("party", mark("Party")),
    ("words", mark("Words")),
    ("proof", mark("Evidence")),
    ("standing", mark("State")),
)
TARGETS: Final = (
    ("of", mark("Kind")),
    ("value", mark("Value")),
    ("born", mark("Born")),
)
CONTACTS: Final = (
    ("party", mark("Party")),
    ("name", mark("Name")),
    ("reached_by", mark("Reached by")),
)
_PARTS: Final[tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]] = (
    ("states", mark("States of operation"), (
        ("country", mark("State")), ("party", mark("Party")), ("leader", mark("Leader")),
        ("law", mark("Law")))),
    ("people", mark("People"), (
        ("party", mark("Party")), ("name", mark("Name")), ("part", mark("Part")))),
    ("tasks", mark("Tasks"), (
        ("task", mark("Entry")), ("title", mark("Task")), ("owner", mark("Owner")),
        ("due", mark("Due")), ("standing", mark("State")))),
    ("identifiers", mark("What it is after"), TARGETS),
    ("results", mark("Results"), RESULTS),
    ("proposals", mark("Proposals"), (
        ("proposal", mark("Entry")), ("what_proposed", mark("Proposal")), ("by", mark("By")),
        ("until", mark("Until")), ("words", mark("Words")), ("awaited", mark("Awaited")),
        ("standing", mark("State")))),
)  # fmt: skip
_EVIDENCE: Final = (
    ("evidence", mark("Entry")),
    ("words", mark("Evidence")),
    ("name", mark("File")),
    ("sha256", "SHA-256"),
    ("place", mark("Place")),
    ("holders", mark("Held by")),
    ("handed_to", mark("Handed to")),
)
_JOURNAL: Final = (
    ("at", mark("At")),
    ("entry", mark("Entry")),
    ("party", mark("Party")),
    ("entry_kind", mark("Kind")),
    ("said", mark("Says")),
)


def list_(*, access: Access | None = None) -> None:
    """List the joint teams, the one that changed last first."""
    list_kind(access, TEAM, mark("Joint teams"))


def show(operation: Team, *, journal: Journal = False, access: Access | None = None) -> None:
    """Show a joint team as its journal tells it."""
    draw_whole(access, operation, _draw, journal=journal)


def _draw(result: Mapping[str, Any]) -> None:
    print_rows(mark("Joint team"), _LIST, [_named(result)])
    for field, title, columns in _PARTS:
        draw_part(result, field, title, columns)
    draw_evidence(result)


def draw_whole(
    access: Access | None,
    operation: str,
    draw: Callable[[Mapping[str, Any]], None],
    *,
    journal: bool,
) -> None:
    """Show an operation: what its kind draws, then its journal where wanted, then what is wrong."""

    def draw_all(result: Mapping[str, Any]) -> None:
        draw(result)
        if journal:
            draw_journal(result)
        draw_findings(result)

    perform_and_show(access, "operation.show", {"operation": operation}, draw_all)


def list_kind(access: Access | None, kind: str, title: str) -> None:
    """List the operations of one kind."""
    given = access or Access()
    found = {"operations": all_of_kind(given, kind)}
    show_result(
        given, found, lambda result: print_rows(title, _LIST, map(_named, result["operations"]))
    )


def draw_part(
    result: Mapping[str, Any], field: str, title: str, columns: Sequence[tuple[str, str]]
) -> None:
    """Draw rows of an operation under their title."""
    print_rows(title, columns, (_named(row) for row in result[field]))


def draw_evidence(result: Mapping[str, Any]) -> None:
    """Draw the evidence of an operation with who holds it."""
    rows = ({**_named(row), "holders": _holders(row)} for row in result["evidence"])
    print_rows(mark("Evidence"), _EVIDENCE, rows)


def _holders(row: Mapping[str, Any]) -> str:
    """Return who has held a piece of evidence, since when: its chain of custody."""
    held = (each for each in row["chain"] if each["kind"] != "evidence.handed")
    return "\n".join(f"{each['party']} {moment(each['at_ms'])}" for each in held)


def draw_journal(result: Mapping[str, Any]) -> None:
    """Draw the journal of an operation."""
    rows = (
        {
            "at": moment(row["at_ms"]),
            "entry": row["entry"][:_SHORT],
            "party": row["party"],
            "entry_kind": row["kind"],
            "said": said_in(row["body"]),
        }
        for row in result["journal"]
    )
    print_rows(mark("Journal"), _JOURNAL, rows)


def draw_findings(result: Mapping[str, Any]) -> None:
    """Draw what is odd in a journal."""
    for each in result["findings"]:
        say("{finding}", finding=finding_in_words(each))


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as it is drawn: digests shortened, codes under the names of their words."""
    short = ("task", "result", "proposal", "evidence")
    return {
        **row,
        **{name: row[name][:_SHORT] for name in short if isinstance(row.get(name), str)},
        "standing": row.get("state"),
        "what_came": row.get("what"),
        "what_proposed": row.get("what"),
        "unread": row.get("unread"),
        "proof": ", ".join(each[:_SHORT] for each in row.get("evidence") or ())
        if "result" in row
        else "",
    }


def said_in(body: Mapping[str, Any]) -> str:
    """Return what an entry says, as it was written."""
    shown = (f"{key}: {_value_in(value)}" for key, value in body.items() if key != "nonce")
    return "; ".join(shown)[:500]


def _value_in(value: object) -> str:
    """Return a value as it was written, digests by their first digits."""
    if isinstance(value, list):
        return ", ".join(_value_in(each) for each in value)
    if isinstance(value, Mapping):
        return " ".join(_value_in(each) for each in value.values() if each is not None)
    return _DIGEST.sub(lambda found: found[0][:_SHORT], "-" if value is None else str(value))
