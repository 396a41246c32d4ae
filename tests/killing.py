"""Officers at work on two nodes while either is killed: what they were told happened, happened.

``Office`` plays conversations between two real processes: questions, decisions by a person,
requests, releases under four eyes, refusals, corrections and withdrawals, in both directions. What
an order answered is written into a ledger; an order that was cut off promised nothing and is given
again. ``ledger_holds`` compares ledger, stores and logs of both sides once everything has settled.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.adapters.wire.control import call_running_node
from entraide.errors import EntraideError
from entraide.kernel.audit import parse_opening
from entraide.kernel.encoding import to_base64
from entraide.node.people.payloads import APPROVAL_CONTEXT, payload_hash
from tests.attach_processes import Process
from tests.nodes import CHIEF, DEALING, DUTY, MISSING, Bureau, exchange, person

PEOPLE: Final = 40
_CASES_AT_ONCE: Final = 10
_PATIENCE_S: Final = 60.0
_CUT: Final = frozenset({"control.cut_off", "order.replayed"})
"""The node died over the order, or came back after the order was signed."""
_DONE: Final = frozenset({"conversation.out_of_turn", "referral.not_waiting", "thread.no_message"})
"""An order that was cut off had been carried out after all."""
_ENDED: Final = {"denied", "expired", "refused", "declined", "withdrawn", "no-hit"}


@dataclass(frozen=True)
class Told:
    """An order was acknowledged: this message of this side exists for good."""

    sender: str
    kind: str
    thread: str
    message: str = ""


@dataclass
class Office:
    """Officers of both sides at work."""

    sides: tuple[Process, Process]
    dice: random.Random
    told: list[Told] = field(default_factory=list)
    orders: Counter[str] = field(default_factory=Counter)
    open_orders: int = 0
    closing: bool = False

    async def work(self) -> None:
        """Take up case after case until the office closes; finish what was begun."""
        async with asyncio.TaskGroup() as group:
            for _ in range(_CASES_AT_ONCE):
                group.create_task(self._cases())

    async def _cases(self) -> None:
        while not self.closing:
            asker, holder = self.dice.sample(self.sides, 2)
            await self._case(asker, holder)

    async def _case(self, asker: Process, holder: Process) -> None:
        thread = await self._ask(asker, holder)
        if thread is None:
            return
        waiting = {"asked", "referred"}
        await self._until(asker, thread, waiting, lambda: self._decide(holder, thread))
        shown = await self._shown(asker, thread)
        if shown["state"] != "hit" or self.dice.random() < 0.2:
            return
        await self._until(asker, thread, {"hit"}, lambda: self._request(asker, shown))
        answer = self._release if self.dice.random() < 0.75 else self._refuse
        await self._until(asker, thread, {"requested"}, lambda: answer(holder, asker, thread))
        await self._reached(asker, thread, lambda state: state in {"answered", "declined"})
        if answer == self._release:
            await self._take_back(holder, thread)

    async def _ask(self, asker: Process, holder: Process) -> str | None:
        number = self.dice.randrange(2 * PEOPLE)
        dealing = MISSING if self.dice.random() < 0.25 else DEALING
        wanted = {"name": [name_of(number)], "to": [holder.bureau.id], **dealing}
        asked = await self.give(asker, "ask", **wanted)
        if asked is None:
            return None  # cut off: perhaps asked, perhaps not; nobody was told
        self.told.append(Told(asker.bureau.id, "query", asked["thread"]))
        return str(asked["thread"])

    async def _decide(self, holder: Process, thread: str) -> None:
        """Let a question that waits for a person pass, or refuse it."""
        inbox = await self.give(holder, "inbox")
        row = next((r for r in (inbox or {}).get("waiting", ()) if r["thread"] == thread), None)
        if row is None:
            return
        refuse = "safeguards" if self.dice.random() < 0.2 else None
        approval = _signed(holder, payload_hash(row["question"], refuse))
        await self.give(holder, "answer", thread=thread, refuse=refuse, approval=approval)

    async def _request(self, asker: Process, shown: dict[str, Any]) -> None:
        wanted = {"categories": ["names", "birth"], "reason": "warrant"}
        reference = shown["hits"][0]["reference"]
        done = await self.give(asker, "request", reference=reference, **wanted)
        self.note(asker, "request", done)

    async def _release(self, holder: Process, _: Process, thread: str) -> None:
        """Release under four eyes: two officers over one payload."""
        for officer in (DUTY, CHIEF):
            preview = await self.give(holder, "release.preview", officer=officer, thread=thread)
            if preview is None:
                return
            approval = _signed(holder, preview["payload"], officer)
            wanted = {"thread": thread, "approval": approval}
            done = await self.give(holder, "release", officer=officer, **wanted)
            if done is None:
                return
            if "values" in done:
                self.note(holder, "reply", done)

    async def _refuse(self, holder: Process, _: Process, thread: str) -> None:
        ground = "ongoing-investigation"
        done = await self.give(holder, "refuse", thread=thread, ground=ground)
        self.note(holder, "refusal", done)

    async def _take_back(self, holder: Process, thread: str) -> None:
        action = self.dice.choice(("withdraw", "correct", "leave"))
        if action != "leave":
            done = await self.give(holder, action, thread=thread, reason="exercise")
            self.note(holder, {"withdraw": "withdrawal", "correct": "correction"}[action], done)

    def note(self, side: Process, kind: str, done: dict[str, Any] | None) -> None:
        """Write an acknowledged message into the ledger."""
        if done is not None:
            self.told.append(Told(side.bureau.id, kind, done["thread"], done["message"]))

    async def _until(
        self, asker: Process, thread: str, states: set[str], order: Callable[[], Any]
    ) -> None:
        """Give an order again and again while the asker's conversation stands where it stood."""
        until = time.monotonic() + _PATIENCE_S
        while (await self._shown(asker, thread))["state"] in states:
            assert time.monotonic() < until, (thread, states)
            await order()
            await asyncio.sleep(0.05 + self.dice.random() * 0.1)

    async def _reached(
        self, asker: Process, thread: str, holds: Callable[[str], bool]
    ) -> dict[str, Any]:
        until = time.monotonic() + _PATIENCE_S
        while True:
            shown = await self._shown(asker, thread)
            if holds(shown["state"]) or shown["state"] in _ENDED:
                return shown
            assert time.monotonic() < until, (thread, shown)
            await asyncio.sleep(0.05 + self.dice.random() * 0.1)

    async def _shown(self, asker: Process, thread: str) -> dict[str, Any]:
        """Return a thread as the asker sees it, as soon as its node can tell."""
        until = time.monotonic() + _PATIENCE_S
        while True:
            found = await self.give(asker, "answers", thread=thread)
            if found is not None:
                assert found["answers"], "a question that was acknowledged is not there"
                return dict(found["answers"][0])
            assert time.monotonic() < until, "the node never came back"
            await asyncio.sleep(0.1)

    async def give(self, side: Process, action: str, *, officer: str = DUTY, **wanted: Any) -> Any:
        """Give an order; None where the node died over it or it was carried out before."""
        order = side.bureau.order(action, wanted, officer)
        line = {**order.content(), "signature": to_base64(order.signature)}
        self.open_orders += 1
        try:
            async for answer in call_running_node(side.folder / "control.sock", line):
                if "result" in answer:
                    self.orders[action] += 1
                    return answer["result"]
        except (OSError, EntraideError) as error:
            if isinstance(error, EntraideError) and error.code not in _CUT | _DONE:
                raise
            cut = not isinstance(error, FileNotFoundError | ConnectionRefusedError)
            self.orders["cut off" if cut else "nobody there"] += 1
        finally:
            self.open_orders -= 1
        await asyncio.sleep(0.1)
        return None


def name_of(number: int) -> str:
    """The first ``PEOPLE`` are held on both sides, the others nowhere."""
    return f"Abdelatif Ben Ali {number}" if number < PEOPLE else f"Nobody Known {number}"


def _signed(side: Process, payload: str, officer: str = DUTY) -> str:
    key = side.bureau.officers[officer]
    return to_base64(key.sign(payload.encode(), context=APPROVAL_CONTEXT))


# The kills


@dataclass
class Killer:
    """Kills one side after the other at random moments and starts it again."""

    office: Office
    dice: random.Random
    kills: Counter[str] = field(default_factory=Counter)

    async def round(self, number: int) -> None:
        """Let traffic flow for a moment, kill one side (every fifth time both), start again."""
        await asyncio.sleep(self.dice.uniform(0.02, 0.8))
        sides = list(self.office.sides) if number % 5 == 4 else [self.office.sides[number % 2]]
        for side in sides:
            self._kill(side, "in traffic" if self.office.open_orders else "idle")
        await asyncio.gather(*map(self._start, sides))

    async def _start(self, side: Process) -> None:
        if self.dice.random() < 0.15:
            await self._kill_while_starting(side)
        await asyncio.to_thread(side.start)

    def _kill(self, side: Process, when: str) -> None:
        side.end(signal.SIGKILL)
        self.kills[f"{side.bureau.id} {when}"] += 1

    async def _kill_while_starting(self, side: Process) -> None:
        side.begin()
        await asyncio.sleep(self.dice.uniform(0.2, 1.5))
        self._kill(side, "while starting")


@contextlib.asynccontextmanager
async def at_work(office: Office) -> AsyncIterator[None]:
    """Let the officers work for as long as the block runs, and finish their cases."""
    working = asyncio.create_task(office.work())
    try:
        yield
        office.closing = True
        await working
    finally:
        office.closing = True
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


# The proof


async def settled(sides: tuple[Process, Process]) -> None:
    """Wait until nothing is on its way any more."""
    until = time.monotonic() + _PATIENCE_S
    for side in sides:
        while True:
            status = await asyncio.to_thread(side.order, "node.status", officer=None)
            if status["outbox"] == 0:
                break
            assert time.monotonic() < until, status
            await asyncio.sleep(0.1)


@dataclass(frozen=True)
class Kept:
    """What a store holds after the run, read after its node has ended."""

    messages: dict[bool, dict[str, Any]]
    """Incoming or not: id to row."""
    states: dict[tuple[str, bool], str]
    logged: Counter[tuple[str, str]]
    used: int
    undelivered: int


def kept_by(bureau: Bureau) -> Kept:
    """Read a bureau's store."""
    table, talk = schema.message.c, schema.conversation.c

    def read(connection: Any) -> Kept:
        columns = (table.id, table.incoming, table.thread, table.kind, table.digest)
        rows = connection.execute(select(*columns)).all()
        messages: dict[bool, dict[str, Any]] = {True: {}, False: {}}
        for row in rows:
            assert row.id not in messages[bool(row.incoming)], "twice"
            messages[bool(row.incoming)][row.id] = row
        talks = connection.execute(select(talk.thread, talk.asking, talk.state)).all()
        used = connection.execute(select(schema.budget.c.used)).scalars()
        return Kept(
            messages=messages,
            states={(row.thread, bool(row.asking)): row.state for row in talks},
            logged=_logged(connection),
            used=sum(used),
            undelivered=len(connection.execute(select(schema.undelivered)).all()),
        )

    return bureau.node.read(read)


def _logged(connection: Any) -> Counter[tuple[str, str]]:
    openings = connection.execute(select(schema.log_entry.c.opening)).scalars()
    read = (parse_opening(bytes(each)) for each in openings)
    return Counter((each.action, dict(each.ids)["subject"]) for each in read)


def ledger_holds(office: Office, one: Kept, other: Kept) -> None:
    """Every promise was kept, on both sides, once; and nothing is there that is not logged."""
    sides = {office.sides[0].bureau.id: (one, other), office.sides[1].bureau.id: (other, one)}
    for told in office.told:
        mine, theirs = sides[told.sender]
        if told.kind == "query":
            assert (told.thread, True) in mine.states
            assert (told.thread, False) in theirs.states
        else:
            assert mine.messages[False][told.message].kind == told.kind
            assert theirs.messages[True][told.message].kind == told.kind
    for mine, theirs in sides.values():
        _same_messages(mine, theirs)
        _each_once(mine)
        assert mine.undelivered == 0
        ended = {key: state for key, state in mine.states.items() if key[1]}
        assert {(thread, False): state for (thread, _), state in ended.items()} == {
            key: state for key, state in theirs.states.items() if not key[1]
        }


def _same_messages(mine: Kept, theirs: Kept) -> None:
    sent = {key: row.digest for key, row in mine.messages[False].items() if row.kind != "receipt"}
    came = {key: row.digest for key, row in theirs.messages[True].items()}
    assert sent == came
    for key, row in mine.messages[False].items():
        if row.kind != "receipt":
            assert mine.logged[f"{row.kind}.sent", key] == 1, row
            assert theirs.logged[f"{row.kind}.received", key] == 1, row


def _each_once(kept: Kept) -> None:
    """No question was asked, counted or answered twice; no order was carried out twice."""
    rows = [row for way in kept.messages.values() for row in way.values()]
    of = Counter((row.thread, row.kind) for row in rows)
    for (thread, _), state in kept.states.items():
        assert of[thread, "query"] == 1
        assert of[thread, "answer"] + of[thread, "denied"] == (state != "referred")
        assert of[thread, "request"] <= 1
        assert of[thread, "reply"] + of[thread, "refusal"] == of[thread, "request"]
        assert of[thread, "executed"] == of[thread, "correction"] + of[thread, "withdrawal"] <= 1
    assert kept.used == len(kept.states)


async def prepared(folder: Path) -> tuple[Process, Process]:
    """Two bureaus bound by a memorandum with four eyes over releases, both holding people."""

    def change(body: dict[str, Any]) -> None:
        body["exchange"]["budgets"][0]["limit"] = 1_000_000
        body["exchange"]["two-officers-for"] = ["request"]

    people = [person(f"p{at}", name_of(at)) for at in range(PEOPLE)]
    async with exchange(folder, change=change, reconcile_settle_ms=0) as (ma, es):
        for each in (ma, es):
            await each.hold(*people)
    return Process(ma), Process(es)
