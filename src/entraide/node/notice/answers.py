"""What comes back to the issuer of a notice: a recipient's answer, its statement of erasure, and
sightings.

Only whoever was sent a notice is heard about it, and only about the version that it was sent.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Side
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.notice.bodies import NoticeAnswer, NoticeErased, Sighting, Verdict
from entraide.exchange.notice.passing import notice_question, sighting_categories
from entraide.kernel.message import Message
from entraide.node.alerts import Word, leave_word
from entraide.node.mail.post import take_in
from entraide.node.notice.deciding import decide_under
from entraide.node.notice.rows import find_ours, forget_messages, standing
from entraide.node.record.erasure import try_to_finish
from entraide.node.runtime import Node

__all__ = ["receive_erased", "receive_notice_answer", "receive_sighting"]

_TABLE: Final = schema.notice_recipient


async def receive_notice_answer(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Note what a recipient made of a notice; a refusal also says that it keeps nothing."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, NoticeAnswer):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)

    def change(transaction: Transaction) -> None:
        row = _sent_to(transaction.connection, message, body.notice)
        if row.version != body.version:
            return  # of a version that another has replaced since
        refused = body.verdict is Verdict.REFUSED
        _set(
            transaction,
            row,
            verdict=body.verdict.value,
            code=body.code or "",
            answered_ms=transaction.now_ms,
            erased_ms=transaction.now_ms if refused else None,
        )
        if refused:
            forget_messages(transaction, body.notice, message.sender)
        _tell(transaction, row, f"notice:{body.verdict.value}")

    receipt = await take_in(node, message, envelope, change)
    await try_to_finish(node)
    return receipt


async def receive_erased(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Keep a recipient's statement that it erased a notice, and erase what we had sent it."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, NoticeErased):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)

    def change(transaction: Transaction) -> None:
        row = _sent_to(transaction.connection, message, body.notice)
        if row.version > body.version:
            return  # it was sent a later one since
        _set(transaction, row, erased_ms=transaction.now_ms)
        forget_messages(transaction, body.notice, message.sender)
        _tell(transaction, row, "notice:erased")

    receipt = await take_in(node, message, envelope, change)
    await try_to_finish(node)
    return receipt


async def receive_sighting(node: Node, admitted: Admitted, envelope: bytes) -> bytes:
    """Keep a sighting, if the notice is in force and the agreement lets it pass."""
    message, body = admitted.message, admitted.body
    if not isinstance(body, Sighting):
        raise RemoteProtocolError("message.unknown_kind", message=message.id)
    ours = node.read(lambda c: standing(c, body.notice))
    if ours is None or ours.draft is None:
        raise RemoteProtocolError("notice.not_held", message=message.id)
    notice = ours.draft.notice
    pair = (message.recipient, message.sender)
    question = notice_question(notice, sighting_categories(notice, body), pair, Side.ASKER)
    if isinstance(decide_under(node, message, question), Denial):
        raise RemoteProtocolError("notice.not_agreed", message=message.id)

    def change(transaction: Transaction) -> None:
        row = _sent_to(transaction.connection, message, body.notice)
        if row.erased_ms is not None or row.verdict != Verdict.ACCEPTED:
            raise RemoteProtocolError("notice.not_held", message=message.id)
        _tell(transaction, row, "notice:sighting")

    return await take_in(node, message, envelope, change)


def _sent_to(connection: Connection, message: Message, notice: str) -> Row[Any]:
    """Return what this very partner was sent of a notice; RemoteProtocolError where nothing was."""
    row = connection.execute(
        select(_TABLE).where(_TABLE.c.notice == notice, _TABLE.c.partner == message.sender)
    ).one_or_none()
    if row is None or message.thread != notice:
        raise RemoteProtocolError("notice.misaddressed", message=message.id)
    return row


def _set(transaction: Transaction, row: Row[Any], **values: Any) -> None:
    transaction.connection.execute(
        update(_TABLE)
        .where(_TABLE.c.notice == row.notice, _TABLE.c.partner == row.partner)
        .values(**values)
    )


def _tell(transaction: Transaction, row: Row[Any], what: str) -> None:
    ours = find_ours(transaction.connection, row.notice)
    leave_word(transaction, Word(ours.drafter, row.notice, row.partner, what))
