"""The examples that stand in the C2SP specifications, read in place from ../shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from entraide.errors import TrustError
from entraide.kernel import merkle, tiles
from entraide.kernel.checkpoint import Checkpoint, checkpoint_of, encode_checkpoint
from entraide.kernel.note import encode_note, parse_note, parse_vkey, verify_note

FOLDER = Path(__file__).parents[3] / "shared/data/vectors/c2sp"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data is not here")


def blocks(file: str) -> list[str]:
    """The fenced examples of a specification."""
    parts = (FOLDER / file).read_text(encoding="utf-8").split("\n```\n")
    return [f"{part}\n" for part in parts[1::2]]


def indented(file: str, first: str) -> str:
    """An example that is indented by four spaces, from its first line on."""
    lines = (FOLDER / file).read_text(encoding="utf-8").split("\n")
    start = lines.index(f"    {first}")
    taken = []
    for line in lines[start:]:
        if line and not line.startswith("    "):
            break
        taken.append(line[4:])
    return "\n".join(taken).rstrip("\n") + "\n"


def test_the_signed_note_verifies_under_its_key() -> None:
    example = next(block for block in blocks("signed-note.md") if "This is an example" in block)
    text = (FOLDER / "signed-note.md").read_text(encoding="utf-8")
    key = next(line.strip() for line in text.split("\n") if line.startswith("    example.com/foo+"))
    note = parse_note(example.encode())
    assert verify_note(note, [parse_vkey(key)])[0].name == "example.com/foo"
    assert parse_vkey(key).vkey == key
    assert encode_note(note) == example.encode()
    with pytest.raises(TrustError):
        verify_note(
            parse_note(example.replace("example m", "example n").encode()), [parse_vkey(key)]
        )


@pytest.mark.parametrize("file", ["tlog-checkpoint.md", "tlog-cosignature.md"])
def test_checkpoints_are_read_and_written_byte_for_byte(file: str) -> None:
    example = blocks(file)[0]
    checkpoint, note = checkpoint_of(example.encode())
    assert checkpoint.origin == "example.com/behind-the-sofa"
    assert checkpoint.size == 20852163
    assert encode_checkpoint(checkpoint) == note.text
    assert encode_note(note) == example.encode()


def test_paths_are_those_of_the_specification() -> None:
    assert tiles.Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert tiles.parse_path("tile/0/x001/x234/067") == tiles.Tile(0, 1234067)


def test_a_tree_of_70000_has_the_tiles_that_the_specification_counts() -> None:
    held = tiles.tiles_for(0, 70_000)
    by_level = {level: [tile for tile in held if tile.level == level] for level in range(3)}
    assert sum(tile.width == 256 for tile in by_level[0]) == 273
    assert by_level[0][-1].width == 112
    assert [tile.width for tile in by_level[1]] == [256, 17]
    assert [tile.width for tile in by_level[2]] == [1]
    assert len(held) == 274 + 2 + 1


def test_a_tree_of_256_is_a_full_tile_and_a_partial_one_above() -> None:
    assert tiles.tiles_for(0, 256) == (tiles.Tile(0, 0), tiles.Tile(1, 0, 1))


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    empty = Checkpoint("example.com/log", 0, merkle.EMPTY_ROOT)
    assert encode_checkpoint(empty).split("\n")[2] == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
