"""The way of a message alone, in groups: what is left when nobody orders, decides or asks.

Two nodes in one process. The sender composes, signs and seals a group of the smallest messages,
keeps and logs them in one transaction; the receiver opens and believes each, keeps it, logs it and
signs its receipt; the sender opens and believes the receipts, logs them and ends the rows. No HTTP,
no officer, no memorandum, no search. Every commit is durable. Cryptography is timed where it is
called, and taken off.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from tests import nodes

from entraide.exchange.answer import compose_outside
from entraide.exchange.bodies import Receipt
from entraide.kernel.keys import SigningKey, VerifyKey
from entraide.kernel.message import Message
from entraide.node.mail import post
from entraide.node.mail.outbox import every_waiting, finish_row, is_waiting, receipted, seen
from entraide.node.runtime import Node

GROUP = 50
WARM_UP = 3
SENT, TAKEN, ENDED = "sent", "taken", "ended"
_BODY = Receipt(digest="0" * 64)
_CRYPTOGRAPHY = ((post, "seal_envelope"), (post, "open_envelope"), (SigningKey, "sign"),
                 (VerifyKey, "verify"))  # fmt: skip


class Spent:
    """CPU seconds by part of the way: in all, and in cryptography."""

    def __init__(self) -> None:
        self.crypto = 0.0
        self.parts: dict[str, list[float]] = {}
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.parts = {name: [0.0, 0.0] for name in (SENT, TAKEN, ENDED)}

    @contextmanager
    def on(self, part: str) -> Iterator[None]:
        """Count what is done within to a part."""
        began, crypto = time.process_time(), self.crypto
        yield
        self.parts[part][0] += time.process_time() - began
        self.parts[part][1] += self.crypto - crypto

    def timed(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return a call that counts its CPU as cryptography."""

        def timed(*given: Any, **named: Any) -> Any:
            began = time.thread_time()
            try:
                return call(*given, **named)
            finally:
                self.crypto += time.thread_time() - began

        return timed


async def path_alone(folder: Path, groups: int) -> dict[str, Any]:
    """Return the CPU microseconds of a message on each side, with and besides cryptography."""
    sender, receiver = (nodes.bureau_in(folder, party) for party in (nodes.MA, nodes.ES))
    for each in (sender, receiver):
        each.open()
    await nodes.introduce(sender, receiver)
    spent = Spent()
    with ExitStack() as stack:
        for owner, name in _CRYPTOGRAPHY:
            timed = spent.timed(getattr(owner, name))
            stack.enter_context(mock.patch.object(owner, name, timed))
        for at in range(WARM_UP + groups):
            if at == WARM_UP:
                spent.forget()
            await _group(sender.node, receiver.node, spent)
    for each in (sender, receiver):
        await each.stop()
    return {"group": GROUP, "messages": groups * GROUP, **_figures(spent, groups * GROUP)}


def _figures(spent: Spent, messages: int) -> dict[str, dict[str, float]]:
    sides = {"asker": (SENT, ENDED), "holder": (TAKEN,)}
    found = {}
    for side, parts in sides.items():
        whole, crypto = (sum(spent.parts[part][at] for part in parts) for at in (0, 1))
        found[side] = {
            "whole": round(whole / messages * 1e6, 1),
            "besides": round((whole - crypto) / messages * 1e6, 1),
        }
    return found


async def _group(sender: Node, receiver: Node, spent: Spent) -> None:
    to, own = receiver.settings.id, sender.settings.id
    with spent.on(SENT):
        frames = [post.framing(sender) for _ in range(GROUP)]
        made = [compose_outside(_BODY, (own, to), ("node", None), frame) for frame in frames]
        envelopes = [post.seal(sender, each) for each in made]
        await sender.writer.run(lambda t: _write(t, made, envelopes))
    with spent.on(TAKEN):
        answers = await asyncio.gather(*(_take(receiver, own, each) for each in envelopes))
    with spent.on(ENDED):
        due = sender.read(lambda c: tuple(every_waiting(c, to)))
        pairs = zip(due, answers, strict=True)
        await asyncio.gather(*(_end(sender, to, each, answer) for each, answer in pairs))


def _write(transaction: Any, made: list[Message], envelopes: list[bytes]) -> None:
    for message, envelope in zip(made, envelopes, strict=True):
        stored = post.Stored(message=message, incoming=False, envelope=envelope)
        post.enqueue(transaction, stored)
        transaction.log(post.sent(message))


async def _take(receiver: Node, sender: str, envelope: bytes) -> bytes:
    admitted = post.open_arrival(receiver, _pin(receiver, sender), envelope)
    if receiver.read(lambda c: post.answered_before(c, admitted.message)) is not None:
        raise SystemExit("a fresh message was known already")
    return await post.take_in(receiver, admitted.message, envelope)


async def _end(sender: Node, partner: str, due: Any, answer: bytes) -> None:
    event = receipted(due.message, post.open_arrival(sender, _pin(sender, partner), answer))

    def keep(transaction: Any) -> None:
        if not is_waiting(transaction.connection, due.sequence):
            raise SystemExit("a row ended by itself")
        transaction.log(event)
        finish_row(transaction, due.sequence)
        seen(transaction, partner, "")

    await sender.writer.run(keep)


def _pin(node: Node, partner: str) -> str:
    key_set = node.pinned(partner)
    return key_set.tls_pin if key_set else ""
