"""Partners: who is there, how fast, how much passes, until when it may; span and partner filter.

All of it is counted by ``partner.figures`` from what this node holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup

from entraide.console.listing import Listing
from entraide.console.partner_figures import (
    exchange_map,
    health_of,
    reciprocity_of,
    unplaced,
)
from entraide.console.pictures import picture, small_picture, style_of
from entraide.console.visit import View, Visit
from entraide.errors import InputError
from entraide.figures.wording import seconds_text
from entraide.vocabulary.language import mark

__all__ = ["SPANS", "show_partners_view", "time_text"]

SPANS: Final = (7, 30, 90, 365)
"""The days that are offered; the address may name any other up to a year."""
_SPAN: Final = 30
_WIDTH: Final = 540
"""Pixels of a figure in one of two columns: what is drawn for it is legible there."""
_DIRECTIONS: Final = ("ours", "theirs")
_COUNTS: Final = ("asked", "answered", "denied", "answer_median_ms", "requested", "replied",
                  "refused", "reply_median_ms")  # fmt: skip
_COLUMNS: Final = (
    ("partner", mark("Partner")),
    ("name", mark("Agency")),
    ("country", mark("Country")),
    ("fault", mark("Fault")),
    ("seen_ms", mark("Last heard of")),
    ("answer_ms", mark("Last answer")),
    ("median_ms", mark("Median answer")),
    ("sent", mark("Sent")),
    ("received", mark("Received")),
    ("waiting", mark("In the outbox")),
    ("waiting_since_ms", mark("Waiting since")),
    ("cosigned_size", mark("Log cosigned to")),
    ("cosigned_ms", mark("Cosigned")),
    ("agreement", mark("Memorandum")),
    ("ends_ms", mark("Memorandum ends")),
    *((f"{side}_{name}", f"{side}_{name}") for side in _DIRECTIONS for name in _COUNTS),
)


async def show_partners_view(visit: Visit) -> View:
    """Return how exchange with each partner goes, in the span that the address names."""
    days = _days(visit.asked("days"))
    found = await visit.read("partner.figures", days=days, directions=True)
    chosen = visit.asked("partner")
    rows = [each for each in found["partners"] if chosen in {"", each["partner"]}]
    return View(
        template="partners",
        title=mark("Partners"),
        data={**found, "partners": rows},
        listing=Listing(_COLUMNS, [_flat(each) for each in rows]),
        values={
            "rows": rows,
            "found": found,
            "days": days,
            "spans": SPANS if days in SPANS else (*SPANS, days),
            "chosen": chosen,
            "every": [(each["partner"], each["name"]) for each in found["partners"]],
            "map": picture(exchange_map(found, rows), "exchanges", _WIDTH),
            "unplaced": unplaced(found, rows),
            "health": picture(health_of(found, rows), "health", _WIDTH),
            "reciprocity": _drawn(rows),
            "time_text": time_text,
        },
    )


def time_text(milliseconds: int | None) -> str:
    """Return a time of answers in the reader's words; a dash for none."""
    seconds = None if milliseconds is None else milliseconds / 1_000
    return seconds_text(seconds, style_of("t"))


def _days(asked: str) -> int:
    if not asked:
        return _SPAN
    if not (asked.isdecimal() and asked.isascii() and 1 <= int(asked[:4]) <= 366):
        raise InputError("form.no_number", field="days")
    return int(asked[:4])


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a partner in one row, with both directions in columns of their own."""
    counts = {
        f"{side}_{name}": row["directions"][side][name] for side in _DIRECTIONS for name in _COUNTS
    }
    return {**row, **counts}


def _drawn(rows: list[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], Markup]]:
    figures = reciprocity_of(rows)
    return [
        (row, small_picture(figures[row["partner"]], f"asks{at}", 344))
        for at, row in enumerate(rows)
    ]
