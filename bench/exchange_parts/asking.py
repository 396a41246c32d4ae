"""The round trip of a question: hit, unknown and hidden, one after another."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from exchange_parts.figures import percentiles
from exchange_parts.stage import Stage

WARM_UP = 20
HIDDEN = (("Yasmin Salkini", "1990-11-23"), ("Otto Waldburg", "1961-04-05"))


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
    kinds = {"hit": Times(), "absent": Times(), "hidden": Times()}
    for at in range(rounds):
        for kind, times in kinds.items():
            started = time.perf_counter()
            result = await stage.asker.order("ask", **_question(stage, kind, at))
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


def _question(stage: Stage, kind: str, at: int) -> dict[str, Any]:
    question = stage.person(WARM_UP + at)
    if kind == "absent":
        return {**question, "name": [f"Wojmir Abcsak {at}"], "born": [f"19{at % 90 + 10}-02-03"]}
    if kind == "hidden":
        name, born = HIDDEN[at % len(HIDDEN)]
        return {**question, "name": [name], "born": [born]}
    return question
