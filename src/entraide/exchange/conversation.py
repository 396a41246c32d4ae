"""The conversation between an asker and a holder: one transition table for both sides.

A thread with one partner is in one state. ``TRANSITIONS`` says which message may move it where;
everything else is out of turn and refused, by the sender before it leaves and by the receiver
before it is believed. The diagram in docs/protocol.md is drawn from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from entraide.errors import RemoteProtocolError

__all__ = ["FINAL", "TRANSITIONS", "State", "diagram", "step"]


class State(StrEnum):
    """Where a thread with one partner stands."""

    NEW = "new"
    ASKED = "asked"
    REFERRED = "referred"
    HIT = "hit"
    NO_HIT = "no-hit"
    STANDING = "standing"
    DENIED = "denied"
    EXPIRED = "expired"
    REFUSED = "refused"
    REQUESTED = "requested"
    ANSWERED = "answered"
    DECLINED = "declined"
    CORRECTING = "correcting"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"


TRANSITIONS: Final[Mapping[tuple[State, str], State]] = {
    (State.NEW, "query"): State.ASKED,
    (State.ASKED, "acknowledged"): State.REFERRED,
    (State.ASKED, "answer:hit"): State.HIT,
    (State.ASKED, "answer:no-hit"): State.NO_HIT,
    (State.ASKED, "denied"): State.DENIED,
    (State.ASKED, "expired"): State.EXPIRED,
    (State.ASKED, "refused"): State.REFUSED,
    (State.REFERRED, "answer:hit"): State.HIT,
    (State.REFERRED, "answer:no-hit"): State.NO_HIT,
    (State.REFERRED, "denied"): State.DENIED,
    (State.REFERRED, "expired"): State.EXPIRED,
    (State.EXPIRED, "answer:hit"): State.HIT,
    (State.EXPIRED, "answer:no-hit"): State.NO_HIT,
    (State.EXPIRED, "denied"): State.DENIED,
    (State.EXPIRED, "reply"): State.ANSWERED,
    (State.EXPIRED, "refusal"): State.DECLINED,
    (State.NO_HIT, "standing"): State.STANDING,
    (State.STANDING, "standing"): State.STANDING,
    (State.STANDING, "answer:hit"): State.HIT,
    (State.STANDING, "denied"): State.NO_HIT,
    (State.STANDING, "expired"): State.NO_HIT,
    (State.STANDING, "refused"): State.NO_HIT,
    (State.STANDING, "unstanding"): State.NO_HIT,
    (State.HIT, "request"): State.REQUESTED,
    (State.REQUESTED, "reply"): State.ANSWERED,
    (State.REQUESTED, "refusal"): State.DECLINED,
    (State.REQUESTED, "denied"): State.DENIED,
    (State.REQUESTED, "expired"): State.EXPIRED,
    (State.REQUESTED, "refused"): State.REFUSED,
    (State.ANSWERED, "correction"): State.CORRECTING,
    (State.ANSWERED, "withdrawal"): State.WITHDRAWING,
    (State.CORRECTING, "executed"): State.ANSWERED,
    (State.WITHDRAWING, "executed"): State.WITHDRAWN,
}
"""State and event to next state. ``expired`` is the passing of the question's time, after which an
answer that was given in time may still come; ``refused`` is the partner's node turning the message
away with a code, before any policy."""

FINAL: Final = frozenset(State) - {state for state, _ in TRANSITIONS}


def step(state: State, event: str) -> State:
    """Return the next state; RemoteProtocolError where the event is out of turn."""
    following = TRANSITIONS.get((state, event))
    if following is None:
        raise RemoteProtocolError("conversation.out_of_turn", state=state.value, event=event)
    return following


def diagram() -> str:
    """Return the table as a Mermaid state diagram, whose ids take no hyphen and labels no colon."""
    names = [f'    state "{state}" as {_id(state)}' for state in State if _id(state) != state]
    lines = [
        f"    {_id(before)} --> {_id(after)}: {event.replace(':', ' ')}"
        for (before, event), after in TRANSITIONS.items()
    ]
    ends = [f"    {_id(state)} --> [*]" for state in State if state in FINAL]
    return "\n".join(["stateDiagram-v2", *names, f"    [*] --> {_id(State.NEW)}", *lines, *ends])


def _id(state: State) -> str:
    return state.value.replace("-", "_")
