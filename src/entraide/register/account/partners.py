"""Partner cards: what the register knows of one country or organisation, over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entraide.register.account.timeline import is_dated
from entraide.register.model import Outcome
from entraide.register.together.entries import Entry
from entraide.register.together.holders import Holder

__all__ = ["PartnerCard", "cards_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerCard:
    """A partner: its engagements by kind, the days of the first and the last, agencies, holders,
    topics with the number of engagements about them, and outcomes with the entries that tell them.
    """

    partner: str
    engagements: int
    kinds: tuple[tuple[str, int], ...]
    first: str | None
    last: str | None
    agencies: tuple[str, ...]
    holders: tuple[Holder, ...]
    topics: tuple[tuple[str, int], ...]
    outcomes: tuple[tuple[str, Outcome], ...]
    entries: tuple[str, ...]


def cards_of(entries: Sequence[Entry], holders: Sequence[Holder]) -> tuple[PartnerCard, ...]:
    """Return a card for every partner, those met most often first."""
    partners = dict.fromkeys(partner for entry in entries for partner in entry.partners)
    cards = (_card(partner, entries, holders) for partner in partners)
    return tuple(sorted(cards, key=lambda card: (-card.engagements, card.partner)))


def _card(partner: str, entries: Iterable[Entry], holders: Iterable[Holder]) -> PartnerCard:
    theirs = [entry for entry in entries if partner in entry.partners]
    dates = [entry.date for entry in theirs if entry.date and is_dated(entry)]
    return PartnerCard(
        partner=partner,
        engagements=len(theirs),
        kinds=_counted(entry.kind for entry in theirs),
        first=min((date.start for date in dates), default=None),
        last=max((date.end for date in dates), default=None),
        agencies=_agencies(partner, theirs),
        holders=tuple(each for each in holders if partner in {each.country, each.agency}),
        topics=_counted(each.code for entry in theirs for each in entry.topics),
        outcomes=tuple((entry.id, each) for entry in theirs for each in entry.outcomes),
        entries=tuple(entry.id for entry in theirs),
    )


def _agencies(partner: str, entries: Iterable[Entry]) -> tuple[str, ...]:
    found = (
        each.org
        for entry in entries
        for each in entry.participants
        if each.org and partner in {each.country, each.org}
    )
    return tuple(dict.fromkeys(found))


def _counted(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))
