"""``entraide register keep``: pages into a register's folder, with their bytes and their text."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from entraide.adapters.register.folder import RegisterFolder
from entraide.adapters.register.pages import read_page_file
from entraide.adapters.register.vocabulary import load_vocabulary
from entraide.cli.register.use import Place
from entraide.cli.show import Output, print_json, say
from entraide.errors import InputError
from entraide.register.reading.reader import Request, read_page
from entraide.register.reading.vocabulary import Vocabulary
from entraide.register.tracing import trace_reading
from entraide.vocabulary.language import mark
from entraide.vocabulary.messages import render

__all__ = ["keep"]

_HERE: Final = Path("register")


def keep(
    files: Annotated[tuple[Path, ...], Parameter(name="FILE")],
    /,
    *,
    again: Annotated[bool, Parameter(negative="")] = False,
    home: str | None = None,
    register: Place = _HERE,
    output: Output = "table",
) -> None:
    """Read pages into a register: bytes, text and reading are kept, a page once.

    What was read before is left alone, so that a run that was cut off goes on; what a person said
    of a page stands, whatever a new run reads.

    Parameters
    ----------
    files
        Files, or folders of them.
    again
        Read pages again that were read before, as after a better vocabulary.
    home
        The country whose side is told as "home" (two letters); found out by default.
    register
        The register's folder, made where there is none; ENTRAIDE_REGISTER where it is not given.
    """
    folder = RegisterFolder(register)
    folder.create()
    paths = list(_walk(files))
    vocabulary = load_vocabulary(())
    done = {"read": 0, "before": 0, "failed": 0}
    with _bar() as bar:
        task = bar.add_task(str(register), total=len(paths))
        for path in paths:
            done[_kept(folder, path, vocabulary, (again, home))] += 1
            bar.advance(task)
    if output == "json":
        print_json(done)
    else:
        say(mark("Pages read: {read}; read before: {before}; unreadable: {failed}."), **done)
    if done["failed"]:
        raise InputError("register.pages_unread", unread=done["failed"], pages=len(paths))


def _kept(
    folder: RegisterFolder, path: Path, vocabulary: Vocabulary, how: tuple[bool, str | None]
) -> str:
    """Read and keep one page; tell what became of it."""
    again, home = how
    try:
        page = read_page_file(path)
    except InputError as error:
        sys.stderr.write(render(error) + "\n")
        return "failed"
    if folder.has_reading(page.sha256) and not again:
        return "before"
    folder.keep_document(page.content, page.text, str(path))
    request = Request(text=page.text, sha256=page.sha256, home=home.upper() if home else None)
    folder.keep_reading(trace_reading(read_page(request, vocabulary), page.text, page.content))
    return "read"


def _walk(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.is_file())
        else:
            yield path


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
