"""kill -9 in any write of the index: what was acknowledged is found, what was deleted is not."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from entraide.adapters.searching.sql_index import SqlIndex
from entraide.adapters.tables import schema
from entraide.match import Subject, decode_card, keys_of, search
from entraide.match.names import Name, name_of
from tests.adapters.store_kit import Place, postings

_ROOT = Path(__file__).resolve().parents[2]
_ROUNDS = 20
_SECONDS = 60


def _acknowledged_before_a_kill(place: Place, first: int, seed: int) -> list[str]:
    """Let the process write, kill it at a moment of chance; return its whole lines."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.indexed"]
        + [str(each) for each in (place.address, place.keys.path, first, seed)],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first_line = process.stdout.readline()
    try:
        process.wait(Random(seed).uniform(0.0, 0.15))  # noqa: S311 - any moment will do
    except subprocess.TimeoutExpired:
        process.kill()
    with process.stdout:  # not communicate(): it would miss what readline has read ahead
        printed = first_line + process.stdout.read()
    process.wait(_SECONDS)
    return printed[: printed.rfind("\n") + 1].splitlines()


@dataclass(frozen=True)
class _Seen:
    """What a store holds: its records' names, and the number that the next record gets."""

    names: dict[int, Name]
    next: int


def _read(place: Place) -> _Seen:
    """Read the records; the postings must be theirs, every one and no other."""
    with place.reading() as connection:
        recs = connection.scalars(select(schema.record.c.rec)).all()
        cards = {r: decode_card(card) for r, card in SqlIndex(connection).cards(recs).items()}
        assert postings(connection) == {(k, r) for r, card in cards.items() for k in keys_of(card)}
        meta = schema.meta.c
        following = connection.scalar(select(meta.value).where(meta.key == "next_rec"))
    return _Seen({rec: card.names[0] for rec, card in cards.items()}, int(following or 1))


def _assert_found(place: Place, names: dict[int, Name], deleted: set[int]) -> None:
    """Check that a search finds each of these records, and none of the deleted ones."""
    with place.reading() as connection:
        for rec, name in names.items():
            hits = search(SqlIndex(connection), Subject(names=(name.text,)), limit=1_000)
            found = {hit.rec for hit in hits}
            assert rec in found
            assert not found & deleted


@pytest.mark.slow
def test_killing_a_write_of_the_index_loses_nothing_acknowledged(tmp_path: Path) -> None:
    place = Place(tmp_path / "store.sqlite").create()
    seen, writes = _read(place), 0
    for seed in range(_ROUNDS):
        lines = _acknowledged_before_a_kill(place, seen.next, seed)
        known: dict[int, Name | None] = dict(seen.names)
        for line in lines:
            rec, _, name = line.partition(" ")
            known[int(rec)] = name_of(name) if name else None
        seen = _read(place)
        in_doubt = {rec for rec in known | seen.names if known.get(rec) != seen.names.get(rec)}
        assert len(in_doubt) <= 1, "only the write that the kill cut short may be done or not"
        changed = {rec: seen.names[rec] for rec in known.keys() & seen.names.keys()}
        _assert_found(place, changed, {rec for rec, name in known.items() if not name} - in_doubt)
        writes += len(lines)
    assert writes > 5 * _ROUNDS
