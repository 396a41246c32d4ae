"""Offices as plain data, for the command line and the console."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from entraide.operations.entry import Entry
from entraide.operations.offices.assistance import Assistance, Check, Offer, assistance_of
from entraide.operations.offices.committee import (
    Committee,
    Decision,
    committee_of,
)
from entraide.operations.offices.posting import Posting, PostingState, posting_of
from entraide.operations.rules import day_of
from entraide.operations.tasks import Task
from entraide.operations.telling import tell_task

__all__ = ["tell_assistance", "tell_committee", "tell_posting"]

_SHOWN: Final = 100
_A_YEAR: Final = 365
"""Days after which postings and duties are notified again (Decision 2003/170/JHA: each year)."""


def tell_posting(order: tuple[Entry, ...], day: str) -> dict[str, Any]:
    """Return a posting as it stands on a day (ISO)."""
    posting = posting_of(order)
    state, last = posting.state(day), posting.notified[-1]
    due, accepted = _later(day_of(last), _A_YEAR), posting.terms["host"] in posting.accepted
    return {
        **_terms(posting),
        "keeps": accepted and str(posting.terms["starts"]) <= day,
        "between": sorted(posting.standing if accepted else posting.terms["members"]),
        "posted_by": posting.founding.party,
        "state": state.value,
        "contact": last.body["contact"],
        "duties": last.body["duties"],
        "accepted": sorted(posting.standing),
        "awaited": _awaited(posting, state),
        "declined": sorted(posting.declined),
        "left": sorted(posting.left),
        "notified": [{"entry": each.digest, "day": day_of(each)} for each in posting.notified],
        "notify_by": due,
        "notify_late": state is PostingState.STANDING and day > due,
        "tasks": [tell_task(each, day) for each in posting.tasks.values()],
        "warnings": [_event(each) for each in posting.warnings],
        "ended": _event(posting.ended) if posting.ended else None,
    }


def tell_committee(order: tuple[Entry, ...], day: str) -> dict[str, Any]:
    """Return a session of a committee as it stands on a day (ISO)."""
    committee = committee_of(order)
    return {
        **_terms(committee),
        "keeps": committee.is_held,
        "between": sorted(committee.present if committee.is_held else committee.terms["members"]),
        "starts": committee.terms["day"],
        "until": committee.terms["day"],
        "convened_by": committee.founding.party,
        "state": committee.state(day).value,
        "present": [
            {"party": party, "head": entry.body["head"], "at_ms": entry.at_ms}
            for party, entry in sorted(committee.present.items())
        ],
        "excused": [
            {"party": party, "words": entry.body["words"]}
            for party, entry in sorted(committee.excused.items())
        ],
        "closed": sorted(committee.closed),
        "items": [
            {"item": each.digest, "party": each.party, **each.body} for each in committee.items
        ],
        "decisions": [_decision(committee, each) for each in committee.decisions.values()],
        "actions": [_action(each, day) for each in committee.actions.values()],
        "links": _links(committee),
    }


def tell_assistance(order: tuple[Entry, ...], day: str) -> dict[str, Any]:
    """Return an assistance as it stands."""
    assistance = assistance_of(order)
    offers, members = tuple(assistance.offers.values()), assistance.terms["members"]
    given = {each.entry.party for each in offers if each.evaluated}
    return {
        **_terms(assistance),
        "keeps": bool(given),
        "between": sorted({assistance.founding.party, *given} if given else members),
        "starts": day_of(assistance.founding),
        "until": assistance.terms["wanted_by"],
        "needed_by": assistance.founding.party,
        "state": assistance.state,
        "late": not any(each.delivered for each in offers)
        and assistance.withdrawn is None
        and day > str(assistance.terms["wanted_by"]),
        "offered": [_offer(each) for each in offers],
    }


def _terms(office: Posting | Committee | Assistance) -> dict[str, Any]:
    return {key: value for key, value in office.terms.items() if key != "nonce"}


def _awaited(posting: Posting, state: PostingState) -> list[str]:
    if state in {PostingState.DECLINED, PostingState.ENDED}:
        return []
    return sorted(set(posting.terms["members"]) - posting.accepted - posting.declined)


def _decision(committee: Committee, decision: Decision) -> dict[str, Any]:
    waits, others = set(decision.by) - set(decision.agreed), set(committee.present)
    return {
        "decision": decision.entry.digest,
        **decision.entry.body,
        "proposed_by": decision.entry.party,
        "agreed": list(decision.agreed),
        "awaited": sorted(waits) if decision.is_open else [],
        "refused": [{"party": e.party, "words": e.body["words"]} for e in decision.refused],
        "not_asked": sorted(others - set(decision.by)),
        "state": "taken" if decision.is_taken else "open" if decision.is_open else "refused",
    }


def _links(committee: Committee) -> list[dict[str, Any]]:
    """Return which promises the decisions that were taken carry out, and whether all is done."""
    taken = [each for each in committee.decisions.values() if each.is_taken]
    return [
        {
            **promise,
            "reference": str(each.entry.body["text"])[:_SHOWN],
            "kept": _is_carried_out(committee, each),
        }
        for each in taken
        for promise in _promises(committee, each)
    ]


def _promises(committee: Committee, decision: Decision) -> list[dict[str, Any]]:
    """Return the promises that a decision names, and those of its item, each once."""
    item = next(each for each in committee.items if each.digest == decision.entry.body["item"])
    named: list[dict[str, Any]] = []
    for each in (decision.entry, item):
        rows: Any = each.body["promises"]
        named += [dict(row) for row in rows if row not in named]
    return named


def _is_carried_out(committee: Committee, decision: Decision) -> bool:
    mine = [
        each
        for each in committee.actions.values()
        if each.setting.body["decision"] == decision.entry.digest
    ]
    return bool(mine) and all(each.done for each in mine)


def _action(action: Task, day: str) -> dict[str, Any]:
    setting, done = action.setting, action.done
    late = done is None and day > str(setting.body["due"])
    return {
        "action": setting.digest,
        **setting.body,
        "state": "done" if done else "late" if late else "open",
        "done_ms": done.at_ms if done else None,
        "words": done.body["words"] if done else None,
    }


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "offer": offer.entry.digest,
        "by": offer.entry.party,
        **offer.entry.body,
        "state": offer.state.value,
        "words": offer.declined.body["words"] if offer.declined else None,
        "checks": [_check(each) for each in offer.checks.values()],
        "delivery": _part(offer.delivered, "delivery"),
        "evaluation": _part(offer.evaluated, "evaluation"),
    }


def _check(check: Check) -> dict[str, Any]:
    body: Mapping[str, Any] = check.entry.body
    confirmed = check.confirmed
    return {
        "check": check.entry.digest,
        "by": check.entry.author,
        "verdict": body["verdict"],
        "conditions": body["conditions"],
        "answers": body["answers"],
        "confirmed_by": confirmed.author if confirmed else None,
        "state": "confirmed" if confirmed else "unconfirmed",
    }


def _part(entry: Entry | None, name: str) -> dict[str, Any] | None:
    return None if entry is None else {name: entry.digest, "party": entry.party, **entry.body}


def _event(entry: Entry) -> dict[str, Any]:
    return {"entry": entry.digest, "party": entry.party, "day": day_of(entry), **entry.body}


def _later(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()
