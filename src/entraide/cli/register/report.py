"""``entraide register report``: one year of the register, for readers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from entraide.adapters.register.folder import RegisterFolder
from entraide.assessment import promises_of, track
from entraide.cli.register.use import Place
from entraide.cli.reporting import Form, ReportLanguage, Wanted, write_report
from entraide.figures import Style
from entraide.register.report import Told, report_blocks, year_of
from entraide.register.together import join_readings
from entraide.report import Block

__all__ = ["report"]

_HERE: Final = Path("register")


def report(
    *,
    year: int,
    language: ReportLanguage | None = None,
    form: Form = "html",
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
    wanted = Wanted(form=form, language=language, out=out)
    write_report(wanted, lambda style: _blocks(register, year, style))


def _blocks(register: Path, year: int, style: Style) -> Iterator[Block]:
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
    return report_blocks(counted, promises, style)
