"""The fast writer of canonical JSON writes what RFC 8785 writes, whatever the value."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.errors import InputError
from entraide.kernel.canonical import decode_canonical, encode_canonical

_MOST = 2**53 - 1
LEAVES = st.none() | st.booleans() | st.integers(-_MOST, _MOST) | st.text()
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=30,
)


@given(VALUES)
@settings(deadline=None, max_examples=300)
def test_every_value_is_written_as_rfc_8785_writes_it(value: Any) -> None:
    assert encode_canonical(value) == rfc8785.dumps(value)


@given(st.dictionaries(st.text(), VALUES))
@settings(deadline=None)
def test_what_is_written_is_read_back_and_nothing_else_is(value: dict[str, Any]) -> None:
    data = encode_canonical(value)
    assert encode_canonical(decode_canonical(data)) == data


@pytest.mark.parametrize("key", ["\uffee", "\U0001f600", "é", "a\x7f", "\u2028"])
def test_keys_beyond_ascii_are_ordered_by_utf_16_units(key: str) -> None:
    value = {key: 1, "\ue000": 2, "\U00010000": 3, "z": 4}
    assert encode_canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [1.5, [0.0], {"a": [1, {"b": 2.0}]}, {"é": 1.0}, [object(), 1.0], (1, float("nan"))],
)
def test_a_float_anywhere_is_refused(value: Any) -> None:
    with pytest.raises(InputError) as caught:
        encode_canonical(value)
    assert caught.value.code == "canonical.float"


@pytest.mark.parametrize(
    "value", [2**53, -(2**53), "\ud800", {"\udfff": 1}, {1: 2}, object(), b"x"]
)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(InputError) as caught:
        encode_canonical(value)
    assert caught.value.code == "canonical.not_encodable"
