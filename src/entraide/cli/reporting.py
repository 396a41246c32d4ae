"""Writing a report as a person wants it: in which language, where, and as HTML, Markdown or PDF.

Markdown has its figures as files beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

from cyclopts import Parameter

from entraide.adapters.sealing.keyfile import write_atomically
from entraide.adapters.typesetting import typeset
from entraide.cli.show import say
from entraide.errors import InputError
from entraide.figures import Style
from entraide.report import Block, Written, write_html, write_markdown, write_typst
from entraide.vocabulary.language import language as spoken
from entraide.vocabulary.language import mark, speaking, translate

__all__ = ["Form", "ReportLanguage", "Wanted", "write_report"]

Form: TypeAlias = Annotated[Literal["md", "html", "pdf"], Parameter(name="--format")]
ReportLanguage: TypeAlias = Literal["en", "fr", "es", "ar"]

_WIDTH: Final = 760
"""How wide a figure is, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a report is wanted."""

    form: str
    language: str | None
    out: Path | None
    mode: int = 0o644
    """Who may read the file."""


def write_report(wanted: Wanted, blocks_in: Callable[[Style], Iterable[Block]]) -> None:
    """Write what ``blocks_in`` says for readers of one language, and say where it is written.

    It goes to standard output where no file is named; InputError for a PDF without one.
    """
    chosen = wanted.language or spoken()
    with speaking(chosen):
        style = Style(language=chosen, width=_WIDTH, say=translate)
        _write(tuple(blocks_in(style)), style, wanted)
    if wanted.out is not None:
        say(mark("The report is written to {out}."), out=wanted.out)


def _write(blocks: tuple[Block, ...], style: Style, wanted: Wanted) -> None:
    form, out = wanted.form, wanted.out
    if form == "pdf":
        if out is None:
            raise InputError("register.report_needs_file", form=form)
        written = write_typst(blocks, style)
        write_atomically(out, typeset(written.text, written.files), mode=wanted.mode)
        return
    stem = out.stem if out else "report"
    written = write_html(blocks, style) if form == "html" else write_markdown(blocks, style, stem)
    _put(written, out, wanted.mode)


def _put(written: Written, out: Path | None, mode: int) -> None:
    if out is None:
        sys.stdout.write(written.text)
        return
    for name, text in written.files.items():
        write_atomically(out.with_name(name), text.encode(), mode=mode)
    write_atomically(out, written.text.encode(), mode=mode)
