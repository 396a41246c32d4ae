"""Sentences of the error codes about cases and about requests that wait."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "case.bad_reference": mark(
        "{case} is no reference of a case: 1 to 128 printable characters without a space."
    ),
    "case.bad_retention": mark(
        "A case is kept for 1 to {most} days after it is closed, not {days}."
    ),
    "batch.bad_line": mark("Line {line} cannot be asked: {code}. Nothing was asked."),
    "batch.columns": mark("The columns {found} cannot be read; a file may have: {known}."),
    "batch.empty": mark("A batch is a line that names the columns, and a line for each question."),
    "batch.ended": mark("The batch {batch} has ended: nothing of it is left to ask."),
    "batch.line": mark("Line {line} has {found} cells where the first line names {wanted}."),
    "batch.nobody": mark("Line {line} names nobody: a name or a number is needed."),
    "batch.not_yours": mark("The batch {batch} is another officer's."),
    "batch.over_budget": mark(
        "{wanted} questions to {partner} for {purpose} are more than the {left} that are left."
    ),
    "batch.too_long": mark("{found} lines are more than the {most} that a batch may have."),
    "batch.under_way": mark("The batch {batch} is being asked."),
    "batch.unknown": mark("There is no batch {batch} here."),
    "case.cannot_own": mark("{officer} may not own a case: the role may not ask."),
    "case.exists": mark("A case {case} is registered already."),
    "case.incomplete": mark(
        "A case needs a legal basis (at most 500 characters) and at least one purpose."
    ),
    "case.is_closed": mark("The case {case} is closed: nothing is asked or changed in it."),
    "case.not_owner": mark(
        "Only the owner of the case {case} or a supervisor may hand it over or close it."
    ),
    "case.other_purpose": mark(
        "The case {case} was not opened for the purpose {purpose}, but for: {known}."
    ),
    "case.unknown": mark(
        "No case {case} is registered here: open it first (entraide case open {case})."
    ),
    "clarified.not_agreed": mark(
        "The agreement does not allow what {message} says any more, or not in its language."
    ),
    "close.unknown_outcome": mark("{outcome} is no outcome; known are: {known}."),
    "delay.bad_day": mark(
        "{found} is not a day from today to {last}; a longer delay is announced again."
    ),
    "delay.unknown_reason": mark("{found} is no reason for a delay; known are: {known}."),
    "part.not_asked": mark("The part {message} leaves open what nobody asked for."),
    "refusal.ground_not_agreed": mark(
        "The memorandum does not list the ground {ground} ({article}); it lists: {known}."
    ),
    "refusal.not_a_ground": mark(
        "The refusal {message} names no ground that the memorandum lists."
    ),
    "release.not_left": mark(
        "{category} cannot be left for later: nobody asked for it, or it goes now."
    ),
    "request.justified_not_urgent": mark(
        "A justification belongs to an urgent request: say --urgent too."
    ),
    "request.language_not_agreed": mark(
        "The memorandum does not list the language {language} ({article}); it lists: {known}."
    ),
    "request.urgent_unjustified": mark(
        "An urgent request says why it is urgent: give --justification."
    ),
    "words.missing": mark("Say it in words: 1 to {most} characters."),
}
