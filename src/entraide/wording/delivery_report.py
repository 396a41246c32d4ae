"""The report of a controlled delivery: plan against what took place, who allowed it, what came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from entraide.operations.telling import totals_told
from entraide.report import Block, Heading, Paragraph, Picture, Rows
from entraide.vocabulary.language import mark, translate
from entraide.wording.delivery_figures import route_of, schedule_of
from entraide.wording.operation_report import Report, titles
from entraide.wording.words import word

__all__ = ["delivery_blocks"]


_SUBSTITUTED: Final = ("extent", "what", "quantity", "country", "place", "words")


def delivery_blocks(report: Report) -> Iterator[Block]:
    """Yield the report of a controlled delivery."""
    yield from report.opening(mark("Controlled delivery"))
    yield from _outcome(report)
    yield report.known(_plan(report))
    yield from _way(report)
    yield from _authorisations(report)
    yield from _rule(report)
    yield from report.deconfliction()
    yield from _on_the_way(report)
    yield from report.evidence()
    yield from report.results(totals_told(report.told["results"]))
    yield from report.journal()


def _plan(report: Report) -> Iterator[tuple[str, str]]:
    told = report.told
    yield from report.frame()
    yield mark("Requested by"), told["requested_by"]
    yield mark("Kind"), word("conduct", told["conduct"])
    for name, field in (
        (mark("Goods"), "goods"),
        (mark("Quantity"), "quantity"),
        (mark("Sample as evidence"), "sample"),
        (mark("Concealment"), "concealment"),
        (mark("Risk"), "risk"),
    ):
        yield name, told[field]
    yield mark("Origin"), _end(report, "origin")
    yield (
        mark("Transit"),
        ", ".join(
            report.country(row["country"])
            for row in told["states"]
            if row["route_part"] == "transit"
        ),
    )
    yield mark("Destination"), _end(report, "destination")


def _end(report: Report, part: str) -> str:
    row = next(row for row in report.told["states"] if row["route_part"] == part)
    return f"{report.told[part]['place']}, {report.country(row['country'])}"


def _outcome(report: Report) -> Iterator[Block]:
    """Yield how it ended, where it has: first, because it is what the reader looks for."""
    for name, says in (
        ("aborted", mark("Aborted by {party} on {moment}: {words}")),
        ("outcome", mark("{what} on {moment} in {place}, as {party} reports: {words}")),
        ("report", mark("Closed by {party} on {moment}: {words}")),
    ):
        entry = report.told[name]
        if entry:
            body = entry["body"]
            yield Paragraph(
                translate(
                    says,
                    party=entry["party"],
                    moment=report.moment(entry["at_ms"]),
                    words=body.get("words") or body.get("text", ""),
                    what=word("standing", body.get("outcome", "")),
                    place=f"{body.get('place', '')} ({body.get('country', '')})",
                )
            )


def _way(report: Report) -> Iterator[Block]:
    yield Heading(2, translate(mark("The way")))
    yield Picture("route", route_of(report))
    yield Picture("schedule", schedule_of(report))
    yield Rows(
        translate(mark("Legs: planned against actual")),
        titles(mark("Leg"), mark("Border"), mark("Means"), mark("Surveillance"), mark("Expected"),
               mark("Started"), mark("Handed over"), mark("Taken over"),
               mark("State")),
        tuple(_leg(report, row) for row in report.told["legs"]),
    )  # fmt: skip


def _leg(report: Report, row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        f"{row['origin']} – {row['destination']}",
        row["border"],
        row["means"],
        row["surveillance"],
        *(
            report.moment(row[name])
            for name in ("expected_ms", "started_ms", "given_ms", "taken_ms")
        ),
        word("standing", row["state"]),
    )


def _authorisations(report: Report) -> Iterator[Block]:
    yield Heading(2, translate(mark("Authorisations")))
    yield Rows(
        translate(mark("One of each state; no leg enters a state without its own")),
        titles(mark("State"), mark("Part of the route"), mark("Party"), mark("Law"),
               mark("Granted by"), mark("Reference"), mark("Conditions"), mark("From"),
               mark("Until")),
        tuple(
            (
                report.country(row["country"]),
                word("route_part", row["route_part"]),
                row["party"],
                row["law"],
                row["authority"] if row["authorised"] else translate(mark("NOT GRANTED")),
                row.get("reference", ""),
                row.get("conditions", ""),
                report.moment(row.get("valid_from")),
                report.moment(row.get("valid_to")),
            )
            for row in report.told["states"]
        ),
    )  # fmt: skip


def _rule(report: Report) -> Iterator[Block]:
    """Yield whom it is about, when it is stopped and by whom, and who is reached."""
    told = report.told
    ordered = told["intervened"]
    yield Heading(2, translate(mark("Persons, intervention, contacts")))
    yield Rows(
        translate(mark("Persons")),
        titles(mark("Name"), mark("Role")),
        tuple((each["name"], each["role"]) for each in told["persons"]),
    )
    yield report.targets()
    yield report.known(
        (
            (mark("Where and how it is intervened"), told["intervention"]),
            (mark("Who decides"), told["intervention_decided_by"]),
            (mark("What aborts it"), "; ".join(told["abort_triggers"])),
            (
                mark("Ordered"),
                f"{report.moment(ordered['at_ms'])}: {report.said(ordered['body'])}"
                if ordered
                else "",
            ),
        )
    )
    yield report.contacts(mark("Contacts for day and night"))


def _on_the_way(report: Report) -> Iterator[Block]:
    told = report.told
    yield Heading(2, translate(mark("Substitution and trackers")))
    yield Rows(
        translate(mark("Substitutions, each with its evidence")),
        titles(mark("At"), mark("Party"), mark("Says"), mark("Evidence")),
        tuple(
            (
                report.moment(entry["at_ms"]),
                entry["party"],
                report.said({name: entry[name] for name in _SUBSTITUTED}),
                " ".join(each[:12] for each in entry["evidence"]),
            )
            for entry in told["substitutions"]
        ),
    )
    trackers = tuple(_trackers(report))
    yield Rows(
        translate(mark("Trackers")),
        titles(mark("At"), mark("Party"), mark("Reference"), mark("On"), mark("Granted by"),
               mark("State")),
        trackers,
    )  # fmt: skip
    if not (trackers or told["substitutions"]):
        yield Paragraph(translate(mark("None was reported.")))


def _trackers(report: Report) -> Iterator[tuple[str, ...]]:
    """Yield the trackers that were planned, then each that was set or removed."""
    for each in report.told["planned_trackers"]:
        said = translate(mark("planned"))
        yield "", "", each["reference"], each["on"], each["authority"], said
    for entry in report.told["events"]:
        if entry["kind"].startswith("tracker."):
            body, moment = entry["body"], report.moment(entry["at_ms"])
            what = mark("set") if entry["kind"] == "tracker.set" else mark("removed")
            yield (moment, entry["party"], body["reference"], body.get("on", ""),
                   body.get("authority", ""), f"{translate(what)}: {body['words']}")  # fmt: skip
