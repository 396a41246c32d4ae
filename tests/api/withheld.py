"""What examples do not tell: secrets of the nodes that they were taken from, each with a stand-in.

Those nodes are gone, but whoever reads a secret in a file must not have to wonder. What looks like
one and is none (a digest, a signature, a public key, a number used once) stands in ``PUBLIC``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from tests.api.fitting import leaves

__all__ = ["PUBLIC", "SECRETS", "secretive", "withheld"]

SECRETS: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("session.order answers", "session"): "‹the secret of the session›",
        ("officer.passkey answers", "code"): "‹the code of the passkey›",
        ("POST /passkey", "code"): "‹the code of the passkey›",
        ("wall.open answers", "code"): "‹the code of the screen›",
        ("POST /wall", "code"): "‹the code of the screen›",
        ("glass.propose answers", "half"): "‹the first half›",
        ("glass.confirm answers", "half"): "‹the second half›",
        ("POST /break-glass", "first"): "‹the first half›",
        ("POST /break-glass", "second"): "‹the second half›",
    }
)
"""The field of an example that is a secret, and what stands there instead."""
PUBLIC: Final = frozenset(
    {
        "GET /oversight/entries/{epoch}/{index}.csv",  # an order's signature, in its cell
        "GET /oversight/entries/{epoch}/{index}/proof",
        "approval",
        "challenge",
        "keys",  # public root keys of a memorandum
        "keyset",
        "note",  # a checkpoint with its cosignatures
        "order_signature",
        "proof",
        "public_key",
        "response",  # of a passkey: its public key or a signature
        "roots",
        "signature",
        "signed",
        "user",
        "value",  # of a signature under a memorandum
    }
)
_CODE: Final = re.compile(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{24,}")
_MIXED: Final = (re.compile(r"[a-z]"), re.compile(r"[A-Z]"), re.compile(r"[0-9]"))


def withheld(name: str, value: Any) -> Any:
    """Return an example without its secrets."""
    if not isinstance(value, dict):
        return value
    return {field: SECRETS.get((name, field), each) for field, each in value.items()}


def secretive(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield what in an example looks like a secret and is not known to be public."""
    for field, each in leaves(value, name):
        tokens = _TOKEN.findall(each) if isinstance(each, str) and field not in PUBLIC else ()
        mixed = [each for each in tokens if all(kind.search(each) for kind in _MIXED)]
        codes = _CODE.findall(each) if isinstance(each, str) else ()
        yield from ((field, found) for found in (*mixed, *codes))
