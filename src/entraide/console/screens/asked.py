"""A question beside its answers: what was asked, and for each partner what the answer may say.

Of a partner's record the asker learns a band and no more: the score is the holder's, and so are the
values. Of our own records the whole comparison is shown, where the person asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from entraide.console.visit import Visit
from entraide.errors import EntraideError
from entraide.vocabulary.messages import render

__all__ = ["SAID", "own_records", "side_by_side"]

SAID: Final = (
    "name", "born", "nationality", "sex", "document", "phone", "email", "iban", "vehicle", "wallet",
)  # fmt: skip
"""What a question may say of a person or thing, in the order in which it is shown."""
_REASONS: Final = ("purpose", "offence", "legal_basis", "case", "urgent", "to")


async def side_by_side(
    visit: Visit, parameters: Mapping[str, Any], answers: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what was asked, a column for each partner, and our own records where wanted."""
    question = {name: value for name, value in parameters.items() if name in {*SAID, *_REASONS}}
    foreseen, fault = await _foreseen(visit, question)
    said = {each["partner"]: each for each in answers}
    before = {row["partner"]: row for row in foreseen}
    columns = [
        {"partner": partner, "answer": said.get(partner), "foreseen": before.get(partner, {})}
        for partner in dict.fromkeys((*before, *said))
    ]
    own = await own_records(visit, question) if visit.asked("own") else None
    subject = [(name, question[name]) for name in SAID if question.get(name)]
    return {"columns": columns, "subject": subject, "own": own, "foreseen_fault": fault,
            "case": str(parameters.get("case", ""))}  # fmt: skip


async def own_records(visit: Visit, question: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the records of ours that may be meant, with the comparison token by token."""
    wanted = {name: value for name, value in question.items() if name not in {"to", "urgent"}}
    found = await visit.read("records.find", **wanted)
    return list(found["records"])


async def _foreseen(
    visit: Visit, question: Mapping[str, Any]
) -> tuple[list[Mapping[str, Any]], str]:
    try:
        return list((await visit.read("ask.foresee", **question))["partners"]), ""
    except EntraideError as error:
        return [], render(error)
