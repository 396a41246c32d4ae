"""What happens on the way of a controlled delivery: substitution, trackers, contacts, its end."""

from __future__ import annotations

from typing import Literal

from entraide.cli.operating import write
from entraide.cli.session import Access

__all__ = ["contact", "outcome", "report", "substitute", "tracker"]


def substitute(
    operation: str, what: str, quantity: str, words: str, *, access: Access | None = None
) -> None:
    """Report what was substituted.

    Parameters
    ----------
    operation
        The delivery, from entraide delivery list.
    what
        What was taken out or put in its place.
    quantity
        How much.
    words
        Where the sample is, and who was present.
    """
    body = {"what": what, "quantity": quantity, "words": words}
    write(access, operation, "substitution", body)


def tracker(
    operation: str,
    reference: str,
    words: str,
    *,
    removed: bool = False,
    access: Access | None = None,
) -> None:
    """Report a tracker set or removed.

    Parameters
    ----------
    operation
        The delivery, from entraide delivery list.
    reference
        The tracker's reference.
    words
        Where it is, and on which authority.
    removed
        It was removed.
    """
    kind = "tracker.removed" if removed else "tracker.set"
    write(access, operation, kind, {"reference": reference, "words": words})


def contact(operation: str, name: str, reached_by: str, *, access: Access | None = None) -> None:
    """Change our contact for day and night.

    Parameters
    ----------
    operation
        The delivery, from entraide delivery list.
    name
        Who is reached.
    reached_by
        How.
    """
    write(access, operation, "contact.changed", {"name": name, "reached_by": reached_by})


def outcome(  # noqa: PLR0913 - each is an option of the command
    operation: str,
    what: Literal["delivered", "intercepted", "lost"],
    words: str,
    *,
    country: str,
    place: str,
    access: Access | None = None,
) -> None:
    """Report what became of the goods; only the last state says that they were delivered.

    Parameters
    ----------
    operation
        The delivery, from entraide delivery list.
    what
        What became of them.
    words
        How.
    country
        In which state, such as ES.
    place
        Where.
    """
    body = {"outcome": what, "country": country.upper(), "place": place, "words": words}
    write(access, operation, "outcome.reported", body)


def report(operation: str, text: str, *, access: Access | None = None) -> None:
    """Close a delivery that is over with its report.

    Parameters
    ----------
    operation
        The delivery, from entraide delivery list.
    text
        The report.
    """
    write(access, operation, "report.made", {"text": text})
