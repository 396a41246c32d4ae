"""The certificate rotates: announced under the old one, shown when all partners have heard."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest

from entraide.adapters.files.folder import Folder
from entraide.adapters.wire.tls import pin_of, read_certificate
from entraide.node.keys import rotating
from entraide.node.keys.certificate import show_following
from entraide.node.partner.senders import OVERLAP_MS
from tests.nodes import (
    ES,
    PASSPHRASE,
    Bureau,
    asynchronous,
    eventually,
    exchange,
    person,
)
from tests.together.node.test_rotation import finish, signed_by, told

NAME = "Zuleika Exercise Quennell"


async def rotate(bureau: Bureau, *, start: bool = True) -> str:
    """Rotate keys and certificate; return the pin of the certificate before."""
    before = pin_of(read_certificate(bureau.node.folder.tls_certificate))
    await bureau.stop()
    present, proposed = await rotating.propose_rotation(
        bureau.folder, PASSPHRASE, also=frozenset({rotating.Also.CERTIFICATE}), world=bureau.clock
    )
    assert proposed.tls != present.tls
    await finish(bureau, signed_by(proposed, present.roots, *bureau.roots), start=start)
    return before


def shown_by(bureau: Bureau) -> str:
    """The pin of the certificate that a bureau's listener really shows."""
    port = bureau.node.settings.partner.port
    return pin_of(ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", port))))


def own_pin(bureau: Bureau) -> str:
    return pin_of(read_certificate(bureau.node.folder.tls_certificate))


@asynchronous
async def test_the_new_certificate_is_shown_live_once_partners_have_heard(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", NAME))
        before = await rotate(es)
        await told(ma, es, 2)
        await eventually(lambda: own_pin(es) != before)
        named = ma.node.pinned(ES)
        assert named is not None
        assert own_pin(es) == named.tls_pin != before
        assert await asyncio.to_thread(shown_by, es) == named.tls_pin
        assert not (es.folder / "tls-next.crt").exists()
        assert (await ma.ask(NAME))[0]["result"] == "hit", "Rabat reaches Madrid at the new one"
        assert (await es.ask("Nobody Known"))[0]["result"] == "no-hit", "and lets it in"
        assert "certificate.shown" in await es.actions()
        assert ma.node.partner_by_pin(before) == named, "the old one is taken for the overlap"


@asynchronous
async def test_until_a_partner_that_is_away_has_heard_the_old_certificate_is_shown(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await ma.stop()
        before = await rotate(es)
        assert not await show_following(es.node)
        assert own_pin(es) == before
        await ma.start()
        await told(ma, es, 2)
        await eventually(lambda: own_pin(es) != before)
        assert (await ma.ask(NAME))[0]["result"] == "no-hit"


@asynchronous
async def test_after_the_overlap_the_old_certificate_is_a_strangers(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        before = await rotate(es)
        await told(ma, es, 2)
        known = ma.node.known(ES)
        assert known is not None
        now_ms = ma.clock.now_ms()
        assert known.shows(before, now_ms)
        assert not known.shows(before, now_ms + OVERLAP_MS + 1)
        assert not known.shows("0" * 64, now_ms)
        ma.clock.ahead_ms = OVERLAP_MS + 60_000
        assert ma.node.partner_by_pin(before) is None


@asynchronous
async def test_a_change_of_certificates_cut_between_its_renames_is_mended(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await ma.stop()
        await rotate(es)
        await es.stop()
        folder = Folder(es.folder)
        following = pin_of(read_certificate(folder.next_certificate))
        folder.next_tls_key.rename(folder.tls_key)  # the power is cut here
        await es.start()
        await ma.start()
        assert own_pin(es) == following
        with pytest.raises(FileNotFoundError):
            folder.next_certificate.stat()


@asynchronous
async def test_only_root_keys_name_a_certificate(tmp_path: Path) -> None:
    """Whoever can write into the folder gains nothing: what no key set names is never shown."""
    async with exchange(tmp_path) as (_, es):
        before = own_pin(es)
        from entraide.node.keys.certificate import prepare_certificate  # noqa: PLC0415 - for this attack

        prepare_certificate(es.node)
        assert not await show_following(es.node)
        assert own_pin(es) == before
