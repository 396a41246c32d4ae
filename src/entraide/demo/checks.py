"""What the demonstration insists on: a step that did not come out ends it with a clear failure."""

from __future__ import annotations

from entraide.errors import EntraideError

__all__ = ["BrokenPromiseError", "expect"]


class BrokenPromiseError(EntraideError):
    """The story did not come out as the product promises."""


def expect(held: bool, promise: str, found: str = "") -> None:
    """End the demonstration where a promise does not hold."""
    if not held:
        raise BrokenPromiseError("demo.promise_broken", promise=promise, found=found[:600])
