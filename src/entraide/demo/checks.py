"""What the demonstration insists on: a step that did not come out ends it with a clear failure."""

from __future__ import annotations

from entraide.errors import EntraideError

__all__ = ["DemoFailed", "expect"]


class DemoFailed(EntraideError):
    """The story did not come out as the product promises."""


def expect(held: bool, promise: str, found: str = "") -> None:
    """End the demonstration where a promise does not hold."""
    if not held:
        raise DemoFailed("demo.promise_broken", promise=promise, found=found[:600])
