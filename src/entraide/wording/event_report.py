"""The after-action report of a major event: one template, in the reader's language, for all forms.

It is made of the cell as it was told (``operations.event_telling``) with its journal, so that the
same journal gives the same report at every member; of a dissolved cell its figures alone are left.
It counts and puts in order; it adds no praise and no conclusion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from entraide.figures import Bars, Event, Lay, Precision, Series, Style, Timeline, When
from entraide.figures.places import country_name
from entraide.figures.wording import when_text
from entraide.report import Banner, Block, Facts, Heading, Paragraph, Picture, Rows
from entraide.vocabulary.handling import HANDLING
from entraide.vocabulary.language import mark, translate
from entraide.wording.words import word

__all__ = ["EventReport"]

_SHORT: Final = 12
_LABEL: Final = 48


def _titles(*texts: str) -> tuple[str, ...]:
    return tuple(map(translate, texts))


@dataclass(frozen=True, slots=True)
class EventReport:
    """A cell as it was told, or what is left of it, and how the report is handled."""

    told: Mapping[str, Any]
    style: Style
    handling: str

    def blocks(self) -> Iterator[Block]:
        """Yield the report."""
        yield from self._opening()
        if "venues" in self.told:
            yield from self._venues()
        yield from self._figures()
        if "venues" in self.told:
            yield from self._matters()
        yield from self._hashes()

    def _opening(self) -> Iterator[Block]:
        told, code = self.told, self.handling
        title = translate(mark("After-action report"))
        yield Banner(f"{code} · {translate(HANDLING.find(code).label)} · {title}")
        yield Heading(1, f"{title} – {told.get('subject', told.get('event', ''))}")
        if "state" not in told:
            yield Paragraph(
                translate(
                    mark("The cell was dissolved on {day}; its data is erased. What is left are "
                         "these figures and the hashes of its {count} entries."),
                    day=self._day(told["at_ms"]), count=len(told["entries"]),
                )
            )  # fmt: skip
            return
        names = _titles(mark("State"), mark("Members"), mark("Hosts"), mark("From"),
                        mark("Dissolves"), mark("Case"), mark("Memorandum"))  # fmt: skip
        values = (
            word("standing", told["state"]),
            ", ".join(told["joined"]),
            ", ".join(told["hosts"]),
            told["starts"],
            told["until"],
            told["case"],
            f"{told['agreement'][:_SHORT]}…",
        )
        yield Facts(tuple(zip(names, values, strict=True)))
        for each in told["findings"]:
            wrong = each.get("party") or each.get("entry", "")[:_SHORT]
            text = mark("The journal is not whole, or a member told it differently: {what}.")
            yield Paragraph(translate(text, what=wrong))

    def _venues(self) -> Iterator[Block]:
        told = self.told
        yield Heading(2, translate(mark("Venues and days")))
        yield Rows(
            translate(mark("Venues")),
            _titles(mark("Venue"), mark("Name"), mark("Country")),
            tuple(
                (each["venue"], each["name"], country_name(each["country"], self.style))
                for each in told["venues"]
            ),
        )
        events = tuple(self._events())
        if events:
            title = translate(mark("What took place, venue by venue"))
            yield Picture("venues", Timeline(title=title, events=events, period=self._period()))
        yield Rows(
            translate(mark("Days")),
            _titles(mark("Day"), mark("Venue"), mark("What")),
            tuple(
                (self._day_text(each["day"]), self._venue(each["venue"]), each["what"])
                for each in told["days"]
            ),
        )

    def _events(self) -> Iterator[Event]:
        for each in self.told["days"]:
            day = date.fromisoformat(each["day"])
            yield Event(
                label=each["what"][:_LABEL],
                lane=self._venue(each["venue"]),
                when=When(day, day, Precision.DAY),
            )
        for each in self.told["matters"]:
            if each["what"] == "incident":
                day = _moment(each["happened_ms"]).date()
                yield Event(
                    label=word("incident", each["nature"]),
                    lane=self._venue(each["venue"]),
                    when=When(day, day, Precision.DAY),
                )

    def _period(self) -> tuple[date, date]:
        """Return from the first day to the day after the last that something took place."""
        days = [each.when.last for each in self._events()]
        first = date.fromisoformat(self.told["starts"])
        return min(first, *days), max(first, *days) + timedelta(days=1)

    def _figures(self) -> Iterator[Block]:
        figures = self.told["figures"]
        yield Heading(2, translate(mark("Figures")))
        yield self._bars("log", mark("Log entries by severity"), figures["log"], "severity")
        yield Rows(
            translate(mark("Log entries by venue")),
            _titles(mark("Venue"), mark("Count")),
            tuple((self._venue(each["venue"]), str(each["count"]))
                  for each in figures["log_by_venue"]),
        )  # fmt: skip
        yield from self._watch(figures)
        yield self._incident_rows(figures["incidents"])
        yield self._screened(figures["accreditations"])

    def _watch(self, figures: Mapping[str, Any]) -> Iterator[Block]:
        watch, tasks = figures["handovers"], figures["tasks"]
        names = _titles(mark("Watches handed over"), mark("On time"), mark("Late"),
                        mark("Begun without a handover"), mark("Tasks set"), mark("Tasks done"),
                        mark("Tasks done in time"))  # fmt: skip
        values = (watch["taken"], watch["on_time"], watch["late"], watch["without"],
                  tasks["set"], tasks["done"], tasks["on_time"])  # fmt: skip
        yield Facts(tuple(zip(names, map(str, values), strict=True)))

    def _incident_rows(self, rows: Iterable[Mapping[str, Any]]) -> Block:
        return Rows(
            translate(mark("Incidents, with the median minutes to acknowledgement and closure")),
            _titles(mark("Incident"), mark("Count"), mark("Still open"), mark("Acknowledged after"),
                    mark("Closed after")),
            tuple(
                (
                    word("incident", each["nature"]), str(each["count"]), str(each["open"]),
                    _minutes(each["minutes_to_acknowledgement"]),
                    _minutes(each["minutes_to_closure"]),
                )
                for each in rows
            ),
        )  # fmt: skip

    def _screened(self, rows: Iterable[Mapping[str, Any]]) -> Block:
        return Rows(
            translate(mark("Accreditations screened")),
            _titles(mark("Party"), mark("List"), mark("Partner"), mark("Screened"),
                    mark("No objection"), mark("Referred")),
            tuple(
                (
                    each["owner"], str(each["version"]), each["partner"], str(each["screened"]),
                    str(each["no_objection"]), str(each["referred"]),
                )
                for each in rows
            ),
        )  # fmt: skip

    def _matters(self) -> Iterator[Block]:
        """Yield the log and the incidents in order, venue by venue."""
        by_venue: dict[str, list[Mapping[str, Any]]] = {}
        for each in sorted(self.told["matters"], key=lambda row: int(row["happened_ms"])):
            by_venue.setdefault(self._venue(each["venue"]), []).append(each)
        if by_venue:
            yield Heading(2, translate(mark("Log and incidents, venue by venue")))
        for venue, matters in sorted(by_venue.items()):
            yield Rows(
                venue,
                _titles(mark("At (UTC)"), mark("Severity"), mark("What"), mark("Party"),
                        mark("Acknowledged"), mark("Closed"), mark("Outcome")),
                tuple(self._matter(each) for each in matters),
            )  # fmt: skip

    def _matter(self, each: Mapping[str, Any]) -> tuple[str, ...]:
        kind = f"{word('incident', each['nature'])}: " if each["nature"] else ""
        return (
            _moment(each["happened_ms"]).strftime("%Y-%m-%d %H:%M"),
            word("severity", each["severity"]),
            f"{kind}{each['text']}",
            each["party"],
            self._time(each["acknowledged_ms"]),
            self._time(each["closed_ms"]),
            each["outcome"] or "",
        )

    def _hashes(self) -> Iterator[Block]:
        told = self.told
        entries = told.get("entries") or [each["entry"] for each in told.get("journal", ())]
        yield Heading(2, translate(mark("What can be proved")))
        text = mark("The journal has {count} signed entries; the last is {last}.")
        last = f"{entries[-1][:16]}…" if entries else "-"
        yield Paragraph(translate(text, count=len(entries), last=last))

    def _bars(
        self, name: str, title: str, rows: Sequence[Mapping[str, Any]], field: str
    ) -> Picture:
        say: Callable[[str], str] = lambda code: word(field, code)  # noqa: E731 - one word
        series = Series(
            name=translate(mark("Entries")), values=tuple(float(each["count"]) for each in rows)
        )
        categories = tuple(say(each[field]) for each in rows)
        bars = Bars(title=translate(title), categories=categories, series=(series,), lay=Lay.ROWS)
        return Picture(name, bars)

    def _venue(self, code: str | None) -> str:
        names = {each["venue"]: each["name"] for each in self.told.get("venues", ())}
        return names.get(code or "", code or "") or translate(mark("No venue"))

    def _day(self, at_ms: int) -> str:
        return self._day_text(_moment(at_ms).date().isoformat())

    def _day_text(self, day: str) -> str:
        at = date.fromisoformat(day)
        return when_text(When(at, at, Precision.DAY), self.style)

    def _time(self, at_ms: int | None) -> str:
        return "" if at_ms is None else _moment(at_ms).strftime("%H:%M")


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1_000, UTC)


def _minutes(count: int | None) -> str:
    return "–" if count is None else translate(mark("{count} min"), count=count)
