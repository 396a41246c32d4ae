"""Pursuing what a notice asked for: each step by the state that has the power to take it.

The executing state is the recipient of the notice, the requesting state its issuer. While the
notice is held, the agreement decides every step; once it is gone, only what ends a pursuit may
still be said. A person takes each step, so that the article on sensitive purposes, which waits for
a person, is satisfied by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from entraide.adapters.store.writer import Transaction
from entraide.agreements.decision import Denial, Side
from entraide.agreements.policy import Permit
from entraide.errors import InputError, PolicyError, RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.notice.bodies import PursuitStep, Verdict
from entraide.exchange.notice.lifecycle import IN_FORCE
from entraide.exchange.notice.notice import Notice
from entraide.exchange.notice.passing import notice_question
from entraide.exchange.notice.pursuit import (
    NO_ARREST_REASONS,
    STEPS,
    Power,
    Step,
    Taken,
    check_step,
    deadlines_of,
    stand,
)
from entraide.exchange.notice.terms import Colour
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word
from entraide.node.call import Call, Parameters
from entraide.node.mail.post import framing, seal, take_in
from entraide.node.notice.copies import copy_of, find_copy
from entraide.node.notice.deciding import decide, decide_under, today
from entraide.node.notice.journal import (
    Written,
    compose_step,
    follow,
    journal_of,
    last_step,
    lose_numbers,
    partners_of,
    taken_of,
    write_step,
)
from entraide.node.notice.rows import find_ours, recipients_of, standing, versions_of
from entraide.node.notice.sending import Outgoing, deliver
from entraide.node.runtime import Node

__all__ = ["ShowPursuit", "TakeStep", "pursuits_of", "receive_step", "show_pursuit", "take_step"]

_ENDS: Final = frozenset(
    {Step.IDENTITY_REFUTED, Step.NOT_ARRESTED, Step.SURRENDERED, Step.RELEASED, Step.WITHDRAWN}
)
"""What may still be said of a pursuit when the notice is no longer held."""


class ShowPursuit(Parameters):
    """A notice, and the partner where several pursue it."""

    notice: str
    partner: str | None = None


class TakeStep(ShowPursuit):
    """A step: its day (today where none is given), why, and the days that the law gives."""

    step: str
    on: str | None = None
    reason: str | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class _Side:
    """Our side of a pursuit: which state we are, with whom, of which colour; the notice if held."""

    power: Power
    partner: str
    colour: Colour
    notice: Notice | None


async def show_pursuit(call: Call, wanted: ShowPursuit) -> Json:
    """Return the pursuits of a notice: where each stands, its journal and its deadlines."""
    found = call.node.read(lambda c: pursuits_of(call.node, c, wanted.notice))
    return {
        "notice": wanted.notice,
        "pursuits": [each for each in found if wanted.partner in {None, each["partner"]}],
    }


async def take_step(call: Call, wanted: TakeStep) -> Json:
    """Take a step of a pursuit, if the power is ours, and tell the partner."""
    node = call.node
    side = node.read(lambda c: _our_side(c, wanted))
    journal = node.read(lambda c: journal_of(c, wanted.notice, side.partner))
    taken = _taken(node, wanted, side, journal)
    written = _written(call, wanted.notice, side, taken)

    def keep(transaction: Transaction) -> None:
        written.keep(transaction)
        ids = {"step": taken.step.value, "number": str(taken.number)}
        event = call.event("pursuit.step", wanted.notice, partner=side.partner, ids=ids)
        transaction.log(event)

    try:
        await node.writer.run(keep)
    except RemoteProtocolError as error:
        raise InputError("pursuit.not_now", step=taken.step.value) from error
    delivered = await deliver(node, (written.outgoing,), wanted.notice)
    return {"notice": wanted.notice, "partner": side.partner, "sent": delivered}


async def receive_step(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take a partner's step into the journal.

    1. the notice is ours and was sent to this partner, or is this partner's; 2. the agreement
    permits, while the notice is held, and otherwise the step ends the pursuit; 3. the partner has
    the power, and the table allows the step; 4. where both sides wrote this number, the executing
    state's step stands.
    """
    message, body = admitted.message, admitted.body
    if not isinstance(body, PursuitStep):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    side = node.read(lambda c: _side_towards(c, message, body))  # 1
    _check_agreed(node, message, body, side)  # 2
    theirs = Power.EXECUTING if side.power is Power.REQUESTING else Power.REQUESTING
    taken = taken_of(body, theirs)
    if taken.on > today(node):
        raise RemoteProtocolError("pursuit.reason", step=taken.step.value)

    def change(transaction: Transaction) -> None:
        connection, partner = transaction.connection, message.sender
        if taken.power is Power.EXECUTING:  # 4
            lose_numbers(transaction, body.notice, partner, taken.number)
        journal = journal_of(connection, body.notice, partner)
        check_step(journal, taken, side.colour)  # 3
        write_step(transaction, message, taken, 0)
        officer = _officer(connection, body.notice, partner)
        leave_word(transaction, Word(officer, body.notice, partner, "notice:pursuit"))

    return await take_in(node, message, envelope, change)


def pursuits_of(node: Node, connection: Connection, notice: str) -> list[dict[str, Any]]:
    """Return the pursuits of a notice as data."""
    return [_shown(node, connection, notice, each) for each in partners_of(connection, notice)]


def _shown(node: Node, connection: Connection, notice: str, partner: str) -> dict[str, Any]:
    journal, day = journal_of(connection, notice, partner), today(node)
    return {
        "partner": partner,
        "state": stand(journal).value,
        "journal": [
            {"number": each.number, "step": each.step.value, "by": each.power.value,
             "on": each.on, "reason": each.reason or "", "days": each.days}
            for each in journal
        ],
        "deadlines": [
            {"what": each.what.value, "by": each.power.value, "due": each.due,
             "done": each.done or "", "overdue": (each.done or day) > each.due}
            for each in deadlines_of(journal)
        ],
    }  # fmt: skip


def _our_side(connection: Connection, wanted: ShowPursuit) -> _Side:
    """Return which state we are in the pursuit of a notice; InputError where that is not clear."""
    if versions_of(connection, wanted.notice):
        partners = partners_of(connection, wanted.notice)
        sent = [row.partner for row in recipients_of(connection, wanted.notice)]
        partner = wanted.partner or (partners[0] if len(partners) == 1 else None)
        if partner is None or partner not in sent:
            raise InputError("pursuit.which_partner", found=", ".join(partners) or "-")
        return _issuers_side(connection, wanted.notice, partner)
    copy = find_copy(connection, wanted.notice, wanted.partner)
    started = journal_of(connection, copy.id, copy.partner)
    usable = copy.verdict == Verdict.ACCEPTED and copy.state in IN_FORCE
    if not usable and not started:
        raise InputError("notice.not_in_force", notice=copy.id, state=copy.state.value)
    held = copy.notice if usable else None
    return _Side(Power.EXECUTING, copy.partner, Colour(copy.colour), held)


def _issuers_side(connection: Connection, notice: str, partner: str) -> _Side:
    current = standing(connection, notice)
    held = current.draft.notice if current and current.draft else None
    colour = find_ours(connection, notice).colour
    return _Side(Power.REQUESTING, partner, Colour(colour), held)


def _side_towards(connection: Connection, message: Message, body: PursuitStep) -> _Side:
    if message.thread != body.notice:
        raise RemoteProtocolError("notice.misaddressed", message=message.id)
    sent = {row.partner for row in recipients_of(connection, body.notice)}
    if message.sender in sent:
        return _issuers_side(connection, body.notice, message.sender)
    copy = copy_of(connection, body.notice, message.sender)
    if copy is None or not copy.colour:
        raise RemoteProtocolError("notice.misaddressed", message=message.id)
    return _Side(Power.EXECUTING, copy.partner, Colour(copy.colour), copy.notice)


def _taken(node: Node, wanted: TakeStep, side: _Side, journal: tuple[Taken, ...]) -> Taken:
    """Return the step as it will stand in the journal; PolicyError where the power is not ours."""
    if wanted.step not in set(Step):
        raise InputError("notice.unknown_word", word=wanted.step, known=", ".join(Step))
    step = Step(wanted.step)
    rule, day = STEPS[step], today(node)
    if wanted.reason is not None:
        NO_ARREST_REASONS.find(wanted.reason)
    if rule.power is not side.power:
        raise PolicyError("pursuit.not_your_power", step=step.value, power=rule.power.value)
    taken = Taken(
        number=len(journal) + 1,
        step=step,
        power=side.power,
        on=wanted.on or day,
        reason=wanted.reason,
        days=(wanted.days or rule.days) if rule.days else 0,
    )
    try:
        check_step(journal, taken, side.colour)
    except RemoteProtocolError as error:
        raise InputError(error.code, **error.data) from error
    if taken.on > day:
        raise InputError("pursuit.reason", step=step.value)
    return taken


def _written(call: Call, notice: str, side: _Side, taken: Taken) -> Written:
    """Write the step under the agreement; PolicyError where it is denied."""
    node = call.node
    if side.notice is None:
        before = node.read(lambda c: last_step(c, notice, side.partner))
        if before is None or taken.step not in _ENDS:
            raise InputError("notice.erased", notice=notice)
        return follow(call, before, taken, side.partner)
    pair = (side.partner, node.settings.id)
    question = notice_question(side.notice, side.notice.categories(), pair, Side.ASKER)
    decision = decide(node, question, (call.actor.pseudonym,))
    if not isinstance(decision, Permit):
        raise PolicyError("notice.denied", article=decision.article, reason=decision.code)
    about = (side.notice.purpose, decision.digest, side.notice.handling)
    who = (node.settings.id, side.partner, call.actor.pseudonym)
    message = compose_step(taken, about, who, framing(node, notice))
    return Written(taken, Outgoing(message, seal(node, message)))


def _check_agreed(node: Node, message: Message, body: PursuitStep, side: _Side) -> None:
    if side.notice is None:
        if body.step not in _ENDS:
            raise RemoteProtocolError("notice.not_held", message=message.id)
        return
    pair = (message.recipient, message.sender)
    question = notice_question(side.notice, side.notice.categories(), pair, Side.ASKER)
    if isinstance(decide_under(node, message, question), Denial):
        raise RemoteProtocolError("notice.not_agreed", message=message.id)


def _officer(connection: Connection, notice: str, partner: str) -> str:
    """Return who is told: the drafter of our notice, or who accepted the partner's."""
    versions = versions_of(connection, notice)
    if versions:
        return versions[0].drafter
    copy = copy_of(connection, notice, partner)
    return copy.officer if copy else "node"
