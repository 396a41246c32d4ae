"""The forms of searching: batches of questions, and questions left standing."""

from __future__ import annotations

from typing import Any, Final

from entraide.console.form import PAYLOAD, Fields, Form, given, lines_given, payload_given
from entraide.exchange.batch import read_questions
from entraide.vocabulary.language import mark

__all__ = ["SEARCH_FORMS", "batch_given"]

_A_BATCH: Final = 400_000
"""Bytes of a form with a batch of questions."""
_BATCH: Final = "/search/batches/{batch}"


def batch_given(fields: Fields) -> dict[str, Any]:
    """Return the questions of a batch as they were typed or pasted; InputError names the line."""
    return {"rows": read_questions(given(fields, "text")), "to": list(lines_given(fields, "to"))}


SEARCH_FORMS: Final = (
    Form(action="batch.ask", one=("case",), flags=("urgent",), more=batch_given, most=_A_BATCH,
         beside=("text", "to"), goes_on=True, after=_BATCH),
    Form(action="batch.resume", one=("batch",), goes_on=True, after=_BATCH),
    Form(action="batch.drop", one=("batch",), after=_BATCH, said=mark("The rest is given up.")),
    Form(action="standing.leave", one=("thread", "partner"), approves=payload_given, beside=PAYLOAD,
         after="/search/standing", waiting="/search/standing/{thread}?partner={partner}",
         said=mark("The question is left standing.")),
    Form(action="standing.withdraw", one=("thread", "partner"), after="/search/standing",
         said=mark("Taken back.")),
)  # fmt: skip
