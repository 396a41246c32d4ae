"""Officers: their keys, roles and pseudonyms.

The node holds their public keys; the private ones are ``node.people.officer_keys``. Four eyes
means the keys of two different officers over one payload hash.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, func, insert, select

from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.kernel.canonical import Json
from entraide.kernel.encoding import Fields
from entraide.kernel.keys import VerifyKey
from entraide.node.call import Call, Parameters, brought
from entraide.node.people.actor import Actor, Role, parse_role
from entraide.node.people.officer_keys import check_name

__all__ = [
    "AddOfficer",
    "add_officer",
    "find_officer",
    "list_officers",
]

_AWAY: Final = schema.suspended_officer
_FIND: Final = Prepared(
    select(schema.officer, _AWAY.c.at_ms.label("suspended_ms"))
    .join_from(schema.officer, _AWAY, _AWAY.c.officer == schema.officer.c.name, isouter=True)
    .where(schema.officer.c.name == bindparam("named"))
)


class AddOfficer(Parameters):
    """A new officer; the key was made beside and only its public part is told to the node."""

    name: str
    role: str
    public_key: str


def find_officer(connection: Connection, name: str) -> Actor:
    """Return an officer of this agency who may act.

    InputError where there is none of that name, PolicyError where the officer is suspended.
    """
    row = _FIND.first(connection, {"named": name})
    if row is None:
        raise InputError("officer.unknown", officer=name)
    if row.suspended_ms is not None:
        raise PolicyError("officer.suspended", officer=name)
    return Actor(
        pseudonym=row.pseudonym,
        name=row.name,
        role=Role(row.role),
        key=VerifyKey(row.public_key),
    )


async def add_officer(call: Call, wanted: AddOfficer) -> Json:
    """Enter an officer's public key and role in the node."""
    node = call.node
    with brought():
        raw = Fields({"key": wanted.public_key}, "officer").data("key")
    key = VerifyKey(raw)
    pseudonym = node.keyring.pseudonym(check_name(wanted.name))
    role = parse_role(wanted.role)

    def enter(transaction: Transaction) -> None:
        known = select(schema.officer.c.name).where(schema.officer.c.name == wanted.name)
        if transaction.connection.scalar(known) is not None:
            raise InputError("officer.exists", officer=wanted.name)
        transaction.connection.execute(
            insert(schema.officer).values(
                name=wanted.name,
                role=role.value,
                pseudonym=pseudonym,
                public_key=key.raw,
                added_ms=transaction.now_ms,
            )
        )
        transaction.log(
            call.event("officer.added", pseudonym, ids={"role": wanted.role, "key": key.key_id})
        )

    await node.writer.run(enter)
    return {"officer": wanted.name, "role": wanted.role, "pseudonym": pseudonym}


async def list_officers(call: Call, _: Parameters) -> Json:
    """List the agency's officers, with how many passkeys each has, and who is suspended."""
    return {"officers": call.node.read(_listed)}


def _listed(connection: Connection) -> list[Json]:
    table, held = schema.officer, schema.passkey.c
    counted = select(held.officer, func.count()).group_by(held.officer)
    passkeys = {str(name): int(count) for name, count in connection.execute(counted)}
    rows = connection.execute(
        select(table, _AWAY.c.at_ms.label("suspended_ms"))
        .join_from(table, _AWAY, _AWAY.c.officer == table.c.name, isouter=True)
        .order_by(table.c.name)
    )
    return [
        {
            "officer": row.name,
            "role": row.role,
            "pseudonym": row.pseudonym,
            "key": VerifyKey(row.public_key).key_id,
            "passkeys": passkeys.get(row.name, 0),
            "added_ms": row.added_ms,
            "suspended_ms": row.suspended_ms,
        }
        for row in rows
    ]
