"""Times and clocks in the reader's words: a moment, what is left, which deadline, what was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

from entraide.exchange.clocks import CLOCK_LABELS
from entraide.exchange.progress import PROGRESS_LABELS
from entraide.vocabulary.language import mark, translate

__all__ = ["label_of", "left_in_words", "lines_of", "moment"]

_MINUTE_MS: Final = 60_000
_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
_LEFT: Final = (
    (2 * _DAY, mark("{days} d {hours} h left"), mark("{days} d {hours} h overdue")),
    (_HOUR, mark("{whole} h {minutes} min left"), mark("{whole} h {minutes} min overdue")),
    (0, mark("{minutes} min left"), mark("{minutes} min overdue")),
)
"""From so many minutes on, the sentence for what is left and for what is over."""
_LABELS: Final = {str(term): label for term, label in (CLOCK_LABELS | PROGRESS_LABELS).items()}


def left_in_words(left_ms: int) -> str:
    """Return what is left of a clock, or by how much it is over, as people say it."""
    minutes = abs(left_ms) // _MINUTE_MS
    left, over = next(words[1:] for words in _LEFT if minutes >= words[0])
    return translate(
        over if left_ms < 0 else left,
        days=minutes // _DAY,
        hours=minutes % _DAY // _HOUR,
        whole=minutes // _HOUR,
        minutes=minutes % _HOUR,
    )


def label_of(code: object) -> str:
    """Return the words for a code of a clock, a delay or an outcome; the code where it has none."""
    return translate(_LABELS.get(str(code), "")) or str(code)


def lines_of(message: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a message of a thread says in words."""
    if message.get("class"):
        yield label_of(message["class"])
    if message.get("justification"):
        why = message["justification"]
        yield translate(mark("Why it is urgent: {why}"), why=why)
    for field in ("outcome", "reason"):
        if message.get(field) and message["kind"] in {"closed", "delayed"}:
            yield label_of(message[field])
    if message.get("expected"):
        yield translate(mark("Expected by {day}"), day=message["expected"])
    if message.get("left"):
        yield translate(mark("Still to come: {left}"), left=", ".join(message["left"]))
    if message.get("words"):
        yield str(message["words"])


def moment(milliseconds: object) -> str:
    """Return a moment in UTC, to the second."""
    if not isinstance(milliseconds, int) or not milliseconds:
        return ""
    when = dt.datetime.fromtimestamp(milliseconds / 1_000, dt.UTC)
    return when.strftime("%Y-%m-%d %H:%M:%SZ")
