"""The forms about the register and memoranda: pages read, facts judged, signatures brought."""

from __future__ import annotations

from typing import Final

from entraide.console.form import Fields, Form, given
from entraide.node.memorandum.countersigning import countersigning_payload
from entraide.vocabulary.language import mark

__all__ = ["AGREEMENT_FORMS", "REGISTER_FORMS"]

_A_PAGE: Final = 6_500_000
"""Bytes of a form that carries a page: 4 MB in base64, with what a form adds."""
_A_MEMORANDUM: Final = 600_000


def _signed(fields: Fields) -> str:
    return countersigning_payload(given(fields, "signed"))


REGISTER_FORMS: Final = (
    Form(action="register.keep", one=("text", "content", "source", "home"), most=_A_PAGE,
         after="/register/documents/{document}", said=mark("The page is in the register.")),
    Form(action="register.judge", one=("document", "fact", "verdict", "value"),
         after="/register/documents/{document}", said=mark("Your judgement is kept.")),
)  # fmt: skip
AGREEMENT_FORMS: Final = (
    Form(action="agreement.countersign", one=("signed",), approves=_signed, most=_A_MEMORANDUM,
         after="/agreements/{digest}", waiting="/agreements/offered/{payload}",
         said=mark("The signatures are in the node.")),
    Form(action="agreement.send", one=("agreement",), many=("to",),
         after="/agreements/{agreement}", said=mark("On its way.")),
)  # fmt: skip
