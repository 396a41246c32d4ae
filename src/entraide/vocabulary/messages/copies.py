"""Sentences of the error codes of passing on, copies and threads of several parties."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "copies.holder_unknown": mark(
        "{partner} is no partner of this node: only whoever passed the copy on can take it back."
    ),
    "copies.not_found": mark("“{copy}” names {found} copies; one was expected."),
    "copies.not_ours": mark(
        "What stands in thread {thread} was passed on: its provider corrects it, here it can only "
        "be withdrawn."
    ),
    "copies.nothing_given": mark("Nothing was given under “{reference}”."),
    "copies.withdraw_instead": mark(
        "Nothing would be left in thread {thread}: withdraw it instead."
    ),
    "copy.contradicts": mark("The word {message} of a copy contradicts an earlier one."),
    "copy.too_many": mark("The partner has told of more copies than one partner may ({message})."),
    "copy.unknown": mark("The word {message} is of a copy of nothing that this partner was given."),
    "discussion.bad_answers": mark("Answers go to one of: {known}."),
    "discussion.denied": mark(
        "{party} may not get this: {article} ({reason}). Nothing has left for anybody."
    ),
    "discussion.incomplete": mark(
        "A thread needs another member, a subject and a category of data."
    ),
    "discussion.not_a_member": mark("{party} is not a member of the thread."),
    "discussion.not_a_party": mark("{party} is not a party to the agreement."),
    "discussion.not_agreed": mark("The post {message} is not one that may come here."),
    "discussion.not_pinned": mark(
        "{party} is a member, but its card is not pinned here. Nothing has left for anybody."
    ),
    "discussion.nothing_said": mark("A post needs words."),
    "discussion.number_reused": mark(
        "The post {message} has a number that its author used before."
    ),
    "discussion.other_terms": mark("The post {message} names other terms than its thread."),
    "export.not_written": mark("{path} could not be written: {reason}"),
    "export.unknown_format": mark("“{format}” is not a format of an export; known are {known}."),
    "information.bad_provenance": mark("The way that {message} names is not one that it can have."),
    "information.incomplete": mark("Information needs a partner, a record, a field and a reason."),
    "information.not_agreed": mark("No agreement lets the information {message} pass."),
    "information.not_permitted": mark(
        "The information {message} was passed on without its provider's permission."
    ),
    "information.nothing": mark("None of these fields of these records can be given."),
    "information.unknown": mark("The message {message} names no information of ours."),
    "onward.answered": mark("The question {request} was answered already."),
    "onward.bad_day": mark("“{day}” is not a day from today on, such as 2031-01-31."),
    "onward.item_gone": mark("What the question {request} is about does not stand any more."),
    "onward.never": mark("The agreement lets nothing go on to third parties: {article}."),
    "onward.no_permission": mark(
        "This may go on only with the permission of {partner}, and none is held for it: {article}. "
        "Ask with entraide onward ask."
    ),
    "onward.not_agreed": mark("No agreement lets the item of {message} go on."),
    "onward.not_asked": mark("The message {message} answers no question of ours."),
    "onward.not_granted": mark("The question {request} was not granted, or is granted no more."),
    "onward.permission_revoked": mark(
        "What {message} brings came under a permission that is over."
    ),
    "onward.not_found": mark("“{request}” names {found} questions; one was expected."),
    "onward.nothing": mark("In thread {thread} stands nothing that could go on."),
    "onward.other_permission": mark(
        "The permission in {message} is not the one that was asked for."
    ),
    "onward.third_hand": mark(
        "This came from {origin} through others and goes no further without its permission, which "
        "is given only to whom it gave the item: {article}."
    ),
    "onward.too_far": mark("This has come through as many parties as it may: {article}."),
    "onward.unknown_item": mark("The question {message} is about nothing that we gave there."),
    "policy.withheld": mark("Nothing of what was chosen may be known there."),
}
