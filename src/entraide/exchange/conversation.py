"""The conversation between an asker and a holder: one transition table for both sides.

A thread with one partner is in one state. ``TRANSITIONS`` says which message may move it where;
everything else is out of turn and refused, by the sender before it leaves and by the receiver
before it is believed. Where both sides may speak in a state, their messages can cross: ``LATE``
says what is still taken once the other has moved on. An order (a correction, a withdrawal) may be
given while an earlier one is under way: it takes that one's place, and whatever becomes of the
earlier one is *overtaken*, which moves nothing (``node.request.overtaking``). The diagram in
docs/protocol.md is drawn from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from entraide.errors import RemoteProtocolError

__all__ = [
    "FINAL",
    "LATE",
    "OPEN",
    "OVERTAKEN",
    "TRANSITIONS",
    "State",
    "diagram",
    "receive_step",
    "step",
]

OVERTAKEN: Final = "overtaken"
"""What an order's end is, executed or not, where a later order was given meanwhile."""


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
    CLARIFYING = "clarifying"
    PARTLY_ANSWERED = "partly-answered"
    ANSWERED = "answered"
    DECLINED = "declined"
    CORRECTING = "correcting"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    CLOSED_ANSWERED = "closed-answered"
    CORRECTING_CLOSED = "correcting-closed"
    UNCORRECTED = "correction-unconfirmed"
    UNCORRECTED_CLOSED = "correction-unconfirmed-closed"
    UNWITHDRAWN = "withdrawal-unconfirmed"
    INFORMED = "informed"


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
    (State.EXPIRED, "clarification"): State.CLARIFYING,
    (State.EXPIRED, "delayed"): State.REQUESTED,
    (State.EXPIRED, "part"): State.PARTLY_ANSWERED,
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
    (State.HIT, "closed"): State.CLOSED,
    (State.REQUESTED, "clarification"): State.CLARIFYING,
    (State.REQUESTED, "delayed"): State.REQUESTED,
    (State.REQUESTED, "part"): State.PARTLY_ANSWERED,
    (State.REQUESTED, "reply"): State.ANSWERED,
    (State.REQUESTED, "refusal"): State.DECLINED,
    (State.REQUESTED, "denied"): State.DENIED,
    (State.REQUESTED, "expired"): State.EXPIRED,
    (State.REQUESTED, "refused"): State.REFUSED,
    (State.CLARIFYING, "clarified"): State.REQUESTED,
    (State.CLARIFYING, "delayed"): State.CLARIFYING,
    (State.CLARIFYING, "part"): State.PARTLY_ANSWERED,
    (State.CLARIFYING, "reply"): State.ANSWERED,
    (State.CLARIFYING, "refusal"): State.DECLINED,
    (State.PARTLY_ANSWERED, "delayed"): State.PARTLY_ANSWERED,
    (State.PARTLY_ANSWERED, "part"): State.PARTLY_ANSWERED,
    (State.PARTLY_ANSWERED, "reply"): State.ANSWERED,
    (State.PARTLY_ANSWERED, "refusal"): State.ANSWERED,
    (State.PARTLY_ANSWERED, "withdrawal"): State.WITHDRAWING,
    (State.DECLINED, "closed"): State.CLOSED,
    (State.ANSWERED, "closed"): State.CLOSED_ANSWERED,
    (State.ANSWERED, "correction"): State.CORRECTING,
    (State.ANSWERED, "withdrawal"): State.WITHDRAWING,
    (State.CORRECTING, "executed"): State.ANSWERED,
    (State.CORRECTING, "correction"): State.CORRECTING,
    (State.CORRECTING, "withdrawal"): State.WITHDRAWING,
    (State.WITHDRAWING, "executed"): State.WITHDRAWN,
    (State.CORRECTING, "closed"): State.CORRECTING_CLOSED,
    (State.CLOSED_ANSWERED, "correction"): State.CORRECTING_CLOSED,
    (State.CLOSED_ANSWERED, "withdrawal"): State.WITHDRAWING,
    (State.CORRECTING_CLOSED, "executed"): State.CLOSED_ANSWERED,
    (State.CORRECTING_CLOSED, "correction"): State.CORRECTING_CLOSED,
    (State.CORRECTING_CLOSED, "withdrawal"): State.WITHDRAWING,
    (State.CORRECTING, "expired"): State.UNCORRECTED,
    (State.CORRECTING, "refused"): State.UNCORRECTED,
    (State.CORRECTING_CLOSED, "expired"): State.UNCORRECTED_CLOSED,
    (State.CORRECTING_CLOSED, "refused"): State.UNCORRECTED_CLOSED,
    (State.WITHDRAWING, "expired"): State.UNWITHDRAWN,
    (State.WITHDRAWING, "refused"): State.UNWITHDRAWN,
    (State.UNCORRECTED, "correction"): State.CORRECTING,
    (State.UNCORRECTED, "withdrawal"): State.WITHDRAWING,
    (State.UNCORRECTED, "closed"): State.UNCORRECTED_CLOSED,
    (State.UNCORRECTED_CLOSED, "correction"): State.CORRECTING_CLOSED,
    (State.UNCORRECTED_CLOSED, "withdrawal"): State.WITHDRAWING,
    (State.UNWITHDRAWN, "withdrawal"): State.WITHDRAWING,
    (State.NEW, "information"): State.INFORMED,
    (State.INFORMED, "correction"): State.CORRECTING,
    (State.INFORMED, "withdrawal"): State.WITHDRAWING,
    (State.INFORMED, "refused"): State.REFUSED,
    (State.INFORMED, "expired"): State.EXPIRED,
}
"""State and event to next state. ``expired`` is the passing of the question's time, after which an
answer that was given in time may still come; ``refused`` is the partner's node turning the message
away with a code, before any policy. A refusal after a part refuses the rest: what was released
stands. A thread that was closed is still corrected and withdrawn: what was released is not the
asker's for having done with it. While a correction is under way the next correction, or a
withdrawal, takes its place; after a withdrawal there is nothing to order. An order that the partner
turned away, or did not take while it was valid, leaves the holder with *unconfirmed*, from where it
is given again."""

OPEN: Final = frozenset({State.REQUESTED, State.CLARIFYING, State.PARTLY_ANSWERED})
"""Where a request still waits for its answer, and its clock runs."""

_MOVED_ON: Final = frozenset(
    {
        State.PARTLY_ANSWERED,
        State.ANSWERED,
        State.DECLINED,
        State.CORRECTING,
        State.WITHDRAWING,
        State.WITHDRAWN,
        State.CLOSED,
        State.CLOSED_ANSWERED,
        State.CORRECTING_CLOSED,
        State.UNCORRECTED,
        State.UNCORRECTED_CLOSED,
        State.UNWITHDRAWN,
    }
)
LATE: Final[Mapping[str, frozenset[State]]] = {
    "clarified": _MOVED_ON,
    "closed": frozenset({State.WITHDRAWING, State.WITHDRAWN, State.UNWITHDRAWN}),
    "withdrawal": frozenset({State.WITHDRAWN}),
    "executed": frozenset({State.WITHDRAWN}),
    OVERTAKEN: frozenset(
        {
            State.ANSWERED,
            State.CLOSED_ANSWERED,
            State.CORRECTING,
            State.CORRECTING_CLOSED,
            State.UNCORRECTED,
            State.UNCORRECTED_CLOSED,
            State.WITHDRAWING,
            State.UNWITHDRAWN,
            State.WITHDRAWN,
        }
    ),
}
"""What the other side still takes, without moving. At the holder what crossed its own word: the
answer to a question that it no longer waits for; the closing of what it has just withdrawn; the
statement about an order after which it has given a later one. At the asker a withdrawal given
again, because its first statement that all is deleted never arrived; an order that comes after a
later one."""

FINAL: Final = frozenset(State) - {state for state, _ in TRANSITIONS}


def step(state: State, event: str) -> State:
    """Return the next state; RemoteProtocolError where the event is out of turn."""
    following = TRANSITIONS.get((state, event))
    if following is None:
        raise RemoteProtocolError("conversation.out_of_turn", state=state.value, event=event)
    return following


def receive_step(state: State, event: str) -> State:
    """Return the next state of who receives: as ``step``, but what crossed ours moves nothing."""
    return state if state in LATE.get(event, frozenset()) else step(state, event)


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
