"""What a node can write into its log has words, in tables that hold nothing else."""

from __future__ import annotations

import pytest

from entraide.exchange.bodies import KINDS
from entraide.vocabulary.log_fields import LOG_FIELDS
from entraide.vocabulary.logged import LOGGED, WAYS
from entraide.vocabulary.oversight import ACCESSES
from entraide.wording.log_words import (
    log_field_with_code,
    log_value,
    log_value_with_code,
    logged_with_code,
    logged_word,
)
from entraide.wording.message_words import MESSAGE_KINDS
from tests.unit.vocabulary.logged import logged, named


def test_every_action_that_the_source_can_log_has_words() -> None:
    assert [action for action in sorted(logged()) if logged_word(action) == action] == []


def test_the_words_of_the_log_are_of_actions_that_the_source_can_log() -> None:
    assert sorted({*LOGGED.codes, *ACCESSES.codes} - logged()) == []


def test_no_action_is_called_an_access_and_worded_again_beside_them() -> None:
    assert set(LOGGED.codes) & set(ACCESSES.codes) == set()


def test_every_kind_of_message_has_a_word_by_which_the_log_names_it() -> None:
    assert set(MESSAGE_KINDS) == set(KINDS)


def test_a_message_is_told_by_its_kind_and_what_became_of_it() -> None:
    assert logged_word("receipt.received") == "received: receipt"
    assert logged_word("notice.change.sent") == "sent: change of a notice"
    assert logged_with_code("journal.sent") == "sent: entries of a journal [journal.sent]"
    assert set(WAYS.codes) == {each.rpartition(".")[2] for each in logged() if _is_message(each)}


def _is_message(action: str) -> bool:
    kind, _, way = action.rpartition(".")
    return kind in KINDS and way in {"sent", "received", "ordered", "expired", "refused",
                                     "overtaken"}  # fmt: skip


@pytest.mark.parametrize("unknown", ["", "nothing.of-the-kind", "receipt.eaten", "post"])
def test_an_action_of_a_later_release_is_shown_as_it_is(unknown: str) -> None:
    assert logged_with_code(unknown) == unknown


def test_every_key_under_which_an_entry_names_something_has_words() -> None:
    assert sorted(named() - set(LOG_FIELDS.codes)) == []


def test_the_words_of_keys_are_of_keys_that_the_source_can_log() -> None:
    assert sorted(set(LOG_FIELDS.codes) - named()) == []


def test_what_stands_under_a_key_is_told_in_words_where_it_is_a_code_or_a_time() -> None:
    assert log_value("role", "duty-officer") == "duty officer"
    assert log_value("cutoff_ms", "1795298400000") == "2026-11-21 22:00:00Z"
    assert log_value("thread", "duty-officer") == ""
    assert log_value_with_code("order", "5f3c") == "5f3c"
    assert log_field_with_code("order_signature") == "Signature of the order [order_signature]"
