"""What the members of an office write into its journal: one table of kinds for each office.

An office is held under Article 6 of a memorandum: a liaison officer's posting, a session of the
joint committee, an assistance. It tells of no person who is sought, so it names no purpose, offence
or case; what it says of officers is what their state notifies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from entraide.agreements.agreement import Agreement
from entraide.agreements.provisions import Part, provisions_of
from entraide.operations.kind import Kind, table_of
from entraide.operations.shapes import (
    COUNT,
    DAY,
    DIGEST,
    LINE,
    NONCE,
    PARTY,
    TEXT,
    TOKEN,
    Shape,
    choice,
    many,
    optional,
    rows,
)
from entraide.register.codes import OUTCOMES
from entraide.vocabulary.assistance import QUESTIONS, RISKS
from entraide.vocabulary.language import mark
from entraide.vocabulary.threats import THREATS

__all__ = [
    "ARTICLES",
    "ASSISTANCE",
    "ASSISTANCE_KINDS",
    "COMMITTEE",
    "COMMITTEE_KINDS",
    "OFFICE",
    "POSTING",
    "POSTING_KINDS",
]

POSTING: Final = "posting.notified"
COMMITTEE: Final = "committee.convened"
ASSISTANCE: Final = "assistance.needed"

OFFICE: Final[Mapping[str, Shape]] = {
    "nonce": NONCE,
    "subject": LINE,
    "agreement": DIGEST,
    "members": many(PARTY, least=2),
}
"""What every office says of itself when it is founded."""


def _articles(kind: type[Any]) -> Iterator[str]:
    for _, one in provisions_of(kind):
        if one.article:
            yield one.article
        if isinstance(one.shape, Part):
            yield from _articles(one.shape.kind)


ARTICLES: Final = tuple(each for each in _articles(Agreement) if "." in each)
"""Every article of a memorandum, such as 3.4."""

_DOMAIN: Final = choice(*THREATS.codes)
_LINKS: Final[Mapping[str, Shape]] = {
    "articles": many(choice(*ARTICLES)),
    "promises": rows(outcome=choice(*OUTCOMES), day=optional(DAY)),
}
"""What an item or a decision is about: articles of the memorandum, promises of the register."""

POSTING_KINDS: Final = table_of(
    Kind(POSTING, mark("Notify the posting of a liaison officer"), {
        **OFFICE,
        "host": PARTY,
        "serves": many(PARTY),
        "fellows": many(PARTY),
        "officer": TOKEN,
        "role": TOKEN,
        "contact": LINE,
        "duties": TEXT,
        "starts": DAY,
        "until": DAY,
    }),
    Kind("posting.accepted", mark("Accept the posting, or that the officer acts for one"), {}),
    Kind("posting.declined", mark("Decline it"), {"words": LINE}),
    Kind("posting.left", mark("Take one's acceptance back"), {"words": LINE}),
    Kind("duties.notified", mark("Notify postings and duties again, as each year"),
         {"contact": LINE, "duties": TEXT}),
    Kind("task.set", mark("Share a task, with its owner and due day"),
         {"title": LINE, "owner": PARTY, "due": DAY}),
    Kind("task.done", mark("Report a task done"), {"task": DIGEST, "words": LINE}),
    Kind("threat.warned", mark("Warn of a threat, naming nobody"),
         {"domain": _DOMAIN, "words": LINE}),
    Kind("posting.ended", mark("End the posting"), {"words": LINE}),
)  # fmt: skip

COMMITTEE_KINDS: Final = table_of(
    Kind(COMMITTEE, mark("Convene a session of the joint committee"),
         {**OFFICE, "day": DAY, "place": LINE}),
    Kind("session.attended", mark("Take one's seat"), {"head": LINE}),
    Kind("session.excused", mark("Say that one does not come"), {"words": LINE}),
    Kind("item.proposed", mark("Put an item on the agenda"), {"title": LINE, **_LINKS}),
    Kind("decision.proposed", mark("Propose a decision to all who are present"),
         {"item": DIGEST, "text": TEXT, "by": many(PARTY, least=2), **_LINKS}),
    Kind("decision.agreed", mark("Agree to a decision"), {"decision": DIGEST}),
    Kind("decision.refused", mark("Refuse a decision"), {"decision": DIGEST, "words": LINE}),
    Kind("action.set", mark("Set an action that follows from a decision"),
         {"decision": DIGEST, "title": LINE, "owner": PARTY, "due": DAY}),
    Kind("action.done", mark("Report an action done"), {"action": DIGEST, "words": LINE}),
    Kind("session.closed", mark("Close the session, as far as one is concerned"), {}),
)  # fmt: skip

ASSISTANCE_KINDS: Final = table_of(
    Kind(ASSISTANCE, mark("Say which training or technical assistance is needed"), {
        **OFFICE,
        "form": choice("training", "technical-assistance"),
        "domain": _DOMAIN,
        "need": TEXT,
        "people": COUNT,
        "wanted_by": DAY,
    }),
    Kind("need.withdrawn", mark("Say that it is needed no more"), {"words": LINE}),
    Kind("offer.made", mark("Offer it, naming what of it may do harm"), {
        "what": TEXT, "risks": many(choice(*RISKS.codes), least=1),
        "starts": DAY, "until": DAY, "people": COUNT, "days": COUNT}),
    Kind("offer.accepted", mark("Accept an offer"), {"offer": DIGEST}),
    Kind("offer.declined", mark("Decline an offer"), {"offer": DIGEST, "words": LINE}),
    Kind("check.made", mark("Answer the rights check of what one offered"), {
        "offer": DIGEST,
        "verdict": choice("go-ahead", "with-conditions", "refused"),
        "conditions": optional(LINE),
        "answers": rows(question=choice(*QUESTIONS.codes), answer=LINE)}),
    Kind("check.confirmed", mark("Confirm a rights check, as a second officer"),
         {"check": DIGEST}),
    Kind("delivery.made", mark("Report what was delivered, with the evidence"), {
        "offer": DIGEST, "starts": DAY, "until": DAY, "people": COUNT, "days": COUNT,
        "words": LINE, "evidence": rows(least=1, sha256=DIGEST, size=COUNT, name=LINE)}),
    Kind("evaluation.made", mark("Evaluate what was received"), {
        "delivery": DIGEST, "reached": choice("fully", "partly", "not"),
        "people": COUNT, "days": COUNT, "words": LINE}),
)  # fmt: skip
