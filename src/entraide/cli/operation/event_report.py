"""``entraide event report``: the after-action report of a major event, dissolved or not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from entraide.cli.reporting import Form, ReportLanguage, Wanted, write_report
from entraide.cli.session import Access, Session
from entraide.cli.show import print_json
from entraide.errors import InputError

__all__ = ["report"]


def report(  # noqa: PLR0913 - each is an option of the command
    operation: str,
    *,
    language: ReportLanguage | None = None,
    form: Form = "html",
    out: Path | None = None,
    handling: Literal["H0", "H1", "H2", "H3"] = "H2",
    access: Access | None = None,
) -> None:
    """Write the after-action report: timeline by venue, figures, the log; of a dissolved cell less.

    Parameters
    ----------
    operation
        The cell, by the first digits of it; a dissolved one too.
    language
        en, fr, es or ar; the language of the command where none is given.
    form
        html, md (with its figures as files beside it) or pdf.
    out
        Where it goes; standard output where none is given (html and md without figures).
    handling
        How it is to be handled; it stands on every page.
    """
    given = access or Access()
    told = _told(Session(given), operation)
    if given.output == "json":
        print_json(told)
        return
    from entraide.wording.event_report import EventReport  # noqa: PLC0415 - slow, not needed above

    wanted = Wanted(form=form, language=language, out=out, mode=0o600)
    write_report(wanted, lambda style: EventReport(told, style, handling).blocks())


def _told(session: Session, operation: str) -> Mapping[str, Any]:
    """Return a cell whole, or what is left of it once it is dissolved."""
    gone = session.perform("event.dissolved", {})["dissolved"]
    found = [row for row in gone if operation and row["operation"].startswith(operation)]
    if len(found) > 1:
        raise InputError("operation.not_found", operation=operation[:64], found=len(found))
    if found:
        row: Mapping[str, Any] = found[0]
        return row
    return session.perform("operation.show", {"operation": operation})
