"""Correcting or withdrawing what was released: the partner's node executes it and says so."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from entraide.agreements.decision import Denial
from entraide.errors import InputError, PolicyError
from entraide.exchange.bodies import read_body
from entraide.exchange.information import Information
from entraide.exchange.recalls import Correction, Withdrawal
from entraide.exchange.releases import Part, Reply
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.giving.correcting import corrected_values, is_information
from entraide.node.request.choosing import Preview, choose
from entraide.node.request.overtaking import unconfirmed_corrections
from entraide.node.request.releasing import send_onward
from entraide.node.request.threads import messages_of, partner_of
from entraide.vocabulary.disclosure import category_of

_GIVEN: Final = frozenset({Part.KIND, Reply.KIND, Correction.KIND, Information.KIND})

__all__ = ["TakeBack", "correct", "withdraw"]


class TakeBack(Parameters):
    """A withdrawal, or a correction by choosing again from the records as they are now."""

    thread: str
    partner: str | None = None
    reason: str
    categories: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    evaluation: str | None = None
    handling: str | None = None
    handling_text: str = ""


async def withdraw(call: Call, wanted: TakeBack) -> Json:
    """Take back what was released; the partner's node deletes it and says so, signed."""
    _, standing = call.node.read(lambda c: _given(c, wanted.thread, wanted.partner))
    withdrawal = Withdrawal(reply=standing.digest, reason=_reason(wanted))
    return await send_onward(call, standing, withdrawal, ours=True)


async def correct(call: Call, wanted: TakeBack) -> Json:
    """Replace what was released by the records as they are now; the partner's node executes it."""
    node = call.node
    latest, standing = node.read(lambda c: _given(c, wanted.thread, wanted.partner))
    preview = Preview.model_validate(wanted.model_dump(exclude={"reason"}))
    if node.read(lambda c: is_information(c, latest)):
        values = node.read(lambda c: corrected_values(node, c, latest, preview))
        body = Correction(reply=standing.digest, reason=_reason(wanted), values=values)
        return await send_onward(call, standing, body, ours=True)
    if not preview.categories:
        preview = preview.model_copy(update={"categories": _released_categories(latest)})
    chosen = node.read(lambda c: choose(node, c, preview))
    if isinstance(chosen.decision, Denial):
        raise PolicyError(
            "release.denied", article=chosen.decision.article, reason=chosen.decision.code
        )
    body = Correction(reply=standing.digest, reason=_reason(wanted), values=chosen.values)
    return await send_onward(call, standing, body, ours=True)


def _reason(wanted: TakeBack) -> str:
    if not wanted.reason.strip():
        raise InputError("request.incomplete")
    return wanted.reason.strip()


def _released_categories(reply: Message) -> tuple[str, ...]:
    body = read_body(reply)
    values = body.values if isinstance(body, Reply | Correction) else ()
    found = (category_of(value.prop) for value in values)
    return tuple(dict.fromkeys(category for category in found if category))


def _given(connection: Connection, thread: str, partner: str | None) -> tuple[Message, Message]:
    """Return what was given last, and what of it is known to stand at the partner.

    The two differ while a correction is under way, or was given up: the next order is chosen from
    the last, so that no field comes back which that one left out, and names the one that stands.
    """
    named = partner_of(connection, thread, partner, asking=False)
    given = [each for each in messages_of(connection, thread, named) if each.kind in _GIVEN]
    if not given:
        raise InputError("thread.no_message", thread=thread, kind=Reply.KIND)
    unconfirmed = unconfirmed_corrections(connection, thread, named)
    return given[-1], [each for each in given if each.digest not in unconfirmed][-1]
