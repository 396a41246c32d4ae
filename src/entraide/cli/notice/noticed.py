"""``entraide notice accept``, ``refuse``, ``sighting``, ``pursuit``: partners' notices at work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entraide.cli.arguments import Issuer, Notice
from entraide.cli.notice.show import draw_pursuits, draw_sent, say_approved
from entraide.cli.result import perform_and_show, show_result
from entraide.cli.session import Access, Session
from entraide.cli.show import print_json, print_rows
from entraide.errors import InputError, PolicyError
from entraide.kernel.encoding import to_base64
from entraide.node.people.payloads import APPROVAL_CONTEXT
from entraide.vocabulary.language import mark

__all__ = ["accept", "pursuit", "refuse", "sighting"]


def accept(notice: Notice, *, partner: Issuer = None, access: Access | None = None) -> None:
    """Accept a partner's notice; it is screened now and against new records."""
    wanted = {"notice": notice, "partner": partner}
    perform_and_show(access, "notice.accept", wanted, _draw_outcome)


def refuse(
    notice: Notice, *, ground: str, partner: Issuer = None, access: Access | None = None
) -> None:
    """Refuse a partner's notice; it is erased here and its issuer is told.

    Parameters
    ----------
    ground
        Such as safeguards, disproportionate, national-security.
    """
    wanted = {"notice": notice, "partner": partner, "ground": ground}
    perform_and_show(access, "notice.refuse", wanted, _draw_outcome)


def sighting(  # noqa: PLR0913 - each is an option of the command
    notice: Notice,
    *,
    words: str | None = None,
    on: str | None = None,
    place: str | None = None,
    record: str | None = None,
    partner: Issuer = None,
    approve: str | None = None,
    access: Access | None = None,
) -> None:
    """Report that the person or thing of a notice was seen.

    Where the agreement asks for four eyes, a second officer approves what the first wrote.

    Parameters
    ----------
    words
        What was seen.
    on
        The day (YYYY-MM-DD); today where none is given.
    place
        The place; the agreement must let places pass.
    record
        The record of ours that is meant, if one is.
    approve
        A sighting that a colleague wrote, from entraide notice show.
    """
    given = access or Access()
    session = Session(given)
    if session.key is None:
        raise PolicyError("actor.officer_needed", action="sighting.approve")
    if approve is None:
        wanted = {"notice": notice, "partner": partner, "words": words or "", "on": on,
                  "place": place, "record": record}  # fmt: skip
        written = session.perform("sighting.write", wanted)
    else:
        written = _written(session, notice, approve)
    if given.output == "table":
        columns = (("sighting", mark("Sighting")), ("on", mark("Day")), ("place", mark("Place")),
                   ("words", mark("What was seen")))  # fmt: skip
        print_rows(mark("Sightings"), columns, [written])
    signed = session.key.sign(written["payload"].encode(), context=APPROVAL_CONTEXT)
    approval = {"sighting": written["sighting"], "approval": to_base64(signed)}
    show_result(given, session.perform("sighting.approve", approval), _draw_outcome)


def pursuit(  # noqa: PLR0913 - each is an option of the command
    notice: Notice,
    *,
    step: str | None = None,
    on: str | None = None,
    reason: str | None = None,
    days: int | None = None,
    partner: str | None = None,
    access: Access | None = None,
) -> None:
    """Show a pursuit, or take its next step.

    Parameters
    ----------
    step
        located, identity-confirmed, identity-refuted, arrested, not-arrested, file-sent,
        file-received, surrendered, released or withdrawn.
    on
        The day (YYYY-MM-DD); today where none is given.
    reason
        Why there is no arrest, or why the person is released, such as extradition-refused.
    days
        The days that the law here gives: for the file after an arrest, for surrender after the
        file.
    partner
        The partner, where several pursue it.
    """
    given = access or Access()
    session = Session(given)
    about = {"notice": notice, "partner": partner}
    if step is not None:
        wanted = {**about, "step": step, "on": on, "reason": reason, "days": days}
        result = session.perform("pursuit.step", wanted)
        if given.output == "json":
            print_json(result)
            return
        draw_sent(result)
    show_result(given, session.perform("pursuit.show", about), draw_pursuits)


def _written(session: Session, notice: str, sighting: str) -> dict[str, Any]:
    shown = session.perform("notice.show", {"notice": notice})
    for each in shown["sightings"]:
        if each.get("sighting") == sighting:
            return dict(each)
    raise InputError("sighting.unknown", sighting=sighting)


def _draw_outcome(result: Mapping[str, Any]) -> None:
    if "sent" in result:
        draw_sent(result)
    else:
        say_approved(result)
