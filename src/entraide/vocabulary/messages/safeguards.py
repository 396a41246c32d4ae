"""Sentences of the error codes raised by the safeguards: oversight, subjects, standing, checks."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "check.names_stay_here": mark(
        "Partners are asked for numbers only: for a name use entraide ask, with its offence."
    ),
    "check.purpose": mark("The purpose {purpose} cannot justify a search."),
    "oversight.no_alert": mark("Nothing unusual of {who} was reported by the rule “{rule}” then."),
    "oversight.not_yours": mark(
        "The access {entry} is another officer's: only who made it explains it."
    ),
    "oversight.nothing_to_explain": mark(
        "No explanation of entry {entry} in sample {sample} is asked for."
    ),
    "oversight.own_alert": mark(
        "What was reported of oneself is decided by another officer (rule “{rule}”)."
    ),
    "oversight.no_sample": mark("There is no sample {sample} here."),
    "oversight.not_sampled": mark("The entry {entry} is not in the sample {sample}."),
    "oversight.which_epoch": mark(
        "Several logs have an entry {entry} in the sample {sample}: name one with --epoch."
    ),
    "oversight.nothing_to_sample": mark("No access fits: there is nothing to draw a sample from."),
    "standing.no_no_hit": mark(
        "The thread {thread} did not end in a no-hit: nothing in it can be left standing."
    ),
    "standing.no_question": mark("The question that is to stand is not held here."),
    "standing.not_renewable": mark("The question does not stand, or was renewed before."),
    "standing.not_standing": mark("No question of the thread {thread} stands."),
    "standing.spent": mark(
        "The question of the thread {thread} stood before: it is renewed once, not more."
    ),
    "standing.unknown": mark("No such question stands here."),
    "subject.amending": mark(
        "The amended notice {notice} waits for its reviewers: repeat this once it is out."
    ),
    "subject.bad_field": mark("The field {field} is too long, too often given or not of its form."),
    "subject.damaged": mark("The stored file of a request of a person is damaged."),
    "subject.language": mark("Letters are written in {known}, not in “{found}”."),
    "subject.needs_permission": mark(
        "Find {number} came from {partner}: it is told only with its permission (--permission)."
    ),
    "subject.no_find": mark("The request has no find {number}."),
    "subject.no_value": mark("Find {number} has no such value of {prop}."),
    "subject.not_a_decision": mark("“{decision}” is not disclose, withhold or keep."),
    "subject.not_closed": mark("The request {request} is not closed yet."),
    "subject.not_ours": mark(
        "Find {number} is something that was asked: it is deleted, or kept as it is."
    ),
    "subject.not_searched": mark("Nothing was searched yet for this request."),
    "subject.out_of_turn": mark("A request that is {state} cannot do “{act}”."),
    "subject.undecided": mark("Nothing is decided yet on the finds {numbers}."),
    "subject.unknown": mark("There is no subject request {request} here."),
}
