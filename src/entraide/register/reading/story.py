"""How far a page has been told: its engagements so far, which of them is spoken of, and its days.

``events`` adds engagements to it frame by frame, ``continuing`` what the sentences after them say,
``leading`` what the sentence before one said of when and where. A date is resolved here, because a
bare weekday is counted from the visit or the assembly that has been told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from entraide.register.model import When
from entraide.register.reading.calendar import Named, resolve, weekday_within
from entraide.register.reading.drafts import Draft, whole_sentences
from entraide.register.reading.likelihood import OPENS, Likelihoods
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Sentence, Source

__all__ = ["CONTAINERS", "Lead", "Story"]

_SURELY, _ANOTHER = 0.75, 0.85
"""How likely a sentence opens an engagement so that it tells no more of an earlier one."""
_MEETINGS: Final = frozenset({"bilateral", "trilateral", "multilateral", "expert_meeting"})
_COMING: Final = 2
"""Words after a month in which "next" stands."""
CONTAINERS: Final = frozenset({"multilateral", "visit"})
"""Kinds of engagement that contain others."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A sentence that tells of meetings which the next one names, with its day and places."""

    sentence: Sentence
    when: When | None
    places: tuple[Mention, ...]


def _is_start(source: Source, person: Person, whole: Person) -> bool:
    """Tell "ناصر الجابر", who is "ناصر الجابر الفهد" of before."""
    tokens, long = source.page.text.tokens, person.last - person.first + 1
    if not 1 < long < whole.last - whole.first + 1:
        return False
    return all(tokens[person.first + n].low == tokens[whole.first + n].low for n in range(long))


@dataclass(slots=True)
class Story:
    """The engagements of a page while it is read; ``own`` are the home side's surnames.

    ``current`` is the engagement spoken of, ``told_last`` the sentence that spoke of it;
    ``listed`` are those of the last sentence that told of any, ``together`` the same as long as a
    summary may speak of each of them.
    """

    source: Source
    home: str | None
    own: frozenset[str]
    likely: Likelihoods = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    current: Draft | None = None
    told_last: Sentence | None = None
    together: list[Draft] = field(default_factory=list)
    listed: list[Draft] = field(default_factory=list)
    leading: Lead | None = None

    @property
    def is_of_visit(self) -> bool:
        """Tell whether a visit is told: who received the delegation is another engagement of it."""
        return any(each.kind == "visit" for each in self.drafts)

    def opens(self, sentence: Sentence) -> bool:
        """Tell whether a sentence almost surely is the first that tells of an engagement."""
        return self.likely.get(sentence.first, {}).get(OPENS, 0.0) >= _SURELY

    def opens_another(self, sentence: Sentence) -> bool:
        """Tell whether a sentence so surely opens an engagement that it tells of no known one."""
        return self.likely.get(sentence.first, {}).get(OPENS, 0.0) >= _ANOTHER

    def surely_met(self, draft: Draft) -> bool:
        """Tell a meeting with another side that its sentence almost surely opens."""
        return draft.kind in _MEETINGS and bool(draft.codes) and self.chance(draft) >= _SURELY

    def chance(self, draft: Draft) -> float:
        """Return how likely the likeliest sentence that tells of a draft opens one, 1 if unknown.

        The first sentence of a page may only say in short what the third one opens.
        """
        whole = [each.first for each in whole_sentences(self.source, draft)]
        return max((self.likely.get(each, {}).get(OPENS, 1.0) for each in whole), default=1.0)

    def surname(self, person: Person) -> str:
        """Return a person's last name, folded."""
        return self.source.page.text.tokens[person.last].low

    def is_own(self, person: Person) -> bool:
        """Tell whether a person is of the home side, under his name or the first words of it."""
        return self.surname(person) in self.own or any(
            self.surname(each) in self.own and _is_start(self.source, person, each)
            for each in self.source.people
            if each.first != person.first
        )

    def dated(self, named: Named) -> When | None:
        """Return the days that a date means; a weekday may be one of the visit's."""
        quoted = (self.source.page.quote(named.first, named.last),)
        when = resolve(named, self.source.facts.anchor, quoted)
        if when is not None or named.weekday is None:
            return self._past(named, when)
        spans = [each.when for each in reversed(self.drafts) if each.kind in CONTAINERS]
        spans.append(self.source.only_day)
        found = (weekday_within(named, each, quoted) for each in spans if each is not None)
        return next(filter(None, found), None)

    def _past(self, named: Named, when: When | None) -> When | None:
        """Return a month that no year stands by as the last of its name: it was, not will be."""
        anchor = self.source.facts.anchor.date
        bare = named.month is not None and named.year is None and not named.days
        if when is None or anchor is None or not bare or when.start <= anchor.isoformat():
            return when
        if self.source.page.within("nextday", named.first, named.last + _COMING):
            return when
        earlier = replace(named, year=int(when.start[:4]) - 1)
        found = resolve(earlier, self.source.facts.anchor, when.evidence)
        return replace(found, basis="derived") if found is not None else None

    def leave_section(self, sentence: Sentence) -> None:
        """Forget what was spoken of where another section begins, but for what opened the page."""
        last = self.told_last
        if self.current is not None and last is not None and last.section != sentence.section:
            self.together = []
            container = self.current.parent or self.current
            opened = container.section.number == 0 and container.kind in CONTAINERS
            self.current = container if opened else None
