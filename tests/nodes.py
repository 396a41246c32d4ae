"""Real nodes for tests: real keys, stores, listeners and mutual TLS, never a mock.

``exchange`` opens bureaus in this process, pins their cards and lets them adopt one memorandum.
Making keys is slow, so each bureau is made once in a session and copied; deriving a key from a
passphrase is a pure function, so its values are kept. ``processes`` runs nodes as operating-system
processes.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import json
import secrets
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, ParamSpec

from entraide.adapters.files.folder import Folder
from entraide.adapters.sealing import keyfile
from entraide.adapters.wire.partner_client import MESSAGES_PATH
from entraide.adapters.wire.tls import read_certificate
from entraide.agreements.chapters.general import Party, RootKeys
from entraide.agreements.reading import agreement_of_json
from entraide.agreements.signing import SignedAgreement, encode_signed, sign_agreement
from entraide.agreements.templates import police_cooperation
from entraide.demo.ports import free_ports
from entraide.exchange.bodies import Query
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.card import Card, encode_card
from entraide.kernel.encoding import to_base64
from entraide.kernel.envelope import Recipient, seal_envelope
from entraide.kernel.key_set import Roots, SignedKeySet, add_signature
from entraide.kernel.keys import SigningKey
from entraide.kernel.message import Message, sign_message
from entraide.match import Subject
from entraide.node.actions import perform
from entraide.node.build import make_node, open_node
from entraide.node.config import (
    ExchangeSettings,
    SafeguardSettings,
    Settings,
    read_settings,
    write_settings,
)
from entraide.node.keys.identity import _proposed, own_card
from entraide.node.keys.keyring import Keyring
from entraide.node.mail.post import open_arrival, seal
from entraide.node.people.actor import Order, sign_order
from entraide.node.people.payloads import APPROVAL_CONTEXT, payload_hash
from entraide.node.runtime import Node
from entraide.node.serve import RunningNode, parse_order
from entraide.vocabulary.purposes import PURPOSES
from tests.answers import check_answer

P = ParamSpec("P")

PASSPHRASE = "correct horse battery"
OFFICERS = {
    "Amina Secret": "duty-officer",
    "Basma Secret": "supervisor",
    "Chafik Secret": "analyst",
    "Dounia Secret": "administrator",
    "Idris Secret": "data-protection-officer",
}
DUTY, CHIEF, ANALYST, ADMIN, PROTECTION = OFFICERS
QUICK = ExchangeSettings(
    answer_step_ms=5,
    retry_first_ms=60,
    retry_most_ms=200,
    timeout_ms=6_000,  # nobody waits for it who is answered or refused: a machine may be busy
    witness_every_ms=100,
)
STILL = SafeguardSettings(rounds_every_ms=0, purge_every_ms=0)
"""A node that makes no rounds by itself: tests move its clock by months."""
DEALING = {"purpose": "criminal-investigation", "offence": "drugs.trafficking", "case": "R-1"}
MISSING = {
    "purpose": "missing-person",
    "offence": "missing-persons.disappearance",
    "case": "R-2",
}

CASES = ("R-1", "R-2", "R-9", "R-77/2026")
"""Open in every bureau, for every purpose."""

MA, ES, DE = "ma.bureau", "es.bureau", "de.bureau"

_CLOSING_S = 0.05
"""TLS connections take a few turns of the loop to close."""

keyfile._derive = functools.cache(keyfile._derive)  # the same values, computed once


class Clock:
    """The machine's clock and randomness, with a difference that a test can set."""

    def __init__(self) -> None:
        self.ahead_ms = 0

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000 + self.ahead_ms

    def random(self, size: int) -> bytes:
        return secrets.token_bytes(size)


def asynchronous(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run a test's coroutine in a fresh event loop."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async def whole() -> None:
            await test(*args, **kwargs)
            await asyncio.sleep(_CLOSING_S)

        asyncio.run(whole())

    return run


@dataclass
class Bureau:
    """One agency: its folder, the keys that stay away from it, and its node where it is open."""

    folder: Path
    id: str
    roots: tuple[SigningKey, ...]
    officers: Mapping[str, SigningKey]
    clock: Clock = field(default_factory=Clock)
    events: list[dict[str, Any]] = field(default_factory=list)
    given: list[tuple[dict[str, Any], Any]] | None = None
    """Every order that was given with what it came to, where somebody keeps them."""
    _node: Node | None = None
    _running: RunningNode | None = None

    @property
    def node(self) -> Node:
        assert self._node is not None, f"{self.id} is not open"
        return self._node

    @property
    def pseudonym(self) -> str:
        return self.node.keyring.pseudonym(DUTY)

    def open(self) -> Node:
        self._node = open_node(self.folder, PASSPHRASE, world=self.clock)
        return self._node

    async def start(self) -> None:
        self._running = RunningNode(self.open())
        await self._running.start()

    async def stop(self) -> None:
        if self._running is not None:
            await self._running.stop()
        elif self._node is not None:
            await self._node.close()
        self._node = self._running = None

    def order(self, action: str, parameters: Mapping[str, Any], officer: str | None) -> Order:
        """Return an order as the command line writes it, signed by the officer."""
        order = Order(
            action=action,
            parameters=parameters,
            officer=officer,
            at_ms=self.clock.now_ms(),
            nonce=self.clock.random(16).hex(),
        )
        return sign_order(order, self._keeper() if officer is None else self.officers[officer])

    def _keeper(self) -> SigningKey:
        """Return the node's own key, from its folder where another process runs the node."""
        if self._node is not None:
            return self._node.keyring.signing
        return Keyring.load(Folder(self.folder), PASSPHRASE).signing

    async def perform(
        self, action: str, /, *, officer: str | None = DUTY, **parameters: Any
    ) -> dict[str, Any]:
        """Perform an action the way the control socket does."""
        result: Any = await self.give(self.order(action, parameters, officer))
        return dict(result)

    async def give(self, order: Order) -> Any:
        line = {**order.content(), "signature": to_base64(order.signature) or None}
        value = json.loads(json.dumps(line))
        result = await perform(self.node, parse_order(value), self._emit)
        check_answer(order.action, result)
        if self.given is not None:
            self.given.append((value, json.loads(json.dumps(result))))
        return result

    def _emit(self, event: Mapping[str, Any]) -> None:
        self.events.append(dict(event))

    async def open_case(
        self, reference: str, *, officer: str = DUTY, **wanted: Any
    ) -> dict[str, Any]:
        opened = {
            "legal_basis": "Code of criminal procedure, Art. 77",
            "purposes": list(PURPOSES.codes),
            "offence": "drugs.trafficking",
            "retention_days": 400,
            **wanted,
        }
        return await self.perform("case.open", officer=officer, reference=reference, **opened)

    async def ask(self, name: str, **wanted: Any) -> list[dict[str, Any]]:
        result = await self.perform("ask", **{"name": [name], **DEALING, **wanted})
        return list(result["answers"])

    async def hold(self, *people: dict[str, Any]) -> dict[str, Any]:
        """Import these people."""
        path = self.folder.parent / f"{self.id}-{len(people)}-{self.clock.random(4).hex()}.jsonl"
        lines = (json.dumps(person, ensure_ascii=False) for person in people)
        path.write_text("\n".join((*lines, "")), encoding="utf-8")
        result = await self.perform("records.import", **importing(path))
        assert result["rejected"] == 0
        return result

    async def post(self, to: Bureau, envelope: bytes, *, path: str = MESSAGES_PATH) -> Posted:
        """Send bytes to a partner over our own mutual TLS."""
        node = self.node
        addresses = node.partners[to.id].addresses
        status, body = await node.client.post(addresses, path, envelope, node.contexts[to.id])
        return Posted(status, body)

    def opened(self, sender: Bureau, envelope: bytes) -> Message:
        """Open what a partner sealed to us."""
        key_set = self.node.pinned(sender.id)
        assert key_set is not None
        return open_arrival(self.node, key_set.tls_pin, envelope).message

    async def approve(self, thread: str, *, officer: str = DUTY, refuse: str | None = None) -> Any:
        waiting = (await self.perform("inbox", officer=officer))["waiting"]
        question = next(row["question"] for row in waiting if row["thread"] == thread)
        hashed = payload_hash(question, refuse).encode()
        signed = self.officers[officer].sign(hashed, context=APPROVAL_CONTEXT)
        wanted = {"thread": thread, "refuse": refuse, "approval": to_base64(signed)}
        return await self.perform("answer", officer=officer, **wanted)

    async def log(self, last: int = 400) -> list[dict[str, Any]]:
        return list((await self.perform("audit.log", officer=None, last=last))["entries"])

    async def actions(self) -> list[str]:
        return [entry["action"] for entry in await self.log()]

    async def status(self) -> dict[str, Any]:
        return await self.perform("node.status", officer=None)

    async def verify(self, **wanted: Any) -> dict[str, Any]:
        return await self.perform("audit.verify", officer=None, **wanted)


@dataclass(frozen=True)
class Posted:
    """What came back over HTTP."""

    status: int
    body: bytes

    @property
    def code(self) -> str:
        return str(json.loads(self.body)["code"])


def importing(path: Path, **wanted: Any) -> dict[str, Any]:
    marking = {"dataset": "EXERCISE", "source": "EXERCISE", "retention": "2031-12-31"}
    return {"path": str(path), **marking, **wanted}


def person(number: str, name: str, born: str = "1980-01-02", **marks: Any) -> dict[str, Any]:
    """Return an invented person as a FollowTheMoney entity."""
    entity = {
        "id": number,
        "schema": "Person",
        "properties": {"name": [name], "birthDate": [born]},
    }
    return {**entity, "entraide": {"source": "EXERCISE", **marks}} if marks else entity


# Making bureaus

_MADE = Path(tempfile.mkdtemp(prefix="entraide-tests-"))
atexit.register(shutil.rmtree, _MADE, ignore_errors=True)


@functools.cache
def _template(party: str, root_keys: int, threshold: int) -> Bureau:
    settings = Settings(
        id=party,
        country=party[:2].upper(),
        name=f"Bureau of {party}",
        addresses=("https://127.0.0.1:1",),
        exchange=QUICK,
        safeguards=STILL,
    )
    folder = _MADE / f"{party}-{root_keys}-{threshold}"
    make_node(folder, settings, PASSPHRASE)
    roots = tuple(SigningKey.generate() for _ in range(root_keys))
    return Bureau(folder, party, roots, {name: SigningKey.generate() for name in OFFICERS})


@functools.cache
def _equipped(party: str, root_keys: int, threshold: int) -> Bureau:
    bureau = _template(party, root_keys, threshold)
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(_equip(bureau, threshold))
    finally:
        loop.close()
    return bureau


async def _equip(bureau: Bureau, threshold: int) -> None:
    """Adopt the key set, enter the officers and open their cases."""
    bureau.open()
    try:
        text = encode_canonical(certified(bureau, threshold).to_json()).decode()
        await bureau.perform("node.adopt-keys", officer=None, signed=text)
        for name, role in OFFICERS.items():
            key = to_base64(bureau.officers[name].public.raw)
            wanted = {"name": name, "role": role, "public_key": key}
            await bureau.perform("officer.add", officer=None, **wanted)
        for case in CASES:
            await bureau.open_case(case)
    finally:
        await bureau.stop()


def certified(bureau: Bureau, threshold: int = 1) -> SignedKeySet:
    """Return the open node's keys under the signatures of its roots."""
    roots = Roots(threshold, tuple(root.public for root in bureau.roots))
    certificate = read_certificate(bureau.node.folder.tls_certificate)
    signed = SignedKeySet(_proposed(bureau.node, roots, certificate), ())
    for root in bureau.roots:
        signed = add_signature(signed, root)
    return signed


def bureau_in(
    folder: Path, party: str, *, root_keys: int = 1, threshold: int = 1, **exchange_settings: Any
) -> Bureau:
    """Return a bureau of its own in a folder: key set adopted, officers entered, nobody known."""
    made = _in_another_thread(lambda: _equipped(party, root_keys, threshold))
    place = folder / party
    shutil.copytree(made.folder, place)
    partner, staff = free_ports(2)
    before = read_settings(place / "node.toml")
    settings = before.model_copy(
        update={
            "addresses": (f"https://127.0.0.1:{partner}",),
            "partner": before.partner.model_copy(update={"port": partner}),
            "staff": before.staff.model_copy(update={"port": staff}),
            "exchange": QUICK.model_copy(update=exchange_settings),
        }
    )
    write_settings(place / "node.toml", settings)
    return Bureau(place, party, made.roots, made.officers)


def _in_another_thread(work: Callable[[], Bureau]) -> Bureau:
    """Do work that runs an event loop of its own, also from inside one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


# Bringing them together


async def introduce(*bureaus: Bureau) -> None:
    """Let every bureau pin the cards of the others, with the fingerprints compared."""
    cards = {each.id: own_card(each.node) for each in bureaus}
    for one in bureaus:
        for other in bureaus:
            if other is not one:
                await pin(one, cards[other.id])


async def pin(bureau: Bureau, card: Card, *, fingerprint: str | None = None) -> dict[str, Any]:
    compared = fingerprint or card.keys.key_set.fingerprint
    wanted = {"card": encode_card(card).decode(), "fingerprint": compared}
    return await bureau.perform("partner.add", **wanted)


def party_of(bureau: Bureau, threshold: int = 1) -> Party:
    return Party(
        id=bureau.id,
        country=bureau.id[:2].upper(),
        name=f"Bureau of {bureau.id}",
        authority="Ministry of the Interior",
        contact="duty officer",
        root=RootKeys(threshold=threshold, keys=tuple(root.public for root in bureau.roots)),
    )


def today() -> date:
    return datetime.now(UTC).date()  # noqa: TID251 - the real nodes read the machine's clock too


Change = Callable[[dict[str, Any]], None]


def memorandum(
    *bureaus: Bureau, starts: date | None = None, change: Change = lambda _: None
) -> SignedAgreement:
    """Return a memorandum between these bureaus, signed by all; ``change`` edits its text first."""
    draft = police_cooperation(
        tuple(party_of(each) for each in bureaus), starts or today() - timedelta(days=1)
    )
    body = decode_canonical(draft.canonical())
    change(body)
    signed = SignedAgreement(agreement_of_json(body))
    for each in bureaus:
        for root in each.roots:
            signed = sign_agreement(signed, each.id, root)
    return signed


def budget(limit: int) -> Change:
    """Change a memorandum: so many questions a day."""

    def change(body: dict[str, Any]) -> None:
        body["exchange"]["budgets"][0]["limit"] = limit

    return change


async def adopt(bureau: Bureau, signed: SignedAgreement) -> dict[str, Any]:
    return await bureau.perform("agreement.adopt", signed=encode_signed(signed).decode())


@contextlib.asynccontextmanager
async def exchange(
    folder: Path, *parties: str, change: Change = lambda _: None, **settings: Any
) -> AsyncIterator[list[Bureau]]:
    """Open bureaus that serve, know each other and are bound by one memorandum."""
    bureaus = [bureau_in(folder, party, **settings) for party in parties or (MA, ES)]
    async with bound(*bureaus, change=change):
        yield bureaus


@contextlib.asynccontextmanager
async def bound(*bureaus: Bureau, change: Change = lambda _: None) -> AsyncIterator[None]:
    """Let these bureaus serve, know each other and be bound by one memorandum; stop them after."""
    try:
        for each in bureaus:
            await each.start()
        await introduce(*bureaus)
        signed = memorandum(*bureaus, change=change)
        for each in bureaus:
            await adopt(each, signed)
        yield
    finally:
        for each in bureaus:
            await each.stop()


# Messages that no honest node would write


def question(
    sender: Bureau, recipient: Bureau, name: str = "Nobody Known", **changes: Any
) -> Message:
    """Compose a question without asking the sender's own policy."""
    now_ms = sender.clock.now_ms()
    body = Query(
        subject=Subject(names=(name,)),
        offence=str(DEALING["offence"]),
        case="R-1",
        legal_basis=None,
        urgent=False,
    )
    message = Message(
        id=sender.node.fresh_id(),
        thread=sender.node.fresh_id(),
        kind=Query.KIND,
        version=Query.VERSION,
        sender=sender.id,
        recipient=recipient.id,
        author=sender.pseudonym,
        sent_ms=now_ms,
        expires_ms=now_ms + 3_600_000,
        purpose=str(DEALING["purpose"]),
        agreement=sender.node.policies[0].digest if sender.node.policies else "0" * 64,
        handling="H0",
        in_reply_to=None,
        body=body.to_json(),
    )
    body_changes = {key[5:]: changes.pop(key) for key in tuple(changes) if key.startswith("body_")}
    return replace(message, body={**message.body, **body_changes}, **changes)


def sealed(sender: Bureau, message: Message, *, to: Bureau | None = None) -> bytes:
    """Sign and seal a message, also to another recipient than it names."""
    if to is None:
        return seal(sender.node, message)
    key_set = sender.node.pinned(to.id)
    assert key_set is not None
    signed = sign_message(message, sender.node.keyring.signing).encode()
    recipient = Recipient(to.id, key_set.opening)
    return seal_envelope(signed, (recipient,), sender.clock.random(32))


async def eventually(what: Callable[[], Awaitable[bool] | bool], *, within_s: float = 20.0) -> None:
    """Wait until something holds; fail where it does not come true in time."""
    until = time.monotonic() + within_s
    while True:
        found = what()
        if found if isinstance(found, bool) else await found:
            return
        assert time.monotonic() < until, "it never came true"
        await asyncio.sleep(0.03)
