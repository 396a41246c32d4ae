"""Keys that are revoked are believed no more; what was proved before stays proved."""

from __future__ import annotations

import asyncio
import base64
import dataclasses
from pathlib import Path

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
from entraide.errors import InputError, TrustError
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.key_set import Roots, SignedKeySet
from entraide.kernel.keys import SigningKey
from entraide.kernel.note import parse_note, parse_vkey
from entraide.kernel.proof_bundle import check_bundle
from entraide.kernel.revocation import Revocation, SignedRevocation, encode_revocation, revoke
from entraide.node.keys import rotating
from entraide.node.memorandum.documents import held_documents
from tests.nodes import (
    CHIEF,
    ES,
    PASSPHRASE,
    Bureau,
    asynchronous,
    eventually,
    exchange,
    question,
    sealed,
)
from tests.together.node.rotated import NAME, finish, rotate, signed_by, stage, told


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
