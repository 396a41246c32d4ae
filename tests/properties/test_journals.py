"""The law of journals: one order at every member, whatever is lost, late, doubled or told twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.errors import RemoteProtocolError
from entraide.operations.admitting import admit_entries
from entraide.operations.entry import Entry
from entraide.operations.journal import Journal
from tests.unit.operations.given import PARTIES, next_entry, standing

START = standing()
FOUNDED = START.order[-1]


@st.composite
def stories(draw: st.DrawFn) -> tuple[tuple[Entry, ...], bool]:
    """Draw what three members write while some of them hear of nothing; and whether one forks."""
    journals = dict.fromkeys(PARTIES, START)
    written = [FOUNDED]
    for step in range(draw(st.integers(2, 14))):
        party = draw(st.sampled_from(PARTIES))
        heard = draw(st.lists(st.sampled_from(written), max_size=4))
        journals[party] = caught_up(journals[party], [*heard])
        entry = next_entry(journals[party], party, text=f"{step}")
        journals[party] = journals[party].add(entry)
        written.append(entry)
    forked = draw(st.booleans())
    if forked:
        lie = draw(st.sampled_from(written[1:]))
        written.append(replace(lie, body={"text": "otherwise"}))
    return tuple(written), forked


def caught_up(journal: Journal, heard: list[Entry]) -> Journal:
    for entry in heard:
        if all(digest in journal.held for digest in entry.seen):
            journal = journal.add(entry)
    return journal


@settings(deadline=None, max_examples=60)
@given(stories(), st.data())
def test_any_interleaving_loss_and_doubling_ends_in_the_same_order_everywhere(
    told: tuple[tuple[Entry, ...], bool], data: st.DataObject
) -> None:
    written, forked = told
    lost = data.draw(st.sets(st.integers(1, len(written) - 1), max_size=3))
    ends = []
    for _ in range(2):
        journal = START
        arrived = data.draw(st.permutations([*written[1:], *written[1:3]]))
        late = [written[at] for at in sorted(lost)]
        for entry in [*(each for each in arrived if each not in late), *late]:
            journal, refused = admit_entries(journal, (entry,))
            assert refused == ()
        ends.append(journal)
    assert ends[0].order == ends[1].order
    assert set(ends[0].held) == set(START.held) | {each.digest for each in written}
    assert ends[0].waiting == {}
    assert bool(ends[0].forks) is forked
    for entry in ends[0].order:
        before = ends[0].order[: ends[0].order.index(entry)]
        assert set(entry.seen) <= {each.digest for each in before}


@settings(deadline=None, max_examples=40)
@given(stories(), st.data())
def test_an_entry_with_another_place_or_an_earlier_time_stands_nowhere(
    told: tuple[tuple[Entry, ...], bool], data: st.DataObject
) -> None:
    written, _ = told
    journal = START
    for entry in written[1:]:
        journal = journal.add(entry)
    honest = next_entry(journal, PARTIES[0], text="the next")
    forged = data.draw(
        st.sampled_from(
            [
                replace(honest, height=honest.height + 1),
                replace(honest, number=honest.number + 1),
                replace(honest, number=max(0, honest.number - 1)),
                replace(honest, at_ms=FOUNDED.at_ms - 1),
                replace(honest, seen=()),
                replace(honest, operation="f" * 32),
            ]
        )
    )
    assert journal.add(honest).order[-1] == honest
    with pytest.raises(RemoteProtocolError, match=r"journal\.(bad_place|bad_time|other_founding)"):
        journal.add(forged)


def test_what_was_seen_and_never_came_is_missing_and_what_waits_for_it_is_in_no_order() -> None:
    first = next_entry(START, PARTIES[0], text="first")
    second = next_entry(START.add(first), PARTIES[1], text="second")
    waiting = START.add(second)
    assert waiting.missing == (first.digest,)
    assert waiting.order == START.order
    assert waiting.add(first).is_ready(second)
    assert START.add(first).add(second).beyond(START.heads) == (first, second)
