"""Each way of damaging a stored log is found, named and located."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entraide.errors import TrustError
from entraide.kernel.audit_log import verify_log
from entraide.kernel.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from entraide.kernel.cosignature import cosign_checkpoint, witness_note_key
from entraide.kernel.findings import FINDING_KINDS, MAX_FINDINGS
from entraide.kernel.keys import SigningKey
from entraide.kernel.note import encode_note, parse_note
from entraide.kernel.tiles import encode_tile, tile_hashes, tiles_for
from entraide.kernel.witnessed import Witnessed, open_witnessed, verify_against_witnessed
from entraide.vocabulary.messages.kernel import FINDINGS
from tests.unit.kernel.log_story import LOG, LOG_KEY, ORIGIN, Story, kinds, reader, signed, stored


def flip(data: bytes, at: int = 5) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.fixture
def story() -> Story:
    return Story.of(600, (10, 200, 300, 512))


def found(story: Story, *, tiles: bool = True) -> list[tuple[int, str]]:
    return kinds(verify_log(iter(story.rows), story.copies(tiles=tiles)))


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 600])
@pytest.mark.parametrize("tiles", [True, False])
def test_a_true_log_has_no_findings(size: int, tiles: bool) -> None:
    assert found(Story.of(size, (size // 2,)), tiles=tiles) == []


@pytest.mark.parametrize("tiles", [True, False])
@pytest.mark.parametrize("at", [0, 9, 255, 256, 599])
def test_one_changed_byte_of_an_entry_is_located(story: Story, at: int, tiles: bool) -> None:
    story.rows[at] = replace(story.rows[at], entry=flip(story.rows[at].entry))
    assert found(story, tiles=tiles) == [(at, "entry_changed")]


@pytest.mark.parametrize("tiles", [True, False])
def test_one_changed_byte_of_a_leaf_hash_is_located(story: Story, tiles: bool) -> None:
    story.rows[42] = replace(story.rows[42], leaf_hash=flip(story.rows[42].leaf_hash))
    assert found(story, tiles=tiles) == [(42, "leaf_hash_changed")]


@pytest.mark.parametrize("part", ["opening", "salt"])
def test_one_changed_byte_of_an_opening_or_salt_is_located(story: Story, part: str) -> None:
    row = story.rows[42]
    data = row.opening if part == "opening" else row.salt
    assert data is not None
    story.rows[42] = replace(row, **{part: flip(data)})
    assert found(story) == [(42, "opening_changed")]
    story.rows[42] = replace(row, **{part: None})
    assert found(story) == [(42, "opening_changed")]
    story.rows[42] = replace(row, salt=b"short")
    assert found(story) == [(42, "opening_changed")]


def test_one_changed_byte_of_a_leaf_tile_is_located(story: Story) -> None:
    path = "tile/0/001"
    story.tiles[path] = flip(story.tiles[path], 32 * 3 + 7)
    findings = verify_log(story.rows, story.copies())
    assert kinds(findings) == [(259, "tile_changed")]
    assert findings[0].detail == path


def test_one_changed_byte_of_a_higher_tile_is_located(story: Story) -> None:
    path = "tile/1/000.p/2"
    story.tiles[path] = flip(story.tiles[path], 40)
    assert found(story) == [(256, "tile_changed")]


def test_a_tile_that_is_gone_or_cut_short_is_named(story: Story) -> None:
    del story.tiles["tile/0/001"]
    assert found(story) == [(256, "tile_missing")]
    story.tiles["tile/0/001"] = b"short"
    assert found(story) == [(256, "tile_changed")]


def test_an_entry_replaced_with_its_hash_is_told_from_a_changed_tile(story: Story) -> None:
    story.rows[42] = stored(42, ".differently")
    assert found(story) == [(42, "entry_changed")]


def test_an_entry_replaced_with_its_hash_and_tiles_is_placed_between_two_checkpoints() -> None:
    honest = Story.of(600, (10, 200, 300, 512))
    story = Story.of(600)
    story.rows[250] = stored(250, ".differently")
    rewritten = reader([row.leaf_hash for row in story.rows])
    story.tiles = {t.path: encode_tile(tile_hashes(t, rewritten)) for t in tiles_for(0, 600)}
    story.checkpoints = honest.checkpoints
    assert found(story) == [(200, "log_rewritten")]


@pytest.mark.parametrize("renumbered", [True, False])
@pytest.mark.parametrize(("first", "count"), [(0, 1), (42, 1), (250, 10)])
def test_missing_entries_are_located(
    story: Story, first: int, count: int, renumbered: bool
) -> None:
    del story.rows[first : first + count]
    if renumbered:
        story.rows = [replace(row, index=at) for at, row in enumerate(story.rows)]
    assert found(story) == [(at, "entry_missing") for at in range(first, first + count)]


def test_a_missing_entry_is_located_by_its_number_where_no_tiles_are_left(story: Story) -> None:
    del story.rows[42]
    assert found(story, tiles=False)[0] == (10, "log_rewritten")
    assert (42, "entry_missing") in found(story, tiles=False)


@pytest.mark.parametrize(("at", "count"), [(0, 1), (42, 1), (250, 7)])
def test_inserted_entries_are_located(story: Story, at: int, count: int) -> None:
    story.rows[at:at] = [stored(at, f".extra{number}") for number in range(count)]
    story.rows = [replace(row, index=number) for number, row in enumerate(story.rows)]
    assert found(story) == [(at, "entry_inserted")]


def test_reordered_entries_are_located(story: Story) -> None:
    rows = story.rows
    rows[40], rows[45] = rows[45], rows[40]
    assert found(story) == [(40, "entry_moved"), (45, "entry_moved")]
    rows[40], rows[45] = rows[45], rows[40]
    rows[40:43] = [rows[42], rows[40], rows[41]]
    assert found(story) == [(40, "entry_moved"), (41, "entry_moved"), (42, "entry_moved")]


def test_a_log_that_was_cut_short_is_found(story: Story) -> None:
    story.rows = story.rows[:580]
    assert found(story) == [(580, "log_cut_short")]


def test_several_kinds_of_damage_are_all_told(story: Story) -> None:
    story.rows[3] = replace(story.rows[3], entry=flip(story.rows[3].entry))
    story.tiles["tile/0/000"] = flip(story.tiles["tile/0/000"], 32 * 7)
    story.rows[501] = replace(story.rows[501], salt=bytes(32))
    del story.rows[550]
    assert found(story) == [
        (3, "entry_changed"),
        (7, "tile_changed"),
        (501, "opening_changed"),
        (550, "entry_missing"),
    ]


def test_once_a_checkpoint_settled_who_was_right_later_damage_is_judged_anew(story: Story) -> None:
    story.rows[42] = stored(42, ".differently")
    story.tiles["tile/0/000"] = flip(story.tiles["tile/0/000"], 32 * 250)
    story.rows[400] = stored(400, ".differently")
    assert found(story) == [(42, "entry_changed"), (250, "tile_changed"), (400, "entry_changed")]


def test_an_empty_log_cannot_have_been_signed_with_a_root(story: Story) -> None:
    point = Checkpoint(ORIGIN, 0, bytes(32))
    story.checkpoints.append(encode_note(sign_checkpoint(point, LOG)))
    assert found(story) == [(0, "log_rewritten")]


def test_entries_after_the_last_checkpoint_are_checked_too(story: Story) -> None:
    story.rows += [stored(number) for number in range(600, 620)]
    assert found(story) == []
    story.rows[610] = replace(story.rows[610], entry=flip(story.rows[610].entry))
    assert found(story) == [(610, "entry_changed")]


def test_an_erased_opening_is_no_damage_but_must_be_recorded(story: Story) -> None:
    story.rows[42] = replace(story.rows[42], opening=None, salt=None)
    assert found(story) == [(42, "opening_missing")]
    story.erased = frozenset({42})
    assert found(story) == []
    story.erased = frozenset({42, 43})
    assert found(story) == [(43, "opening_kept")]
    story.erased = None
    assert found(story) == []


def test_a_forged_or_broken_checkpoint_is_told(story: Story) -> None:
    stranger = SigningKey.generate()
    story.checkpoints.append(signed(story.rows, 100, stranger))
    story.checkpoints.append(b"garbage")
    findings = verify_log(story.rows, story.copies())
    assert kinds(findings) == [(0, "checkpoint_invalid")] * 2
    assert {finding.detail for finding in findings} == {"note.no_signatures", "note.not_signed"}


def test_two_signed_histories_of_one_size_are_told(story: Story) -> None:
    other = [stored(number, ".differently") for number in range(300)]
    story.checkpoints.append(signed(other, 300))
    assert found(story) == [(300, "forked")]


def test_a_wholly_rewritten_log_does_not_flood_the_auditor() -> None:
    big = Story.of(1500)
    big.rows = [stored(number, ".differently") for number in range(1500)]
    findings = verify_log(big.rows, big.copies())
    assert MAX_FINDINGS - 10 < len(findings) <= MAX_FINDINGS + 1
    assert kinds(findings[:2]) == [(0, "entry_changed"), (1, "entry_changed")]
    assert findings[-1].kind == "more_findings"
    assert findings[-1].index == findings[-2].index + 1


def test_a_rewritten_log_is_told_with_the_partners_names() -> None:
    honest, rewritten = Story.of(60), Story.of(60)
    rewritten.rows[30] = stored(30, ".differently")
    read = reader([row.leaf_hash for row in rewritten.rows])
    seen = [vouched(honest, size, name) for size, name in ((10, "es"), (40, "de"), (80, "es"))]
    longer = Story.of(80)
    seen[2] = vouched(longer, 80, "es")
    findings = verify_against_witnessed(60, read, seen)
    assert [(each.index, each.kind, each.detail) for each in findings] == [
        (10, "log_rewritten", "de"),
        (60, "log_cut_short", "es"),
    ]
    true = reader([row.leaf_hash for row in longer.rows])
    assert verify_against_witnessed(80, true, seen) == ()


def vouched(story: Story, size: int, partner: str) -> Witnessed:
    return Witnessed(partner, open_checkpoint(signed(story.rows, size), [LOG_KEY]))


def test_only_a_cosigned_checkpoint_counts_as_witnessed() -> None:
    rows = Story.of(5).rows
    note = signed(rows, 5)
    witness = SigningKey.generate()
    named = witness_note_key("es.bureau/witness", witness.public)
    with pytest.raises(TrustError):
        open_witnessed(note, [LOG_KEY], [named])
    checkpoint = open_checkpoint(note, [LOG_KEY])
    line = cosign_checkpoint(checkpoint, named.name, witness, 1_700_000_000)
    both = encode_note(parse_note(note).signed_also([line]))
    assert open_witnessed(both, [LOG_KEY], [named]) == (Witnessed(named.name, checkpoint),)


def test_every_kind_of_finding_has_its_sentence() -> None:
    assert set(FINDINGS) == set(FINDING_KINDS)
    for sentence in FINDINGS.values():
        assert "{" not in sentence.format(index=3, detail="x")
