"""What happens on the way of a controlled delivery: substitution, trackers, contacts, its end."""

from __future__ import annotations

from typing import Literal

from entraide.cli.operation.arguments import Delivery, InState, Place, Why
from entraide.cli.operation.operating import each_of, write
from entraide.cli.session import Access

__all__ = ["abort", "close", "contact", "intervene", "outcome", "substitute", "tracker"]


def substitute(  # noqa: PLR0913 - each is an option of the command
    operation: Delivery,
    what: str,
    quantity: str,
    words: str,
    *,
    extent: Literal["partial", "clean"],
    country: InState,
    place: Place,
    evidence: tuple[str, ...],
    access: Access | None = None,
) -> None:
    """Report a substitution in our state, with the evidence for it.

    Parameters
    ----------
    what
        What was taken out and put in its place.
    quantity
        How much.
    words
        Who was present, and on whose order.
    extent
        A part of the goods, or all of them (clean), as the plan says.
    evidence
        Evidence for it, such as the sample, by the first digits of its entry; as often as needed.
    """
    body = {
        "extent": extent,
        "what": what,
        "quantity": quantity,
        "country": country.upper(),
        "place": place,
        "words": words,
        "evidence": each_of(access, operation, "evidence", evidence),
    }
    write(access, operation, "substitution", body)


def tracker(  # noqa: PLR0913 - the same
    operation: Delivery,
    reference: str,
    words: str,
    *,
    on: str = "-",
    authority: str = "-",
    removed: bool = False,
    access: Access | None = None,
) -> None:
    """Report a tracker set or removed.

    Parameters
    ----------
    reference
        The tracker's reference.
    words
        Where it is, or how it was removed.
    on
        On what it is set.
    authority
        On which authority it is set.
    removed
        It was removed.
    """
    body = {"reference": reference, "words": words}
    if removed:
        write(access, operation, "tracker.removed", body)
    else:
        write(access, operation, "tracker.set", {**body, "on": on, "authority": authority})


def contact(
    operation: Delivery, name: str, reached_by: str, *, access: Access | None = None
) -> None:
    """Change our contact for day and night.

    Parameters
    ----------
    name
        Who is reached.
    reached_by
        How.
    """
    write(access, operation, "contact.changed", {"name": name, "reached_by": reached_by})


def outcome(  # noqa: PLR0913 - each is an option of the command
    operation: Delivery,
    what: Literal["delivered", "intercepted", "lost"],
    words: str,
    *,
    country: InState,
    place: Place,
    access: Access | None = None,
) -> None:
    """Report what became of the goods; only the last state says that they were delivered.

    Parameters
    ----------
    what
        What became of them.
    words
        How.
    """
    body = {"outcome": what, "country": country.upper(), "place": place, "words": words}
    write(access, operation, "outcome.reported", body)


def intervene(  # noqa: PLR0913 - the same
    operation: Delivery,
    words: str,
    *,
    country: InState,
    place: Place,
    trigger: str | None = None,
    access: Access | None = None,
) -> None:
    """Order the intervention, as whoever the plan lets decide on it.

    Parameters
    ----------
    words
        What is to be done.
    trigger
        The trigger of the plan that was met, word for word, where it is one.
    """
    body = {"country": country.upper(), "place": place, "trigger": trigger, "words": words}
    write(access, operation, "intervention.ordered", body)


def abort(
    operation: Delivery, words: Why, *, trigger: str | None = None, access: Access | None = None
) -> None:
    """Abort a delivery at once, for all: nothing moves afterwards.

    Parameters
    ----------
    trigger
        The trigger of the plan that was met, word for word, where it is one.
    """
    write(access, operation, "aborted", {"trigger": trigger, "words": words})


def close(operation: Delivery, text: str, *, access: Access | None = None) -> None:
    """Close a delivery that is over, with what is to be said of it.

    Parameters
    ----------
    text
        What is to be said of it.
    """
    write(access, operation, "report.made", {"text": text})
