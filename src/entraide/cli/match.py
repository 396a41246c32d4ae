"""Commands of matching that need no node: ``match explain``, ``match pairs`` and ``screen``.

Thin: files are opened here, tables are drawn here, everything else is ``entraide.match``. Cells of
names are isolated from the direction of the line around them (Unicode Annex 9, FSI and PDI), so
that Arabic and Latin stand in one row without moving the columns.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from cyclopts import App, Parameter
from rich.table import Table

from entraide.cli.show import cell, console, say
from entraide.errors import InputError
from entraide.match import Comparison, Feature, Subject, compare, prepare
from entraide.match.pairs import ComparedPair, compare_pairs, read_pairs, summarise
from entraide.match.report import (
    report_comparison,
    report_pair,
    report_screened,
    report_summary,
)
from entraide.match.screening import Screened, Screening
from entraide.match.tables import read_listed
from entraide.vocabulary.language import isolate, mark, translate
from entraide.wording.words import word

__all__ = ["app", "screen"]

app = App(name="match", help=mark("Compare names and people, and see why they score as they do."))

_COLOURS: Final = {"contradicted": "red", "missing": "yellow", "particle dropped": "dim"}


@app.command
def explain(name1: str, name2: str, *, output: Literal["table", "json"] = "table") -> None:
    """Compare two names token by token.

    Parameters
    ----------
    name1
        A name in any script.
    name2
        Another.
    output
        A table to read, or JSON.
    """
    comparison = compare(prepare(Subject(names=(name1,))), prepare(Subject(names=(name2,))))
    if output == "json":
        _print_json([{"name1": name1, "name2": name2, **report_comparison(comparison)}])
    else:
        _draw_comparison(comparison)


@app.command
def pairs(file: Path, *, output: Literal["jsonl", "table"] = "jsonl") -> None:
    """Compare every pair of names of a table, and measure the decisions where it has labels.

    Parameters
    ----------
    file
        Tab-separated, with the columns name1 and name2; optional: label, born1, born2, country1,
        country2.
    output
        One JSON object for each pair and a summary, or a table.
    """
    compared = list(compare_pairs(read_pairs(_lines(file))))
    summary = summarise(compared)
    if output == "table":
        _draw_pairs(compared)
        _draw_summary(report_summary(summary)["summary"])
        return
    _print_json(report_pair(row) for row in compared)
    if summary.labelled:
        _print_json([report_summary(summary)])


def screen(
    *,
    list_: Annotated[Path, Parameter(name="--list")],
    queries: Path,
    output: Literal["jsonl", "table"] = "jsonl",
    limit: int = 20,
) -> None:
    """Screen every query of a file against a list of people.

    Parameters
    ----------
    list_
        CSV (columns id, name, birth_date, country, sex) or FollowTheMoney JSON lines.
    queries
        The same.
    output
        One JSON object for each query, in order, or a table of the hits.
    limit
        The most hits shown for one query.
    """
    screening = Screening(read_listed(_lines(list_)))
    screened = screening.screen_all(read_listed(_lines(queries)), limit=limit)
    if output == "table":
        _draw_screened(screened)
    else:
        _print_json(report_screened(row) for row in screened)


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from file
    except UnicodeDecodeError as error:
        raise InputError("match.file_encoding", path=str(path)) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError("match.file_unreadable", path=str(path), reason=reason) from error


def _print_json(rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def _draw_comparison(comparison: Comparison) -> None:
    for row in comparison.features:
        if row.tokens:
            console().print(_token_table(row))
    console().print(_feature_table(comparison))
    say(
        mark("Score {score}: {decision} ({band})"),
        score=f"{comparison.score:.3f}",
        decision=word("decision", comparison.decision),
        band=word("band", comparison.band),
    )


def _table(title: str, *columns: str) -> Table:
    table = Table(title=isolate(translate(title)), title_justify="left")
    for column in columns:
        numeric = column in {
            mark("closeness"),
            mark("bits"),
            mark("weight"),
            mark("value"),
            mark("share"),
        }
        table.add_column(isolate(translate(column)), justify="right" if numeric else "left")
    return table


def _token_table(feature: Feature) -> Table:
    table = _table(
        mark("Tokens"), mark("evidence"), mark("left"), mark("right"), mark("closeness"),
        mark("bits"), mark("share"),
    )  # fmt: skip
    for row in feature.tokens:
        table.add_row(
            cell(word("evidence_of_token", row.evidence)),
            cell(row.left),
            cell(row.right),
            f"{row.closeness:.2f}" if row.closeness else "",
            f"{row.bits:.1f}" if row.bits else "",
            f"{row.share:+.0%}" if row.share else "",
            style=_COLOURS.get(row.evidence),
        )
    return table


def _feature_table(comparison: Comparison) -> Table:
    table = _table(
        mark("Features"), mark("feature"), mark("left"), mark("right"), mark("weight"),
        mark("value"), mark("reason"),
    )  # fmt: skip
    for row in comparison.features:
        table.add_row(
            cell(word("feature", row.name)),
            cell(row.left),
            cell(row.right),
            f"{row.weight:.1f}",
            f"{row.value:+.3f}",
            cell(translate(word("reason", row.reason))),
        )
    return table


def _draw_pairs(compared: Iterable[ComparedPair]) -> None:
    table = _table(
        mark("Pairs"), mark("decision"), mark("score"), mark("left"), mark("right"), mark("label")
    )
    for row in compared:
        label = "" if row.pair.label is None else str(int(row.pair.label))
        left, right = (cell(" ".join(side.names)) for side in (row.pair.left, row.pair.right))
        decision = cell(word("decision", row.comparison.decision))
        table.add_row(decision, f"{row.comparison.score:.3f}", left, right, label)
    console().print(table)


def _draw_summary(summary: dict[str, Any]) -> None:
    if summary["labelled"]:
        say(mark("{labelled} labelled: precision {precision}, recall {recall}, F1 {f1}"), **summary)


def _draw_screened(screened: Iterable[Screened]) -> None:
    table = _table(mark("Hits"), mark("query"), mark("name"), mark("hit"), mark("score"))
    for row in screened:
        name = cell(" / ".join(row.query.subject.names))
        for hit in row.hits:
            table.add_row(row.query.id, name, hit.id, f"{hit.comparison.score:.3f}")
    console().print(table)
