"""The questions of the review: neutrality and human rights, each with the answers that it allows.

They follow Articles 2 and 3 of INTERPOL's constitution and what its review asks besides: refugee
status, the death penalty, torture, the quality of the data. An answer lets pass, must be taken up
expressly by the officer who confirms, or stops the notice; and it is always given in words too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from entraide.errors import InputError
from entraide.exchange.notice.notice import Notice
from entraide.exchange.notice.terms import Colour
from entraide.vocabulary.language import mark

__all__ = ["LEAST_WORDS", "QUESTIONS", "Answer", "Choice", "Effect", "Question", "parse_answer",
           "questions_for"]  # fmt: skip

LEAST_WORDS: Final = 20
"""Characters below which an answer in writing is none."""


class Effect(StrEnum):
    """What an answer does: lets pass, must be confirmed expressly, or stops the notice."""

    CLEAR = "clear"
    FLAG = "flag"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that a question allows."""

    code: str
    effect: Effect


@dataclass(frozen=True, slots=True)
class Question:
    """One row: a question that is answered in writing before publication."""

    code: str
    article: str
    asks: str
    choices: tuple[Choice, ...]
    about_persons: bool = False
    """Asked only where the notice is about somebody."""
    colours: tuple[Colour, ...] = tuple(Colour)
    """Asked of these colours only."""

    def effect_of(self, code: str) -> Effect | None:
        """Return what an answer does, None where the question does not allow it."""
        return next((each.effect for each in self.choices if each.code == code), None)


_CLEAR, _FLAG, _BLOCK = Effect.CLEAR, Effect.FLAG, Effect.BLOCK

QUESTIONS: Final = (
    Question("article-3", "Constitution Art. 3",
             mark("Is the matter predominantly of a political, military, religious or racial "
                  "character?"),
             (Choice("no", _CLEAR), Choice("elements-not-predominant", _FLAG),
              Choice("predominantly", _BLOCK))),
    Question("article-2", "Constitution Art. 2",
             mark("Is it in the spirit of the Universal Declaration of Human Rights?"),
             (Choice("yes", _CLEAR), Choice("doubtful", _BLOCK), Choice("no", _BLOCK))),
    Question("refugee", "1951 Convention Art. 33",
             mark("Is the person a refugee or an asylum seeker?"),
             (Choice("not-known", _CLEAR), Choice("from-another-state", _FLAG),
              Choice("from-the-issuing-state", _BLOCK)), about_persons=True),
    Question("death-penalty", "Art. 9.2",
             mark("Can the death penalty be imposed or carried out?"),
             (Choice("no", _CLEAR), Choice("possible-with-assurance", _FLAG),
              Choice("possible-without-assurance", _FLAG)), about_persons=True),
    Question("torture", "Art. 9.3",
             mark("Is there a substantial risk of torture or ill-treatment?"),
             (Choice("no", _CLEAR), Choice("excluded-by-safeguards", _FLAG),
              Choice("yes", _BLOCK)), about_persons=True),
    Question("privacy", "RPD Art. 90",
             mark("Yellow: if the person is of age, does the law on privacy let the "
                  "disappearance be made known?"),
             (Choice("yes", _CLEAR), Choice("of-minor-age", _CLEAR), Choice("no", _BLOCK)),
             about_persons=True, colours=(Colour.YELLOW,)),
    Question("quality", "RPD Art. 12",
             mark("Were identity, facts and judicial data verified at their source?"),
             (Choice("yes", _CLEAR), Choice("no", _BLOCK))),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, the answer's code, and why, in words."""

    question: str
    choice: str
    words: str


def questions_for(notice: Notice) -> tuple[Question, ...]:
    """Return the questions that a notice must answer: fewer where it is about nobody."""
    somebody = bool(notice.values) or notice.status is not None
    asked = (each for each in QUESTIONS if notice.colour in each.colours)
    return tuple(each for each in asked if somebody or not each.about_persons)


def parse_answer(text: str) -> Answer:
    """Read ``question=choice: words``; InputError where it is not an answer in writing."""
    head, _, words = text.partition(":")
    code, _, choice = head.partition("=")
    question = next((each for each in QUESTIONS if each.code == code.strip()), None)
    if question is None or question.effect_of(choice.strip()) is None:
        raise InputError("notice.no_such_answer", answer=head.strip())
    if len(words.strip()) < LEAST_WORDS:
        raise InputError("notice.answer_without_words", question=question.code, least=LEAST_WORDS)
    return Answer(question.code, choice.strip(), words.strip())
