"""``entraide check``: an answer at the border or in the street, with what to do next."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final

from entraide.cli.arguments import Born, Documents, OnlyThese, Vehicles
from entraide.cli.question.ask import draw_answer
from entraide.cli.session import Access, Session
from entraide.cli.show import console, print_json, print_rows
from entraide.cli.values import bound_by
from entraide.vocabulary.checks import CHECKS, FOUND, POSSIBLE, PROTECTED
from entraide.vocabulary.language import isolate, mark, translate

__all__ = ["check"]

_EXITS: Final = {FOUND: 20, POSSIBLE: 21, PROTECTED: 22}
"""Nothing found ends with 0, so that a program at a gate need not read a word."""


def check(  # noqa: PLR0913 - each is an option of the command
    *,
    document: Documents = (),
    vehicle: Vehicles = (),
    name: tuple[str, ...] = (),
    born: Born = (),
    nationality: tuple[str, ...] = (),
    case: str,
    purpose: str = "document-check",
    partners: bool = False,
    to: OnlyThese = (),
    offence: str = "document-fraud.false-identity",
    access: Access | None = None,
) -> None:
    """Check a document or a name against what is held here; partners can be asked for the number.

    The answer from here comes first and needs no network. It ends with 0 where nothing is held, 20
    where something is, 21 where it may be, 22 where somebody under protection is.

    Parameters
    ----------
    name
        A name in any script.
    nationality
        ISO 3166 code.
    case
        Reference of the case, or of the post and shift.
    purpose
        Purpose code; copies from partners are used for the purpose under which they came only.
    partners
        Ask partners for the number too, whether it is held there: lost, stolen or sought.
    offence
        Offence code under which partners are asked.
    """
    given = access or Access()

    def watch(event: Mapping[str, Any]) -> None:
        if given.output == "json":
            print_json(event)
        elif "check" in event:
            _draw(event["check"])
        else:
            draw_answer(event["answer"])

    wanted = {
        "document": list(document),
        "vehicle": list(vehicle),
        "name": list(name),
        "born": list(born),
        "nationality": list(nationality),
        "case": case,
        "purpose": purpose,
        "partners": partners,
        "to": list(to),
        "offence": offence,
    }
    result = Session(given).perform("check", wanted, watch)
    if given.output == "json":
        print_json(result)
    sys.exit(_EXITS.get(result["outcome"], 0))


def _draw(shown: Mapping[str, Any]) -> None:
    outcome = CHECKS.find(shown["outcome"])
    console().print(isolate(translate(outcome.label)), style=outcome.style, markup=False)
    console().print(isolate(translate(outcome.do)), markup=False)
    if shown["found"]:
        rows = (
            {**row, "held": row["source"], "shown": [_compared(each) for each in row["shown"]]}
            for row in shown["found"]
        )
        print_rows(
            mark("What is held"),
            (
                ("outcome", mark("Outcome")),
                ("held", mark("Where")),
                ("id", mark("Record or thread")),
                ("partner", mark("From")),
                ("band", mark("Band")),
                ("shown", mark("Compare with")),
            ),
            rows,
        )


def _compared(value: Mapping[str, Any]) -> str:
    bound = bound_by(value)
    return f"{value['prop']}: {value['text']}" + (f" ({bound})" if bound else "")
