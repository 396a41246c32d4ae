"""Sentences of the error codes of operations and their journals."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "journal.bad_place": mark("The entry's numbers do not follow from what it has seen."),
    "journal.bad_time": mark("The entry is dated before what it has seen, or in the future."),
    "journal.erased": mark("What {message} belongs to was erased here and is not taken again."),
    "journal.founded_twice": mark("The operation {operation} would be founded twice."),
    "journal.not_agreed": mark("The journal entry or question {message} may not come here."),
    "journal.not_allowed": mark("The entry may not stand in the journal: {reason}."),
    "journal.other_founding": mark("The entry does not belong to the operation that it names."),
    "journal.too_many": mark("The journal holds as many entries as one operation may have."),
    "journal.unknown_kind": mark("Entries of the kind “{kind}” are unknown in this operation."),
    "journal.unknown_party": mark(
        "The entry is of a party that is not a member or not pinned here."
    ),
    "operation.asked_too_often": mark(
        "{party} has had {most} answers today on what it asks by; more would tell it too much."
    ),
    "operation.bad_field": mark("The field “{field}” is missing, unknown or not of its form."),
    "operation.bad_moment": mark("“{text}” is not a moment such as 2031-01-31T06:00 (UTC)."),
    "operation.bad_plan": mark("{path} is not the plan of an operation: {reason}"),
    "operation.bad_pair": mark("{option} is written as NAME=VALUE, each name once: “{text}”."),
    "operation.denied": mark(
        "{party} may not get this: {article} ({reason}). Nothing has left for anybody."
    ),
    "operation.no_such_entry": mark("“{named}” names {found} entries; one was expected."),
    "operation.not_a_party": mark("{party} is not a party to the agreement."),
    "operation.not_allowed": mark("An entry “{kind}” may not be written now: {reason}."),
    "operation.not_found": mark("“{operation}” names {found} operations; one was expected."),
    "operation.not_handed": mark("The evidence {evidence} is not being handed over."),
    "operation.not_pinned": mark(
        "{party} is a member, but its card is not pinned here. Nothing has left for anybody."
    ),
    "operation.not_readable": mark("The file {path} cannot be read: {reason}"),
    "operation.too_large": mark("The entry has more than {most} bytes: write less."),
    "operation.unknown_kind": mark("“{kind}” is not a kind of entry that can be written here."),
}
