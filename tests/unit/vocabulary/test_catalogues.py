"""The catalogue: complete in every language, true to its placeholders, in step with the source."""

from __future__ import annotations

import importlib.util
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from entraide.agreements.lifecycle import State
from entraide.agreements.reading import parse_agreement
from entraide.errors import InputError
from entraide.exchange.bodies import KINDS
from entraide.exchange.conversation import State as Standing
from entraide.match.dates import AGREEMENTS
from entraide.match.features import FEATURES
from entraide.node.people.actor import Role
from entraide.vocabulary.language import (
    LANGUAGES,
    isolate,
    set_language,
    translate,
    translate_plural,
)
from entraide.vocabulary.messages import SENTENCES, render
from entraide.vocabulary.messages.reasons import translate_reason
from entraide.wording.words import WORDS, denial, word
from tests.unit.agreements.given import text_of

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).parents[3]
LOCALE = ROOT / "src" / "entraide" / "locale"
TRANSLATED = tuple(name for name in LANGUAGES if name != "en")

PLACEHOLDER = re.compile(r"\{\w*\}")
QUOTED = re.compile(r"`[^`]+`")
REFERENCE = "reference-"
PARTS = ("", REFERENCE)
SAME = {
    "fr": {  # the same words in French
        "Action", "Article", "Arguments", "Art.", "Code", "Corruption", "Homicide", "Improbable",
        "Notice", "Notice {notice}", "Parties", "Score", "Suspension", "bits", "possible",
        "question", "score",
        "Contradictions", "Document", "Documents", "Europe", "document {document}", "drones",
        "Articles", "Discussion", "Information", "Situation", "Urgent", "identification", "message",
        "participant", "session", "Conditions",
        "Actions", "Assistance", "Contact", "Contacts", "Identifications", "Session", "Signatures",
        "{hours} h",
        "Art. {number}", "Incident", "Intervention", "Minutes", "Nature", "Notices",
        "assistance", "attention", "contradiction", "drone", "grave", "orange", "transport",
        "version {version}", "{count} min",
        "Surveillance", "document", "transit",
        "destination", "score {score}", "notices", "Position (latitude,longitude)",
    },
    "es": {  # in Spanish
        "Art.", "Art. {number}", "grave", "{count} min", "Asia", "Improbable", "bits", "drones",
        "no", "supervisor", "variable: {name}",
        "{hours} h", "{count} d",
    },
    "ar": set[str](),
}  # fmt: skip
"""Texts whose translation may read as the English does, because the word is the same."""
SAME_IN_REFERENCE: dict[str, set[str]] = {
    "fr": {"ISO 3166-1 alpha-2."},
    "es": {"ISO 3166-1 alpha-2."},
    "ar": set(),
}


@pytest.fixture(autouse=True)
def _speak_english_again() -> Iterator[None]:
    yield
    set_language("en")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "tools" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    found = tuple(module.find_texts())  # seconds: once for all
    setattr(module, "find_texts", lambda: found)  # noqa: B010 - a module's own names are not known
    return module


@cache
def catalogue(language: str, part: str = "") -> Catalog:
    """Return what a language file holds; nobody here changes it."""
    return read_po(io.BytesIO((LOCALE / f"{part}{language}.po").read_bytes()), locale=language)


def texts(language: str, part: str = "") -> list[Message]:
    return [message for message in catalogue(language, part) if message.id]


def forms(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def test_the_catalogue_is_in_step_with_the_source(tool: ModuleType) -> None:
    assert tool.main(["--check"]) == 0, "run python tools/catalogue.py and translate what is new"


def test_the_tool_finds_marks_plurals_and_help(tool: ModuleType) -> None:
    found = {form: text.file for text in tool.find_texts() for form in text.forms}
    assert found["Terrorism"] == "src/entraide/vocabulary/threats.py"
    assert found["Score {score}: {decision} ({band})"] == "src/entraide/cli/match.py"
    assert found["Compare two names token by token."] == "src/entraide/cli/match.py"
    assert "Number of a passport or identity card." in found
    assert "The officer who acts." in found
    assert any(len(text.forms) > 1 for text in tool.find_texts())


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_missing(language: str, part: str) -> None:
    missing = [
        message.id
        for message in texts(language, part)
        if message.fuzzy or not all(form.strip() for form in forms(message.string))
    ]
    assert not missing
    assert len(texts(language, part)) == len(texts("fr", part))


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_the_api_means_keeps_its_codes_in_every_language(language: str) -> None:
    for message in texts(language, REFERENCE):
        for kept in (QUOTED, PLACEHOLDER):
            said = sorted(kept.findall(forms(message.id)[0]))
            assert sorted(kept.findall(forms(message.string)[0])) == said, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_fills_the_same_placeholders(language: str) -> None:
    for message in texts(language):
        wanted = set(PLACEHOLDER.findall(forms(message.id)[-1]))
        for form in forms(message.string):
            found = PLACEHOLDER.findall(form)
            assert set(found) <= wanted, form
            assert len(forms(message.string)) > 1 or sorted(found) == sorted(
                PLACEHOLDER.findall(forms(message.id)[0])
            ), form
            assert wanted - set(found) <= {"{count}"}, form


@pytest.mark.parametrize(("part", "same"), [("", SAME), (REFERENCE, SAME_IN_REFERENCE)])
@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_the_english_left_as_it_was(
    language: str, part: str, same: dict[str, set[str]]
) -> None:
    found = {
        message.id
        for message in texts(language, part)
        if message.id == message.string and re.search(r"[A-Za-z]", PLACEHOLDER.sub("", message.id))
    }
    assert found == same[language]


@pytest.mark.parametrize("part", PARTS)
def test_arabic_is_written_in_arabic(part: str) -> None:
    for message in texts("ar", part):
        words = PLACEHOLDER.sub("", forms(message.id)[0])
        if re.search(r"[a-z]{3}", words) and not re.fullmatch(r"[\w, -]+\.", words):
            for form in forms(message.string):
                assert re.search(r"[\u0600-\u06ff]", form), form
                assert not re.search(r"[\u0660-\u0669\u06f0-\u06f9]", form), "western digits"


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (0, "لم يُتحقق"),
        (1, "مدخل واحد"),
        (2, "مدخلين"),
        (3, "3 مداخل"),
        (10, "10 مداخل"),
        (11, "11 مدخلًا"),
        (99, "99 مدخلًا"),
        (100, "100 مدخل؛"),
        (103, "103 مداخل"),
    ],
)
def test_arabic_counts_in_six_forms(count: int, says: str) -> None:
    set_language("ar")
    one = "One entry verified; held against what these cosigned: {witnesses}."
    many = "{count} entries verified; held against what these cosigned: {witnesses}."
    assert says in translate_plural(one, many, count, witnesses="w")


def test_french_counts_nothing_as_one() -> None:
    set_language("fr")
    one = "One entry verified; held against what these cosigned: {witnesses}."
    many = "{count} entries verified; held against what these cosigned: {witnesses}."
    assert translate_plural(one, many, 0, witnesses="-").startswith("Une entrée")
    assert translate_plural(one, many, 2, witnesses="-").startswith("2 entrées")


@pytest.mark.parametrize("tag", ["ar", "ar_MA.UTF-8", "ar-EG", "AR"])
def test_a_region_speaks_its_language(tag: str) -> None:
    set_language(tag)
    assert translate("Terrorism") == "الإرهاب"


@pytest.mark.parametrize("tag", ["", "C", "C.UTF-8", "de_DE.UTF-8", "../fr", "xx"])
def test_a_language_that_is_not_there_falls_back_to_english(tag: str) -> None:
    set_language(tag)
    assert translate("Terrorism") == "Terrorism"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_shows_the_header_of_the_catalogue(language: str) -> None:
    set_language(language)
    assert translate("") == ""


def test_a_latin_name_does_not_reorder_an_arabic_sentence() -> None:
    set_language("ar")
    said = translate("There is no officer {officer} in this node.", officer="Amina (2)")
    assert "\u2068Amina (2)\u2069" in said
    assert isolate("2026-10-02") == "\u20682026-10-02\u2069"
    assert isolate(isolate("Amina")) == isolate("Amina")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_an_arabic_name_does_not_reorder_a_latin_sentence(language: str) -> None:
    set_language(language)
    said = translate("There is no officer {officer} in this node.", officer="أمينة")
    assert "\u2068أمينة\u2069" in said
    assert "\u2068" not in translate("There is no officer {officer} here.", officer="Zoé")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_of_an_error_can_be_filled(language: str) -> None:
    set_language(language)
    for code, sentence in SENTENCES.items():
        fields = {name.strip("{}"): "x" for name in PLACEHOLDER.findall(sentence)}
        said = translate(sentence, **fields)
        words = re.search(r"[a-z]", PLACEHOLDER.sub("", sentence))
        assert said != sentence.format(**fields) or not words, code


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_kind_of_an_unknown_code_is_said_in_the_readers_language(language: str) -> None:
    set_language(language)
    said = render(
        InputError("vocabulary.unknown_code", kind="purpose", found="x", nearest="training")
    )
    assert translate("purpose") in said
    assert "purpose" not in said


def test_the_reason_of_a_library_is_said_in_the_readers_language() -> None:
    set_language("fr")
    assert translate_reason("Field required") == "Champ obligatoire"
    assert (
        translate_reason("Input should be less than or equal to 65535") == "Il faut au plus 65535"
    )
    assert translate_reason("[Errno 13] Permission denied: '/x'") == "Accès refusé: '/x'"
    assert translate_reason("ClientConnectorError") == "aucune connexion"
    assert translate_reason("a reason nobody knows") == "a reason nobody knows"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_memorandum_drafted_in_a_language_reads_back(language: str) -> None:
    set_language(language)
    text = text_of()
    assert parse_agreement(text).title == translate("Memorandum on police cooperation")
    assert "\u2068" not in text


@pytest.mark.parametrize(
    ("field", "codes"),
    [
        ("state", tuple(State)),
        ("role", tuple(Role)),
        ("reason", AGREEMENTS),
        ("feature", tuple(rule.name for rule in FEATURES)),
        ("band", ("strong", "possible", "weak", "none")),
        ("decision", ("match", "no-match")),
        ("kind", tuple(KINDS.keys() - {"memorandum", "receipt", "reconcile", "review"})),
        ("verdict", ("permitted", "needs-a-person", "denied")),
        ("result", tuple(set(Standing) - {Standing.NEW})),
    ],
)
def test_every_code_that_results_carry_has_a_word(field: str, codes: tuple[str, ...]) -> None:
    assert set(codes) <= set(WORDS[field])
    set_language("ar")
    for code in codes:
        assert re.search(r"[\u0600-\u06ff]", word(field, code)), code


def test_a_denial_says_its_article_and_ground_in_words() -> None:
    assert denial("policy.purpose_not_agreed", "Art. 2.3") == (
        "Art. 2.3: this purpose is not agreed [policy.purpose_not_agreed]"
    )
    set_language("ar")
    assert "المادة 2.3" in denial("policy.purpose_not_agreed", "Art. 2.3")
    assert translate("A safeguard of chapter 9 stands against it") in denial(
        "refused.safeguards", "Art. 2.8"
    )


def run(language: str, *arguments: str) -> str:
    environment = {**os.environ, "ENTRAIDE_LANGUAGE": language, "PYTHONPATH": str(ROOT / "src")}  # noqa: TID251 - the whole environment, for a process
    command = [sys.executable, "-m", "entraide", *arguments]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    return done.stdout + done.stderr


@pytest.mark.slow
def test_the_command_speaks_arabic() -> None:
    said = run("ar", "exit-codes")
    assert "رموز الخروج" in said
    assert "سطر أوامر خاطئ" in said
    assert "done" not in said


@pytest.mark.slow
def test_the_command_speaks_english_where_the_language_is_not_known() -> None:
    assert "a wrong command line" in run("tlh", "exit-codes")
