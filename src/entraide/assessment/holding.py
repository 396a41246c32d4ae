"""What a node holds that may keep a promise: memoranda, operations, decisions of a committee.

Read from the rows of the lists that people see (``agreement.list``, ``operation.list``), so that
the command line and the console track the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from entraide.assessment.promises import DECISION, Held
from entraide.operations.admitting import OPERATIONS

__all__ = ["held_by_node"]


def held_by_node(
    texts: Iterable[Mapping[str, Any]], operations: Iterable[Mapping[str, Any]]
) -> tuple[Held, ...]:
    """Return what is held, by the rows of memoranda and of operations."""
    listed = tuple(operations)
    decisions = (_decision(row, link) for row in listed for link in row["links"])
    return (*map(_memorandum, texts), *map(_operation, listed), *decisions)


def _decision(row: Mapping[str, Any], link: Mapping[str, Any]) -> Held:
    """Return a decision of the committee that names a promise."""
    return Held(
        kind=DECISION,
        reference=f"{row['subject']}: {link['reference']}",
        partners=frozenset(row["countries"]),
        since=str(row["starts"]),
        in_force=bool(link["kept"]),
        answers=((str(link["outcome"]), link["day"]),),
    )


def _operation(row: Mapping[str, Any]) -> Held:
    return Held(
        kind="training" if row["form"] == "training" else OPERATIONS[row["kind"]].kind,
        reference=str(row["subject"]),
        partners=frozenset(row["countries"]),
        since=str(row["starts"]),
        in_force=bool(row["keeps"]),
    )


def _memorandum(row: Mapping[str, Any]) -> Held:
    return Held(
        kind="memorandum",
        reference=str(row["agreement"]),
        partners=frozenset(str(country).upper() for country in row["countries"]),
        since=str(row["starts"]),
        in_force=row["state"] == "in-force",
    )
