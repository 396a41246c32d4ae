"""Strict pieces of the line-based formats of C2SP: base64, decimals, lists of hashes.

Each value has exactly one text, so that two readers never take two values from one file. What is
not that text is a RemoteProtocolError. Numbers stay below 2**63, as the cosignature format asks.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import Final

from entraide.errors import RemoteProtocolError

__all__ = [
    "MAX_NUMBER",
    "decode_base64",
    "decode_hash",
    "decode_text",
    "encode_base64",
    "encode_hashes",
    "is_surrogate",
    "parse_decimal",
]

MAX_NUMBER: Final = 2**63 - 1
_MAX_DIGITS: Final = 19
_HASH_SIZE: Final = 32


def encode_base64(data: bytes) -> str:
    """Encode with the standard alphabet and padding (RFC 4648, section 4)."""
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: str) -> bytes:
    """Decode what `encode_base64` writes and nothing else (no spare bits, spaces or lines)."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeError) as error:
        raise RemoteProtocolError("line.not_base64") from error
    if encode_base64(data) != text:
        raise RemoteProtocolError("line.not_base64")
    return data


def decode_hash(text: str) -> bytes:
    """Decode one SHA-256 hash."""
    data = decode_base64(text)
    if len(data) != _HASH_SIZE:
        raise RemoteProtocolError("line.not_a_hash", length=len(data))
    return data


def encode_hashes(hashes: Iterable[bytes]) -> str:
    """Write one hash on each line, every line ended."""
    return "".join(f"{encode_base64(each)}\n" for each in hashes)


def parse_decimal(text: str) -> int:
    """Read an ASCII decimal without sign or leading zero, at most `MAX_NUMBER`."""
    digits = text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS
    if not digits or (text[0] == "0" and text != "0") or int(text) > MAX_NUMBER:
        raise RemoteProtocolError("line.not_a_number")
    return int(text)


def decode_text(data: bytes) -> str:
    """Decode UTF-8 that has no control character but the newline."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RemoteProtocolError("line.not_text") from error
    if any(character < " " and character != "\n" for character in text):
        raise RemoteProtocolError("line.not_text")
    return text


def is_surrogate(character: str) -> bool:
    """Say whether a character is half of a pair and so has no UTF-8 form."""
    return "\ud800" <= character <= "\udfff"
