"""What a partner, or somebody who is none, can put on the wire: refused with a code, and logged."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from entraide.exchange.bodies import Answer, Receipt
from entraide.kernel.canonical import encode_canonical
from entraide.kernel.encoding import to_base64
from entraide.kernel.envelope import Recipient, seal_envelope
from entraide.kernel.keys import SigningKey
from entraide.kernel.message import SignedMessage, sign_message
from tests.faults.refused import refusals, still_good
from tests.nodes import (
    DE,
    ES,
    Bureau,
    asynchronous,
    budget,
    exchange,
    person,
    question,
    sealed,
)

HOUR = 3_600_000


def as_if(sender: Bureau, to: Bureau, content: object) -> bytes:
    """Seal an object that no message class would write."""
    recipient = Recipient(to.id, sender.node.partners[to.id].keys.key_set.opening)
    return seal_envelope(encode_canonical(content), (recipient,), sender.clock.random(32))  # type: ignore[arg-type]


def signed_object(sender: Bureau, to: Bureau, **changes: object) -> bytes:
    """Sign and seal a question with fields that its class would refuse to hold."""
    content = {**question(sender, to).to_json(), **changes}  # type: ignore[dict-item]
    key = sender.node.keyring.signing
    signature = key.sign(encode_canonical(content), context="message/1")  # type: ignore[arg-type]
    whole = {"content": content, "key": key.key_id, "signature": to_base64(signature)}
    return as_if(sender, to, whole)


Make = Callable[[Bureau, Bureau], bytes]


def later(**changes: int) -> Make:
    """A question whose times are moved by so many milliseconds."""

    def make(ma: Bureau, es: Bureau) -> bytes:
        good = question(ma, es)
        moved = {name: getattr(good, name) + by for name, by in changes.items()}
        return sealed(ma, replace(good, **moved))

    return make


def forged(ma: Bureau, es: Bureau) -> bytes:
    """The right sender and key id, signed by another key."""
    good = question(ma, es)
    signature = SigningKey.generate().sign(good.content(), context="message/1")
    signed = SignedMessage(message=good, key_id=ma.node.keyring.signing.key_id, signature=signature)
    recipient = Recipient(es.id, ma.node.partners[es.id].keys.key_set.opening)
    return seal_envelope(signed.encode(), (recipient,), ma.clock.random(32))


def other_key(ma: Bureau, es: Bureau) -> bytes:
    signed = sign_message(question(ma, es), SigningKey.generate()).encode()
    recipient = Recipient(es.id, ma.node.partners[es.id].keys.key_set.opening)
    return seal_envelope(signed, (recipient,), ma.clock.random(32))


def cut(envelope: bytes) -> bytes:
    return envelope[: len(envelope) // 2]


BAD: dict[str, tuple[Make, str]] = {
    "nothing at all": (lambda _ma, _es: b"", "envelope.malformed"),
    "not an envelope": (lambda _ma, _es: b"GET / HTTP/1.1", "envelope.malformed"),
    "a truncated envelope": (
        lambda ma, es: cut(sealed(ma, question(ma, es))),
        "envelope.does_not_open",
    ),
    "an envelope of a later version": (
        lambda ma, es: sealed(ma, question(ma, es)).replace(b"ENTRAIDE\x01", b"ENTRAIDE\x02", 1),
        "envelope.unknown_version",
    ),
    "an envelope sealed to somebody else": (
        lambda ma, es: seal_envelope(
            b"{}", (Recipient(DE, es.node.keyring.opening[0].public),), bytes(32)
        ),
        "envelope.wrong_recipient",
    ),
    "an envelope under a key that is not ours": (
        lambda ma, es: seal_envelope(
            b"{}", (Recipient(es.id, ma.node.keyring.opening[0].public),), bytes(32)
        ),
        "envelope.unknown_key",
    ),
    "sealed bytes that are no JSON": (
        lambda ma, es: seal_envelope(
            b"\xff", (Recipient(ES, es.node.keyring.opening[0].public),), bytes(32)
        ),
        "canonical.malformed",
    ),
    "a message addressed to a third agency": (
        lambda ma, es: sealed(ma, replace(question(ma, es), recipient=DE), to=es),
        "message.wrong_recipient",
    ),
    "a sender who is not pinned": (
        lambda ma, es: sealed(ma, replace(question(ma, es), sender=DE)),
        "message.unknown_sender",
    ),
    "the holder's own name as sender": (
        lambda ma, es: sealed(ma, replace(question(ma, es), sender=ES)),
        "message.unknown_sender",
    ),
    "a forged signature": (forged, "signature.invalid"),
    "a key that the sender's key set does not name": (other_key, "message.unknown_key"),
    "a message from the future": (
        later(sent_ms=HOUR, expires_ms=HOUR),
        "message.from_the_future",
    ),
    "a stale message": (later(sent_ms=-2 * HOUR, expires_ms=-2 * HOUR), "message.expired"),
    "a message that lives for two months": (
        later(expires_ms=61 * 24 * HOUR),
        "message.bad_period",
    ),
    "a message that ends before it begins": (
        later(expires_ms=-2 * HOUR),
        "message.bad_period",
    ),
    "an unknown kind": (
        lambda ma, es: sealed(ma, question(ma, es, kind="gossip")),
        "message.unknown_kind",
    ),
    "an unknown version of a kind": (
        lambda ma, es: sealed(ma, question(ma, es, version=2)),
        "message.unknown_kind",
    ),
    "an unknown version of messages": (
        lambda ma, es: signed_object(ma, es, form="entraide.message/2"),
        "field.unknown_version",
    ),
    "an unknown field": (lambda ma, es: signed_object(ma, es, extra=1), "field.unknown"),
    "an unknown field in the body": (
        lambda ma, es: sealed(ma, question(ma, es, body_extra=1)),
        "field.unknown",
    ),
    "a question without agreement": (
        lambda ma, es: sealed(ma, question(ma, es, agreement=None)),
        "message.no_agreement",
    ),
    "a question without purpose": (
        lambda ma, es: sealed(ma, question(ma, es, purpose=None)),
        "message.no_agreement",
    ),
    "a question about nobody": (
        lambda ma, es: sealed(
            ma,
            question(
                ma,
                es,
                body_subject={
                    "birth_dates": [],
                    "countries": [],
                    "identifiers": [],
                    "names": [],
                    "schema": "Person",
                    "sexes": [],
                },
            ),
        ),
        "field.malformed",
    ),
    "an author in clear": (
        lambda ma, es: sealed(ma, question(ma, es, author="Officer Amina Secret")),
        "field.malformed",
    ),
    "a receipt that comes by itself": (
        lambda ma, es: sealed(
            ma,
            replace(question(ma, es), kind=Receipt.KIND, body=Receipt(digest="0" * 64).to_json()),
        ),
        "conversation.out_of_turn",
    ),
    "an answer to a question that was never put": (
        lambda ma, es: sealed(
            ma,
            replace(
                question(ma, es),
                kind=Answer.KIND,
                in_reply_to="0" * 32,
                body=Answer(query="0" * 64, hits=()).to_json(),
            ),
        ),
        "answer.to_another_question",
    ),
    "a memorandum that is none": (
        lambda ma, es: sealed(
            ma, replace(question(ma, es), kind="memorandum", body={"signed": "AAAA"})
        ),
        "memorandum.refused",
    ),
}


@asynchronous
async def test_every_bad_message_is_refused_with_its_code_and_logged(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        before = await es.status()
        wrong = {}
        for name, (make, code) in BAD.items():
            posted = await ma.post(es, make(ma, es))
            if (posted.status, posted.code) != (400, code):
                wrong[name] = (posted.status, posted.code)
        assert wrong == {}
        assert await refusals(es) == [code for _, code in BAD.values()]
        after = await es.status()
        assert after["log_size"] == before["log_size"] + len(BAD)  # refused: nothing else kept
        await still_good(ma, es)


@asynchronous
async def test_a_refusal_tells_the_partner_a_code_and_nothing_else(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        posted = await ma.post(es, sealed(ma, replace(question(ma, es), sender=DE)))
        assert json.loads(posted.body) == {
            "type": "about:blank",
            "status": 400,
            "code": "message.unknown_sender",
        }


@asynchronous
async def test_a_replay_has_the_identical_answer_and_counts_once(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=budget(2)) as (ma, es):
        await es.hold(person("p1", "Abdelatif Ben Ali"))
        envelope = sealed(ma, question(ma, es, "Abdelatif Ben Ali"))
        first = await ma.post(es, envelope)
        log = (await es.status())["log_size"]
        again = [await ma.post(es, envelope) for _ in range(3)]
        at_once = await asyncio.gather(*(ma.post(es, envelope) for _ in range(5)))
        assert {each.body for each in (*again, *at_once)} == {first.body}
        assert (await es.status())["log_size"] == log
        second = await ma.post(es, sealed(ma, question(ma, es)))
        assert ma.opened(es, second.body).kind == "answer"
        third = await ma.post(es, sealed(ma, question(ma, es)))
        assert ma.opened(es, third.body).body["code"] == "policy.budget_exceeded"


@asynchronous
async def test_an_id_used_for_other_bytes_is_refused(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        good = question(ma, es)
        await ma.post(es, sealed(ma, good))
        other = replace(question(ma, es), id=good.id)
        assert (await ma.post(es, sealed(ma, other))).code == "message.id_reused"


@asynchronous
async def test_a_thread_used_for_a_second_question_is_refused(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=budget(2)) as (ma, es):
        good = question(ma, es)
        await ma.post(es, sealed(ma, good))
        reused = await ma.post(es, sealed(ma, question(ma, es, thread=good.thread)))
        assert reused.code == "conversation.out_of_turn"
        await still_good(ma, es)  # the refused one was not counted


@asynchronous
async def test_a_partner_whose_keys_have_expired_is_not_believed(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        year = 366 * 24 * HOUR
        es.clock.ahead_ms = ma.clock.ahead_ms = year
        assert (await ma.post(es, sealed(ma, question(ma, es)))).code == "message.unknown_key"


@asynchronous
async def test_no_flipped_byte_and_no_random_bytes_get_in_and_the_node_stays_up(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        envelope = sealed(ma, question(ma, es))
        header = int.from_bytes(envelope[9:13], "big")
        regions = {
            "magic": range(9),
            "length": range(9, 13),
            "header": range(13, 13 + header),
            "body": range(13 + header, len(envelope)),
        }
        places = [
            at for region in regions.values() for at in (*region[:12], *region[::97], region[-1])
        ]
        bad = [flipped(envelope, at) for at in places]
        bad += [ma.clock.random(size) for size in (1, 12, 13, 14, 100, 4_096)]
        bad += [b"ENTRAIDE\x01" + ma.clock.random(size) for size in (4, 100, 4_096)]
        before = await es.status()
        for each in bad:
            posted = await ma.post(es, each)
            assert posted.status == 400
            assert posted.code
        after = await es.status()
        assert after["log_size"] == before["log_size"] + len(bad)
        assert (await ma.post(es, envelope)).status == 200
        await still_good(ma, es)


def flipped(envelope: bytes, at: int) -> bytes:
    changed = bytearray(envelope)
    changed[at] ^= 1
    return bytes(changed)
