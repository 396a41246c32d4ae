"""The rights check of an assistance: its questions, the answers in writing, the second officer."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import yaml

from entraide.cli.arguments import TableOrJson
from entraide.cli.operation.arguments import Assistance, Offer
from entraide.cli.operation.operating import one_of, pairs, row_of, write
from entraide.cli.session import Access
from entraide.cli.show import print_json, print_rows
from entraide.errors import InputError
from entraide.vocabulary.assistance import QUESTIONS, RISKS, questions_for
from entraide.vocabulary.language import mark, translate

__all__ = ["check", "confirm", "questions"]

_MOST_BYTES: Final = 65_536
_COLUMNS: Final = (("code", mark("Code")), ("says", mark("Question")))
_RISKS: Final = (("code", mark("Code")), ("says", mark("Risk")))


def questions(*, risk: tuple[str, ...] = (), output: TableOrJson = "table") -> None:
    """List what may do harm, and the questions that a check of it answers; needs no node.

    Parameters
    ----------
    risk
        What is named as a risk; the questions of every risk where none is given.
    """
    wanted = questions_for(risk or RISKS.codes)
    for each in risk:
        RISKS.find(each)
    asked = [{"code": code, "says": translate(QUESTIONS.find(code).label)} for code in wanted]
    known = [{"code": each.code, "says": translate(each.label)} for each in RISKS]
    if output == "json":
        print_json({"risks": known, "questions": asked})
        return
    if not risk:
        print_rows(mark("Risks"), _RISKS, known)
    print_rows(mark("Questions of the rights check"), _COLUMNS, asked)


def check(  # noqa: PLR0913 - each is an option of the command
    assistance: Assistance,
    offer: Offer,
    *,
    verdict: Literal["go-ahead", "with-conditions", "refused"],
    answer: tuple[str, ...] = (),
    answers: Path | None = None,
    conditions: str | None = None,
    access: Access | None = None,
) -> None:
    """Answer the rights check of what we offered; a second officer of ours then confirms it.

    Parameters
    ----------
    verdict
        Whether it may be given.
    answer
        An answer, such as "end-use=The anti-drugs unit, for searches that a judge allowed".
    answers
        A YAML file with the answers, by the codes of entraide assistance questions.
    conditions
        Under which conditions, where the verdict has some.
    """
    said = {**_read(answers), **pairs(answer, "--answer")}
    body = {
        "offer": one_of(access, assistance, "offered", offer),
        "verdict": verdict,
        "conditions": conditions,
        "answers": [{"question": code, "answer": words} for code, words in said.items()],
    }
    write(access, assistance, "check.made", body)


def confirm(assistance: Assistance, offer: Offer, *, access: Access | None = None) -> None:
    """Confirm the latest check of an offer of ours, as a second officer."""
    row = row_of(access, assistance, "offered", offer)
    if not row["checks"]:
        raise InputError("operation.no_such_entry", named=offer[:64], found=0)
    write(access, assistance, "check.confirmed", {"check": row["checks"][-1]["check"]})


def _read(path: Path | None) -> dict[str, str]:
    """Read answers from a file; InputError where it holds none."""
    if path is None:
        return {}
    try:
        text = path.read_bytes()[: _MOST_BYTES + 1]
        read = yaml.safe_load(text) if len(text) <= _MOST_BYTES else None
    except OSError as error:
        reason = error.strerror or "error"
        raise InputError("operation.not_readable", path=str(path), reason=reason) from error
    except yaml.YAMLError as error:
        raise InputError("assistance.bad_answers", path=str(path)) from error
    if not isinstance(read, dict) or not all(isinstance(each, str) for each in read.values()):
        raise InputError("assistance.bad_answers", path=str(path))
    return {str(code): " ".join(words.split()) for code, words in read.items()}
