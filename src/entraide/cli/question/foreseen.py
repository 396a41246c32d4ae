"""``entraide ask --foresee`` and ``entraide records find``: looked at before anybody is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entraide.cli.arguments import Born, Documents, Vehicles
from entraide.cli.result import perform_and_show
from entraide.cli.session import Access
from entraide.cli.show import print_json, print_rows
from entraide.vocabulary.language import mark, translate
from entraide.wording.words import denial, word

__all__ = ["draw_foreseen", "find"]


def find(  # noqa: PLR0913 - each is an option of the command
    *,
    name: tuple[str, ...] = (),
    born: Born = (),
    document: Documents = (),
    vehicle: Vehicles = (),
    case: str,
    purpose: str | None = None,
    access: Access | None = None,
) -> None:
    """Find a record of our own, in an open case; the search is logged and watched like a question.

    Parameters
    ----------
    name
        A name in any script.
    case
        Reference of the case, open here.
    purpose
        Purpose code, one of the case's; its first if none is given.
    """
    wanted = {"name": list(name), "born": list(born), "document": list(document)}
    more = {"vehicle": list(vehicle), "case": case, "purpose": purpose}
    perform_and_show(access, "records.find", {**wanted, **more}, _draw_find)


def _draw_find(result: Mapping[str, Any]) -> None:
    columns = (
        ("record", mark("Record")),
        ("band", mark("Band")),
        ("prop", mark("Field")),
        ("text", mark("Value")),
        ("handling", mark("Handling")),
        ("mark", mark("Words")),
        ("provider", mark("Provider")),
    )
    rows = (line for each in result["records"] for line in _lines(each))
    print_rows(mark("Our own records"), columns, rows)


def draw_foreseen(given: Access, told: Mapping[str, Any]) -> None:
    """Show what would become of a question at each partner."""
    if given.output == "json":
        print_json(told)
        return
    columns = (
        ("partner", mark("Partner")),
        ("becomes", mark("What would happen")),
        ("says", mark("The answer may say")),
        ("left", mark("Left")),
    )
    print_rows(mark("What would happen"), columns, map(_foreseen, told["partners"]))


def _foreseen(at: Mapping[str, Any]) -> dict[str, str]:
    if at["outcome"] == "denied":
        said = denial(str(at["code"]), str(at["article"])) if at["article"] else str(at["code"])
        return {"partner": at["partner"], "becomes": said, "says": "", "left": ""}
    return {
        "partner": at["partner"],
        "becomes": word("outcome", at["outcome"]),
        "says": word("hit_detail", at["detail"]),
        "left": f"{at['left']} / {at['limit']}",
    }


def _lines(record: Mapping[str, Any]) -> list[dict[str, str]]:
    if record["protected"]:
        blank = dict.fromkeys(("record", "prop", "text", "handling", "mark", "provider"), "")
        return [{**blank, "band": translate(mark("a record under protection"))}]
    named = {"record": record["record"], "band": word("band", record["band"])}
    return [{**named, **value} for value in record["values"]]
