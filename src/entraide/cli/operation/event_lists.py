"""Accreditation lists: taken in and announced here, admitted or refused at a partner, followed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from entraide.cli.operation.arguments import Cell, Why
from entraide.cli.operation.operating import one_of, write
from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access, Session
from entraide.cli.show import print_rows, say
from entraide.vocabulary.language import mark

__all__ = ["accredit", "accreditations", "admit", "refuse", "resume"]

_SHORT: Final = 12
_PARTNERS: Final = (
    ("list", mark("List")),
    ("persons", mark("Persons")),
    ("partner", mark("Partner")),
    ("sent", mark("Batches sent")),
    ("answered", mark("Answered")),
    ("batches", mark("Of")),
    ("referred", mark("To be referred")),
    ("denied", mark("Denied")),
)
_PERSONS: Final = (
    ("id", mark("Id")),
    ("name", mark("Name")),
    ("birth_date", mark("Born")),
    ("document", mark("Document")),
    ("function", mark("Function")),
    ("partner", mark("Partner")),
    ("said", mark("Answer")),
)


def accredit(operation: Cell, file: Path, *, access: Access | None = None) -> None:
    """Take an accreditation list in and announce it; each partner screens it once it admits it.

    Parameters
    ----------
    file
        CSV with a heading, or JSON lines: id, name, birth_date, nationality, document, function.
    """
    given = access or Access()
    wanted = {"operation": operation, "path": str(file.resolve())}
    taken = Session(given).perform("event.accredit", wanted)
    if given.output != "json":
        say(mark("List {version}: {persons} persons in {batches} batches are kept here."), **taken)
    said = {name: taken[name] for name in ("version", "persons", "batches", "root")}
    write(access, operation, "accreditation.announced", said)


def admit(operation: Cell, list_: str, *, access: Access | None = None) -> None:
    """Let another member's list be screened here; no person of it comes before that.

    Parameters
    ----------
    list_
        The list, by the first digits of its entry.
    """
    named = one_of(access, operation, "lists", list_)
    write(access, operation, "accreditation.admitted", {"list": named})


def refuse(operation: Cell, list_: str, words: Why, *, access: Access | None = None) -> None:
    """Refuse to screen another member's list, and say why.

    Parameters
    ----------
    list_
        The list, by the first digits of its entry.
    """
    named = one_of(access, operation, "lists", list_)
    write(access, operation, "accreditation.refused", {"list": named, "words": words})


def accreditations(operation: Cell, *, access: Access | None = None) -> None:
    """Show how far our lists are at each partner, and who is to be referred to which bureau."""
    perform_and_show(access, "event.accreditations", {"operation": operation}, _draw_accreditations)


def _draw_accreditations(result: Mapping[str, Any]) -> None:
    rows = (_row(one, each) for one in result["lists"] for each in one["partners"])
    print_rows(mark("Our accreditation lists"), _PARTNERS, rows)
    referred = ({**row, "said": row["outcome"]} for row in result["referred"])
    print_rows(mark("To be referred: nobody is refused by this; ask that bureau, in a case"),
               _PERSONS, referred)  # fmt: skip


def resume(operation: Cell, *, access: Access | None = None) -> None:
    """Send again what a partner denied, or never got, of our lists."""
    perform_and_show(
        access,
        "event.resume",
        {"operation": operation},
        saying(mark("Batches that go again: {again}.")),
    )


def _row(one: Mapping[str, Any], each: Mapping[str, Any]) -> dict[str, Any]:
    whole = {"list": one["list"][:_SHORT], "persons": one["persons"], "batches": one["batches"]}
    return {**whole, **each, "denied": each["code"]}
