"""What came of an action, shown as JSON where that is asked for, else drawn or said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from entraide.cli.session import Access, Session
from entraide.cli.show import print_json, say
from entraide.vocabulary.language import mark
from entraide.wording.words import word

__all__ = [
    "Draw",
    "draw_delivery",
    "once_approved",
    "perform_and_show",
    "say_approvals",
    "saying",
    "show_result",
]

Draw: TypeAlias = Callable[[Mapping[str, Any]], None]


def perform_and_show(
    access: Access | None, action: str, parameters: Mapping[str, Any], draw: Draw
) -> None:
    """Perform an action and show what came of it."""
    given = access or Access()
    show_result(given, Session(given).perform(action, parameters), draw)


def show_result(given: Access, result: Mapping[str, Any], draw: Draw) -> None:
    """Show a result as JSON, or let it be drawn."""
    if given.output == "json":
        print_json(result)
    else:
        draw(result)


def saying(sentence: str) -> Draw:
    """Return what says a marked sentence, its fields those of the result."""
    return lambda result: say(sentence, **result)


def once_approved(draw: Draw) -> Draw:
    """Return what draws a result, or says how many have approved where more officers must look."""
    return lambda result: say_approvals(result) if "needed" in result else draw(result)


def say_approvals(result: Mapping[str, Any]) -> None:
    """Say that another officer must look, and how many have."""
    say(mark("Approved by {approvals} of {needed} officers: another officer must look."), **result)


def draw_delivery(result: Mapping[str, Any]) -> None:
    """Say what became of a message at each partner."""
    for each in result["delivery"]:
        say("{partner}: {result}", partner=each["partner"], result=word("result", each["result"]))
