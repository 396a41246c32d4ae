"""Judging an access of a sample: one judgement for each, with remarks that are kept sealed.

Who must explain an access is told by the inbox. Judging again replaces the judgement, and both
stand in the log.
"""

from __future__ import annotations

from pydantic import Field
from sqlalchemy import Connection, select, update

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError
from entraide.kernel.canonical import Json
from entraide.node.alerts import Word, leave_word
from entraide.node.call import Call, Parameters
from entraide.node.oversight.accesses import accesses_of
from entraide.node.record.erasure import finish_erasure
from entraide.safeguards.accesses import Access
from entraide.vocabulary.oversight import JUDGEMENTS, TO_BE_EXPLAINED

__all__ = ["Judge", "judge_access"]


class Judge(Parameters):
    """A judgement on one access of a sample."""

    sample: str
    entry: int
    epoch: int | None = None
    """Of the log in which the entry stands, where a sample has the number of several."""
    judgement: str
    remarks: str = Field(default="", max_length=4_000)


async def judge_access(call: Call, wanted: Judge) -> Json:
    """Judge one access of a sample; who must explain it finds that in the inbox."""
    node = call.node
    JUDGEMENTS.find(wanted.judgement)
    access = node.read(lambda c: _sampled(c, wanted))

    def keep(transaction: Transaction) -> None:
        _keep_judgement(transaction, call.actor.pseudonym, wanted, access.entry)
        ids = {"entry": str(wanted.entry), "judgement": wanted.judgement}
        ids |= {"epoch": str(access.epoch)} if access.epoch > 1 else {}
        transaction.log(call.event("oversight.judged", wanted.sample, ids=ids))
        if wanted.judgement == TO_BE_EXPLAINED and _is_ours(transaction.connection, access):
            what = f"oversight:{TO_BE_EXPLAINED}"
            leave_word(transaction, Word(access.officer, access.thread, access.partner, what))

    await node.writer.run(keep)
    await finish_erasure(node)  # of remarks that were replaced
    return {"sample": wanted.sample, "entry": wanted.entry, "judgement": wanted.judgement}


def _sampled(connection: Connection, wanted: Judge) -> Access:
    line = schema.sampled_access.c
    mine = (line.sample == wanted.sample) & (line.entry == wanted.entry)
    rows = connection.execute(select(line.epoch, line.entry).where(mine)).all()
    found = [
        (row.epoch, row.entry) for row in rows if wanted.epoch is None or row.epoch == wanted.epoch
    ]
    if len(found) > 1:
        raise InputError("oversight.which_epoch", sample=wanted.sample, entry=wanted.entry)
    if not found:
        raise InputError("oversight.not_sampled", sample=wanted.sample, entry=wanted.entry)
    return accesses_of(connection, found)[0]


def _keep_judgement(
    transaction: Transaction, officer: str, wanted: Judge, entry: tuple[int, int]
) -> None:
    table, connection = schema.sampled_access, transaction.connection
    of_entry = (table.c.epoch == entry[0]) & (table.c.entry == entry[1])
    mine = (table.c.sample == wanted.sample) & of_entry
    doom_bodies(transaction, table.c.remarks, mine)
    remarks = None
    if wanted.remarks.strip():
        key = fresh_key(connection)
        remarks = key.seal("sampled_access.remarks", wanted.remarks.strip().encode())
    values = {"judgement": wanted.judgement, "remarks": remarks, "judged_by": officer}
    connection.execute(update(table).where(mine).values(**values, judged_ms=transaction.now_ms))


def _is_ours(connection: Connection, access: Access) -> bool:
    table = schema.officer.c
    found = connection.scalar(select(table.name).where(table.pseudonym == access.officer))
    return found is not None
