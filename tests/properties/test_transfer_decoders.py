"""Every decoder of attachments and reconciliation that faces a partner: exact, or refused."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.errors import RemoteProtocolError
from entraide.exchange.attachment import Arrived, Attachment, Held
from entraide.exchange.reconciliation import (
    MAX_LISTED,
    Entry,
    Lack,
    Listing,
    Reconcile,
    Scope,
    Summary,
    differing,
    divide,
    summarise,
)
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.chunk import (
    MAX_CHUNK_BYTES,
    MIN_CHUNK_BYTES,
    SEALING_BYTES,
    Layout,
    count_held,
    missing_chunks,
    no_chunks,
    open_chunk,
    seal_chunk,
    with_chunks,
)
from tests.soaking import examples

quick = settings(deadline=None, max_examples=examples(150))

hexes = st.text("0123456789abcdef", min_size=64, max_size=64)
ids = st.text("0123456789abcdef", min_size=32, max_size=32)
keys = st.binary(min_size=32, max_size=32)
parties = st.sampled_from(("ma.bureau", "es.bureau"))
prefixes = st.integers(0, 6).flatmap(
    lambda n: st.text("0123456789abcdef", min_size=2 * n, max_size=2 * n)
)
scopes = st.builds(Scope, parties, prefixes)
entries = st.builds(Entry, hexes, ids)
junk: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    chunk = draw(st.integers(MIN_CHUNK_BYTES, MAX_CHUNK_BYTES))
    return Layout(id=draw(ids), size=draw(st.integers(1, chunk * 5_000)), chunk_size=chunk)


offers = st.builds(
    Attachment,
    layout=layouts(),
    media_type=st.sampled_from(("image/jpeg", "application/vnd.entraide+json")),
    sha256=hexes,
    key=keys,
)


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    scope = draw(scopes)
    found = draw(st.lists(entries, max_size=5))
    ours = (Entry(scope.prefix + e.digest[len(scope.prefix) :], e.id) for e in found)
    return Listing(scope, tuple(ours))


steps = st.builds(
    Reconcile,
    cutoff_ms=st.integers(0, 2**53 - 1),
    summaries=st.lists(st.builds(Summary, scopes, st.integers(0, 2**40), hexes), max_size=5).map(
        tuple
    ),
    listings=st.lists(listings(), max_size=4).map(tuple),
    wanted=st.lists(scopes, max_size=8).map(tuple),
    lacks=st.lists(st.builds(Lack, parties, parties, entries), max_size=5).map(tuple),
)


@quick
@given(offers)
def test_an_offer_reads_as_it_was_written(offer: Attachment) -> None:
    assert Attachment.from_json(offer.to_json()) == offer


@quick
@given(offers, st.sampled_from(("chunks", "size", "chunk_size")), st.integers(-5, 2**53 - 1))
def test_numbers_that_contradict_each_other_are_refused(
    offer: Attachment, field: str, value: int
) -> None:
    said = {**offer.to_json(), field: value}
    try:
        read = Attachment.from_json(said)
    except RemoteProtocolError:
        return
    assert read.layout.chunks == said["chunks"]
    assert MIN_CHUNK_BYTES <= read.layout.chunk_size <= MAX_CHUNK_BYTES


@quick
@given(st.sampled_from((Attachment, Arrived, Reconcile)), st.data())
def test_an_object_with_a_field_of_another_kind_is_refused_or_exact(
    body: type[Attachment | Arrived | Reconcile], data: st.DataObject
) -> None:
    made = {
        Attachment: offers,
        Arrived: st.builds(Arrived, attachment=ids, offer=hexes, sha256=hexes),
        Reconcile: steps,
    }[body]
    good = data.draw(made).to_json()
    field = data.draw(st.sampled_from((*good, "more")))
    said = {**good, field: data.draw(junk)}
    try:
        read = body.from_json(said)
    except RemoteProtocolError:
        return
    assert read.to_json() == said


@quick
@given(junk)
def test_nothing_but_an_object_of_its_kind_is_a_body(value: Any) -> None:
    for body in (Attachment, Arrived, Reconcile):
        try:
            read = body.from_json(value)
        except RemoteProtocolError:
            continue
        assert read.to_json() == value


@quick
@given(st.integers(1, 3_000), st.data())
def test_what_is_held_reads_as_it_was_written(chunks: int, data: st.DataObject) -> None:
    held = data.draw(st.sets(st.integers(0, chunks - 1), max_size=60))
    bitmap = with_chunks(no_chunks(chunks), held)
    assert Held.decode(Held(bitmap).encode(), chunks).bitmap == bitmap
    assert set(range(chunks)) - set(missing_chunks(bitmap, chunks)) == held
    assert count_held(bitmap) == len(held)


@quick
@given(st.integers(1, 70), st.binary(max_size=12))
def test_a_bitmap_with_more_bits_than_chunks_is_refused(chunks: int, bitmap: bytes) -> None:
    try:
        read = Held.decode(Held(bitmap).encode(), chunks)
    except RemoteProtocolError:
        return
    assert len(read.bitmap) == -(-chunks // 8)
    assert count_held(read.bitmap) + len(tuple(missing_chunks(read.bitmap, chunks))) == chunks


@quick
@given(st.binary(max_size=200))
def test_bytes_that_are_no_bitmap_are_refused(data: bytes) -> None:
    try:
        read = Held.decode(data, 9)
    except RemoteProtocolError:
        return
    assert read.encode() == data


@quick
@given(keys, st.binary(min_size=1, max_size=9_000), st.data())
def test_a_chunk_with_one_bit_changed_does_not_open(
    key: bytes, body: bytes, data: st.DataObject
) -> None:
    layout = Layout(id="c" * 32, size=len(body), chunk_size=4_096)
    index = data.draw(st.integers(0, layout.chunks - 1))
    start, length = layout.plain_place(index)
    sealed = seal_chunk(layout, index, body[start : start + length], key, bytes(12))
    assert open_chunk(layout, index, sealed, key) == body[start : start + length]
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    changed = bytearray(sealed)
    changed[bit // 8] ^= 1 << bit % 8
    for wrong in (bytes(changed), sealed[:-1], sealed + b"\0", sealed[:SEALING_BYTES]):
        if len(wrong) == len(sealed) == SEALING_BYTES:
            continue
        try:
            open_chunk(layout, index, wrong, key)
        except RemoteProtocolError:
            continue
        raise AssertionError("a changed chunk opened")


@quick
@given(steps)
def test_a_step_reads_as_it_was_written(step: Reconcile) -> None:
    sent = encode_canonical(step.to_json())
    assert Reconcile.from_json(decode_canonical(sent)) == step


@quick
@given(listings(), st.integers(MAX_LISTED + 1, MAX_LISTED + 5))
def test_a_listing_that_is_too_long_or_of_another_set_is_refused(
    listing: Listing, count: int
) -> None:
    digest = listing.scope.prefix.ljust(64, "0")
    many = Listing(listing.scope, (Entry(digest, "0" * 32),) * count)
    other = "f" if digest.startswith("0") else "0"
    alien = Listing(Scope("ma.bureau", other * 2), (Entry(digest, "0" * 32),))
    for bad in (many, alien) if listing.scope.prefix else (many,):
        try:
            Listing.from_json(bad.to_json())
        except RemoteProtocolError:
            continue
        raise AssertionError("a bad listing was read")


@quick
@given(st.sets(hexes, max_size=120), st.sets(hexes, max_size=4), st.sets(hexes, max_size=4))
def test_dividing_finds_exactly_what_differs(
    shared: set[str], ours: set[str], theirs: set[str]
) -> None:
    """Two sets differ where, and only where, the parts that divide them differ, down to the end."""
    here, there, whole = sorted(shared | ours), sorted(shared | theirs), Scope("ma.bureau")
    equal = summarise(whole, here) == summarise(whole, there)
    assert equal == (here == there)
    unequal = differing(divide(whole, here), divide(whole, there))
    expected = {digest[:2] for digest in set(here) ^ set(there)}
    assert {scope.prefix for scope in unequal} == expected
    for scope in unequal:
        part = [digest for digest in here if digest.startswith(scope.prefix)]
        sums = divide(scope, part)
        assert sum(each.count for each in sums) == len(part)
