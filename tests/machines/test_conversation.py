"""Two real nodes over a wire that loses, delays, duplicates and reorders (exchange.conversation).

Admission, policy, stores, outbox and log are the real ones; only the wire is a double: it keeps
every envelope and response that was ever sent and hands over whichever the machine chooses, as
often as it chooses.
"""

from __future__ import annotations

import asyncio
import shutil
import ssl
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from entraide.adapters import schema
from entraide.errors import EntraideError, InputError, PeerError
from entraide.exchange.conversation import TRANSITIONS, State
from entraide.node.answering import receive
from entraide.node.expiry import end_expired
from tests.nodes import (
    DEALING,
    ES,
    MA,
    MISSING,
    Bureau,
    adopt,
    budget,
    bureau_in,
    introduce,
    memorandum,
    person,
)

LIMIT = 6
HOUR = 3_600_000
TOLD = {State.HIT, State.NO_HIT, State.DENIED}


class Wire:
    """One way of the exchange, with the port of PartnerClient; nothing arrives by itself."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.responses: dict[bytes, bytes] = {}
        self.loses = True

    async def deliver(
        self, addresses: Sequence[str], envelope: bytes, context: ssl.SSLContext
    ) -> bytes:
        if envelope not in self.sent:
            self.sent.append(envelope)
        if self.loses or envelope not in self.responses:
            raise PeerError("peer.unreachable", reason="lost")
        return self.responses[envelope]

    async def close(self) -> None:
        """Nothing is open."""


class Exchange(RuleBasedStateMachine):
    """Morocco asks, Spain answers."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(prefix="entraide-machine-"))
        self.ma, self.es = bureau_in(self.folder, MA), bureau_in(self.folder, ES)
        self.wires = {MA: Wire(), ES: Wire()}
        self.asked: list[str] = []
        self.do(self._begin())

    def do(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    async def _begin(self) -> None:
        for each in (self.ma, self.es):
            each.open()
            await each.node.client.close()
            each.node.client = self.wires[each.id]  # type: ignore[assignment]
        await introduce(self.ma, self.es)
        signed = memorandum(self.ma, self.es, change=budget(LIMIT))
        for each in (self.ma, self.es):
            await adopt(each, signed)
        await self.es.hold(person("p1", "Abdelatif Ben Ali"))

    @rule(known=st.booleans(), sensitive=st.booleans(), arrives=st.booleans())
    def ask(self, known: bool, sensitive: bool, arrives: bool) -> None:
        name = "Abdelatif Ben Ali" if known else "Nobody At All"
        kind = MISSING if sensitive else DEALING
        result = self.do(self.ma.perform("ask", **{"name": [name], **kind}))
        if result["answers"][0]["result"] != "denied":
            self.asked.append(result["thread"])
            if arrives:
                self.carry(self.ma, self.es, self.wires[MA].sent[-1])

    @precondition(lambda self: self.wires[MA].sent)
    @rule(data=st.data())
    def a_question_reaches_the_holder(self, data: st.DataObject) -> None:
        self.carry(self.ma, self.es, data.draw(st.sampled_from(self.wires[MA].sent)))

    @precondition(lambda self: self.wires[ES].sent)
    @rule(data=st.data())
    def a_late_answer_reaches_the_asker(self, data: st.DataObject) -> None:
        self.carry(self.es, self.ma, data.draw(st.sampled_from(self.wires[ES].sent)))

    def carry(self, sender: Bureau, receiver: Bureau, envelope: bytes) -> None:
        key_set = receiver.node.pinned(sender.id)
        assert key_set is not None
        before = self.wires[sender.id].responses.get(envelope)
        try:
            response = self.do(receive(receiver.node, key_set.tls_pin, envelope))
        except EntraideError as error:
            if error.code not in {"message.expired", "conversation.out_of_turn"}:
                raise
            return
        assert before in {None, response}  # the same message has the same answer
        self.wires[sender.id].responses[envelope] = response

    @rule(loses=st.booleans(), asker=st.booleans())
    def an_outbox_tries_again(self, loses: bool, asker: bool) -> None:
        self.retry(self.ma if asker else self.es, loses=loses)

    def retry(self, bureau: Bureau, *, loses: bool) -> None:
        for each in (self.ma, self.es):
            each.clock.ahead_ms += 1_000
        partner = ES if bureau is self.ma else MA
        self.wires[bureau.id].loses = loses
        self.do(bureau.node.delivery._drain(partner))
        self.wires[bureau.id].loses = True

    @rule(refuse=st.booleans(), arrives=st.booleans())
    def a_person_decides(self, refuse: bool, arrives: bool) -> None:
        waiting = self.do(self.es.perform("inbox"))["waiting"]
        if waiting:
            ground = "safeguards" if refuse else None
            self.do(self.es.approve(waiting[0]["thread"], refuse=ground))
            if arrives:
                self.carry(self.es, self.ma, self.wires[ES].sent[-1])
        else:
            with pytest.raises(InputError, match=r"referral\.not_waiting"):
                self.do(self.es.perform("answer", thread="0" * 32, approval="AAAA"))

    @rule(hours=st.sampled_from([1, 13]))
    def time_passes(self, hours: int) -> None:

        for each in (self.ma, self.es):
            each.clock.ahead_ms += hours * HOUR
            self.do(end_expired(each.node))

    @invariant()
    def nobody_leaves_the_table_or_contradicts(self) -> None:
        asker, holder = states_of(self.ma, 1), states_of(self.es, 0)
        for states in (asker, holder):
            assert set(states.values()) <= set(TRANSITIONS.values())
        for thread, state in asker.items():
            if state in TOLD:  # the asker knows only what the holder said
                assert holder[thread] is state

    @invariant()
    def a_question_is_answered_and_counted_once(self) -> None:
        rows = self.es.node.read(
            lambda c: c.execute(
                select(schema.message.c.thread, schema.message.c.kind, schema.message.c.incoming)
            ).all()
        )
        came = Counter(row.thread for row in rows if row.incoming and row.kind == "query")
        told = Counter(
            row.thread for row in rows if not row.incoming and row.kind in {"answer", "denied"}
        )
        assert not came or max(came.values()) == 1
        assert not told or max(told.values()) == 1
        used = self.es.node.read(
            lambda c: [row.used for row in c.execute(select(schema.budget)).all()]
        )
        assert sum(used) <= len(came)
        assert all(each <= LIMIT for each in used)

    def teardown(self) -> None:
        try:
            self.settle()
        finally:
            for each in (self.ma, self.es):
                self.do(each.stop())
            self.loop.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def settle(self) -> None:
        """Without losses everything ends: no row waits, both sides say the same, logs are whole."""
        for _ in range(2):
            for sender, receiver in ((self.ma, self.es), (self.es, self.ma)):
                self.retry(sender, loses=True)
                for envelope in self.wires[sender.id].sent:
                    self.carry(sender, receiver, envelope)
                self.retry(sender, loses=False)
        asker, holder = states_of(self.ma, 1), states_of(self.es, 0)
        assert set(asker) == set(self.asked)
        for thread, state in holder.items():
            assert asker[thread] is state or State.EXPIRED in {asker[thread], state}
        assert "query.refused" not in self.do(self.ma.actions())
        for each in (self.ma, self.es):
            assert self.do(each.verify(ask_partners=False))["whole"]


def states_of(bureau: Bureau, asking: int) -> dict[str, State]:
    table = schema.conversation.c
    rows = bureau.node.read(
        lambda c: c.execute(select(table.thread, table.state).where(table.asking == asking)).all()
    )
    return {row.thread: State(row.state) for row in rows}


TestExchange = Exchange.TestCase
TestExchange.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
