"""One engagement that a page tells twice, seen once the days and the people of all are known.

The opening says in short what a later paragraph tells at length, and that paragraph reads like the
opening of another one. Two meetings of the same sides on the same day, of which the same people are
told on both, are one.
"""

from __future__ import annotations

from typing import Final

from entraide.register.reading import joining
from entraide.register.reading.drafts import Draft
from entraide.register.reading.story import Story

__all__ = ["join_retold"]

_TALKS: Final = frozenset({"bilateral", "trilateral", "multilateral"})


def join_retold(story: Story) -> None:
    """Merge each meeting of a page with the one told before it that it is."""
    for later in list(story.drafts):
        before = story.drafts[: story.drafts.index(later)]
        same = next((each for each in before if _is_same(story, each, later)), None)
        if same is not None:
            joining.merge(same, later)
            _replace(story.drafts, later, same)


def _replace(drafts: list[Draft], gone: Draft, by: Draft) -> None:
    drafts.remove(gone)
    for each in drafts:
        if each.parent is gone:
            each.parent = by


def _is_same(story: Story, earlier: Draft, later: Draft) -> bool:
    if later.kind not in _TALKS or earlier.kind != later.kind or earlier.codes != later.codes:
        return False
    if not earlier.codes or _is_apart(story, later) or not _same_day(earlier, later):
        return False
    if _goes_on_about(story, later):
        return True
    if earlier.when is None and later.when is not None:
        return _is_opening(story, earlier, later)
    if later.when is None and earlier.when is not None:
        return later.kind != "bilateral" or _is_opening(story, earlier, later)
    told = earlier.surnames & later.surnames or not (earlier.surnames and later.surnames)
    return bool(told) and not (earlier.hosts and later.hosts and not earlier.hosts & later.hosts)


def _is_opening(story: Story, earlier: Draft, later: Draft) -> bool:
    """Tell what opens a page and names nobody ("A and B agreed on Tuesday to"), told again."""
    opening = story.source.sentences[0]
    first = opening.first <= earlier.sentences[0].first <= opening.last
    return first and not earlier.people and later.section == earlier.section


def _goes_on_about(story: Story, later: Draft) -> bool:
    """Tell "the talks, which were attended by": a sentence that opens with the meeting told."""
    return story.source.page.at("the_meeting", later.sentences[0].first) is not None


def _same_day(earlier: Draft, later: Draft) -> bool:
    if later.when is None or (earlier.when is None and not earlier.people):
        return True
    if earlier.when is None:
        return False
    return (earlier.when.start, earlier.when.end) == (later.when.start, later.when.end)


def _is_apart(story: Story, later: Draft) -> bool:
    """Tell what a page says that it was another one: "also", "separately", "earlier that day"."""
    words, page = (later.sentences[0].first, later.evidence[1]), story.source.page
    said = any(page.within(table, *words) for table in ("separate", "before_that"))
    return said or later.goes_on or later.called
