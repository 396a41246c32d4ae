"""One engagement that a page tells twice, seen once the days and the people of all are known.

The opening says in short what a later paragraph tells at length, and that paragraph reads like the
opening of another one. Two meetings of the same sides on the same day, of which the same people are
told on both, are one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from entraide.register.model import When
from entraide.register.reading import joining
from entraide.register.reading.drafts import Draft
from entraide.register.reading.story import Story

__all__ = ["join_retold"]

_TALKS: Final = frozenset({"bilateral", "trilateral", "multilateral"})


def join_retold(story: Story) -> None:
    """Merge each meeting of a page with the one told before it that it is."""
    for whole in [each for each in story.drafts if each.kind == "trilateral"]:
        for part in _parts_of(story, whole):
            _replace(story.drafts, part, whole)
    for later in list(story.drafts):
        before = story.drafts[: story.drafts.index(later)]
        same = next((each for each in before if _is_same(story, each, later)), None)
        if same is not None:
            days = _last_day_of(story, same, later)
            joining.merge(same, later)
            same.when = days or same.when
            _replace(story.drafts, later, same)


def _parts_of(story: Story, whole: Draft) -> list[Draft]:
    """Return the meetings with each of two that only announce one with both, of nobody named."""
    before = story.drafts[: story.drafts.index(whole)]
    parts = [e for e in before if e.kind == "bilateral" and e.listed and not e.people]
    parts = [e for e in parts if e.codes < whole.codes]
    told = {code for each in parts for code in each.codes}
    return parts if told == whole.codes else []


def _replace(drafts: list[Draft], gone: Draft, by: Draft) -> None:
    drafts.remove(gone)
    for each in drafts:
        if each.parent is gone:
            each.parent = by


def _is_same(story: Story, earlier: Draft, later: Draft) -> bool:
    if earlier.kind == later.kind == "visit":
        return _is_same_visit(earlier, later)
    if later.kind not in _TALKS or earlier.kind != later.kind or earlier.codes != later.codes:
        return False
    if not earlier.codes or _is_apart(story, earlier, later):
        return False
    if not _same_day(earlier, later):
        return _last_day_of(story, earlier, later) is not None
    told = [each.first for each in earlier.sentences]
    if later.when is None and later.sentences[0].first in told:
        return True
    return _goes_on_about(story, later) or _is_of_same(story, earlier, later)


def _is_same_visit(earlier: Draft, later: Draft) -> bool:
    """Tell two visits of the same days, of one of which the page does not say to whom."""
    one, other = earlier.when, later.when
    if one is None or other is None or (one.start, one.end) != (other.start, other.end):
        return False
    return not (earlier.codes and later.codes) or bool(earlier.codes & later.codes)


def _is_of_same(story: Story, earlier: Draft, later: Draft) -> bool:
    """Tell by the people of both, or by how a page opens, that the two are one."""
    if earlier.when is None and later.when is not None:
        return _is_opening(story, earlier, later)
    if later.when is None and earlier.when is not None:
        return later.kind != "bilateral" or _is_opening(story, earlier, later)
    told = earlier.surnames & later.surnames or not (earlier.surnames and later.surnames)
    return bool(told) and not (earlier.hosts and later.hosts and not earlier.hosts & later.hosts)


def _last_day_of(story: Story, earlier: Draft, later: Draft) -> When | None:
    """Return the days of "they closed today the session. The meeting, which began yesterday"."""
    page, first = story.source.page, later.sentences[0]
    if earlier.when is None or later.when is None or not _goes_on_about(story, later):
        return None
    began = [e for e in page.within("lasting", first.first, later.evidence[1]) if e.code == "1"]
    days = earlier.when.precision == later.when.precision == "day"
    if not began or not days or not later.when.start < earlier.when.start:
        return None
    return replace(
        earlier.when,
        start=later.when.start,
        precision="range",
        basis="derived",
        evidence=(*later.when.evidence, *earlier.when.evidence),
    )


def _is_opening(story: Story, earlier: Draft, later: Draft) -> bool:
    """Tell what opens a page and names nobody else ("A and B agreed on Tuesday to"), told again."""
    opening = story.source.sentences[0]
    first = earlier.sentences[0].line == opening.line
    named = {story.surname(each) for each in earlier.people}
    named -= later.surnames if earlier.when is None else set()
    return first and not named and later.section == earlier.section


def _goes_on_about(story: Story, later: Draft) -> bool:
    """Tell "the talks, which were attended by": a sentence that opens with the meeting told."""
    return story.source.page.at("the_meeting", later.sentences[0].first) is not None


def _same_day(earlier: Draft, later: Draft) -> bool:
    if later.when is None or (earlier.when is None and not earlier.people):
        return True
    if earlier.when is None:
        return False
    if not earlier.people and earlier.when.precision in {"range", "within_range"}:
        return earlier.when.start <= later.when.start and later.when.end <= earlier.when.end
    return (earlier.when.start, earlier.when.end) == (later.when.start, later.when.end)


def _is_apart(story: Story, earlier: Draft, later: Draft) -> bool:
    """Tell what a page says that it was another one: "also", "separately", "earlier that day".

    After a list of those who were received that says only which of them it was.
    """
    words, page = (later.sentences[0].first, later.evidence[1]), story.source.page
    said = any(page.within(table, *words) for table in ("separate", "before_that"))
    return said or later.called or (later.goes_on and not earlier.listed)
