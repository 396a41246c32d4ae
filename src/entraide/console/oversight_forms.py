"""The forms of oversight: accesses, unusual asking, persons concerned, retention, officers."""

from __future__ import annotations

from typing import Final

from entraide.console.form import Form
from entraide.vocabulary.language import mark

__all__ = ["OVERSIGHT_FORMS"]

_SAMPLE: Final = "/oversight/samples/{sample}"
_ALERTS: Final = "/oversight/alerts"

_SUBJECT: Final = "/oversight/subjects/{request}"
_OFFICERS: Final = "/oversight/officers"


def _of_request(action: str, said: str, after: str = _SUBJECT) -> Form:
    return Form(action=action, one=("request",), after=after, said=said)


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
    Form(action="subject.register",
         one=("kind", "contact", "identified", "language", "wanted", "received"),
         many=("name", "born", "document"), after=_SUBJECT, said=mark("The request is kept.")),
    _of_request("subject.admit", mark("Admitted: its clock runs.")),
    Form(action="subject.reject", one=("request", "ground"), after=_SUBJECT,
         said=mark("Not admitted.")),
    _of_request("subject.drop", mark("Closed, as the person took it back.")),
    _of_request("subject.search", mark("Everything held was searched.")),
    Form(action="subject.decide", one=("request", "decision", "ground", "permission"),
         numbers=("number",), after=_SUBJECT, said=mark("Your decision is kept.")),
    Form(action="subject.delete", one=("request",), numbers=("number",), after=_SUBJECT,
         said=mark("Deleted here, and asked for wherever it went.")),
    Form(action="subject.correct", one=("request", "prop", "was", "becomes"),
         numbers=("number",), after=_SUBJECT,
         said=mark("Put right, or its provider is to be told.")),
    _of_request("subject.answer", mark("The request is closed; print its letter.")),
    _of_request("subject.erase", mark("The request is erased."), "/oversight/subjects"),
    Form(action="retention.run", after="/oversight/retention",
         said=mark("What may not be kept any longer is erased.")),
    Form(action="officer.add", one=("name", "role", "public_key"), after=_OFFICERS,
         said=mark("The officer is added.")),
    Form(action="officer.suspend", one=("officer",), after=_OFFICERS,
         said=mark("The officer is suspended.")),
    Form(action="officer.restore", one=("officer",), after=_OFFICERS,
         said=mark("The officer works again.")),
)  # fmt: skip
