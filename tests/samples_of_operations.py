"""One of every message about operations, with an entry of a journal."""

from __future__ import annotations

from typing import Final

from entraide.exchange.bodies import Body
from entraide.exchange.journaling import Journaled, JournalWanted
from entraide.exchange.screening import Outcomes, ScreeningBatch
from entraide.kernel.keys import SigningKey
from entraide.match import Subject
from entraide.operations.entry import sign_entry
from tests.unit.operations.given import MA, founding, standing, write

DIGEST: Final = "0" * 63 + "1"
FOUNDING: Final = founding()
ENTRY: Final = write(standing(), MA, "note", text="It leaves tonight.")
ENTRIES: Final = (
    ENTRY,
    write(standing(), MA, "task.set", title="Watch", owner=MA, due="2026-12-24"),
    write(standing(), MA, "result.claimed", what="arrest", count=1, words="One", evidence=[]),
    write(standing(), MA, "person.named", name="A. Alaoui", part="leader"),
)
"""Entries that stand in the journal of ``standing``, with fields of most shapes."""


BATCH: Final = ScreeningBatch(
    list=DIGEST,
    number=0,
    salt=b"s" * 16,
    persons=(Subject(names=("Ana Sousa",), birth_dates=("1988-07-15",), countries=("pt",)),),
    proof=(b"p" * 32,),
)
OUTCOMES: Final = Outcomes(list=DIGEST, number=0, batch=DIGEST, outcomes=("no-objection",))


def bodies(key: SigningKey) -> tuple[Body, ...]:
    """Return a body of every kind, with entries that this key signed."""
    signed = tuple(sign_entry(each, key).encode() for each in (FOUNDING, ENTRY))
    return (Journaled(entries=signed), JournalWanted(holds=(DIGEST,)), BATCH, OUTCOMES)
