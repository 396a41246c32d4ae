"""Memoranda and declarations as the store holds them: read, and merged with further copies.

Both are documents with signatures of their own; copies of one document merge their signatures. What
they amount to is computed anew from all of them (``agreements.standing``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.declarations import (
    SignedDeclaration,
    decode_declaration,
    encode_declaration,
    merge_declarations,
)
from entraide.agreements.signing import (
    SignedAgreement,
    decode_signed,
    encode_signed,
    merge_signatures,
    missing_signatures,
)
from entraide.agreements.standing import Standing, standing_of
from entraide.errors import InputError

__all__ = ["Documents", "held_documents", "keep_declaration", "keep_text"]

_MOST_DRAFTS: Final = 256
"""Texts that not every party has signed; more are refused, so that no partner fills the store with
proposals."""
_MOST_DECLARATIONS: Final = 256
"""Declarations about one text."""


@dataclass(frozen=True, slots=True)
class Documents:
    """Every memorandum and declaration that the node holds, oldest first."""

    texts: tuple[SignedAgreement, ...]
    declarations: tuple[SignedDeclaration, ...]

    def standing(self, signed: SignedAgreement) -> Standing:
        """Return what became of a text."""
        return standing_of(signed, self.texts, self.declarations)

    def named(self, name: str) -> SignedAgreement:
        """Return the one text of this id, or whose digest starts so; InputError otherwise.

        Of several texts of one id the one that every party signed last is meant.
        """
        found = [one for one in self.texts if name and one.agreement.digest.startswith(name)]
        same = [one for one in self.texts if one.agreement.id == name]
        signed = [one for one in same if not missing_signatures(one)]
        found += _latest(signed) if len(same) > 1 and signed else same
        if len(found) != 1:
            raise InputError("agreement.not_found", agreement=name[:64], found=len(found))
        return found[0]

    def about(self, digest: str) -> tuple[SignedDeclaration, ...]:
        """Return the declarations about a text."""
        return tuple(one for one in self.declarations if one.declaration.agreement == digest)


def held_documents(connection: Connection) -> Documents:
    """Read every memorandum and declaration."""
    texts, declared = schema.agreement.c, schema.declaration.c
    return Documents(
        tuple(
            decode_signed(row)
            for row in connection.scalars(
                select(texts.signed).order_by(texts.changed_ms, texts.digest)
            )
        ),
        tuple(
            decode_declaration(row)
            for row in connection.scalars(
                select(declared.signed).order_by(declared.changed_ms, declared.digest)
            )
        ),
    )


def keep_text(transaction: Transaction, signed: SignedAgreement) -> SignedAgreement:
    """Keep a memorandum, with the signatures of the copy that is held already.

    InputError where it is one proposal too many; TrustError where a signature does not hold.
    """
    table, digest = schema.agreement, signed.agreement.digest
    connection = transaction.connection
    held = connection.scalar(select(table.c.signed).where(table.c.digest == digest))
    if held is None and missing_signatures(signed):
        _check_room(connection)
    base = decode_signed(held) if held is not None else SignedAgreement(signed.agreement)
    merged = merge_signatures(base, signed)
    connection.execute(delete(table).where(table.c.digest == digest))
    connection.execute(
        insert(table).values(
            digest=digest, signed=encode_signed(merged), changed_ms=transaction.now_ms
        )
    )
    return merged


def keep_declaration(
    transaction: Transaction, signed: SignedDeclaration, about: SignedAgreement
) -> SignedDeclaration:
    """Keep a declaration, with the signatures of the copy that is held already."""
    table, digest = schema.declaration, signed.declaration.digest
    connection = transaction.connection
    held = connection.scalar(select(table.c.signed).where(table.c.digest == digest))
    count = connection.scalar(
        select(func.count()).where(table.c.agreement == about.agreement.digest)
    )
    if held is None and int(count or 0) >= _MOST_DECLARATIONS:
        raise InputError("agreement.too_many", most=_MOST_DECLARATIONS)
    copies = (signed,) if held is None else (signed, decode_declaration(held))
    merged = merge_declarations(copies, about.agreement)
    connection.execute(delete(table).where(table.c.digest == digest))
    connection.execute(
        insert(table).values(
            digest=digest,
            agreement=about.agreement.digest,
            signed=encode_declaration(merged),
            changed_ms=transaction.now_ms,
        )
    )
    return merged


def _latest(signed: list[SignedAgreement]) -> list[SignedAgreement]:
    return [max(signed, key=lambda one: one.agreement.final_provisions.entry_into_force)]


def _check_room(connection: Connection) -> None:
    texts = held_documents(connection).texts
    if sum(bool(missing_signatures(one)) for one in texts) >= _MOST_DRAFTS:
        raise InputError("agreement.too_many", most=_MOST_DRAFTS)
