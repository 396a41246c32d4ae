"""Deconfliction: whether two operations are after the same goods, vehicle or person.

Each member's node compares an operation that is put before it with its own others, at home, and
signs one bit: clear or not. Which other operation it is, with whom, and on what, never leaves; that
there is one does, because that is what is asked. A member could try identifiers by requesting
deliveries: each request stands signed in every member's journal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from entraide.operations.delivery import delivery_of
from entraide.operations.entry import Entry
from entraide.operations.kinds import DELIVERY

__all__ = ["identifiers_of", "is_clear"]


def identifiers_of(founding: Entry) -> frozenset[tuple[str, str]]:
    """Return what an operation is after: kind and value, spelled one way."""
    if founding.kind != DELIVERY:
        return frozenset()
    rows: Iterable[Mapping[str, Any]] = founding.body["identifiers"]  # type: ignore[assignment]
    return frozenset((str(row["of"]), _plain(str(row["value"]))) for row in rows)


def is_clear(founding: Entry, others: Iterable[tuple[Entry, ...]]) -> bool:
    """Tell whether no other operation that still runs is after one of the same things.

    ``others`` are the journals of all operations of this node, each in its order.
    """
    wanted = identifiers_of(founding)
    return not any(
        wanted & identifiers_of(order[0])
        for order in others
        if order and order[0].operation != founding.operation and _runs(order)
    )


def _runs(order: tuple[Entry, ...]) -> bool:
    return order[0].kind == DELIVERY and not delivery_of(order).is_over


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in folded if each.isalnum())
