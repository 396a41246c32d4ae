"""``entraide event``: cells for major events of several states, from the proposal to their end."""

from __future__ import annotations

import datetime as dt
from typing import Final

from cyclopts import App

from entraide.adapters.world import SYSTEM
from entraide.agreements.signing import decode_signed
from entraide.cli.arguments import LegalBasis
from entraide.cli.operation.arguments import Cell, OwnCase, Why
from entraide.cli.operation.commands import add_commands
from entraide.cli.operation.operating import found, pairs, row_of, write
from entraide.cli.session import Access, Session
from entraide.errors import InputError
from entraide.operations.kinds import EVENT
from entraide.vocabulary.language import mark

__all__ = ["app"]

_OWN: Final = (
    ("list", "operation.event_show:list_"),
    ("show", "operation.event_show:show"),
    ("report", "operation.event_report:report"),
    ("log", "operation.event_watch:log"),
    ("incident", "operation.event_watch:incident"),
    ("acknowledge", "operation.event_watch:acknowledge"),
    ("escalate", "operation.event_watch:escalate"),
    ("close", "operation.event_watch:close"),
    ("task", "operation.event_watch:task"),
    ("done", "operation.event_watch:done"),
    ("begin", "operation.event_shift:begin"),
    ("hand-over", "operation.event_shift:hand_over"),
    ("take-over", "operation.event_shift:take_over"),
    ("accredit", "operation.event_lists:accredit"),
    ("admit", "operation.event_lists:admit"),
    ("refuse", "operation.event_lists:refuse"),
    ("accreditations", "operation.event_lists:accreditations"),
    ("resume", "operation.event_lists:resume"),
)
app = App(name="event", help=mark("Run the cell of a major event with other states."))
add_commands(app, EVENT, _OWN)

_ESCALATION: Final = ("serious=30:Head of the cell", "critical=0:Head of the cell",
                      "critical=10:All hosts")  # fmt: skip


@app.command
def propose(  # noqa: PLR0913 - each is an option of the command
    event: str,
    *,
    agreement: str,
    from_: str,
    offence: str,
    case: str,
    purpose: str = "public-safety-event",
    dissolves: str | None = None,
    member: tuple[str, ...] = (),
    category: tuple[str, ...] = ("names", "birth", "nationality", "documents"),
    shift: tuple[str, ...] = (),
    grace: int = 15,
    escalation: tuple[str, ...] = (),
    legal_basis: LegalBasis = None,
    access: Access | None = None,
) -> None:
    """Propose the cell of a major event; it stands once every host has joined.

    Parameters
    ----------
    event
        The event, as Art. 5.5 of the agreement names it; its hosts and last day stand there.
    agreement
        The agreement, by its id or the first digits of its digest.
    from_
        Its first day, such as 2031-01-31.
    offence
        The offence that is to be prevented, such as terrorism.attack.
    case
        The reference of our case, to which all of it belongs here.
    purpose
        For what it may be used.
    dissolves
        The day on which it dissolves and all of its data goes; by default the agreement's last.
    member
        A party beside the hosts; by default every party of the agreement.
    category
        A kind of data that lists hold; as often as needed.
    shift
        A time of day at which watches change, in UTC, such as 06:00; as often as needed.
    grace
        Minutes around it within which a handover is on time.
    escalation
        Whom a matter must reach that nobody acknowledged, such as "critical=10:All hosts".
    """
    shown = Session(access or Access()).perform("agreement.show", {"agreement": agreement})
    text = decode_signed(str(shown["signed"]).encode()).agreement
    row = text.event(event)
    if row is None:
        known = ", ".join(each.id for each in text.missions.events) or "-"
        raise InputError("event.not_agreed", event=event[:64], known=known)
    members = sorted({*row.hosts, *(member or (party.id for party in text.parties))})
    countries = {party.id: party.country for party in text.parties}
    body = {
        "subject": row.name,
        "agreement": str(shown["digest"]),
        "purpose": purpose,
        "offence": offence,
        "case": case,
        "legal_basis": legal_basis,
        "categories": sorted(set(category)),
        "members": members,
        "event": event,
        "starts": from_,
        "dissolves": dissolves or row.dissolves.isoformat(),
        "latest": row.dissolves.isoformat(),
        "hosts": sorted(row.hosts),
        "states": [{"country": countries.get(each, ""), "party": each} for each in members],
        "shifts": list(shift),
        "grace": grace,
        "escalation": [_step(each) for each in escalation or _ESCALATION],
    }
    found(access, EVENT, body)


def _step(text: str) -> dict[str, object]:
    ((severity, rest),) = pairs((text,), "--escalation").items()
    minutes, _, to = rest.partition(":")
    if not minutes.isdecimal() or not to.strip():
        raise InputError("operation.bad_pair", option="--escalation", text=text[:64])
    return {"severity": severity, "minutes": int(minutes), "to": to.strip()}


@app.command
def join(operation: Cell, *, case: OwnCase, access: Access | None = None) -> None:
    """Join a cell on the terms proposed."""
    write(access, operation, "event.joined", {}, case=case)


@app.command
def decline(operation: Cell, words: Why, *, access: Access | None = None) -> None:
    """Decline to join a cell, and say why."""
    write(access, operation, "event.declined", {"words": words})


@app.command
def leave(operation: Cell, words: Why, *, access: Access | None = None) -> None:
    """Leave a cell; without one of its hosts it ends."""
    write(access, operation, "event.left", {"words": words})


@app.command
def venue(
    operation: Cell, venue: str, name: str, *, country: str, access: Access | None = None
) -> None:
    """Name a venue in our own state.

    Parameters
    ----------
    venue
        A short code for it, such as casablanca.
    name
        Its name.
    country
        The state in which it lies, such as MA.
    """
    write(access, operation, "venue.named", {"venue": venue, "name": name, "country": country})


@app.command
def day(  # noqa: PLR0913 - each is an option of the command
    operation: Cell,
    venue: str,
    day: str,
    what: str | None = None,
    *,
    drop: bool = False,
    access: Access | None = None,
) -> None:
    """Set what takes place at a venue of ours on a day, or say that nothing does.

    Parameters
    ----------
    venue
        The venue, by its code.
    day
        The day, such as 2031-01-31.
    what
        What takes place there.
    drop
        Nothing takes place there on that day any more.
    """
    if drop:
        write(access, operation, "day.dropped", {"venue": venue, "day": day})
    else:
        write(access, operation, "day.set", {"venue": venue, "day": day, "what": what or ""})


@app.command
def extend(operation: Cell, words: Why, *, until: str, access: Access | None = None) -> None:
    """Propose a later day of dissolution; the agreement's last day is the latest.

    Parameters
    ----------
    until
        The day on which it is to dissolve, such as 2031-01-31.
    """
    write(access, operation, "until.proposed", {"until": until, "words": words})


@app.command
def dissolve(
    operation: Cell, words: Why, *, on: str | None = None, access: Access | None = None
) -> None:
    """Propose to dissolve a cell before its day; once all have agreed, its data goes on that day.

    Parameters
    ----------
    on
        The day; today where none is given.
    """
    today = dt.datetime.fromtimestamp(SYSTEM.now_ms() / 1_000, dt.UTC).date().isoformat()
    write(access, operation, "until.proposed", {"until": on or today, "words": words})


@app.command
def agree(operation: Cell, proposal: str, *, access: Access | None = None) -> None:
    """Agree to another day of dissolution.

    Parameters
    ----------
    proposal
        The proposal, by the first digits of its entry.
    """
    named = row_of(access, operation, "proposals", proposal)
    write(access, operation, "until.agreed", {"proposal": named["proposal"]})
