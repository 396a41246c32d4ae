"""The vectors of RFC 8785's author, against our stricter rule (no fractions, an object on top)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from entraide.errors import InputError, RemoteProtocolError
from entraide.kernel.canonical import decode_canonical, encode_canonical

FOLDER = Path(__file__).parents[3] / "shared/data/vectors/jcs/testdata"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data is not here")


@pytest.mark.parametrize("name", ["french", "unicode", "weird"])
def test_objects_come_out_as_the_standard_says(name: str) -> None:
    expected = (FOLDER / f"output/{name}.json").read_bytes()
    value = json.loads((FOLDER / f"input/{name}.json").read_text(encoding="utf-8"))
    assert encode_canonical(value) == expected
    assert decode_canonical(expected) == value
    hexadecimal = (FOLDER / f"outhex/{name}.txt").read_text()
    assert bytes.fromhex(hexadecimal) == expected


@pytest.mark.parametrize("name", ["values", "structures"])
def test_fractions_are_refused_although_the_standard_allows_them(name: str) -> None:
    value = json.loads((FOLDER / f"input/{name}.json").read_text(encoding="utf-8"))
    with pytest.raises(InputError) as caught:
        encode_canonical(value)
    assert caught.value.code == "canonical.float"


def test_a_canonical_text_with_fractions_is_refused_when_read() -> None:
    with pytest.raises(RemoteProtocolError) as caught:
        decode_canonical((FOLDER / "output/values.json").read_bytes())
    assert caught.value.code == "canonical.malformed"


def test_a_whole_number_that_the_standard_reduced_from_a_fraction_is_read() -> None:
    data = (FOLDER / "output/structures.json").read_bytes()
    assert encode_canonical(decode_canonical(data)) == data


def test_a_list_on_top_encodes_but_no_message_is_one() -> None:
    data = (FOLDER / "output/arrays.json").read_bytes()
    value = json.loads((FOLDER / "input/arrays.json").read_text())
    assert encode_canonical(value) == data
    with pytest.raises(RemoteProtocolError) as caught:
        decode_canonical(data)
    assert caught.value.code == "canonical.not_canonical"


def test_the_input_forms_are_not_their_own_canonical_form() -> None:
    for name in ("french", "unicode", "weird", "structures"):
        with pytest.raises(RemoteProtocolError):
            decode_canonical((FOLDER / f"input/{name}.json").read_bytes())
