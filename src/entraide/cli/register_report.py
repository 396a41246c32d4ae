"""``entraide register report``: one year of the register, for readers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final, Literal

from cyclopts import Parameter

from entraide.adapters.keyfile import write_atomically
from entraide.adapters.register_folder import RegisterFolder
from entraide.adapters.typesetting import typeset
from entraide.assessment import promises_of, track
from entraide.cli.register_use import Place
from entraide.cli.show import say
from entraide.errors import InputError
from entraide.figures import Style
from entraide.register.report import (
    Block,
    Told,
    Written,
    report_blocks,
    write_html,
    write_markdown,
    write_typst,
    year_of,
)
from entraide.register.together import join_readings
from entraide.vocabulary.language import language as spoken
from entraide.vocabulary.language import mark, set_language, translate

__all__ = ["report"]

_HERE: Final = Path("register")
_Form = Annotated[Literal["md", "html", "pdf"], Parameter(name="--format")]


def report(
    *,
    year: int,
    language: Literal["en", "fr", "es", "ar"] | None = None,
    form: _Form = "html",
    out: Path | None = None,
    register: Place = _HERE,
) -> None:
    """Write the report of a year: counts, map, timeline, outcomes, promises, claims, gaps.

    Parameters
    ----------
    year
        The year.
    language
        en, fr, es or ar; the language of the command where none is given.
    form
        html, md (with its figures as files beside it) or pdf.
    out
        Where it goes; standard output where none is given (html and md without figures).
    register
        The register's folder; ENTRAIDE_REGISTER where it is not given.
    """
    before = spoken()
    chosen = language or before
    set_language(chosen)
    try:
        style = Style(language=chosen, width=760, say=translate)
        blocks = _blocks(register, year, style)
        _write(blocks, style, form, out)
    finally:
        set_language(before)
    if out is not None:
        say(mark("The report is written to {out}."), out=out)


def _blocks(register: Path, year: int, style: Style) -> tuple[Block, ...]:
    folder = RegisterFolder(register)
    folder.check()
    readings = [each.reading for each in folder.reviewed()]
    counted = year_of(join_readings(readings), readings, year)
    promises = [
        Told(
            each.promise.partners,
            each.promise.outcome.type,
            each.promise.outcome.status,
            each.state,
        )
        for each in track(promises_of(counted.entries), ())
    ]
    return tuple(report_blocks(counted, promises, style))


def _write(blocks: tuple[Block, ...], style: Style, form: str, out: Path | None) -> None:
    if form == "pdf":
        if out is None:
            raise InputError("register.report_needs_file", form=form)
        written = write_typst(blocks, style)
        write_atomically(out, typeset(written.text, written.files), mode=0o644)
        return
    stem = out.stem if out else "report"
    written = write_html(blocks, style) if form == "html" else write_markdown(blocks, style, stem)
    _put(written, out)


def _put(written: Written, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(written.text)
        return
    for name, text in written.files.items():
        write_atomically(out.with_name(name), text.encode(), mode=0o644)
    write_atomically(out, written.text.encode(), mode=0o644)
