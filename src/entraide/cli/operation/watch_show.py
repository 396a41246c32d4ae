"""Showing the duty room: the watch log, and a handover sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from entraide.cli.result import perform_and_show
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows, say
from entraide.vocabulary.language import mark
from entraide.wording.clocks import left_in_words
from entraide.wording.words import word

__all__ = ["draw_sheet", "list_", "sheet"]

_MINUTE_MS: Final = 60_000
_COLUMNS: Final = (
    ("when", mark("When")),
    ("severity", mark("Severity")),
    ("note", mark("Kind")),
    ("officer", mark("Officer")),
    ("text", mark("What happened")),
    ("done", mark("What was done")),
    ("about", mark("About")),
    ("entry", mark("Entry")),
)
_ITEMS: Final = (
    ("group", mark("What")),
    ("left", mark("Left")),
    ("kind", mark("Kind")),
    ("partner", mark("Partner")),
    ("of", mark("Reference")),
)


def list_(*, days: int = 2, access: Access | None = None) -> None:
    """Show the watch log of some days, and all of it that is open.

    Parameters
    ----------
    days
        How many days back.
    """
    perform_and_show(access, "watch.show", {"days": days}, _draw_list)


def _draw_list(result: Mapping[str, Any]) -> None:
    left = result["left_min"]
    say("{state} {left}", state=word("watch", result["state"]),
        left=left_in_words(left * _MINUTE_MS) if left is not None else "")  # fmt: skip
    print_rows(mark("Open points"), _COLUMNS, _lines(result["points"]))
    print_rows(mark("Watch log"), _COLUMNS, _lines(result["matters"]))


def sheet(shift: str = "", *, access: Access | None = None) -> None:
    """Show a handover sheet, or what would stand on it now.

    Parameters
    ----------
    shift
        A shift that was handed over, by its first digits.
    """
    perform_and_show(access, "watch.sheet", {"shift": shift}, draw_sheet)


def draw_sheet(found: Mapping[str, Any]) -> None:
    """Show what is open, group by group, and the officer's words."""
    if found["words"]:
        say(mark("What the next shift should know: {words}"), words=found["words"])
    print_rows(mark("Open points of the watch log"), _COLUMNS, _lines(found["points"]))
    print_rows(mark("Open here"), _ITEMS, (_item(found, each) for each in found["items"]))


def _item(found: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    due_ms = row["due_ms"]
    return {
        **row,
        "group": word("handover_group", row["group"]),
        "kind": word("clock", row["kind"]),
        "left": left_in_words(due_ms - found["at_ms"]) if due_ms else "",
    }


def _lines(matters: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield every entry; what corrects or closes one stands below it."""
    for matter in matters:
        for note in matter["notes"]:
            about = f"{word('watch_about', note['about_kind'])} {note['about']}".strip()
            yield {
                **note,
                "when": moment(note["happened_ms"]),
                "note": word("watch_note", note["kind"]),
                "about": about,
                "entry": note["entry"][:12],
            }
