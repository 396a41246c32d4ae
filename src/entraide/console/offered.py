"""Files with memoranda that somebody brought to the console to be looked at, before any signature.

Kept in this process's memory under the hash that officers sign, the latest few; nothing of them is
in the node until two officers have signed.
"""

from __future__ import annotations

from typing import Final

from entraide.errors import InputError
from entraide.node.memorandum.countersigning import countersigning_payload

__all__ = ["Offered"]

_MOST: Final = 20


class Offered:
    """What was brought, by its hash."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._files: dict[str, str] = {}

    def add(self, signed: str) -> str:
        """Keep a file; return its hash."""
        payload = countersigning_payload(signed)
        others = [pair for pair in self._files.items() if pair[0] != payload]
        self._files = dict([*others, (payload, signed)][-_MOST:])
        return payload

    def find(self, payload: str) -> str:
        """Return a file; InputError where it is not here any more."""
        if payload not in self._files:
            raise InputError("pending.unknown")
        return self._files[payload]

    def drop(self, payload: str) -> None:
        """Forget a file."""
        self._files.pop(payload, None)

    @property
    def payloads(self) -> tuple[str, ...]:
        """The hash of every file, the latest last."""
        return tuple(self._files)
