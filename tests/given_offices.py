"""Offices on real nodes: a posting, a session of the committee, an assistance."""

from __future__ import annotations

from typing import Any

from entraide.vocabulary.assistance import questions_for
from tests.given_operations import day, found, write
from tests.nodes import Bureau

WORDS = "The anti-drugs unit of Rabat alone, for searches that a judge allowed."
SHA = "ab" * 32


def posting_terms(sender: Bureau, host: Bureau, **changes: Any) -> dict[str, Any]:
    terms: dict[str, Any] = {
        "subject": "Liaison office",
        "agreement": sender.node.policies[0].digest,
        "host": host.id,
        "serves": [],
        "fellows": [],
        "officer": sender.pseudonym,
        "role": "duty-officer",
        "contact": "+34 910 000 000",
        "duties": "Drugs and fugitives",
        "starts": day(0),
        "until": day(300),
        **changes,
    }
    members = {sender.id, host.id, *terms["serves"], *terms["fellows"]}
    return {**terms, "members": sorted(members)}


async def posting(sender: Bureau, host: Bureau, *others: Bureau, **changes: Any) -> str:
    """Notify a posting that the host and all who are served accept; return the operation."""
    serves = sorted(each.id for each in others)
    terms = posting_terms(sender, host, serves=serves, **changes)
    operation = str((await found("posting.notified", terms, sender))["operation"])
    for each in (host, *others):
        await write(each, operation, "posting.accepted")
    return operation


def session_terms(*members: Bureau, **changes: Any) -> dict[str, Any]:
    return {
        "subject": "Joint committee",
        "agreement": members[0].node.policies[0].digest,
        "members": sorted(each.id for each in members),
        "day": day(0),
        "place": "Tanger",
        **changes,
    }


async def session(*members: Bureau, away: tuple[Bureau, ...] = ()) -> str:
    """Convene a session in which these take their seats; return the operation."""
    terms = session_terms(*members, *away)
    operation = str((await found("committee.convened", terms, members[0]))["operation"])
    for each in members:
        await write(each, operation, "session.attended", head=f"Head of {each.id}")
    return operation


async def decided(*members: Bureau, operation: str, **links: Any) -> str:
    """Put an item, propose a decision, let all agree; return the decision."""
    linked = {"articles": ["3.4"], "promises": [], **links}
    item = await write(members[0], operation, "item.proposed", title="Retention", **linked)
    by = sorted(each.id for each in members)
    body = {"item": item, "text": "Keep for 180 days", "by": by, **linked}
    decision = await write(members[0], operation, "decision.proposed", **body)
    for each in members[1:]:
        await write(each, operation, "decision.agreed", decision=decision)
    return decision


def need_terms(needer: Bureau, *others: Bureau, **changes: Any) -> dict[str, Any]:
    return {
        "subject": "Course",
        "agreement": needer.node.policies[0].digest,
        "members": sorted(each.id for each in (needer, *others)),
        "form": "training",
        "domain": "drugs",
        "need": "Searching ships",
        "people": 20,
        "wanted_by": day(90),
        **changes,
    }


OFFER: dict[str, Any] = {
    "what": "Ten days at sea",
    "risks": ["use-of-force"],
    "starts": day(0),
    "until": day(0),
    "people": 20,
    "days": 1,
}


def check(offer: str, **changes: Any) -> dict[str, Any]:
    answers = [{"question": each, "answer": WORDS} for each in questions_for(["use-of-force"])]
    said = {"offer": offer, "verdict": "go-ahead", "conditions": None, "answers": answers}
    return {**said, **changes}


def delivery(offer: str, **changes: Any) -> dict[str, Any]:
    evidence = [{"sha256": SHA, "size": 10, "name": "list.pdf"}]
    said = {"starts": day(0), "until": day(0), "people": 20, "days": 1, "words": "Held at sea"}
    return {"offer": offer, **said, "evidence": evidence, **changes}
