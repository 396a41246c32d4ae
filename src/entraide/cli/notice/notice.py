"""``entraide notice``: drafts, lists and figures; review, life and what came stand beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cyclopts import App, Parameter

from entraide.cli.arguments import HandlingWords, Notice
from entraide.cli.notice.show import draw_notice, draw_status
from entraide.cli.result import perform_and_show
from entraide.cli.session import Access, Session
from entraide.cli.show import print_json, print_rows, say
from entraide.exchange.notice.checks import CHECKS
from entraide.exchange.notice.colours import FIELDS
from entraide.vocabulary.language import mark, translate

__all__ = ["Charges", "Words", "app"]

app = App(name="notice", help=mark("Draft, review, publish and end notices; take partners'."))
_ELSEWHERE = (
    ("notice.review:review", mark(
        "Answer the questions of the review in writing and sign; without answers, read them.")),
    ("notice.review:confirm", mark("Confirm the review of a notice as the second officer.")),
    ("notice.review:decline", mark("Refuse a notice before publication.")),
    ("notice.life:publish", mark(
        "Publish a notice that two officers reviewed to its addressees.")),
    ("notice.life:suspend", mark(
        "Suspend a notice: recipients no longer screen it or act on it.")),
    ("notice.life:resume", mark("Put a suspended notice in force again.")),
    ("notice.life:cancel", mark(
        "Cancel a notice: every recipient erases it and says so, signed.")),
    ("notice.life:erase", mark(
        "Erase what an ended notice of ours says, and its review, before its last day.")),
    ("notice.life:status", mark(
        "Show where a notice stands with each recipient, and who has not confirmed its erasure.")),
    ("notice.noticed:accept", mark(
        "Accept a partner's notice; it is screened now and against new records.")),
    ("notice.noticed:refuse", mark(
        "Refuse a partner's notice; it is erased here and its issuer is told.")),
    ("notice.noticed:sighting", mark("Report that the person or thing of a notice was seen.")),
    ("notice.noticed:pursuit", mark("Show a pursuit, or take its next step.")),
)  # fmt: skip
for _place, _help in _ELSEWHERE:
    app.command(f"entraide.cli.{_place}", name=_place.split(":")[1], help=_help)

_SAYS = {check.code: check.says for check in CHECKS}


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Charges:
    """Judicial data."""

    stage: str | None = None
    """Judicial data: prosecution or sentence."""
    charge: str = ""
    """The charge."""
    law: str = ""
    """The law that was broken."""
    warrant: str = ""
    """Reference of the warrant or judgment."""
    authority: str = ""
    """The court or authority that issued it."""
    max_months: int = 0
    """The highest penalty of that law, in months."""
    imposed_months: int = 0
    """The sentence, in months."""
    left_months: int = 0
    """What is left of it, in months."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Words:
    """The parts that are written in words."""

    facts: str = ""
    """The facts that link the person to the crime."""
    warning: str = ""
    """The threat that is warned of."""
    circumstances: str = ""
    """How the person disappeared, or how the body was found."""
    method: str = ""
    """How the crime is done."""
    assets: str = ""
    """What is sought."""
    listing: str = ""
    """Resolution and entry of the Security Council's list."""
    assessment: str = ""
    """Which authority assessed the threat, and on which grounds."""
    report: str = ""
    """Police record of the disappearance or discovery: reference, authority, day."""


@app.command
def draft(  # noqa: PLR0913 - each is an option of the command
    colour: str,
    *,
    purpose: str,
    offence: str,
    case: str,
    expires: str,
    record: str | None = None,
    category: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    status: str | None = None,
    legal_basis: str | None = None,
    country: tuple[str, ...] = (),
    to: tuple[str, ...] = (),
    handling: str | None = None,
    handling_text: HandlingWords = "",
    replaces: str | None = None,
    charges: Charges | None = None,
    words: Words | None = None,
    access: Access | None = None,
) -> None:
    """Draft a notice from a record; nothing leaves before two other officers reviewed it.

    Parameters
    ----------
    colour
        red, blue, green, yellow, black, orange, purple, silver or un-special.
    purpose
        Why, such as locate-fugitive.
    offence
        Code of the offence, such as drugs.trafficking.
    case
        Reference of the case.
    expires
        The last day on which it may be kept (YYYY-MM-DD).
    record
        The record of ours that it is about.
    category
        A data category of the record to tell, such as names; as often as needed.
    without
        A property to leave out.
    status
        What the person is: convicted, charged, suspect, missing and so on.
    legal_basis
        The law on which it rests.
    country
        A country of which extradition will be asked; as often as needed.
    to
        A partner to send it to (a diffusion); every partner under an agreement where none is named.
    handling
        Handling code: H0, H1, H2, H3.
    replaces
        The notice of which this is a later version.
    """
    given, charged = access or Access(), charges or Charges()
    wanted = {
        "colour": colour, "purpose": purpose, "offence": offence, "case": case,
        "expires": expires, "record": record, "replaces": replaces,
        "categories": list(category), "without": list(without), "legal_basis": legal_basis,
        "status": status, "stage": charged.stage, "charge": charged.charge,
        "law": charged.law, "document": charged.warrant, "authority": charged.authority,
        "max_months": charged.max_months, "imposed_months": charged.imposed_months,
        "left_months": charged.left_months, "texts": _texts(words or Words()),
        "countries": list(country), "to": list(to), "handling": handling,
        "handling_text": handling_text,
    }  # fmt: skip
    result = Session(given).perform("notice.draft", wanted)
    if given.output == "json":
        print_json(result)
        return
    say(mark("Notice {notice}, version {version}, for {partners}"), notice=result["notice"],
        version=result["version"], partners=", ".join(result["to"]))  # fmt: skip
    _draw_findings(result["findings"])


@app.command(name="list")
def list_(*, ended: bool = False, access: Access | None = None) -> None:
    """List our notices and partners' notices.

    Parameters
    ----------
    ended
        Also those that were refused, replaced, cancelled or have expired.
    """
    perform_and_show(access, "notice.list", {"ended": ended}, _draw_list)


def _draw_list(result: Mapping[str, Any]) -> None:
    plain = (("notice", mark("Notice")), ("version", mark("Version")), ("colour", mark("Colour")),
             ("state", mark("State")), ("expires", mark("Last day")))  # fmt: skip
    print_rows(mark("Our notices"), plain, result["ours"])
    more = (("partner", mark("Partner")), ("result", mark("Answer")), ("matches", mark("Matches")))
    rows = ({**row, "result": row["verdict"] or "undecided"} for row in result["received"])
    print_rows(mark("Partners' notices"), (*plain, *more), rows)


@app.command
def show(notice: Notice, *, access: Access | None = None) -> None:
    """Read a notice whole: what it says, its matches, sightings and pursuits."""
    perform_and_show(access, "notice.show", {"notice": notice}, draw_notice)


@app.command
def submit(notice: Notice, *, access: Access | None = None) -> None:
    """Hand a draft to review; refused where the machine finds anything against it."""
    perform_and_show(access, "notice.submit", {"notice": notice}, draw_status)


@app.command
def figures(year: int, *, access: Access | None = None) -> None:
    """Show a year's figures of notices, for a public report: numbers, never of whom.

    Parameters
    ----------
    year
        The calendar year.
    """
    perform_and_show(access, "notice.figures", {"year": year}, _draw_figures)


def _draw_figures(result: Mapping[str, Any]) -> None:
    for part, title in (("ours", mark("Our notices")), ("sent", mark("What recipients answered")),
                        ("received", mark("Partners' notices")),
                        ("pursuit", mark("Steps of pursuit"))):  # fmt: skip
        rows = ({"code": code, "number": count} for code, count in result[part].items())
        print_rows(title, (("code", mark("Code")), ("number", mark("Number"))), rows)


def _texts(words: Words) -> list[list[str]]:
    return [[part, getattr(words, part)] for part in Words.__dataclass_fields__]


def _draw_findings(findings: list[dict[str, Any]]) -> None:
    rows = (
        {**row, "says": translate(_SAYS[row["code"]]), "field": _field(row["field"])}
        for row in findings
    )
    columns = (("code", mark("Code")), ("article", mark("Article")), ("field", mark("Field")),
               ("says", mark("What stands against it")))  # fmt: skip
    print_rows(mark("Findings"), columns, rows)


def _field(name: str) -> str:
    return translate(FIELDS[name][0]) if name in FIELDS else name
