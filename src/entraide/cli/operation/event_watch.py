"""What a watch does: the log, incidents, tasks; raised, acknowledged, closed."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from entraide.adapters.world import SYSTEM
from entraide.cli.operation.arguments import Cell, Done, Happened, Matter, Owner, Title, Why
from entraide.cli.operation.delivery_plan import moment_of
from entraide.cli.operation.operating import one_of, write
from entraide.cli.session import Access

__all__ = [
    "Incident",
    "Severity",
    "acknowledge",
    "close",
    "done",
    "escalate",
    "incident",
    "log",
    "task",
]

Severity: TypeAlias = Literal["information", "attention", "serious", "critical"]
Incident: TypeAlias = Literal[
    "public-order", "crime", "threat", "explosive", "drone", "cyber", "fire", "medical", "crowd",
    "transport", "missing-person", "other",
]  # fmt: skip
_LATEST: Final = "matters"


def log(  # noqa: PLR0913 - each is an option of the command
    operation: Cell,
    text: str,
    *,
    severity: Severity = "information",
    venue: str | None = None,
    at: Happened = None,
    access: Access | None = None,
) -> None:
    """Write into the watch log of a cell.

    Parameters
    ----------
    text
        What happened; it should name nobody who need not be named.
    severity
        How severe it is; information calls for nobody.
    venue
        The venue, by its code.
    """
    body = {"severity": severity, "venue": venue, "happened_ms": _moment(at), "text": text}
    write(access, operation, "log.written", body)


def incident(  # noqa: PLR0913 - each is an option of the command
    operation: Cell,
    nature: Incident,
    text: str,
    *,
    severity: Severity = "serious",
    venue: str | None = None,
    country: tuple[str, ...] = (),
    at: Happened = None,
    access: Access | None = None,
) -> None:
    """Open an incident.

    Parameters
    ----------
    nature
        What kind of incident it is.
    text
        What happened.
    severity
        How severe it is.
    venue
        The venue, by its code.
    country
        A state that it concerns, such as ES; as often as needed.
    """
    body = {
        "nature": nature,
        "severity": severity,
        "venue": venue,
        "happened_ms": _moment(at),
        "countries": list(country),
        "text": text,
    }
    write(access, operation, "incident.opened", body)


def acknowledge(operation: Cell, matter: Matter, *, access: Access | None = None) -> None:
    """Acknowledge a log entry or incident that another officer wrote."""
    named = one_of(access, operation, _LATEST, matter)
    write(access, operation, "matter.acknowledged", {"of": named})


def escalate(
    operation: Cell, matter: Matter, words: Why, *, severity: Severity, access: Access | None = None
) -> None:
    """Raise the severity of a log entry or incident; it waits for an acknowledgement again.

    Parameters
    ----------
    severity
        How severe it is now.
    """
    named = one_of(access, operation, _LATEST, matter)
    body = {"of": named, "severity": severity, "words": words}
    write(access, operation, "matter.raised", body)


def close(operation: Cell, matter: Matter, words: str, *, access: Access | None = None) -> None:
    """Close a log entry or incident; the tasks of an incident are done before.

    Parameters
    ----------
    words
        What came of it.
    """
    named = one_of(access, operation, _LATEST, matter)
    write(access, operation, "matter.closed", {"of": named, "words": words})


def task(  # noqa: PLR0913 - each is an option of the command
    operation: Cell,
    title: Title,
    *,
    owner: Owner,
    due: str,
    incident: str | None = None,
    access: Access | None = None,
) -> None:
    """Set a task, of an incident or by itself.

    Parameters
    ----------
    due
        When it is to be done, in UTC, such as 2031-01-31T06:00.
    incident
        The incident, by the first digits of its entry.
    """
    of = one_of(access, operation, _LATEST, incident) if incident else None
    body = {"title": title, "owner": owner, "due_ms": moment_of(due), "incident": of}
    write(access, operation, "task.set", body)


def done(operation: Cell, task: str, words: Done, *, access: Access | None = None) -> None:
    """Report a task of ours done.

    Parameters
    ----------
    task
        The task, by the first digits of its entry.
    """
    body = {"task": one_of(access, operation, "tasks", task), "words": words}
    write(access, operation, "task.done", body)


def _moment(at: str | None) -> int:
    return SYSTEM.now_ms() if at is None else moment_of(at)
