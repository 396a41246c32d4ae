"""``entraide watch``: the node's watch log, its shifts and their handover, screens on the wall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from cyclopts import App, Parameter

from entraide.cli.operation.arguments import Happened
from entraide.cli.operation.delivery_plan import moment_of
from entraide.cli.operation.event_watch import Severity
from entraide.cli.operation.watch_show import draw_sheet
from entraide.cli.result import perform_and_show
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, say
from entraide.errors import InputError
from entraide.vocabulary.language import mark

__all__ = ["app"]

app = App(name="watch", help=mark("Keep the watch log, hand the shift over and take it."))
app.command("entraide.cli.operation.watch_show:list_", name="list")
app.command("entraide.cli.operation.watch_show:sheet", name="sheet")
app.command("entraide.cli.operation.watch_wall:wall", name="wall")
app.command("entraide.cli.operation.watch_wall:walls", name="walls")
app.command("entraide.cli.operation.watch_wall:close_wall", name="close-wall")

_About: TypeAlias = Literal["thread", "case", "notice", "operation"]
_HOURS: Final = 8


@app.command
def write(  # noqa: PLR0913 - each is an option of the command
    text: str,
    *,
    severity: Severity = "information",
    done: str = "",
    at: Happened = None,
    about: tuple[_About, str] | None = None,
    corrects: str | None = None,
    access: Access | None = None,
) -> None:
    """Write an entry into the watch log, or correct one by another.

    Parameters
    ----------
    text
        What happened; it should name nobody who need not be named.
    severity
        How severe it is; information calls for nobody, everything else stays open until closed.
    done
        What was done.
    about
        What it is about: thread, case, notice or operation, and its id or reference.
    corrects
        The entry that this one corrects, by its first digits; that entry stays as it was.
    """
    wanted: dict[str, object] = {"text": text, "severity": severity, "done": done}
    wanted |= {"happened_ms": moment_of(at)} if at else {}
    wanted |= {"about_kind": about[0], "about": about[1]} if about else {}
    if corrects is None:
        _written(access, "watch.write", wanted)
    else:
        _written(access, "watch.correct", {**wanted, "entry": corrects})


@app.command
def close(entry: str, text: str, *, access: Access | None = None) -> None:
    """Close an open point of the watch log.

    Parameters
    ----------
    entry
        The entry, by its first digits.
    text
        What came of it.
    """
    _written(access, "watch.close", {"entry": entry, "text": text})


@app.command
def begin(words: str, *, hours: int = _HOURS, access: Access | None = None) -> None:
    """Begin a shift that nobody hands over: the first, or where the one before cannot.

    Parameters
    ----------
    words
        Why nobody hands it over.
    hours
        How long it is to last, at most 24.
    """
    given = access or Access()
    _go_on_watch(given, "watch.begin", {"words": words, "hours": hours})


@app.command
def handover(words: str, *, hours: int = _HOURS, access: Access | None = None) -> None:
    """Hand one's shift over with a list of all that is open; it is yours until it is taken.

    Parameters
    ----------
    words
        What the next shift should know beside what the node lists.
    hours
        How long the next shift will be: what falls due in it is listed.
    """
    perform_and_show(access, "watch.handover", {"words": words, "hours": hours}, _draw_handover)


def _draw_handover(result: Mapping[str, Any]) -> None:
    draw_sheet(result)
    say(mark("Handed over; the watch is yours until another officer takes it."))


@app.command
def take(
    *,
    sheet: Annotated[str | None, Parameter(name="--sheet")] = None,
    hours: int = _HOURS,
    access: Access | None = None,
) -> None:
    """Read the sheet that is handed over; with its digest, take the shift over.

    Parameters
    ----------
    sheet
        The digest of the sheet that you read, or its first twelve digits; without it the sheet is
        shown and nothing is taken.
    hours
        How long the shift is to last, at most 24.
    """
    given = access or Access()
    session = Session(given)
    shifts = session.perform("watch.show", {"days": 1})["shifts"]
    if not shifts or not shifts[0]["sheet"] or shifts[0]["ended_ms"]:
        raise InputError("watch.nothing_handed")
    digest = str(shifts[0]["sheet"])
    if sheet is None:
        shown = session.perform("watch.sheet", {"shift": shifts[0]["shift"]})
        if given.output == "json":
            print_json(shown)
            return
        draw_sheet(shown)
        say(mark("Read so far; take it with --sheet {digest}"), digest=digest[:12])
        return
    named = digest if len(sheet) >= 12 and digest.startswith(sheet) else sheet
    _go_on_watch(given, "watch.take", {"sheet": named, "hours": hours})


def _written(access: Access | None, action: str, wanted: dict[str, object]) -> None:
    perform_and_show(access, action, wanted, _draw_written)


def _draw_written(result: Mapping[str, Any]) -> None:
    say(mark("Entry {entry} is in the watch log."), entry=result["entry"][:12])


def _go_on_watch(given: Access, action: str, wanted: Mapping[str, object]) -> None:
    def draw(result: Mapping[str, Any]) -> None:
        say(mark("{officer} is on watch until {until}."), officer=given.as_ or "",
            until=moment(result["until_ms"]))  # fmt: skip

    perform_and_show(given, action, wanted, draw)
