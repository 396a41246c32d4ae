"""The table of the forms that order something: one row is one action of people at the console."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from entraide.console.duty_forms import DUTY_FORMS
from entraide.console.entry_forms import OPERATION_FORMS
from entraide.console.form import PAYLOAD, Fields, Form, given, payload_given
from entraide.console.notice_forms import NOTICE_FORMS
from entraide.console.oversight_forms import OVERSIGHT_FORMS
from entraide.console.register_forms import AGREEMENT_FORMS, REGISTER_FORMS
from entraide.console.search_forms import SEARCH_FORMS
from entraide.node.people.payloads import payload_hash
from entraide.vocabulary.language import mark

__all__ = ["FORMS"]


def _decision(fields: Fields) -> str:
    return payload_hash(given(fields, "question"), given(fields, "refuse") or None)


_THREAD: Final = ("thread", "partner")
_MARKS: Final = ("evaluation", "handling", "handling_text", "language")

FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        form.action: form
        for form in (
            Form(
                action="case.open",
                one=("reference", "legal_basis", "offence"),
                many=("purposes",),
                numbers=("retention_days",),
                after="/search?case={reference}",
                said=mark("The case is open."),
            ),
            Form(
                action="case.assign",
                one=("reference", "officer"),
                after="/cases/own?case={reference}",
                said=mark("The case is handed over."),
            ),
            Form(
                action="case.close",
                one=("reference", "outcome"),
                after="/cases/own?case={reference}",
                said=mark("The case is closed."),
            ),
            Form(
                action="ask",
                one=("case", "purpose", "offence", "legal_basis"),
                many=("name", "born", "nationality", "sex", "document", "phone", "email", "iban",
                      "vehicle", "wallet", "to"),
                flags=("urgent",),
            ),
            Form(
                action="request",
                one=("reference", "reason", "justification", "legal_basis"),
                many=("categories",),
                flags=("urgent",),
                said=mark("Requested."),
            ),
            Form(
                action="answer",
                one=("thread", "refuse"),
                approves=_decision,
                beside=("question",),
                after="/inbox",
                said=mark("Your decision is signed."),
            ),
            Form(
                action="release",
                one=(*_THREAD, *_MARKS),
                many=("categories", "without", "more"),
                approves=payload_given,
                beside=PAYLOAD,
                said=mark("Your approval is signed."),
            ),
            Form(action="refuse", one=(*_THREAD, "ground"), said=mark("Refused.")),
            Form(action="clarify", one=(*_THREAD, "words"), said=mark("Asked.")),
            Form(action="explain", one=(*_THREAD, "words"), said=mark("Sent.")),
            Form(
                action="delay",
                one=(*_THREAD, "reason", "words", "expected"),
                said=mark("The delay is announced."),
            ),
            Form(action="close", one=(*_THREAD, "outcome", "words"), said=mark("Closed.")),
            Form(action="withdraw", one=(*_THREAD, "reason"), said=mark("Taken back.")),
            Form(action="noted", one=("thread",), said=mark("Noted.")),
            *NOTICE_FORMS,
            *OPERATION_FORMS,
            *REGISTER_FORMS,
            *AGREEMENT_FORMS,
            *OVERSIGHT_FORMS,
            *SEARCH_FORMS,
            *DUTY_FORMS,
        )
    }
)  # fmt: skip
