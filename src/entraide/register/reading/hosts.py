"""Who of those named beside a meeting is its host, a bystander, or somebody of the guest's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from entraide.register.reading.people import Person
from entraide.register.reading.source import Sentence, Source
from entraide.register.reading.voices import is_passive

if TYPE_CHECKING:
    from entraide.register.reading.frames import Frame

__all__ = ["is_bystander", "is_host"]


def is_host(source: Source, frame: Frame, person: Person, home: str | None) -> bool:
    """Tell whether somebody in an office without a country is of home beside a side that is named.

    He is the first of "a meeting between the minister, X, and the ambassador of Y", or the one by
    whom "the Ivorian guest was received".
    """
    bare = person.country is None and person.office is not None
    if bare and source.page.within("welcomed_by", frame.trigger.first, frame.trigger.last):
        return True
    if bare and _is_received_at_home(source, frame, person, home):
        return True
    if bare and not frame.parties and person.first > frame.trigger.last:
        guests = source.people_in(frame.sentence.first, frame.trigger.first)
        return is_passive(source, frame.trigger) and any(each.country for each in guests)
    if not bare or not frame.parties:
        return False
    return _is_named_as_host(source, frame, person)


def _is_received_at_home(source: Source, frame: Frame, person: Person, home: str | None) -> bool:
    """Tell "he was received at the Ministry, in Algiers, by the Minister, X" on a page of there."""
    if not is_passive(source, frame.trigger) or person.first < frame.trigger.last:
        return False
    cities = source.mentions.within(*frame.region, "city")
    others = source.people_in(frame.trigger.last, person.first - 1)
    return not others and any(each.country == home for each in cities)


def _is_named_as_host(source: Source, frame: Frame, person: Person) -> bool:
    """Tell by his place who is of home: before the other side, or after what that side does."""
    before = person.last < frame.parties[0].first
    if frame.trigger.table != "verb":
        return before
    if source.page.at("verb", frame.trigger.first) is None:
        return before or _is_beside_guest(frame, person)
    alone = not source.people_in(frame.sentence.first, frame.trigger.first)
    if before and alone and _is_beside_guest(frame, person):
        return person.first > frame.trigger.last  # "a session brought together the director, X"
    acting = all(each.last < frame.trigger.first for each in frame.parties)
    acted_on = acting and frame.verb in {"meet", "receive"} and source.page.language != "ar"
    return acted_on and person.first > frame.trigger.last


def _is_beside_guest(frame: Frame, person: Person) -> bool:
    """Tell whether somebody else of a frame is of another country."""
    return any(each is not person and each.country is not None for each in frame.people)


def is_bystander(source: Source, sentence: Sentence, person: Person) -> bool:
    """Who is only present, in an office that no country stands by, is not met."""
    present = source.page.within("presence", sentence.first, person.first)
    return bool(present) and person.country is None
