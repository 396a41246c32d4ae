"""A recipient's machine: a notice is judged before a person sees it; a change is done at once.

The issuer has its own node in its hand; this one it has not. What fails here is answered with a
code and its article, counted, and not kept.
"""

from __future__ import annotations

from typing import Final

from entraide.adapters.sealing.bodies import blank_messages
from entraide.adapters.store.writer import Event as Entry
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Side
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.notice.bodies import (
    NoticeAnswer,
    NoticeChange,
    NoticeErased,
    Published,
    Verdict,
)
from entraide.exchange.notice.checks import Finding, Terms, check_notice
from entraide.exchange.notice.lifecycle import ENDED, Event, Life, live
from entraide.exchange.notice.notice import Notice
from entraide.exchange.notice.passing import notice_question
from entraide.exchange.notice.review import verify_review
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word
from entraide.node.mail.post import take_in
from entraide.node.notice.copies import Copy, bury, copy_of, end_copy, keep_copy
from entraide.node.notice.deciding import decide_under, today
from entraide.node.notice.rows import versions_of
from entraide.node.notice.sending import outgoing_aside, send_off
from entraide.node.record.erasure import try_to_finish
from entraide.node.runtime import Node

__all__ = ["receive_change", "receive_notice"]

_NODE: Final = "node"
_WORDS: Final = {
    Event.SUSPEND: "notice:suspended",
    Event.RESUME: "notice:resumed",
    Event.CANCEL: "notice:cancelled",
}


async def receive_notice(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Take a notice in, or refuse it with a code; return our receipt.

    1. it is its sender's own, under this thread, purpose and handling, and no id of ours;
    2. our copy of the agreement permits it; 3. the machine finds nothing against it;
    4. the review answers every question, and two officers other than the drafter signed it;
    5. it is later than what is held; 6. it waits for a person, or the refusal goes back and
    nothing of it is kept.
    """
    message, body = admitted.message, admitted.body
    if not isinstance(body, Published):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    notice = body.notice
    _check_own(node, message, notice)  # 1
    against = _against(node, message, body)  # 2, 3, 4
    refusal = _refusal(notice, against) if against else None
    to = (message.sender, notice.id)
    going = (outgoing_aside(node, refusal, to, _NODE),) if refusal else ()

    def change(transaction: Transaction) -> None:
        held = copy_of(transaction.connection, notice.id, message.sender)
        if held is not None and held.version >= notice.version:  # 5
            raise RemoteProtocolError("notice.not_later", message=message.id)
        keep_copy(transaction, message, notice, against.code if against else None)

    def after(transaction: Transaction) -> None:  # 6
        if against is None:
            return
        _blank(transaction, message)
        send_off(transaction, going)
        ids = {"code": against.code, "article": against.article.replace(" ", "")}
        transaction.log(Entry("notice.refused", _NODE, notice.id, message.sender, ids))

    receipt = await take_in(node, message, envelope, change, after)
    await try_to_finish(node)
    if going:
        node.delivery.kick(message.sender)
    return receipt


async def receive_change(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Suspend, resume or erase a notice as its issuer says; return our receipt.

    A cancellation is answered with a signed statement, also where nothing was held; what comes
    after it and is not later is not taken.
    """
    message, body = admitted.message, admitted.body
    if not isinstance(body, NoticeChange):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    if message.thread != body.notice:
        raise RemoteProtocolError("notice.misaddressed", message=message.id)
    cancels = body.change is Event.CANCEL

    def change(transaction: Transaction) -> None:
        held = copy_of(transaction.connection, body.notice, message.sender)
        if cancels:
            _cancel(node, transaction, message, body)
        elif held is None or held.verdict == Verdict.REFUSED:
            raise RemoteProtocolError("notice.not_held", message=message.id)
        else:
            _set_state(transaction, held, live(held.state, body.change))
        _tell(transaction, held, body.change)

    receipt = await take_in(node, message, envelope, change)
    await try_to_finish(node)
    node.delivery.kick(message.sender)
    return receipt


def _check_own(node: Node, message: Message, notice: Notice) -> None:
    signed = (notice.issuer, notice.id, notice.purpose, notice.handling)
    named = (message.sender, message.thread, message.purpose, message.handling)
    ours = bool(node.read(lambda c: versions_of(c, notice.id)))
    if signed != named or ours:
        raise RemoteProtocolError("notice.misaddressed", message=message.id)


def _against(node: Node, message: Message, body: Published) -> Finding | None:
    """Return the first thing that stands against a notice, in the order of the steps."""
    notice = body.notice
    pair = (message.recipient, message.sender)
    question = notice_question(notice, notice.categories(), pair, Side.ASKER)
    decision = decide_under(node, message, question)
    if isinstance(decision, Denial):
        return Finding(decision.code, decision.article)
    terms = Terms(today(node), decision.obligations.retention_days)
    findings = check_notice(notice, terms) or verify_review(notice, body.review)
    return findings[0] if findings else None


def _refusal(notice: Notice, against: Finding) -> NoticeAnswer:
    return NoticeAnswer(
        notice=notice.id,
        version=notice.version,
        verdict=Verdict.REFUSED,
        code=against.code,
        article=against.article,
    )


def _blank(transaction: Transaction, message: Message) -> None:
    table = schema.message.c
    blank_messages(
        transaction,
        table.incoming == 1,
        table.partner == message.sender,
        table.id == message.id,
    )


def _cancel(node: Node, transaction: Transaction, message: Message, body: NoticeChange) -> None:
    """Erase what is held, remember that it ended, and put the statement into the outbox."""
    held = copy_of(transaction.connection, body.notice, message.sender)
    if held is not None and held.version > body.version:
        raise RemoteProtocolError("notice.not_later", message=message.id)
    erased: tuple[str, ...] = ()
    if held is None:
        bury(transaction, body, message.sender)
    elif held.state not in ENDED:
        erased = end_copy(transaction, body.notice, message.sender, Life.CANCELLED)
    statement = NoticeErased(
        notice=body.notice,
        version=body.version,
        order=message.digest,
        erased=tuple(sorted(erased)),
        at_ms=transaction.now_ms,
    )
    to = (message.sender, body.notice)
    send_off(transaction, (outgoing_aside(node, statement, to, _NODE),))


def _set_state(transaction: Transaction, held: Copy, state: Life) -> None:
    table = schema.notice_copy
    transaction.connection.execute(
        table.update()
        .where(table.c.notice == held.id, table.c.partner == held.partner)
        .values(state=state.value, changed_ms=transaction.now_ms)
    )


def _tell(transaction: Transaction, held: Copy | None, change: Event) -> None:
    if held is not None and held.officer not in {"", _NODE}:
        leave_word(transaction, Word(held.officer, held.id, held.partner, _WORDS[change]))
