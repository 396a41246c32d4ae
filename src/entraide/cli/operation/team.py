"""``entraide team``: joint teams of several states, from the proposal to the closure."""

from __future__ import annotations

from typing import Final, Literal

from cyclopts import App

from entraide.cli.arguments import LegalBasis, Offence, Purpose
from entraide.cli.operation.arguments import OwnCase, Team, Why
from entraide.cli.operation.commands import add_commands
from entraide.cli.operation.delivery_plan import targets_of
from entraide.cli.operation.operating import (
    agreement_digest,
    found,
    pairs,
    row_of,
    write,
)
from entraide.cli.session import Access
from entraide.operations.kinds import TEAM
from entraide.vocabulary.language import mark

__all__ = ["app"]

_OWN: Final = (
    ("list", "operation.team_show:list_"),
    ("show", "operation.team_show:show"),
    ("task", "operation.team_work:task"),
    ("done", "operation.team_work:done"),
)
app = App(name="team", help=mark("Set up and run joint teams with other states."))
add_commands(app, TEAM, _OWN)


@app.command
def propose(  # noqa: PLR0913 - each is an option of the command
    subject: str,
    *,
    agreement: str,
    state: tuple[str, ...],
    leader: tuple[str, ...],
    law: tuple[str, ...],
    from_: str,
    until: str,
    purpose: Purpose,
    offence: Offence,
    case: str,
    category: tuple[str, ...],
    member: tuple[str, ...] = (),
    participant: tuple[str, ...] = (),
    target: tuple[str, ...] = (),
    legal_basis: LegalBasis = None,
    access: Access | None = None,
) -> None:
    """Propose a joint team; it stands once every member has joined.

    Parameters
    ----------
    subject
        What it is for; it should name nobody.
    agreement
        The agreement, by its id or the first digits of its digest; its Art. 5.1 must allow it.
    state
        A state of operation and its party, such as ES=es.bureau; as often as needed.
    leader
        Who leads in a state of operation, such as "ES=Cdt B. Blanco"; one for each.
    law
        The law of a state of operation, such as "ES=Ley 11/2003"; one for each.
    from_
        Its first day, such as 2031-01-31.
    until
        Its last day; a later one needs the consent of all.
    case
        The reference of our case, to which all of it belongs here.
    category
        A kind of data that will stand in its journal, such as names; as often as needed.
    member
        A person of a party who works in it, such as "ma.bureau=A. Alaoui".
    participant
        A person who takes part without being a member, in the same form.
    target
        What it is after, such as vehicle=1234-A-56 or "person=Ahmed Alami,1981-03-07": other
        operations of the members are compared with it.
    """
    states, leaders, laws = pairs(state, "--state"), pairs(leader, "--leader"), pairs(law, "--law")
    named = [(each, "member") for each in member] + [(each, "participant") for each in participant]
    people = [
        {"party": party, "name": name, "part": part}
        for text, part in named
        for party, name in pairs((text,), f"--{part}").items()
    ]
    body = {
        "subject": subject,
        "agreement": agreement_digest(access, agreement),
        "purpose": purpose,
        "offence": offence,
        "case": case,
        "legal_basis": legal_basis,
        "categories": list(category),
        "members": sorted({*states.values(), *(person["party"] for person in people)}),
        "starts": from_,
        "until": until,
        "states": [
            {
                "country": country,
                "party": party,
                "leader": leaders.get(country, ""),
                "law": laws.get(country, ""),
            }
            for country, party in states.items()
        ],
        "people": people,
        "identifiers": targets_of(target),
    }
    found(access, TEAM, body)


@app.command
def join(operation: Team, *, case: OwnCase, access: Access | None = None) -> None:
    """Join a team on the terms proposed."""
    write(access, operation, "team.joined", {}, case=case)


@app.command
def decline(operation: Team, words: Why, *, access: Access | None = None) -> None:
    """Decline to join a team, and say why."""
    write(access, operation, "team.declined", {"words": words})


@app.command
def leave(operation: Team, words: Why, *, access: Access | None = None) -> None:
    """Leave a team; what was written stays with the others, and nothing more comes here."""
    write(access, operation, "team.left", {"words": words})


@app.command
def name(
    operation: Team,
    person: str,
    *,
    part: Literal["leader", "member", "participant"] = "member",
    leaves: bool = False,
    access: Access | None = None,
) -> None:
    """Name a person of ours who works in a team, or say that one works in it no more.

    Parameters
    ----------
    person
        The person's name or service number.
    part
        What the person is in it.
    leaves
        The person works in it no more.
    """
    if leaves:
        write(access, operation, "person.left", {"name": person})
    else:
        write(access, operation, "person.named", {"name": person, "part": part})


@app.command
def extend(operation: Team, words: Why, *, until: str, access: Access | None = None) -> None:
    """Propose a later last day; it holds once every member has agreed.

    Parameters
    ----------
    until
        The new last day, such as 2031-01-31.
    """
    write(access, operation, "extension.proposed", {"until": until, "words": words})


@app.command
def close(operation: Team, words: str, *, access: Access | None = None) -> None:
    """Propose to close a team; it is closed once every member has agreed.

    Parameters
    ----------
    words
        What came of it, in a line; results are reported with entraide team result.
    """
    write(access, operation, "closure.proposed", {"words": words})


@app.command
def agree(operation: Team, proposal: str, *, access: Access | None = None) -> None:
    """Agree to an extension or to the closure.

    Parameters
    ----------
    proposal
        The proposal, by the first digits of its entry.
    """
    found = row_of(access, operation, "proposals", proposal)
    kind = f"{found['what']}.agreed"
    write(access, operation, kind, {"proposal": found["proposal"]})
