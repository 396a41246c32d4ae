"""The forms of oversight: samples, findings, explanations, decisions on unusual asking."""

from __future__ import annotations

from typing import Final

from entraide.console.form import Form
from entraide.vocabulary.language import mark

__all__ = ["OVERSIGHT_FORMS"]

_SAMPLE: Final = "/oversight/samples/{sample}"
_ALERTS: Final = "/oversight/alerts"

OVERSIGHT_FORMS: Final = (
    Form(action="oversight.sample",
         one=("officer", "purpose", "case", "partner", "action", "screen", "since", "until"),
         numbers=("size",), after=_SAMPLE, said=mark("The sample is drawn.")),
    Form(action="oversight.judge", one=("sample", "judgement", "remarks"),
         numbers=("entry", "epoch"), after=_SAMPLE, said=mark("Your finding is kept.")),
    Form(action="oversight.explain", one=("sample", "words"), numbers=("entry", "epoch"),
         after="/oversight/explain", said=mark("Your explanation is kept.")),
    Form(action="oversight.watch", after=_ALERTS, said=mark("Looked for unusual asking.")),
    Form(action="oversight.settle", one=("rule", "who", "decision", "words"), numbers=("day",),
         after=_ALERTS, said=mark("Your decision is kept.")),
)  # fmt: skip
