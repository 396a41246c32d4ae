"""``entraide delivery``: controlled deliveries, from the request to the report."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from cyclopts import App

from entraide.cli.operation.arguments import Delivery, OwnCase, Why
from entraide.cli.operation.commands import add_commands
from entraide.cli.operation.delivery_plan import moment_of, read_plan
from entraide.cli.operation.operating import agreement_digest, found, write
from entraide.cli.session import Access
from entraide.operations.kinds import DELIVERY
from entraide.vocabulary.language import mark

__all__ = ["app"]

_OWN: Final = (
    ("list", "operation.delivery_show:list_"),
    ("show", "operation.delivery_show:show"),
    ("substitute", "operation.delivery_events:substitute"),
    ("tracker", "operation.delivery_events:tracker"),
    ("contact", "operation.delivery_events:contact"),
    ("outcome", "operation.delivery_events:outcome"),
    ("intervene", "operation.delivery_events:intervene"),
    ("abort", "operation.delivery_events:abort"),
    ("close", "operation.delivery_events:close"),
    ("report", "operation.delivery_report:report"),
)
app = App(name="delivery", help=mark("Request, authorise and carry out controlled deliveries."))
add_commands(app, DELIVERY, _OWN)


@app.command
def request(plan: Path, *, agreement: str, access: Access | None = None) -> None:
    """Request a controlled delivery as a plan says; the plan's form is in docs/operations.md.

    Parameters
    ----------
    plan
        The plan, a YAML file.
    agreement
        The agreement, by its id or the first digits of its digest; its Art. 4.3 must allow it.
    """
    body = {**read_plan(plan), "agreement": agreement_digest(access, agreement)}
    found(access, DELIVERY, body)


@app.command
def join(operation: Delivery, *, case: OwnCase, access: Access | None = None) -> None:
    """Take part in a delivery; it is authorised apart from that."""
    write(access, operation, "delivery.joined", {}, case=case)


@app.command
def authorise(  # noqa: PLR0913 - each is an option of the command
    operation: Delivery,
    country: str,
    *,
    authority: str,
    reference: str,
    from_: str,
    until: str,
    conditions: str = "-",
    access: Access | None = None,
) -> None:
    """Sign the authorisation of our state: no leg enters it without, or outside its time.

    Parameters
    ----------
    country
        Our state, such as ES.
    authority
        Who granted it, such as a prosecutor's office.
    reference
        The reference of the decision.
    from_
        From when it is valid, in UTC, such as 2031-01-31T06:00.
    until
        Until when, in the same form.
    conditions
        Under which conditions.
    """
    body = {
        "country": country.upper(),
        "authority": authority,
        "reference": reference,
        "conditions": conditions,
        "valid_from": moment_of(from_),
        "valid_to": moment_of(until),
    }
    write(access, operation, "authorisation.granted", body)


@app.command
def refuse(
    operation: Delivery,
    country: str,
    words: Why,
    *,
    withdraw: bool = False,
    access: Access | None = None,
) -> None:
    """Refuse the authorisation of our state, or take back the one that was granted.

    Parameters
    ----------
    country
        Our state, such as ES.
    withdraw
        Take back what was granted.
    """
    kind = "authorisation.withdrawn" if withdraw else "authorisation.refused"
    write(access, operation, kind, {"country": country.upper(), "words": words})


@app.command
def start(operation: Delivery, leg: int, *, access: Access | None = None) -> None:
    """Start a leg from our state, if the state that it enters has authorised it for now.

    Parameters
    ----------
    leg
        The leg, counted from 0.
    """
    write(access, operation, "leg.started", {"leg": leg})


@app.command(name="pass")
def pass_(
    operation: Delivery,
    leg: int,
    words: str,
    *,
    as_side: Literal["giver", "taker"],
    access: Access | None = None,
) -> None:
    """Sign the handover of surveillance at the border, as who hands over or as who takes over.

    Parameters
    ----------
    leg
        The leg, counted from 0.
    words
        Where, and in which condition the load is.
    as_side
        The side that we are.
    """
    kind = "handover.given" if as_side == "giver" else "handover.taken"
    write(access, operation, kind, {"leg": leg, "words": words})
