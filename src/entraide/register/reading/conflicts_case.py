"""What a rule of contradiction looks at: one page and the engagements read from it."""

from __future__ import annotations

from dataclasses import dataclass

from entraide.register.model import Engagement, Evidence
from entraide.register.reading.calendar import Named
from entraide.register.reading.source import Section, Sentence, Source

__all__ = ["Case"]


@dataclass(frozen=True, slots=True)
class Case:
    """One page, what was found in it, and the engagements that it tells of."""

    source: Source
    engagements: tuple[Engagement, ...]

    def quote(self, first: int, last: int) -> Evidence:
        """Return words of the page as evidence."""
        return self.source.page.quote(first, last)

    def dated(self, named: Named) -> Evidence:
        """Return a date as evidence."""
        return self.quote(named.first, named.last)

    def sentence_of(self, engagement: Engagement) -> Sentence | None:
        """Return the sentence in which an engagement is first told."""
        place = engagement.evidence[0].start
        raw = self.source.page.text.raw_at
        tokens = self.source.page.text.tokens
        return next(
            (
                each
                for each in self.source.sentences
                if raw(tokens[each.first].start) <= place < raw(tokens[each.last].end)
            ),
            None,
        )

    def section_of(self, engagement: Engagement) -> Section | None:
        """Return the section in which an engagement is first told."""
        sentence = self.sentence_of(engagement)
        return sentence.section if sentence else None

    @property
    def body(self) -> tuple[int, int]:
        """Return the first and the last word of the article; nothing of a page without one."""
        return self.source.extent
