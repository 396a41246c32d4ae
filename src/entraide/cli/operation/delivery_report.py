"""The reports of operations: a controlled delivery, a joint action day; in four languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from entraide.adapters.world import SYSTEM
from entraide.cli.operation.arguments import ActionDay, Delivery
from entraide.cli.reporting import Form, ReportLanguage, Wanted, write_report
from entraide.cli.session import Session, Way
from entraide.errors import InputError
from entraide.operations.kinds import ACTION, DELIVERY
from entraide.report import Block
from entraide.vocabulary.handling import HANDLING
from entraide.wording.action_report import action_blocks
from entraide.wording.delivery_report import delivery_blocks
from entraide.wording.operation_report import Report

__all__ = ["Shape", "report", "report_action"]

_PRIVATE: Final = 0o600


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a report of an operation looks like, and where it goes."""

    form: Form = "html"
    """html, md (with its figures as files beside it) or pdf."""
    language: ReportLanguage | None = None
    """en, fr, es or ar; the language of the command where none is given."""
    output: Annotated[Path | None, Parameter(name=["--output", "--out"])] = None
    """Where it goes, for you alone; standard output where none is given (html and md)."""
    handling: str = "H2"
    """The handling code that stands on every page, such as H2."""


_Blocks = Callable[[Report], Iterator[Block]]


def report(operation: Delivery, *, shape: Shape | None = None, way: Way | None = None) -> None:
    """Write the report of a controlled delivery: plan against actual, map, custody, results."""
    _write(operation, (DELIVERY, delivery_blocks), shape or Shape(), way or Way())


def report_action(
    operation: ActionDay, *, shape: Shape | None = None, way: Way | None = None
) -> None:
    """Write the report of a joint action day: who went, who stood out, results, journal."""
    _write(operation, (ACTION, action_blocks), shape or Shape(), way or Way())


def _write(operation: str, template: tuple[str, _Blocks], shape: Shape, way: Way) -> None:
    """Write the report of an operation of a template's kind; InputError where it is another."""
    HANDLING.find(shape.handling)
    told = Session(way.access()).perform("operation.show", {"operation": operation})
    kind, blocks_of = template
    if told["kind"] != kind:
        raise InputError("operation.not_found", operation=operation[:64], found=0)
    wanted = Wanted(form=shape.form, language=shape.language, out=shape.output, mode=_PRIVATE)
    now_ms = SYSTEM.now_ms()
    write_report(wanted, lambda style: blocks_of(Report(told, style, shape.handling, now_ms)))
