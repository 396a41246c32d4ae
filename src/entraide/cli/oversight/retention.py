"""``entraide retention`` and ``entraide erase``: what may not be kept any longer goes."""

from __future__ import annotations

from cyclopts import App

from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, print_rows, say
from entraide.vocabulary.language import mark
from entraide.wording.words import WORDS

__all__ = ["app", "erase"]

app = App(name="retention", help=mark("Erase what may not be kept any longer."))


@app.command
def run(*, access: Access | None = None) -> None:
    """Erase every value whose last day has passed, and every record that has no other value.

    A reply from a partner goes once the last day of one of its values, or the agreement's, is over.
    """
    given = access or Access()
    result = Session(given).perform("retention.run", {})
    if given.output == "json":
        print_json(result)
        return
    say(mark("Until {day}: {records} records erased, {values} values taken out of others."),
        **result)  # fmt: skip
    say(mark("{replies} replies of partners erased."), **result)


@app.command
def due(*, access: Access | None = None) -> None:
    """Show how much of each kind may not be kept any longer, and within which time."""
    given = access or Access()
    result = Session(given).perform("retention.due", {})
    if given.output == "json":
        print_json(result)
        return
    horizons = ("now", "week", "month", "quarter", "year", "later")
    columns = [(code, WORDS["horizon"][code]) for code in horizons]
    rows = ({**row, "kept": row["kind"]} for row in result["due"])
    print_rows(
        mark("What goes, and when"),
        (("kept", mark("What")), *columns, ("next", mark("Next"))),
        rows,
    )


@app.command
def log(*, access: Access | None = None) -> None:
    """Show what went at each purge: kinds and numbers, never of whom."""
    given = access or Access()
    result = Session(given).perform("retention.log", {})
    if given.output == "json":
        print_json(result)
        return
    kinds = tuple((name, WORDS["kept"][name]) for name in WORDS["kept"])
    rows = ({**row, "at": moment(row["at_ms"])} for row in result["purges"])
    print_rows(mark("What went"), (("at", mark("At")), ("by", mark("By")), *kinds), rows)


def erase(message: str, *, reason: str, access: Access | None = None) -> None:
    """Erase what is held here of a message for good: its text, its envelope, a file it offered.

    The log keeps that it was erased, by its kind and digest, never what it said.

    Parameters
    ----------
    message
        The message's id, from entraide thread.
    reason
        retention-expired, subject-request, court-order, supervisory-order, unlawful, inaccurate,
        source-withdrew or purpose-ended.
    """
    given = access or Access()
    result = Session(given).perform("messages.erase", {"message": message, "reason": reason})
    if given.output == "json":
        print_json(result)
    else:
        say(mark("The message is erased; {keys_destroyed} keys destroyed."), **result)
