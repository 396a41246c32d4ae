"""Memoranda and declarations as files: read, described, drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from entraide.adapters.sealing.keyfile import write_atomically
from entraide.adapters.world import SYSTEM
from entraide.agreements.agreement import Agreement
from entraide.agreements.chapters.general import Party, RootKeys
from entraide.agreements.declarations import SignedDeclaration, decode_declaration
from entraide.agreements.lifecycle import endings_soon, state_of
from entraide.agreements.reading import parse_agreement
from entraide.agreements.signing import SignedAgreement, decode_signed, missing_signatures
from entraide.cli.partner.partner import read_text
from entraide.cli.show import moment, print_rows
from entraide.errors import InputError, TrustError
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.card import decode_card, verify_card
from entraide.kernel.key_set import SignedKeySet
from entraide.vocabulary.language import mark
from entraide.wording.words import word

__all__ = [
    "describe",
    "draw",
    "is_declaration",
    "read_day",
    "read_declaration",
    "read_key_set",
    "read_memorandum",
    "read_party",
    "soon",
    "whose_key",
    "write_draft",
]

_DECLARATION = '"kind":"signed-declaration/'


def is_declaration(path: Path) -> bool:
    """Tell whether a file holds a declaration rather than a memorandum."""
    return _DECLARATION in read_text(path)


def read_declaration(path: Path) -> SignedDeclaration:
    """Read a signed declaration."""
    return decode_declaration(read_text(path).strip().encode())


def read_key_set(path: Path) -> SignedKeySet:
    """Read a key set with its signatures; nothing is verified yet."""
    return SignedKeySet.from_json(decode_canonical(read_text(path).strip().encode()))


def read_memorandum(path: Path) -> SignedAgreement:
    """Read a memorandum: a signed copy, or a text that nobody has signed."""
    text = read_text(path)
    if text.lstrip().startswith("{"):
        return decode_signed(text.strip().encode())
    return SignedAgreement(parse_agreement(text))


def read_party(path: Path) -> Party:
    """Read a card as the party that it describes; its keys and dates are verified."""
    card = decode_card(read_text(path).encode())
    verify_card(card, SYSTEM.now_ms())
    key_set = card.keys.key_set
    return Party(
        id=key_set.party,
        country=key_set.country,
        name=key_set.name,
        authority=key_set.name,
        contact=card.addresses[0],
        root=RootKeys(threshold=key_set.roots.threshold, keys=key_set.roots.keys),
    )


def whose_key(agreement: Agreement, key_id: str) -> str:
    """Return the one party whose root key this is; TrustError where there is none, or two."""
    owners = [
        party.id for party in agreement.parties if key_id in {key.key_id for key in party.root.keys}
    ]
    if len(owners) != 1:
        raise TrustError("agreement.whose_key", key=key_id, found=len(owners))
    return owners[0]


def read_day(text: str | None) -> dt.date:
    """Read a day; today where none is given."""
    if text is None:
        return dt.datetime.fromtimestamp(SYSTEM.now_ms() / 1_000, dt.UTC).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError("date.malformed", value=text) from error


def write_draft(text: str, out: Path) -> None:
    """Write a draft, never over a file that is there."""
    if out.exists():
        raise InputError("file.exists", path=str(out))
    write_atomically(out, text.encode(), mode=0o644)


def describe(signed: SignedAgreement) -> dict[str, Any]:
    """Return a memorandum from a file as lists show it; what was declared since is not known."""
    agreement = signed.agreement
    missing = missing_signatures(signed)
    return {
        "agreement": agreement.id,
        "digest": agreement.digest,
        "title": agreement.title,
        "parties": [party.id for party in agreement.parties],
        "state": state_of(signed, SYSTEM.now_ms()).value,
        "missing": [{"party": each.party, "lacking": each.lacking} for each in missing],
        "expires": agreement.final_provisions.expires.isoformat(),
        "review_by": agreement.safeguards.review_by.isoformat(),
        "endings": [
            {"what": one.what.value, "at_ms": one.at_ms, "days": one.days, "party": one.party}
            for one in endings_soon(signed, SYSTEM.now_ms())
        ],
    }


def draw(rows: Iterable[Mapping[str, Any]]) -> None:
    """Draw memoranda as a table; who stands aside and what ends soon, where there is any."""
    shown = [{**row, "digest": row["digest"][:16], "endings": soon(row["endings"])} for row in rows]
    seldom = {field for field in _SELDOM if not any(row.get(field) for row in shown)}
    columns = [column for column in _COLUMNS if column[0] not in seldom]
    print_rows(mark("Memoranda"), columns, shown)


_COLUMNS: Final = (
    ("agreement", mark("Memorandum")),
    ("parties", mark("Parties")),
    ("state", mark("State")),
    ("aside", mark("Stand aside")),
    ("missing", mark("Missing signatures")),
    ("expires", mark("Expires")),
    ("review_by", mark("Review by")),
    ("endings", mark("Soon")),
    ("digest", mark("Digest")),
)
_SELDOM: Final = ("aside", "endings")


def soon(endings: Iterable[Mapping[str, Any]]) -> str:
    """Say which ends of a memorandum are near, and when."""
    return "; ".join(
        " ".join((word("ends", one["what"]), moment(one["at_ms"]), one["party"])).strip()
        for one in endings
    )
