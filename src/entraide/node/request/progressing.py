"""What officers say while a request waits and at its end: question, answer, delay, close.

The holder asks what is meant and tells of delays, at once and as often as what it expects changes;
the asker answers, and closes the thread with what came of it. What the partner's node makes of it
is in ``progressed``. None of it stops the clock but what ``exchange.clocks`` says of a delay.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import Connection

from entraide.agreements.decision import Denial, Side
from entraide.errors import InputError, PolicyError
from entraide.exchange.bodies import Query, read_body
from entraide.exchange.clocks import MOST_DELAY_DAYS
from entraide.exchange.progress import (
    MAX_WORDS,
    Clarification,
    Clarified,
    Closed,
    Delayed,
    DelayReason,
    Outcome,
    parse_day,
)
from entraide.exchange.releases import Request
from entraide.exchange.request import request_question
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.request.cases import find_open_case
from entraide.node.request.choosing import request_of
from entraide.node.request.releasing import send_onward
from entraide.node.request.requesting import check_languages, policy_named
from entraide.node.request.threads import last_message, messages_of, partner_of
from entraide.node.runtime import Node

__all__ = [
    "Clarify",
    "CloseThread",
    "Explain",
    "TellDelay",
    "clarify",
    "close_thread",
    "explain",
    "tell_delay",
]

_DAY_MS: Final = 86_400_000


class Clarify(Parameters):
    """What is not clear about a request, in words."""

    thread: str
    partner: str | None = None
    words: str
    language: str | None = None
    """The language of the words; by default the one in which the answer is wanted."""


class Explain(Parameters):
    """The answer to what the partner did not understand."""

    thread: str
    partner: str | None = None
    words: str
    language: str | None = None
    """The language of the words; by default the partner's."""


class TellDelay(Parameters):
    """Why an answer takes longer, and the day by which it is expected (ISO)."""

    thread: str
    partner: str | None = None
    reason: str
    words: str
    expected: str
    language: str | None = None


class CloseThread(Parameters):
    """What came of a thread that we have done with."""

    thread: str
    partner: str | None = None
    outcome: str
    words: str | None = None


async def clarify(call: Call, wanted: Clarify) -> Json:
    """Ask the asker of a request what is meant; the clock runs on."""
    node = call.node
    message, request = node.read(lambda c: request_of(c, wanted.thread, wanted.partner))
    language = wanted.language or request.answer_language
    check_languages(policy_named(node, message.agreement), language)
    words = _words(wanted.words)
    body = Clarification(request=message.digest, words=words, language=language)
    return await send_onward(call, message, body)


async def explain(call: Call, wanted: Explain) -> Json:
    """Answer what the holder of our request asked, as our own policy still allows."""
    node = call.node
    asked, request = node.read(lambda c: _open_question(c, wanted))
    node.read(lambda c: find_open_case(c, request[1].case))
    _check_allowed(node, *request, Side.ASKER)
    body = read_body(asked)
    language = wanted.language or (body.language if isinstance(body, Clarification) else "")
    check_languages(policy_named(node, asked.agreement), language)
    said = Clarified(clarification=asked.digest, words=_words(wanted.words), language=language)
    return await send_onward(call, asked, said, asking=True)


async def tell_delay(call: Call, wanted: TellDelay) -> Json:
    """Tell the asker of a request that the answer takes longer, why, and until when."""
    node = call.node
    message, request = node.read(lambda c: request_of(c, wanted.thread, wanted.partner))
    if wanted.reason not in set(DelayReason):
        known = ", ".join(DelayReason)
        raise InputError("delay.unknown_reason", found=wanted.reason[:32], known=known)
    language = wanted.language or request.answer_language
    check_languages(policy_named(node, message.agreement), language)
    body = Delayed(
        request=message.digest,
        reason=DelayReason(wanted.reason),
        words=_words(wanted.words),
        language=language,
        expected=_expected(wanted.expected, node.world.now_ms()),
    )
    return await send_onward(call, message, body)


async def close_thread(call: Call, wanted: CloseThread) -> Json:
    """Tell the holder that we have done with a thread, and what came of it."""
    if wanted.outcome not in set(Outcome):
        known = ", ".join(Outcome)
        raise InputError("close.unknown_outcome", outcome=wanted.outcome[:32], known=known)
    words = _words(wanted.words) if wanted.words is not None else None
    before = call.node.read(lambda c: _said_last(c, wanted.thread, wanted.partner))
    body = Closed(outcome=Outcome(wanted.outcome), words=words)
    return await send_onward(call, before, body, ours=True, asking=True)


def _check_allowed(node: Node, message: Message, request: Request, side: Side) -> None:
    """Let policy decide a request again: what more is said of a person needs it; PolicyError."""
    policy = policy_named(node, message.agreement)
    pair = (message.sender, message.recipient)
    question = request_question(request, message.purpose or "", pair, side)
    decision = policy.decide(question, now_ms=node.world.now_ms(), budget_used=0)
    if isinstance(decision, Denial):
        raise PolicyError("ask.denied", article=decision.article, reason=decision.code)


def _words(words: str) -> str:
    words = words.strip()
    if not words or len(words) > MAX_WORDS or "\0" in words:
        raise InputError("words.missing", most=MAX_WORDS)
    return words


def _expected(text: str, now_ms: int) -> str:
    """Check a day: from today on, and no further than may be announced at a time; InputError."""
    today = dt.datetime.fromtimestamp(now_ms / 1_000, dt.UTC).date()
    last = today + dt.timedelta(days=MOST_DELAY_DAYS)
    day = parse_day(text)
    if day is None or not today <= day <= last:
        raise InputError("delay.bad_day", found=text[:32], last=last.isoformat())
    return text


def _open_question(
    connection: Connection, wanted: Explain
) -> tuple[Message, tuple[Message, Request]]:
    """Return the holder's last question in a thread of ours, and our request."""
    partner = partner_of(connection, wanted.thread, wanted.partner, asking=True)
    asked = last_message(connection, wanted.thread, partner, Clarification.KIND)
    message = last_message(connection, wanted.thread, partner, Request.KIND)
    body = read_body(message)
    if not isinstance(body, Request):
        raise InputError("thread.no_message", thread=wanted.thread, kind=Request.KIND)
    return asked, (message, body)


def _said_last(connection: Connection, thread: str, partner: str | None) -> Message:
    """Return our own last question or request of a thread."""
    named = partner_of(connection, thread, partner, asking=True)
    ours = [
        each
        for each in messages_of(connection, thread, named)
        if each.kind in {Query.KIND, Request.KIND} and each.recipient == named
    ]
    if not ours:
        raise InputError("thread.no_message", thread=thread, kind=Query.KIND)
    return ours[-1]
