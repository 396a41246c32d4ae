"""The review of a notice by two officers, neither of whom drafted it.

The first answers every question in writing and signs; the second reads, takes up every flagged
answer expressly, and signs the same hash. An answer that stops the notice refuses it. New answers
make a new hash, and earlier signatures stand for nothing.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, select

from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError, RemoteProtocolError
from entraide.exchange.notice.lifecycle import Event, Life, live
from entraide.exchange.notice.questions import Answer, parse_answer, questions_for
from entraide.exchange.notice.review import Review, Signature, Vouched, blocking, flagged
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.notice.drafting import NameNotice
from entraide.node.notice.rows import Ours, find_ours, keep_review, move
from entraide.node.people.approvals import approve
from entraide.node.people.passkeys import passkey_behind
from entraide.node.runtime import Node
from entraide.vocabulary.codes import CodeTable, Entry
from entraide.vocabulary.language import mark

__all__ = [
    "NOT_PUBLISHED",
    "AnswerReview",
    "ConfirmReview",
    "DeclineNotice",
    "answer_review",
    "confirm_review",
    "decline_notice",
    "show_review",
    "signatures_of",
    "vouched_of",
]

_SALT_BYTES: Final = 32
NOT_PUBLISHED: Final = CodeTable(
    mark("reason not to publish"),
    Entry("article-2", mark("against human rights (Constitution Art. 2)")),
    Entry("article-3", mark("political, military, religious or racial (Constitution Art. 3)")),
    Entry("refugee", mark("the person has or seeks international protection")),
    Entry("death-penalty", mark("the death penalty is possible")),
    Entry("torture", mark("a risk of torture or ill-treatment")),
    Entry("quality", mark("the data is not good enough")),
    Entry("disproportionate", mark("not worth the intrusion")),
)


class AnswerReview(Parameters):
    """Every question's answer, each as ``question=choice: words``."""

    notice: str
    answers: tuple[str, ...]


class ConfirmReview(Parameters):
    """An officer's signature over the review's hash, and the flagged questions taken up."""

    notice: str
    despite: tuple[str, ...] = ()
    approval: str


class DeclineNotice(Parameters):
    """Why a notice is not published, a code of ``NOT_PUBLISHED``."""

    notice: str
    reason: str


async def show_review(call: Call, wanted: NameNotice) -> Json:
    """Return the questions of a notice, and the answers and signatures that there are."""
    ours = call.node.read(lambda c: find_ours(c, wanted.notice))
    asked: list[Json] = [
        {
            "question": each.code,
            "article": each.article,
            "asks": each.asks,
            "choices": [choice.code for choice in each.choices],
        }
        for each in questions_for(ours.told().notice)
    ]
    return {"notice": ours.id, "questions": asked, **_standing(call.node, ours)}


async def answer_review(call: Call, wanted: AnswerReview) -> Json:
    """Keep one officer's answers in writing; one that stops the notice refuses it."""
    node = call.node
    ours = node.read(lambda c: find_ours(c, wanted.notice))
    _check_reviewer(call, ours)
    answers = _answers(ours, wanted.answers)
    salt = node.world.random(_SALT_BYTES).hex()
    review = Review(call.actor.pseudonym, answers, salt)
    stopped = blocking(review.said())
    hashed = review.vouched(ours.told().to).payload(ours.told().notice)  # the log names no answer

    def keep(transaction: Transaction) -> None:
        keep_review(transaction, ours, review)
        if stopped:
            move(transaction, ours, Event.REFUSE, stopped[0])
        else:
            move(transaction, ours, Event.ANSWER)
        action = "notice.refused" if stopped else "notice.reviewed"
        transaction.log(call.event(action, ours.id, digests={"review": hashed}))

    await node.writer.run(keep)
    if stopped:
        return {"notice": ours.id, "state": Life.REFUSED.value, "stopped_by": list(stopped)}
    return {"notice": ours.id, **_standing(node, node.read(lambda c: find_ours(c, ours.id)))}


async def confirm_review(call: Call, wanted: ConfirmReview) -> Json:
    """Keep an officer's signature: the first is the reviewer's own, the second confirms."""
    node = call.node
    ours = node.read(lambda c: find_ours(c, wanted.notice))
    _check_reviewer(call, ours)
    if ours.state is not Life.IN_REVIEW or ours.review is None:
        raise InputError("notice.no_review", notice=ours.id)
    vouched, reviewer = vouched_of(node, ours), ours.review.reviewer
    if call.actor.pseudonym != reviewer:
        _check_confirmer(vouched, reviewer, set(wanted.despite))
    payload = vouched.payload(ours.told().notice)
    approvals = await approve(call, payload, wanted.approval, "notice")
    return {"notice": ours.id, "approvals": len(approvals), "needed": 2}


async def decline_notice(call: Call, wanted: DeclineNotice) -> Json:
    """Refuse a notice before publication, with a reason."""
    node = call.node
    NOT_PUBLISHED.find(wanted.reason)
    ours = node.read(lambda c: find_ours(c, wanted.notice))
    _check_reviewer(call, ours)

    def keep(transaction: Transaction) -> None:
        move(transaction, ours, Event.REFUSE, wanted.reason)
        transaction.log(call.event("notice.refused", ours.id, ids={"reason": wanted.reason}))

    await node.writer.run(keep)
    return {"notice": ours.id, "state": Life.REFUSED.value, "reason": wanted.reason}


def vouched_of(node: Node, ours: Ours) -> Vouched:
    """Return the review of a notice as it travels, with the signatures that there are."""
    if ours.review is None:
        raise InputError("notice.no_review", notice=ours.id)
    bare = ours.review.vouched(ours.told().to)
    payload = bare.payload(ours.told().notice)
    return Vouched(bare.said, bare.to, node.read(lambda c: signatures_of(c, payload)))


def signatures_of(connection: Connection, payload: str) -> tuple[Signature, ...]:
    """Return the officers' signatures over a hash, each with the officer's public key."""
    approval, officer = schema.approval.c, schema.officer.c
    rows = connection.execute(
        select(approval.pseudonym, officer.public_key, approval.signature)
        .join_from(schema.approval, schema.officer, approval.pseudonym == officer.pseudonym)
        .where(approval.payload == payload)
        .order_by(approval.pseudonym)
    )
    return tuple(_signature(connection, row) for row in rows.all())


def _signature(connection: Connection, row: Any) -> Signature:
    """Return a signature as it travels: by the officer's own key, or by a passkey of hers."""
    shown = passkey_behind(connection, bytes(row.signature))
    if shown is None:
        return Signature(row.pseudonym, bytes(row.public_key), bytes(row.signature))
    return Signature(row.pseudonym, shown.key, shown.signature, shown.said)


def _check_reviewer(call: Call, ours: Ours) -> None:
    if call.actor.pseudonym == ours.drafter:
        raise PolicyError("notice.own_draft", notice=ours.id)


def _check_confirmer(vouched: Vouched, reviewer: str, despite: set[str]) -> None:
    """The reviewer has signed, and every flagged answer is taken up by name."""
    if reviewer not in {each.officer for each in vouched.signatures}:
        raise PolicyError("notice.reviewer_first")
    left = [each for each in flagged(vouched.said) if each not in despite]
    if left:
        raise PolicyError("notice.flagged", questions=", ".join(left))


def _answers(ours: Ours, texts: tuple[str, ...]) -> tuple[Answer, ...]:
    answers = {answer.question: answer for answer in map(parse_answer, texts)}
    asked = [each.code for each in questions_for(ours.told().notice)]
    missing = [code for code in asked if code not in answers]
    if missing or len(texts) != len(asked):
        raise InputError("notice.unanswered", questions=", ".join(missing or sorted(answers)))
    try:
        live(ours.state, Event.ANSWER)
    except RemoteProtocolError as error:
        raise InputError("notice.not_submitted", notice=ours.id, state=ours.state.value) from error
    return tuple(answers[code] for code in asked)


def _standing(node: Node, ours: Ours) -> dict[str, Any]:
    if ours.review is None:
        return {"state": ours.state.value, "answers": [], "flagged": [], "approvals": 0}
    vouched = vouched_of(node, ours)
    return {
        "state": ours.state.value,
        "reviewer": ours.review.reviewer,
        "answers": [
            {"question": each.question, "choice": each.choice, "words": each.words}
            for each in ours.review.answers
        ],
        "flagged": list(flagged(vouched.said)),
        "approvals": len(vouched.signatures),
        "payload": vouched.payload(ours.told().notice),
    }
