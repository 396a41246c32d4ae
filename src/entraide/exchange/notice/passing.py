"""What policy is asked before anything of a notice passes, and how such messages are composed.

Every message about a notice stands in one thread, whose id is the notice's. A notice and a sighting
give data unasked: who gives is the holder, who gets it the asker (form *notice*).
"""

from __future__ import annotations

from entraide.agreements.decision import PolicyQuestion, Referral, Side
from entraide.agreements.policy import Permit
from entraide.agreements.terms import Form
from entraide.errors import LocalProtocolError
from entraide.exchange.answer import compose_outside
from entraide.exchange.ask import Framing
from entraide.exchange.bodies import Body, read_body
from entraide.exchange.notice.bodies import Published, Sighting
from entraide.exchange.notice.notice import Notice
from entraide.kernel.message import Message
from entraide.vocabulary.offences import EXCLUSIONS, OFFENCES

__all__ = ["compose_aside", "compose_notice", "compose_under", "notice_question",
           "sighting_categories"]  # fmt: skip


def notice_question(
    notice: Notice, categories: tuple[str, ...], pair: tuple[str, str], side: Side
) -> PolicyQuestion:
    """Return the attributes that policy sees; ``pair`` is (who gets it, who gives it)."""
    group = notice.offence.split(".", 1)[0]
    unlisted = group in EXCLUSIONS and notice.offence not in OFFENCES
    return PolicyQuestion(
        asker=pair[0],
        holder=pair[1],
        form=Form.NOTICE,
        purpose=notice.purpose,
        offence=group if unlisted else notice.offence,
        categories=categories,
        has_case=bool(notice.case.strip()),
        has_legal_basis=bool((notice.legal_basis or "").strip()),
        urgent=False,
        side=side,
    )


def sighting_categories(notice: Notice, sighting: Sighting) -> tuple[str, ...]:
    """Return what a sighting touches: what the notice does, and *location* where it says a place.

    A sighting without a place still tells that the person was seen in the reporting state.
    """
    return (*notice.categories(), *(("location",) if sighting.place else ()))


def compose_notice(
    permit: Permit, body: Published, author: str, recipient: str, framing: Framing
) -> Message:
    """Compose the message that brings a notice; only for what the permit was given."""
    notice, question = body.notice, permit.question
    granted = (question.form, question.asker, question.holder, question.categories)
    if granted != (Form.NOTICE, recipient, notice.issuer, notice.categories()):
        raise LocalProtocolError("release.beyond_permit")
    return compose_under(permit, body, notice, (author, recipient), framing)


def compose_under(
    permit: Permit | Referral, body: Body, notice: Notice, to: tuple[str, str], framing: Framing
) -> Message:
    """Compose a message about a notice under the agreement; ``to`` is (author, recipient)."""
    message = Message(
        id=framing.id,
        thread=notice.id,
        kind=body.KIND,
        version=body.VERSION,
        sender=permit.question.holder,
        recipient=to[1],
        author=to[0],
        sent_ms=framing.now_ms,
        expires_ms=framing.now_ms + framing.lifetime_ms,
        purpose=notice.purpose,
        agreement=permit.digest if isinstance(permit, Permit) else permit.agreement,
        handling=notice.handling,
        in_reply_to=None,
        body=body.to_json(),
    )
    read_body(message)  # what a partner could not read, we do not say
    return message


def compose_aside(body: Body, pair: tuple[str, str], author: str, framing: Framing) -> Message:
    """Compose what moves outside the agreement; ``pair`` is (sender, recipient)."""
    message = compose_outside(body, pair, (author, None), framing)
    read_body(message)
    return message
