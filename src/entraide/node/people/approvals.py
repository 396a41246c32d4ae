"""Approvals: an officer's signature over the hash of what is approved.

At the console the officer's passkey signs the hash of an order, in which the hash of what is
approved stands: what is kept is then the authenticator's whole response.

Four eyes means the keys of two different officers over one payload hash. The same officer twice is
one officer; a change of one byte of the payload is another payload.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, insert, select

from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import PolicyError, TrustError
from entraide.kernel.encoding import Fields
from entraide.node.call import Call
from entraide.node.duty.four_eyes import note_half
from entraide.node.people.actor import BY_ORDER
from entraide.node.people.payloads import APPROVAL_CONTEXT
from entraide.node.people.warrants import PasskeyWarrant

__all__ = ["approve"]

_APPROVED: Final = Prepared(
    select(schema.approval.c.pseudonym).where(schema.approval.c.payload == bindparam("of_payload"))
)
_APPROVE: Final = Prepared(insert(schema.approval))


async def approve(
    call: Call, payload: str, approval: str, action: str, *, alone: bool = False
) -> tuple[str, ...]:
    """Verify and keep an approval; return the pseudonyms of all who approved this payload.

    ``payload`` is the SHA-256 of what is approved, in hexadecimal; ``approval`` the officer's
    signature over it in base64url, or ``order:`` and the hash, where a passkey signed the very
    order in which that stands. ``alone`` says that one officer's approval is enough.
    """
    actor = call.actor
    signature = _verified(call, payload, approval, action)

    def keep(transaction: Transaction) -> tuple[str, ...]:
        before = set(_APPROVED.scalars(transaction.connection, {"of_payload": payload}))
        if actor.pseudonym not in before:
            row = {
                "payload": payload,
                "pseudonym": actor.pseudonym,
                "signature": signature,
                "at_ms": transaction.now_ms,
            }
            _APPROVE.change(transaction.connection, row)
            note_half(transaction, call.order, payload, None if alone else actor.pseudonym)
            event = call.event(f"{action}.approved", payload[:32], digests={"payload": payload})
            transaction.log(event)
        return tuple(sorted(before | {actor.pseudonym}))

    return await call.node.writer.run(keep)


def _verified(call: Call, payload: str, approval: str, action: str) -> bytes:
    """Return the signature of an approval that holds; TrustError, PolicyError."""
    key, warrant = call.actor.key, call.order.warrant
    if key is None:
        raise PolicyError("actor.officer_needed", action=action)
    if isinstance(warrant, PasskeyWarrant):  # over the order, verified when it was accepted
        if approval != f"{BY_ORDER}{payload}":
            raise TrustError("approval.of_another_payload")
        return warrant.response.encode()
    signature = Fields({"approval": approval}, "approval").data("approval")
    key.verify(signature, payload.encode(), context=APPROVAL_CONTEXT)
    return signature
