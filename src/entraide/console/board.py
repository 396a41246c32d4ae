"""The board of a wall screen in words: one cell for each figure, each with a name and a state.

The page and every later event hold the same cells, so that a figure changes in its place and
nothing moves. Words are ours, from closed tables; the only foreign text is the id of an agency.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from entraide.vocabulary.language import mark, translate
from entraide.wording.clocks import left_in_words
from entraide.wording.words import word

__all__ = ["TILES", "Cell", "cells_of"]

TILES: Final = (
    ("requests", mark("requests wait for us")),
    ("overdue", mark("of them overdue")),
    ("near", mark("near their deadline")),
    ("others", mark("other matters wait")),
    ("four-eyes", mark("wait for a second officer")),
    ("awaited", mark("we wait for")),
    ("points", mark("open in the watch log")),
)
"""The large figures, in their order; a state stands beside the colour as a mark."""
_OTHERS: Final = ("question", "information", "onward", "discussion", "notice", "operation")
_MINUTE_MS: Final = 60_000
_SOON_MIN: Final = 60
_UNSIGNED: Final = 1_000
"""So many entries of the log that nobody has cosigned call for a look at the partners."""
_WATCH: Final = {"untaken": "over", "ending": "soon", "handed": "soon", "running": "good"}
_PARTNER: Final = {"there": "good", "away": "over"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words; ``state`` is over, soon, good, none or empty."""

    text: str
    state: str = ""


def cells_of(board: Mapping[str, Any], ends_ms: int) -> dict[str, Cell]:
    """Return every cell of the board by its name, in the reader's language."""
    now_ms = int(board["at_ms"])
    when = dt.datetime.fromtimestamp(now_ms / 1_000, dt.UTC)
    glass = translate(mark("THE SEALED ACCOUNT WAS OPENED")) if board["glass"] else ""
    return {
        "glass": Cell(glass, "over" if glass else ""),
        "time": Cell(when.strftime("%H:%M")),
        "day": Cell(when.strftime("%Y-%m-%d")),
        "ends": Cell(left_in_words(ends_ms - now_ms)),
        **dict(_watch(board["watch"])),
        **dict(_tiles(board)),
        **dict(_clocks(board["clocks"])),
        **dict(_partners(board["partners"])),
        **dict(_notices(board["notices"])),
        **dict(_node(board["node"])),
    }


def _watch(watch: Mapping[str, Any]) -> Iterator[tuple[str, Cell]]:
    state = str(watch["state"])
    yield "watch", Cell(word("watch", state), _WATCH.get(state, "none"))
    is_used = state != "unused" and watch["left_min"] is not None
    yield "watch-left", Cell(_left(watch["left_min"]) if is_used else "", _WATCH.get(state, "none"))


def _tiles(board: Mapping[str, Any]) -> Iterator[tuple[str, Cell]]:
    waiting, watch = board["waiting"], board["watch"]
    counts = {
        "requests": (board["requests"], ""),
        "overdue": (board["overdue"], "over"),
        "near": (board["near_due"], "soon"),
        "others": (sum(waiting[kind] for kind in _OTHERS), ""),
        "four-eyes": (waiting["four-eyes"], "soon"),
        "awaited": (waiting["awaited"], ""),
        "points": (watch["open"], "over" if watch["critical"] else "soon"),
    }
    for name, (count, state) in counts.items():
        yield name, Cell(str(count), state if count else "none")


def _clocks(clocks: list[Mapping[str, Any]]) -> Iterator[tuple[str, Cell]]:
    for row in clocks:
        left = row["left_min"]
        state = "none" if left is None else _urgency(left)
        yield f"left-{row['kind']}", Cell("–" if left is None else _left(left), state)
        count = f"{row['overdue']} / {row['running']}" if row["overdue"] else str(row["running"])
        yield f"running-{row['kind']}", Cell(count, state)


def _urgency(left_min: int) -> str:
    return "over" if left_min < 0 else "soon" if left_min < _SOON_MIN else ""


def _left(left_min: int) -> str:
    return left_in_words(left_min * _MINUTE_MS)


def _partners(partners: list[Mapping[str, Any]]) -> Iterator[tuple[str, Cell]]:
    for row in partners:
        state = _PARTNER.get(row["state"], "none")
        yield f"partner-{row['partner']}", Cell(word("partner_health", row["state"]), state)
        waits = translate(mark("{count} in the outbox"), count=row["outbox"])
        yield f"outbox-{row['partner']}", Cell(waits if row["outbox"] else "")


def _notices(notices: list[Mapping[str, Any]]) -> Iterator[tuple[str, Cell]]:
    for row in notices:
        yield f"today-{row['colour']}", Cell(str(row["today"]), "" if row["today"] else "none")
        yield f"force-{row['colour']}", Cell(str(row["in_force"]))


def _node(node: Mapping[str, Any]) -> Iterator[tuple[str, Cell]]:
    yield "alarms", Cell(str(node["alarms"]), "over" if node["alarms"] else "good")
    yield "outbox", Cell(str(node["outbox"]))
    yield (
        "uncosigned",
        Cell(str(node["uncosigned"]), "soon" if node["uncosigned"] >= _UNSIGNED else ""),
    )
    yield "endings", Cell(str(node["endings"]), "soon" if node["endings"] else "")
    yield "listener", Cell(*_listening(bool(node["serves_partners"])))


def _listening(serves: bool) -> tuple[str, str]:
    if serves:
        return translate(mark("yes")), "good"
    return translate(mark("no")), "over"
