"""``entraide subject search`` to ``answer``: from what was found to the letter."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from entraide.cli.arguments import SubjectRequest
from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access, Session
from entraide.cli.show import print_json, print_rows, say
from entraide.cli.values import draw_found_values
from entraide.errors import InputError
from entraide.vocabulary.language import mark

__all__ = ["answer", "correct", "decide", "delete", "draw_finds", "letter", "search"]


def search(request: SubjectRequest, *, access: Access | None = None) -> None:
    """Search own records, what partners gave, questions either way, checks and notices."""
    perform_and_show(access, "subject.search", {"request": request}, draw_finds)


def decide(  # noqa: PLR0913 - each is an option of the command
    request: SubjectRequest,
    number: int,
    *,
    decision: str,
    ground: str = "",
    permission: str = "",
    access: Access | None = None,
) -> None:
    """Decide what becomes of a find: it is told, withheld with a ground, or left as it is.

    Parameters
    ----------
    number
        The find, from entraide subject search.
    decision
        disclose, withhold or keep.
    ground
        For withhold and keep: inquiry, investigation, public-security, national-security,
        rights-of-others, another-person, accurate or evidence.
    permission
        The reference of the provider's permission, where a partner provided it.
    """
    wanted = {"request": request, "number": number, "decision": decision}
    more = {"ground": ground, "permission": permission}
    perform_and_show(access, "subject.decide", {**wanted, **more}, draw_finds)


def delete(request: SubjectRequest, number: int, *, access: Access | None = None) -> None:
    """Delete a find, here and at every partner that had it from us.

    Parameters
    ----------
    number
        The find.
    """
    wanted = {"request": request, "number": number}
    perform_and_show(access, "subject.delete", wanted, draw_finds)


def correct(  # noqa: PLR0913 - each is an option of the command
    request: SubjectRequest,
    number: int,
    *,
    prop: str,
    was: str,
    becomes: str,
    access: Access | None = None,
) -> None:
    """Put a value right: of our record at every partner too, of our notice by an amended version.

    Of what a partner provided, the letter to the provider is written, and the task stands in the
    inbox until the find is decided.

    Parameters
    ----------
    number
        The find.
    prop
        The property, such as birthDate.
    was
        The value as it is.
    becomes
        The value as it should be.
    """
    wanted = {"request": request, "number": number, "prop": prop, "was": was}
    perform_and_show(access, "subject.correct", {**wanted, "becomes": becomes}, draw_finds)


def answer(request: str, *, out: Path | None = None, access: Access | None = None) -> None:
    """Close a request and write the letter to the person, in the person's language.

    Parameters
    ----------
    request
        The request, with a decision on every find.
    out
        The file for the letter; it is printed where none is given.
    """
    given = access or Access()
    if out is not None and out.exists():
        raise InputError("file.exists", path=str(out))
    result = Session(given).perform("subject.answer", {"request": request})
    if given.output == "json":
        print_json(result)
    elif out is None:
        say("{letter}", letter=result["letter"])
    else:
        out.write_text(result["letter"], encoding="utf-8")
        say(mark("The letter stands in {path}."), path=str(out))


def letter(
    request: SubjectRequest, *, language: str | None = None, access: Access | None = None
) -> None:
    """Show the letter as it would be now, or as it was; nothing is sent or closed.

    Parameters
    ----------
    language
        en, fr, es or ar; the person's where none is given.
    """
    wanted = {"request": request, "language": language}
    perform_and_show(access, "subject.letter", wanted, saying("{letter}"))


def draw_finds(result: Mapping[str, Any]) -> None:
    """Show what was found, and what partners made of a withdrawal or correction."""
    rows = ({**row, "told": row["decision"]} for row in result["finds"])
    print_rows(
        mark("What was found"),
        (
            ("number", mark("No.")),
            ("place", mark("Where")),
            ("partner", mark("Partner")),
            ("score", mark("Score")),
            ("told", mark("Decision")),
            ("ground", mark("Ground")),
        ),
        rows,
    )
    draw_found_values(result["finds"])
    for find in result["finds"]:
        if find["to_send"]:
            say("{letter}", letter=find["to_send"])
    for each in result.get("partners", ()):
        for outcome in each["delivery"]:
            say(mark("{partner}: {outcome}"), partner=outcome["partner"],
                outcome=outcome["result"])  # fmt: skip
