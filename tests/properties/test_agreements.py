"""Laws of memoranda: one meaning one form, any change breaks the signatures, decoders survive."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.agreements.agreement import Agreement, to_json
from entraide.agreements.budgets import Period, span_of
from entraide.agreements.drafting import write_agreement
from entraide.agreements.reading import agreement_of_json, parse_agreement
from entraide.agreements.signing import (
    SignedAgreement,
    decode_signed,
    encode_signed,
    merge_signatures,
    missing_signatures,
    sign_agreement,
    verify_agreement,
)
from entraide.agreements.terms import (
    Closeness,
    Form,
    OtherForm,
    RefusalGround,
    ScreeningAnswer,
)
from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.vocabulary.categories import CATEGORIES
from entraide.vocabulary.handling import HANDLING
from entraide.vocabulary.offences import OFFENCES
from entraide.vocabulary.purposes import PURPOSES
from tests.unit.agreements.given import ROOTS, agreement_of, signed_by_all, text_of

FEW = settings(deadline=None, max_examples=40)
MANY = settings(deadline=None, max_examples=250)
BASE: dict[str, Any] = decode_canonical(agreement_of().canonical())
SIGNED = signed_by_all(agreement_of())
ENCODED = encode_signed(SIGNED)
LAWFUL = tuple(one.code for one in OFFENCES if not one.excluded)


def some(codes: Any, least: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(tuple(codes)), min_size=least, unique=True).map(
        lambda chosen: [str(one) for one in chosen]
    )


def text() -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=("C",))
    return st.text(letters, min_size=1, max_size=200).filter(lambda one: bool(one.strip()))


def plain(words: str) -> str:
    """A text as it is compared: spacing does not count."""
    return unicodedata.normalize("NFC", " ".join(words.split()))


@st.composite
def memoranda(draw: st.DrawFn) -> Agreement:
    """Memoranda of every content that the form allows, by changing a valid one."""
    body = json.loads(json.dumps(BASE))
    exchange = body["exchange"]
    exchange["purposes"] = draw(some(PURPOSES.codes))
    exchange["sensitive-purposes"] = draw(some(exchange["purposes"], 0))
    exchange["forms"] = draw(some(Form))
    two = set(draw(some(exchange["forms"], 0)))
    if Form.STANDING in exchange["forms"]:  # only beside a search, and by two officers
        exchange["forms"] = sorted({*exchange["forms"], Form.HIT_NO_HIT})
        two.add(Form.STANDING)
    if Form.SCREENING in exchange["forms"] or draw(st.booleans()):
        body |= {"memorandum": 3}
        row = {"id": "games", "name": draw(text()), "hosts": draw(some(ROOTS))}
        row |= {"dissolves": "2030-01-01", "accreditations": draw(st.integers(0, 10**6))}
        row |= {"answers": draw(st.sampled_from(ScreeningAnswer))}
        row |= {"refer-from": draw(st.sampled_from(Closeness))}
        body["missions"]["events"] = [row]
    exchange["two-officers-for"] = sorted(two)
    exchange["offences"] = draw(some(LAWFUL))
    exchange["categories"] = draw(some(CATEGORIES.codes))
    exchange["refusal-grounds"] = draw(some(RefusalGround))
    exchange["budgets"][0]["limit"] = draw(st.integers(0, 10**9))
    exchange["budgets"][0]["period"] = draw(st.sampled_from(Period))
    body["personal-data"]["handling"] = draw(some(HANDLING.codes))
    body["observation"]["pursuit"] = draw(st.booleans())
    body["other-forms"]["forms"] = draw(some(OtherForm, 0))
    body["safeguards"]["excluded-offences"] = draw(some(OFFENCES.codes, 0))
    body["general"]["basis"] = draw(st.lists(text(), min_size=1, max_size=3, unique_by=plain))
    body["safeguards"]["torture"] = draw(text())
    return agreement_of_json(body)


def shuffled(value: Any, draw: st.DrawFn) -> Any:
    """The same meaning with the keys, and the lists whose order does not count, in any order."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: shuffled(value[key], draw) for key in keys}
    if isinstance(value, list) and value and not isinstance(value[0], str):
        return draw(st.permutations([shuffled(one, draw) for one in value]))
    return value


@FEW
@given(memoranda(), st.data())
def test_the_canonical_form_does_not_depend_on_order_or_spacing(
    agreement: Agreement, data: st.DataObject
) -> None:
    body = shuffled(json.loads(agreement.canonical()), data.draw)
    other = yaml.safe_dump(
        body,
        sort_keys=False,
        allow_unicode=True,
        width=data.draw(st.integers(20, 200)),
        indent=data.draw(st.integers(2, 6)),
        default_flow_style=data.draw(st.sampled_from([None, True, False])),
    )
    again = parse_agreement(f"# a comment\n{other}")
    assert again.canonical() == agreement.canonical()
    assert again.digest == agreement.digest


@FEW
@given(memoranda())
def test_every_memorandum_reads_back_from_its_text_and_from_its_bytes(agreement: Agreement) -> None:
    assert parse_agreement(write_agreement(agreement)) == agreement
    signed = signed_by_all(agreement)
    assert decode_signed(encode_signed(signed)) == signed
    assert agreement_of_json(to_json(agreement)) == agreement


@FEW
@given(memoranda(), memoranda())
def test_signatures_hold_for_one_meaning_only(one: Agreement, other: Agreement) -> None:
    assert (one == other) == (one.digest == other.digest)
    moved = SignedAgreement(other, signed_by_all(one).signatures)
    if one == other:
        verify_agreement(moved)
    else:
        with pytest.raises(TrustError):
            verify_agreement(moved)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in members:
        if isinstance(inner, dict | list):
            yield from leaves(inner, (*path, key))
        else:
            yield (*path, key)


LEAVES = tuple(leaves(BASE))


def with_leaf(path: tuple[Any, ...], value: Any) -> Any:
    body = json.loads(json.dumps(BASE))
    place = body
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return body


def leaf(path: tuple[Any, ...]) -> Any:
    place: Any = BASE
    for key in path:
        place = place[key]
    return place


SLIGHT = {
    "another number": lambda path: leaf(path) - 1,
    "the other answer": lambda path: not leaf(path),
    "another word": lambda path: f"{leaf(path)} also",
    "another day": lambda path: f"{leaf(path)[:-2]}15",
}


def slight_changes() -> Iterator[Any]:
    for path in LEAVES:
        for change in SLIGHT.values():
            try:
                yield agreement_of_json(with_leaf(path, change(path)))
            except (InputError, TypeError):
                continue


def test_a_slight_change_of_any_provision_breaks_the_signatures() -> None:
    changed = [one for one in slight_changes() if one != SIGNED.agreement]
    assert len(changed) > 40
    for agreement in changed:
        with pytest.raises(TrustError):
            verify_agreement(SignedAgreement(agreement, SIGNED.signatures))


@FEW
@given(st.data())
def test_one_changed_bit_of_a_signature_is_found(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, 2))
    bit = data.draw(st.integers(0, 511))
    one = SIGNED.signatures[at]
    value = bytearray(one.value)
    value[bit // 8] ^= 1 << bit % 8
    rest = tuple(other for other in SIGNED.signatures if other != one)
    broken = type(one)(one.party, one.key_id, bytes(value))
    with pytest.raises(TrustError):
        verify_agreement(SignedAgreement(SIGNED.agreement, (*rest, broken)))


@FEW
@given(st.lists(st.sampled_from(tuple(ROOTS)), max_size=5), st.randoms(use_true_random=False))
def test_in_whatever_order_copies_are_signed_and_merged_the_result_is_one(
    signers: list[str], random: Any
) -> None:
    copies = [SignedAgreement(SIGNED.agreement)]
    copies += [sign_agreement(copies[0], name, ROOTS[name]) for name in signers]
    results = set()
    for _ in range(2):
        random.shuffle(copies)
        merged = copies[0]
        for copy in copies[1:]:
            merged = merge_signatures(merged, copy)
        results.add(encode_signed(merged))
    assert len(results) == 1
    assert len(missing_signatures(merged)) == 3 - len(set(signers))


# Decoders that face a partner or a file survive anything.

REFUSALS = (RemoteProtocolError, InputError, TrustError)


def survives(data: bytes) -> None:
    try:
        signed = decode_signed(data)
        missing_signatures(signed)
        verify_agreement(signed)
    except REFUSALS:
        return
    assert encode_signed(signed) == data


@MANY
@given(st.binary(max_size=300))
def test_random_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(RemoteProtocolError):
        decode_signed(data)


@MANY
@given(
    st.integers(0, len(ENCODED) - 1), st.integers(0, 40), st.binary(max_size=40), st.integers(0, 3)
)
def test_mutated_bytes_are_refused_or_mean_what_they_say(
    at: int, cut: int, put: bytes, repeat: int
) -> None:
    survives(ENCODED[:at] + put * repeat + ENCODED[at + cut :])


LETTERS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | LETTERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LETTERS, inner, max_size=4),
    max_leaves=12,
)


@MANY
@given(st.sampled_from(LEAVES), JSON, st.integers(1, 6))
def test_any_json_in_any_place_is_refused_or_means_what_it_says(
    path: tuple[Any, ...], value: Any, depth: int
) -> None:
    body = {**decode_canonical(ENCODED), "agreement": with_leaf(path[:depth], value)}
    survives(encode_canonical(body))


@FEW
@given(JSON, JSON)
def test_any_json_for_the_whole_is_refused(agreement: Any, signatures: Any) -> None:
    body = {"kind": "signed-memorandum/1", "agreement": agreement, "signatures": signatures}
    with pytest.raises(RemoteProtocolError):
        decode_signed(encode_canonical(body))


@pytest.mark.parametrize("deep", [10, 200, 900])
def test_deep_nesting_does_not_exhaust_the_reader(deep: int) -> None:
    inner = b'{"a":' * deep + b"1" + b"}" * deep
    with pytest.raises(RemoteProtocolError):
        decode_signed(b'{"agreement":%b,"kind":"signed-memorandum/1","signatures":[]}' % inner)


YAML_LETTERS = st.sampled_from(tuple("abno:-[]{}&*!|>'\"#%@`,? \n\t\\x01\u202eÿ٣"))


@MANY
@given(st.text(YAML_LETTERS, max_size=60) | st.text(max_size=60))
def test_random_text_is_refused_as_input(garbage: str) -> None:
    with pytest.raises(InputError):
        parse_agreement(garbage)


TEXT = text_of()


@FEW
@given(st.integers(0, len(TEXT)), st.text(YAML_LETTERS, max_size=8) | st.text(max_size=4))
def test_a_text_with_a_slip_of_the_hand_is_read_or_refused_as_input(at: int, slip: str) -> None:
    refusal = None
    try:
        agreement = parse_agreement(TEXT[:at] + slip + TEXT[at:])
    except InputError as error:
        refusal = error
    else:
        assert parse_agreement(write_agreement(agreement)) == agreement
    assert refusal is None or {"path", "line"} <= set(refusal.data)


@MANY
@given(st.sampled_from(Period), st.integers(-(10**13), 10**14))
def test_periods_meet_without_gap_or_overlap(period: Period, moment: int) -> None:
    span = span_of(period, moment)
    assert span.start <= moment < span.end
    assert span_of(period, span.start) == span_of(period, span.end - 1) == span
    assert span_of(period, span.end).start == span.end
