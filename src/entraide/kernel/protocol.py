"""Versions of the exchange between two nodes: which there are, and which one two of them speak.

A node's card, which its signing key signs, names the versions that the node speaks. Two nodes speak
the highest that both cards name; neither goes below what their agreement asks (Art. 8.6). Nothing
is negotiated on the wire, so nobody there can talk two nodes down, and a message says its version
in the part that is signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from entraide.errors import TrustError

__all__ = ["PRESENT_VERSION", "PROTOCOL_VERSIONS", "choose_version"]

PROTOCOL_VERSIONS: Final = ("1",)
"""Versions of the exchange that this release speaks."""
PRESENT_VERSION: Final = 1
"""The version in which this release writes."""
_MOST_DIGITS: Final = 4


def choose_version(ours: Iterable[str], theirs: Iterable[str], *, least: int, partner: str) -> int:
    """Return the highest version that both cards name; TrustError where they must not speak.

    ``least`` is what the agreement asks (Art. 8.6). Names that are no version count for nothing.
    """
    common = _numbers(ours) & _numbers(theirs)
    highest = max(common, default=0)
    if not common:
        raise TrustError("protocol.none_in_common", partner=partner)
    if highest < least:
        raise TrustError("protocol.below_minimum", partner=partner, version=highest, least=least)
    return highest


def _numbers(names: Iterable[str]) -> frozenset[int]:
    return frozenset(int(name) for name in names if _is_version(name))


def _is_version(name: str) -> bool:
    digits = name.isascii() and name.isdigit() and len(name) <= _MOST_DIGITS
    return digits and not name.startswith("0")
