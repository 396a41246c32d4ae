"""A batch of questions in one case: all within the budget or none, one after the other, resumable.

1. every line is read, and our own policy looks at each: one that cannot be put refuses the whole;
2. what would pass must fit into what is left to ask of each partner;
3. the lines are kept sealed, then asked one by one; the thread of each follows from the batch and
   its number, so that what was asked before a stop is known, and asked no second time;
4. once the last is asked, or the officer gives the rest up, the kept lines are erased.

One signed order stands behind the whole batch; each question counts, is logged and is watched for
unusual asking like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from pydantic import Field
from sqlalchemy import Row, insert, update

from entraide.adapters.sealing.bodies import doom_bodies
from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import BusyError, EntraideError, InputError, PolicyError
from entraide.exchange.batch import MOST_ROWS, thread_of
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.node.call import Call, Parameters
from entraide.node.question.asking import Ask, ask_in, enquiry_of, holders_of
from entraide.node.question.batch_rows import asked_numbers, row_of
from entraide.node.question.foreseeing import check_budgets, foreseen
from entraide.node.record.erasure import finish_erasure

__all__ = [
    "AskBatch",
    "NameBatch",
    "ask_batch",
    "drop_batch",
    "foresee_batch",
    "resume_batch",
]

_TABLE: Final = schema.question_batch


class AskBatch(Parameters):
    """The questions of a batch, as ``exchange.batch`` reads them from a file."""

    case: str
    rows: tuple[dict[str, Any], ...] = Field(min_length=1, max_length=MOST_ROWS)
    to: tuple[str, ...] = ()
    urgent: bool = False


class NameBatch(Parameters):
    """A batch."""

    batch: str


async def foresee_batch(call: Call, wanted: AskBatch) -> Json:
    """Return line by line what would become of a batch, and whether it fits the budgets."""
    node = call.node
    holders = holders_of(node, wanted.to)
    rows: list[Json] = []
    enquiries = []
    for number, each in enumerate(_questions(wanted), start=1):
        try:
            enquiry = enquiry_of(node, each, call.actor.pseudonym)
        except EntraideError as error:
            rows.append({"number": number, "names": list(each.name), "fault": error.code})
            continue
        enquiries.append(enquiry)
        at = foreseen(node, enquiry, holders)
        rows.append(
            {"number": number, "names": list(each.name), "purpose": enquiry.purpose,
             "partners": at, "fault": ""}
        )  # fmt: skip
    try:
        check_budgets(node, enquiries, holders)
    except PolicyError as error:
        return {"rows": rows, "fits": False, "over": cast("Json", dict(error.data))}
    return {"rows": rows, "fits": len(enquiries) == len(rows), "over": {}}


async def ask_batch(call: Call, wanted: AskBatch) -> Json:
    """Ask a batch; what was not asked when it is cut off waits to be resumed."""
    node = call.node
    questions = _questions(wanted)
    enquiries = [
        _checked(call, number, each) for number, each in enumerate(questions, start=1)
    ]  # 1
    check_budgets(node, enquiries, holders_of(node, wanted.to))  # 2
    batch = node.fresh_id()
    lines = [each.model_dump(mode="json") for each in questions]

    def keep(transaction: Transaction) -> None:  # 3
        key = fresh_key(transaction.connection)
        row = {
            "id": batch,
            "officer": call.actor.pseudonym,
            "case_reference": wanted.case.strip(),
            "questions": len(questions),
            "at_ms": transaction.now_ms,
            "lines": key.seal("question_batch.lines", encode_canonical({"lines": lines})),
        }
        transaction.connection.execute(insert(_TABLE).values(row))
        ids = {"questions": str(len(questions))}
        transaction.log(call.event("batch.ordered", batch, ids=ids))

    await node.writer.run(keep)
    call.emit({"batch": batch, "done": 0, "of": len(questions)})
    return await _go_on(call, batch)


async def resume_batch(call: Call, wanted: NameBatch) -> Json:
    """Ask what is left of a batch that was cut off."""
    row = call.node.read(lambda c: row_of(c, wanted.batch))
    _check_mine(call, row)
    event = call.event("batch.resumed", wanted.batch)
    await call.node.writer.run(lambda transaction: transaction.log(event))
    return await _go_on(call, wanted.batch)


async def drop_batch(call: Call, wanted: NameBatch) -> Json:
    """Give up what is left of a batch, and erase it."""
    row = call.node.read(lambda c: row_of(c, wanted.batch))
    _check_mine(call, row)
    if wanted.batch in call.node.batches:
        raise BusyError("batch.under_way", batch=wanted.batch)
    await _end(call, wanted.batch, "batch.dropped")
    return {"batch": wanted.batch}


async def _go_on(call: Call, batch: str) -> dict[str, Any]:
    """Ask what was not asked, in order; one at a time works on a batch."""
    node = call.node
    if batch in node.batches:
        raise BusyError("batch.under_way", batch=batch)
    node.batches.add(batch)
    try:
        row = node.read(lambda c: row_of(c, batch))
        if row.lines is None:  # it ended while this was on its way
            raise InputError("batch.ended", batch=batch)
        lines = decode_canonical(row.lines)["lines"]
        done = node.read(lambda c: asked_numbers(c, batch, row.questions))
        for number, line in enumerate(lines, start=1):
            if number not in done:
                await ask_in(call, Ask.model_validate(line, strict=False), thread_of(batch, number))
            call.emit({"batch": batch, "done": number, "of": row.questions})
        await _end(call, batch, "batch.ended")  # 4
    finally:
        node.batches.discard(batch)
    return {"batch": batch, "questions": row.questions}


async def _end(call: Call, batch: str, what: str) -> None:
    def end(transaction: Transaction) -> None:
        mine = _TABLE.c.id == batch
        doom_bodies(transaction, _TABLE.c.lines, mine)
        ended = {"lines": None, "ended_ms": transaction.now_ms}
        transaction.connection.execute(update(_TABLE).where(mine).values(**ended))
        transaction.log(call.event(what, batch))

    await call.node.writer.run(end)
    await finish_erasure(call.node)


def _questions(wanted: AskBatch) -> list[Ask]:
    """Return the questions of the lines; InputError names the line that cannot be read."""
    more = {"case": wanted.case, "to": wanted.to, "urgent": wanted.urgent}
    found = []
    for number, row in enumerate(wanted.rows, start=1):
        if set(row) & set(more) or not _is_plain(row):
            raise InputError("batch.bad_line", line=number, code="action.bad_parameter")
        try:
            found.append(Ask.model_validate({**row, **more}, strict=False))
        except ValueError as error:
            raise InputError("batch.bad_line", line=number, code="batch.columns") from error
    return found


def _is_plain(row: Mapping[str, Any]) -> bool:
    return all(isinstance(each, str | list) for each in row.values())


def _checked(call: Call, number: int, question: Ask) -> Any:
    try:
        return enquiry_of(call.node, question, call.actor.pseudonym)
    except EntraideError as error:
        raise InputError("batch.bad_line", line=number, code=error.code) from error


def _check_mine(call: Call, row: Row[Any]) -> None:
    if row.lines is None:
        raise InputError("batch.ended", batch=row.id)
    if row.officer != call.actor.pseudonym:
        raise PolicyError("batch.not_yours", batch=row.id)
