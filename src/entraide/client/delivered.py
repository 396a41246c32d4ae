"""What became of a message: the answer of every order that sends one."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from entraide.client.values import Code, Id, Moment

__all__ = [
    "Delivered",
]


class Delivered(TypedDict):
    """What became of one message: ``receipted``, ``waiting`` in the outbox, or refused there."""

    partner: Id
    result: Code
    answered_ms: NotRequired[Moment]
    """When the partner signed its answer."""
    message: NotRequired[Id]
    code: NotRequired[Code]
    article: NotRequired[str | None]
    fault: NotRequired[Code]
    answer_bytes: NotRequired[int]
    round_trip_ms: NotRequired[float]
