"""What no machine can prevent stays provable: who asked what and why, who said that it deleted.

A partner can name a pretext, lie about a deletion or leave its own log empty. Each of these tests
lets it, and then holds it to what stands signed and logged at the other side, checked offline.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import EntraideError, TrustError
from entraide.exchange.bodies import read_body
from entraide.exchange.recalls import Executed, Execution
from entraide.kernel.audit import Opening, parse_opening
from entraide.kernel.canonical import encode_canonical
from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import SigningKey
from entraide.kernel.proof_bundle import check_bundle
from entraide.node.people.actor import ORDER_CONTEXT
from tests.faults.proven import ALONE, signed_by
from tests.nodes import CHIEF, DEALING, DUTY, Bureau, asynchronous, eventually, exchange
from tests.together.node.test_requests import (
    NAME,
    PASSPORT,
    bytes_of,
    last_id,
    released,
    requested,
)


async def proven(bureau: Bureau, witness: Bureau, name: str) -> Opening:
    """Let a bureau prove a log entry; check it offline, by the public keys of the two alone.

    A proof is written whoever could be reached: it is asked for until the witness has cosigned.
    """
    log = bureau.node.keyring.log_key(bureau.id)
    cosigner = witness.node.keyring.witness_key(witness.id)
    vouched = {log.vkey, cosigner.vkey}
    proof = b""

    async def cosigned() -> bool:
        nonlocal proof
        proof = base64.b64decode((await bureau.perform("audit.prove", id=name))["proof"])
        return any(each.name == cosigner.name for each in check_bundle(proof).witnesses)

    await eventually(cosigned)
    checked = check_bundle(proof, is_trusted=lambda key: key.vkey in vouched, quorum=1)
    assert checked.trusted
    assert cosigner.name in {each.name for each in checked.witnesses if each.trusted}
    return checked.opening


def passed(bureau: Bureau) -> set[tuple[str, str, str]]:
    """Return what a log says went to or came from partners: kind, way and digest."""
    openings = bureau.node.read(lambda c: list(c.scalars(select(schema.log_entry.c.opening))))
    entries = [parse_opening(bytes(each)) for each in openings]
    return {
        (*each.action.split("."), dict(each.digests)["message"])  # type: ignore[misc]
        for each in entries
        if each.action.endswith((".sent", ".received")) and not each.action.startswith("receipt")
    }


OTHER = {"sent": "received", "received": "sent"}


@asynchronous
async def test_the_offence_purpose_and_case_that_were_named_stay_provable_in_both_logs(
    tmp_path: Path,
) -> None:
    """A pretext passes as a true reason would; what cannot be had is to have given another one."""
    async with exchange(tmp_path, **ALONE) as (ma, es):
        await ma.ask("Nobody Known", case="R-77/2026")
        name = (await ma.perform("answers"))["answers"][0]["thread"]
        table = schema.message.c
        asked = select(table.id).where(table.thread == name, table.kind == "query")
        query = str(ma.node.read(lambda c: c.scalar(asked)))
        _, message = signed_by(ma, es, query)
        assert message.purpose == DEALING["purpose"]
        assert message.body["offence"] == DEALING["offence"]
        assert message.body["case"] == "R-77/2026"
        assert message.author == ma.pseudonym
        for bureau, witness, way in ((ma, es, "sent"), (es, ma, "received")):
            opening = await proven(bureau, witness, query)
            assert opening.action == f"query.{way}"
            assert dict(opening.digests)["message"] == message.digest
        for changes in ({"offence": "fraud.other"}, {"case": "R-78/2026"}):
            other = replace(message, body={**message.body, **changes})
            assert other.digest != message.digest


@asynchronous
async def test_a_holder_refuses_a_reason_that_it_does_not_believe_and_the_ground_is_provable(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, **ALONE) as (ma, es):
        thread = (await requested(ma, es))["thread"]
        await es.perform("refuse", thread=thread, ground="safeguards")
        refusal = await last_id(ma, "refusal")
        _, message = signed_by(es, ma, refusal)
        assert message.body["ground"] == "safeguards"
        for bureau, witness in ((ma, es), (es, ma)):
            opening = await proven(bureau, witness, refusal)
            assert dict(opening.digests)["message"] == message.digest
        assert PASSPORT.encode() not in bytes_of(ma)


@pytest.mark.parametrize("lies", [False, True])
def test_who_says_that_it_deleted_is_held_to_it_offline_also_where_it_lied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lies: bool
) -> None:
    @asynchronous
    async def story() -> None:
        async with exchange(tmp_path, **ALONE) as (ma, es):
            thread = await released(ma, es)
            if lies:
                monkeypatch.setattr("entraide.node.request.executing._erase", lambda *_: None)
            await es.perform("withdraw", thread=thread, reason="released in error")
            assert (PASSPORT.encode() in bytes_of(ma)) is lies
            statement = await last_id(es, "executed")
            _, message = signed_by(ma, es, statement)
            body = read_body(message)
            assert isinstance(body, Executed)
            assert body.did is Execution.DELETED
            withdrawal = await proven(es, ma, await last_id(es, "withdrawal"))
            assert body.order == dict(withdrawal.digests)["message"]
            for bureau, witness, way in ((ma, es, "sent"), (es, ma, "received")):
                opening = await proven(bureau, witness, statement)
                assert opening.action == f"executed.{way}"
                assert dict(opening.digests)["message"] == message.digest

    story()


@asynchronous
async def test_what_passes_between_two_nodes_stands_in_both_logs_under_one_digest(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, **ALONE) as (ma, es):
        thread = await released(ma, es)
        await es.perform("correct", thread=thread, reason="spelling")
        await es.perform("withdraw", thread=thread, reason="released in error")
        await es.ask("Nobody Known")
        ours, theirs = passed(ma), passed(es)
        assert {(kind, OTHER[way], digest) for kind, way, digest in ours} == theirs
        assert {kind for kind, _, _ in ours} >= {
            "query", "answer", "request", "reply", "correction", "withdrawal", "executed",
        }  # fmt: skip


@asynchronous
async def test_a_node_that_logs_nothing_has_cosigned_the_log_that_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Madrid answers and leaves its log empty; Rabat's proof bears Madrid's own cosignature."""
    async with exchange(tmp_path, **ALONE) as (ma, es):
        monkeypatch.setattr("entraide.node.question.answering._Exchange.keep", silently)
        answer = (await ma.ask("Nobody Known"))[0]["message"]
        assert passed(es) == set()
        assert {(kind, way) for kind, way, _ in passed(ma)} == {
            ("query", "sent"),
            ("answer", "received"),
        }
        _, message = signed_by(es, ma, answer)
        opening = await proven(ma, es, answer)
        assert dict(opening.digests)["message"] == message.digest
        with pytest.raises(EntraideError, match=r"audit\.no_entry"):
            await proven(es, ma, answer)


def silently(exchange_: Any, transaction: Any) -> bytes:
    """Keep nothing and log nothing of an exchange."""
    return bytes(exchange_.sealed)


@asynchronous
async def test_an_officer_cannot_disown_an_order_that_the_log_holds(tmp_path: Path) -> None:
    async with exchange(tmp_path, **ALONE) as (ma, _):
        order = ma.order("ask", {"name": [NAME], **DEALING}, DUTY)
        await ma.give(order)
        openings = ma.node.read(lambda c: list(c.scalars(select(schema.log_entry.c.opening))))
        logged = [parse_opening(bytes(each)) for each in openings]
        query = next(each for each in logged if each.action == "query.sent")
        assert dict(query.digests)["order"] == order.digest
        assert dict(query.ids)["order_signature"] == order.signature_token
        assert query.actor == ma.pseudonym
        signature = base64.urlsafe_b64decode(order.signature_token.split(":")[1] + "==")
        public = ma.officers[DUTY].public
        content = encode_canonical(order.content())
        public.verify(signature, content, context=ORDER_CONTEXT)
        with pytest.raises(TrustError):
            ma.officers[CHIEF].public.verify(signature, content, context=ORDER_CONTEXT)


@asynchronous
async def test_officers_whom_the_keeper_makes_stand_in_the_log_as_the_keepers_doing(
    tmp_path: Path,
) -> None:
    """Whoever holds the passphrase can make officers, and not without an entry that is cosigned."""
    async with exchange(tmp_path, **ALONE) as (ma, es):
        key = to_base64(SigningKey.generate().public.raw)
        wanted = {"name": "Invented", "role": "supervisor", "public_key": key}
        await ma.perform("officer.add", officer=None, **wanted)
        added = [each for each in await ma.log() if each["action"] == "officer.added"]
        assert added[-1]["actor"] == "keeper"
        opening = await proven(ma, es, str(added[-1]["index"]))
        assert (opening.action, opening.actor) == ("officer.added", "keeper")
        assert "Invented" not in str(opening)
