"""Nobody but the partner concerned is asked, called, needed or able to read."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import EntraideError, InputError, RemoteProtocolError, TrustError
from entraide.kernel.envelope import Recipient, open_envelope, seal_envelope
from entraide.kernel.message import sign_message
from entraide.node.config import read_settings
from entraide.node.keys.identity import own_card
from entraide.node.mail.post import open_arrival
from tests.attach_nodes import over_a_wire, reached_through
from tests.nodes import (
    DE,
    ES,
    MA,
    Bureau,
    adopt,
    asynchronous,
    bureau_in,
    exchange,
    introduce,
    memorandum,
    person,
    pin,
    question,
    sealed,
)
from tests.proxy import Proxy, proxy_to
from tests.together.node.test_requests import released

NEVER = {"witness_every_ms": 86_400_000}
_CALLS = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
          "socket.gethostbyname"}  # fmt: skip


class Watch:
    """Sees every address that this process connects to or looks up, and bars what is not allowed.

    The interpreter itself reports them (PEP 578), whatever library or thread they come from.
    """

    def __init__(self) -> None:
        self.on = False
        self.allowed: set[int] = set()
        self.called: list[tuple[str, int]] = []

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on or event not in _CALLS:
            return
        address = arguments[1] if event.startswith(("socket.connect", "socket.send")) else arguments
        host, port = str(address[0]), int(address[1] or 0)
        self.called.append((host, port))
        if port not in self.allowed:
            raise ConnectionRefusedError(f"{event} to {host}:{port} is barred")

    @contextlib.contextmanager
    def over(self, ports: set[int]) -> Iterator[None]:
        self.on, self.allowed, self.called = True, ports, []
        try:
            yield
        finally:
            self.on = False


WATCH = Watch()
sys.addaudithook(WATCH.hook)


@asynchronous
async def test_a_whole_exchange_calls_no_address_but_the_two_partners_own(tmp_path: Path) -> None:
    """Everybody else is unreachable: no authority, no time service, no name server, no hub."""
    ma, es = bureau_in(tmp_path, MA), bureau_in(tmp_path, ES)
    ports = {read_settings(each.folder / "node.toml").partner.port for each in (ma, es)}
    with WATCH.over(ports):
        try:
            await ma.start()
            await es.start()
            await introduce(ma, es)
            signed = memorandum(ma, es)
            await adopt(ma, signed)
            await adopt(es, signed)
            thread = await released(ma, es)
            await es.perform("correct", thread=thread, reason="spelling")
            await es.perform("withdraw", thread=thread, reason="released in error")
            await ma.perform("audit.prove", id="3")
            await ma.perform("reconcile", partner=ES)
            assert (await ma.verify())["partners_reached"] == [ES]
            called = set(WATCH.called)
        finally:
            await ma.stop()
            await es.stop()
    assert called == {("127.0.0.1", port) for port in ports}


def test_the_watch_sees_and_bars_a_call_to_somebody_else() -> None:
    import socket  # noqa: PLC0415 - the one place that means to be barred

    with WATCH.over({1}), pytest.raises(ConnectionRefusedError, match="barred"):
        socket.create_connection(("192.0.2.1", 443), timeout=1)
    with WATCH.over({1}), pytest.raises(ConnectionRefusedError, match="barred"):
        socket.getaddrinfo("time.example", 123)


@contextlib.asynccontextmanager
async def three_over_wires(folder: Path) -> Any:
    """Open three bureaus; what goes to Spain and to Germany passes proxies that count."""
    ma, es, de = (bureau_in(folder, party, **NEVER) for party in (MA, ES, DE))
    with contextlib.ExitStack() as stack:
        wires: list[Proxy] = []
        for each in (es, de):
            port = read_settings(each.folder / "node.toml").partner.port
            wires.append(stack.enter_context(proxy_to(port)))
            reached_through(each, wires[-1])
        try:
            for each in (ma, es, de):
                await each.start()
            await introduce(ma, es, de)
            signed = memorandum(ma, es, de)
            for each in (ma, es, de):
                await adopt(each, signed)
            yield ma, es, de, *wires
        finally:
            for each in (ma, es, de):
                await each.stop()


@asynchronous
async def test_a_question_to_one_partner_sends_no_byte_to_another(tmp_path: Path) -> None:
    async with three_over_wires(tmp_path) as (ma, es, de, to_es, to_de):
        await ma.ask("Abdelatif Ben Ali", to=[ES])
        assert (to_de.up, to_de.down) == (0, 0)
        assert to_es.up > 0
        assert "query.received" not in await de.actions()
        await ma.ask("Abdelatif Ben Ali")
        assert to_de.up > 0, "without --to everybody whom an agreement covers is asked"
        assert "query.received" in await de.actions()
        assert (await es.actions()).count("query.received") == 2


def envelopes(bureau: Bureau) -> list[bytes]:
    table = schema.message.c
    rows = bureau.node.read(lambda c: c.execute(select(table.envelope, table.response)).all())
    return [bytes(part) for row in rows for part in row if part]


@asynchronous
async def test_what_one_agencys_keys_open_is_only_what_was_sealed_to_it(tmp_path: Path) -> None:
    """An agency that hands over its keys hands over its own exchange, not that of the others."""
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        await de.hold(person("p1", "Abdelatif Ben Ali"))
        await es.ask("Abdelatif Ben Ali", to=[DE])
        await ma.ask("Nobody Known", to=[ES])
        theirs = envelopes(de)
        assert len(theirs) >= 3
        opened = 0
        for envelope in theirs:
            for party, holder in ((MA, ma), (DE, ma), (ES, ma)):
                with pytest.raises(RemoteProtocolError):
                    open_envelope(envelope, party, holder.node.keyring.opening)
            for bureau in (es, de):
                with contextlib.suppress(RemoteProtocolError):
                    open_envelope(envelope, bureau.id, bureau.node.keyring.opening)
                    opened += 1
        assert opened == len(theirs), "each opens with the keys of exactly one of the two"
        mine = [json.dumps(await ma.perform(each)) for each in ("answers", "references", "inbox")]
        assert "Abdelatif" not in "".join(mine)
        assert (await ma.perform("answers"))["answers"][0]["partner"] == ES


@asynchronous
async def test_on_the_wire_a_question_and_its_answer_have_one_size_whatever_they_say(
    tmp_path: Path,
) -> None:
    """Who speaks with whom and when is seen; hit or not, and how long a name is, is not."""
    async with over_a_wire(tmp_path, **NEVER) as (ma, es, wire):
        await es.hold(*(person(f"p{at}", "Karim Alami") for at in range(7)))
        (first,) = await ma.ask("Karim Alami")  # opens the connection
        assert len(first["hits"]) == 5, "as many as the template lets an answer hold"

        async def seen(name: str, **wanted: Any) -> tuple[int, int, str]:
            before = wire.up, wire.down
            answer = (await ma.ask(name, **wanted))[0]
            return wire.up - before[0], wire.down - before[1], answer["result"]

        short = await seen("Li")
        found = await seen("Karim Alami")
        long = await seen(
            "Maximiliano Fernández de Córdoba y Álvarez de Toledo", born=["1980-01-02"]
        )
        assert {each[2] for each in (short, found, long)} == {"hit", "no-hit"}
        assert short[:2] == found[:2] == long[:2]
        assert short[0] > 2_048 < short[1]


@asynchronous
async def test_a_node_searches_its_own_records_for_partners_questions_only(tmp_path: Path) -> None:
    """Asking does not search at home, and a node cannot be its own partner."""
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("p1", "Abdelatif Ben Ali", handling="H1"))
        searched: list[str] = []
        find = es.node.searcher.find

        async def counted(subject: Any, country: str, most: int) -> Any:
            searched.append(country)
            return await find(subject, country, most)

        es.node.searcher.find = counted  # type: ignore[method-assign]
        await es.ask("Abdelatif Ben Ali")
        with pytest.raises(InputError, match=r"partner\.unknown"):
            await es.ask("Abdelatif Ben Ali", to=[ES])
        with pytest.raises(EntraideError, match=r"partner\.is_ourselves"):
            await pin(es, own_card(es.node))
        with pytest.raises(TrustError, match=r"partner\.not_pinned"):
            sealed(es, question(es, es))
        own = own_card(es.node).keys.key_set
        signed = sign_message(question(es, es), es.node.keyring.signing).encode()
        to_self = seal_envelope(signed, (Recipient(ES, own.opening),), bytes(32))
        with pytest.raises(RemoteProtocolError, match=r"message\.unknown_sender"):
            open_arrival(es.node, own.tls_pin, to_self)
        assert searched == []
        await ma.ask("Abdelatif Ben Ali")
        assert searched == ["MA"]
