"""The round trip of a question: hit, unknown and hidden, one after another.

The hidden and the unknown are drawn alike (``stage.strangers``), so that their times can be
compared: what an answer's time tells of a protected record is the difference of these two.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from exchange_parts.figures import percentiles
from exchange_parts.stage import Stage, strangers

WARM_UP = 20


@dataclass
class Times:
    """What one kind of question took: as the officer waits, and on the wire alone."""

    whole: list[float] = field(default_factory=list)
    wire: list[float] = field(default_factory=list)
    results: set[str] = field(default_factory=set)

    def figures(self, step_ms: int) -> dict[str, Any]:
        """Return percentiles, and how many answers left later than at the first step."""
        late = sum(each >= 2 * step_ms for each in self.wire)
        return {
            "results": sorted(self.results),
            "whole_ms": percentiles(self.whole),
            "wire_ms": percentiles(self.wire),
            "after_the_first_step": round(late / len(self.wire), 4),
        }


async def ask_times(stage: Stage, rounds: int, step_ms: int) -> dict[str, Any]:
    """Ask in turn for somebody known, unknown, hidden; return what each took."""
    for at in range(WARM_UP):
        await stage.asker.order("ask", **stage.person(at))
    people = {"hit": stage.known[WARM_UP : WARM_UP + rounds], **await _unmistaken(stage, rounds)}
    kinds = {kind: Times() for kind in people}
    for at in range(rounds):
        for kind, times in kinds.items():
            question = stage.about(people[kind][at % len(people[kind])], at)
            started = time.perf_counter()
            result = await stage.asker.order("ask", **question)
            times.whole.append((time.perf_counter() - started) * 1_000)
            answer = result["answers"][0]
            times.wire.append(answer["round_trip_ms"])
            times.results.add(answer["result"])
    every = Times([t for k in kinds.values() for t in k.whole])
    return {
        "rounds": rounds,
        "answer_step_ms": step_ms,
        "whole_ms": percentiles(every.whole),
        **{kind: times.figures(step_ms) for kind, times in kinds.items()},
    }


async def _unmistaken(stage: Stage, rounds: int) -> dict[str, tuple[dict[str, Any], ...]]:
    """Return absent and hidden people for whom nobody else is mistaken, each asked about once."""
    found: dict[str, list[dict[str, Any]]] = {"absent": [], "hidden": []}
    for at, person in enumerate(strangers()[: 2 * rounds + 2]):
        result = await stage.asker.order("ask", **stage.about(person, at))
        if result["answers"][0]["result"] == "no-hit":
            found["absent" if at % 2 else "hidden"].append(person)
    return {kind: tuple(people) for kind, people in found.items()}
