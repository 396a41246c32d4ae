"""A chunk opens in its own place of its own attachment only; bitmaps say what is held."""

from __future__ import annotations

import secrets

import pytest

from entraide.errors import RemoteProtocolError
from entraide.kernel.chunk import (
    Layout,
    count_held,
    holds,
    missing_chunks,
    no_chunks,
    open_chunk,
    seal_chunk,
    with_chunks,
)

KEY, NONCE = bytes(32), bytes(12)
LAYOUT = Layout(id="a" * 32, size=10_000, chunk_size=4_096)


def test_the_last_chunk_is_as_long_as_what_is_left() -> None:
    assert LAYOUT.chunks == 3
    assert [LAYOUT.plain_place(index) for index in range(3)] == [
        (0, 4_096),
        (4_096, 4_096),
        (8_192, 1_808),
    ]
    assert LAYOUT.sealed_place(2) == (8_192 + 2 * 28, 1_808 + 28)
    assert sum(LAYOUT.sealed_place(index)[1] for index in range(3)) == LAYOUT.sealed_size


def test_a_chunk_opens_in_its_place() -> None:
    plain = secrets.token_bytes(4_096)
    assert open_chunk(LAYOUT, 1, seal_chunk(LAYOUT, 1, plain, KEY, NONCE), KEY) == plain


@pytest.mark.parametrize(
    ("layout", "index", "key"),
    [
        (LAYOUT, 0, KEY),
        (Layout(id="b" * 32, size=10_000, chunk_size=4_096), 1, KEY),
        (Layout(id="a" * 32, size=8_192, chunk_size=4_096), 1, KEY),
        (LAYOUT, 1, bytes(31) + b"\1"),
    ],
    ids=["another place", "another attachment", "a shorter file", "another key"],
)
def test_a_chunk_opens_nowhere_else(layout: Layout, index: int, key: bytes) -> None:
    sealed = seal_chunk(LAYOUT, 1, bytes(4_096), KEY, NONCE)
    with pytest.raises(RemoteProtocolError, match=r"attachment\.bad_chunk"):
        open_chunk(layout, index, sealed, key)


@pytest.mark.parametrize("index", [-1, 3])
def test_no_chunk_stands_outside_the_file(index: int) -> None:
    with pytest.raises(RemoteProtocolError, match=r"attachment\.bad_chunk"):
        open_chunk(LAYOUT, index, bytes(28), KEY)


def test_a_bitmap_counts_and_names_what_is_missing() -> None:
    bitmap = with_chunks(no_chunks(11), (0, 3, 10))
    assert len(bitmap) == 2
    assert count_held(bitmap) == 3
    assert holds(bitmap, 10)
    assert not holds(bitmap, 9)
    assert list(missing_chunks(bitmap, 11)) == [1, 2, 4, 5, 6, 7, 8, 9]
