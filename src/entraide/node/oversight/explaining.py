"""Explaining an access: the officer whose access was sampled says what it was for.

Only that officer may, and only while the judgement is *to be explained*. The words are sealed; who
judged finds word of it in the inbox, and judges again.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import Connection, delete, insert, select

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.kernel.canonical import Json
from entraide.node.alerts import Word, leave_word, mark_seen
from entraide.node.call import Call, Parameters
from entraide.node.oversight.accesses import accesses_of
from entraide.node.record.erasure import finish_erasure
from entraide.safeguards.accesses import Access
from entraide.vocabulary.oversight import TO_BE_EXPLAINED

__all__ = ["Explanation", "explain_access", "explanations_of", "list_to_explain"]

_LINE = schema.sampled_access.c


class Explanation(Parameters):
    """An explanation of one access of a sample, in words."""

    sample: str
    entry: int
    epoch: int = 1
    words: str = Field(min_length=1, max_length=4_000)


async def explain_access(call: Call, wanted: Explanation) -> Json:
    """Keep the officer's own explanation, and tell whoever asked for it."""
    node, officer = call.node, call.actor.pseudonym
    row, access = node.read(lambda c: _asked(c, wanted))
    if access.officer != officer:
        raise PolicyError("oversight.not_yours", entry=wanted.entry)

    def keep(transaction: Transaction) -> None:
        _keep_words(transaction, officer, wanted)
        ids = {"entry": str(wanted.entry), "epoch": str(wanted.epoch)}
        transaction.log(call.event("oversight.explained", wanted.sample, ids=ids))
        mark_seen(transaction, officer, access.thread)
        word = Word(row.judged_by, wanted.sample, access.partner, "oversight:explained")
        leave_word(transaction, word)

    await node.writer.run(keep)
    await finish_erasure(node)  # of words that were replaced
    return {"sample": wanted.sample, "entry": wanted.entry}


async def list_to_explain(call: Call, _: Parameters) -> Json:
    """List the accesses that the officer is asked to explain, with what was explained so far."""
    node, officer = call.node, call.actor.pseudonym

    def find(connection: Connection) -> list[Json]:
        rows = connection.execute(
            select(_LINE.sample, _LINE.epoch, _LINE.entry, _LINE.remarks, _LINE.judged_ms)
            .where(_LINE.judgement == TO_BE_EXPLAINED)
            .order_by(_LINE.judged_ms.desc())
        ).all()
        held = accesses_of(connection, {(row.epoch, row.entry) for row in rows})
        mine = {each.entry: each for each in held if each.officer == officer}
        return [
            _shown(connection, row, mine[row.epoch, row.entry])
            for row in rows
            if (row.epoch, row.entry) in mine
        ]

    return {"accesses": node.read(find)}


def explanations_of(connection: Connection, sample: str) -> dict[tuple[int, int], dict[str, Any]]:
    """Return what was explained of a sample's accesses, by epoch and number."""
    table = schema.access_explanation
    rows = connection.execute(select(table).where(table.c.sample == sample))
    return {
        (row.epoch, row.entry): {"explanation": row.words.decode(), "explained_ms": row.at_ms}
        for row in rows
    }


def _asked(connection: Connection, wanted: Explanation) -> tuple[Any, Access]:
    """Return the judged access; InputError where no explanation of it is asked for."""
    mine = (_LINE.sample == wanted.sample) & (_LINE.entry == wanted.entry)
    row = connection.execute(
        select(_LINE.judgement, _LINE.judged_by).where(mine, _LINE.epoch == wanted.epoch)
    ).one_or_none()
    if row is None or row.judgement != TO_BE_EXPLAINED:
        raise InputError("oversight.nothing_to_explain", sample=wanted.sample, entry=wanted.entry)
    return row, accesses_of(connection, [(wanted.epoch, wanted.entry)])[0]


def _keep_words(transaction: Transaction, officer: str, wanted: Explanation) -> None:
    table, connection = schema.access_explanation, transaction.connection
    mine = (
        (table.c.sample == wanted.sample)
        & (table.c.epoch == wanted.epoch)
        & (table.c.entry == wanted.entry)
    )
    doom_bodies(transaction, table.c.words, mine)
    connection.execute(delete(table).where(mine))
    words = fresh_key(connection).seal("access_explanation.words", wanted.words.strip().encode())
    named = {"sample": wanted.sample, "epoch": wanted.epoch, "entry": wanted.entry}
    row = {**named, "officer": officer, "words": words, "at_ms": transaction.now_ms}
    connection.execute(insert(table).values(row))


def _shown(connection: Connection, row: Any, access: Access) -> dict[str, Json]:
    told = explanations_of(connection, row.sample).get((row.epoch, row.entry), {})
    return {
        "sample": row.sample,
        "epoch": row.epoch,
        "entry": row.entry,
        "at_ms": access.at_ms,
        "action": access.action,
        "partner": access.partner,
        "purpose": access.purpose,
        "case": access.case,
        "asked_ms": row.judged_ms,
        "remarks": (row.remarks or b"").decode(),
        "explanation": told.get("explanation", ""),
    }
