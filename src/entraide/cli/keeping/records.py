"""``entraide records``: the agency's own records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from entraide.adapters.world import SYSTEM
from entraide.cli.question.foreseen import find
from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access, Session
from entraide.cli.show import print_json, print_rows, say
from entraide.vocabulary.language import mark

__all__ = ["app"]

app = App(name="records", help=mark("Import records, erase them."))
app.command(find)


@app.command(name="import")
def import_(  # noqa: PLR0913 - each is an option of the command
    file: Path,
    *,
    format_: Annotated[Literal["auto", "ftm", "csv"], Parameter(name="--format")] = "auto",
    map_: Annotated[tuple[str, ...], Parameter(name="--map")] = (),
    map_file: Path | None = None,
    schema: str = "Person",
    dataset: str | None = None,
    source: str | None = None,
    handling: str = "H0",
    evaluation: str = "X4",
    retention: str | None = None,
    access: Access | None = None,
) -> None:
    """Import FollowTheMoney JSON lines or CSV; going on where an interrupted import stopped.

    Bad rows go to FILE.rejects.jsonl with line number and reason. Importing again changes nothing.

    Parameters
    ----------
    file
        The file, on the node's machine.
    format_
        auto decides by the file's name and first byte.
    map_
        For CSV: PROPERTY=Header, as often as needed.
    map_file
        For CSV: a YAML mapping.
    schema
        For CSV: what a row is.
    dataset
        The dataset of values that name none; the file's name by default.
    source
        The source of values that name none; the same.
    handling
        Handling code of values that bring none: H0, H1, H2, H3.
    evaluation
        4x4 evaluation of values that bring none.
    retention
        Last day on which values that bring none may be kept (YYYY-MM-DD); by default the end of
        the fifth year from now.
    """
    given = access or Access()
    session = Session(given)
    parameters = {
        "path": str(file.resolve()),
        "format": format_,
        "columns": list(map_),
        "mapping_file": str(map_file.resolve()) if map_file else None,
        "schema_name": schema,
        "dataset": dataset or file.stem,
        "source": source or file.stem,
        "handling": handling,
        "evaluation": evaluation,
        "retention": retention or _default_retention(),
    }
    with _bar(shown=given.output == "table") as bar:
        task = bar.add_task(file.name, total=None)

        def watch(event: Mapping[str, Any]) -> None:
            bar.update(task, completed=event["read"], total=event["of"])

        result = session.perform("records.import", parameters, watch)
    if given.output == "json":
        print_json(result)
        return
    if result["resumed_from_byte"]:
        say(mark("Went on from byte {byte}."), byte=result["resumed_from_byte"])
    print_rows(
        mark("Records"),
        (
            ("added", mark("Added")),
            ("changed", mark("Changed")),
            ("unchanged", mark("Unchanged")),
            ("rejected", mark("Rejected")),
        ),
        [result],
    )
    if result.get("rejects_file"):
        say(mark("Rejected rows: {file}"), file=result["rejects_file"])


@app.command
def erase(*ids: str, reason: str, access: Access | None = None) -> None:
    """Erase records for good: their rows, their keys, what logs still hold; all of them or none.

    Parameters
    ----------
    ids
        The records' ids.
    reason
        retention-expired, subject-request, court-order, supervisory-order, unlawful, inaccurate,
        source-withdrew or purpose-ended; the log keeps this code and the records' numbers.
    """
    perform_and_show(
        access,
        "records.erase",
        {"ids": list(ids), "reason": reason},
        saying(mark("{erased} records erased; {keys_destroyed} keys destroyed.")),
    )


def _default_retention() -> str:
    """Return the end of the fifth year: the same all year, so that importing again is the same."""
    year = dt.datetime.fromtimestamp(SYSTEM.now_ms() / 1_000, dt.UTC).year
    return f"{year + 5}-12-31"


def _bar(*, shown: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not shown,
        transient=True,
    )
