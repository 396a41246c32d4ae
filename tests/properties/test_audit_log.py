"""Whatever single thing is damaged, wherever: it is found, and found there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.kernel.audit_log import verify_log
from tests.unit.kernel.log_story import Story, stored

SIZE = 530
TRUE = Story.of(SIZE, (3, 100, 256, 400))


def copy() -> Story:
    return Story(list(TRUE.rows), dict(TRUE.tiles), list(TRUE.checkpoints), SIZE)


def flipped(data: bytes, bit: int) -> bytes:
    damaged = bytearray(data)
    damaged[bit // 8 % len(damaged)] ^= 1 << bit % 8
    return bytes(damaged)


def change(part: str) -> Callable[[Story, int, int], str]:
    def damage(story: Story, at: int, bit: int) -> str:
        row = story.rows[at]
        story.rows[at] = replace(row, **{part: flipped(getattr(row, part), bit)})
        kinds = {"entry": "entry_changed", "leaf_hash": "leaf_hash_changed"}
        return kinds.get(part, "opening_changed")

    return damage


def remove(story: Story, at: int, _: int) -> str:
    del story.rows[at]
    return "entry_missing" if at < SIZE - 1 else "log_cut_short"


def insert(story: Story, at: int, _: int) -> str:
    story.rows.insert(at, stored(at, ".extra"))
    return "entry_inserted"


def replace_all(story: Story, at: int, _: int) -> str:
    story.rows[at] = stored(at, ".extra")
    return "entry_changed"


def tile(story: Story, at: int, bit: int) -> str:
    path = next(path for path in story.tiles if path.startswith(f"tile/0/{at // 256:03d}"))
    story.tiles[path] = flipped(story.tiles[path], (at % 256) * 256 + bit % 256)
    return "tile_changed"


DAMAGE = (
    *map(change, ("entry", "leaf_hash", "opening", "salt")),
    remove,
    insert,
    replace_all,
    tile,
)


@given(st.sampled_from(DAMAGE), st.integers(0, SIZE - 1), st.integers(0, 2047))
@settings(deadline=None, max_examples=120)
def test_any_single_damage_is_located(
    damage: Callable[[Story, int, int], str], at: int, bit: int
) -> None:
    story = copy()
    kind = damage(story, at, bit)
    findings = verify_log(story.rows, story.copies())
    assert [(finding.index, finding.kind) for finding in findings] == [(at, kind)]


EVENTS = st.lists(
    st.tuples(st.sampled_from(DAMAGE), st.integers(0, SIZE - 10)),
    min_size=1,
    max_size=6,
    unique_by=lambda event: event[1],
)


@given(EVENTS)
@settings(deadline=None, max_examples=300)
def test_the_first_of_several_damages_is_located(
    events: list[tuple[Callable[[Story, int, int], str], int]],
) -> None:
    """Damage from the back, so that each place still means what it meant."""
    story = copy()
    for damage, at in sorted(events, key=lambda event: -event[1]):
        damage(story, at, 11)
    findings = verify_log(story.rows, story.copies())
    assert findings
    assert findings[0].index <= min(at for _, at in events)


@given(st.permutations(range(40)))
@settings(deadline=None, max_examples=60)
def test_any_new_order_is_found_from_its_first_difference(order: list[int]) -> None:
    story = copy()
    story.rows[200:240] = [TRUE.rows[200 + at] for at in order]
    findings = verify_log(story.rows, story.copies())
    moved = [at for at, place in enumerate(order) if at != place]
    assert bool(findings) == bool(moved)
    if moved:
        assert findings[0].index == 200 + moved[0]
        assert findings[0].kind in {"entry_moved", "entry_missing", "entry_inserted"}
        assert findings[-1].index < 240
