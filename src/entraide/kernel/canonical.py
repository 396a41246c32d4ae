"""Canonical JSON (RFC 8785): the one byte form of every value that is hashed or signed.

A value may hold null, booleans, integers within 53 bits, strings without lone surrogates, lists
and objects with string keys. Floating-point numbers are refused although RFC 8785 allows them: no
signed field needs one, and two languages that print a double differently would break a signature.
Parsing is strict: bytes that are not the canonical form of what they say are refused, so that one
value has one byte form and one digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import rfc8785

from entraide.errors import InputError, RemoteProtocolError

__all__ = ["Json", "JsonObject", "decode_canonical", "digest", "encode_canonical"]

Json: TypeAlias = (
    "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"  # what may be signed
)
JsonObject: TypeAlias = Mapping[str, Json]


def encode_canonical(value: Json) -> bytes:
    """Return the canonical UTF-8 bytes of a value; InputError where it has none."""
    _refuse_floats(value)
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
        raise InputError("canonical.not_encodable", reason=type(error).__name__) from error


def decode_canonical(data: bytes) -> dict[str, Any]:
    """Return the object whose canonical form is exactly ``data``; RemoteProtocolError if not.

    Duplicate keys, other spacing, floats, NaN, nesting that exhausts the parser and a top level
    other than an object are all refused.
    """
    try:
        value = json.loads(data.decode("utf-8"), parse_float=_no_float, parse_constant=_no_float)
        same = isinstance(value, dict) and rfc8785.dumps(value) == data
    except (ValueError, RecursionError) as error:
        raise RemoteProtocolError("canonical.malformed") from error
    if not same:
        raise RemoteProtocolError("canonical.not_canonical")
    return dict(value)


def digest(value: Json) -> str:
    """Return the SHA-256 of the canonical form, in lower-case hexadecimal."""
    return hashlib.sha256(encode_canonical(value)).hexdigest()


def _no_float(text: str) -> None:
    raise ValueError(text)


def _refuse_floats(value: Json) -> None:
    if isinstance(value, float):
        raise InputError("canonical.float", value=value)
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for inner in value:
            _refuse_floats(inner)
