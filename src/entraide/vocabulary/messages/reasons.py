"""Reasons that libraries and the operating system give in English, in the reader's language.

They arrive as text inside an error's data. What the table knows is translated, with the numbers
and names that it holds; what it does not know (a detail of SQLite or OpenSSL) is shown as it came.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from entraide.vocabulary.language import mark, translate

__all__ = ["FAULTS", "REASONS", "translate_reason"]

REASONS: Final = (
    # pydantic
    mark("Field required"),
    mark("Extra inputs are not permitted"),
    mark("Input should be a valid string"),
    mark("Input should be a valid integer"),
    mark("Input should be a valid integer, unable to parse string as an integer"),
    mark("Input should be a valid boolean"),
    mark("Input should be a valid boolean, unable to interpret input"),
    mark("Input should be a valid tuple"),
    mark("Input should be a valid dictionary or instance of {kind}"),
    mark("Input should be greater than or equal to {limit}"),
    mark("Input should be less than or equal to {limit}"),
    mark("String should have at least {limit} character"),
    mark("String should have at least {limit} characters"),
    mark("String should have at most {limit} character"),
    mark("String should have at most {limit} characters"),
    mark("String should match pattern '{pattern}'"),
    mark("Tuple should have at least {limit} item after validation, not {found}"),
    mark("Tuple should have at most {limit} items after validation, not {found}"),
    mark("Value error, not an ISO 3166 alpha-2 code"),
    # the operating system
    mark("Address already in use"),
    mark("Cannot assign requested address"),
    mark("Connection refused"),
    mark("Connection reset by peer"),
    mark("Connection timed out"),
    mark("File name too long"),
    mark("Input/output error"),
    mark("Is a directory"),
    mark("Name or service not known"),
    mark("Network is unreachable"),
    mark("No route to host"),
    mark("No space left on device"),
    mark("No such file or directory"),
    mark("Not a directory"),
    mark("Permission denied"),
    mark("Read-only file system"),
    # SQLite
    mark("database is locked"),
    mark("database disk image is malformed"),
    mark("database or disk is full"),
    mark("disk I/O error"),
    mark("file is not a database"),
    mark("unable to open database file"),
)

FAULTS: Final = {
    "no address": mark("no address"),
    "ClientConnectionResetError": mark("the connection was cut"),
    "ClientConnectorCertificateError": mark("another certificate than the one that is pinned"),
    "ClientConnectorDNSError": mark("the name of the host is not known"),
    "ClientConnectorError": mark("no connection"),
    "ClientConnectorSSLError": mark("the connection could not be secured"),
    "ClientOSError": mark("the connection was cut"),
    "ConnectionTimeoutError": mark("no answer in time"),
    "ServerDisconnectedError": mark("the connection was cut"),
    "ServerFingerprintMismatch": mark("another certificate than the one that is pinned"),
    "SocketTimeoutError": mark("no answer in time"),
    "TimeoutError": mark("no answer in time"),
}
"""What the names of the network's exceptions mean (they stand in a partner's last fault)."""

_NUMBERED: Final = re.compile(r"^\[Errno -?\d+\] (?P<reason>.+?)(?P<where>: '.*')?$", re.DOTALL)
_FIELD: Final = re.compile(r"\\\{(\w+)\\\}")


def translate_reason(text: str) -> str:
    """Return a reason in the reader's language; the text itself where it is not known."""
    if text in FAULTS:
        return translate(FAULTS[text])
    numbered = _NUMBERED.match(text)
    if numbered:
        return f"{translate_reason(numbered['reason'])}{numbered['where'] or ''}"
    for pattern, sentence in _patterns():
        found = pattern.fullmatch(text)
        if found:
            return translate(sentence, **found.groupdict())
    return translate(text)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(_FIELD.sub(r"(?P<\1>.+)", re.escape(sentence))), sentence)
        for sentence in REASONS
    )
