"""Canonical JSON (RFC 8785): the one byte form of every value that is hashed or signed.

A value may hold null, booleans, integers within 53 bits, strings without lone surrogates, lists
and objects with string keys. Floating-point numbers are refused although RFC 8785 allows them: no
signed field needs one, and two languages that print a double differently would break a signature.
Parsing is strict: bytes that are not the canonical form of what they say are refused, so that one
value has one byte form and one digest.

Every message passes here several times. Where all keys are ASCII, ``orjson`` with sorted keys
writes the same bytes as ``rfc8785`` in a hundredth of the time (RFC 8785 sorts keys by UTF-16
units, it by code points: for ASCII the same); other values go through ``rfc8785``. What ``orjson``
will not write (nested deeper than 254, a lone surrogate) the standard library writes or refuses.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import orjson
import rfc8785

from entraide.errors import InputError, RemoteProtocolError

__all__ = ["Json", "decode_canonical", "digest", "encode_canonical"]

Json: TypeAlias = (
    "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"  # what may be signed
)

_MOST: Final = 2**53 - 1


def _no_float(text: str) -> None:
    raise ValueError(text)


def _bounded(text: str) -> int:
    value = int(text)
    if not -_MOST <= value <= _MOST:
        raise ValueError(text)
    return value


_READER: Final = json.JSONDecoder(
    parse_float=_no_float, parse_constant=_no_float, parse_int=_bounded
)
_SLOW: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def encode_canonical(value: Json) -> bytes:
    """Return the canonical UTF-8 bytes of a value; InputError where it has none."""
    try:
        return _written(value)
    except (ValueError, RecursionError) as error:  # of rfc8785, of UTF-8, of depth
        raise InputError("canonical.not_encodable", reason=type(error).__name__) from error


def decode_canonical(data: bytes) -> dict[str, Any]:
    """Return the object whose canonical form is exactly ``data``; RemoteProtocolError if not.

    Duplicate keys, other spacing, floats, NaN, nesting that exhausts the parser and a top level
    other than an object are all refused.
    """
    try:
        value = _READER.decode(data.decode("utf-8"))
        same = isinstance(value, dict) and _written_again(value, data.isascii()) == data
    except (ValueError, RecursionError) as error:
        raise RemoteProtocolError("canonical.malformed") from error
    if not same:
        raise RemoteProtocolError("canonical.not_canonical")
    return dict(value)


def digest(value: Json) -> str:
    """Return the SHA-256 of the canonical form, in lower-case hexadecimal."""
    return hashlib.sha256(encode_canonical(value)).hexdigest()


def _written(value: Json) -> bytes:
    """Return the canonical bytes; ValueError or RecursionError where there are none."""
    return _sorted(value) if _is_plain(value) else rfc8785.dumps(value)


def _sorted(value: object) -> bytes:
    """Return a value with its keys sorted by code points; ValueError, RecursionError as above."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return _SLOW.encode(value).encode("utf-8")


def _written_again(value: Json, ascii_only: bool) -> bytes:
    """Return the canonical bytes of what was read; all its keys are ASCII where its bytes are."""
    return _sorted(value) if ascii_only else _written(value)


def _is_plain(value: object) -> bool:
    """Tell whether ``orjson`` writes this value as RFC 8785 asks; InputError at a float.

    Every value is looked at, also after one that is not plain: no float is passed over.
    """
    if value is None or isinstance(value, str):
        return True
    if isinstance(value, int):
        return -_MOST <= value <= _MOST
    if isinstance(value, dict):
        return _are_plain(value.values()) and _are_ascii(value)
    if isinstance(value, list | tuple):
        return _are_plain(value)
    if isinstance(value, float):
        raise InputError("canonical.float", value=value)
    return False


def _are_plain(values: Iterable[object]) -> bool:
    plain = True
    for value in values:
        if type(value) is not str and not _is_plain(value):  # most are texts
            plain = False
    return plain


def _are_ascii(keys: Iterable[Any]) -> bool:
    try:
        return "".join(keys).isascii()
    except TypeError:  # a key that is no text
        return False
