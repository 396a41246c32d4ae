"""Every decoder that faces a partner: whatever comes in, a value or one of our errors comes out."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from entraide.agreements.signing import decode_signed, encode_signed
from entraide.errors import EntraideError
from entraide.exchange.admission import Arrival, Known, admit
from entraide.exchange.bodies import KINDS, Query, read_body
from entraide.exchange.discussion import Answers, Post, Seen, Terms
from entraide.exchange.information import Hop, Information
from entraide.exchange.informing import check_provenance
from entraide.exchange.permissions import Permission
from entraide.exchange.releases import ReleasedValue
from entraide.exchange.statements import SignedStatement, sign_statement
from entraide.kernel.canonical import encode_canonical
from entraide.kernel.card import decode_card, encode_card, sign_card, verify_card
from entraide.kernel.envelope import Recipient, open_envelope, seal_envelope
from entraide.kernel.key_set import KeySet, Roots, sign_key_set
from entraide.kernel.keys import OpeningKey, SigningKey
from entraide.kernel.message import Message, SignedMessage, sign_message
from entraide.match import Subject
from entraide.match.candidates import MemoryIndex, search
from entraide.node.serve import parse_order
from tests.soaking import examples
from tests.unit.agreements.given import NOW, agreement_of, signed_by_all

FEW = settings(deadline=None, max_examples=examples(60))
SOME = settings(deadline=None, max_examples=examples(120))
MANY = settings(deadline=None, max_examples=examples(240))

ROOT, SIGNING, OPENING = SigningKey.generate(), SigningKey.generate(), OpeningKey.generate()
QUERY = Query(
    subject=Subject(names=("عبد اللطيف بن علي",), birth_dates=("1981-03-07",)),
    offence="drugs.trafficking",
    case="R-1",
    legal_basis=None,
    urgent=False,
)
MESSAGE = Message(
    id="0" * 32,
    thread="1" * 32,
    kind="query",
    version=1,
    sender="ma.bureau",
    recipient="es.bureau",
    author="officer-1",
    sent_ms=NOW,
    expires_ms=NOW + 1_000,
    purpose="criminal-investigation",
    agreement="0" * 64,
    handling="H0",
    in_reply_to=None,
    body=QUERY.to_json(),
)
KEYS = KeySet(
    party="ma.bureau",
    country="MA",
    name="Bureau",
    version=1,
    roots=Roots(1, (ROOT.public,)),
    signing=SIGNING.public,
    opening=OPENING.public,
    log="log",
    witness="witness",
    tls=b"certificate",
    issued_ms=NOW,
    expires_ms=NOW + 10**9,
)
CARD = sign_card(sign_key_set(KEYS, ROOT), ("https://127.0.0.1:1",), SIGNING, NOW)
SIGNED = sign_message(MESSAGE, SIGNING)
ENVELOPE = seal_envelope(
    SIGNED.encode(), (Recipient("es.bureau", OPENING.public),), bytes(range(32))
)


def opened(data: bytes) -> object:
    return open_envelope(data, "es.bureau", (OPENING,))


def admitted(data: bytes) -> object:
    arrival = Arrival(signed=data, recipient="es.bureau", tls_pin=KEYS.tls_pin, now_ms=NOW + 10)
    return admit(arrival, lambda party: Known(KEYS) if party == KEYS.party else None)


PERMISSION = Permission(
    provider="ma.bureau",
    holder="es.bureau",
    recipient="de.bureau",
    item="0" * 64,
    values=("1" * 64,),
    purpose="criminal-investigation",
    conditions="not to the press",
    granted_ms=NOW,
    until_ms=NOW + 1_000,
)
DECODERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "open_envelope": (opened, ENVELOPE),
    "SignedMessage.decode": (SignedMessage.decode, SIGNED.encode()),
    "admit": (admitted, SIGNED.encode()),
    "decode_card": (decode_card, encode_card(CARD)),
    "decode_signed": (decode_signed, encode_signed(signed_by_all(agreement_of()))),
    "SignedStatement.decode": (SignedStatement.decode, sign_statement(PERMISSION, SIGNING)),
}

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["0" * 32, "0" * 64, "AAAA", "query", "answer"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("name", DECODERS)
@SOME
@given(data=st.data())
def test_no_garbage_and_no_damage_gives_anything_but_our_errors(
    name: str, data: st.DataObject
) -> None:
    decode, valid = DECODERS[name]
    assert decode(valid) is not None
    damaged = bytearray(valid)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(valid) - 1))
        damaged[at] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(0, len(valid)))
    for each in (bytes(damaged), valid[:cut], valid[cut:], data.draw(st.binary(max_size=300))):
        if each == valid:
            continue
        try:
            decode(each)
        except EntraideError as error:
            assert error.code  # noqa: PT017 - only our errors come here; others fail the test


@functools.cache
def paths_of(text: str) -> tuple[tuple[Any, ...], ...]:
    """Every place in a JSON value."""

    def walk(value: Any, path: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        as_list = enumerate(value) if isinstance(value, list) else ()
        inner = value.items() if isinstance(value, dict) else as_list
        return [path, *(each for key, one in inner for each in walk(one, (*path, key)))]

    return tuple(walk(json.loads(text), ()))


def put(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    if not path:
        return other
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = put(value[path[0]], path[1:], other)
    return copied


VALUE = ReleasedValue(
    reference="0" * 32,
    prop="name",
    text="Somebody",
    evaluation="B2",
    handling="H2",
    handling_text="",
    retention="2031-12-31",
)
INFORMATION = Information(
    values=(VALUE,),
    offence="drugs.trafficking",
    case="R-1",
    legal_basis=None,
    reason="why",
    provenance=(
        Hop(giver="ma.bureau", item="0" * 64, permission=sign_statement(PERMISSION, SIGNING)),
    ),
)
POST = Post(
    terms=Terms(
        opener="ma.bureau",
        members=("es.bureau", "ma.bureau"),
        answers=Answers.ALL,
        subject="The yacht",
        offence="drugs.trafficking",
        case="R-1",
        legal_basis=None,
        categories=("names",),
    ),
    number=2,
    seen=(Seen("es.bureau", 1, "0" * 64),),
    text="It leaves tonight.",
)


def judged(value: Any) -> object:
    """Read information and judge its way, as a receiver does."""
    message = replace(MESSAGE, kind=Information.KIND, body=value)
    body = read_body(message)
    return check_provenance(message, body) if isinstance(body, Information) else body


READERS: dict[str, tuple[Callable[[Any], object], Any]] = {
    "read_body and check_provenance of information": (
        judged,
        {
            **INFORMATION.to_json(),
            "values": [{**VALUE.to_json(), "handling": "H0"}],
            "provenance": [{"giver": "de.bureau", "item": "0" * 64, "permission": None}],
        },
    ),
    "read_body of a post": (
        lambda value: read_body(replace(MESSAGE, kind=Post.KIND, version=Post.VERSION, body=value)),
        POST.to_json(),
    ),
    "Message.from_json": (Message.from_json, MESSAGE.to_json()),
    "read_body of a query": (
        lambda value: read_body(replace(MESSAGE, body=value)),
        QUERY.to_json(),
    ),
    "parse_order": (
        parse_order,
        {
            "action": "ask",
            "parameters": {"name": ["x"]},
            "officer": "Amina",
            "at_ms": 1,
            "nonce": "0" * 32,
            "signature": "AAAA",
        },
    ),
}


@pytest.mark.parametrize("name", READERS)
@SOME
@given(data=st.data())
def test_no_field_of_another_shape_gives_anything_but_our_errors(
    name: str, data: st.DataObject
) -> None:
    read, valid = READERS[name]
    read(valid)
    path = data.draw(st.sampled_from(paths_of(json.dumps(valid))))
    other = data.draw(ANYTHING)
    try:
        read(put(valid, path, other))
    except EntraideError as error:
        assert error.code  # noqa: PT017 - only our errors come here; others fail the test


@MANY
@given(
    body=st.dictionaries(st.sampled_from(["query", "hits", "code", "signed", "digest"]), ANYTHING)
)
def test_every_kind_of_body_reads_or_refuses(body: dict[str, Any]) -> None:
    """Drawing a body costs a hundred times what reading one does: each is read as every kind."""
    for kind in KINDS:
        note(kind)
        try:
            read_body(replace(MESSAGE, kind=kind, body=body))
        except EntraideError as error:
            assert error.code  # noqa: PT017 - only our errors come here; others fail the test


@FEW
@given(ANYTHING, st.sampled_from(["log", "witness", "tls", "party", "country", "roots", "opening"]))
def test_a_card_with_a_signed_field_of_any_shape_reads_or_is_refused(
    value: Any, field: str
) -> None:
    """Root keys may sign nonsense: what a partner's roots signed is still only input."""
    content = {**KEYS.to_json(), field: value}  # type: ignore[dict-item]
    try:
        signed = encode_canonical({"keyset": content, "signatures": []})
        whole = json.loads(encode_card(CARD))
        whole["content"]["keys"] = json.loads(signed)
        verify_card(decode_card(encode_canonical(whole)), NOW)
    except EntraideError as error:
        assert error.code  # noqa: PT017 - only our errors come here; others fail the test


INDEX = MemoryIndex()
INDEX.add(1, Subject(names=("Abdelatif Ben Ali",), birth_dates=("1981-03-07",)))


@SOME
@given(
    st.lists(st.text(max_size=60), min_size=1, max_size=4),
    st.lists(st.text(max_size=12), max_size=3),
    st.lists(st.text(max_size=4), max_size=3),
    st.lists(st.tuples(st.sampled_from(["document", "phone", "iban", "x"]), st.text(max_size=30))),
)
def test_whoever_a_question_describes_the_search_ends(
    names: list[str], dates: list[str], words: list[str], numbers: list[tuple[str, str]]
) -> None:
    value = {
        "birth_dates": dates,
        "countries": words,
        "identifiers": [{"kind": kind, "value": text} for kind, text in numbers],
        "names": names,
        "schema": "Person",
        "sexes": words[:2],
    }
    try:
        read = read_body(replace(MESSAGE, body={**QUERY.to_json(), "subject": value}))
    except EntraideError:
        return
    assert isinstance(read, Query)
    assert all(each.rec == 1 for each in search(INDEX, read.subject))


def test_a_name_as_long_as_a_book_costs_no_time() -> None:
    """Scoring compares token with token: the length of a name must be bounded before."""
    long = " ".join(f"token{at}" for at in range(5_000))
    value = {**QUERY.to_json()["subject"], "names": [long] * 8}  # type: ignore[dict-item]
    with pytest.raises(EntraideError, match=r"field\.malformed"):
        read_body(replace(MESSAGE, body={**QUERY.to_json(), "subject": value}))
