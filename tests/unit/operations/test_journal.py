"""How much a journal takes of one party, and what that leaves to the others."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest

from entraide.errors import RemoteProtocolError
from entraide.operations import admitting, journal
from entraide.operations.admitting import OPERATIONS, admit_entries, breach_of
from entraide.operations.growing import Growing
from entraide.operations.journal import Journal
from entraide.operations.kinds import ENDING, kinds_of
from entraide.operations.pasts import Pasts
from tests.unit.operations.given import PARTIES, next_entry, standing, write

DE, ES, MA = PARTIES


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (journal, admitting):
        monkeypatch.setattr(module, "MOST_OF_A_PARTY", 12)
        monkeypatch.setattr(module, "KEPT_TO_END", 4)


def spoken(party: str, entries: int) -> Journal:
    said = standing()
    while said.numbers[party] < entries:
        said, _ = admit_entries(said, (next_entry(said, party, text="again"),))
    return said


@pytest.mark.usefixtures("small")
def test_who_has_written_all_that_it_may_still_ends_the_operation_and_nobody_else_is_kept() -> None:
    full = spoken(MA, 8)
    assert breach_of(full, next_entry(full, MA, text="more")) == admitting._FULL
    assert breach_of(full, next_entry(full, ES, text="another's")) is None
    ending = write(full, MA, "closure.proposed", words="Enough")
    assert breach_of(full, ending) is None
    assert admit_entries(full, (ending,))[0].order[-1] == ending


@pytest.mark.usefixtures("small")
def test_an_entry_beyond_a_partys_number_stands_nowhere_whatever_it_says() -> None:
    full = spoken(MA, 8)
    for _ in range(4):
        full = full.add(write(full, MA, "closure.proposed", words="Enough"))
    with pytest.raises(RemoteProtocolError, match="too_many") as refused:
        full.add(write(full, MA, "closure.proposed", words="Enough"))
    assert refused.value.data == {"party": MA, "most": 12}
    assert full.add(next_entry(full, DE, text="We go on")).order[-1].party == DE


def test_a_liar_with_a_thousand_stories_keeps_nobody_from_going_on_from_his_own() -> None:
    before = standing()
    first = next_entry(before, MA, text="first")
    honest = before.add(next_entry(before, ES, text="honest")).add(first)
    told, taken = honest, 0
    lie = next_entry(before.add(first), MA, text="0")  # all of them higher than what ES said
    for at in range(80):
        with contextlib.suppress(RemoteProtocolError):
            told = told.add(replace(lie, body={"text": f"{at}"}))
            taken += 1
    assert taken == 65
    nexts = next_entry(told, ES, text="on")
    assert nexts.number == honest.numbers[ES] + 1
    assert len(nexts.seen) <= 64
    told, refused = admit_entries(told, (nexts,))
    assert nexts.digest in told.held
    assert not refused
    others = replace(lie, body={"text": "of another's liking"})
    seen = replace(nexts, seen=tuple(sorted((others.digest, *nexts.seen[1:]))), body={"text": "x"})
    waits = told.add(seen)
    assert others.digest in waits.missing
    assert others.digest in waits.add(others).held


def test_what_is_kept_of_a_journal_decides_as_a_journal_read_anew() -> None:
    kept = standing()
    for at in range(40):
        for party in PARTIES:
            kept = kept.add(next_entry(kept, party, text=f"{at}"))
    anew = Journal(dict(kept.held), {}, Pasts())
    fold = OPERATIONS[kept.order[0].kind].fold
    assert kept.heads == anew.heads
    assert kept.numbers == anew.numbers
    assert kept.stands(fold) == anew.stands(fold) == fold.of(kept.order)
    assert kept.next_place(MA) == anew.next_place(MA)


def test_entries_that_end_are_entries_of_operations() -> None:
    known = {name for kind in OPERATIONS for name in kinds_of(kind)}
    assert known >= ENDING


def test_a_growing_map_keeps_what_it_grew_from_and_the_order_of_its_keys() -> None:
    first = Growing({"b": 1, "a": 2})
    second = first.grown("c", 3).grown("b", 9)
    assert dict(first) == {"b": 1, "a": 2}
    assert list(second.items()) == [("b", 9), ("a", 2), ("c", 3)]
    assert "z" not in second
    assert len(second) == 3
