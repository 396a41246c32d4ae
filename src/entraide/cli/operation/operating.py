"""What the commands of operations share: resolving what is named, approving, writing an entry."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from entraide.cli.approving import approval_of
from entraide.cli.result import draw_delivery, once_approved, show_result
from entraide.cli.session import Access, Session
from entraide.cli.show import say
from entraide.errors import InputError
from entraide.node.people.payloads import writing_payload
from entraide.vocabulary.language import mark

__all__ = [
    "agreement_digest",
    "all_of_kind",
    "each_of",
    "found",
    "one_of",
    "one_of_kind",
    "pairs",
    "row_of",
    "sha256_of",
    "show_written",
    "write",
    "write_by",
]

_PIECE: Final = 1_048_576
_NAMED_BY: Final = {
    "actions": "action",
    "decisions": "decision",
    "evidence": "evidence",
    "items": "item",
    "lists": "list",
    "matters": "matter",
    "offered": "offer",
    "proposals": "proposal",
    "results": "result",
    "tasks": "task",
}


def found(access: Access | None, kind: str, body: Mapping[str, Any]) -> None:
    """Propose an operation and show what became of it at each member."""
    given = access or Access()
    session = Session(given)
    approval = approval_of(session, writing_payload("", kind, body), "operation.found")
    wanted = {"kind": kind, "body": dict(body), "approval": approval}
    show_written(given, session.perform("operation.found", wanted))


def write(
    access: Access | None, operation: str, kind: str, body: Mapping[str, Any], **more: Any
) -> None:
    """Write an entry into an operation's journal and show what became of it at each member."""
    write_by("operation.write", access, (operation, kind, body), **more)


def write_by(
    action: str, access: Access | None, entry: tuple[str, str, Mapping[str, Any]], **more: Any
) -> None:
    """Write an entry (operation, kind, body) by the action that may, with what else it takes."""
    given, (operation, kind, body) = access or Access(), entry
    session = Session(given)
    approval = approval_of(session, writing_payload(operation, kind, body), action)
    wanted = {"operation": operation, "kind": kind, "body": dict(body), "approval": approval}
    show_written(given, session.perform(action, {**wanted, **more}))


def agreement_digest(access: Access | None, named: str) -> str:
    """Return the digest of a memorandum that is named by its id or the start of its digest."""
    shown = Session(access or Access()).perform("agreement.show", {"agreement": named})
    return str(shown["digest"])


def all_of_kind(access: Access, kind: str) -> list[dict[str, Any]]:
    """Return the operations of one kind, as they are listed."""
    rows = Session(access).perform("operation.list", {})["operations"]
    return [row for row in rows if row["kind"] == kind]


def one_of_kind(access: Access, operation: str, kind: str) -> dict[str, Any]:
    """Return an operation whole; InputError where it is of another kind."""
    shown = Session(access).perform("operation.show", {"operation": operation})
    if shown["kind"] != kind:
        raise InputError("operation.unknown_kind", kind=str(shown["kind"]))
    return shown


def row_of(access: Access | None, operation: str, rows: str, named: str) -> Mapping[str, Any]:
    """Return what is named by its first digits among the rows that an operation is shown with.

    InputError where none, or more than one, begins so.
    """
    shown = Session(access or Access()).perform("operation.show", {"operation": operation})
    return _row(shown, rows, named)


def one_of(access: Access | None, operation: str, rows: str, named: str) -> str:
    """Return the whole digest of what is named by its first digits."""
    return str(row_of(access, operation, rows, named)[_NAMED_BY[rows]])


def each_of(access: Access | None, operation: str, rows: str, named: tuple[str, ...]) -> list[str]:
    """Return the whole digest of each of several that are named by their first digits."""
    if not named:
        return []
    shown = Session(access or Access()).perform("operation.show", {"operation": operation})
    return [str(_row(shown, rows, each)[_NAMED_BY[rows]]) for each in named]


def _row(shown: Mapping[str, Any], rows: str, named: str) -> Mapping[str, Any]:
    field = _NAMED_BY[rows]
    found = [row for row in shown.get(rows, ()) if row[field].startswith(named)]
    if not named or len(found) != 1:
        raise InputError("operation.no_such_entry", named=named[:64], found=len(found))
    row: Mapping[str, Any] = found[0]
    return row


def pairs(texts: tuple[str, ...], option: str) -> dict[str, str]:
    """Read options such as ``MA=words``; InputError where one has no equals sign."""
    read = {}
    for text in texts:
        key, sign, value = text.partition("=")
        if not sign or not key.strip() or not value.strip() or key.strip() in read:
            raise InputError("operation.bad_pair", option=option, text=text[:64])
        read[key.strip()] = value.strip()
    return read


def sha256_of(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of a file and its size; InputError where it cannot be read."""
    counted, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                counted.update(piece)
                size += len(piece)
    except OSError as error:
        raise InputError(
            "operation.not_readable", path=str(path), reason=error.strerror or "error"
        ) from error
    return counted.hexdigest(), size


def show_written(given: Access, result: Mapping[str, Any]) -> None:
    """Show what became of an entry at each member, once enough officers have approved it."""
    show_result(given, result, once_approved(_draw_written))


def _draw_written(result: Mapping[str, Any]) -> None:
    say(
        mark("Written as entry {entry} in operation {operation}."),
        entry=result["entry"][:12],
        operation=result["operation"],
    )
    draw_delivery(result)
