"""What contradictions say: a sentence each, written in English and read in any language.

A reading holds its contradictions in English: ``state`` writes it from its sentence here. ``say``
finds the sentence again by the rule, takes the values out, and says it in the reader's language
with the words of the codes in it. So what was stored before is translated too, and programs that
read the English go on reading it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from entraide.errors import InputError
from entraide.register.labels import LABELS, label
from entraide.vocabulary.language import mark, translate

__all__ = ["STATEMENTS", "WEEKDAYS", "say", "state"]

STATEMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "heading_date": (mark("dated {start} to {end}, under a heading of {first} to {last}"),),
    "caption_date": (mark("{day} under the picture, {start} to {end} in the article"),),
    "weekday_date": (mark("{written} is written beside {day}, which was a {weekday}"),),
    "coverage_gap": (mark("nothing is told of {months}"),),
    "year_derived": (mark("the text states no year; {year} is derived"),),
    "undated": (mark("the article bears no date; these belong to other articles"),),
    "count": (mark("{stated} stated, {told} told one by one"),),
    "list_open": (
        mark("the list names some of those who took part; their number is a minimum"),
        mark("met at these meetings, and missing from their list"),
    ),
    "possible_duplicate": (mark("{one} and {other}: same partner, same place"),),
    "acronym": (mark("the name is that of {name}, the acronym that of {short}"),),
    "office_holder": (mark("{person} held this office from {start} to {end} ({source})"),),
    "office_holder_open": (mark("the holder changed in these days: {names}"),),
    "unnamed_officials": (mark("no official of the other sides is named"),),
    "office_unclear": (mark("the service that this office belongs to is not said"),),
    "title_outcome": (mark("the heading promises what the text does not report"),),
    "outcome_status": (mark("{weak} is only {standing}, beside {firm} {firm_standing}"),),
    "vague_claim": (mark("a result is asserted without particulars"),),
    "no_source": (mark("no day, no author and no communiqué is named"),),
}
"""The sentences of each rule of ``codes.RULES``; most rules have one."""

WEEKDAYS: Final = (
    mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday"),
    mark("Saturday"), mark("Sunday"),
)  # fmt: skip
_CODED: Final = frozenset({"weak", "standing", "firm", "firm_standing"})
_FIELD: Final = re.compile(r"\{(\w+)\}")


def state(rule: str, which: int = 0, /, **values: object) -> str:
    """Return the English of a contradiction; InputError where the rule has no such sentence."""
    sentences = STATEMENTS.get(rule, ())
    if which >= len(sentences):
        raise InputError("register.no_statement", rule=rule)
    return sentences[which].format(**values)


def say(rule: str, statement: str) -> str:
    """Return a contradiction in the reader's language; what no sentence fits stays as it is."""
    for sentence in STATEMENTS.get(rule, ()):
        found = _pattern(sentence).fullmatch(statement)
        if found is not None:
            values = {name: _worded(name, text) for name, text in found.groupdict().items()}
            return translate(sentence, **values)
    return statement


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    """Return what a sentence matches: its words as they stand, and a group for each field."""
    parts = _FIELD.split(sentence)
    words = (re.escape(part) for part in parts[::2])
    groups = [f"(?P<{name}>.+?)" for name in parts[1::2]]
    return re.compile("".join(a + b for a, b in zip(words, [*groups, ""], strict=True)), re.DOTALL)


def _worded(name: str, text: str) -> str:
    if name == "weekday" and text in WEEKDAYS:
        return translate(text)
    return label(text) if name in _CODED and text in LABELS else text
