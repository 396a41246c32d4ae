"""Sentences of the error codes of operations and their journals."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "accreditation.bad_line": mark("Line {line} of the list cannot be read; nothing was taken."),
    "accreditation.bad_value": mark(
        "Line {line}: “{column}” is missing or not of its form; nothing was taken."
    ),
    "accreditation.empty": mark("{path} lists nobody."),
    "accreditation.no_column": mark("Line {line}: “{column}” is missing."),
    "accreditation.nothing_to_tell_apart": mark(
        "Line {line}: a person has a day of birth or a document; nothing was taken."
    ),
    "accreditation.too_many": mark("A list has at most {most} persons."),
    "accreditation.twice": mark(
        "Line {line}: the id or the person stands on line {before} already; nothing was taken."
    ),
    "accreditation.unknown_column": mark(
        "Line {line}: nobody is screened by “{column}”. A list has {known}, and nothing else."
    ),
    "accreditation.unreadable": mark("{path} cannot be read as UTF-8 text."),
    "event.not_agreed": mark("The agreement names no event “{event}” in Art. 5.5, but: {known}."),
    "event.not_standing": mark("{operation} is no cell that stands, or we are not in it."),
    "event.nothing_handed": mark("Nobody of ours hands over a watch in {operation}."),
    "journal.bad_place": mark("The entry's numbers do not follow from what it has seen."),
    "journal.bad_time": mark("The entry is dated before what it has seen, or in the future."),
    "journal.erased": mark("What {message} belongs to was erased here and is not taken again."),
    "journal.founded_twice": mark("The operation {operation} would be founded twice."),
    "journal.not_agreed": mark("The journal entry or question {message} may not come here."),
    "journal.not_allowed": mark("The entry may not stand in the journal: {reason}."),
    "journal.other_founding": mark("The entry does not belong to the operation that it names."),
    "journal.too_many": mark(
        "{party} has written {most} entries, as many as a party may in one operation."
    ),
    "journal.unknown_kind": mark("Entries of the kind “{kind}” are unknown in this operation."),
    "journal.unknown_party": mark(
        "The entry is of a party that is not a member or not pinned here."
    ),
    "assistance.bad_answers": mark(
        "{path} does not hold answers: one question’s code and its answer for each."
    ),
    "liaison.already_done": mark("The task {task} is done already."),
    "liaison.already_shared": mark("The task {task} cannot be shared here, or is shared already."),
    "liaison.bad_day": mark("“{found}” is not a day such as 2031-01-31, or it has not come yet."),
    "liaison.kept_too_long": mark("A contact is kept until {last} at the latest (Art. 3.4)."),
    "liaison.no_such_officer": mark(
        "{officer} is no officer of this node who could be posted, or not in the role named."
    ),
    "liaison.not_ours": mark("The posting {posting} is of another state: it counts there."),
    "liaison.not_standing": mark("The posting {posting} does not stand."),
    "liaison.not_the_officer": mark(
        "The posting {posting} is not yours: only its officer writes here."
    ),
    "minutes.not_a_root": mark("The key {key} is a root key of nobody who was present."),
    "minutes.not_closed": mark("It is no session of a committee, or not all present closed it."),
    "minutes.not_signed": mark("The minutes are not signed yet by {parties}."),
    "minutes.not_whole": mark("The entries are not those of a whole session that was closed."),
    "minutes.of_others": mark("The key sets ({parties}) are not those of the parties that wrote."),
    "minutes.too_large": mark("The minutes have more than {most} bytes."),
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
    "operation.not_all_parties": mark(
        "Every party of the agreement is a member of its committee; missing: {parties}."
    ),
    "operation.not_allowed": mark("An entry “{kind}” may not be written now: {reason}."),
    "operation.not_found": mark("“{operation}” names {found} operations; one was expected."),
    "operation.not_handed": mark("The evidence {evidence} is not being handed over."),
    "operation.not_pinned": mark(
        "{party} is a member, but its card is not pinned here. Nothing has left for anybody."
    ),
    "operation.not_readable": mark("The file {path} cannot be read: {reason}"),
    "operation.too_large": mark("The entry has more than {most} bytes: write less."),
    "operation.unknown_kind": mark("“{kind}” is not a kind of entry that can be written here."),
    "screening.not_admitted": mark("The list was not admitted here, or was refused."),
    "screening.not_announced": mark("The batch was not in the list when that was announced."),
    "screening.not_asked": mark("{message} answers no batch that was sent, or not all of it."),
    "screening.twice": mark("A person stands twice in the list."),
}
