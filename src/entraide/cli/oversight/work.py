"""``entraide oversight redraw``, ``explain``, ``settle``: drawn again, explained, decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows, say
from entraide.vocabulary.language import mark
from entraide.wording.log_words import logged_with_code
from entraide.wording.words import word

__all__ = ["explain", "redraw", "settle", "to_explain"]


def redraw(sample: str, *, access: Access | None = None) -> None:
    """Draw a sample again by its seed, and say whether the same accesses come.

    Parameters
    ----------
    sample
        The sample, from entraide oversight samples.
    """
    perform_and_show(access, "oversight.redraw", {"sample": sample}, _draw_redraw)


def _draw_redraw(result: Mapping[str, Any]) -> None:
    if result["same"]:
        say(mark("The same accesses were drawn again, out of {population}."), **result)
    else:
        say(mark("These entries differ: {entries}"), entries=", ".join(result["differ"]))


def to_explain(*, access: Access | None = None) -> None:
    """Show the accesses of one's own that the data-protection officer asks to be explained."""
    perform_and_show(access, "oversight.to-explain", {}, _draw_to_explain)


def _draw_to_explain(result: Mapping[str, Any]) -> None:
    rows = (
        {**row, "at": moment(row["at_ms"]), "action": logged_with_code(row["action"])}
        for row in result["accesses"]
    )
    print_rows(
        mark("To be explained"),
        (
            ("sample", mark("Sample")),
            ("entry", mark("Entry")),
            ("at", mark("At")),
            ("action", mark("Access")),
            ("case", mark("Case")),
            ("remarks", mark("Remarks")),
            ("explanation", mark("Explanation")),
        ),
        rows,
    )


def explain(
    sample: str, entry: int, *, words: str, epoch: int = 1, access: Access | None = None
) -> None:
    """Explain an access of one's own; whoever asked for it finds word in the inbox.

    Parameters
    ----------
    sample
        The sample, from entraide oversight to-explain.
    entry
        The number of the access.
    words
        What it was for; kept sealed, never in the log.
    epoch
        The log in which the entry stands.
    """
    wanted = {"sample": sample, "entry": entry, "epoch": epoch, "words": words}
    perform_and_show(
        access,
        "oversight.explain",
        wanted,
        saying(mark("Your explanation of entry {entry} is kept.")),
    )


def settle(  # noqa: PLR0913 - each is an option of the command
    rule: str,
    who: str,
    day: int,
    *,
    decision: str,
    words: str = "",
    access: Access | None = None,
) -> None:
    """Decide on unusual asking that was reported.

    Parameters
    ----------
    rule
        The rule, from entraide oversight alerts.
    who
        Of whom it was reported.
    day
        The day, as the list numbers it.
    decision
        ordinary, instructed, partner-asked or breach.
    words
        Why; kept sealed, never in the log.
    """
    wanted = {"rule": rule, "who": who, "day": day, "decision": decision, "words": words}
    perform_and_show(access, "oversight.settle", wanted, _draw_settle)


def _draw_settle(result: Mapping[str, Any]) -> None:
    say(mark("Decided: {decision}."), decision=word("settlement", result["decision"]))
