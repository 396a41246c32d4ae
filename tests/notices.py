"""Notices for tests: one that is complete, and the steps by which three officers publish it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from entraide.exchange.notice.bodies import Published
from entraide.exchange.notice.notice import Judicial, Notice, NoticeValue
from entraide.exchange.notice.questions import Answer, questions_for
from entraide.exchange.notice.review import REVIEW_CONTEXT, Review, Signature, Vouched
from entraide.exchange.notice.terms import Colour, PersonStatus, Stage, TextPart
from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import SigningKey
from entraide.kernel.message import Message
from entraide.node.people.payloads import APPROVAL_CONTEXT
from tests.nodes import ANALYST, CHIEF, DUTY, Bureau, today

NAME = "Zuleika Quennell"
PASSPORT = "EX7345112"
BORN = "1977-05-09"
FACTS = "She ran the laboratory of Quennelltown for two years."
TRACES = (*NAME.split(), PASSPORT, BORN, "Quennelltown", "laboratory")
LAST_DAY = (today() + timedelta(days=200)).isoformat()
WHY = "Asked at the court and at the source, and found to be so."
CLEAR = {
    "article-3": "no",
    "article-2": "yes",
    "refugee": "not-known",
    "death-penalty": "no",
    "torture": "no",
    "quality": "yes",
}
RED: dict[str, Any] = {
    "colour": "red",
    "purpose": "locate-fugitive",
    "offence": "drugs.production",
    "case": "N-1",
    "expires": LAST_DAY,
    "record": "EX-MA-1",
    "status": "suspect",
    "stage": "prosecution",
    "charge": "Production of drugs",
    "law": "Article 5 of the law on drugs",
    "document": "Warrant 12/2026",
    "authority": "Court of Rabat",
    "max_months": 120,
    "texts": [["facts", FACTS]],
    "countries": ["ES", "DE"],
}


def wanted(number: str = "EX-MA-1", **marks: Any) -> dict[str, Any]:
    """Return the record of a person whom a notice seeks."""
    entity: dict[str, Any] = {
        "id": number,
        "schema": "Person",
        "properties": {
            "name": [NAME],
            "birthDate": [BORN],
            "gender": ["female"],
            "passportNumber": [PASSPORT],
        },
    }
    return {**entity, "entraide": {"source": "EXERCISE", **marks}} if marks else entity


def answers(**changed: str) -> list[str]:
    choices = CLEAR | {key.replace("_", "-"): value for key, value in changed.items()}
    return [f"{question}={choice}: {WHY}" for question, choice in choices.items()]


def approval(bureau: Bureau, payload: str, officer: str) -> str:
    return to_base64(bureau.officers[officer].sign(payload.encode(), context=APPROVAL_CONTEXT))


async def drafted(bureau: Bureau, **changes: Any) -> str:
    """Draft a notice as the analyst and hand it to review."""
    result = await bureau.perform("notice.draft", officer=ANALYST, **{**RED, **changes})
    assert result["findings"] == []
    await bureau.perform("notice.submit", officer=ANALYST, notice=result["notice"])
    return str(result["notice"])


async def reviewed(bureau: Bureau, notice: str, **changed: str) -> dict[str, Any]:
    """Answer the questions as the duty officer, and sign."""
    result = await bureau.perform("notice.review", notice=notice, answers=answers(**changed))
    signed = approval(bureau, result["payload"], DUTY)
    await bureau.perform("notice.confirm", notice=notice, approval=signed)
    return result


async def confirmed(bureau: Bureau, notice: str, **wanted: Any) -> dict[str, Any]:
    """Confirm as the supervisor."""
    shown = await bureau.perform("notice.questions", officer=CHIEF, notice=notice)
    signed = approval(bureau, shown["payload"], CHIEF)
    return await bureau.perform(
        "notice.confirm", officer=CHIEF, notice=notice, approval=signed, **wanted
    )


async def published(bureau: Bureau, **changes: Any) -> str:
    """Bring a notice all the way to its addressees."""
    notice = await drafted(bureau, **changes)
    await reviewed(bureau, notice)
    await confirmed(bureau, notice)
    await bureau.perform("notice.publish", notice=notice)
    return notice


async def received(bureau: Bureau) -> list[dict[str, Any]]:
    listed = await bureau.perform("notice.list", ended=True)
    return list(listed["received"])


async def standing_at(issuer: Bureau, notice: str) -> Mapping[str, dict[str, Any]]:
    status = await issuer.perform("notice.status", notice=notice)
    return {row["partner"]: row for row in status["recipients"]}


# Notices that no honest node would write

REVIEWERS = (SigningKey.generate(), SigningKey.generate())


def notice_of(issuer: str = "ma.bureau", **changes: Any) -> Notice:
    """Return a complete red notice as a value."""
    values = (("name", NAME), ("birthDate", BORN), ("gender", "female"))
    complete = Notice(
        id="ab" * 16,
        version=1,
        issuer=issuer,
        drafter="officer-drafts",
        colour=Colour.RED,
        diffusion=False,
        purpose="locate-fugitive",
        offence="drugs.production",
        case="N-1",
        legal_basis=None,
        schema="Person",
        values=tuple(
            NoticeValue(prop=prop, text=text, evaluation="A1", retention="2031-12-31")
            for prop, text in values
        ),
        status=PersonStatus.SUSPECT,
        judicial=Judicial(
            stage=Stage.PROSECUTION,
            charge="Production of drugs",
            law="Article 5",
            document="Warrant 12/2026",
            authority="Court",
            max_months=120,
            imposed_months=0,
            left_months=0,
        ),
        texts=((TextPart.FACTS, FACTS),),
        countries=("ES",),
        handling="H0",
        handling_text="",
        expires=LAST_DAY,
    )
    return replace(complete, **changes)


def vouched_for(
    notice: Notice,
    *,
    officers: tuple[str, ...] = ("officer-one", "officer-two"),
    keys: tuple[SigningKey, ...] = REVIEWERS,
    **changed: str,
) -> Vouched:
    """Return a review that these officers signed, whatever it says."""
    choices = CLEAR | {key.replace("_", "-"): value for key, value in changed.items()}
    asked = [each.code for each in questions_for(notice)]
    given = tuple(Answer(code, choices[code], WHY) for code in asked)
    bare = Review("officer-one", given, "00" * 32).vouched(("es.bureau",))
    payload = bare.payload(notice).encode()
    signatures = tuple(
        Signature(officer, key.public.raw, key.sign(payload, context=REVIEW_CONTEXT))
        for officer, key in zip(officers, keys, strict=False)
    )
    return Vouched(bare.said, bare.to, signatures)


def forged(sender: Bureau, recipient: Bureau, body: Any, **changes: Any) -> Message:
    """Compose a message about a notice without asking the sender's own node."""
    now_ms = sender.clock.now_ms()
    notice = body.notice if isinstance(body, Published) else None
    message = Message(
        id=sender.node.fresh_id(),
        thread=notice.id if notice else body.notice,
        kind=body.KIND,
        version=body.VERSION,
        sender=sender.id,
        recipient=recipient.id,
        author=sender.pseudonym,
        sent_ms=now_ms,
        expires_ms=now_ms + 3_600_000,
        purpose=notice.purpose if notice else "locate-fugitive",
        agreement=sender.node.policies[0].digest,
        handling=notice.handling if notice else "H0",
        in_reply_to=None,
        body=body.to_json(),
    )
    return replace(message, **changes)
