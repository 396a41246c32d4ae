"""Writing a report where a person wants it: HTML, Markdown with its figures beside it, or PDF."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from cyclopts import Parameter

from entraide.adapters.sealing.keyfile import write_atomically
from entraide.adapters.typesetting import typeset
from entraide.errors import InputError
from entraide.figures import Style
from entraide.report import Block, Written, write_html, write_markdown, write_typst

__all__ = ["Form", "write_report"]

Form: TypeAlias = Annotated[Literal["md", "html", "pdf"], Parameter(name="--format")]


def write_report(
    blocks: tuple[Block, ...], style: Style, form: str, out: Path | None, mode: int = 0o644
) -> None:
    """Write a report into a file of this mode, or to standard output; a PDF needs a file."""
    if form == "pdf":
        if out is None:
            raise InputError("register.report_needs_file", form=form)
        written = write_typst(blocks, style)
        write_atomically(out, typeset(written.text, written.files), mode=mode)
        return
    stem = out.stem if out else "report"
    written = write_html(blocks, style) if form == "html" else write_markdown(blocks, style, stem)
    _put(written, out, mode)


def _put(written: Written, out: Path | None, mode: int) -> None:
    if out is None:
        sys.stdout.write(written.text)
        return
    for name, text in written.files.items():
        write_atomically(out.with_name(name), text.encode(), mode=mode)
    write_atomically(out, written.text.encode(), mode=mode)
