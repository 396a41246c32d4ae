"""Language models as plug-ins: entry points that propose fields, found by name alone."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Final, cast

from entraide.errors import InputError
from entraide.register.reading.proposals import Proposer

__all__ = ["GROUP", "load_proposer"]

GROUP: Final = "entraide.register.proposers"


def load_proposer(name: str) -> Proposer:
    """Return an installed proposer; InputError names those that there are."""
    installed = {each.name: each for each in entry_points(group=GROUP)}
    if name not in installed:
        known = " ".join(sorted(installed)) or "-"
        raise InputError("register.proposer_unknown", found=name, known=known)
    return cast("Proposer", installed[name].load())
