"""Ordering a session in which a program reads: who, at which node, what for, in which case.

The officer signs it like any order, with the officer's own key; the console opens the session
(``console.api``). It reads and nothing else. Every view in it is an entry of the access log with
the purpose that was signed for, where the thing viewed has none of its own.
"""

from __future__ import annotations

from entraide.errors import InputError, TrustError
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.request.cases import find_open_case
from entraide.vocabulary.oversight import VIEWS
from entraide.vocabulary.purposes import PURPOSES

__all__ = ["OrderSession", "order_session"]


class OrderSession(Parameters):
    """A session at this very node, for a purpose of a case, or for one of the desk's own."""

    node: str
    """The id of the node: a session ordered for one opens at no other."""
    purpose: str
    """A purpose of exchange with its case, or why one looks that belongs to no case."""
    case: str | None = None


async def order_session(call: Call, wanted: OrderSession) -> Json:
    """Check what a session is ordered for, and note it; the console opens it."""
    ours = call.node.settings.id
    if wanted.node != ours:
        raise TrustError("session.of_another_node", named=wanted.node[:128], ours=ours)
    _check_purpose(call, wanted)
    ids = {"purpose": wanted.purpose} | ({"case": wanted.case} if wanted.case else {})
    event = call.event("session.ordered", call.actor.pseudonym, ids=ids)
    await call.node.writer.run(lambda transaction: transaction.log(event))
    return {
        "officer": call.actor.name,
        "role": call.actor.role.value if call.actor.role else None,
        "purpose": wanted.purpose,
        "case": wanted.case,
    }


def _check_purpose(call: Call, wanted: OrderSession) -> None:
    if wanted.purpose in VIEWS.codes:
        if wanted.case is not None:
            raise InputError("session.case_or_desk", purpose=wanted.purpose)
        return
    PURPOSES.find(wanted.purpose)
    if wanted.case is None:
        raise InputError("session.needs_case", purpose=wanted.purpose)
    case = wanted.case
    call.node.read(lambda connection: find_open_case(connection, case))
