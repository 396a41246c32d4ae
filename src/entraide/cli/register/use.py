"""``entraide register timeline|partners|partner|export|status``: what the register answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from cyclopts import Parameter

from entraide.adapters.register.folder import RegisterFolder
from entraide.adapters.sealing.keyfile import write_atomically
from entraide.cli.show import Output, print_json, print_rows, say
from entraide.register.account import PartnerCard, Wanted, cards_of, select
from entraide.register.account.exporting import export as exported
from entraide.register.encoding import encode_value
from entraide.register.labels import label
from entraide.register.review import measure
from entraide.register.together import Entry, Joined, holders_of, join_readings
from entraide.vocabulary.language import mark

__all__ = ["Place", "export", "joined", "partner", "partners", "status", "timeline"]

Place = Annotated[Path, Parameter(name="--register", env_var="ENTRAIDE_REGISTER")]
"""The register's folder."""
_HERE: Final = Path("register")
_SHORT: Final = 8


def timeline(  # noqa: PLR0913 - each is an option of the command
    *,
    year: int | None = None,
    partner: str = "",
    kind: str = "",
    topic: str = "",
    register: Place = _HERE,
    output: Output = "table",
) -> None:
    """Show what took place, with whom, when and where, in order.

    Parameters
    ----------
    year
        Only this year.
    partner
        Only this country (ISO 3166-1 alpha-2) or organisation.
    kind
        Only engagements of this kind, as bilateral or multilateral.
    topic
        Only about this, as threat.drugs; the beginning of a code will do.
    register
        The register's folder; ENTRAIDE_REGISTER where it is not given.
    """
    found = joined(register)
    wanted = Wanted(year=year, partner=partner, kind=kind, topic=topic)
    entries = select(found.entries, wanted)
    if output == "json":
        print_json({"entries": encode_value(entries), "duplicates": encode_value(found.duplicates)})
        return
    print_rows(mark("Timeline"), _TIMELINE, map(_row, entries))
    chosen = {entry.id for entry in entries}
    alike = [each for each in found.duplicates if {each.one, each.other} & chosen]
    print_rows(mark("Possible duplicates, which a person decides"), _ALIKE,
               ({"one": each.one, "other": each.other, "reasons": each.reasons}
                for each in alike))  # fmt: skip


_TIMELINE: Final = (
    ("when", mark("When")),
    ("kind", mark("What")),
    ("partners", mark("With")),
    ("place", mark("Where")),
    ("outcomes", mark("Outcome")),
    ("documents", mark("Documents")),
    ("differ", mark("Told differently")),
    ("id", mark("Entry")),
)
_ALIKE: Final = (
    ("one", mark("Entry")),
    ("other", mark("Looks like")),
    ("reasons", mark("Because of")),
)


def _row(entry: Entry) -> dict[str, Any]:
    place = entry.place
    return {
        "when": _when(entry),
        "kind": entry.name or label(entry.kind),
        "partners": list(entry.partners),
        "place": ", ".join(p for p in (place.city, place.country) if p) if place else "",
        "outcomes": [f"{label(each.type)}: {label(each.status)}" for each in entry.outcomes],
        "documents": [each.document[:_SHORT] for each in entry.tellings],
        "differ": [each.field for each in entry.disagreements],
        "id": entry.id,
    }


def _when(entry: Entry) -> str:
    when = entry.date
    if when is None or when.precision == "none":
        return ""
    short = {"month": when.start[:7], "year": when.start[:4]}
    if when.precision in short:
        return short[when.precision]
    return when.start if when.start == when.end else f"{when.start} – {when.end}"


def partners(*, register: Place = _HERE, output: Output = "table") -> None:
    """Show whom the home state met, how often and about what.

    Parameters
    ----------
    register
        The register's folder; ENTRAIDE_REGISTER where it is not given.
    """
    cards = _cards(register)
    if output == "json":
        print_json({"partners": encode_value(cards)})
    else:
        print_rows(mark("Partners"), _PARTNERS, map(_summary, cards))


def partner(name: str, /, *, register: Place = _HERE, output: Output = "table") -> None:
    """Show one partner's card: meetings, office holders, what came of them.

    Parameters
    ----------
    name
        A country (ISO 3166-1 alpha-2) or an organisation.
    register
        The register's folder; ENTRAIDE_REGISTER where it is not given.
    """
    card = next((each for each in _cards(register) if each.partner == name), None)
    if output == "json":
        print_json({"partner": encode_value(card)})
    elif card is None:
        say(mark("The register knows of no engagement with {partner}."), partner=name)
    else:
        _show_card(card)


def _cards(register: Path) -> tuple[PartnerCard, ...]:
    entries = joined(register).entries
    return tuple(cards_of(entries, holders_of(entries)))


_PARTNERS: Final = (
    ("partner", mark("Partner")),
    ("engagements", mark("Engagements")),
    ("first", mark("First")),
    ("last", mark("Last")),
    ("kinds", mark("What")),
    ("topics", mark("Topics")),
)
_HOLDERS: Final = (
    ("names", mark("Name")),
    ("titles", mark("Office")),
    ("agency", mark("Agency")),
    ("first", mark("First seen")),
    ("last", mark("Last seen")),
)
_OUTCOMES: Final = (
    ("entry", mark("Entry")),
    ("outcome", mark("Outcome")),
    ("status", mark("Status")),
)
_FEW: Final = 4


def _summary(card: PartnerCard) -> dict[str, Any]:
    return {
        "partner": card.partner,
        "engagements": card.engagements,
        "first": card.first,
        "last": card.last,
        "kinds": [f"{label(kind)} {count}" for kind, count in card.kinds],
        "topics": [f"{label(code)} {count}" for code, count in card.topics[:_FEW]],
    }


def _show_card(card: PartnerCard) -> None:
    print_rows(mark("Partners"), _PARTNERS, [_summary(card)])
    print_rows(mark("Office holders"), _HOLDERS, (encode_value(each) for each in card.holders))
    rows = ({"entry": entry, "outcome": label(each.type), "status": label(each.status)}
            for entry, each in card.outcomes)  # fmt: skip
    print_rows(mark("Outcomes"), _OUTCOMES, rows)


def export(
    *,
    form: Annotated[Literal["csv", "ftm", "graphml", "ics"], Parameter(name="--format")],
    out: Path | None = None,
    register: Place = _HERE,
) -> None:
    """Write the register in a format that other programs read.

    Parameters
    ----------
    form
        csv, ftm (FollowTheMoney, a line each), graphml or ics (iCalendar).
    out
        Where it goes; standard output where none is given.
    register
        The register's folder; ENTRAIDE_REGISTER where it is not given.
    """
    entries = joined(register).entries
    text = exported(form, entries, holders_of(entries))
    if out is None:
        sys.stdout.write(text)
    else:
        write_atomically(out, text.encode(), mode=0o644)
        say(mark("Written to {out}: {count} engagements."), out=out, count=len(entries))


def status(*, register: Place = _HERE, output: Output = "table") -> None:
    """Show how many documents were read, and how the reader fares against what persons said.

    Parameters
    ----------
    register
        The register's folder; ENTRAIDE_REGISTER where it is not given.
    """
    folder = RegisterFolder(register)
    judgements = folder.judgements()
    measured = [measure(reading, judgements) for reading in folder.readings()]
    figures = {
        "documents": len(measured),
        "engagements": len(joined(register).entries),
        "judgements": len(judgements),
        "facts_judged": sum(each.judged for each in measured),
        "facts_right": sum(each.right for each in measured),
    }
    if output == "json":
        print_json(figures)
        return
    say(mark("{documents} documents tell of {engagements} engagements."), **figures)
    say(mark("{facts_judged} facts were judged by a person; the reader has {facts_right} of them "
             "right by itself."), **figures)  # fmt: skip


def joined(path: Path) -> Joined:
    """Return the register's entries: readings with what persons said of them, joined."""
    folder = RegisterFolder(path)
    folder.check()
    return join_readings(each.reading for each in folder.reviewed())
