"""The reports of operations: a controlled delivery, a joint action day; in four languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

from cyclopts import Parameter

from entraide.adapters.world import SYSTEM
from entraide.cli.reporting import Form, write_report
from entraide.cli.session import Session, Way
from entraide.cli.show import say
from entraide.errors import InputError
from entraide.figures import Style
from entraide.operations.kinds import ACTION, DELIVERY
from entraide.report import Block
from entraide.vocabulary.handling import HANDLING
from entraide.vocabulary.language import language as spoken
from entraide.vocabulary.language import mark, speaking, translate
from entraide.wording.action_report import action_blocks
from entraide.wording.delivery_report import delivery_blocks
from entraide.wording.operation_report import Report

__all__ = ["report", "report_action"]

_PRIVATE: Final = 0o600
_Language: TypeAlias = Literal["en", "fr", "es", "ar"]
_File: TypeAlias = Annotated[Path | None, Parameter(name=["--output", "--out"])]


def report(  # noqa: PLR0913 - each is an option of the command
    operation: str,
    *,
    form: Form = "html",
    language: _Language | None = None,
    output: _File = None,
    handling: str = "H2",
    way: Way | None = None,
) -> None:
    """Write the report of a controlled delivery: plan against actual, map, custody, results.

    Parameters
    ----------
    operation
        The delivery, from entraide delivery list.
    form
        html, md (with its figures as files beside it) or pdf.
    language
        en, fr, es or ar; the language of the command where none is given.
    output
        Where it goes, for you alone; standard output where none is given (html and md).
    handling
        The handling code that stands on every page, such as H2.
    """
    _write(way, operation, (DELIVERY, delivery_blocks), (form, language, output, handling))


def report_action(  # noqa: PLR0913 - the same
    operation: str,
    *,
    form: Form = "html",
    language: _Language | None = None,
    output: _File = None,
    handling: str = "H2",
    way: Way | None = None,
) -> None:
    """Write the report of a joint action day: who went, who stood out, results, journal.

    Parameters
    ----------
    operation
        The day, from entraide action list.
    form
        html, md (with its figures as files beside it) or pdf.
    language
        en, fr, es or ar; the language of the command where none is given.
    output
        Where it goes, for you alone; standard output where none is given (html and md).
    handling
        The handling code that stands on every page, such as H2.
    """
    _write(way, operation, (ACTION, action_blocks), (form, language, output, handling))


def _write(
    way: Way | None,
    operation: str,
    kind: tuple[str, Callable[[Report], Iterator[Block]]],
    wanted: tuple[str, str | None, Path | None, str],
) -> None:
    form, language, output, handling = wanted
    HANDLING.find(handling)
    told = Session((way or Way()).access()).perform("operation.show", {"operation": operation})
    founded, template = kind
    if told["kind"] != founded:
        raise InputError("operation.not_found", operation=operation[:64], found=0)
    chosen = language or spoken()
    with speaking(chosen):
        style = Style(language=chosen, width=760, say=translate)
        blocks = tuple(template(Report(told, style, handling, SYSTEM.now_ms())))
        write_report(blocks, style, form, output, _PRIVATE)
    if output is not None:
        say(mark("The report is written to {out}."), out=output)
