"""Writes the vectors of the exchange that are missing: ``python -m tests.vectors.freeze``.

A vector is one file with the exact bytes of one thing, of one version of the protocol. What is
there is never written again: a release that reads it otherwise has broken the protocol. A new kind
of message gets its body in ``tests.samples`` and its file from here; a new version of the protocol
gets a new folder, and the old one stays for as long as its release is read (two years).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from entraide.agreements.declarations import encode_declaration
from entraide.agreements.signing import encode_signed
from entraide.exchange.bodies import Body, Receipt
from entraide.kernel.canonical import encode_canonical
from entraide.kernel.card import encode_card
from entraide.kernel.note import encode_note
from entraide.kernel.revocation import encode_revocation
from tests import samples

FOLDER: Final = Path(__file__).parent / "data"
PRESENT: Final = FOLDER / "exchange-1"


def name_of(body: Body) -> str:
    """Return the name of a message's file: its kind, and its version from the second on."""
    return f"message-{body.KIND}" + (f"-{body.VERSION}" if body.VERSION > 1 else "")


WRITTEN: Final[Mapping[str, Callable[[], bytes]]] = {
    "agreement": lambda: encode_signed(samples.AGREEMENT),
    "card": lambda: encode_card(samples.CARD),
    "checkpoint": lambda: encode_note(samples.checkpoint()),
    "declaration": lambda: encode_declaration(samples.DECLARATION),
    "declaration-by-later-roots": lambda: encode_declaration(samples.LATER_DECLARATION),
    "envelope": lambda: samples.sealed(Receipt(digest=samples.DIGEST)),
    "held": samples.HELD.encode,
    "keyset": lambda: encode_canonical(samples.SIGNED_KEYS.to_json()),
    "keyset-of-later-roots": lambda: encode_canonical(samples.FOLLOWING.to_json()),
    "revocation": lambda: encode_revocation(samples.REVOCATION),
    **{
        name_of(body): lambda body=body: samples.signed_message(body).encode()  # type: ignore[misc]
        for body in samples.BODIES
    },
}


def freeze() -> list[str]:
    """Write what is missing; return the names."""
    PRESENT.mkdir(parents=True, exist_ok=True)
    missing = [name for name in WRITTEN if not (PRESENT / name).exists()]
    for name in missing:
        (PRESENT / name).write_bytes(WRITTEN[name]())
    return missing


if __name__ == "__main__":
    freeze()
