"""A review as people read it: one row for each figure, one column for each direction.

So what one side asked stands beside what the other asked, and what was given beside what was
received. Where the two sides counted differently, both values stand in the cell, in the order of
the parties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from entraide.cli.show import moment, print_rows
from entraide.exchange.review import Compared, SignedReview, compare_drafts
from entraide.vocabulary.language import mark, translate

__all__ = ["FIGURES", "SHARES", "as_markdown", "draw_table", "shares_of"]

FIGURES: Final[Mapping[str, str]] = {
    "questions": mark("Questions asked"),
    "hits": mark("Questions answered with a hit"),
    "no_hits": mark("Questions answered with no hit"),
    "denied": mark("Questions denied"),
    "unanswered": mark("Questions without an answer"),
    "answer_median_ms": mark("Median time to the answer"),
    "requests": mark("Requests for data"),
    "replies": mark("Replies given"),
    "refusals": mark("Refusals"),
    "on_time": mark("Answered within the agreed time"),
    "late": mark("Answered late"),
    "open": mark("Requests still open"),
    "overdue": mark("Of these, past the agreed time"),
    "reply_median_ms": mark("Median time to the first answer of a request"),
    "corrections": mark("Corrections sent"),
    "withdrawals": mark("Withdrawals sent"),
    "executed": mark("Corrections and withdrawals confirmed"),
    "executed_median_ms": mark("Median time to the confirmation"),
    "given": mark("Also given"),
    "budget_most_used": mark("Most questions in one budget period"),
    "budget_agreed": mark("Agreed questions in one budget period"),
}
SHARES: Final[Mapping[str, str]] = {
    "hit_percent": mark("Hits in a hundred questions"),
    "answered_percent": mark("Answers in a hundred questions"),
    "on_time_percent": mark("Answers in time in a hundred requests"),
}
_SECOND: Final = 1_000
_HOUR: Final = 3_600_000


def draw_table(review: SignedReview) -> None:
    """Draw the figures of both directions side by side."""
    first, second = (draft.party for draft in review.drafts)
    asked = translate(mark("{party} asked"), party=first)
    asked_too = translate(mark("{party} asked"), party=second)
    columns = (("figure", mark("Figure")), ("first", asked), ("second", asked_too),
               ("differs", mark("Differs")))  # fmt: skip
    print_rows(_title(review), columns, _rows(review))


def as_markdown(review: SignedReview) -> str:
    """Return the figures as a Markdown document."""
    first, second = (draft.party for draft in review.drafts)
    asked = [translate(mark("{party} asked"), party=each) for each in (first, second)]
    head = [translate(mark("Figure")), *asked, translate(mark("Differs"))]
    lines = [f"# {_title(review)}", "", _line(head), _line(["---"] * len(head))]
    lines += [_line([str(value) for value in row.values()]) for row in _rows(review)]
    return "\n".join((*lines, ""))


def shares_of(review: SignedReview) -> dict[str, dict[str, int | None]]:
    """Return, by asker, how many of a hundred questions hit and requests were answered in time.

    Computed from what the asker's partner counted of what it gave; None where there was nothing.
    """
    counted = {(row.asker, row.name): row for row in compare_drafts(review) if not row.detail}
    parties = [draft.party for draft in review.drafts]
    return {asker: _shares(counted, asker, 1 - at) for at, asker in enumerate(parties)}


def _shares(
    counted: Mapping[tuple[str, str], Compared], asker: str, holder: int
) -> dict[str, int | None]:
    def value(name: str) -> int:
        row = counted.get((asker, name))
        return (row.values[holder] or 0) if row else 0

    closed = value("on_time") + value("late") + value("overdue")
    return {
        "hit_percent": _percent(value("hits"), value("questions")),
        "answered_percent": _percent(value("questions") - value("unanswered"), value("questions")),
        "on_time_percent": _percent(value("on_time"), closed),
    }


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _title(review: SignedReview) -> str:
    period = review.drafts[0].review.period
    return translate(
        mark("What {first} and {second} asked and gave, {start} to {end}"),
        first=review.drafts[0].party,
        second=review.drafts[1].party,
        start=moment(period.from_ms)[:10],
        end=moment(period.until_ms - 1)[:10],
    )


def _rows(review: SignedReview) -> Iterator[dict[str, str]]:
    compared = compare_drafts(review)
    known = list(FIGURES)
    keys = sorted(
        {(row.name, row.detail) for row in compared},
        key=lambda key: (known.index(key[0]) if key[0] in FIGURES else len(known), key),
    )
    cells = {(row.asker, row.name, row.detail): row for row in compared}
    first, second = (draft.party for draft in review.drafts)
    for name, detail in keys:
        pair = [cells.get((asker, name, detail)) for asker in (first, second)]
        differs = any(row is not None and row.differs for row in pair)
        yield {
            "figure": _named(name, detail),
            "first": _shown(name, pair[0]),
            "second": _shown(name, pair[1]),
            "differs": translate(mark("yes")) if differs else "",
        }
    shares = shares_of(review)
    for name, label in SHARES.items():
        values = [_value(name, shares[asker][name]) for asker in (first, second)]
        yield {"figure": translate(label), "first": values[0], "second": values[1], "differs": ""}


def _named(name: str, detail: str) -> str:
    label = translate(FIGURES[name]) if name in FIGURES else name
    return f"{label}: {detail}" if detail else label


def _shown(name: str, row: Compared | None) -> str:
    if row is None:
        return "–"
    values: tuple[Any, ...] = row.values if row.differs else row.values[:1]
    return " / ".join(_value(name, value) for value in values)


def _value(name: str, value: int | None) -> str:
    if value is None:
        return "–"
    if not name.endswith("_ms"):
        return str(value)
    return f"{value / _HOUR:.1f} h" if value >= _HOUR else f"{value / _SECOND:.1f} s"


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
