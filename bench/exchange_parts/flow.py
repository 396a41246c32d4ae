"""Messages per second, durable and logged on both sides, and what each costs.

A case is four messages, as in the work that SIENA carries: a question and its answer (a search),
a request for what is behind the hit, and the reply that an officer releases. Receipts, cosigned
checkpoints and officers' orders are not counted as messages; what they cost is in the figures.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from typing import Any

from exchange_parts.figures import cpu_each, micros
from exchange_parts.stage import Cpu, Stage, in_flight, say

ASKED, REQUESTED, REPLIED = "question and answer", "request", "reply"
MESSAGES = {ASKED: 2, REQUESTED: 1, REPLIED: 1}
CASE = sum(MESSAGES.values())
Step = Callable[[Any], Coroutine[Any, Any, Any]]


class Meter:
    """Wall time and both nodes' CPU of one phase."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._before = stage.asker.cpu(), stage.holder.cpu()
        self._started = time.perf_counter()

    def figures(self, messages: int) -> dict[str, Any]:
        """Return messages per second and CPU microseconds of a message on each side."""
        seconds = time.perf_counter() - self._started
        asker, holder = self._used()
        total = sum(each.own + each.search for each in (asker, holder))
        return {
            "messages": messages,
            "seconds": round(seconds, 3),
            "per_second": round(messages / seconds, 1),
            "cpu_us": {"asker": cpu_each(asker, messages), "holder": cpu_each(holder, messages)},
            "cpu_us_in_all": micros(total, messages),
            "cores_busy": round(total / seconds, 2),
        }

    def _used(self) -> tuple[Cpu, Cpu]:
        asker, holder = self._before
        return self._stage.asker.cpu() - asker, self._stage.holder.cpu() - holder


async def flow(stage: Stage, cases: tuple[int, int], at_once: int) -> dict[str, Any]:
    """Carry ``cases`` from ``(first, last)`` through all steps, so many outstanding at once."""
    memory: list[dict[str, float]] = []
    whole, phases = Meter(stage), {}
    people = [stage.person(at) for at in range(*cases)]
    hits: list[str] = []

    async def ask(question: dict[str, Any]) -> None:
        answer = (await stage.asker.order("ask", **question))["answers"][0]
        if answer["result"] == "hit":
            hits.append(answer["hits"][0]["reference"])
        memory.append(_memory(stage))

    async def request(reference: str) -> str:
        wanted = {"reference": reference, "categories": ["names", "birth"], "reason": "EXERCISE"}
        result = await stage.asker.order("request", **wanted)
        memory.append(_memory(stage))
        return str(result["thread"])

    async def release(thread: str) -> str:
        outcome = await stage.holder.release(thread)
        memory.append(_memory(stage))
        return str(outcome["delivery"][0]["result"])

    phases[ASKED], _ = await _phase(stage, ASKED, (ask, people), at_once)
    phases[REQUESTED], threads = await _phase(stage, REQUESTED, (request, hits), at_once)
    phases[REPLIED], outcomes = await _phase(stage, REPLIED, (release, threads), at_once)
    if set(outcomes) != {"receipted"} or len(hits) < len(people) * 0.9:
        raise SystemExit(f"cases were lost: {len(people)} {len(hits)} {set(outcomes)}")
    messages = sum(phase["messages"] for phase in phases.values())
    return {
        "at_once": at_once,
        "phases": phases,
        "whole": whole.figures(messages),
        "memory": memory[:: max(len(memory) // 40, 1)],
    }


async def _phase(
    stage: Stage, name: str, work: tuple[Step, list[Any]], at_once: int
) -> tuple[dict[str, Any], list[Any]]:
    step, items = work
    meter = Meter(stage)
    results = await in_flight(step, items, at_once)
    figures = meter.figures(len(items) * MESSAGES[name])
    say(f"{at_once:>4} at once, {name}: {figures['per_second']:.0f} messages a second")
    return figures, results


def _memory(stage: Stage) -> dict[str, float]:
    return {"asker": stage.asker.resident(), "holder": stage.holder.resident()}
