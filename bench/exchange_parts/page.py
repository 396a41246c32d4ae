"""The figures as a table to read, and docs/performance.md drawn from the stored ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from exchange_parts.plot import memory_plot

DOCS = Path(__file__).parents[2] / "docs"
PAGE, PLOT = DOCS / "performance.md", DOCS / "performance-memory.svg"
_MARKED = re.compile(r"(<!-- table: ([a-z]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
Figures = Mapping[str, Any]
_ONCE = ("sign (Ed25519)", "seal to one recipient", "open", "verify (Ed25519)")
"""What a message takes in all, and each side for a message and its receipt."""


def draw_page(figures: Figures) -> None:
    """Draw the tables of the page and its plot."""
    PAGE.write_text(drawn(PAGE.read_text("utf-8"), figures), encoding="utf-8")
    PLOT.write_text(memory_plot(figures), encoding="utf-8")


def drawn(page: str, figures: Figures) -> str:
    """Return the page with its tables drawn from these figures."""
    return _MARKED.sub(lambda found: f"{found[1]}{TABLES[found[2]](figures)}\n{found[4]}", page)


def table_of(figures: Figures) -> str:
    """Return all tables, for a terminal."""
    return "\n\n".join(table(figures) for table in TABLES.values())


def _rows(head: str, rows: Iterable[Iterable[object]]) -> str:
    titles = head.split(" | ")
    lines = [titles, ["---"] * len(titles), *([str(each) for each in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _met(value: float, goal: float) -> str:
    return "met" if value <= goal else "**missed**"


def goals(figures: Figures) -> str:
    """The goals of the issue beside what was measured."""
    ask, cpu = figures["ask"]["whole_ms"], cpu_of_a_message(figures)
    rows: list[tuple[object, ...]] = [
        ("ask round trip, p50", "20 ms", f"{ask['p50']:.1f} ms", _met(ask["p50"], 20)),
        ("ask round trip, p95", "60 ms", f"{ask['p95']:.1f} ms", _met(ask["p95"], 60)),
    ]
    for side, found in cpu.items():
        besides, whole = found["besides"], found["whole"]
        rows += [
            (f"CPU a message besides cryptography, {side}", "100 us", f"{besides:,.0f} us",
             _met(besides, 100)),
            (f"CPU a message with cryptography, {side}", "500 us", f"{whole:,.0f} us",
             _met(whole, 500)),
        ]  # fmt: skip
    hours = figures["siena"]["hours"]
    rows.append(("SIENA's 2023 (1.79 million messages)", "1 h", f"{hours:.2f} h", _met(hours, 1)))
    return _rows("Figure | Goal | Measured | ", rows)


def cpu_of_a_message(figures: Figures) -> dict[str, dict[str, float]]:
    """Return each side's CPU microseconds of a message in the mix, many at once, without search."""
    phases, raw = figures["grouped"]["phases"], figures["raw"]["crypto_a_message"]
    messages = sum(phase["messages"] for phase in phases.values())
    found = {}
    for side in ("asker", "holder"):
        whole = _mean((p["cpu_us"][side]["node"], p["messages"]) for p in phases.values())
        crypto = _mean((raw[n][side]["us"], p["messages"]) for n, p in phases.items())
        found[side] = {"whole": whole / messages, "besides": (whole - crypto) / messages}
    return found


def alone(figures: Figures) -> str:
    """The way of a message without orders, policy or HTTP, beside the mix with all of them."""
    mix, crypto = cpu_of_a_message(figures), figures["raw"]["crypto_us"]
    once = sum(crypto[name] for name in _ONCE)
    rows: list[tuple[object, ...]] = [
        ("signed, sealed, opened, verified: message and receipt", f"{once:,.0f} us", "")
    ]
    for side in ("asker", "holder"):
        found = figures["alone"][side]
        rows += [
            (f"{how}, {side}", f"{each['whole']:,.0f} us", f"{each['besides']:,.0f} us")
            for how, each in (("the way alone", found), ("the mix", mix[side]))
        ]
    return _rows("CPU a message, in groups | with cryptography | besides", rows)


def _mean(pairs: Iterable[tuple[float, int]]) -> float:
    return sum(value * weight for value, weight in pairs)


def asking(figures: Figures) -> str:
    """The round trips by kind of question."""
    ask = figures["ask"]
    rows = [
        (kind, f"{each['whole_ms']['p50']:.1f}", f"{each['whole_ms']['p95']:.1f}",
         f"{each['wire_ms']['p50']:.1f}", f"{each['wire_ms']['p95']:.1f}",
         f"{100 * each['after_the_first_step']:.1f} %")
        for kind in ("hit", "absent", "hidden")
        for each in (ask[kind],)
    ]  # fmt: skip
    head = "ms | whole p50 | whole p95 | wire p50 | wire p95 | after the first step"
    return _rows(head, rows)


def flowing(figures: Figures) -> str:
    """Messages per second and CPU, by phase, one by one and many at once."""
    rows = []
    for name in ("singly", "grouped"):
        found = figures[name]
        for phase, each in (*found["phases"].items(), ("all together", found["whole"])):
            asker, holder = (each["cpu_us"][side] for side in ("asker", "holder"))
            rows.append(
                (found["at_once"], phase, f"{each['per_second']:,.0f}", f"{asker['node']:,.0f}",
                 f"{holder['node']:,.0f}", f"{holder['search']:,.0f}")
            )  # fmt: skip
    head = "At once | Phase | Messages a second | Asker, us | Holder, us | Search, us"
    return _rows(head, rows)


def peers(figures: Figures) -> str:
    """The echo and the raw cryptography of the same run, and the ratios to them."""
    echo, crypto = figures["raw"]["echo"], figures["raw"]["crypto_us"]
    bare = sum(crypto[name] for name in _ONCE)
    rows: list[tuple[object, ...]] = [
        ("sign, seal, open and verify once", "", f"{bare:,.0f} us", "")
    ]
    for name, which in (("singly", "singly"), ("at_once", "grouped")):
        found, whole = echo[name], figures[which]["whole"]
        echoed = found["client_us"] + found["server_us"]
        spent, how = whole["cpu_us_in_all"], name.replace("_", " ")
        ratio = f"{spent / echoed:.1f} echoes, {spent / bare:.1f} times the cryptography"
        rows += [
            (f"echo, {how}", f"{found['per_second']:,.0f}", f"{echoed:,.0f} us", ""),
            (f"exchange, {how}", f"{whole['per_second']:,.0f}", f"{spent:,.0f} us", ratio),
        ]
    return _rows("What | A second | CPU, both sides | Ratio by CPU", rows)


def memory(figures: Figures) -> str:
    """Memory by number and size."""
    samples = figures["grouped"]["memory"]
    first, last = samples[0], samples[-1]
    count = sum(each["messages"] for each in figures["grouped"]["phases"].values())
    rows = [
        ("before", f"{first['asker']:.0f}", f"{first['holder']:.0f}"),
        (f"after {count:,} messages", f"{last['asker']:.0f}", f"{last['holder']:.0f}"),
    ]
    for what, name in (("reply", "replies"), ("file", "files")):
        rows += [
            (f"most over a {what} of {each['bytes'] / (1 << 20):.2f} MiB",
             f"{each['asker']:.0f}", f"{each['holder']:.0f}")
            for each in figures["sizes"][name]
        ]  # fmt: skip
    return _rows("Resident memory, MiB | Asker | Holder", rows)


def run(figures: Figures) -> str:
    """What was run, where and when."""
    machine, siena = figures["machine"], figures["siena"]
    rows = [
        ("date", machine["date"]),
        ("machine", f"{machine['system']}, {machine['cores']} cores, Python {machine['python']}"),
        ("load when it began", " ".join(f"{each:.1f}" for each in machine["load_at_start"])),
        ("records at the holder", f"{figures['records']:,}"),
        ("answers on steps of", f"{figures['ask']['answer_step_ms']} ms"),
        ("SIENA's 2023 at this rate", f"{siena['hours']} h"),
        ("the same if only CPU counted", f"{siena['hours_by_cpu_on_two_cores']} h on two cores"),
    ]
    return _rows("Run | ", rows)


TABLES: dict[str, Callable[[Figures], str]] = {
    "run": run, "goals": goals, "asking": asking, "flowing": flowing, "alone": alone,
    "peers": peers, "memory": memory,
}  # fmt: skip
