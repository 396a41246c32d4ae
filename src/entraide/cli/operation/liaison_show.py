"""``entraide liaison show`` and ``results``: a posting whole, and what its officer did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from cyclopts import Parameter

from entraide.cli.operation.arguments import Journal, Posting
from entraide.cli.operation.office_show import Columns, Part, draw_office
from entraide.cli.operation.operating import one_of_kind
from entraide.cli.session import Access, Session
from entraide.cli.show import print_json, print_rows, say
from entraide.operations.offices.kinds import POSTING
from entraide.operations.offices.results import FIGURES
from entraide.vocabulary.language import mark, translate
from entraide.wording.words import word

__all__ = ["results", "show"]

_HEAD: Final[Columns] = (
    ("operation", mark("Id")),
    ("standing", mark("State")),
    ("subject", mark("Subject")),
    ("posted_by", mark("Posted by")),
    ("host", mark("Host")),
    ("officer", mark("Officer")),
    ("role", mark("Role")),
    ("contact", mark("Contact")),
    ("duties", mark("Duties")),
    ("accepted", mark("Accepted by")),
    ("awaited", mark("Awaited")),
    ("notify_by", mark("Notify again by")),
)
_PARTS: Final[tuple[Part, ...]] = (
    ("tasks", mark("Shared tasks"), (
        ("task", mark("Entry")), ("title", mark("Task")), ("owner", mark("Owner")),
        ("due", mark("Due")), ("standing", mark("State")), ("words", mark("Words")))),
    ("warnings", mark("Warnings"), (
        ("day", mark("Day")), ("domain", mark("Threat")), ("words", mark("Words")))),
)  # fmt: skip
_TASKS: Final = (
    ("task", mark("Id")),
    ("title", mark("Task")),
    ("due", mark("Due")),
    ("standing", mark("State")),
    ("shared", mark("Shared as")),
)
_HOUR_MS: Final = 3_600_000


def show(posting: Posting, *, journal: Journal = False, access: Access | None = None) -> None:
    """Show a posting as its journal tells it, and the tasks that are kept at home."""
    given = access or Access()
    result = one_of_kind(given, posting, POSTING)
    home = Session(given).perform("liaison.tasks", {"posting": posting})["tasks"]
    if given.output == "json":
        print_json({**result, "home_tasks": home})
        return
    draw_office(result, (mark("Posting"), _HEAD), _PARTS, journal=journal)
    if home:
        print_rows(mark("Tasks at home"), _TASKS, map(_task, home))
    if result["notify_late"]:
        say(mark("The yearly notification is overdue since {day}."), day=result["notify_by"])


def results(
    posting: str | None = None,
    *,
    from_: Annotated[str | None, Parameter(name="--from")] = None,
    to: str | None = None,
    access: Access | None = None,
) -> None:
    """Count what our liaison officers did, from the log, the clocks and the journals.

    No figure can be given by anybody. Shares compare officers of small states and of large ones.

    Parameters
    ----------
    posting
        The posting, from entraide liaison list; all of ours side by side where none is given.
    from_
        First day (YYYY-MM-DD) that counts.
    to
        Last day (YYYY-MM-DD) that counts.
    """
    given = access or Access()
    wanted = {"posting": posting, "first": from_, "last": to}
    rows = Session(given).perform("liaison.results", wanted)["results"]
    if given.output == "json":
        print_json({"results": rows})
        return
    columns = tuple((row["posting"], f"{row['subject']} ({row['host']})") for row in rows)
    table = ({"figure": name, **_side_by_side(name, rows)} for name in FIGURES if rows)
    print_rows(mark("Results"), (("figure", mark("Figure")), *columns), table)


def _side_by_side(name: str, rows: list[Mapping[str, Any]]) -> dict[str, str]:
    return {row["posting"]: _figure(name, row["figures"][name]) for row in rows}


def _figure(name: str, value: int | None) -> str:
    if value is None:
        return word("figure", "-")
    if name.endswith("_ms"):
        return translate(mark("{hours} h"), hours=f"{value / _HOUR_MS:.1f}")
    return str(value)


def _task(row: Mapping[str, Any]) -> dict[str, Any]:
    shared = row["shared"] or ""
    return {**row, "task": row["task"][:12], "standing": row["state"], "shared": shared[:12]}
