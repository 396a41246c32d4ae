"""One word of a memorandum, read by its shape: text, code, number, day, key.

Each reader takes the text and its shape and returns the value, or raises InputError without a
place; ``reading`` adds path and line.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, Final

from entraide.agreements.provisions import (
    Choice,
    Coded,
    Count,
    Day,
    Flag,
    Pattern,
    PublicKey,
    Shape,
    Text,
)
from entraide.errors import InputError, TrustError
from entraide.kernel.keys import VerifyKey
from entraide.vocabulary.codes import nearest_of

__all__ = ["read_scalar"]

_SHOWN: Final = 64
_NAME_MOST: Final = 64
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,14}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FLAGS: Final = {"yes": True, "true": True, "no": False, "false": False}
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS: Final = frozenset("\u200c\u200d\u200e\u200f\u061c")
"""Format characters that Arabic, Persian and mixed text need; the bidi overrides are not here."""


def read_scalar(text: str, shape: Shape) -> Any:
    """Return the value of a word of this shape; InputError (without a place) if it has none."""
    reader = _READERS.get(type(shape))
    if reader is None:
        raise InputError("agreement.not_a_word")
    return reader(text, shape)


def _text(text: str, shape: Text) -> str:
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    if not 0 < len(plain) <= shape.most:
        raise InputError("agreement.text_length", most=shape.most)
    for letter in plain:
        if unicodedata.category(letter) in _INVISIBLE and letter not in _JOINERS:
            raise InputError("agreement.invisible", found=f"U+{ord(letter):04X}")
    return plain


def _pattern(text: str, shape: Pattern) -> str:
    if len(text) > _NAME_MOST or not shape.form.fullmatch(text):
        raise InputError("agreement.not_of_form", found=text[:_SHOWN], example=shape.example)
    return text


def _code(text: str, shape: Coded) -> str:
    if text in shape.table or (text and text == shape.also):
        return text
    near = nearest_of(text, shape.table.codes)
    kind = shape.table.kind
    raise InputError("agreement.unknown_code", kind=kind, found=text[:_SHOWN], nearest=near)


def _choice(text: str, shape: Choice) -> StrEnum:
    known = tuple(one.value for one in shape.kind)
    if text not in known:
        near = nearest_of(text, known)
        raise InputError("agreement.unknown_word", found=text[:_SHOWN], nearest=near)
    return shape.kind(text)


def _count(text: str, shape: Count) -> int:
    if not _NUMBER.fullmatch(text) or not shape.least <= int(text) <= shape.most:
        raise InputError(
            "agreement.not_a_count", found=text[:_SHOWN], least=shape.least, most=shape.most
        )
    return int(text)


def _flag(text: str, _shape: Flag) -> bool:
    if text not in _FLAGS:
        raise InputError("agreement.not_yes_or_no", found=text[:_SHOWN])
    return _FLAGS[text]


def _day(text: str, _shape: Day) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError as error:
        raise InputError("agreement.not_a_day", found=text) from error
    raise InputError("agreement.not_a_day", found=text[:_SHOWN])


def _public_key(text: str, _shape: PublicKey) -> VerifyKey:
    try:
        raw = base64.urlsafe_b64decode(f"{text[:_SHOWN]}=")
        key = VerifyKey(raw)
    except (binascii.Error, ValueError, TrustError) as error:
        raise InputError("agreement.not_a_key", found=text[:_SHOWN]) from error
    if base64.urlsafe_b64encode(raw).decode() != f"{text}=":
        raise InputError("agreement.not_a_key", found=text[:_SHOWN])
    return key


_READERS: Final[dict[type[Any], Callable[[str, Any], Any]]] = {
    Text: _text,
    Pattern: _pattern,
    Coded: _code,
    Choice: _choice,
    Count: _count,
    Flag: _flag,
    Day: _day,
    PublicKey: _public_key,
}
