"""Sentences of the error codes raised by the part *agreements*, and of its denials."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

_READING: Final[dict[str, str]] = {
    "vocabulary.unknown_code": mark("“{found}” is no known {kind}; the nearest is {nearest}"),
    "agreement.too_large": mark("The memorandum is larger than {most} characters"),
    "agreement.too_deep": mark("Line {line}: the text nests deeper than a memorandum does"),
    "agreement.not_yaml": mark("Line {line}: this is not YAML: {problem}"),
    "agreement.directive": mark("Line {line}: a memorandum has no YAML directives"),
    "agreement.alias": mark("Line {line}: a memorandum has no YAML anchors or aliases"),
    "agreement.tag": mark("Line {line}: a memorandum has no YAML tags"),
    "agreement.not_one_document": mark("Line {line}: a memorandum is one YAML document"),
    "agreement.key_not_word": mark("Line {line}: a key must be a word"),
    "agreement.key_twice_written": mark("Line {line}: the key {found} is written twice"),
    "agreement.not_text": mark("{path}: a memorandum holds words, numbers, lists and groups only"),
    "agreement.unknown_key": mark("{path} (line {line}): unknown key; the nearest is {nearest}"),
    "agreement.missing_key": mark("{path} (line {line}): this provision is missing"),
    "agreement.not_a_word": mark("{path} (line {line}): a word or number belongs here"),
    "agreement.not_a_group": mark("{path} (line {line}): a group of keys belongs here"),
    "agreement.not_a_list": mark("{path} (line {line}): a list belongs here"),
    "agreement.list_length": mark("{path} (line {line}): {least} to {most} items belong here"),
    "agreement.item_twice": mark("{path} (line {line}): this item stands twice"),
    "agreement.text_length": mark("{path} (line {line}): 1 to {most} characters belong here"),
    "agreement.invisible": mark("{path} (line {line}): the invisible character {found}"),
    "agreement.not_of_form": mark("{path} (line {line}): {found} is not of the form {example}"),
    "agreement.unknown_code": mark(
        "{path} (line {line}): “{found}” is no known {kind}; the nearest is {nearest}"
    ),
    "agreement.unknown_word": mark(
        "{path} (line {line}): {found} is not one of the words; the nearest is {nearest}"
    ),
    "agreement.not_a_count": mark(
        "{path} (line {line}): {found} is not a whole number from {least} to {most}"
    ),
    "agreement.not_yes_or_no": mark("{path} (line {line}): {found} is neither yes nor no"),
    "agreement.not_a_day": mark("{path} (line {line}): {found} is not a day such as 2027-01-31"),
    "agreement.not_a_key": mark("{path} (line {line}): {found} is not an Ed25519 key in base64url"),
    "agreement.unknown_template": mark("There is no template {found}; the nearest is {nearest}"),
}

_CONSISTENCY: Final[dict[str, str]] = {
    "agreement.event_after_end": mark(
        "{path}: the cell of {event} would outlive the memorandum; it dissolves before it ends."
    ),
    "agreement.event_twice": mark("{path}: the event {found} is named twice."),
    "agreement.form": mark(
        "{path} (line {line}): this is a memorandum of form {form}, not {found}"
    ),
    "agreement.party_twice": mark("{path} (line {line}): the party {found} stands twice"),
    "agreement.key_twice": mark("{path} (line {line}): the root key {found} stands twice"),
    "agreement.reserved_id": mark("{path} (line {line}): no party can be called {found}"),
    "agreement.standing_by_one": mark(
        "{path} (line {line}): a search is left standing by two officers: name standing here too"
    ),
    "agreement.screening_without_event": mark(
        "{path}: accreditation lists are screened for a major event; missions.events names none."
    ),
    "agreement.standing_without_search": mark(
        "{path} (line {line}): only a search (hit-no-hit) can be left standing"
    ),
    "agreement.threshold": mark(
        "{path} (line {line}): {party} asks for {threshold} signatures but has {keys} keys"
    ),
    "agreement.never_exchanged": mark(
        "{path} (line {line}): {found} can never be a reason to exchange (Art. 9.1)"
    ),
    "agreement.not_agreed_above": mark(
        "{path} (line {line}): {found} is not among what the memorandum agrees"
    ),
    "agreement.budget_twice": mark("{path} (line {line}): two budgets for {found}"),
    "agreement.no_budget": mark("{path} (line {line}): {asker} has no budget for {purpose}"),
    "agreement.deadlines": mark("{path} (line {line}): an urgent answer is due after another"),
    "agreement.period": mark("{path} (line {line}): the end does not come after the beginning"),
    "agreement.review": mark("{path} (line {line}): the review must fall within the period"),
    "agreement.no_such_party": mark("{party} is not a party of the memorandum {agreement}"),
}

_SIGNING: Final[dict[str, str]] = {
    "agreement.not_a_root_key": mark("The key {key} is not a root key of {party}"),
    "agreement.signature": mark("The signature of {party} by the key {key} does not hold"),
    "agreement.not_signed": mark("{party} lacks {lacking} more signatures"),
    "agreement.not_the_same": mark("These are two memoranda: {one} and {other}"),
    "agreement.too_many_bytes": mark("The signed memorandum is larger than {most} bytes"),
    "agreement.not_a_memorandum": mark("This is not a signed memorandum"),
    "agreement.other_form": mark("The memorandum is not written in its canonical form"),
    "agreement.unreadable": mark("The partner's memorandum cannot be read: {problem} {path}"),
}

_POLICY: Final[dict[str, str]] = {
    "policy.forged": mark("A permit is made only by a policy, a policy only by compiling"),
    "policy.not_compiled": mark("The memorandum {agreement} does not compile: {problem}"),
    "policy.no_agreement": mark("No agreement in force covers this"),
    "policy.not_evaluated": mark("The policy could not be evaluated, so it denies"),
    "policy.asker_not_a_party": mark("{article}: the asking authority is not a party"),
    "policy.holder_not_a_party": mark("{article}: the authority asked is not a party"),
    "policy.same_party": mark("{article}: a party does not ask itself"),
    "policy.not_yet_in_force": mark("{article}: the agreement is not yet in force"),
    "policy.expired": mark("{article}: the agreement has expired"),
    "policy.review_lapsed": mark("{article}: the review is overdue, so nothing passes"),
    "policy.amended": mark("{article}: a later text has taken its place"),
    "policy.standing_sensitive": mark(
        "{article}: a question for this purpose is not left standing"
    ),
    "policy.suspended": mark("{article}: one of the two has suspended the agreement"),
    "policy.terminated": mark("{article}: one of the two has ended the agreement"),
    "policy.never_exchanged": mark("{article}: this offence is never a reason to exchange"),
    "policy.offence_excluded": mark("{article}: the agreement excludes this offence"),
    "policy.form_not_agreed": mark("{article}: this form of exchange is not agreed"),
    "policy.office_not_agreed": mark("{article}: this form of cooperation is not agreed"),
    "policy.purpose_not_agreed": mark("{article}: this purpose is not agreed"),
    "policy.purpose_not_for_search": mark("{article}: this purpose does not allow a search"),
    "policy.offence_not_agreed": mark("{article}: this offence is not covered"),
    "policy.category_not_agreed": mark("{article}: a kind of data is not agreed, or none is named"),
    "policy.no_case": mark("{article}: a case must be named"),
    "policy.no_legal_basis": mark("{article}: a legal basis must be named"),
    "policy.protocol_too_old": mark(
        "{article}: the partner's node or ours speaks no version of the exchange that is allowed"
    ),
    "policy.event_not_agreed": mark(
        "{article}: this event is not agreed, or its budget of accreditations is used up"
    ),
    "policy.budget_exceeded": mark("{article}: the budget of this period is used up"),
    "policy.sensitive_purpose": mark("{article}: a person at the holder must decide first"),
}

_DECLARING: Final[dict[str, str]] = {
    "agreement.not_later": mark("A later text starts after {first}, not on {found}"),
    "declaration.retroactive": mark("A declaration applies from the moment it is made, or later"),
    "declaration.no_reason": mark("A declaration gives its reason, in 1 to {most} characters"),
    "declaration.from_the_future": mark("The declaration of {party} says that it was made later"),
    "declaration.refused": mark("The declaration is refused: {reason}"),
    "agreement.too_many": mark("There are {most} of them already; no more are taken"),
    "declaration.none": mark("This is not a signed declaration"),
    "declaration.notice": mark("A termination gives {days} days of notice (Art. 8.5)"),
    "declaration.other_text": mark("The declaration is about the text {one}, not {other}"),
}

MESSAGES: Final[dict[str, str]] = {**_READING, **_CONSISTENCY, **_SIGNING, **_DECLARING, **_POLICY}
