"""Visits to a place of the other side's: an academy, a laboratory, a post, told beside a meeting.

"The delegation then went to the Laboratory, where it was welcomed by its head": a verb of travel
whose goal is such a place (table ``site_place``) tells of a site visit, not of one to a country.
Who came is most often told by a word alone ("the guests", "the ministers"); they are those of the
engagement told before, or, where the home side itself is abroad, its hosts are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from entraide.register.reading.lexicon import Hit
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Source

if TYPE_CHECKING:
    from entraide.register.model import When
    from entraide.register.reading.frames import Frame
    from entraide.register.reading.story import Story

__all__ = ["day_after_talks", "is_of_site", "take_visitors"]

_NEAR: Final = 3
"""Words from a verb of travel to the place it went to."""
_FAR: Final = 9
"""The same in Arabic, where he who went stands between them."""
_LONGEST_OWNER: Final = 8
"""Words in which a service is named that a place belongs to."""
_OPENING: Final = 4
"""Words in which a sentence says that it tells what followed the talks."""
_COMERS: Final = ("guest", "delegation", "they", "attendees", "comers")
_AR: Final = "ar"


def is_of_site(source: Source, trigger: Hit, last: int) -> bool:
    """Tell whether a verb of travel goes to a place of work, and no city or country before it."""
    reach = _FAR if source.page.language == _AR else _NEAR
    words = (trigger.last + 1, min(_owner_end(source, trigger) + reach, last))
    goals = source.page.within("site_place", *words)
    if trigger.code != "travel" or not goals:
        return False
    if _is_of_organisation(source, goals[0]):
        return False  # "he went to the seat of Europol": to meet it
    return not source.mentions.within(words[0], goals[0].first, "city", "country")


def _owner_end(source: Source, trigger: Hit) -> int:
    """Return the last word of "visited the Royal Police's" before its Directorate, or the verb's.

    The service that a place belongs to stands before it in English.
    """
    near = (trigger.last + 1, trigger.last + _LONGEST_OWNER)
    owners = source.mentions.within(*near, "agency")
    return owners[0].last if owners and owners[0].first <= near[0] + 1 else trigger.last


def _is_of_organisation(source: Source, goal: Hit) -> bool:
    named = source.mentions.within(goal.last + 1, goal.last + _NEAR, "agency")
    return any(each.country == "int" for each in named)


def take_visitors(story: Story, frame: Frame) -> None:
    """Give a site visit that names no other side the side of those who came, or of the hosts."""
    last = story.current
    if last is None or frame.partner_codes or last.section != frame.sentence.section:
        return
    span = _comers(story.source, frame)
    guests = [each for each in last.people if _is_named(story, each.last, span)]
    if any(story.source.page.within(table, *span) for table in _COMERS) or guests:
        frame.parties += [each for each in last.parties if each.country != story.home]
        came = guests or (last.people if _all_came(story.source, span) else [])
        abroad = [each for each in frame.people if each.country is not None]
        frame.people = [*abroad, *came]  # who showed them around in a bare office is of home
    elif _acts_for_home(story, span):
        frame.parties += _hosts(story, frame)


def _comers(source: Source, frame: Frame) -> tuple[int, int]:
    """Return the words that tell who came: before the verb, in Arabic around it."""
    if source.page.language != _AR:
        return frame.region[0], frame.trigger.first
    goals = source.page.within("site_place", frame.trigger.last, frame.region[1])
    return frame.region[0], goals[0].first if goals else frame.trigger.last + _NEAR


def _is_named(story: Story, surname: int, span: tuple[int, int]) -> bool:
    tokens = story.source.page.text.tokens
    return any(tokens[at].low == tokens[surname].low for at in range(span[0], span[1] + 1))


def _all_came(source: Source, span: tuple[int, int]) -> bool:
    """Tell "the ministers", "his guest": those who were named before, not only a delegation."""
    return any(source.page.within(table, *span) for table in ("guest", "they", "comers"))


def _acts_for_home(story: Story, span: tuple[int, int]) -> bool:
    source = story.source
    named = any(source.page.text.tokens[at].low in story.own for at in range(span[0], span[1] + 1))
    return named or any(each.country is None for each in source.offices_in(*span))


def _hosts(story: Story, frame: Frame) -> list[Mention]:
    """Return the country in which the home side went to see something, where it is another one."""
    last = story.current
    places = frame.places or (last.places if last is not None else [])
    abroad = [each for each in places if each.country not in {None, story.home, "int"}]
    return [replace(abroad[0], means="country")] if abroad and story.home else []


def day_after_talks(story: Story, frame: Frame) -> When | None:
    """Return the day of the talks after which, so a sentence opens, something was seen."""
    last, first = story.current, frame.sentence.first
    told = story.source.page.within("after_talks", first, first + _OPENING)
    if not told or last is None or last.when is None or last.when.precision != "day":
        return None
    quoted = story.source.page.quote(told[0].first, told[0].last)
    return replace(last.when, basis="derived", evidence=(*last.when.evidence, quoted))
