"""A thread as people on both sides work it: state, clock, messages, and what can be done now.

What is offered follows from the conversation's state and the person's role; whether it is allowed
is decided when it is ordered. The preview shows field by field what a release would hold, and the
hash of exactly that is what the passkey signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.agreements.terms import TERM_LABELS, RefusalGround
from entraide.console.listing import Listing
from entraide.console.visit import View, Visit
from entraide.exchange.conversation import OPEN, TRANSITIONS, State
from entraide.exchange.progress import DelayReason, Outcome
from entraide.exchange.recalls import Withdrawal
from entraide.vocabulary.categories import CATEGORIES
from entraide.vocabulary.language import mark

__all__ = ["show_preview", "show_thread"]

_OPEN: Final = frozenset(state.value for state in OPEN)
_ANSWERED: Final = frozenset(
    {State.ANSWERED.value, State.DECLINED.value, State.CORRECTING.value, State.WITHDRAWN.value}
)
_HELD: Final = frozenset(state.value for state, event in TRANSITIONS if event == Withdrawal.KIND)
_MESSAGES: Final = (
    ("sent_ms", mark("At")),
    ("from", mark("From")),
    ("kind", mark("What")),
    ("author", mark("Officer")),
    ("id", mark("Id")),
)
_VALUES: Final = (
    ("prop", mark("Field")),
    ("text", mark("Value")),
    ("evaluation", mark("Grading")),
    ("handling", mark("Handling")),
    ("mark", mark("Words")),
    ("retention", mark("Keep until")),
)
_GRADES: Final = tuple(f"{source}{number}" for source in "ABCX" for number in "1234")
_CODES: Final = ("H0", "H1", "H2", "H3")
_LABELS: Final[Mapping[str, str]] = {each.code: each.label for each in CATEGORIES}


async def show_thread(visit: Visit) -> View:
    """Return a thread whole, with what this person may do in it now."""
    thread = visit.request.path_params["thread"]
    partner = visit.asked("partner") or None
    shown = await visit.read("thread", thread=thread, partner=partner)
    waiting = (await visit.read("inbox"))["waiting"]
    question = next((row for row in waiting if row["thread"] == thread), None)
    conversations = [{**each, "may": _offered(visit, each)} for each in shown["conversations"]]
    messages = [message for each in conversations for message in each["messages"]]
    return View(
        template="thread",
        title=mark("Thread"),
        data=shown,
        listing=Listing(_MESSAGES, messages),
        values={
            "thread": thread,
            "conversations": conversations,
            "question": question if visit.may("answer") else None,
            "columns": _VALUES,
            **_choices(),
        },
    )


async def show_preview(visit: Visit) -> View:
    """Return what a release would hold, by the choices in the address."""
    chosen = _chosen(visit)
    preview = await visit.read("release.preview", **chosen)
    return View(
        template="preview",
        title=mark("What would be released"),
        data=preview,
        listing=Listing(_VALUES, preview["values"]),
        values={
            "thread": chosen["thread"],
            "preview": preview,
            "chosen": chosen,
            "categories": chosen.get("categories")
            or [each for each in preview["asked"] if each not in preview["left"]],
            "fields": sorted({*(row["prop"] for row in preview["values"]), *chosen["without"]}),
            "columns": _VALUES,
            "grades": _GRADES,
            "codes": _CODES,
            "labels": _LABELS,
        },
    )


def _chosen(visit: Visit) -> dict[str, Any]:
    """Return the parameters of a preview that stand in the address."""
    found: dict[str, Any] = {"thread": visit.request.path_params["thread"]}
    for name in ("partner", "evaluation", "handling", "language"):
        if visit.asked(name):
            found[name] = visit.asked(name)
    found["handling_text"] = visit.asked("handling_text")
    for name in ("categories", "without", "more"):
        found[name] = list(visit.asked_all(name))
    return found


def _offered(visit: Visit, conversation: Mapping[str, Any]) -> frozenset[str]:
    """Return the actions that fit a conversation as it stands."""
    state, asking = conversation["state"], conversation["asking"]
    fit = {
        "release": not asking and state in _OPEN,
        "refuse": not asking and state in _OPEN,
        "clarify": not asking and state == State.REQUESTED.value,
        "delay": not asking and state in _OPEN,
        "withdraw": not asking and state in _HELD,
        "request": asking and state == State.HIT.value,
        "explain": asking and state == State.CLARIFYING.value,
        "close": asking and state in _ANSWERED,
        "noted": asking and state == State.INFORMED.value,
    }
    return frozenset(action for action, fits in fit.items() if fits and visit.may(action))


def _choices() -> dict[str, Any]:
    return {
        "grounds": {each.value: TERM_LABELS[each] for each in RefusalGround},
        "delays": [each.value for each in DelayReason],
        "outcomes": [each.value for each in Outcome],
        "labels": _LABELS,
    }
