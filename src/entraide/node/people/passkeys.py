"""Officers' passkeys: registered with a code that the officer's own key ordered, then believed.

1. The officer orders a code with her own key (``entraide officer passkey``): nobody else can, the
   administrator neither, so that no passkey stands for somebody who did not want it.
2. The code is told once, kept as a digest, valid for a quarter of an hour, and used once.
3. The authenticator makes a key pair for this very console; its public key is kept under the
   officer's name.
4. From then on the passkey opens sessions, and signs the hashes of orders (``warrants``).
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import Connection, insert, select, update

from entraide.adapters.sealing.passkeys import (
    HeldPasskey,
    RelyingParty,
    Shown,
    shown_to_others,
    verify_assertion,
    verify_new_passkey,
)
from entraide.adapters.store.writer import Event, Transaction
from entraide.adapters.tables import schema
from entraide.adapters.world import World
from entraide.errors import PolicyError, TrustError
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.oversight.reasons import reasons_of
from entraide.node.people.actor import Actor, Order
from entraide.node.people.officers import find_officer
from entraide.node.people.warrants import (
    LOGGED,
    GlassWarrant,
    PasskeyWarrant,
    SessionWarrant,
    Warrant,
    why_viewed,
)
from entraide.node.runtime import Node

__all__ = [
    "CODE_LIFETIME_MS",
    "credential_of",
    "fresh_code",
    "issue_code",
    "passkey_behind",
    "register_passkey",
    "relying_party",
    "verify_passkey",
    "verify_warrant",
]

CODE_LIFETIME_MS: Final = 900_000
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that people take for one another; 16 of them are 79 bits."""


def relying_party(node: Node) -> RelyingParty:
    """Return the console as passkeys know it: a passkey made for one address signs for no other."""
    settings = node.settings
    origin = settings.console.origin or f"http://localhost:{settings.staff.port}"
    return RelyingParty(id=urlsplit(origin).hostname or "", origin=origin, name=settings.name)


async def issue_code(call: Call, _: Parameters) -> Json:
    """Return a code with which the officer who orders it registers a passkey, once."""
    officer = call.actor.name
    if officer is None:
        raise PolicyError("actor.officer_needed", action=call.order.action)
    text, code = fresh_code(call.node.world)
    expires_ms = call.node.world.now_ms() + CODE_LIFETIME_MS

    def keep(transaction: Transaction) -> None:
        transaction.connection.execute(
            insert(schema.passkey_code).values(
                digest=_digest(text), officer=officer, expires_ms=expires_ms, used=0
            )
        )
        transaction.log(call.event("passkey.code_issued", call.actor.pseudonym))

    await call.node.writer.run(keep)
    site = relying_party(call.node)
    return {"officer": officer, "code": code, "expires_ms": expires_ms, "console": site.origin}


def fresh_code(world: World) -> tuple[str, str]:
    """Return a random code of 79 bits: as it is kept the digest of, and as people read it."""
    text = "".join(_LETTERS[byte % len(_LETTERS)] for byte in world.random(16))
    return text, "-".join(text[start : start + 4] for start in range(0, len(text), 4))


async def register_passkey(node: Node, code: str, response: str, challenge: bytes) -> Actor:
    """Keep the passkey that an authenticator made for whoever ordered this code; TrustError."""
    made = verify_new_passkey(response, challenge, relying_party(node))

    def keep(transaction: Transaction) -> Actor:
        connection = transaction.connection
        actor = find_officer(connection, _use_code(connection, code, transaction.now_ms))
        row = {
            "credential": made.credential,
            "officer": actor.name,
            "public_key": made.public_key,
            "sign_count": made.sign_count,
            "added_ms": transaction.now_ms,
        }
        if _held(connection, made.credential) is not None:
            raise TrustError("passkey.refused")
        connection.execute(insert(schema.passkey).values(row))
        credential = {"credential": _digest(made.credential)}
        transaction.log(
            Event("passkey.added", actor.pseudonym, actor.pseudonym, "", {}, credential)
        )
        return actor

    return await node.writer.run(keep)


async def verify_passkey(
    node: Node, warrant: PasskeyWarrant, challenge: bytes, order_digest: str = ""
) -> str:
    """Verify what a passkey signed, keep it and its counter; return the officer's name."""
    found = node.read(lambda c: _held(c, warrant.credential))
    if found is None:
        raise TrustError("passkey.unknown")
    officer, held = found
    counter = verify_assertion(warrant.response, challenge, relying_party(node), held)

    def keep(transaction: Transaction) -> None:
        table = schema.passkey
        transaction.connection.execute(
            update(table).where(table.c.credential == warrant.credential).values(sign_count=counter)
        )
        transaction.connection.execute(
            insert(schema.assertion).values(
                digest=warrant.digest,
                order_digest=order_digest,
                content=warrant.response.encode(),
                at_ms=transaction.now_ms,
            )
        )

    await node.writer.run(keep)
    return officer


def passkey_behind(connection: Connection, approval: bytes) -> Shown | None:
    """Return what a kept approval by passkey shows to others; None where no passkey gave it."""
    table = schema.assertion.c
    digest = hashlib.sha256(approval).hexdigest()
    order = connection.scalar(select(table.order_digest).where(table.digest == digest))
    if order is None:
        return None
    response = approval.decode()
    found = _held(connection, credential_of(response))
    if found is None:
        raise TrustError("passkey.unknown")
    return shown_to_others(response, found[1].public_key, order)


async def verify_warrant(
    node: Node, order: Order, warrant: Warrant, actor: Actor, *, reading: bool
) -> None:
    """Verify that an order's warrant is enough for it, and this officer's; TrustError, PolicyError.

    A session reads; everything else takes the officer's passkey over the order's own hash.
    """
    match warrant:
        case SessionWarrant():
            if not reading:
                raise PolicyError("order.needs_passkey", action=order.action)
            if order.action in LOGGED:
                await _log_view(node, order, actor, warrant.purpose)
        case GlassWarrant():
            raise PolicyError("glass.reads_only", action=order.action)
        case PasskeyWarrant():
            officer = await verify_passkey(node, warrant, order.challenge, order.digest)
            if officer != actor.name:
                raise TrustError("passkey.of_another", officer=actor.name or "")


async def _log_view(node: Node, order: Order, actor: Actor, said: str) -> None:
    """Leave an entry before anything is shown: who looked at what, why, in which session."""
    named = (str(order.parameters.get(each) or "") for each in _NAMING)
    thread = next((each for each in named if _ID.fullmatch(each)), "")
    purpose, _ = node.read(lambda c: reasons_of(c, {thread})).get(thread, ("", ""))
    ids = {"order_signature": order.signature_token, "viewed": order.action}
    ids |= {"purpose": purpose or said or why_viewed(order.action)}
    ids |= {"thread": thread} if thread else {}
    digests = {"order": order.digest}
    event = Event("console.viewed", actor.pseudonym, order.digest[:32], "", ids, digests)
    await node.writer.run(lambda transaction: transaction.log(event))


_NAMING: Final = ("thread", "notice", "operation", "agreement", "document")
"""Parameters by which a view names what it is of."""
_ID: Final = re.compile(r"[0-9a-f]{6,64}")


def credential_of(response: str) -> str:
    """Return the id of the passkey that a response names; TrustError where it names none."""
    try:
        found = json.loads(response)
    except ValueError as error:
        raise TrustError("passkey.refused") from error
    named = found.get("id") if isinstance(found, dict) else None
    if not isinstance(named, str):
        raise TrustError("passkey.refused")
    return named


def _use_code(connection: Connection, code: str, now_ms: int) -> str:
    """Return the officer of a code that is valid, and never was used; TrustError if it is not."""
    text = code.replace("-", "").replace(" ", "").strip().lower()
    table = schema.passkey_code
    used = connection.execute(
        update(table)
        .where(table.c.digest == _digest(text), table.c.used == 0, table.c.expires_ms > now_ms)
        .values(used=1)
    )
    if used.rowcount != 1:
        raise TrustError("passkey.bad_code")
    found = connection.scalar(select(table.c.officer).where(table.c.digest == _digest(text)))
    return str(found)


def _held(connection: Connection, credential: str) -> tuple[str, HeldPasskey] | None:
    table = schema.passkey
    row = connection.execute(select(table).where(table.c.credential == credential)).one_or_none()
    if row is None:
        return None
    return row.officer, HeldPasskey(
        credential=row.credential, public_key=row.public_key, sign_count=row.sign_count
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
