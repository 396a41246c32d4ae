"""A further text of a memorandum: amended, or with one more party.

The later text bears the name of the earlier one and starts on a later day; once every party has
signed it, it takes the place of the earlier one from that day (Art. 8.3, ``standing``). A state
accedes in the same way: a text that names it as a party, signed by all, itself included.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from entraide.agreements.agreement import Agreement
from entraide.agreements.chapters.general import Observer, Party
from entraide.errors import InputError

__all__ = ["accede", "admit_observer", "amend"]


def amend(agreement: Agreement, starts: date) -> Agreement:
    """Return the text to start an amendment from: the same provisions from a later day on.

    The period and the time until the review stay as long as they were. InputError where the day is
    not after the first day of the present text.
    """
    last, safeguards = agreement.final_provisions, agreement.safeguards
    first = last.entry_into_force
    if starts <= first:
        raise InputError("agreement.not_later", found=starts.isoformat(), first=first.isoformat())
    moved: timedelta = starts - first
    return replace(
        agreement,
        final_provisions=replace(last, entry_into_force=starts, expires=last.expires + moved),
        safeguards=replace(safeguards, review_by=safeguards.review_by + moved),
    )


def accede(agreement: Agreement, party: Party, starts: date) -> Agreement:
    """Return the text in which one more state is a party, from a later day on.

    InputError where it is a party already, or where no budget of the text covers it.
    """
    later = amend(agreement, starts)
    parties = tuple(sorted((*later.parties, party), key=lambda one: one.id))
    return replace(later, general=replace(later.general, parties=parties))


def admit_observer(agreement: Agreement, observer: Observer, starts: date) -> Agreement:
    """Return the text in which one more organisation looks on, from a later day on."""
    later = amend(agreement, starts)
    observers = tuple(sorted((*later.observers, observer), key=lambda one: one.id))
    general = replace(later.general, observers=observers)
    return replace(later, memorandum=max(2, later.memorandum), general=general)
