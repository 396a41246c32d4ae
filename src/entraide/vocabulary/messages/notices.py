"""Sentences of the error codes raised by notices, sightings and pursuit."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "notice.answer_without_words": mark(
        "The answer to {question} needs at least {least} characters of words."
    ),
    "notice.bad_field": mark("The field {field} is missing, too long or not of its form."),
    "notice.cancel_first": mark("Notice {notice} has not ended: cancel it first."),
    "notice.denied": mark("This may not be sent: {article} ({reason})."),
    "notice.erased": mark("What notice {notice} says is not held here any more."),
    "notice.flagged": mark("Flagged answers must be weighed and named (--despite): {questions}."),
    "notice.misaddressed": mark("The message does not belong to this notice between the two."),
    "notice.no_review": mark("Notice {notice} has no review in writing yet."),
    "notice.no_such_answer": mark("“{answer}” is not an answer that the review allows."),
    "notice.nobody_may": mark("No addressee may get this notice: {article} ({reason})."),
    "notice.not_agreed": mark("The agreement does not let this pass."),
    "notice.not_confirmed": mark("Notice {notice} is not confirmed by two officers: {reason}."),
    "notice.not_held": mark("No such notice is held, or it is not in force."),
    "notice.not_in_force": mark("Notice {notice} is not in force: {state}."),
    "notice.not_in_review": mark("The notice is not in review: {state}."),
    "notice.not_later": mark("A version as late, or later, is known already."),
    "notice.not_ready": mark("Notice {notice} cannot be reviewed: {findings}."),
    "notice.not_submitted": mark("Notice {notice} was not handed to review: {state}."),
    "notice.not_waiting": mark("Notice {notice} does not wait for this decision."),
    "notice.nothing_to_amend": mark("Notice {notice} is not public: there is nothing to amend."),
    "notice.out_of_turn": mark("The notice is {state}: {event} is out of turn."),
    "notice.own_draft": mark("Who drafted notice {notice} does not review it."),
    "notice.protected": mark("The person is under protection ({status}): no notice."),
    "notice.reviewer_first": mark("Who answered the questions signs first."),
    "notice.unanswered": mark("Every question is answered once: {questions}."),
    "notice.unknown": mark("There is no notice {notice}."),
    "notice.unknown_word": mark("“{word}” is none of: {known}."),
    "pursuit.no_arrest": mark("Nobody is arrested on a {colour} notice: {step} is not possible."),
    "pursuit.not_now": mark("Another step was taken meanwhile: {step} is not possible now."),
    "pursuit.not_your_power": mark("The step {step} belongs to the {power} state."),
    "pursuit.out_of_turn": mark("The pursuit stands at “{state}”: {step} is out of turn."),
    "pursuit.reason": mark(
        "The step {step} needs its reason, its days or a day that is not in the future."
    ),
    "pursuit.which_partner": mark("Name the partner of the pursuit (found: {found})."),
    "sighting.unknown": mark("There is no sighting {sighting} that waits for officers."),
    "sighting.withheld": mark("This record is withheld from {partner}: it cannot be reported."),
}
