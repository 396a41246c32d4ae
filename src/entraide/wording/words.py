"""Words for the codes that results carry: programs read the code (JSON), people the word.

One table, by the field in which the code stands. A code without a word is shown as it is: codes
of the field (purposes, offences, log actions) are what officers type and what stands in files.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from entraide.agreements.terms import TERM_LABELS, RefusalGround
from entraide.vocabulary.checks import CHECKS
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.messages import SENTENCES, render_article
from entraide.vocabulary.oversight import ACCESSES, JUDGEMENTS, SETTLEMENTS, UNUSUAL
from entraide.vocabulary.subjects import DECISIONS as SUBJECT_DECISIONS
from entraide.vocabulary.subjects import PLACES
from entraide.vocabulary.subjects import STATES as SUBJECT_STATES
from entraide.wording.duty_words import DUTY_WORDS, GLASS_NEWS
from entraide.wording.keeping_words import KEEPING_WORDS
from entraide.wording.match_words import MATCH_WORDS
from entraide.wording.message_words import MESSAGE_KINDS
from entraide.wording.notice_words import (
    NOTICE_CODES,
    NOTICE_COUNTS,
    NOTICE_NEWS,
    NOTICE_STATES,
)
from entraide.wording.operation_fields import ENTRY_WORDS
from entraide.wording.operation_words import OPERATION_NEWS, OPERATION_WORDS
from entraide.wording.policy_words import POLICY_WORDS

__all__ = ["WORDS", "denial", "word"]

_STATES: Final = {
    "unsigned": mark("unsigned"),
    "partly-signed": mark("partly signed"),
    "expired": mark("expired"),
    "review-lapsed": mark("review overdue"),
    "not-yet-in-force": mark("not yet in force"),
    "in-force": mark("in force"),
    "suspended": mark("suspended"),
    "amended": mark("replaced by a later text"),
    "terminated": mark("terminated"),
}
_ENDS: Final = {
    "expires": mark("expires"), "review-lapses": mark("review due"),
    "terminates": mark("ends for"),
}  # fmt: skip
_ACTS: Final = {
    "suspend": mark("suspended"),
    "resume": mark("resumed"),
    "terminate": mark("terminated"),
}
_RESULTS: Final = {
    "hit": mark("HIT"),
    "no-hit": mark("no hit"),
    "denied": mark("denied"),
    "waits-for-a-person": mark("waits for a person there"),
    "waiting": mark("away: the message waits in the outbox"),
    "asked": mark("asked, no answer yet"),
    "expired": mark("expired without an answer"),
    "refused": mark("the message was refused"),
    "referred": mark("waits for a person there"),
    "receipted": mark("received there"),
    "executed": mark("executed there, with a signed statement"),
    "requested": mark("requested"),
    "answered": mark("answered"),
    "clarifying": mark("waits for a clarification"),
    "partly-answered": mark("partly answered"),
    "closed": mark("closed"),
    "closed-answered": mark("answered and closed"),
    "correcting-closed": mark("correction under way, closed"),
    "clarification": mark("the partner asks what is meant"),
    "clarified": mark("what was not clear was explained"),
    "delayed": mark("a delay was announced"),
    "part": mark("a part of the data was released"),
    "declined": mark("refused with a reason"),
    "correcting": mark("correction under way"),
    "withdrawing": mark("withdrawal under way"),
    "withdrawn": mark("withdrawn and deleted"),
    "correction-unconfirmed": mark("correction not confirmed: give it again"),
    "correction-unconfirmed-closed": mark("correction not confirmed, closed: give it again"),
    "withdrawal-unconfirmed": mark("withdrawal not confirmed: give it again"),
    "informed": mark("informed"),
    "information": mark("information was given"),
    "noted": mark("an officer there took note"),
    "onward_grant": mark("the provider lets it go on"),
    "onward_denial": mark("the provider does not let it go on"),
    "onward_revocation": mark("the provider lets it go on no more"),
    "passed-on": mark("passed on there"),
    "giver-deleted": mark("who gave it has deleted its own: is it still needed here?"),
    "post": mark("a post in a thread of several parties"),
    "reply": mark("data was released"),
    "refusal": mark("the request was refused"),
    "correction": mark("data was corrected"),
    "withdrawal": mark("data was withdrawn and deleted"),
    "ended": mark("data that was given was deleted there"),
    **NOTICE_NEWS,
    **OPERATION_NEWS,
    **GLASS_NEWS,
    "standing": mark("left standing there"),
    "answer:hit": mark("a hit"),
    "answer:no-hit": mark("no hit"),
}
_COPY_STATES: Final = {
    "held": mark("holds it"),
    "under-way": mark("under way, not confirmed"),
    "away": mark("away since"),
    "refused": mark("refused there"),
    "not-confirmed": mark("not confirmed in time: give it again"),
    "copy-deleted": mark("confirmed: deleted"),
    "copy-replaced": mark("confirmed: replaced"),
}
_ONWARD: Final = {
    "asked": mark("asked"),
    "granted": mark("granted"),
    "denied": mark("denied"),
    "revoked": mark("granted no more"),
}
_VERDICTS: Final = {
    "permitted": mark("permitted"), "needs-a-person": mark("a person decides"),
    "denied": mark("denied"),
}  # fmt: skip
_BANDS: Final = {
    "strong": mark("strong"), "possible": mark("possible"), "weak": mark("weak"),
    "none": mark("none"),
}  # fmt: skip
_DECISIONS: Final = {"match": mark("match"), "no-match": mark("no match")}
_FEATURES: Final = {
    "need": mark("What a name must bring"),
    "name": mark("Name"),
    "rarity": mark("Rarity"),
    "spelling": mark("Spelling"),
    "contradicted": mark("Contradiction"),
    "missing": mark("Missing tokens"),
    "lead": mark("Missing first name"),
    "initial": mark("Initials"),
    "birth_date": mark("Date of birth"),
    "country": mark("Country"),
    "sex": mark("Sex"),
    "identifier": mark("Number"),
    "other_identifier": mark("Other number"),
}
_REASONS: Final = {
    "exact": mark("the same day"),
    "swapped": mark("day and month swapped"),
    "month": mark("the same month"),
    "one digit": mark("one digit differs"),
    "year": mark("the same year"),
    "near": mark("a year or two apart"),
    "contradicted": mark("contradicted"),
}
_ROLES: Final = {
    "duty-officer": mark("duty officer"),
    "liaison-officer": mark("liaison officer"),
    "analyst": mark("analyst"),
    "supervisor": mark("supervisor"),
    "data-protection-officer": mark("data-protection officer"),
    "administrator": mark("administrator"),
}
_NODE: Final = {
    "id": mark("Id"),
    "country": mark("Country"),
    "name": mark("Agency"),
    "version": mark("Version"),
    "running": mark("Running"),
    "partner_listener": mark("Partner listener"),
    "staff_listener": mark("Staff listener"),
    "certified": mark("Certified by the root keys"),
    "partners": mark("Partners"),
    "agreements_in_use": mark("Memoranda in use"),
    "records": mark("Records"),
    "withheld": mark("Withheld from some states or all"),
    "officers": mark("Officers"),
    "outbox": mark("Messages in the outbox"),
    "waiting_for_a_person": mark("Waiting for a person"),
    **NOTICE_COUNTS,
    "requests_waiting": mark("Requests that wait for us"),
    "requests_near_due": mark("Of them with a quarter of their time left"),
    "requests_overdue": mark("Of them overdue"),
    "log_size": mark("Log entries"),
    "log_cosigned_to": mark("Log entries cosigned"),
    "glass": mark("Uses of the sealed account that nobody explained"),
    "watch": mark("The watch"),
    "watch_open": mark("Open points of the watch log"),
    "endings": mark("Memoranda that end soon"),
    "alarms": mark("Alarms"),
}
_PROOF: Final = {
    "proved": mark("Proved"),
    "action": mark("Action"),
    "at": mark("At"),
    "actor": mark("By"),
    "partner": mark("Partner"),
    "ids": mark("Ids"),
    "digests": mark("Digests"),
    "entry": mark("Entry"),
    "log": mark("Log"),
    "agency": mark("Agency"),
    "fingerprint": mark("Fingerprint"),
    "witnesses": mark("Witnesses"),
    "fingerprints_compared": mark("Fingerprints compared"),
}
_YES_NO: Final = {True: mark("yes"), False: mark("no")}
_ACCESSES: Final = {entry.code: entry.label for entry in ACCESSES}
_JUDGEMENTS: Final = {entry.code: entry.label for entry in JUDGEMENTS}
_UNUSUAL: Final = {rule.code: rule.label for rule in UNUSUAL}
_SETTLEMENTS: Final = {entry.code: entry.label for entry in SETTLEMENTS}
_NEWS: Final = {
    **{f"unusual:{code}": meaning for code, meaning in _UNUSUAL.items()},
    "oversight:to-be-explained": mark("the data-protection officer asks for an explanation"),
    **GLASS_NEWS,
    "oversight:explained": mark("an officer has explained an access of a sample"),
    "subject:due-soon": mark("a request of a person concerned is due soon"),
    "subject:tell-provider": mark("a provider is to be told of a wrong value (subject show)"),
    "officer:suspended": mark("an officer was suspended"),
    "officer:restored": mark("a suspended officer works again"),
    "retention:held-back": mark("nothing was erased by itself: look at the clock, then run it"),
}

_HELD: Final = {"record": mark("our record"), "copy": mark("given by a partner"),
         "notice": mark("notice")}  # fmt: skip
_AUTHORS: Final = {"node": mark("the node itself")}
_CHECKED: Final = {entry.code: entry.label for entry in CHECKS}
_FOUND: Final = {entry.code: entry.label for entry in PLACES}
_DECIDED: Final = {entry.code: entry.label for entry in SUBJECT_DECISIONS}
_SUBJECT_STATES: Final = {entry.code: entry.label for entry in SUBJECT_STATES}

WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "state": {**_STATES, **NOTICE_STATES},
        "ends": _ENDS,
        "act": _ACTS,
        **POLICY_WORDS,
        "outcome": {**POLICY_WORDS["outcome"], **_CHECKED},
        "result": {**_RESULTS, **_NEWS},
        "kind": MESSAGE_KINDS,
        "verdict": _VERDICTS,
        "copy_state": _COPY_STATES,
        "onward_state": _ONWARD,
        "band": _BANDS,
        "decision": _DECISIONS,
        "feature": _FEATURES,
        "reason": _REASONS,
        **NOTICE_CODES,
        **OPERATION_WORDS,
        **ENTRY_WORDS,
        **KEEPING_WORDS,
        **MATCH_WORDS,
        "role": _ROLES,
        "what": {**_PROOF, **_NODE, **_NEWS},
        "access": _ACCESSES,
        "author": _AUTHORS,
        "held": _HELD,
        "place": _FOUND,
        "told": _DECIDED,
        "request_state": _SUBJECT_STATES,
        "judgement": _JUDGEMENTS,
        "rule": _UNUSUAL,
        "settlement": _SETTLEMENTS,
        **DUTY_WORDS,
    }
)


def word(field: str, value: object) -> str:
    """Return the reader's word for a value; the value itself where the table has none."""
    if isinstance(value, bool):
        return translate(_YES_NO[value])
    text = str(value)
    return translate(WORDS.get(field, {}).get(text, "")) or text


def denial(code: str, article: str) -> str:
    """Say why a question was denied: by which article, in words, with the code."""
    ground = code.removeprefix("refused.")
    article = render_article(article)
    if code != ground and ground in set(RefusalGround):
        said = f"{article}: {translate(TERM_LABELS[RefusalGround(ground)])}"
    elif code.startswith("policy.") and code in SENTENCES:
        said = translate(SENTENCES[code], article=article)
    else:
        said = article
    return f"{said} [{code}]" if code else said
