"""Tiles and bundles: one form each, and every hash of the tree readable from them."""

from __future__ import annotations

import pytest

from entraide.errors import InputError, RemoteProtocolError
from entraide.kernel.merkle import Frontier, leaf_hash, range_root
from entraide.kernel.tiles import (
    MAX_ENTRY,
    Bundle,
    Tile,
    bundles_for,
    encode_bundle,
    encode_tile,
    parse_bundle,
    parse_path,
    parse_tile,
    tile_hashes,
    tile_reader,
    tile_rows,
    tiles_for,
)

SIZE = 66_000
LEAVES = [leaf_hash(number.to_bytes(4)) for number in range(SIZE)]


def grown() -> tuple[Frontier, dict[tuple[int, int], bytes]]:
    """A store's rows: only the subtrees that tiles hold."""
    frontier, rows = Frontier(), {}
    for leaf in LEAVES:
        frontier, completed = frontier.append(leaf)
        rows |= {(node.level, node.position): node.hash for node in tile_rows(completed)}
    return frontier, rows


def test_rows_kept_while_growing_serve_every_tile_and_every_proof() -> None:
    frontier, rows = grown()
    assert len(rows) == SIZE + SIZE // 256 + SIZE // 65536

    def get(tile: Tile) -> bytes:
        return encode_tile(tile_hashes(tile, lambda level, index: rows[level, index]))

    read = tile_reader(SIZE, get)
    assert range_root(0, SIZE, read) == frontier.root
    for size in (1, 255, 256, 257, 512, 65_536, 65_537):
        assert range_root(0, size, read) == Frontier().extend(LEAVES[:size]).root
    for level, index in ((17, 0), (0, SIZE), (8, SIZE // 256), (1, SIZE // 2)):
        with pytest.raises(InputError):
            read(level, index)


def test_no_tile_is_fetched_that_the_log_cannot_have() -> None:
    fetched: list[Tile] = []

    def get(tile: Tile) -> bytes:
        fetched.append(tile)
        return bytes(32 * tile.width)

    read = tile_reader(300, get)
    for level, index in ((0, 512), (8, 256), (16, 0)):
        with pytest.raises(InputError):
            read(level, index)
    assert fetched == []


def test_tiles_to_write_are_those_that_grew() -> None:
    assert tiles_for(0, 0) == tiles_for(5, 5) == ()
    assert tiles_for(0, 1) == (Tile(0, 0, 1),)
    assert tiles_for(255, 257) == (Tile(0, 0), Tile(0, 1, 1), Tile(1, 0, 1))
    assert tiles_for(256, 300) == (Tile(0, 1, 44),)
    assert tiles_for(65_535, 65_536) == (Tile(0, 255), Tile(1, 0), Tile(2, 0, 1))
    assert bundles_for(255, 257) == (Bundle(0), Bundle(1, 1))
    assert bundles_for(3, 3) == ()


@pytest.mark.parametrize("step", [1, 7, 255, 256, 1000])
def test_writing_what_grew_leaves_no_tile_out(step: int) -> None:
    written = {}
    for old in range(0, 2000, step):
        for tile in tiles_for(old, old + step):
            written[tile.level, tile.index] = tile
    size = len(range(0, 2000, step)) * step
    assert {(t.level, t.index): t for t in tiles_for(0, size)} == written


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000",
        "tile/0/255.p/1",
        "tile/63/x001/000",
        "tile/7/x123/x456/789.p/255",
        "tile/entries/x001/x234/067",
        "tile/entries/000.p/17",
    ],
)
def test_a_path_is_read_and_written_the_same(path: str) -> None:
    assert parse_path(path).path == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/-1/000",
        "tile/0/٠٠٠",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/0/../000",
        "tile/entries/000.p/",
        "tile/0/" + "x001/" * 7 + "000",
    ],
)
def test_any_other_path_is_refused(path: str) -> None:
    with pytest.raises(RemoteProtocolError):
        parse_path(path)


def test_a_tile_has_exactly_its_hashes() -> None:
    assert parse_tile(encode_tile(LEAVES[:3]), 3) == tuple(LEAVES[:3])
    for data in (
        b"",
        encode_tile(LEAVES[:2]),
        encode_tile(LEAVES[:4]),
        encode_tile(LEAVES[:3])[1:],
    ):
        with pytest.raises(RemoteProtocolError):
            parse_tile(data, 3)


def test_a_bundle_has_exactly_its_entries() -> None:
    entries = (b"", b"x", b"y" * MAX_ENTRY)
    data = encode_bundle(entries)
    assert parse_bundle(data, 3) == entries
    for wrong, width in ((data, 2), (data, 4), (data[:-1], 3), (data + b"\x00", 3), (b"\x00", 1)):
        with pytest.raises(RemoteProtocolError):
            parse_bundle(wrong, width)
    with pytest.raises(InputError):
        encode_bundle((b"y" * (MAX_ENTRY + 1),))
