"""Two real nodes over a wire that loses, delays, duplicates and reorders (exchange.conversation).

Admission, policy, stores, outbox and log are the real ones; only the wire is a double. Questions,
decisions by a person, information given unasked, requests, clarifications, delays, parts of
answers, releases under four eyes, refusals, corrections, withdrawals, closings and expiry come in
any order. After every step the state of every conversation on either side must be what that side's
own log comes to when the one transition table tells it.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import EntraideError, InputError
from entraide.exchange.conversation import OPEN, TRANSITIONS, State
from entraide.kernel.encoding import to_base64
from entraide.node.mail.expiry import end_expired
from entraide.node.people.payloads import APPROVAL_CONTEXT
from tests.given import inform
from tests.machines.wire import (
    Straight,
    Wire,
    ended_badly,
    states_of,
    told_by_the_log,
    with_overtaken,
)
from tests.nodes import (
    CHIEF,
    DEALING,
    DUTY,
    ES,
    MA,
    MISSING,
    Bureau,
    adopt,
    bureau_in,
    introduce,
    memorandum,
    person,
)

LIMIT = 6
HOUR = 3_600_000
MONTH_H = 31 * 24
HELD = "Abdelatif Ben Ali"
GOING = OPEN | {
    State.ASKED, State.REFERRED, State.HIT, State.ANSWERED, State.CLOSED_ANSWERED, State.INFORMED
}  # fmt: skip
ORDERS: dict[str, tuple[str, dict[str, Any]]] = {
    "refuse": ("refusal", {"ground": "safeguards"}),
    "withdraw": ("withdrawal", {"reason": "exercise"}),
    "correct": ("correction", {"reason": "exercise"}),
    "clarify": ("clarification", {"words": "Which of the two?"}),
    "delay": ("delayed", {"reason": "verification", "words": "exercise"}),
}
"""What the holder's officers order, and the event that it is in the table."""
ASKER_ORDERS: dict[str, tuple[str, dict[str, Any]]] = {
    "explain": ("clarified", {"words": "The elder."}),
    "close": ("closed", {"outcome": "useful"}),
}
"""The same of the asker's."""


def careful(body: dict[str, Any]) -> None:
    """Change a memorandum: few questions a day, four eyes over every release."""
    body["exchange"]["budgets"][0]["limit"] = LIMIT
    body["exchange"]["two-officers-for"] = ["request"]


class Exchange(RuleBasedStateMachine):
    """Morocco asks, Spain answers."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(prefix="entraide-machine-"))
        quick = {"reconcile_settle_ms": 0, "answer_step_ms": 1}
        self.ma, self.es = (bureau_in(self.folder, party, **quick) for party in (MA, ES))
        self.wires = {MA: Wire(), ES: Wire()}
        self.asked: list[str] = []
        self.months = 0
        self.do(self._begin())

    def do(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    async def _begin(self) -> None:
        for each in (self.ma, self.es):
            each.open()
            await each.node.client.close()
            each.node.client = self.wires[each.id]  # type: ignore[assignment]
        await introduce(self.ma, self.es)
        signed = memorandum(self.ma, self.es, change=careful)
        for each in (self.ma, self.es):
            await adopt(each, signed)
        await self.es.hold(person("p1", HELD))

    # What officers do

    @rule(
        known=st.sampled_from((True, True, True, False)),
        sensitive=st.sampled_from((False, False, True)),
        arrives=st.booleans(),
    )
    def ask(self, known: bool, sensitive: bool, arrives: bool) -> None:
        self.wait(1_000)
        kind = MISSING if sensitive else DEALING
        name = HELD if known else "Nobody At All"
        result = self.do(self.ma.perform("ask", **{"name": [name], **kind}))
        if result["answers"][0]["result"] != "denied":
            self.asked.append(result["thread"])
            self.and_perhaps(self.ma, arrives=arrives)

    @rule()
    def the_holder_informs(self) -> None:
        """Information is given unasked, and arrives: it is corrected and withdrawn like a reply."""
        self.wait(1_000)
        result = self.do(inform(self.es, self.ma, records=["p1"], fields=["name", "birthDate"]))
        self.everything_arrives()
        self.asked.append(result["given"][0]["thread"])

    @rule(refuse=st.booleans(), arrives=st.booleans())
    def a_person_decides(self, refuse: bool, arrives: bool) -> None:
        self.wait(1_000)
        waiting = self.do(self.es.perform("inbox"))["waiting"]
        if waiting:
            ground = "safeguards" if refuse else None
            self.do(self.es.approve(waiting[0]["thread"], refuse=ground))
            self.and_perhaps(self.es, arrives=arrives)
        else:
            with pytest.raises(InputError, match=r"referral\.not_waiting"):
                self.do(self.es.perform("answer", thread="0" * 32, approval="AAAA"))

    @precondition(lambda self: self.going())
    @rule(
        at=st.integers(0, 63),
        how=st.sampled_from((*ORDERS, "release", "part", "close")),
        arrives=st.booleans(),
    )
    def a_conversation_goes_on(self, at: int, how: str, arrives: bool) -> None:
        """What would come next in a conversation is done, and what was lost before is brought."""
        thread = self.going()[-1 - at % min(2, len(self.going()))]  # few get far
        self.everything_arrives()
        asker = self.stands(self.ma, thread)
        holder = states_of(self.es, asking=False).get(thread)
        by = self.ma
        if asker is State.HIT and how != "close":
            self.ask_for_the_data(thread)
        elif asker is State.CLARIFYING and at % 2:
            self.order(self.ma, thread, "explain")
        elif asker in {State.HIT, State.ANSWERED} and how == "close" and self.has_asked(thread):
            self.order(self.ma, thread, "close")
        else:
            by = self.es
            self.the_holder_goes_on(thread, holder, how, both=bool(at % 2))
        self.and_perhaps(by, arrives=arrives)

    def the_holder_goes_on(
        self, thread: str, holder: State | None, how: str, *, both: bool
    ) -> None:
        if holder in OPEN and how in {"release", "part"}:
            for officer in (DUTY, CHIEF)[both:]:
                self.let_go(thread, officer, part=how == "part")
        elif holder is not None and how in ORDERS and (holder, ORDERS[how][0]) in TRANSITIONS:
            self.order(self.es, thread, how)

    @precondition(lambda self: self.threads())
    @rule(
        at=st.integers(0, 63),
        action=st.sampled_from(("request", "release", "part", *ORDERS, *ASKER_ORDERS)),
    )
    def somebody_tries_out_of_turn(self, at: int, action: str) -> None:
        thread = self.threads()[at % len(self.threads())]
        match action:
            case "request":
                self.ask_for_the_data(thread)
            case "release" | "part":
                self.let_go(thread, CHIEF, part=action == "part")
            case _:
                self.order(self.ma if action in ASKER_ORDERS else self.es, thread, action)

    @precondition(lambda self: self.correcting())
    @rule(at=st.integers(0, 63), how=st.sampled_from(("withdraw", "correct")), late=st.booleans())
    def a_later_order_overtakes_the_one_under_way(self, at: int, how: str, late: bool) -> None:
        """The earlier one is on its way there, or its statement is on its way back."""
        thread = self.correcting()[at % len(self.correcting())]
        earlier = self.wires[ES].sent[-1]
        if late:
            self.carry(self.es, earlier)
        self.order(self.es, thread, how)
        self.and_perhaps(self.es, arrives=bool(at % 2))
        self.carry(self.es, earlier)

    def ask_for_the_data(self, place: str) -> None:
        reference = self.do(self._reference(place))
        wanted = {"reference": reference, "categories": ["names", "birth"], "reason": "warrant"}
        self.give(self.ma, place, "request", "request", wanted)

    def let_go(self, thread: str, officer: str, *, part: bool = False) -> None:
        """One officer approves: it leaves with the second, in the state in which it may."""
        before = self.stands(self.es, thread)
        try:
            done = self.do(self._approve_release(thread, officer, part))
        except EntraideError:
            assert before not in OPEN
            assert self.stands(self.es, thread) is before
            return
        if "values" in done:
            assert self.stands(self.es, thread) is TRANSITIONS[before, "part" if part else "reply"]
            assert self.approved() == {DUTY, CHIEF}
        else:
            assert (done["approvals"], done["needed"]) == (1, 2)
            assert self.stands(self.es, thread) is before

    def order(self, bureau: Bureau, place: str, action: str) -> None:
        event, wanted = (ORDERS | ASKER_ORDERS)[action]
        if action == "delay":
            tomorrow = datetime.fromtimestamp(bureau.clock.now_ms() / 1_000 + 86_400, UTC).date()
            wanted = {**wanted, "expected": tomorrow.isoformat()}
        self.give(bureau, place, action, event, {"thread": place, **wanted})

    def give(
        self, bureau: Bureau, place: str, action: str, event: str, wanted: dict[str, Any]
    ) -> None:
        """Give an order in any state: it is carried out where the table allows it, never else."""
        self.wait(1_000)
        before = self.stands(bureau, place)
        following = TRANSITIONS.get((before, event))
        if before is State.EXPIRED:
            following = None  # nothing was requested of the holder
        if event == "closed" and not self.has_asked(place):
            following = None  # information is taken note of, a question is closed
        try:
            self.do(bureau.perform(action, **wanted))
        except EntraideError:
            assert following is None, (before, event)
            assert self.stands(bureau, place) is before
            return
        assert self.stands(bureau, place) is following, (before, event)

    # What the wire does

    @precondition(lambda self: self.wires[MA].sent)
    @rule(at=st.integers(0, 63))
    def the_holder_gets_something(self, at: int) -> None:
        self.carry(self.ma, self.wires[MA].some(at))

    @precondition(lambda self: self.wires[ES].sent)
    @rule(at=st.integers(0, 63))
    def the_asker_gets_something(self, at: int) -> None:
        self.carry(self.es, self.wires[ES].some(at))

    @rule(loses=st.booleans(), asker=st.booleans())
    def an_outbox_tries_again(self, loses: bool, asker: bool) -> None:
        self.retry(self.ma if asker else self.es, loses=loses)

    @rule(hours=st.sampled_from([1, 13, MONTH_H]))
    def time_passes(self, hours: int) -> None:
        self.months += hours == MONTH_H
        if self.months > 1:
            return  # the keys of a node are not for ever
        self.wait(hours * HOUR)
        for each in (self.ma, self.es):
            self.do(end_expired(each.node))

    def carry(self, sender: Bureau, envelope: bytes) -> None:
        receiver = self.other(sender)
        self.do(self.wires[sender.id].carry(sender, receiver, envelope))

    def and_perhaps(self, sender: Bureau, *, arrives: bool) -> None:
        """Bring the last envelope over and its answer back, or leave it on its way."""
        if arrives and self.wires[sender.id].sent:
            self.carry(sender, self.wires[sender.id].sent[-1])
            self.retry(sender, loses=False)

    def everything_arrives(self) -> None:
        """The wire works for a moment: what waits is brought, and its answers come back."""
        for sender in (self.ma, self.es):
            self.retry(sender, loses=True)
            for envelope in self.wires[sender.id].unanswered:
                self.carry(sender, envelope)
            self.retry(sender, loses=False)

    def retry(self, bureau: Bureau, *, loses: bool) -> None:
        self.wait(1_000)
        self.wires[bureau.id].loses = loses
        self.do(bureau.node.delivery._drain(self.other(bureau).id))
        self.wires[bureau.id].loses = True

    def wait(self, ms: int) -> None:
        for each in (self.ma, self.es):
            each.clock.ahead_ms += ms

    # What must hold

    @invariant()
    def each_side_stands_where_the_table_leads_its_log(self) -> None:
        assert states_of(self.ma, asking=True) == told_by_the_log(self.ma)
        assert states_of(self.es, asking=False) == told_by_the_log(self.es)

    @invariant()
    def what_is_held_of_the_other_side_is_what_it_said(self) -> None:
        for one, other in ((self.ma, self.es), (self.es, self.ma)):
            assert set(self.messages(one, incoming=1)) <= set(self.messages(other, incoming=0))

    @invariant()
    def nothing_is_done_or_counted_twice(self) -> None:
        rows = self.messages(self.es, incoming=1) + self.messages(self.es, incoming=0)
        of = Counter((thread, kind) for thread, kind, _ in rows)
        for thread in states_of(self.es, asking=False):
            assert of[thread, "query"] + of[thread, "information"] == 1
            assert of[thread, "answer"] + of[thread, "denied"] <= 1
            assert of[thread, "request"] <= 1
            ends = of[thread, "reply"] + of[thread, "refusal"]
            assert ends <= of[thread, "request"]
            assert of[thread, "clarified"] <= of[thread, "clarification"]
            assert of[thread, "closed"] <= 1
            assert of[thread, "part"] == 0 or of[thread, "request"] == 1
            orders = of[thread, "correction"] + of[thread, "withdrawal"]
            assert of[thread, "executed"] <= orders
            assert of[thread, "withdrawal"] <= 1 or thread in ended_badly(self.es)
        used = self.es.node.read(
            lambda c: [row.used for row in c.execute(select(schema.budget)).all()]
        )
        assert sum(used) <= len(states_of(self.es, asking=False))
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
        """Without losses everything ends: both sides say the same, nobody lacks anything."""
        for _ in range(3):
            self.everything_arrives()
            for sender in (self.ma, self.es):
                for envelope in tuple(self.wires[sender.id].sent):
                    self.carry(sender, envelope)
        asker, holder = states_of(self.ma, asking=True), states_of(self.es, asking=False)
        assert set(asker) == set(self.asked)
        given_up = {**ended_badly(self.ma), **ended_badly(self.es)}
        for thread, state in holder.items():
            ended = thread in given_up or State.EXPIRED in {asker[thread], state}
            assert asker[thread] is state or ended, (asker[thread], state)
        assert "refused" not in given_up.values()
        self.do(self._only_what_ended_is_lacking(set(given_up) | with_overtaken(self.es)))

    async def _only_what_ended_is_lacking(self, given_up: set[str]) -> None:
        """An answer is lost where its question or order ended first; reconciliation names it."""
        rows = [row for each in (self.ma, self.es) for row in self.messages(each, incoming=0)]
        thread_of = {digest: thread for thread, _, digest in rows}
        for one in (self.ma, self.es):
            other = self.other(one)
            one.node.client = Straight(one, other)  # type: ignore[assignment]
            compared = await one.perform("reconcile", partner=other.id)
            assert {thread_of[each["digest"]] for each in compared["lacking"]} <= given_up
            assert (await one.verify(ask_partners=False))["whole"]

    # Looking

    def other(self, bureau: Bureau) -> Bureau:
        return self.es if bureau is self.ma else self.ma

    def threads(self) -> list[str]:
        """The conversations that have reached the holder, in the order of their questions."""
        reached = states_of(self.es, asking=False)
        return [thread for thread in self.asked if thread in reached]

    def stands(self, bureau: Bureau, thread: str) -> State:
        return states_of(bureau, asking=bureau is self.ma)[thread]

    def correcting(self) -> list[str]:
        """The conversations in which a correction is under way."""
        under_way = {State.CORRECTING, State.CORRECTING_CLOSED}
        return [each for each, state in states_of(self.es, asking=False).items()
                if state in under_way]  # fmt: skip

    def going(self) -> list[str]:
        """The conversations in which something can still be said, in order."""
        states = states_of(self.ma, asking=True)
        return [thread for thread in self.asked if states[thread] in GOING]

    def has_asked(self, thread: str) -> bool:
        return any((row[0], row[1]) == (thread, "query") for row in self.messages(self.ma))

    def approved(self) -> set[str]:
        """The officers who have approved any release so far."""
        table = schema.approval.c
        found = self.es.node.read(lambda c: c.execute(select(table.pseudonym)).scalars().all())
        names = {self.es.node.keyring.pseudonym(each): each for each in (DUTY, CHIEF)}
        return {names[each] for each in found}

    def messages(self, bureau: Bureau, *, incoming: int = 0) -> list[tuple[str, str, str]]:
        table = schema.message.c
        found = select(table.thread, table.kind, table.digest).where(table.incoming == incoming)
        return [tuple(row) for row in bureau.node.read(lambda c: c.execute(found).all())]

    async def _reference(self, thread: str) -> str:
        """The hit that a thread gave, or one that nobody gave."""
        hit, table = schema.received_hit.c, schema.message.c
        found = (
            select(hit.reference)
            .join_from(schema.received_hit, schema.message, table.id == hit.answer)
            .where(table.thread == thread)
        )
        return self.ma.node.read(lambda c: c.scalar(found)) or "ab" * 16

    async def _approve_release(self, thread: str, officer: str, part: bool) -> Any:
        self.wait(1_000)
        chosen = {"thread": thread, "more": ["birth"] if part else []}
        preview = await self.es.perform("release.preview", officer=officer, **chosen)
        payload = preview["payload"].encode()
        signed = self.es.officers[officer].sign(payload, context=APPROVAL_CONTEXT)
        wanted = {**chosen, "approval": to_base64(signed)}
        return await self.es.perform("release", officer=officer, **wanted)


TestExchange = Exchange.TestCase
TestExchange.settings = settings(
    max_examples=10,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking such a story takes minutes
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.soak
class TestLongExchange(Exchange.TestCase):  # type: ignore[name-defined,misc]
    """The same machine, walked for much longer."""

    settings = settings(TestExchange.settings, max_examples=80, stateful_step_count=60)
