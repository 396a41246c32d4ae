"""What a plan of a controlled delivery must say of itself, judged by the request alone.

Each state is named once with a member that speaks for it, the legs follow each other through these
states, every member can be reached day and night, one member decides on the intervention, and goods
that do not go on whole are substituted before a leg that the plan names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from entraide.operations.entry import Entry
from entraide.vocabulary.language import mark

__all__ = ["DELIVERY_TERMS"]


def _follow(terms: Mapping[str, Any]) -> bool:
    legs, known = terms["legs"], {row["country"] for row in terms["states"]}
    passed = [legs[0]["origin"], *(leg["destination"] for leg in legs)]
    joined = all(leg["origin"] == before for leg, before in zip(legs, passed, strict=False))
    return joined and set(passed) == known


def _substitutes(terms: Mapping[str, Any]) -> bool:
    before = terms["substitute_before"]
    if terms["conduct"] == "full":
        return before is None
    return before is not None and before < len(terms["legs"])


DELIVERY_TERMS: Final[tuple[tuple[str, Callable[[Mapping[str, Any], Entry], bool]], ...]] = (
    (
        mark("who proposes it is not among the members, or they do not stand in order"),
        lambda terms, entry: (
            entry.party in terms["members"] and terms["members"] == sorted(terms["members"])
        ),
    ),
    (
        mark("each state is named once, with a member that speaks for it"),
        lambda terms, _: (
            len({row["country"] for row in terms["states"]}) == len(terms["states"])
            and {row["party"] for row in terms["states"]} == set(terms["members"])
        ),
    ),
    (
        mark("the legs do not follow each other through the states named"),
        lambda terms, _: _follow(terms),
    ),
    (
        mark("a member has no contact for day and night, or nobody decides on intervention"),
        lambda terms, _: (
            {row["party"] for row in terms["contacts"]} == set(terms["members"])
            and terms["intervention_decided_by"] in terms["members"]
        ),
    ),
    (
        mark("a leg is expected before the one that it follows"),
        lambda terms, _: (
            [leg["expected_ms"] for leg in terms["legs"]]
            == sorted(leg["expected_ms"] for leg in terms["legs"])
        ),
    ),
    (
        mark("goods that are to be substituted have a leg before which that is done, others none"),
        lambda terms, _: _substitutes(terms),
    ),
)
"""What must hold of a plan, in the order in which the first broken is named."""
