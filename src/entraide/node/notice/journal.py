"""The journal of a pursuit with one partner: the same numbered, signed steps on both sides.

A step is written with its message, so that what the journal shows was signed. A step of ours that
never reached the partner, or that lost its number to one of the executing state, is taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import RemoteProtocolError
from entraide.exchange.ask import Framing
from entraide.exchange.notice.bodies import PursuitStep
from entraide.exchange.notice.pursuit import TRANSITIONS, Power, Step, Taken, stand
from entraide.kernel.message import Message
from entraide.node.call import Call
from entraide.node.mail.outbox import finish_row, note_undelivered
from entraide.node.mail.post import Stored, enqueue, framing, seal, sent
from entraide.node.notice.deciding import today
from entraide.node.notice.sending import Outgoing

__all__ = ["Written", "compose_step", "follow", "journal_of", "last_step", "lose_numbers",
           "partners_of", "take_back", "taken_of", "withdrawals",
           "write_step"]  # fmt: skip

_STEP: Final = schema.pursuit_step


@dataclass(frozen=True, slots=True)
class Written:
    """A step of ours, ready for the outbox."""

    taken: Taken
    outgoing: Outgoing

    def keep(self, transaction: Transaction) -> None:
        """Put it into the journal and the outbox; RemoteProtocolError where another came first."""
        message = self.outgoing.message
        journal = journal_of(transaction.connection, message.thread, message.recipient)
        stand((*journal, self.taken))
        stored = Stored(message=message, incoming=False, envelope=self.outgoing.envelope)
        sequence = enqueue(transaction, stored)
        write_step(transaction, message, self.taken, sequence)
        transaction.log(sent(message))


def journal_of(connection: Connection, notice: str, partner: str) -> tuple[Taken, ...]:
    """Return the steps with a partner, in order."""
    rows = connection.execute(
        select(_STEP)
        .where(_STEP.c.notice == notice, _STEP.c.partner == partner)
        .order_by(_STEP.c.number)
    )
    return tuple(
        Taken(
            number=row.number,
            step=Step(row.step),
            power=Power(row.power),
            on=row.on_day,
            reason=row.reason or None,
            days=row.days,
        )
        for row in rows
    )


def partners_of(connection: Connection, notice: str) -> tuple[str, ...]:
    """Return the partners with whom a notice is pursued."""
    rows = connection.scalars(select(_STEP.c.partner).where(_STEP.c.notice == notice).distinct())
    return tuple(sorted(rows))


def taken_of(body: PursuitStep, power: Power) -> Taken:
    """Return the step that a message takes."""
    return Taken(
        number=body.number,
        step=body.step,
        power=power,
        on=body.on,
        reason=body.reason,
        days=body.days,
    )


def write_step(transaction: Transaction, message: Message, taken: Taken, sequence: int) -> None:
    """Put a step into the journal; ``sequence`` is its message's."""
    incoming = sequence == 0
    transaction.connection.execute(
        insert(_STEP).values(
            notice=message.thread,
            partner=message.sender if incoming else message.recipient,
            number=taken.number,
            step=taken.step.value,
            power=taken.power.value,
            on_day=taken.on,
            reason=taken.reason or "",
            days=taken.days,
            message=sequence,
            digest=message.digest,
        )
    )


def take_back(transaction: Transaction, sequence: int) -> None:
    """Take back a step of ours whose message was given up, or whose number another has."""
    transaction.connection.execute(delete(_STEP).where(_STEP.c.message == sequence))


def lose_numbers(transaction: Transaction, notice: str, partner: str, number: int) -> None:
    """Take back our own steps from this number on: the executing state wrote it first.

    It would have refused ours, so that none of them was taken there.
    """
    connection = transaction.connection
    rows = connection.execute(
        select(_STEP.c.message, _STEP.c.power)
        .where(_STEP.c.notice == notice, _STEP.c.partner == partner)
        .where(_STEP.c.number >= number)
    ).all()
    if any(row.power != Power.REQUESTING for row in rows):
        raise RemoteProtocolError("pursuit.out_of_turn", state="", step=str(number))
    for row in rows:
        take_back(transaction, row.message)
        waiting = select(schema.outbox.c.seq).where(schema.outbox.c.message == row.message)
        if connection.scalar(waiting) is not None:
            finish_row(transaction, row.message)
            note_undelivered(transaction, row.message, "refused", "pursuit.out_of_turn")


def withdrawals(call: Call, notice: str, partners: Sequence[str]) -> list[Written]:
    """Return a withdrawal for each of these partners with whom a pursuit is open."""
    found = (_withdrawal(call, notice, partner) for partner in partners)
    return [each for each in found if each is not None]


def _withdrawal(call: Call, notice: str, partner: str) -> Written | None:
    journal = call.node.read(lambda c: journal_of(c, notice, partner))
    before = call.node.read(lambda c: last_step(c, notice, partner))
    if before is None or (stand(journal), Step.WITHDRAWN) not in TRANSITIONS:
        return None
    day = today(call.node)
    taken = Taken(number=len(journal) + 1, step=Step.WITHDRAWN, power=Power.REQUESTING, on=day)
    return follow(call, before, taken, partner)


def follow(call: Call, before: Message, taken: Taken, partner: str) -> Written:
    """Write a step under the agreement of the one before it."""
    node = call.node
    about = (before.purpose, before.agreement, before.handling)
    frame = framing(node, before.thread)
    message = compose_step(taken, about, (node.settings.id, partner, call.actor.pseudonym), frame)
    return Written(taken, Outgoing(message, seal(node, message)))


def compose_step(
    taken: Taken,
    about: tuple[str | None, str | None, str],
    who: tuple[str, str, str],
    frame: Framing,
) -> Message:
    """Compose a step's message; ``about`` is purpose, agreement, handling, ``who`` sender,
    recipient and author."""
    body = PursuitStep(
        notice=frame.thread,
        number=taken.number,
        step=taken.step,
        on=taken.on,
        reason=taken.reason,
        days=taken.days,
    )
    return Message(
        id=frame.id,
        thread=frame.thread,
        kind=body.KIND,
        version=body.VERSION,
        sender=who[0],
        recipient=who[1],
        author=who[2],
        sent_ms=frame.now_ms,
        expires_ms=frame.now_ms + frame.lifetime_ms,
        purpose=about[0],
        agreement=about[1],
        handling=about[2],
        in_reply_to=None,
        body=body.to_json(),
    )


def last_step(connection: Connection, notice: str, partner: str) -> Message | None:
    """Return the message of the last step with a partner."""
    table = schema.message.c
    rows: Any = connection.scalars(
        select(table.content)
        .where(table.thread == notice, table.partner == partner, table.kind == PursuitStep.KIND)
        .order_by(table.seq.desc())
    )
    content = next((row for row in rows if row), None)
    return None if content is None else Message.decode(content)
