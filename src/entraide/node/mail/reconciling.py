"""Asking a partner to reconcile: compare roots, narrow down, name what one side lacks.

The side that asks drives: it holds a stack of sets that differ and asks about a few at a time, so
memory is bounded and the number of rounds grows with the logarithm of the history. A message is
named only where one side's store does not have it at all; what merely waits in an outbox is not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from entraide.adapters.store.writer import Transaction
from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.answer import compose_outside
from entraide.exchange.reconciliation import (
    MAX_WANTED,
    Entry,
    Lack,
    Reconcile,
    Scope,
    Summary,
    differing,
)
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.mail.post import framing, open_arrival, seal
from entraide.node.mail.reconciled import History, lack_event, summary_ids

__all__ = ["NamePartner", "reconcile"]

_MOST: Final = 500
"""Messages that one reconciliation names; where more are lacking it says so."""
_MOST_ROUNDS: Final = 256
"""Naming 500 messages of a long history takes about 160; a partner that answers for ever lies."""
_PATIENCE_S: Final = 600.0
"""Summing up takes some seconds for a million messages."""


class NamePartner(Parameters):
    """A partner's id."""

    partner: str


@dataclass(slots=True)
class _Comparison:
    """One reconciliation under way."""

    call: Call
    partner: str
    cutoff_ms: int
    thread: str
    rounds: int = 0
    lacks: list[Lack] = field(default_factory=list)

    @property
    def us(self) -> str:
        return self.call.node.settings.id

    async def look(self, work: Callable[[History], Any]) -> Any:
        """Read our own history without holding up the node."""
        node, args = self.call.node, (self.us, self.partner, self.cutoff_ms)
        return await asyncio.to_thread(node.read, lambda c: work(History(c, *args)))

    async def ask(self, **step: Any) -> Reconcile:
        """Send one step and return the partner's signed answer to that very step."""
        node, said = self.call.node, Reconcile(cutoff_ms=self.cutoff_ms, **step)
        pair, author = (self.us, self.partner), self.call.actor.pseudonym
        message = compose_outside(said, pair, (author, None), framing(node, self.thread))
        card, context = node.partners[self.partner], node.contexts[self.partner]
        answer = await node.client.deliver(
            card.addresses, seal(node, message), context, patience_s=_PATIENCE_S
        )
        admitted = open_arrival(node, card.keys.key_set.tls_pin, answer)
        body, answered = admitted.body, admitted.message
        ours = answered.sender == self.partner and answered.in_reply_to == message.id
        if not ours or not isinstance(body, Reconcile):
            raise RemoteProtocolError("answer.to_another_question", message=answered.id)
        if body.cutoff_ms > self.cutoff_ms or not body.senders <= {self.us, self.partner}:
            raise RemoteProtocolError("reconcile.other_party")
        self.rounds += 1
        return body


async def reconcile(call: Call, wanted: NamePartner) -> Json:
    """Compare with a partner what each sent the other; name what one side lacks.

    1. both sum up what they hold, up to the earlier of their moments; equal sums end it;
    2. sets that differ are divided until they can be listed and compared one by one;
    3. the partner confirms what it lacks; 4. both sides log every message found lacking.
    """
    node = call.node
    if wanted.partner not in node.partners:
        raise InputError("partner.unknown", partner=wanted.partner)
    cutoff_ms = node.world.now_ms() - node.settings.exchange.reconcile_settle_ms
    comparison = _Comparison(call, wanted.partner, cutoff_ms, node.fresh_id())
    ours, theirs = await _sum_up(comparison)  # 1
    more = await _narrow(comparison, differing(ours, theirs))  # 2
    if comparison.lacks:
        confirmed = await comparison.ask(lacks=tuple(comparison.lacks[:_MOST]))  # 3
        comparison.lacks = [each for each in comparison.lacks if each in set(confirmed.lacks)]
    await node.writer.run(lambda t: _log(t, comparison, ours))  # 4
    return _told(comparison, (ours, theirs), more=more)


async def _sum_up(comparison: _Comparison) -> tuple[tuple[Summary, ...], tuple[Summary, ...]]:
    """Return both sides' sums over everything, at a moment on which both agree."""
    scopes = tuple(Scope(party) for party in (comparison.us, comparison.partner))
    ours = await comparison.look(lambda h: tuple(map(h.summary, scopes)))
    answer = await comparison.ask(summaries=ours)
    if answer.cutoff_ms < comparison.cutoff_ms:
        comparison.cutoff_ms = answer.cutoff_ms
        ours = await comparison.look(lambda h: tuple(map(h.summary, scopes)))
    if tuple(each.scope for each in answer.summaries) != scopes:
        raise RemoteProtocolError("reconcile.incomplete")
    return ours, answer.summaries


async def _narrow(comparison: _Comparison, scopes: tuple[Scope, ...]) -> bool:
    """Follow what differs down to single messages; True where more are lacking than are named."""
    left = list(scopes)
    while left and len(comparison.lacks) < _MOST:
        if comparison.rounds > _MOST_ROUNDS:
            raise RemoteProtocolError("reconcile.incomplete")
        batch = tuple(left.pop() for _ in range(min(MAX_WANTED, len(left))))
        answer = await comparison.ask(wanted=batch)
        if answer.cutoff_ms != comparison.cutoff_ms:
            raise RemoteProtocolError("reconcile.incomplete")
        listed = {each.scope: each.entries for each in answer.listings}
        for scope in batch:
            if scope in listed:
                await _compare(comparison, scope, listed[scope])
            else:
                left += await _deeper(comparison, scope, answer.summaries)
    more = bool(left) or len(comparison.lacks) > _MOST
    del comparison.lacks[_MOST:]
    return more


async def _deeper(
    comparison: _Comparison, scope: Scope, summaries: tuple[Summary, ...]
) -> tuple[Scope, ...]:
    """Return the parts of a set that differ; a partner that did not divide it is refused."""
    theirs = tuple(each for each in summaries if _is_part(each.scope, scope))
    if not theirs:
        raise RemoteProtocolError("reconcile.incomplete")
    ours = await comparison.look(lambda h: h.parts(scope))
    return differing(ours, theirs)


def _is_part(part: Scope, scope: Scope) -> bool:
    return part.sender == scope.sender and part.prefix[:-2] == scope.prefix and bool(part.prefix)


async def _compare(comparison: _Comparison, scope: Scope, theirs: tuple[Entry, ...]) -> None:
    """Name what one side lists and the other does not have."""
    us, partner = comparison.us, comparison.partner

    def work(history: History) -> list[Lack]:
        ours = set(history.entries(scope, len(theirs) + _MOST + 1))
        absent = [Lack(us, scope.sender, entry) for entry in sorted(set(theirs) - ours)]
        return [
            *(lack for lack in absent if not history.has(lack)),
            *(Lack(partner, scope.sender, entry) for entry in sorted(ours - set(theirs))),
        ]

    comparison.lacks += await comparison.look(work)


def _log(transaction: Transaction, comparison: _Comparison, ours: tuple[Summary, ...]) -> None:
    counts, roots = summary_ids(ours, comparison.us)
    ids = {
        "cutoff_ms": str(comparison.cutoff_ms),
        "lacking": str(len(comparison.lacks)),
        **counts,
    }
    event = comparison.call.event(
        "reconcile.done", comparison.thread, partner=comparison.partner, ids=ids, digests=roots
    )
    transaction.log(event)
    for lack in comparison.lacks:
        transaction.log(lack_event(lack, comparison.call.actor.pseudonym, comparison.partner))


def _told(
    comparison: _Comparison, sums: tuple[tuple[Summary, ...], ...], *, more: bool
) -> dict[str, Json]:
    ours, theirs = sums
    return {
        "partner": comparison.partner,
        "cutoff_ms": comparison.cutoff_ms,
        "equal": ours == theirs,
        "rounds": comparison.rounds,
        "sums": [
            {
                "sender": mine.scope.sender,
                "here": mine.count,
                "there": other.count,
                "root_here": mine.root,
                "root_there": other.root,
            }
            for mine, other in zip(ours, theirs, strict=True)
        ],
        "lacking": [
            {"message": each.entry.id, "digest": each.entry.digest, "sender": each.sender,
             "by": each.by}
            for each in comparison.lacks
        ],
        "more": more,
    }  # fmt: skip
