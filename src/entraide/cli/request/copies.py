"""``entraide copies``: where the copies of what was given are, and taking one back directly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from entraide.cli.result import draw_delivery, perform_and_show
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows
from entraide.vocabulary.language import mark, translate

__all__ = ["copies", "recall"]


def copies(reference: str, *, access: Access | None = None) -> None:
    """Show who holds copies of what was given, and what each did with our last order.

    Parameters
    ----------
    reference
        The thread in which it was given, a message of it, a reference in it, or our record's id.
    """
    perform_and_show(access, "copies", {"reference": reference}, _draw_copies)


def _draw_copies(result: Mapping[str, Any]) -> None:
    columns = (
        ("holder", mark("Holder")),
        ("giver", mark("Given by")),
        ("since", mark("Since")),
        ("copy_state", mark("State")),
        ("at", mark("At")),
        ("signature", mark("Signature")),
        ("copy", mark("Copy")),
    )
    print_rows(mark("Copies"), columns, _rows(result["copies"], 0))


def recall(copy: str, *, reason: str, access: Access | None = None) -> None:
    """Take a copy back from its holder directly, where whoever passed it on does not.

    Parameters
    ----------
    copy
        The copy, from entraide copies; its first 8 digits or more.
    reason
        Why.
    """
    wanted = {"copy_digest": copy, "reason": reason}
    perform_and_show(access, "copies.recall", wanted, draw_delivery)


def _rows(copies: list[Mapping[str, Any]], depth: int) -> Iterator[dict[str, Any]]:
    """Yield a row for each copy, those made of it below it and further in."""
    for each in copies:
        checked = mark("verified") if each["verified"] else mark("not verified: not a partner")
        yield {
            **each,
            "holder": f"{'  ' * depth}{each['holder']}",
            "since": moment(each["since_ms"]),
            "at": moment(each["at_ms"]),
            "signature": translate(checked),
            "copy": each["item"][:16],
        }
        yield from _rows(each["copies"], depth + 1)
