"""Taking an accreditation list in: read, sealed person by person, cut into salted batches.

The list stays here. What is announced to the cell afterwards, by an officer and in the journal, is
its size and the root of its batches. A list that was taken in and not announced is dropped when the
next one is. Nothing is taken that the memorandum would not let be screened.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert

from entraide.adapters.files.accreditations import Accredited, read_accreditations
from entraide.adapters.sealing.sealed import fresh_key
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Side
from entraide.errors import InputError, PolicyError
from entraide.exchange.screening import SALT_BYTES, batch_leaf
from entraide.kernel.canonical import Json, encode_canonical
from entraide.kernel.encoding import to_base64
from entraide.kernel.merkle import root_of
from entraide.node.call import Call, Parameters
from entraide.node.event.owner import link_lists
from entraide.node.event.rows import (
    Standing,
    forget_lists,
    screening_question,
    standing_cell,
    unannounced,
)
from entraide.node.operation.journals import find_operation
from entraide.node.question.budgets import persons_counted
from entraide.node.record.erasure import finish_erasure
from entraide.node.runtime import Node
from entraide.operations.event import BATCH

__all__ = ["TakeList", "take_list"]

_CHUNK: Final = 500


class TakeList(Parameters):
    """A list: the cell, and a file on the node's machine."""

    operation: str
    path: str


async def take_list(call: Call, wanted: TakeList) -> Json:
    """Read a list and keep it sealed; return what an officer announces of it."""
    node = call.node
    operation = node.read(lambda c: find_operation(c, wanted.operation)).id
    standing = standing_cell(node, operation)
    if standing is None:
        raise InputError("event.not_standing", operation=operation[:12])
    persons = await asyncio.to_thread(read_accreditations, Path(wanted.path))
    _check_budget(node, standing, len(persons))
    await link_lists(node)
    left_over = [row.root for row in node.read(unannounced)]
    if left_over:
        await node.writer.run(lambda t: forget_lists(t, left_over))
        await finish_erasure(node)
    salts = [node.world.random(SALT_BYTES) for _ in range(0, len(persons), BATCH)]
    leaves = await asyncio.to_thread(_leaves, persons, salts)
    root = root_of(leaves).hex()
    await node.writer.run(partial(_begin, operation=operation, root=root, persons=len(persons),
                                  batches=tuple(zip(salts, leaves, strict=True))))  # fmt: skip
    for at in range(0, len(persons), _CHUNK):
        await node.writer.run(partial(_keep, root=root, first=at, some=persons[at : at + _CHUNK]))
        call.emit({"taken": min(at + _CHUNK, len(persons)), "of": len(persons)})
    ids = {"persons": str(len(persons))}
    taken = call.event("accreditation.taken", operation, ids=ids, digests={"root": root})
    await node.writer.run(lambda t: t.log(taken))
    own = [each for each in standing.cell.lists.values()
           if each.announced.party == node.settings.id]  # fmt: skip
    return {
        "operation": operation,
        "version": len(own) + 1,
        "persons": len(persons),
        "batches": len(leaves),
        "root": root,
    }


def _check_budget(node: Node, standing: Standing, persons: int) -> None:
    """Refuse a list that no partner may be asked about; PolicyError with the article."""
    us = node.settings.id
    for party in sorted(standing.cell.active - {us}):
        pair = (us, party)
        used = node.read(partial(_used, standing=standing, pair=pair))
        question = screening_question(standing.founding, pair, Side.ASKER)
        decision = standing.policy.decide(
            question, now_ms=node.world.now_ms(), budget_used=used + persons - 1
        )
        if isinstance(decision, Denial):
            raise PolicyError(
                "operation.denied", party=party, article=decision.article, reason=decision.code
            )


def _used(connection: Connection, *, standing: Standing, pair: tuple[str, str]) -> int:
    return persons_counted(connection, standing.agreement, pair, standing.row.id)


def _leaves(persons: Sequence[Accredited], salts: Sequence[bytes]) -> list[bytes]:
    return [
        batch_leaf(number, salts[number], (each.subject for each in some))
        for number, some in enumerate(_batches(persons))
    ]


def _batches(persons: Sequence[Accredited]) -> Iterator[Sequence[Accredited]]:
    for at in range(0, len(persons), BATCH):
        yield persons[at : at + BATCH]


def _begin(
    transaction: Transaction,
    *,
    operation: str,
    root: str,
    persons: int,
    batches: Sequence[tuple[bytes, bytes]],
) -> None:
    row = {
        "root": root,
        "operation": operation,
        "persons": persons,
        "batches": len(batches),
        "entry": "",
        "made_ms": transaction.now_ms,
    }
    transaction.connection.execute(insert(schema.accreditation_list).values(**row))
    rows = [
        {"root": root, "number": number, "salt": to_base64(salt), "leaf": leaf.hex()}
        for number, (salt, leaf) in enumerate(batches)
    ]
    transaction.connection.execute(insert(schema.accreditation_batch), rows)


def _keep(transaction: Transaction, *, root: str, first: int, some: Sequence[Accredited]) -> None:
    connection = transaction.connection
    rows = [
        {
            "root": root,
            "number": first + at,
            "person": fresh_key(connection).seal(
                "accreditation.person", encode_canonical(dict(each.to_json()))
            ),
        }
        for at, each in enumerate(some)
    ]
    connection.execute(insert(schema.accreditation), rows)
