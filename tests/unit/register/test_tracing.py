"""Every fact leads back to bytes of its document, or says that only its text has it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.adapters.register.pages import text_of_bytes
from entraide.register import Evidence, Reading
from entraide.register.encoding import decode_reading, encode_reading
from entraide.register.tracing import trace_reading
from tests.unit.register.pages import TUNIS, read
from tests.unit.register.test_files import html_page


def _quotes(value: Any) -> Iterator[Evidence]:
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _quotes(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _quotes(getattr(value, field.name))


def _is_at(document: bytes, quoted: Evidence) -> bool:
    return quoted.source is not None and (
        document[slice(*quoted.source)] == quoted.text.encode("utf-8")
    )


def test_every_quotation_of_a_text_file_stands_at_its_bytes() -> None:
    document = TUNIS.encode("utf-8")
    traced = trace_reading(read(TUNIS), TUNIS, document)
    quotes = list(_quotes(traced))
    assert quotes
    assert all(_is_at(document, each) for each in quotes)


def test_a_quotation_of_html_stands_at_its_bytes_or_says_that_it_does_not() -> None:
    document = html_page().replace(b"liaison", b"liai&shy;son")
    _, text = text_of_bytes(document, "page.html")
    quotes = list(_quotes(trace_reading(read(text), text, document)))
    placed = [each for each in quotes if each.source is not None]
    assert placed
    assert all(_is_at(document, each) for each in placed)
    assert any(each.source is None for each in quotes)


def test_a_sentence_that_stands_twice_in_the_source_is_given_no_place() -> None:
    _, text = text_of_bytes(html_page(), "page.html")
    doubled = html_page() + html_page()
    assert all(each.source is None for each in _quotes(trace_reading(read(text), text, doubled)))


def test_the_reading_names_the_digest_of_the_text_that_its_offsets_count_in() -> None:
    assert read(TUNIS).text_sha256 == hashlib.sha256(TUNIS.encode("utf-8")).hexdigest()


def test_a_traced_reading_is_the_same_after_json() -> None:
    traced = trace_reading(read(TUNIS), TUNIS, TUNIS.encode("utf-8"))
    assert decode_reading(encode_reading(traced)) == traced


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=60), st.data())
def test_bytes_of_a_quotation_are_its_text_in_any_script(text: str, data: st.DataObject) -> None:
    text = text.encode("utf-8", "ignore").decode("utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    empty = Reading(sha256="", chars=len(text), language="en", body=(0, 0))
    reading = replace(empty, title=Evidence(start, end, text[start:end]))
    document = text.encode("utf-8")
    (quoted,) = _quotes(trace_reading(reading, text, document))
    assert _is_at(document, quoted)
