"""Keys that follow keys, and keys that are revoked, between real nodes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import BusyError, TrustError
from entraide.kernel.card import sign_card
from entraide.kernel.encoding import to_base64
from entraide.kernel.key_set import Roots, SignedKeySet, add_signature
from entraide.kernel.keys import SigningKey
from entraide.node.keys import rotating
from entraide.node.keys.identity import own_card
from entraide.node.keys.keyring import Keyring
from tests.nodes import (
    ES,
    PASSPHRASE,
    asynchronous,
    eventually,
    exchange,
    person,
    pin,
    question,
    sealed,
)
from tests.together.node.rotated import NAME, finish, rotate, signed_by, stage, told, version_of

SKEW_MS = 300_000


@asynchronous
async def test_keys_rotate_and_partners_follow_without_comparing_fingerprints_again(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", NAME))
        before = es.node.keyring.signing.public
        result = await rotate(es)
        assert es.node.keyring.signing.public != before
        await told(ma, es, result["version"])
        assert (await ma.ask(NAME))[0]["result"] == "hit"
        assert (await es.ask(NAME))[0]["result"] == "no-hit"
        for each in (ma, es):
            assert (await each.verify(ask_partners=True))["whole"]
        assert "partner.keys_followed" in await ma.actions()
        assert "keyset.rotated" in await es.actions()


@asynchronous
async def test_whatever_was_under_way_when_keys_rotate_arrives(tmp_path: Path) -> None:
    """Rabat is away: an old message waits in Madrid's outbox, and Rabat asks under old keys."""
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", NAME))
        await ma.stop()
        waiting = await es.ask("Somebody Else")
        assert waiting[0]["result"] == "waiting"
        await rotate(es)
        later = await es.ask("Somebody Third")
        assert later[0]["result"] == "waiting"
        await ma.start()

        async def all_answered() -> bool:
            shown = await es.perform("answers")
            return [each["result"] for each in shown["answers"]].count("no-hit") == 2

        await eventually(all_answered)
        assert (await ma.ask(NAME))[0]["result"] in {"hit", "waiting"}
        await told(ma, es, 2)


@asynchronous
async def test_a_question_that_meets_unknown_keys_waits_and_is_not_lost(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", NAME))
        await rotate(es, start=False)
        es.open()
        with es.node.writer.engine.begin() as connection:
            connection.execute(schema.outbox.delete())  # the announcement is lost
        card = own_card(es.node)
        await es.stop()
        await es.start()
        shown = await ma.ask(NAME)
        assert shown[0]["result"] == "waiting"
        assert (await es.ask("Somebody Else"))[0]["result"] == "waiting"
        await pin(ma, card)

        async def answered() -> bool:
            answers = (await ma.perform("answers"))["answers"]
            return any(each["result"] == "hit" for each in answers)

        await eventually(answered)


@asynchronous
async def test_the_tuf_rule_a_set_is_followed_only_under_both_thresholds(tmp_path: Path) -> None:
    stranger = SigningKey.generate()
    async with exchange(tmp_path) as (_, es):
        theirs = Roots(1, (stranger.public,))
        present, proposed = await stage(es, theirs)
        both = signed_by(proposed, present.roots, stranger, *es.roots)
        for missing in (
            signed_by(proposed, present.roots, stranger),
            signed_by(proposed, present.roots, *es.roots),
        ):
            with pytest.raises(TrustError, match=r"roots\.threshold_not_met"):
                await finish(es, missing)
        older = dataclasses.replace(proposed, version=present.version)
        with pytest.raises(TrustError, match=r"card\.older_key_set"):
            await finish(es, signed_by(older, present.roots, stranger, *es.roots))
        other = dataclasses.replace(proposed, signing=stranger.public)
        with pytest.raises(TrustError, match=r"card\.not_our_key"):
            await finish(es, signed_by(other, present.roots, stranger, *es.roots))
        assert (await finish(es, both))["version"] == present.version + 1


@asynchronous
async def test_root_keys_rotate_and_partners_follow_the_new_ones(tmp_path: Path) -> None:
    stranger = SigningKey.generate()
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", NAME))
        present, proposed = await stage(es, Roots(1, (stranger.public,)))
        await finish(es, signed_by(proposed, present.roots, stranger, *es.roots))
        await told(ma, es, 2)
        held = ma.node.pinned(ES)
        assert held is not None
        assert held.roots.keys == (stranger.public,)
        assert (await ma.ask(NAME))[0]["result"] == "hit", "what was agreed stays agreed"


@asynchronous
async def test_a_partner_cannot_announce_anothers_keys_or_skip_its_roots(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        present = own_card(es.node).keys.key_set
        forged = dataclasses.replace(
            present, version=9, roots=Roots(1, (es.node.keyring.signing.public,))
        )
        signing = es.node.keyring.signing
        signed = add_signature(SignedKeySet(forged, ()), signing)
        card = sign_card(signed, es.node.settings.addresses, signing, es.clock.now_ms())
        from entraide.kernel.card import encode_card  # noqa: PLC0415 - for this attack only

        message = question(es, ma, kind="keyset", agreement=None, purpose=None)
        message = dataclasses.replace(message, body={"signed": to_base64(encode_card(card))})
        posted = await es.post(ma, sealed(es, message))
        assert posted.code == "keyset.refused"
        assert version_of(ES, ma) == present.version


@asynchronous
async def test_an_old_key_signs_nothing_that_is_sent_after_it_was_followed(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        old = es.node.keyring
        await rotate(es)
        await told(ma, es, 2)
        es.node.keyring = old
        now = question(es, ma, sent_ms=es.clock.now_ms() + 2 * SKEW_MS)
        ma.clock.ahead_ms = 2 * SKEW_MS
        assert (await es.post(ma, sealed(es, now))).code == "message.unknown_key"


@pytest.mark.parametrize("cut", ["after the announcement", "after the secrets"])
def test_a_rotation_that_is_cut_is_finished_by_running_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    @asynchronous
    async def cut_and_go_on() -> None:
        async with exchange(tmp_path) as (ma, es):
            present, proposed = await stage(es)
            signed = signed_by(proposed, present.roots, *es.roots)

            def fail(*_: object, **__: object) -> None:
                raise OSError("EXERCISE: the power is cut")

            broken = (
                (Keyring, "save")
                if cut == "after the announcement"
                else (rotating, "write_atomically")
            )
            with monkeypatch.context() as context:
                context.setattr(*broken, fail)
                with pytest.raises(OSError, match="EXERCISE"):
                    await finish(es, signed, start=False)
            await finish(es, signed)
            announced = es.node.read(
                lambda c: c.scalars(
                    select(schema.message.c.seq).where(
                        schema.message.c.kind == "keyset", schema.message.c.incoming == 0
                    )
                ).all()
            )
            assert len(announced) == 1
            await told(ma, es, 2)
            assert (await ma.ask(NAME))[0]["result"] == "no-hit"

    cut_and_go_on()


@asynchronous
async def test_no_keys_rotate_under_a_running_node(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, _):
        with pytest.raises(BusyError, match=r"folder\.busy"):
            await rotating.propose_rotation(ma.folder, PASSPHRASE, world=ma.clock)


@asynchronous
async def test_old_opening_keys_outlive_rotation_by_the_longest_expiry_and_no_longer(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        lifetime_ms = es.node.settings.exchange.message_lifetime_ms
        first = es.node.keyring.opening[0].seed
        await rotate(es)
        assert first in [key.seed for key in es.node.keyring.opening]
        es.clock.ahead_ms = ma.clock.ahead_ms = lifetime_ms - 60_000
        await rotate(es)
        assert first in [key.seed for key in es.node.keyring.opening]
        es.clock.ahead_ms = ma.clock.ahead_ms = lifetime_ms + 60_000
        await rotate(es)
        assert first not in [key.seed for key in es.node.keyring.opening]
        assert len(es.node.keyring.opening) == 3
