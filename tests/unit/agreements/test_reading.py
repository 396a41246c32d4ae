"""A text that is not a memorandum is refused, and the error says where."""

from __future__ import annotations

import pytest

from entraide.agreements.document import LARGEST
from entraide.agreements.reading import parse_agreement
from entraide.errors import InputError
from entraide.vocabulary.messages import render
from tests.unit.agreements.given import text_of

TEXT = text_of()


def refusal(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        parse_agreement(text)
    assert "{" not in render(caught.value)
    return caught.value


def line_of(text: str, fragment: str) -> int:
    return next(at for at, line in enumerate(text.splitlines(), 1) if fragment in line)


CHANGES = {
    "unknown key": ("  languages:", "  langages:", "unknown_key", "exchange.langages"),
    "missing key": ("  retention-days: 365\n", "", "missing_key", "personal-data.retention-days"),
    "unknown purpose": ("- prosecution ", "- persecution ", "unknown_code", "exchange.purposes[1]"),
    "unknown form": ("- hit-no-hit ", "- hit ", "unknown_word", "exchange.forms[0]"),
    "text for a list": ("excluded-offences: []", "excluded-offences: none", "not_a_list", ""),
    "empty list": ("excluded-offences: []", "excluded-offences: [drugs, drugs]", "item_twice", ""),
    "list for a group": ("    - term:", "    - [x]\n    - term:", "not_a_group", "general.def"),
    "group for a word": ("pursuit: no", "pursuit: {no: yes}", "not_a_word", "observation.pursuit"),
    "no count": ("retention-days: 365", "retention-days: long", "not_a_count", ""),
    "negative": ("retention-days: 365", "retention-days: -1", "not_a_count", ""),
    "octal": ("retention-days: 365", "retention-days: 0365", "not_a_count", ""),
    "float": ("retention-days: 365", "retention-days: 3.65e2", "not_a_count", ""),
    "no day": ("expires: 2031-11-30", "expires: 2031-11-31", "not_a_day", ""),
    "no flag": ("pursuit: no", "pursuit: perhaps", "not_yes_or_no", "observation.pursuit"),
    "no country": ('country: "MA"', 'country: "Morocco"', "not_of_form", ""),
    "no party id": ('- id: "ma.bureau"', '- id: "ma bureau"', "not_of_form", ""),
    "empty text": ("amendment: ", "amendment: '' # ", "text_length", "final-provisions.amendment"),
    "bidi override": ('title: "', 'title: "\u202e', "invisible", "title"),
    "escape sequence": ('title: "', 'title: "\\x1b[2J', "invisible", "title"),
    "future form": ("memorandum: 1", "memorandum: 4", "not_a_count", "memorandum"),
    "form above its content": ("memorandum: 1", "memorandum: 2", "form", "memorandum"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_lawyer_gets_wrong_is_named_with_its_place(name: str) -> None:
    old, new, code, path = CHANGES[name]
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    error = refusal(text)
    assert error.code == f"agreement.{code}"
    assert str(error.data["path"]).startswith(path)
    if code != "missing_key":
        assert error.data["line"] == line_of(text, new.splitlines()[0].strip())


def test_an_unknown_code_suggests_the_nearest() -> None:
    error = refusal(TEXT.replace("- locate-fugitive ", "- locate-fugitves "))
    assert error.data["nearest"] == "locate-fugitive"
    assert error.data["found"] == "locate-fugitves"


ATTACKS = {
    "an anchor": ("title: ", "title: &a ", "alias"),
    "a bomb of aliases": ("title: ", "title: *a # ", "alias"),
    "a constructor": ("title: ", "title: !!python/object/apply:os.system ", "tag"),
    "a tag": ("title: ", "title: !secret ", "tag"),
    "a harmless tag": ("title: ", "title: !!str ", "tag"),
    "a key written twice": ("title: ", 'title: "Other"\ntitle: ', "key_twice_written"),
    "a merge key": ("title: ", "<<: {a: b}\ntitle: ", "unknown_key"),
    "a key that is a list": ("title: ", "? [a]\n: b\ntitle: ", "key_not_word"),
    "a second document": ("title: ", "---\ntitle: ", "not_one_document"),
    "deep nesting": ("title: ", f"title: {'[' * 5000}", "too_deep"),
    "broken quoting": ("title: ", 'title: "', "not_yaml"),
    "an impossible character": ("title: ", 'title: "\\UFFFFFFFF" # ', "not_yaml"),
    "a control character": ("title: ", "title: \x07", "not_yaml"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_yaml_that_does_more_than_say_is_refused(name: str) -> None:
    old, new, code = ATTACKS[name]
    assert refusal(TEXT.replace(old, new, 1)).code == f"agreement.{code}"


@pytest.mark.parametrize("text", ["", "# nothing", "a", "[]", "%YAML 1.2\n---\na: b", "\ufffe"])
def test_what_is_no_memorandum_at_all_is_refused(text: str) -> None:
    refusal(text)


def test_a_huge_text_is_refused_before_it_is_read() -> None:
    assert refusal("[" * (LARGEST + 1)).code == "agreement.too_large"


def test_norway_is_a_country() -> None:
    text = TEXT.replace('country: "MA"', "country: NO")
    assert "NO" in {party.country for party in parse_agreement(text).parties}


def test_arabic_text_and_its_joiners_are_read() -> None:
    title = "مذكرة تفاهم بشأن التعاون الأمني"
    text = TEXT.replace("Memorandum on police cooperation", f"\u200f{title}")
    assert parse_agreement(text).title == f"\u200f{title}"


CONTRADICTIONS = {
    "a party twice": ('id: "es.bureau"', 'id: "ma.bureau"', "party_twice"),
    "a party called each": ('id: "es.bureau"', 'id: "each"', "reserved_id"),
    "a threshold out of reach": ("threshold: 1", "threshold: 2", "threshold"),
    "a migration offence as a domain": ("- drones ", "- status ", "never_exchanged"),
    "one excluded offence": ("- drones ", "- political.sedition ", "never_exchanged"),
    "extremism as a domain": ("- drones ", "- violent-extremism ", "never_exchanged"),
    "irregular migration": ("- drones ", "- irregular-migration ", "never_exchanged"),
    "a sensitive purpose of none": ("    - missing-person  # S", "    #", "not_agreed_above"),
    "a budget for a stranger": ('asker: "each"', 'asker: "fr.bureau"', "not_agreed_above"),
    "a budget missing": ('asker: "each"', 'asker: "ma.bureau"', "no_budget"),
    "urgent later than ordinary": ("ordinary-hours: 168", "ordinary-hours: 8", "deadlines"),
    "an end before the start": ("expires: 2031-11-30", "expires: 2026-12-01", "period"),
    "a review after the end": ("review-by: 2028-11-30", "review-by: 2032-01-01", "review"),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_provisions_that_contradict_each_other_are_refused(name: str) -> None:
    old, new, code = CONTRADICTIONS[name]
    error = refusal(TEXT.replace(old, new, 1))
    assert error.code == f"agreement.{code}"
    assert int(str(error.data["line"])) > 0


def test_one_root_key_does_not_stand_for_two_parties() -> None:
    keys = [line.strip() for line in TEXT.splitlines() if line.startswith("          - ")]
    error = refusal(TEXT.replace(keys[1], keys[0]))
    assert error.code == "agreement.key_twice"


def test_two_budgets_for_one_purpose_are_refused() -> None:
    row = '    - asker: "each"\n      purpose: each\n      limit: 500\n      period: day\n'
    error = refusal(TEXT.replace(row, f"{row}{row.replace('500', '9')}"))
    assert error.code == "agreement.budget_twice"


@pytest.mark.parametrize("form", ["AAAA", "not a key at all", "é" * 43, "A" * 42 + "B", ""])
def test_a_key_that_is_none_is_refused(form: str) -> None:
    key = next(line.strip() for line in TEXT.splitlines() if line.startswith("          - "))
    assert refusal(TEXT.replace(key, f'- "{form}"')).code == "agreement.not_a_key"
