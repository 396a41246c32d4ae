"""Rules of the watch log that hold without a node: corrections, closings, ends of a watch."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.match import Subject
from entraide.match.identifiers import Identifier
from entraide.operations.event_kinds import SEVERITIES
from entraide.operations.watch import Kind, Shift, Standing, matters_of, standing_of
from entraide.safeguards.free_text import texts_naming
from tests.unit.node.watched import HOUR_MS, note


def test_names_in_free_text_are_found_across_spellings_scripts_and_numbers() -> None:
    texts = {
        "spelt": "A taxi for Abdelatif Ben Ali, terminal 2",
        "arabic": "اتصل عبد اللطيف بن علي مرتين",
        "family": "Monsieur Benali rappelle demain",
        "number": "Passport EX-734 5112 was read out",
        "nobody": "The line to Madrid was down for an hour; the provider mended it",
    }
    subject = Subject(names=("Abdellatif Benali",),
                      identifiers=(Identifier("passportNumber", "EX7345112"),))  # fmt: skip
    assert set(texts_naming(subject, texts)) == {"spelt", "arabic", "family", "number"}
    assert texts_naming(subject, {}) == {}


written = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(Kind), st.sampled_from(SEVERITIES)), max_size=12
)


@settings(deadline=None, max_examples=60)
@given(later=written)
def test_no_correction_reopens_what_was_closed_and_none_but_a_closing_closes(later: Any) -> None:
    first = [note(at, f"{at}", Kind.WRITTEN, "serious") for at in range(4)]
    more = [
        note(4 + at, f"{root}", Kind.CORRECTED if kind is Kind.WRITTEN else kind, severity)
        for at, (root, kind, severity) in enumerate(later)
    ]
    matters = matters_of((*first, *more))
    assert [each.first.id for each in matters] == ["0", "1", "2", "3"]
    assert sum(len(each.notes) for each in matters) == 4 + len(more)
    for matter in matters:
        said = [each for each in matter.notes if each.kind is not Kind.CLOSED]
        is_closed = len(said) < len(matter.notes)
        assert matter.is_open == (not is_closed and said[-1].severity != "information")


@settings(deadline=None, max_examples=60)
@given(hours=st.integers(1, 24), handed=st.booleans(), after=st.integers(0, 72 * HOUR_MS))
def test_nobody_is_on_watch_beyond_the_planned_end(hours: int, handed: bool, after: int) -> None:
    shift = Shift(id="a", officer="o", follows="", begun_ms=0, until_ms=hours * HOUR_MS,
                  handed_ms=1 if handed else None, ended_ms=None, sheet="")  # fmt: skip
    found = standing_of(shift, after)
    assert (found is Standing.UNTAKEN) == (after >= hours * HOUR_MS)
    assert (found is Standing.HANDED) == (handed and after < hours * HOUR_MS)
