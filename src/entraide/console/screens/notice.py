"""A notice whole: what it says, its review by two officers, its recipients, sightings, pursuits.

What is offered follows from the life of the notice, from the pursuit's table and from the role;
whether it is allowed is decided when it is ordered. Who drafted a notice is not offered to review
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.agreements.terms import TERM_LABELS, RefusalGround
from entraide.console.listing import Listing
from entraide.console.visit import View, Visit
from entraide.exchange.notice.checks import CHECKS
from entraide.exchange.notice.colours import COLOURS, FIELDS
from entraide.exchange.notice.lifecycle import ENDED, IN_FORCE, TRANSITIONS, Event, Life
from entraide.exchange.notice.pursuit import NO_ARREST_REASONS, STEPS, Power, Pursuit
from entraide.exchange.notice.pursuit import TRANSITIONS as PURSUIT
from entraide.exchange.notice.questions import QUESTIONS
from entraide.exchange.notice.terms import STATUS_LABELS, TEXT_LABELS, Colour
from entraide.node.notice.reviewing import NOT_PUBLISHED
from entraide.vocabulary.erasure import ERASURE_REASONS
from entraide.vocabulary.language import mark

__all__ = ["show_notice"]

_COLUMNS: Final = (
    ("field", mark("Field")),
    ("value", mark("Value")),
    ("handling", mark("Handling")),
    ("mark", mark("Words")),
)
_VALUES: Final = (
    ("prop", mark("Field")),
    ("text", mark("Value")),
    ("evaluation", mark("Grading")),
    ("retention", mark("Keep until")),
)
_EVENTS: Final = {
    "notice.submit": Event.SUBMIT,
    "notice.review": Event.ANSWER,
    "notice.decline": Event.REFUSE,
    "notice.publish": Event.PUBLISH,
    "notice.suspend": Event.SUSPEND,
    "notice.resume": Event.RESUME,
    "notice.cancel": Event.CANCEL,
    "notice.draft": Event.AMEND,
}
_SAYS: Final = {check.code: check.says for check in CHECKS}
_REVIEWING: Final = frozenset({"notice.review", "notice.confirm", "notice.decline"})
_TWO: Final = 2


async def show_notice(visit: Visit) -> View:
    """Return one notice, ours or a partner's."""
    named = visit.request.path_params["notice"]
    shown = await visit.read("notice.show", notice=named)
    ours = "verdict" not in shown
    status = await visit.read("notice.status", notice=named) if ours else {}
    review = await _review(visit, shown) if ours else {}
    return View(
        template="notice",
        title=mark("Notice"),
        data={**shown, "status": status, "review": review},
        listing=Listing(_COLUMNS, _lines(shown)),
        values={
            "shown": shown,
            "body": shown["body"],
            "ours": ours,
            "status": status,
            "review": review,
            "offered": _offered(visit, shown, status, review) if ours else _taken(visit, shown),
            "pursuits": [{**each, "next": _steps(shown, each)} for each in _pursuits(shown)],
            "columns": _VALUES,
            **_words(),
        },
    )


async def _review(visit: Visit, shown: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return questions, answers and signatures, where the role may read them."""
    begun = shown["state"] not in {Life.DRAFTED.value, Life.SUBMITTED.value}
    if shown["body"] is None or not visit.may("notice.questions"):
        return {}
    found = await visit.read("notice.questions", notice=shown["notice"])
    answers = {each["question"]: each for each in found["answers"]}
    asked = [{**each, "answer": answers.get(each["question"])} for each in found["questions"]]
    return {**found, "questions": asked, "begun": begun}


def _offered(
    visit: Visit, shown: Mapping[str, Any], status: Mapping[str, Any], review: Mapping[str, Any]
) -> frozenset[str]:
    """Return the actions that fit a notice of ours as it stands, for this person."""
    states = {Life(shown["state"]), Life(status["state"])}
    fit = {action for action, event in _EVENTS.items()
           if any((state, event) in TRANSITIONS for state in states)}  # fmt: skip
    if shown["state"] == Life.IN_REVIEW.value:
        fit |= {"notice.confirm"}
    if shown["findings"]:
        fit -= {"notice.submit"}
    if int(review.get("approvals", 0)) < _TWO:
        fit -= {"notice.publish"}
    if status["unconfirmed"]:
        fit |= {"notice.cancel"}
    if Life(shown["state"]) in ENDED and shown["body"] is not None:
        fit |= {"notice.erase"}
    if shown["body"] and shown["body"]["drafter"] == visit.person.pseudonym:
        fit -= _REVIEWING
    return frozenset(action for action in fit if visit.may(action))


def _taken(visit: Visit, shown: Mapping[str, Any]) -> frozenset[str]:
    """Return the actions that fit a partner's notice as it stands here."""
    state, verdict = Life(shown["state"]), shown["verdict"]
    usable = verdict == "accepted" and state in IN_FORCE
    fit = {
        "notice.accept": not verdict and state not in ENDED,
        "notice.refuse": verdict != "refused" and state not in ENDED,
        "sighting.write": usable,
        "sighting.approve": usable and bool(shown["sightings"]),
        "pursuit.step": usable or bool(shown["pursuits"]),
    }
    return frozenset(action for action, fits in fit.items() if fits and visit.may(action))


def _pursuits(shown: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the pursuits; at a recipient that may begin one, the one that is still to begin."""
    if shown["pursuits"] or "partner" not in shown:
        return list(shown["pursuits"])
    begin = {"partner": shown["partner"], "state": Pursuit.OPEN.value}
    return [{**begin, "journal": [], "deadlines": []}] if shown["verdict"] == "accepted" else []


def _steps(shown: Mapping[str, Any], pursuit: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the steps that our side may take now, with what each must state."""
    power = Power.EXECUTING if "verdict" in shown else Power.REQUESTING
    red = shown["colour"] == Colour.RED.value
    return [
        {"step": step.value, "reasoned": STEPS[step].reasoned, "days": STEPS[step].days}
        for state, step in PURSUIT
        if state.value == pursuit["state"]
        and STEPS[step].power is power
        and (red or not STEPS[step].arrest)
    ]


def _lines(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what a notice says, a field a line, each under its handling code."""
    body = shown["body"] or {}
    head = [
        {"field": name, "value": shown[name]} for name in ("notice", "colour", "state", "expires")
    ]
    said = [(each["prop"], each["text"]) for each in body.get("values", ())]
    bound = {"handling": body.get("handling"), "mark": body.get("mark")}
    lines = [*said, *body.get("texts", {}).items()]
    return [*head, *({"field": field, "value": value, **bound} for field, value in lines)]


def _words() -> dict[str, Any]:
    return {
        "says": _SAYS,
        "fields": {name: label for name, (label, _) in FIELDS.items()},
        "purposes_of": {each.value: rule.label for each, rule in COLOURS.items()},
        "statuses": dict(STATUS_LABELS),
        "texts": dict(TEXT_LABELS),
        "declining": {each.code: each.label for each in NOT_PUBLISHED},
        "cancelling": {each.code: each.label for each in ERASURE_REASONS},
        "grounds": {each.value: TERM_LABELS[each] for each in RefusalGround},
        "no_arrest": {each.code: each.label for each in NO_ARREST_REASONS},
        "effects": {(each.code, choice.code): choice.effect.value
                    for each in QUESTIONS for choice in each.choices},
    }  # fmt: skip
