"""The tables of people at the console: passkeys, codes to register one, what passkeys signed."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table

from entraide.adapters.tables.column_types import Text

__all__ = ["console_tables"]


def console_tables(metadata: MetaData) -> tuple[Table, Table, Table]:
    """Add the tables to a schema: passkeys, codes, assertions. No secret stands in them."""
    passkey = Table(
        "passkey",
        metadata,
        Column("credential", Text, primary_key=True),  # base64url
        Column("officer", Text, nullable=False),
        Column("public_key", LargeBinary, nullable=False),  # COSE
        Column("sign_count", BigInteger, nullable=False),
        Column("added_ms", BigInteger, nullable=False),
    )
    code = Table(
        "passkey_code",
        metadata,
        Column("digest", Text, primary_key=True),  # of the code: it is told once, to the officer
        Column("officer", Text, nullable=False),
        Column("expires_ms", BigInteger, nullable=False),
        Column("used", Integer, nullable=False),
    )
    assertion = Table(  # what an authenticator signed, for whoever checks the log later
        "assertion",
        metadata,
        Column("digest", Text, primary_key=True),
        Column("order_digest", Text, nullable=False),
        Column("content", LargeBinary, nullable=False),
        Column("at_ms", BigInteger, nullable=False),
    )
    return passkey, code, assertion
