"""Base64url without padding, and the strict reading of fields of decoded JSON objects.

Everything that a partner sends is decoded to a plain object and then taken apart with ``Fields``:
each field is present, of its type and within its limit, and no field is left over. A field that is
not so is the partner's fault: RemoteProtocolError with the field's name, never its value.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, Final

from entraide.errors import RemoteProtocolError

__all__ = ["Fields", "from_base64", "to_base64"]

_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*")
_HEX: Final = re.compile(r"[0-9a-f]+")
_TOKEN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]*", re.ASCII)
_MAX_TEXT: Final = 65_536
"""Characters allowed in a text field unless its reader says otherwise."""
_MAX_ITEMS: Final = 1_024
_MAX_INTEGER: Final = 2**53 - 1


def to_base64(data: bytes) -> str:
    """Return base64url without padding (RFC 4648 section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64(text: str) -> bytes:
    """Return the bytes of canonical base64url without padding; RemoteProtocolError if not."""
    try:
        if not _BASE64URL.fullmatch(text):
            raise RemoteProtocolError("field.not_base64")
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise RemoteProtocolError("field.not_base64") from error
    if to_base64(data) != text:
        raise RemoteProtocolError("field.not_base64")
    return data


class Fields:
    """Take the fields of one object, each once; ``done`` refuses what is left."""

    __slots__ = ("_left", "_where")

    def __init__(self, value: object, where: str) -> None:
        """Begin with an object; ``where`` names it in errors."""
        if not isinstance(value, Mapping):
            raise RemoteProtocolError("field.not_object", field=where)
        self._left: dict[str, Any] = dict(value)
        self._where = where

    def text(self, name: str, *, limit: int = _MAX_TEXT) -> str:
        """Take a non-empty text without NUL, which no store keeps."""
        value = self._take(name, str)
        if not value or len(value) > limit or "\0" in value:
            raise self._bad(name)
        return str(value)

    def token(self, name: str, *, limit: int) -> str:
        """Take a name that logs and terminals can show: letters, digits and ``._:/-``."""
        value = self.text(name, limit=limit)
        if not _TOKEN.fullmatch(value):
            raise self._bad(name)
        return value

    def line(self, name: str, *, limit: int) -> str:
        """Take a text of printable characters: no line feeds, no commands to a terminal."""
        value = self.text(name, limit=limit)
        if not value.isprintable():
            raise self._bad(name)
        return value

    def line_or_none(self, name: str, *, limit: int) -> str | None:
        """Take such a text or null."""
        if name in self._left and self._left[name] is None:
            return self.text_or_none(name)
        return self.line(name, limit=limit)

    def text_or_none(self, name: str, *, limit: int = _MAX_TEXT) -> str | None:
        """Take a text or null."""
        if name in self._left and self._left[name] is None:
            del self._left[name]
            return None
        return self.text(name, limit=limit)

    def is_null(self, name: str) -> bool:
        """Take a field that is null and tell so; leave any other where it is."""
        if name in self._left and self._left[name] is None:
            del self._left[name]
            return True
        return False

    def hexadecimal(self, name: str, *, digits: int) -> str:
        """Take a lower-case hexadecimal number of exactly so many digits."""
        value = self.text(name, limit=digits)
        if len(value) != digits or not _HEX.fullmatch(value):
            raise self._bad(name)
        return value

    def integer(self, name: str) -> int:
        """Take an integer from 0 to 2**53 - 1."""
        value = self._take(name, int)
        if isinstance(value, bool) or not 0 <= value <= _MAX_INTEGER:
            raise self._bad(name)
        return int(value)

    def flag(self, name: str) -> bool:
        """Take true or false."""
        return bool(self._take(name, bool))

    def data(self, name: str, *, limit: int = _MAX_TEXT) -> bytes:
        """Take bytes written in base64url."""
        return from_base64(self.text(name, limit=limit))

    def texts(
        self, name: str, *, limit: int = _MAX_ITEMS, each: int = _MAX_TEXT
    ) -> tuple[str, ...]:
        """Take a list of texts, each within its own limit."""
        values = self.items(name, limit=limit)
        if not all(isinstance(value, str) and len(value) <= each for value in values):
            raise self._bad(name)
        return tuple(values)

    def items(self, name: str, *, limit: int = _MAX_ITEMS) -> tuple[Any, ...]:
        """Take a list of anything, for the caller to read on."""
        value = self._take(name, list)
        if len(value) > limit:
            raise self._bad(name)
        return tuple(value)

    def inner(self, name: str) -> Mapping[str, Any]:
        """Take an object as it is, for the caller to read on."""
        return dict(self._take(name, dict))

    def exactly(self, name: str, expected: str) -> None:
        """Take a field that can only have one value: a form or a version."""
        if self.text(name) != expected:
            raise RemoteProtocolError("field.unknown_version", field=f"{self._where}.{name}")

    def done(self) -> None:
        """Refuse fields that nobody took."""
        if self._left:
            raise RemoteProtocolError("field.unknown", field=self._where)

    def _take(self, name: str, kind: type) -> Any:  # narrowed by each caller
        if name not in self._left or not isinstance(self._left[name], kind):
            raise self._bad(name)
        return self._left.pop(name)

    def _bad(self, name: str) -> RemoteProtocolError:
        return RemoteProtocolError("field.malformed", field=f"{self._where}.{name}")
