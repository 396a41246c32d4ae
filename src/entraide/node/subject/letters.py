"""The letter of a subject request, as it would be now or as it was: in any of the four languages.

Looking at it changes nothing; ``subject.answer`` closes the request with it. It is computed from
the decisions that stand in the file, so that a letter can be printed again as long as that is kept.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from entraide.errors import InputError
from entraide.kernel.canonical import Json
from entraide.node.call import Call
from entraide.node.subject.files import NameRequest, row_of
from entraide.safeguards.answer_letter import Letterhead, write_letter
from entraide.safeguards.person_file import decode_file
from entraide.safeguards.subject_requests import Kind, State
from entraide.vocabulary.language import LANGUAGES

__all__ = ["ShowLetter", "show_letter"]

_LETTERS = frozenset({State.ADMITTED, State.ANSWERED})


class ShowLetter(NameRequest):
    """The letter of a request; in the person's language where none is named."""

    language: str | None = None


async def show_letter(call: Call, wanted: ShowLetter) -> Json:
    """Return the letter; ``final`` says whether it is the one that closed the request."""
    node = call.node
    if wanted.language not in {None, *LANGUAGES}:
        known = ", ".join(LANGUAGES)
        raise InputError("subject.language", found=wanted.language or "", known=known)
    row = node.read(lambda c: row_of(c, wanted.request))
    if State(row.state) not in _LETTERS:
        raise InputError("subject.out_of_turn", state=row.state, act="letter")
    await node.writer.run(lambda t: t.log(call.event("subject.read", wanted.request)))
    file = decode_file(row.file)
    at_ms = row.closed_ms or node.world.now_ms()
    day = dt.datetime.fromtimestamp(at_ms / 1_000, dt.UTC).date().isoformat()
    head = Letterhead(agency=node.settings.name, request=wanted.request, day=day)
    language = wanted.language or file.language
    written = write_letter(head, Kind(row.kind), replace(file, language=language))
    return {
        "request": wanted.request,
        "letter": written,
        "language": language,
        "persons_language": file.language,
        "final": row.state == State.ANSWERED.value,
        "undecided": sum(not find.decision for find in file.finds),
        "searched": bool(file.searched_ms),
    }
