"""``entraide assistance``: training and technical assistance, from the need to the evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from cyclopts import App, Parameter

from entraide.cli.operation.arguments import AgreementForIt, Assistance, Offer, People, Why
from entraide.cli.operation.commands import add_commands
from entraide.cli.operation.office_show import list_offices
from entraide.cli.operation.operating import found, one_of, sha256_of, write
from entraide.cli.session import Access, Session
from entraide.operations.offices.kinds import ASSISTANCE
from entraide.vocabulary.language import mark

__all__ = ["Span", "app"]

_MANY: Final = 64

_OWN: Final = (
    ("check", "operation.assistance_check:check"),
    ("confirm", "operation.assistance_check:confirm"),
    ("questions", "operation.assistance_check:questions"),
    ("show", "operation.assistance_show:show"),
)
app = App(
    name="assistance",
    help=mark(
        "Ask for training and technical assistance, check what it may do, give it, judge it."
    ),
)
add_commands(app, ASSISTANCE, _OWN)


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From when to when assistance is given, how many days of it, and for how many people."""

    from_: Annotated[str, Parameter(name="--from")]
    """Its first day, such as 2031-01-31."""
    until: str
    """Its last day."""
    days: int
    """How many days in all."""
    people: People = 0

    def entered(self) -> dict[str, str | int]:
        """Return it as it stands in an entry."""
        return {
            "starts": self.from_,
            "until": self.until,
            "people": self.people,
            "days": self.days,
        }


@app.command
def need(  # noqa: PLR0913 - each is an option of the command
    subject: str,
    words: str,
    *,
    agreement: AgreementForIt,
    form: Literal["training", "technical-assistance"],
    domain: str,
    by: str,
    people: People = 0,
    of: tuple[str, ...] = (),
    access: Access | None = None,
) -> None:
    """Say which assistance we need.

    Parameters
    ----------
    subject
        What it is called.
    words
        What is needed, and for what.
    form
        Training or technical assistance.
    domain
        The kind of threat that it is against, such as drugs.
    by
        The day by which it is wanted, such as 2031-01-31.
    of
        A party that is asked; every party of the agreement where none is named.
    """
    session = Session(access or Access())
    shown = session.perform("agreement.show", {"agreement": agreement})
    ours = session.perform("node.status", {})["id"]
    body = {
        "subject": subject,
        "agreement": shown["digest"],
        "members": sorted({ours, *(of or shown["parties"])}),
        "form": form,
        "domain": domain,
        "need": words,
        "people": people,
        "wanted_by": by,
    }
    found(access, ASSISTANCE, body)


@app.command
def withdraw(assistance: Assistance, words: Why, *, access: Access | None = None) -> None:
    """Say that it is needed no more."""
    write(access, assistance, "need.withdrawn", {"words": words})


@app.command
def offer(
    assistance: Assistance,
    words: str,
    *,
    risk: tuple[str, ...],
    span: Span,
    access: Access | None = None,
) -> None:
    """Offer assistance, and name what of it may do harm.

    Parameters
    ----------
    words
        What is offered.
    risk
        What may do harm, or none; see entraide assistance questions. As often as needed.
    """
    body = {
        "what": words,
        "risks": list(risk),
        **span.entered(),
    }
    write(access, assistance, "offer.made", body)


@app.command
def accept(assistance: Assistance, offer: Offer, *, access: Access | None = None) -> None:
    """Accept an offer; its rights check comes next, at the party that offers."""
    write(access, assistance, "offer.accepted", {"offer": _offer(access, assistance, offer)})


@app.command
def decline(
    assistance: Assistance, offer: Offer, words: Why, *, access: Access | None = None
) -> None:
    """Decline an offer."""
    body = {"offer": _offer(access, assistance, offer), "words": words}
    write(access, assistance, "offer.declined", body)


@app.command
def deliver(  # noqa: PLR0913 - each is an option of the command
    assistance: Assistance,
    offer: Offer,
    words: str,
    *,
    evidence: tuple[Path, ...],
    span: Span,
    access: Access | None = None,
) -> None:
    """Report what we delivered, with the evidence; only after the rights check was confirmed.

    Parameters
    ----------
    words
        What was delivered.
    evidence
        A file that shows it, such as a list of attendance; its SHA-256 goes, the file stays.
    """
    files = [(path, *sha256_of(path)) for path in evidence[:_MANY]]
    body = {
        "offer": _offer(access, assistance, offer),
        **span.entered(),
        "words": words,
        "evidence": [
            {"sha256": digest, "size": size, "name": path.name} for path, digest, size in files
        ],
    }
    write(access, assistance, "delivery.made", body)


@app.command
def evaluate(  # noqa: PLR0913 - each is an option of the command
    assistance: Assistance,
    offer: str,
    words: str,
    *,
    reached: Literal["fully", "partly", "not"],
    days: int,
    people: int = 0,
    access: Access | None = None,
) -> None:
    """Judge what we received; what we count here is what stands in everybody's figures.

    Parameters
    ----------
    offer
        The offer that was delivered, by the first digits of its entry.
    words
        How it was, in a line.
    reached
        Whether it reached what was needed.
    days
        How many days there were.
    people
        How many people took part.
    """
    shown = Session(access or Access()).perform("operation.show", {"operation": assistance})
    named = _offer(access, assistance, offer)
    row = next(each for each in shown["offered"] if each["offer"] == named)
    delivered = (row["delivery"] or {}).get("delivery", named)
    body = {
        "delivery": delivered,
        "reached": reached,
        "people": people,
        "days": days,
        "words": words,
    }
    write(access, assistance, "evaluation.made", body)


@app.command(name="list")
def list_(*, access: Access | None = None) -> None:
    """List the assistances, the one that changed last first."""
    list_offices(access, ASSISTANCE, mark("Assistance"))


def _offer(access: Access | None, assistance: str, named: str) -> str:
    return one_of(access, assistance, "offered", named)
