"""``entraide oversight redraw``, ``explain``, ``settle``: drawn again, explained, decided."""

from __future__ import annotations

from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, print_rows, say
from entraide.vocabulary.language import mark
from entraide.wording.words import word

__all__ = ["explain", "redraw", "settle", "to_explain"]


def redraw(sample: str, *, access: Access | None = None) -> None:
    """Draw a sample again by its seed, and say whether the same accesses come.

    Parameters
    ----------
    sample
        The sample, from entraide oversight samples.
    """
    given = access or Access()
    result = Session(given).perform("oversight.redraw", {"sample": sample})
    if given.output == "json":
        print_json(result)
    elif result["same"]:
        say(mark("The same accesses were drawn again, out of {population}."), **result)
    else:
        say(mark("These entries differ: {entries}"), entries=", ".join(result["differ"]))


def to_explain(*, access: Access | None = None) -> None:
    """Show the accesses of one's own that the data-protection officer asks to be explained."""
    given = access or Access()
    result = Session(given).perform("oversight.to-explain", {})
    if given.output == "json":
        print_json(result)
        return
    rows = ({**row, "at": moment(row["at_ms"])} for row in result["accesses"])
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
    given = access or Access()
    wanted = {"sample": sample, "entry": entry, "epoch": epoch, "words": words}
    result = Session(given).perform("oversight.explain", wanted)
    if given.output == "json":
        print_json(result)
    else:
        say(mark("Your explanation of entry {entry} is kept."), **result)


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
    given = access or Access()
    wanted = {"rule": rule, "who": who, "day": day, "decision": decision, "words": words}
    result = Session(given).perform("oversight.settle", wanted)
    if given.output == "json":
        print_json(result)
    else:
        say(mark("Decided: {decision}."), decision=word("settlement", result["decision"]))
