"""The journal of an operation is read as sentences: every kind of entry says what happened."""

from __future__ import annotations

from entraide.operations.admitting import OPERATIONS
from entraide.operations.kinds import kinds_of
from entraide.wording.journal_words import DONE, entry_in_words


def test_every_kind_of_entry_of_every_operation_says_who_did_what() -> None:
    kinds = {
        name: kind.does for founding in OPERATIONS for name, kind in kinds_of(founding).items()
    }
    assert set(DONE) == set(kinds)
    for name, done in DONE.items():
        assert done.startswith("{party} "), name
        assert done.endswith("."), name
        assert done != kinds[name], f"{name}: an order, not what happened"


def test_an_entry_names_its_party_in_its_sentence() -> None:
    said = entry_in_words({"kind": "task.set", "party": "ma.bureau"})
    assert said == "ma.bureau set a task."
