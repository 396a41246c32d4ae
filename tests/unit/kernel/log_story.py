"""A small true log with everything around it, for tests that then damage it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from entraide.kernel.alignment import StoredEntry
from entraide.kernel.audit import Opening, commit, encode_opening
from entraide.kernel.audit_log import LogCopies
from entraide.kernel.checkpoint import Checkpoint, sign_checkpoint
from entraide.kernel.findings import Finding
from entraide.kernel.keys import SigningKey
from entraide.kernel.merkle import Frontier, HashReader, leaf_hash, node_hash
from entraide.kernel.note import NoteKey, encode_note, log_note_key
from entraide.kernel.tiles import Tile, encode_tile, tile_hashes, tiles_for

ORIGIN = "ma.bureau/log"
LOG = SigningKey(hashlib.sha256(b"log").digest())
LOG_KEY: NoteKey = log_note_key(ORIGIN, LOG.public)


def salt(number: int) -> bytes:
    return hashlib.sha256(b"salt %d" % number).digest()


def opening(number: int) -> Opening:
    return Opening(
        action="query.answered",
        at_ms=1_700_000_000_000 + number,
        actor="officer-7f3a",
        partner="es.bureau",
        ids=(("message", f"m-{number}"),),
        digests=(("question", hashlib.sha256(b"%d" % number).hexdigest()),),
    )


def stored(number: int, version: str = "") -> StoredEntry:
    said = replace(opening(number), action=f"query.answered{version}")
    entry = commit(said, salt(number))
    return StoredEntry(
        index=number,
        entry=entry,
        leaf_hash=leaf_hash(entry),
        opening=encode_opening(said),
        salt=salt(number),
    )


def reader(leaves: list[bytes]) -> HashReader:
    def read(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return node_hash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))

    return read


def signed(rows: list[StoredEntry], size: int, key: SigningKey = LOG) -> bytes:
    root = Frontier().extend(row.leaf_hash for row in rows[:size]).root
    return encode_note(sign_checkpoint(Checkpoint(ORIGIN, size, root), key))


@dataclass
class Story:
    """A log as a node stores it: rows, tiles by path, checkpoints."""

    rows: list[StoredEntry]
    tiles: dict[str, bytes] = field(default_factory=dict)
    checkpoints: list[bytes] = field(default_factory=list)
    tile_size: int = 0
    erased: frozenset[int] | None = frozenset()

    @classmethod
    def of(cls, size: int, sizes: tuple[int, ...] = ()) -> Story:
        rows = [stored(number) for number in range(size)]
        read = reader([row.leaf_hash for row in rows])
        tiles = {tile.path: encode_tile(tile_hashes(tile, read)) for tile in tiles_for(0, size)}
        points = [signed(rows, each) for each in (*sizes, size)]
        return cls(rows, tiles, points, size)

    def copies(self, *, tiles: bool = True) -> LogCopies:
        def get(tile: Tile) -> bytes | None:
            return self.tiles.get(tile.path)

        return LogCopies(
            log_keys=(LOG_KEY,),
            checkpoints=tuple(self.checkpoints),
            tiles=get if tiles else None,
            tile_size=self.tile_size if tiles else 0,
            erased=self.erased,
        )


def kinds(findings: tuple[Finding, ...]) -> list[tuple[int, str]]:
    return [(finding.index, finding.kind) for finding in findings]
