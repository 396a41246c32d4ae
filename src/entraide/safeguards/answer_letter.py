"""The letter that answers a data-subject request, in the person's language.

What must be withheld is not to be read out of the letter: a letter from which everything was
withheld is, word for word, the letter of somebody of whom nothing is held, and every letter ends
with the same sentence about the law's restrictions and the authority that may look behind them
(Directive (EU) 2016/680, Articles 15(3) and 17). Only what a person decided to tell stands in it,
and of what a partner provided nothing without its permission.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from entraide.safeguards.person_file import Find, PersonFile
from entraide.safeguards.subject_requests import Kind
from entraide.vocabulary.language import mark, speaking, translate
from entraide.vocabulary.subjects import PLACES

__all__ = ["Letterhead", "write_letter"]

_OPENING: Final = {
    Kind.ACCESS: mark("You asked which data about you we hold."),
    Kind.CORRECTION: mark("You asked us to correct data about you."),
    Kind.DELETION: mark("You asked us to delete data about you."),
}
_DONE: Final = {
    "disclose": mark("This is held about you:"),
    "corrected": mark("This was corrected, here and at every authority that had it from us:"),
    "deleted": mark("This was deleted, here and at every authority that had it from us:"),
}
_NOTHING: Final = mark("There is nothing that we can tell you.")
_CLOSING: Final = mark(
    "The law may restrict what we tell. This letter says neither that anything is held about you "
    "beyond what it names, nor that nothing is. You may ask the data protection authority to look "
    "at it for you, and you may go to court."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who answers, to which request, on which day (ISO)."""

    agency: str
    request: str
    day: str


def write_letter(head: Letterhead, kind: Kind, file: PersonFile) -> str:
    """Return the letter as plain text."""
    with speaking(file.language):
        return "\n".join((*_head(head, kind, file), *_body(file), "", translate(_CLOSING), ""))


def _head(head: Letterhead, kind: Kind, file: PersonFile) -> Iterator[str]:
    yield head.agency
    yield translate(mark("Answer of {day} to the request {request}"), day=head.day,
                    request=head.request)  # fmt: skip
    yield ""
    yield from file.subject.names[:1]
    yield from file.contact.splitlines()
    yield ""
    yield translate(_OPENING[kind])
    yield ""


def _body(file: PersonFile) -> Iterator[str]:
    told = [find for find in file.finds if find.decision in _DONE]
    if not told:
        yield translate(_NOTHING)
    for decision, sentence in _DONE.items():
        chosen = [find for find in told if find.decision == decision]
        if chosen:
            yield translate(sentence)
            for find in chosen:
                yield from _lines(find)


def _lines(find: Find) -> Iterator[str]:
    place = translate(PLACES.find(find.place).label)
    whose = find.partner or ", ".join(find.providers)
    yield f"- {place}" + (f" ({whose})" if find.permission and whose else "")
    if find.decision != "deleted":
        told = (value for value in find.values if find.permission or not value.provider)
        yield from (f"    {value.prop}: {value.text}" for value in told)
