"""Setting the sealed account up: two officers, each of whom learns one half of the passphrase.

1. The first orders it and is told one half, once; nothing can be opened with it.
2. A **different** officer confirms within a quarter of an hour and is told the other half, once.
   From then on the account is ready, and the one before it is void.
3. Of each half only a hash is kept (``adapters.sealing.passphrase_hash``). Each officer puts
   a half into an envelope; together they open the account, once (``opening``).
"""

from __future__ import annotations

import asyncio
from typing import Final

from sqlalchemy import insert, select

from entraide.adapters.sealing.passphrase_hash import hash_passphrase
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.glass.rows import PROPOSED, READY, VOID, change_glass, in_state, sealed_words
from entraide.node.people.passkeys import CODE_LIFETIME_MS, fresh_code

__all__ = ["ConfirmGlass", "confirm_glass", "propose_glass"]

_GLASS: Final = schema.glass


class ConfirmGlass(Parameters):
    """An account that another officer proposed, by the first digits of its id."""

    account: str


async def propose_glass(call: Call, _: Parameters) -> Json:
    """Begin a sealed account; return its first half, once."""
    node = call.node
    text, half = fresh_code(node.world)
    kept = await asyncio.to_thread(hash_passphrase, text)
    account = node.fresh_id()

    def keep(transaction: Transaction) -> None:
        for row in in_state(transaction.connection, PROPOSED):
            _void(transaction, row.id)
        made = {
            "id": account, "state": PROPOSED, "first": call.actor.pseudonym, "second": "",
            "first_half": kept, "second_half": "", "set_ms": transaction.now_ms, "session": "",
            "claimed": "", "body": sealed_words(transaction, "glass.body", ""),
        }  # fmt: skip
        transaction.connection.execute(insert(_GLASS).values(**made))
        transaction.log(call.event("glass.proposed", account))

    await node.writer.run(keep)
    return {"account": account, "half": half, "number": 1, "ready": False}


async def confirm_glass(call: Call, wanted: ConfirmGlass) -> Json:
    """Make an account ready that another officer proposed; return its second half, once."""
    node = call.node
    text, half = fresh_code(node.world)
    kept = await asyncio.to_thread(hash_passphrase, text)

    def keep(transaction: Transaction) -> str:
        account = _proposed(transaction, call, wanted.account)
        for row in in_state(transaction.connection, READY):
            _void(transaction, row.id)
        change_glass(transaction, account, state=READY, second=call.actor.pseudonym,
                     second_half=kept, set_ms=transaction.now_ms)  # fmt: skip
        transaction.log(call.event("glass.ready", account))
        return account

    account = await node.writer.run(keep)
    return {"account": account, "half": half, "number": 2, "ready": True}


def _proposed(transaction: Transaction, call: Call, named: str) -> str:
    table = _GLASS.c
    fresh = (table.state == PROPOSED) & (table.set_ms > transaction.now_ms - CODE_LIFETIME_MS)
    chosen = select(_GLASS).where(fresh, table.id.startswith(named, autoescape=True))
    rows = transaction.connection.execute(chosen).all()
    if not named or len(rows) != 1:
        raise InputError("glass.not_proposed", account=named[:64])
    if rows[0].first == call.actor.pseudonym:
        raise PolicyError("glass.same_officer")
    return str(rows[0].id)


def _void(transaction: Transaction, account: str) -> None:
    change_glass(transaction, account, state=VOID, first_half="", second_half="")
