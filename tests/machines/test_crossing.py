"""Every way in which two sides of a request can talk past each other, walked to its end.

The pure transition table, two queues, and nothing else: a message of the asker and one of the
holder may cross at any point. Whatever was allowed to leave must be taken when it arrives, and once
everything has arrived both sides must stand at the same place. Breadth first over all states, so
that the walk is exhaustive up to the number of messages, where the lossy wire only samples.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from entraide.errors import RemoteProtocolError
from entraide.exchange import conversation
from entraide.exchange.conversation import OVERTAKEN, TRANSITIONS, State, receive_step, step

ASKER = ("request", "clarified", "closed")
HOLDER = ("clarification", "delayed", "part", "reply", "refusal", "correction", "withdrawal")
ORDERS = {"correction", "withdrawal"}
UNCONFIRMED = {State.UNCORRECTED, State.UNCORRECTED_CLOSED, State.UNWITHDRAWN}
"""Where a holder stands that was not told what became of its order."""
MOST = 5
"""Messages of each side."""


@dataclass(frozen=True)
class Pair:
    """Both sides and what is under way; the head of a queue stays until its answer is back."""

    asker: State = State.HIT
    holder: State = State.HIT
    asked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    executed: bool = False
    """The head of what the holder told was executed, and the statement is on its way back."""
    astray: tuple[str, ...] = ()
    """Orders that a later one has overtaken: they may still arrive, at any time or never."""
    overtaken_by_done: bool = False
    """The order after those that are astray is carried out: they change nothing any more."""
    back: bool = False
    """A statement about an overtaken order is on its way back."""
    by_asker: int = 0
    by_holder: int = 0


def following(pair: Pair) -> Iterator[Pair]:
    """Every next step: somebody speaks, something arrives, a statement comes back.

    An order that is under way may also come to nothing in its time, whether it was executed and
    the statement was lost or it never arrived: the holder gives it up, and may give it again.
    """
    if pair.by_asker < MOST:
        for event in ASKER:
            if (pair.asker, event) in TRANSITIONS and pair.asker is not State.EXPIRED:
                yield replace(pair, asker=step(pair.asker, event), asked=(*pair.asked, event),
                              by_asker=pair.by_asker + 1)  # fmt: skip
    if pair.by_holder < MOST:
        for event in HOLDER:
            if (pair.holder, event) in TRANSITIONS:
                spoken = overtaking(pair) if event in ORDERS else pair
                yield replace(spoken, holder=step(pair.holder, event),
                              told=(*spoken.told, event), by_holder=pair.by_holder + 1)  # fmt: skip
    yield from arriving(pair)
    yield from straying(pair)


def overtaking(pair: Pair) -> Pair:
    """What is under way of an earlier order is overtaken: on its way there, or its statement back.

    Followed one at a time: an order that strays while another does takes its place.
    """
    under_way = [event for event in pair.told if event in ORDERS]
    if not under_way:
        return pair
    left = tuple(event for event in pair.told if event not in ORDERS)
    if pair.executed:
        return replace(pair, told=left, executed=False, back=True, overtaken_by_done=False)
    strays = tuple(under_way) if pair.told[0] in ORDERS else ()  # only the first ever leaves
    return replace(pair, told=left, astray=strays, overtaken_by_done=False)


def straying(pair: Pair) -> Iterator[Pair]:
    """Every step of what was overtaken: it arrives, is lost, or its statement comes back."""
    if pair.back:
        yield replace(pair, holder=receive_step(pair.holder, OVERTAKEN), back=False)
    if pair.astray:
        yield replace(pair, astray=())
        if pair.overtaken_by_done:
            taken = receive_step(pair.asker, OVERTAKEN)
        else:
            taken = receive_step(receive_step(pair.asker, pair.astray[0]), "executed")
        yield replace(pair, asker=taken, astray=(), back=True)


def arriving(pair: Pair) -> Iterator[Pair]:
    """Every step of what is under way: it arrives, its statement comes back, or it is given up."""
    if pair.asked:
        taken = receive_step(pair.holder, pair.asked[0])
        yield replace(pair, holder=taken, asked=pair.asked[1:])
    if pair.told and not pair.executed:
        yield arrived(pair)
    if pair.executed:
        taken = receive_step(pair.holder, "executed")
        yield replace(pair, holder=taken, told=pair.told[1:], executed=False)
    if pair.told and pair.told[0] in ORDERS and (pair.holder, "expired") in TRANSITIONS:
        given_up = step(pair.holder, "expired")
        yield replace(pair, holder=given_up, told=pair.told[1:], executed=False)


def arrived(pair: Pair) -> Pair:
    """What the holder told arrives; an order is executed in the same transaction."""
    event = pair.told[0]
    taken = receive_step(pair.asker, event)
    if event in ORDERS:
        done = receive_step(taken, "executed")
        return replace(pair, asker=done, executed=True, overtaken_by_done=bool(pair.astray))
    return replace(pair, asker=taken, told=pair.told[1:])


def walk() -> tuple[int, set[State]]:
    """Walk everything; return how many situations there are and where both sides can end."""
    start = Pair()
    seen, waiting, ends = {start}, deque([start]), set[State]()
    while waiting:
        pair = waiting.popleft()
        if not pair.asked and not pair.told:
            assert pair.asker is pair.holder or pair.holder in UNCONFIRMED, pair
            ends.add(pair.asker)
        for each in following(pair):
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return len(seen), ends


def test_whatever_crosses_both_sides_come_to_the_same_place() -> None:
    situations, ends = walk()
    assert situations > 1_000
    assert ends >= {State.CLOSED_ANSWERED, State.WITHDRAWN, State.DECLINED, State.CLOSED}


@pytest.mark.parametrize("event", sorted(conversation.LATE))
def test_each_message_that_may_be_late_has_to_be(
    event: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {key: states for key, states in conversation.LATE.items() if key != event}
    monkeypatch.setattr(conversation, "LATE", others)
    with pytest.raises(RemoteProtocolError, match=r"conversation\.out_of_turn"):
        walk()
