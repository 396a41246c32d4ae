"""``entraide inbox``: what waits for a person here, each with its clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.cli.result import perform_and_show
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows
from entraide.operations.admitting import OPERATIONS
from entraide.vocabulary.language import mark, translate
from entraide.wording.clocks import label_of, left_in_words
from entraide.wording.words import word

__all__ = ["inbox"]


def inbox(*, access: Access | None = None) -> None:
    """Show what waits for a person here, with its clock."""
    perform_and_show(access, "inbox", {}, _draw_inbox)


def _draw_inbox(result: Mapping[str, Any]) -> None:
    _draw_requests(mark("Requests"), result["requests"])
    _draw_requests(mark("Requests that partners owe us an answer to"), result["awaited"])
    _draw_information(result["information"])
    _draw_onward(result["onward"])
    _draw_notices(result["notices"])
    _draw_discussions(result["discussions"])
    _draw_operations(result["operations"])
    _draw_escalated(result["escalated"])
    _draw_alerts(result["alerts"])
    rows = ({**row, "until": moment(row["expires_ms"])} for row in result["waiting"])
    print_rows(
        mark("Questions that wait for a person"),
        (
            ("thread", mark("Thread")),
            ("partner", mark("Asked by")),
            ("author", mark("Officer there")),
            ("purpose", mark("Purpose")),
            ("offence", mark("Offence")),
            ("case", mark("Case")),
            ("names", mark("Names")),
            ("until", mark("Until")),
        ),
        rows,
    )


def _draw_requests(title: str, requests: list[dict[str, Any]]) -> None:
    rows = (
        {
            **row,
            "due": moment(row.get("due_ms")),
            "left": left_in_words(row["left_ms"]) if "left_ms" in row else "",
            "class": label_of(row["class"]),
            "stands": word("result", row["state"]),
        }
        for row in requests
    )
    print_rows(
        title,
        (
            ("left", mark("Left")),
            ("due", mark("Due")),
            ("class", mark("Deadline")),
            ("stands", mark("State")),
            ("thread", mark("Thread")),
            ("partner", mark("Partner")),
            ("case", mark("Case")),
            ("categories", mark("Wanted")),
            ("reason", mark("Why")),
        ),
        rows,
    )


def _draw_notices(notices: list[dict[str, Any]]) -> None:
    columns = (("notice", mark("Notice")), ("version", mark("Version")), ("colour", mark("Colour")),
               ("partner", mark("Partner")), ("expires", mark("Last day")))  # fmt: skip
    print_rows(mark("Partners' notices that wait for a person"), columns, notices)


def _draw_information(information: list[dict[str, Any]]) -> None:
    print_rows(
        mark("Information that nobody has noted yet"),
        (
            ("thread", mark("Thread")),
            ("partner", mark("From")),
            ("through", mark("Passed on from")),
            ("case", mark("Case")),
            ("handling", mark("Handling")),
            ("reason", mark("Why")),
        ),
        information,
    )


def _draw_onward(questions: list[dict[str, Any]]) -> None:
    rows = ({**row, "request": row["request"][:16]} for row in questions)
    print_rows(
        mark("Questions about passing on"),
        (
            ("request", mark("Question")),
            ("partner", mark("Asked by")),
            ("recipient", mark("To")),
            ("fields", mark("Fields")),
            ("handling", mark("Handling")),
            ("purpose", mark("Purpose")),
            ("reason", mark("Why")),
        ),
        rows,
    )


def _draw_discussions(discussions: list[dict[str, Any]]) -> None:
    rows = ({**row, "at": moment(row["at_ms"])} for row in discussions)
    print_rows(
        mark("Threads of several parties with unread posts"),
        (
            ("at", mark("At")),
            ("thread", mark("Thread")),
            ("opener", mark("Opened by")),
            ("members", mark("Members")),
            ("subject", mark("Subject")),
        ),
        rows,
    )


def _draw_alerts(alerts: list[dict[str, Any]]) -> None:
    rows = ({**row, "at": moment(row["at_ms"]), "what": _news(row["what"])} for row in alerts)
    print_rows(
        mark("News"),
        (
            ("at", mark("At")),
            ("thread", mark("Thread")),
            ("partner", mark("Partner")),
            ("what", mark("What")),
        ),
        rows,
    )


_OUTCOMES: Final = {
    "expired": mark("not taken there in time"),
    "refused": mark("turned away there"),
}


def _news(what: str) -> str:
    """Say what happened: the clock's stages and the outcome of a thread in their own words."""
    kind, _, detail = what.partition(":")
    if kind == "clock":
        return label_of(detail)
    if detail in _OUTCOMES:
        return f"{word('kind', kind)}: {translate(_OUTCOMES[detail])}"
    if kind == "closed":
        return f"{word('result', kind)}: {label_of(detail)}"
    return word("result", what)


def _draw_operations(operations: list[dict[str, Any]]) -> None:
    rows = (
        {**row, "at": moment(row["at_ms"]), "operation_kind": OPERATIONS[row["kind"]].kind}
        for row in operations
    )
    columns = (
        ("at", mark("At")),
        ("operation_kind", mark("What")),
        ("operation", mark("Operation")),
        ("case", mark("Case")),
    )
    print_rows(mark("Operations with unread entries"), columns, rows)


def _draw_escalated(matters: list[dict[str, Any]]) -> None:
    rows = (
        {**row, "matter": row["matter"][:12], "since": moment(row["since_ms"])} for row in matters
    )
    columns = (
        ("since", mark("Since")), ("operation", mark("Operation")), ("matter", mark("Entry")),
        ("severity", mark("Severity")), ("venue", mark("Venue")), ("to", mark("To be told")),
    )  # fmt: skip
    if matters:
        print_rows(mark("Not acknowledged at major events"), columns, rows)
