"""Carrying memoranda, and what was declared about them, to partners through the exchange."""

from __future__ import annotations

from collections.abc import Iterator

from entraide.adapters.store.writer import Transaction
from entraide.agreements.declarations import encode_declaration
from entraide.agreements.signing import SignedAgreement, encode_signed
from entraide.errors import InputError
from entraide.exchange.answer import compose_outside
from entraide.exchange.bodies import Body, Carried, Declared
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.mail.post import Stored, enqueue, framing, seal, sent
from entraide.node.memorandum.documents import Documents, held_documents

__all__ = ["SendMemorandum", "send_memorandum"]


class SendMemorandum(Parameters):
    """A memorandum and who gets it; every other party and observer where none is named."""

    agreement: str
    to: tuple[str, ...] = ()


async def send_memorandum(call: Call, wanted: SendMemorandum) -> Json:
    """Carry a memorandum, its signatures and its declarations to partners."""
    node = call.node
    documents = node.read(held_documents)
    signed = documents.named(wanted.agreement)
    recipients = _recipients(call, signed, wanted.to)
    thread = node.fresh_id()
    messages = [
        compose_outside(
            body, (node.settings.id, recipient), (call.actor.pseudonym, None), framing(node, thread)
        )
        for recipient in recipients
        for body in _bodies(documents, signed)
    ]
    sealed = [(message, seal(node, message)) for message in messages]

    def keep(transaction: Transaction) -> None:
        for message, envelope in sealed:
            enqueue(transaction, Stored(message=message, incoming=False, envelope=envelope))
            transaction.log(sent(message))

    await node.writer.run(keep)
    outcomes: list[Json] = []
    each = recipients * (len(messages) // max(1, len(recipients)))
    async for outcome in node.delivery.deliver_now(each, thread):
        call.emit({"delivery": outcome})
        outcomes.append(outcome)
    return {"agreement": signed.agreement.id, "deliveries": outcomes}


def _recipients(call: Call, signed: SignedAgreement, to: tuple[str, ...]) -> tuple[str, ...]:
    node = call.node
    named = {one.id for one in signed.agreement.everyone} - {node.settings.id}
    for recipient in to:
        if recipient not in named or recipient not in node.partners:
            raise InputError("agreement.not_sent", partner=recipient)
    return to or tuple(sorted(named & set(node.partners)))


def _bodies(documents: Documents, signed: SignedAgreement) -> Iterator[Body]:
    yield Carried(signed=encode_signed(signed))
    for one in documents.about(signed.agreement.digest):
        yield Declared(signed=encode_declaration(one))
