"""``entraide assistance show``: an assistance whole, with the answers of its rights check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from entraide.cli.operation.arguments import Assistance, Journal
from entraide.cli.operation.office_show import Columns, Part, draw_office
from entraide.cli.operation.operating import one_of_kind
from entraide.cli.session import Access
from entraide.cli.show import print_json, print_rows, say
from entraide.operations.offices.kinds import ASSISTANCE
from entraide.vocabulary.language import mark

__all__ = ["show"]

_HEAD: Final[Columns] = (
    ("operation", mark("Id")),
    ("standing", mark("State")),
    ("subject", mark("Subject")),
    ("needed_by", mark("Needed by")),
    ("need", mark("Need")),
    ("form", mark("Form")),
    ("domain", mark("Threat")),
    ("people", mark("People")),
    ("wanted_by", mark("Wanted by")),
)
_PARTS: Final[tuple[Part, ...]] = (
    ("offered", mark("Offers"), (
        ("offer", mark("Entry")), ("by", mark("By")), ("what", mark("Offer")),
        ("risks", mark("Risks")), ("starts", mark("From")), ("until", mark("Until")),
        ("people", mark("People")), ("days", mark("Days")), ("standing", mark("State")))),
    ("checks", mark("Rights checks"), (
        ("offer", mark("Offer")), ("check", mark("Entry")), ("check_verdict", mark("Verdict")),
        ("conditions", mark("Conditions")), ("by", mark("By")),
        ("confirmed_by", mark("Confirmed by")), ("standing", mark("State")))),
    ("given", mark("Delivered"), (
        ("offer", mark("Offer")), ("starts", mark("From")), ("until", mark("Until")),
        ("people", mark("People")), ("days", mark("Days")), ("words", mark("Words")),
        ("files", mark("Evidence")))),
    ("judged", mark("Evaluated by the recipient"), (
        ("offer", mark("Offer")), ("goal_reached", mark("Reached")), ("people", mark("People")),
        ("days", mark("Days")), ("words", mark("Words")))),
)  # fmt: skip
_ANSWERS: Final = (("check_question", mark("Question")), ("answer", mark("Answer")))


def show(assistance: Assistance, *, journal: Journal = False, access: Access | None = None) -> None:
    """Show an assistance as its journal tells it, with the answers of its rights check."""
    given = access or Access()
    result = one_of_kind(given, assistance, ASSISTANCE)
    if given.output == "json":
        print_json(result)
        return
    offers = result["offered"]
    parts = {
        "checks": list(_checks(offers)),
        "given": [row for each in offers for row in _part(each, "delivery")],
        "judged": [row for each in offers for row in _part(each, "evaluation")],
    }
    draw_office({**result, **parts}, (mark("Assistance"), _HEAD), _PARTS, journal=journal)
    for check in parts["checks"]:
        rows = ({**row, "check_question": row["question"]} for row in check["answers"])
        print_rows(mark("Answers of the rights check"), _ANSWERS, rows)
    if result["late"]:
        say(mark("Nothing was delivered by {day}."), day=result["wanted_by"])


def _checks(offers: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for offer in offers:
        for check in offer["checks"]:
            yield {**check, "offer": offer["offer"]}


def _part(offer: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    part = offer[name]
    if part is not None:
        files = [f"{row['name']} {row['sha256'][:12]}" for row in part.get("evidence", ())]
        reached = part.get("reached")
        yield {**part, "offer": offer["offer"], "files": files, "goal_reached": reached}
