"""``entraide oversight``: what a data-protection officer reads, samples and judges."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cyclopts import App, Parameter

from entraide.cli.oversight import work as oversight_work
from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, print_rows, say
from entraide.safeguards.accesses import COLUMNS, to_csv
from entraide.safeguards.accesses import Access as Accessed
from entraide.safeguards.public_figures import HEADINGS, TITLES
from entraide.vocabulary.language import mark

__all__ = ["Filter", "app"]

app = App(
    name="oversight",
    help=mark("Read and judge who asked for what; unusual asking; figures for the public."),
)
app.command("entraide.cli.oversight.glass:uses", name="sealed-account")
app.command("entraide.cli.oversight.glass:end", name="end-sealed-account")
app.command("entraide.cli.oversight.glass:explain", name="explain-sealed-account")

app.command(oversight_work.redraw)
app.command(oversight_work.to_explain)
app.command(oversight_work.explain)
app.command(oversight_work.settle)

_COLUMNS: Final = (
    ("index", mark("Entry")),
    ("at", mark("At")),
    ("access", mark("Access")),
    ("who", mark("Officer")),
    ("partner", mark("Partner")),
    ("purpose", mark("Purpose")),
    ("case", mark("Case")),
)
_JUDGED: Final = (
    *_COLUMNS,
    ("judgement", mark("Judgement")),
    ("remarks", mark("Remarks")),
    ("explanation", mark("Explanation")),
)


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which accesses; all of them where nothing is given."""

    officer: str | None = None
    """An officer's name here, or a pseudonym, also of a partner's officer."""
    purpose: str | None = None
    """A purpose code."""
    case: str | None = None
    """The reference of a case."""
    partner: str | None = None
    """The partner that was asked, or asked."""
    kind: str | None = None
    """A kind of access, such as query.sent, query.received, check.made or thread.read."""
    screen: str | None = None
    """The reading behind a page of the console, such as thread or notice.show."""
    since: str | None = None
    """First day, YYYY-MM-DD in UTC."""
    until: str | None = None
    """Last day."""

    def wanted(self) -> dict[str, str | None]:
        """Return the parameters of the action."""
        return {
            "officer": self.officer,
            "purpose": self.purpose,
            "case": self.case,
            "partner": self.partner,
            "action": self.kind,
            "screen": self.screen,
            "since": self.since,
            "until": self.until,
        }


@app.command
def accesses(
    *,
    filter_: Filter | None = None,
    most: int = 200,
    csv: bool = False,
    access: Access | None = None,
) -> None:
    """Read the access log, newest first: who asked or read, when, for which purpose and case.

    The reading is itself logged. Of whom something was asked is not in it.

    Parameters
    ----------
    most
        So many accesses at most.
    csv
        Write CSV instead of a table.
    """
    given = access or Access()
    wanted = {**(filter_ or Filter()).wanted(), "most": most}
    found = Session(given).perform("oversight.accesses", wanted)
    if csv:
        rows = ({name: row[name] for name in COLUMNS} for row in found["accesses"])
        sys.stdout.write(to_csv(Accessed(**row) for row in rows))
    elif given.output == "json":
        print_json(found)
    else:
        print_rows(mark("Accesses"), _COLUMNS, _shown(found["accesses"]))
        for each in found["not_held"]:
            say(mark("Log {epoch} ended on {ended}: {held} of its entries are held; partners saw "
                     "{lost} more, which the backup did not have."),
                **each, ended=moment(each["ended_ms"]))  # fmt: skip


@app.command
def sample(*, size: int = 20, filter_: Filter | None = None, access: Access | None = None) -> None:
    """Draw a random sample of accesses; its seed is logged, so that anybody can draw it again.

    Parameters
    ----------
    size
        How many accesses to draw.
    """
    given = access or Access()
    wanted = {**(filter_ or Filter()).wanted(), "size": size}
    _draw_sample(given, Session(given).perform("oversight.sample", wanted))


@app.command
def samples(*, access: Access | None = None) -> None:
    """List the samples that were drawn and how they were judged."""
    perform_and_show(access, "oversight.samples", {}, _draw_samples)


def _draw_samples(result: Mapping[str, Any]) -> None:
    rows = ({**row, "at": moment(row["at_ms"])} for row in result["samples"])
    print_rows(
        mark("Samples"),
        (
            ("sample", mark("Sample")),
            ("at", mark("At")),
            ("population", mark("Of")),
            ("size", mark("Drawn")),
            ("open", mark("Open")),
            ("justified", mark("Justified")),
            ("to-be-explained", mark("To be explained")),
            ("unlawful", mark("Unlawful")),
        ),
        rows,
    )


@app.command
def show(sample: str, *, access: Access | None = None) -> None:
    """Show a sample with its judgements.

    Parameters
    ----------
    sample
        The sample, from entraide oversight samples.
    """
    given = access or Access()
    _draw_sample(given, Session(given).perform("oversight.show", {"sample": sample}))


@app.command
def judge(  # noqa: PLR0913 - each is an option of the command
    sample: str,
    entry: int,
    *,
    judgement: str,
    remarks: str = "",
    epoch: int | None = None,
    access: Access | None = None,
) -> None:
    """Judge one access of a sample.

    Parameters
    ----------
    sample
        The sample.
    entry
        The number of the access, as the sample shows it.
    judgement
        justified, to-be-explained or unlawful.
    remarks
        What was found; kept sealed, never in the log.
    epoch
        The log in which the entry stands, where the sample shows one (entry 17 of log 2: 2/17).
    """
    wanted = {"sample": sample, "entry": entry, "judgement": judgement, "remarks": remarks}
    wanted |= {"epoch": epoch}
    perform_and_show(
        access, "oversight.judge", wanted, saying(mark("Entry {entry} is judged: {judgement}."))
    )


@app.command
def watch(*, access: Access | None = None) -> None:
    """Look for unusual asking now; a running node does so by itself every ten minutes."""
    given = access or Access()
    _draw_alerts(given, Session(given).perform("oversight.watch", {}))


@app.command
def alerts(*, access: Access | None = None) -> None:
    """Show the unusual asking that was reported: rule, who, both figures, what was decided."""
    given = access or Access()
    _draw_alerts(given, Session(given).perform("oversight.alerts", {}))


@app.command
def report(*, year: int, markdown: bool = False, access: Access | None = None) -> None:
    """Figures of a year for the public: rounded, and nobody in them.

    Parameters
    ----------
    year
        The calendar year.
    markdown
        Write a page in Markdown instead of tables.
    """
    given = access or Access()
    found = Session(given).perform("oversight.report", {"year": year})
    if markdown:
        sys.stdout.write(found["markdown"])
    elif given.output == "json":
        print_json({"year": found["year"], "sections": found["sections"]})
    else:
        for each in found["sections"]:
            columns = tuple((name, HEADINGS[name]) for name in each["columns"])
            rows = (dict(zip(each["columns"], row, strict=True)) for row in each["rows"])
            print_rows(TITLES[each["name"]], columns, rows)


def _draw_sample(given: Access, found: Mapping[str, Any]) -> None:
    if given.output == "json":
        print_json(found)
        return
    say(mark("Sample {sample}: seed {seed}, out of {population} accesses."),
        sample=found["sample"], seed=found["seed"], population=found["population"])  # fmt: skip
    print_rows(mark("Accesses"), _JUDGED, _shown(found["accesses"]))


def _draw_alerts(given: Access, found: Mapping[str, Any]) -> None:
    if given.output == "json":
        print_json(found)
        return
    rows = (
        {**row, "at": moment(row["at_ms"]), "decision": row.get("decision", "")}
        for row in found["alerts"]
    )
    print_rows(
        mark("Unusual asking"),
        (
            ("at", mark("At")),
            ("rule", mark("What")),
            ("who", mark("Who")),
            ("found", mark("Counted")),
            ("most", mark("Limit")),
            ("day", mark("Day")),
            ("decision", mark("Decision")),
        ),
        rows,
    )


def _shown(rows: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    for row in rows:
        shown = {"at": moment(row["at_ms"]), "who": row["name"] or row["officer"]}
        index = f"{row['epoch']}/{row['index']}" if row["epoch"] > 1 else row["index"]
        yield {**row, **shown, "index": index, "access": row["action"]}
