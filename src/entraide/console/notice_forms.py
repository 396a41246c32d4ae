"""The forms about notices: drafts, the review by two officers, their life, partners' notices."""

from __future__ import annotations

from typing import Any, Final

from entraide.console.form import PAYLOAD, Fields, Form, given, payload_given
from entraide.exchange.notice.questions import QUESTIONS
from entraide.exchange.notice.terms import TextPart
from entraide.vocabulary.language import mark

__all__ = ["NOTICE_FORMS"]

_PAGE: Final = "/notices/{notice}"
_COPY: Final = ("notice", "partner")


def _texts(fields: Fields) -> dict[str, Any]:
    """Return the parts in words as pairs."""
    parts = [[part.value, given(fields, f"text-{part.value}")] for part in TextPart]
    return {"texts": [pair for pair in parts if pair[1]]}


def _answers(fields: Fields) -> dict[str, Any]:
    """Return every answered question as ``question=choice: words``."""
    codes = [each.code for each in QUESTIONS if given(fields, f"choice-{each.code}")]
    said = (
        (code, given(fields, f"choice-{code}"), given(fields, f"words-{code}")) for code in codes
    )
    return {"answers": [f"{code}={choice}: {words}" for code, choice, words in said]}


def _of_notice(action: str, said: str) -> Form:
    return Form(action=action, one=("notice",), after=_PAGE, said=said)


NOTICE_FORMS: Final = (
    Form(
        action="notice.draft",
        one=("colour", "purpose", "offence", "case", "expires", "record", "replaces",
             "legal_basis", "status", "stage", "charge", "law", "document", "authority",
             "handling", "handling_text"),
        many=("categories", "without", "countries", "to"),
        numbers=("max_months", "imposed_months", "left_months"),
        more=_texts,
        beside=tuple(f"text-{part.value}" for part in TextPart),
        after=_PAGE,
        said=mark("The draft is kept."),
    ),
    _of_notice("notice.submit", mark("Handed to review.")),
    Form(action="notice.review", one=("notice",), more=_answers, after=_PAGE,
         beside=tuple(f"{part}-{each.code}" for each in QUESTIONS for part in ("choice", "words")),
         said=mark("Your answers are kept; now sign them.")),
    Form(action="notice.confirm", one=("notice",), many=("despite",), approves=payload_given,
         beside=PAYLOAD, after=_PAGE, said=mark("Your approval is signed.")),
    Form(action="notice.decline", one=("notice", "reason"), after=_PAGE, said=mark("Refused.")),
    _of_notice("notice.publish", mark("Published.")),
    _of_notice("notice.suspend", mark("Suspended.")),
    _of_notice("notice.resume", mark("In force again.")),
    Form(action="notice.cancel", one=("notice", "reason"), after=_PAGE, said=mark("Cancelled.")),
    Form(action="notice.erase", one=("notice", "reason"), after="/notices", said=mark("Erased.")),
    Form(action="notice.accept", one=_COPY, after=_PAGE, said=mark("Accepted.")),
    Form(action="notice.refuse", one=(*_COPY, "ground"), after="/notices", said=mark("Refused.")),
    Form(action="sighting.write", one=(*_COPY, "words", "on", "place", "record"), after=_PAGE,
         said=mark("The sighting is written; it leaves once it is approved.")),
    Form(action="sighting.approve", one=("sighting",), approves=payload_given,
         beside=PAYLOAD, after=_PAGE, said=mark("Your approval is signed.")),
    Form(action="pursuit.step", one=(*_COPY, "step", "on", "reason"), numbers=("days",),
         after=_PAGE, said=mark("The step is taken.")),
)  # fmt: skip
