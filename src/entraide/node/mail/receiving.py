"""What arrives from partners: opened, believed, recognised, handled by its kind, answered in time.

An envelope is opened and admitted, recognised if it came before, and handled by its kind; the
answer leaves at the next step of time, so that neither size nor time tells what was found.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from sqlalchemy import insert

from entraide.adapters.tables import schema
from entraide.adapters.world import wait_until
from entraide.errors import RemoteProtocolError
from entraide.exchange.admission import Admitted
from entraide.exchange.answer import (
    next_release_ms,
)
from entraide.exchange.attachment import Arrived, Attachment
from entraide.exchange.bodies import (
    Acknowledgement,
    Answer,
    Carried,
    Declared,
    Denied,
    NewKeys,
    Query,
    Receipt,
    Revoked,
)
from entraide.exchange.discussion import Post
from entraide.exchange.information import Information, Noted
from entraide.exchange.journaling import Journaled, JournalWanted
from entraide.exchange.notice.bodies import (
    NoticeAnswer,
    NoticeChange,
    NoticeErased,
    Published,
    PursuitStep,
    Sighting,
)
from entraide.exchange.onward import (
    CopyTold,
    DirectRecall,
    OnwardDenial,
    OnwardGrant,
    OnwardRequest,
    OnwardRevocation,
)
from entraide.exchange.progress import Clarification, Clarified, Closed, Delayed
from entraide.exchange.recalls import Correction, Ended, Executed, Withdrawal
from entraide.exchange.reconciliation import Reconcile
from entraide.exchange.releases import Part, Refusal, Reply, Request
from entraide.exchange.review import Review
from entraide.exchange.screening import Outcomes, ScreeningBatch
from entraide.exchange.standing import Standing, Unstanding
from entraide.node.discussion.discussed import receive_post
from entraide.node.event.holder import receive_batch
from entraide.node.event.owner import receive_outcomes
from entraide.node.files.offers import receive_arrival, receive_offer
from entraide.node.giving.copies_told import receive_copy, receive_recall
from entraide.node.giving.informed import receive_information, receive_noted
from entraide.node.giving.onward_revoking import receive_onward_revocation
from entraide.node.giving.onward_taken import receive_onward_answer, receive_onward_request
from entraide.node.mail.post import (
    answered_before,
    open_arrival,
    receipt_for,
    seal,
)
from entraide.node.mail.reconciled import answer_reconcile
from entraide.node.memorandum.declaring import receive_declaration
from entraide.node.memorandum.ending import receive_ended
from entraide.node.memorandum.memoranda import receive_memorandum
from entraide.node.notice.answers import (
    receive_erased,
    receive_notice_answer,
    receive_sighting,
)
from entraide.node.notice.pursuing import receive_step
from entraide.node.notice.receiving import receive_change, receive_notice
from entraide.node.operation.journaled import receive_entries, receive_wanted
from entraide.node.partner.reviewed import answer_review
from entraide.node.partner.succession import receive_keys, receive_revocation
from entraide.node.question.answering import Handled, answer_query
from entraide.node.question.answers import take_answer
from entraide.node.question.standing_held import receive_standing, receive_unstanding
from entraide.node.request.executing import execute, take_request
from entraide.node.request.progressed import take_clarified, take_closed
from entraide.node.runtime import Node

__all__ = ["receive"]

_LOG: Final = logging.getLogger("entraide.answering")
_OPEN: Final = insert(schema.conversation)
_REFER: Final = insert(schema.reference)


async def receive(node: Node, pin: str, envelope: bytes) -> bytes:
    """Handle an envelope from a partner and return the sealed answer to it.

    1. open and admit; 2. the answer given before, if this very message came before; 3. by kind;
    4. a question's answer waits for the next step of time; nothing else searches records, and
    nothing else waits.
    """
    started = time.monotonic()
    admitted = open_arrival(node, pin, envelope)  # 1
    response = node.read(lambda c: answered_before(c, admitted.message))  # 2
    least_ms = 0
    if response is None:
        handled = await _HANDLERS[admitted.message.kind](node, admitted, envelope)  # 3
        response, least_ms = handled.response, handled.least_ms
    if admitted.message.kind == Query.KIND:
        await _hold(node, started, least_ms)  # 4
    return response


async def _hold(node: Node, started: float, least_ms: int) -> None:
    elapsed = (time.monotonic() - started) * 1_000
    release = next_release_ms(elapsed, node.settings.exchange.answer_step_ms, least_ms)
    await wait_until(started + release / 1_000)


async def _on_answer(node: Node, admitted: Admitted, envelope: bytes) -> Handled:
    """Take an answer that comes later than its question's round trip, and receipt it."""
    sealed = seal(node, receipt_for(node, admitted.message))
    await take_answer(node, admitted, envelope, sealed)
    return Handled(sealed)


async def _on_request(node: Node, admitted: Admitted, envelope: bytes) -> Handled:
    request = admitted.body
    if not isinstance(request, Request):
        raise RemoteProtocolError("message.unknown_kind", message=admitted.message.id)
    return Handled(await take_request(node, admitted, envelope, request))


async def _on_order(node: Node, admitted: Admitted, envelope: bytes) -> Handled:
    order = admitted.body
    if not isinstance(order, Correction | Withdrawal):
        raise RemoteProtocolError("message.unknown_kind", message=admitted.message.id)
    return Handled(await execute(node, admitted, envelope, order))


async def _on_reconcile(node: Node, admitted: Admitted, envelope: bytes) -> Handled:
    return Handled(await answer_reconcile(node, admitted))


async def _on_receipt(node: Node, admitted: Admitted, envelope: bytes) -> Handled:
    """A receipt answers a delivery; one that comes by itself is out of turn."""
    raise RemoteProtocolError("conversation.out_of_turn", state="", event=admitted.message.kind)


_Handler: TypeAlias = Callable[[Node, Admitted, bytes], Awaitable[Handled]]


def _taken(take: Callable[[Node, Admitted, bytes], Awaitable[bytes]]) -> _Handler:
    """Return the handler of a kind whose answer may leave at once."""

    async def handle(node: Node, admitted: Admitted, envelope: bytes) -> Handled:
        return Handled(await take(node, admitted, envelope))

    return handle


_HANDLERS: Final[dict[str, _Handler]] = {
    Query.KIND: answer_query,
    Answer.KIND: _on_answer,
    Denied.KIND: _on_answer,
    Acknowledgement.KIND: _on_answer,
    Clarification.KIND: _on_answer,
    Delayed.KIND: _on_answer,
    Part.KIND: _on_answer,
    Reply.KIND: _on_answer,
    Refusal.KIND: _on_answer,
    Executed.KIND: _on_answer,
    Request.KIND: _on_request,
    Clarified.KIND: _taken(take_clarified),
    Closed.KIND: _taken(take_closed),
    Correction.KIND: _on_order,
    Withdrawal.KIND: _on_order,
    Carried.KIND: _taken(receive_memorandum),
    Declared.KIND: _taken(receive_declaration),
    Ended.KIND: _taken(receive_ended),
    NewKeys.KIND: _taken(receive_keys),
    Revoked.KIND: _taken(receive_revocation),
    Receipt.KIND: _on_receipt,
    Attachment.KIND: _taken(receive_offer),
    Arrived.KIND: _taken(receive_arrival),
    Reconcile.KIND: _on_reconcile,
    Published.KIND: _taken(receive_notice),
    NoticeChange.KIND: _taken(receive_change),
    NoticeAnswer.KIND: _taken(receive_notice_answer),
    NoticeErased.KIND: _taken(receive_erased),
    Sighting.KIND: _taken(receive_sighting),
    PursuitStep.KIND: _taken(receive_step),
    Information.KIND: _taken(receive_information),
    Noted.KIND: _taken(receive_noted),
    OnwardRequest.KIND: _taken(receive_onward_request),
    OnwardGrant.KIND: _taken(receive_onward_answer),
    OnwardDenial.KIND: _taken(receive_onward_answer),
    OnwardRevocation.KIND: _taken(receive_onward_revocation),
    CopyTold.KIND: _taken(receive_copy),
    DirectRecall.KIND: _taken(receive_recall),
    Post.KIND: _taken(receive_post),
    Journaled.KIND: _taken(receive_entries),
    JournalWanted.KIND: _taken(receive_wanted),
    ScreeningBatch.KIND: _taken(receive_batch),
    Outcomes.KIND: _taken(receive_outcomes),
    Review.KIND: _taken(answer_review),
    Standing.KIND: _taken(receive_standing),
    Unstanding.KIND: _taken(receive_unstanding),
}
