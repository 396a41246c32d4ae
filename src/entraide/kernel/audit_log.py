"""Verifying a whole log: recompute every hash and say where it first went wrong.

The log is held three times: as entries, as stored leaf hashes, as tiles; and its signed checkpoints
say which copy is right. One pass, memory for a few hundred hashes whatever the log's size.

    1. each entry's hash is compared with its stored leaf hash and with its place in the tiles;
       where the order differs, entries ahead are looked at to tell a missing entry from an
       inserted or moved one (`alignment`);
    2. each opening that is still kept must make its entry; an erased one must be gone;
    3. each tile above level 0 must be the hash of the tiles under it;
    4. each checkpoint must be signed by the log and have the root of the entries at its size; where
       two copies disagree, the one with the signed root is right and the other has changed;
    5. nothing may be missing at the end.

A log that an insider rewrote and signed again passes all of this. It is caught against the
checkpoints that partners cosigned: `witnessed.verify_against_witnessed`.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from entraide.errors import EntraideError
from entraide.kernel.alignment import Placed, StoredEntry, align
from entraide.kernel.audit import SALT_SIZE, commit_encoded
from entraide.kernel.checkpoint import open_checkpoint
from entraide.kernel.findings import MAX_FINDINGS, Finding
from entraide.kernel.merkle import Frontier, Node
from entraide.kernel.note import NoteKey
from entraide.kernel.tiles import TILE_HEIGHT, TILE_WIDTH, Tile, parse_tile

__all__ = [
    "LogCopies",
    "TileGetter",
    "verify_log",
]

TileGetter: TypeAlias = Callable[[Tile], bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCopies:
    """What the entries are held against.

    ``checkpoints`` are signed notes in any order. ``tiles`` returns a tile of the log at
    ``tile_size`` entries, or None where it is gone. ``erased`` are the entries whose openings were
    erased, or None where nothing is known about that.
    """

    log_keys: tuple[NoteKey, ...]
    checkpoints: tuple[bytes, ...] = ()
    tiles: TileGetter | None = None
    tile_size: int = 0
    erased: frozenset[int] | None = None


def verify_log(entries: Iterable[StoredEntry], copies: LogCopies) -> tuple[Finding, ...]:
    """Return every way in which the log differs from what was signed, lowest index first."""
    tiles = _Tiles(copies)
    audit = _Audit(tiles, _signed_roots(copies))
    for placed in align(entries, tiles.leaf):
        audit.step(placed)
        for finding in _opening_findings(placed, copies.erased):
            audit.doubt(finding, "" if placed.otherwise else finding.kind)
    audit.end()
    return _sorted((*audit.all(), *tiles.findings, *audit.signed.findings))


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(set(findings)))


@dataclass(slots=True)
class _Signed:
    roots: dict[int, bytes]
    findings: list[Finding]


def _signed_roots(copies: LogCopies) -> _Signed:
    signed = _Signed({}, [])
    for note in copies.checkpoints:
        try:
            checkpoint = open_checkpoint(note, copies.log_keys)
        except EntraideError as error:
            signed.findings.append(Finding(0, "checkpoint_invalid", error.code))
            continue
        known = signed.roots.setdefault(checkpoint.size, checkpoint.root)
        if known != checkpoint.root:
            signed.findings.append(Finding(checkpoint.size, "forked", str(checkpoint.size)))
    return signed


def _opening_findings(placed: Placed, erased: frozenset[int] | None) -> Iterator[Finding]:
    entry = placed.entry
    if entry is None or placed.kind in {"entry_changed", "entry_inserted"}:
        return
    gone = erased is not None and placed.position in erased
    if entry.opening is None and entry.salt is None:
        if erased is not None and not gone:
            yield Finding(placed.position, "opening_missing")
    elif gone:
        yield Finding(placed.position, "opening_kept")
    elif not _opens(entry):
        yield Finding(placed.position, "opening_changed")


def _opens(entry: StoredEntry) -> bool:
    if entry.opening is None or entry.salt is None or len(entry.salt) != SALT_SIZE:
        return False
    return hmac.compare_digest(commit_encoded(entry.opening, entry.salt), entry.entry)


class _Tiles:
    """The tiles, the last one of each level kept; a missing or misshapen one is found once."""

    def __init__(self, copies: LogCopies) -> None:
        self._get = copies.tiles
        self._size = copies.tile_size if copies.tiles else 0
        self._held: dict[int, tuple[Tile, tuple[bytes, ...]]] = {}
        self.findings: list[Finding] = []

    @property
    def size(self) -> int:
        return self._size

    def leaf(self, position: int) -> bytes | None:
        return self.at(0, position)

    def at(self, level: int, position: int) -> bytes | None:
        index, within = divmod(position, TILE_WIDTH)
        width = min(TILE_WIDTH, (self._size >> TILE_HEIGHT * level) - index * TILE_WIDTH)
        if within >= width:
            return None
        hashes = self._hashes(Tile(level, index, width))
        return hashes[within] if hashes else None

    def _hashes(self, tile: Tile) -> tuple[bytes, ...]:
        held = self._held.get(tile.level)
        if held is None or held[0] != tile:
            held = self._held[tile.level] = (tile, self._fetch(tile))
        return held[1]

    def _fetch(self, tile: Tile) -> tuple[bytes, ...]:
        data = self._get(tile) if self._get else None
        if data is None:
            self.findings.append(Finding(tile.start, "tile_missing", tile.path))
            return ()
        try:
            return parse_tile(data, tile.width)
        except EntraideError:
            self.findings.append(Finding(tile.start, "tile_changed", tile.path))
            return ()


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A disagreement until a signed root settles it: what it is if either copy is right."""

    finding: Finding
    otherwise: str


class _Audit:
    """The tree as the majority of copies has it, beside the tree as the other copy has it."""

    def __init__(self, tiles: _Tiles, signed: _Signed) -> None:
        self._tiles = tiles
        self.signed = signed
        self.findings: list[Finding] = []
        self._doubts: list[_Doubt] = []
        self._likely = self._other = Frontier()
        self._agreed = 0
        self._broken = False
        self._compare_root()

    def doubt(self, finding: Finding, otherwise: str) -> None:
        """Note what was found; it is ``otherwise`` (or nothing) if the other copy is right."""
        count = len(self.findings) + len(self._doubts)
        if count < MAX_FINDINGS:
            self._doubts.append(_Doubt(finding, otherwise))
        elif count == MAX_FINDINGS:
            self.findings.append(Finding(finding.index, "more_findings"))

    def step(self, placed: Placed) -> None:
        """Take in one place of the log (or an inserted entry, which has none)."""
        if placed.kind:
            detail = Tile(0, placed.position // TILE_WIDTH).path if "tile" in placed.kind else ""
            finding = Finding(placed.position, placed.kind, detail)
            self.doubt(finding, placed.otherwise or placed.kind)
        if placed.likely is None:
            return
        same = self._likely is self._other and placed.likely == placed.other
        self._likely, completed = self._likely.append(placed.likely)
        self._other = self._likely if same else self._other.extend((placed.other or placed.likely,))
        self._compare_tiles(completed)
        self._compare_root()

    def _compare_tiles(self, completed: tuple[Node, ...]) -> None:
        for node in completed:
            level, inner = divmod(node.level, TILE_HEIGHT)
            if (
                level
                and not inner
                and self._tiles.at(level, node.position) not in {None, node.hash}
            ):
                tile = Tile(level, node.position // TILE_WIDTH).path
                self.doubt(Finding(node.position << node.level, "tile_changed", tile), "")

    def _compare_root(self) -> None:
        root = self.signed.roots.get(self._likely.size)
        if root is None or self._broken:
            return
        if self._likely.root == root:
            self._settle(likely=True)
            self._other = self._likely
        elif self._other.root == root:
            self._settle(likely=False)
            self._likely = self._other
        else:
            self._settle(likely=True)
            self._broken = True
            size = str(self._likely.size)
            self.findings.append(Finding(self._agreed, "log_rewritten", size))
        self._agreed = self._likely.size

    def _settle(self, *, likely: bool) -> None:
        for doubt in self._doubts:
            if likely or doubt.otherwise == doubt.finding.kind:
                self.findings.append(doubt.finding)
            elif doubt.otherwise:
                self.findings.append(Finding(doubt.finding.index, doubt.otherwise))
        self._doubts.clear()

    def all(self) -> tuple[Finding, ...]:
        """Every finding so far, doubts taken as they look."""
        return (*self.findings, *(doubt.finding for doubt in self._doubts))

    def end(self) -> None:
        """Compare the end with the longest that was signed or tiled."""
        size = self._likely.size
        longest = max((self._tiles.size, *self.signed.roots))
        if longest > size:
            self.findings.append(Finding(size, "log_cut_short", str(longest)))
