"""Tiles: the shape in which a log's hashes and entries are served (C2SP tlog-tiles).

A tile is 256 hashes of one level, each the root of 256 of the level below; a bundle is the 256
entries under a tile of level 0. The rightmost ones are partial until they fill. Tiles derive from
the log's rows and are never the truth themselves.

Rules: a path, a tile and a bundle each have one form, anything else is a RemoteProtocolError; a
partial tile is never hashed into the level above; an entry is at most 65,535 bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from entraide.errors import InputError, RemoteProtocolError
from entraide.kernel.merkle import HASH_SIZE, HashReader, Node, root_of

__all__ = [
    "MAX_ENTRY",
    "TILE_HEIGHT",
    "TILE_WIDTH",
    "Bundle",
    "Tile",
    "bundles_for",
    "encode_bundle",
    "encode_tile",
    "parse_bundle",
    "parse_path",
    "parse_tile",
    "tile_hashes",
    "tile_reader",
    "tile_rows",
    "tiles_for",
]

TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 1 << TILE_HEIGHT
MAX_ENTRY: Final = 0xFFFF
_MAX_LEVEL: Final = 63
_TOP_LEVEL: Final = 7
"""Levels 0 to 7 hold every tree of fewer than 2**64 leaves."""
_PATH: Final = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(x[0-9]{3}/){0,6}[0-9]{3})"
    r"(\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Entries ``index * 256`` and following, ``width`` of them (1 to 256)."""

    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Where it is served, below the log's prefix."""
        return f"tile/entries/{_index_path(self.index)}{_suffix(self.width)}"


@dataclass(frozen=True, slots=True)
class Tile:
    """The hashes ``index * 256`` and following of a tile level, ``width`` of them (1 to 256)."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Where it is served, below the log's prefix."""
        return f"tile/{self.level}/{_index_path(self.index)}{_suffix(self.width)}"

    @property
    def start(self) -> int:
        """The first entry under the tile."""
        return self.index << TILE_HEIGHT * (self.level + 1)


def parse_path(path: str) -> Tile | Bundle:
    """Read a path as `Tile.path` and `Bundle.path` write it."""
    match = _PATH.fullmatch(path)
    if match is None:
        raise RemoteProtocolError("tile.bad_path")
    index = int(match["index"].replace("x", "").replace("/", ""))
    width = int(match["width"] or TILE_WIDTH)
    found = (
        Bundle(index, width)
        if match["level"] == "entries"
        else Tile(int(match["level"]), index, width)
    )
    too_high = isinstance(found, Tile) and found.level > _MAX_LEVEL
    if found.path != path or too_high or width > TILE_WIDTH:
        raise RemoteProtocolError("tile.bad_path")
    return found


def tiles_for(old: int, new: int) -> tuple[Tile, ...]:
    """List the tiles that are new or wider once a tree of ``old`` leaves has ``new``."""
    return tuple(
        Tile(level, index, width)
        for level in range(_TOP_LEVEL + 1)
        for index, width in _grown(old >> TILE_HEIGHT * level, new >> TILE_HEIGHT * level)
    )


def bundles_for(old: int, new: int) -> tuple[Bundle, ...]:
    """List the entry bundles that are new or longer once the log has ``new`` entries."""
    return tuple(Bundle(index, width) for index, width in _grown(old, new))


def _grown(old: int, new: int) -> Iterable[tuple[int, int]]:
    if old >= new:
        return
    for index in range(old // TILE_WIDTH, (new - 1) // TILE_WIDTH + 1):
        yield index, min(TILE_WIDTH, new - index * TILE_WIDTH)


def tile_rows(completed: Iterable[Node]) -> tuple[Node, ...]:
    """Keep, of the subtrees that an append completed, those that a tile holds.

    A store that keeps these rows can cut any tile with one range query: the tile of level L and
    index N holds the rows of level ``8 * L`` from index ``256 * N`` on.
    """
    return tuple(node for node in completed if node.level % TILE_HEIGHT == 0)


def tile_hashes(tile: Tile, read: HashReader) -> tuple[bytes, ...]:
    """Return what a tile holds, from any reader of the tree."""
    first = tile.index * TILE_WIDTH
    return tuple(
        read(tile.level * TILE_HEIGHT, index) for index in range(first, first + tile.width)
    )


def encode_tile(hashes: Sequence[bytes]) -> bytes:
    """Write a tile."""
    return b"".join(hashes)


def parse_tile(data: bytes, width: int) -> tuple[bytes, ...]:
    """Read a tile of exactly ``width`` hashes."""
    if len(data) != width * HASH_SIZE:
        raise RemoteProtocolError("tile.wrong_length", expected=width * HASH_SIZE, found=len(data))
    return tuple(data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE))


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Write entries, each after its length in two bytes, big end first."""
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise InputError("tile.entry_too_long", length=len(entry), limit=MAX_ENTRY)
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def parse_bundle(data: bytes, width: int) -> tuple[bytes, ...]:
    """Read exactly ``width`` entries that fill the bundle to its last byte."""
    entries: list[bytes] = []
    at = 0
    for _ in range(width):
        end = at + 2 + int.from_bytes(data[at : at + 2])
        if at + 2 > len(data) or end > len(data):
            raise RemoteProtocolError("tile.bundle_cut_short", width=width, found=len(entries))
        entries.append(data[at + 2 : end])
        at = end
    if at != len(data):
        raise RemoteProtocolError("tile.bundle_too_long", width=width)
    return tuple(entries)


def tile_reader(size: int, get: Callable[[Tile], bytes]) -> HashReader:
    """Read the hashes of a tree of ``size`` leaves from its tiles, each fetched once.

    ``get`` returns the bytes of a tile and raises what it likes where there is none. The hashes
    are only as true as their source: compare the root, or verify the proof made from them.
    """

    @cache
    def fetch(level: int, index: int) -> tuple[bytes, ...]:
        held = (size >> TILE_HEIGHT * level) - index * TILE_WIDTH
        tile = Tile(level, index, min(TILE_WIDTH, held))
        if tile.width < 1:
            raise InputError("merkle.out_of_range", index=tile.start, size=size)
        return parse_tile(get(tile), tile.width)

    def read(level: int, index: int) -> bytes:
        tile_level, inner = divmod(level, TILE_HEIGHT)
        first = (index << inner) % TILE_WIDTH
        hashes = fetch(tile_level, (index << inner) // TILE_WIDTH)[first : first + (1 << inner)]
        if len(hashes) != 1 << inner:
            raise InputError("merkle.out_of_range", index=index << level, size=size)
        return root_of(hashes)

    return read


def _index_path(index: int) -> str:
    digits = str(index)
    groups = f"{index:0{-(-len(digits) // 3) * 3}d}"
    parts = [groups[at : at + 3] for at in range(0, len(groups), 3)]
    return "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])


def _suffix(width: int) -> str:
    return "" if width == TILE_WIDTH else f".p/{width}"
