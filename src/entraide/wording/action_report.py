"""The report of a joint action day: who gave its go, who stood out, what came of it and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from entraide.figures import Schedule, Span, Stand
from entraide.report import Block, Heading, Paragraph, Picture, Rows
from entraide.vocabulary.language import mark, translate
from entraide.wording.operation_report import Report, titles, totals_in_words
from entraide.wording.words import word

__all__ = ["action_blocks", "hours_of"]


def action_blocks(report: Report) -> Iterator[Block]:
    """Yield the report of a joint action day."""
    yield from report.opening(mark("Joint action day"))
    if report.told["closed"]:
        says = mark("Closed on {moment}: {words}")
        moment = report.moment(report.told["closed_ms"])
        yield Paragraph(translate(says, moment=moment, words=report.told["closed"]))
    yield report.known(_plan(report))
    yield from _states(report)
    yield report.targets()
    yield report.contacts(mark("Contacts for the day"))
    yield from report.deconfliction()
    yield from report.results(report.told["totals"])
    yield from report.evidence()
    yield from report.journal()


def _plan(report: Report) -> Iterator[tuple[str, str]]:
    told = report.told
    yield from report.frame()
    yield mark("Proposed by"), told["proposed_by"]
    yield mark("Moment"), report.moment(told["moment_ms"])
    yield mark("Window ends"), report.moment(told["ends_ms"])
    yield mark("Go or no-go by"), report.moment(told["answer_by_ms"])
    yield mark("Results due"), report.moment(told["due_ms"])


def _states(report: Report) -> Iterator[Block]:
    yield Heading(2, translate(mark("The states")))
    yield Paragraph(
        translate(
            mark("The day starts for the states whose go stands at the moment; a missing go is a "
                 "no-go. Each state that acts reports its results within the hour.")
        )
    )  # fmt: skip
    yield Picture("schedule", hours_of(report))
    yield Rows(
        translate(mark("Go or no-go, and results")),
        titles(mark("State"), mark("Party"), mark("Task"), mark("Leader"), mark("Law"),
               mark("Go or no-go"), mark("At"), mark("Words"), mark("Results"), mark("Told")),
        tuple(_state(report, row) for row in report.told["states"]),
    )  # fmt: skip


def _state(report: Report, row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        report.country(row["country"]),
        row["party"],
        row["task"],
        row["leader"],
        row["law"],
        word("go_word", row["word"]),
        report.moment(row["word_ms"]),
        row["words"] or "",
        word("reporting", row["reporting"]),
        totals_in_words(row["totals"]) if row["totals"] else "",
    )


def hours_of(report: Report) -> Schedule:
    """Return the day hour by hour: the plan, each state's word, its results."""
    told = report.told
    return Schedule(
        title=translate(mark("The day, hour by hour (UTC)")),
        spans=(*_planned(report), *(each for row in told["states"] for each in _of(report, row))),
    )


def _planned(report: Report) -> Iterator[Span]:
    told, lane = report.told, translate(mark("Plan"))
    moment, ends, due = (report.time(told[each]) for each in ("moment_ms", "ends_ms", "due_ms"))
    if moment and ends and due:
        yield Span(label=translate(mark("Window")), lane=lane, stand=Stand.PLANNED,
                   start=moment, end=ends)  # fmt: skip
        yield Span(label=translate(mark("Results due")), lane=lane, stand=Stand.PLANNED,
                   start=due, end=due)  # fmt: skip


def _of(report: Report, row: Mapping[str, Any]) -> Iterator[Span]:
    lane = report.country(row["country"])
    word_at, told_at = report.time(row["word_ms"]), report.time(row["told_ms"])
    if word_at:
        yield Span(label=word("go_word", row["word"]), lane=lane, stand=Stand.ACTUAL,
                   start=word_at, end=word_at)  # fmt: skip
    for each in report.told["results"]:
        at = report.time(each["at_ms"])
        if each["party"] == row["party"] and at:
            label = f"{word('what_came', each['what'])} × {each['count']}"
            yield Span(label=label, lane=lane, stand=Stand.ACTUAL, start=at, end=at)
    if told_at:
        yield Span(label=word("reporting", row["reporting"]), lane=lane, stand=Stand.ACTUAL,
                   start=told_at, end=told_at)  # fmt: skip
