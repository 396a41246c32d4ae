"""Keys that follow keys, and keys that are revoked, between real nodes."""

from __future__ import annotations

import asyncio
import base64
import dataclasses
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.agreements.declarations import (
    Act,
    Declaration,
    SignedDeclaration,
    encode_declaration,
    sign_declaration,
)
from entraide.cli.oversight.audit import check
from entraide.errors import BusyError, InputError, TrustError
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.card import sign_card
from entraide.kernel.encoding import to_base64
from entraide.kernel.key_set import KeySet, Roots, SignedKeySet, add_signature
from entraide.kernel.keys import SigningKey
from entraide.kernel.note import parse_note, parse_vkey
from entraide.kernel.proof_bundle import check_bundle
from entraide.kernel.revocation import Revocation, SignedRevocation, encode_revocation, revoke
from entraide.node.keys import rotating
from entraide.node.keys.identity import own_card
from entraide.node.keys.keyring import Keyring
from entraide.node.memorandum.documents import held_documents
from tests.nodes import (
    CHIEF,
    ES,
    PASSPHRASE,
    Bureau,
    asynchronous,
    eventually,
    exchange,
    person,
    pin,
    question,
    sealed,
)

NAME = "Zuleika Exercise Quennell"
SKEW_MS = 300_000


async def stage(bureau: Bureau, roots: Roots | None = None) -> tuple[KeySet, KeySet]:
    """Stop the node and make the keys that are to follow."""
    await bureau.stop()
    return await rotating.propose_rotation(bureau.folder, PASSPHRASE, roots, world=bureau.clock)


def signed_by(key_set: KeySet, former: Roots, *roots: SigningKey) -> SignedKeySet:
    signed = SignedKeySet(key_set, ())
    for root in roots:
        signed = add_signature(signed, root, former)
    return signed


async def finish(bureau: Bureau, signed: SignedKeySet, *, start: bool = True) -> dict[str, Any]:
    result = await rotating.finish_rotation(bureau.folder, PASSPHRASE, signed, world=bureau.clock)
    if start:
        await bureau.start()
    return result


async def rotate(bureau: Bureau, *, start: bool = True) -> dict[str, Any]:
    present, proposed = await stage(bureau)
    return await finish(bureau, signed_by(proposed, present.roots, *bureau.roots), start=start)


def version_of(party: str, at: Bureau) -> int:
    key_set = at.node.pinned(party)
    assert key_set is not None
    return key_set.version


async def told(ma: Bureau, es: Bureau, version: int) -> None:
    """Wait until Rabat has heard of Madrid's new keys."""
    await eventually(lambda: version_of(es.id, ma) == version)


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


@asynchronous
async def test_a_revoked_key_is_believed_no_more_even_for_what_it_says_is_old(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        old = es.node.keyring
        result = await rotate(es)
        await told(ma, es, 2)
        message = question(es, ma)
        es_keyring, es.node.keyring = es.node.keyring, old
        backdated = dataclasses.replace(message, sent_ms=message.sent_ms - 60_000)
        accepted = await es.post(ma, sealed(es, backdated))
        assert accepted.status == 200
        es.node.keyring = es_keyring
        await es.perform("key.revoke", officer=CHIEF, signed=revocation(es, result["former"]))
        await eventually(lambda: bool(ma.node.known(ES).revoked))  # type: ignore[union-attr]
        es.node.keyring = old
        again = dataclasses.replace(backdated, id=es.node.fresh_id(), thread=es.node.fresh_id())
        assert (await es.post(ma, sealed(es, again))).code == "message.key_revoked"
        es.node.keyring = es_keyring
        for each in (ma, es):
            assert "key.revoked" in await each.actions()
            assert (await each.verify())["whole"]
        assert (await es.ask(NAME))[0]["result"] == "no-hit"


def revocation(
    bureau: Bureau,
    key: str,
    *roots: SigningKey,
    party: str | None = None,
    at_ms: int | None = None,
) -> str:
    now_ms = bureau.clock.now_ms() if at_ms is None else at_ms
    signed = SignedRevocation(
        Revocation(
            party=party or bureau.id, key_id=key, from_ms=now_ms, made_ms=now_ms, reason="EXERCISE"
        )
    )
    for root in roots or bureau.roots:
        signed = revoke(signed, root)
    return encode_revocation(signed).decode()


@asynchronous
async def test_only_an_agencys_own_roots_revoke_its_keys(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        theirs = ma.node.pinned(ES)
        assert theirs is not None
        key = theirs.signing.key_id
        for forged in (
            revocation(ma, key, party=ES),
            revocation(es, key, SigningKey.generate()),
        ):
            with pytest.raises(TrustError, match=r"roots\.threshold_not_met"):
                await ma.perform("key.revoke", officer=CHIEF, signed=forged)
        own = revocation(ma, ma.node.keyring.signing.key_id)
        with pytest.raises(InputError, match=r"revocation\.present_key"):
            await ma.perform("key.revoke", officer=CHIEF, signed=own)
        await ma.perform("key.revoke", officer=CHIEF, signed=revocation(ma, key))
        assert (await ma.ask(NAME))[0]["result"] == "no-hit", "Rabat cannot revoke Madrid's key"


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


@asynchronous
async def test_what_was_witnessed_before_a_key_was_revoked_stays_proved(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await ma.ask(NAME)
        sent = next(each for each in await ma.log() if each["action"] == "query.sent")

        async def cosigned() -> bool:
            proved = await ma.perform("audit.prove", officer=None, id=str(sent["index"]))
            proof.write_bytes(base64.b64decode(proved["proof"]))
            return bool(check_bundle(proof.read_bytes()).witnesses)

        proof, statement = tmp_path / "proof", tmp_path / "revoked.json"
        await eventually(cosigned)
        key = ma.node.keyring.signing.key_id
        statement.write_text(revocation(ma, key))
        await asyncio.to_thread(check, proof, revocation=statement)
        statement.write_text(revocation(ma, key, at_ms=ma.clock.now_ms() - 3_600_000))
        with pytest.raises(TrustError, match=r"proof\.after_revocation"):
            await asyncio.to_thread(check, proof, revocation=statement)
        statement.write_text(revocation(ma, key, SigningKey.generate()))
        with pytest.raises(TrustError, match=r"roots\.threshold_not_met"):
            await asyncio.to_thread(check, proof, revocation=statement)
        statement.write_text(revocation(es, key, party="fr.bureau"))
        with pytest.raises(TrustError, match=r"proof\.revoked_elsewhere"):
            await asyncio.to_thread(check, proof, revocation=statement)


@asynchronous
async def test_after_the_root_keys_rotated_a_suspension_by_the_later_ones_stops_both_sides(
    tmp_path: Path,
) -> None:
    later = SigningKey.generate()
    async with exchange(tmp_path) as (ma, es):
        present, proposed = await stage(es, Roots(1, (later.public,)))
        await finish(es, signed_by(proposed, present.roots, later, *es.roots))
        await told(ma, es, 2)
        kept = (es.folder / "keyset-2.json").read_bytes()
        chain = (SignedKeySet.from_json(decode_canonical(kept)),)
        text = es.node.read(held_documents).texts[0].agreement
        now_ms = es.clock.now_ms()
        declaration = Declaration(
            agreement=text.digest, party=ES, act=Act.SUSPEND,
            made_ms=now_ms, from_ms=now_ms, reason="EXERCISE",
        )  # fmt: skip
        alone = SignedDeclaration(declaration)
        with pytest.raises(TrustError, match=r"agreement\.not_a_root_key"):
            sign_declaration(alone, text, later)
        signed = sign_declaration(dataclasses.replace(alone, succession=chain), text, later)
        await es.perform("agreement.declare", signed=encode_declaration(signed).decode())
        await es.perform("agreement.send", agreement=text.digest)
        for asker in (ma, es):
            assert (await asker.ask(NAME))[0]["article"] == "Art. 8.4"


@asynchronous
async def test_a_witness_key_rotates_and_what_the_old_one_cosigned_stays_proved(
    tmp_path: Path,
) -> None:
    """RFC 6962 proofs outlive their witness's key: the card that named it goes with them."""
    async with exchange(tmp_path) as (ma, es):
        await ma.ask("Somebody Else")
        question = ma.node.read(lambda c: c.scalar(select(schema.message.c.id)))
        old = es.node.keyring.witness_key(es.id)

        async def cosigned() -> bool:
            return bool((await ma.verify(ask_partners=True))["witnesses"])

        await eventually(cosigned)
        await ma.perform("audit.prove", id=question)
        await es.stop()
        present, proposed = await rotating.propose_rotation(
            es.folder, PASSPHRASE, also=frozenset({rotating.Also.WITNESS}), world=es.clock
        )
        assert proposed.witness != present.witness == old.vkey
        await finish(es, signed_by(proposed, present.roots, *es.roots))
        assert es.node.keyring.witness_key(es.id).vkey == proposed.witness
        await told(ma, es, proposed.version)
        assert (await ma.verify(ask_partners=True))["whole"], "the note of the old key is believed"
        notes = ma.node.read(lambda c: c.scalars(select(schema.checkpoint.c.note)).all())
        by_old = [note for note in notes if any(
            signature.is_by(old) for signature in parse_note(bytes(note)).signatures)]  # fmt: skip
        with ma.node.writer.engine.begin() as connection:
            connection.execute(
                schema.checkpoint.delete().where(schema.checkpoint.c.note.not_in(by_old))
            )
        await es.stop()
        proof = base64.b64decode((await ma.perform("audit.prove", id=question))["proof"])
        checked = check_bundle(proof)
        assert [each.name for each in checked.witnesses] == [old.name]
        await es.start()

        async def cosigned_anew() -> bool:
            await ma.ask("Somebody Third")
            await ma.perform("audit.prove", id=question)
            new = parse_vkey(proposed.witness)
            notes = ma.node.read(lambda c: c.scalars(select(schema.checkpoint.c.note)).all())
            return any(each.is_by(new) for n in notes for each in parse_note(bytes(n)).signatures)

        await eventually(cosigned_anew)
        assert (await ma.verify(ask_partners=True))["whole"]
