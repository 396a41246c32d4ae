"""What the reports of all operations say alike: handling, evidence, results, answers, journal.

The reports are made of an operation as it was told (``operations.*_telling``) with its journal, so
that the same journal gives the same report at every member. Nothing is added: no praise, and no
result that its journal does not hold. ``delivery_report`` and ``action_report`` are the two
templates; ``entraide.report`` writes them down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from entraide.figures import Style
from entraide.figures.hours import moment_text
from entraide.figures.places import country_name
from entraide.report import Banner, Block, Facts, Heading, Paragraph, Rows
from entraide.vocabulary.handling import HANDLING
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.offences import OFFENCES
from entraide.vocabulary.purposes import PURPOSES
from entraide.wording.findings import finding_in_words
from entraide.wording.journal_words import entry_in_words
from entraide.wording.words import word

__all__ = ["Report", "titles", "totals_in_words"]

_SHORT: Final = 12
_SILENT: Final = frozenset(
    {"nonce", "evidence", "handing", "result", "sha256", "size", "agreement"}
)
"""Fields of entries that are numbers for machines: the tables of evidence and results have them."""


def titles(*texts: str) -> tuple[str, ...]:
    """Return the marked names of columns in the reader's language."""
    return tuple(map(translate, texts))


@dataclass(frozen=True, slots=True)
class Report:
    """An operation as it was told, for a reader of one language, and how the report is handled."""

    told: Mapping[str, Any]
    style: Style
    handling: str
    now_ms: int

    def moment(self, at_ms: object) -> str:
        """Return a moment in the reader's words (UTC), or nothing."""
        at = self.time(at_ms)
        return "" if at is None else moment_text(at, self.style)

    def time(self, at_ms: object) -> datetime | None:
        """Return a moment as a time with its zone; None where there is none."""
        return datetime.fromtimestamp(at_ms / 1_000, UTC) if isinstance(at_ms, int) else None

    def country(self, code: object) -> str:
        """Return the name of a state in the reader's language."""
        return country_name(str(code), self.style)

    def opening(self, kind: str) -> Iterator[Block]:
        """Yield handling, title, standing, and what is wrong with the journal."""
        told, code = self.told, self.handling
        says = translate(HANDLING.find(code).label)
        yield Banner(f"{code} · {says} · {translate(kind)}")
        yield Heading(1, f"{translate(kind)} – {told['subject']}")
        yield Paragraph(
            translate(
                mark("Standing: {state}. Told from a journal of {count} signed entries as it was "
                     "held here at {moment}. All times are in UTC."),
                state=word("standing", told["state"]),
                count=len(told["journal"]),
                moment=self.moment(self.now_ms),
            )
        )  # fmt: skip
        for each in told["findings"]:
            yield Paragraph(finding_in_words(each))

    def frame(self) -> tuple[tuple[str, str], ...]:
        """Return what every operation says of itself."""
        told = self.told
        names = titles(
            mark("Case"), mark("Legal basis"), mark("Purpose"), mark("Offence"), mark("Members"),
            mark("Memorandum"),
        )  # fmt: skip
        texts = (
            told.get("proposed_case", told["case"]),
            told["legal_basis"] or "",
            _label(PURPOSES, told["purpose"]),
            _label(OFFENCES, told["offence"]),
            ", ".join(told["members"]),
            f"{told['agreement'][:_SHORT]}…",
        )
        return tuple(zip(names, texts, strict=True))

    def targets(self) -> Block:
        """Return what the operation is after."""
        return Rows(
            translate(mark("What it is after")),
            titles(mark("Kind"), mark("Value"), mark("Born")),
            tuple(
                (word("of", each["of"]), each["value"], each["born"] or "")
                for each in self.told["identifiers"]
            ),
        )

    def contacts(self, caption: str) -> Block:
        """Return whom to reach at each party."""
        return Rows(
            translate(caption),
            titles(mark("Party"), mark("Name"), mark("Reached by")),
            tuple(
                (each["party"], each["name"], each["reached_by"]) for each in self.told["contacts"]
            ),
        )

    def deconfliction(self) -> Iterator[Block]:
        """Yield what each member answered."""
        yield Heading(2, translate(mark("Deconfliction")))
        yield Paragraph(
            translate(
                mark("Each member compared what the operation is after with its own other "
                     "operations, at home, and signed one bit. Which other one it is never left.")
            )
        )  # fmt: skip
        words = {
            True: mark("none of its own meets it"),
            False: mark("ANOTHER OF ITS OWN MEETS IT"),
            None: mark("not answered"),
        }
        yield Rows(
            translate(mark("Answers")),
            titles(mark("Party"), mark("Answer")),
            tuple((party, translate(words[each])) for party, each in self.told["clear"].items()),
        )

    def results(self, totals: Iterable[Mapping[str, Any]]) -> Iterator[Block]:
        """Yield the results, what is claimed apart from what is proved."""
        yield Heading(2, translate(mark("Results")))
        rows = tuple(
            (
                word("what_came", each["what"]),
                str(each["count"]),
                each["words"],
                each["party"],
                self.moment(each["at_ms"]),
                word("standing", each["state"]),
                " ".join(digest[:_SHORT] for digest in each["evidence"]),
            )
            for each in self.told["results"]
        )
        if not rows:
            yield Paragraph(translate(mark("None was reported.")))
            return
        yield Rows(
            translate(mark("In all")),
            titles(mark("Result"), mark("Proved"), mark("Claimed, without evidence")),
            tuple(
                (word("what_came", each["what"]), str(each["proved"]), str(each["claimed"]))
                for each in totals
            ),
        )
        yield Rows(
            translate(mark("Each result")),
            titles(mark("Result"), mark("Number"), mark("Words"), mark("Party"), mark("At"),
                   mark("State"), mark("Evidence")),
            rows,
        )  # fmt: skip

    def evidence(self) -> Iterator[Block]:
        """Yield each piece of evidence with its chain of custody."""
        pieces = self.told["evidence"]
        yield Heading(2, translate(mark("Evidence and its custody")))
        if not pieces:
            yield Paragraph(translate(mark("None was entered.")))
            return
        yield Rows(
            translate(mark("Evidence")),
            titles(mark("Entry"), mark("Evidence"), mark("File"), mark("Place"), mark("Held by")),
            tuple(
                (each["evidence"][:_SHORT], each["words"], each["name"], each["place"],
                 each["holder"])
                for each in pieces
            ),
        )  # fmt: skip
        yield Rows(
            "SHA-256",
            titles(mark("Entry"), "SHA-256"),
            tuple((each["evidence"][:_SHORT], each["sha256"]) for each in pieces),
        )
        yield Rows(
            translate(mark("Chain of custody")),
            titles(mark("Evidence"), mark("At"), mark("Step"), mark("Party"), mark("Signed by"),
                   mark("Entry")),
            tuple(
                (piece["evidence"][:_SHORT], self.moment(link["at_ms"]),
                 entry_in_words(link), link["party"], link["author"],
                 link["entry"][:_SHORT])
                for piece in pieces
                for link in piece["chain"]
            ),
        )  # fmt: skip

    def journal(self) -> Iterator[Block]:
        """Yield every entry, in the order that is the same at every member."""
        yield Heading(2, translate(mark("Journal")))
        yield Rows(
            translate(mark("Every entry, in the order of all members")),
            titles(mark("At"), mark("Party"), mark("Signed by"), mark("Entry"), mark("What"),
                   mark("Says")),
            tuple(
                (self.moment(each["at_ms"]), each["party"], each["author"],
                 each["entry"][:_SHORT], entry_in_words(each), self.said(each["body"]))
                for each in self.told["journal"]
            ),
        )  # fmt: skip

    def known(self, facts: Iterable[tuple[str, str]]) -> Block:
        """Return facts whose names are marked."""
        return Facts(tuple((translate(name), text) for name, text in facts))

    def said(self, body: Mapping[str, Any]) -> str:
        """Return what an entry says: its words and numbers, moments in the reader's own."""
        if "nonce" in body:
            return str(body["subject"])
        parts = (self._part(name, value) for name, value in body.items() if name not in _SILENT)
        return " · ".join(part for part in parts if part)

    def _part(self, name: str, value: object) -> str:
        if name in {"valid_from", "valid_to"}:
            return self.moment(value)
        if name == "leg":
            return self.leg(int(str(value)))
        if name == "country":
            return self.country(value)
        if isinstance(value, bool):
            return translate(mark("clear") if value else mark("NOT CLEAR"))
        return "" if value in {None, "-"} else word(name, value)

    def leg(self, at: int) -> str:
        """Return a leg by its border and the states on both sides."""
        row = self.told["legs"][at]
        return f"{row['border']} ({row['origin']} – {row['destination']})"


def totals_in_words(totals: Iterable[Mapping[str, Any]]) -> str:
    """Return counts of results, what is proved apart from what is claimed alone."""
    parts = [
        translate(
            mark("{what}: {proved} proved, {claimed} claimed"),
            what=word("what_came", each["what"]),
            proved=each["proved"],
            claimed=each["claimed"],
        )
        for each in totals
    ]
    return "; ".join(parts) or "0"


def _label(table: Any, code: str) -> str:
    return translate(table.find(code).label) if code in table else code
