"""``entraide register``: pages of press and communiqués read into engagements, without any node.

Thin: files come from ``adapters``, what they say from ``entraide.register``. Nothing is sent
anywhere, and nothing that is read here enters an index of records.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from entraide.adapters.register.pages import read_page_file
from entraide.adapters.register.proposers import load_proposer
from entraide.adapters.register.readings import ReadingsFile
from entraide.adapters.register.vocabulary import load_vocabulary
from entraide.cli.show import Output, print_json, print_rows, say, say_plural
from entraide.errors import InputError
from entraide.register.encoding import encode_reading
from entraide.register.reading.proposals import keep_proven
from entraide.register.reading.reader import Request, read_page
from entraide.register.reading.vocabulary import LANGUAGES, Vocabulary
from entraide.register.statements import say as say_contradiction
from entraide.register.tracing import trace_reading
from entraide.vocabulary.language import mark
from entraide.vocabulary.messages import render

__all__ = ["app"]

app = App(
    name="register",
    help=mark("Read pages into engagements, each field with the sentence that proves it."),
)
_AT_THE_DESK = (
    ("keep", "register.keep:keep", mark(
        "Read pages into a register: bytes, text and reading are kept, a page once.")),
    ("review", "register.review:review", mark(
        "Accept, correct or reject what the reader found, field by field, its sentence before "
        "you.")),
    ("timeline", "register.use:timeline", mark(
        "Show what took place, with whom, when and where, in order.")),
    ("partners", "register.use:partners", mark(
        "Show whom the home state met, how often and about what.")),
    ("partner", "register.use:partner", mark(
        "Show one partner's card: meetings, office holders, what came of them.")),
    ("promises", "register.promises:promises", mark(
        "Show what was agreed or announced, and whether it was kept.")),
    ("report", "register.report:report", mark(
        "Write the report of a year: counts, map, timeline, outcomes, promises, claims, gaps.")),
    ("export", "register.use:export", mark(
        "Write the register in a format that other programs read.")),
    ("status", "register.use:status", mark(
        "Show how many documents were read, and how the reader fares against what persons "
        "said.")),
)  # fmt: skip
"""Commands over a register's folder; loaded when they are called: reading starts quickly."""

for _name, _path, _help in _AT_THE_DESK:
    app.command(f"entraide.cli.{_path}", name=_name, help=_help)


@dataclass(frozen=True, slots=True)
class _Reader:
    vocabulary: Vocabulary
    home: str | None
    language: str | None
    proposer: str | None

    def read(self, path: Path) -> dict[str, Any]:
        """Return the file's reading as one JSON object."""
        page = read_page_file(path)
        request = Request(
            text=page.text, sha256=page.sha256, home=self.home, language=self.language
        )
        reading = read_page(request, self.vocabulary)
        if self.proposer is not None:
            offered = load_proposer(self.proposer)(page.text, reading)
            proven = keep_proven(page.text, reading, offered, self.proposer)
            reading = replace(reading, proposals=proven)
        reading = trace_reading(reading, page.text, page.content)
        return {"file": page.path, "media": page.media, **encode_reading(reading)}


@app.command
def read(  # noqa: PLR0913 - each is an option of the command
    files: Annotated[tuple[Path, ...], Parameter(name="FILE")],
    /,
    *,
    output: Output = "table",
    out: Path | None = None,
    home: str | None = None,
    language: str | None = None,
    vocabulary: Annotated[tuple[Path, ...], Parameter(name="--vocabulary")] = (),
    propose: str | None = None,
) -> None:
    """Read pages (text, HTML, PDF; French, Spanish, English, Arabic) into engagements.

    One page as JSON is one object, several are one object a line. A page that cannot be read is
    named on standard error, the others are read, and the command ends with 3.

    Parameters
    ----------
    files
        Files, or folders of them.
    output
        A table to read, or JSON.
    out
        A file of JSON lines to write to; run again, it goes on where it stopped.
    home
        The country whose side is told as "home" (two letters); found out by default.
    language
        fr, es, en or ar; found out by default.
    vocabulary
        A vocabulary file or folder of one's own, as often as needed.
    propose
        The name of an installed language model that may propose fields; none by default.
    """
    if language is not None and language not in LANGUAGES:
        raise InputError("register.language_unknown", found=language, known=" ".join(LANGUAGES))
    reader = _Reader(load_vocabulary(vocabulary), home.upper() if home else None, language, propose)
    paths = list(_walk(files))
    failed = _write_all(reader, paths, out) if out else _show_all(reader, paths, output)
    if failed:
        raise InputError("register.pages_unread", unread=failed, pages=len(paths))


def _walk(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.is_file())
        else:
            yield path


def _show_all(reader: _Reader, paths: Sequence[Path], output: Output) -> int:
    if len(paths) == 1:
        _show(reader.read(paths[0]), output)
        return 0
    failed = 0
    for path in paths:
        try:
            _show(reader.read(path), output)
        except InputError as error:
            _complain(error)
            failed += 1
    return failed


def _write_all(reader: _Reader, paths: Sequence[Path], out: Path) -> int:
    """Read what is not yet written; progress goes to standard error."""
    failed = 0
    with ReadingsFile(out) as readings, _bar() as bar:
        task = bar.add_task(out.name, total=len(paths))
        for path in paths:
            if str(path) not in readings.done:
                try:
                    readings.add(reader.read(path))
                except InputError as error:
                    _complain(error)
                    failed += 1
            bar.advance(task)
        written, skipped = readings.added, len(paths) - readings.added - failed
    say_plural(mark("{count} page read."), mark("{count} pages read."), written)
    if skipped:
        say(mark("{skipped} were read before."), skipped=skipped)
    return failed


def _complain(error: InputError) -> None:
    sys.stderr.write(render(error) + "\n")


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


_ENGAGEMENTS = (
    ("id", mark("Engagement")),
    ("kind", mark("Kind")),
    ("when", mark("When")),
    ("where", mark("Where")),
    ("with", mark("With")),
    ("outcomes", mark("Outcomes")),
    ("sentence", mark("Sentence")),
)
_CONFLICTS = (
    ("rule", mark("Rule")),
    ("severity", mark("Severity")),
    ("statement", mark("Contradiction")),
    ("sentence", mark("Sentence")),
)


def _show(reading: Mapping[str, Any], output: Output) -> None:
    if output == "json":
        print_json(reading)
        return
    rows = [_row(each) for each in reading["engagements"]]
    print_rows(mark("Engagements"), _ENGAGEMENTS, rows)
    conflicts = [
        {**each, "statement": say_contradiction(each["rule"], each["statement"]),
         "sentence": _quotes(each)}
        for each in reading["conflicts"]
    ]  # fmt: skip
    if conflicts:
        print_rows(mark("Contradictions"), _CONFLICTS, conflicts)


def _row(engagement: Mapping[str, Any]) -> dict[str, Any]:
    date, place = engagement["date"] or {}, engagement["place"] or {}
    others = [each for each in engagement["participants"] if each["side"] != "home"]
    days = list(dict.fromkeys([date.get("start"), date.get("end")]))
    return {
        "id": engagement["id"],
        "kind": engagement["kind"],
        "when": " – ".join(day for day in days if day),
        "where": " ".join(filter(None, [place.get("city"), place.get("country")])),
        "with": [" ".join(_names(each)) for each in others],
        "outcomes": [f"{each['type']} ({each['status']})" for each in engagement["outcomes"]],
        "sentence": _quotes(engagement),
    }


def _names(participant: Mapping[str, Any]) -> list[str]:
    country = participant["country"]
    known = [participant["name"], participant["org"], None if country == "int" else country]
    return [each for each in known if each]


def _quotes(row: Mapping[str, Any]) -> str:
    return " … ".join(quote["text"] for quote in row["evidence"])
