"""Pursuit to its end: from the place where a person was found to surrender, release or withdrawal.

One transition table for both sides. Each step belongs to the state that has the power to take it:
the *executing* state, on whose territory the person is, and the *requesting* state, which issued
the notice. Both refuse a step by the wrong one. Nobody is arrested but on a red notice. Steps carry
codes, days and numbers, never a name or a place, so that the journal can outlive the notice.

Steps are numbered without gaps. Where both sides write the same number at once, the executing
state's stands: it refuses the other's, and the requesting state takes its own back.

Deadlines are computed from the journal, never stored. How many days the executing state's law gives
is stated in its step; the defaults are unverified.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from entraide.errors import RemoteProtocolError
from entraide.exchange.notice.terms import Colour
from entraide.vocabulary.codes import CodeTable, Entry
from entraide.vocabulary.language import mark

__all__ = [
    "CLOSED",
    "NO_ARREST_REASONS",
    "STEPS",
    "TRANSITIONS",
    "Deadline",
    "Power",
    "Pursuit",
    "Step",
    "StepRule",
    "Taken",
    "check_step",
    "deadlines_of",
    "diagram",
    "stand",
]


class Power(StrEnum):
    """Which state may take a step."""

    EXECUTING = "executing"
    REQUESTING = "requesting"


class Step(StrEnum):
    """What a state does."""

    LOCATED = "located"
    IDENTITY_CONFIRMED = "identity-confirmed"
    IDENTITY_REFUTED = "identity-refuted"
    ARRESTED = "arrested"
    NOT_ARRESTED = "not-arrested"
    FILE_SENT = "file-sent"
    FILE_RECEIVED = "file-received"
    SURRENDERED = "surrendered"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class Pursuit(StrEnum):
    """Where the pursuit stands."""

    OPEN = "open"
    LOCATED = "located"
    IDENTIFIED = "identified"
    SOMEBODY_ELSE = "somebody-else"
    AT_LARGE = "not-arrested"
    ARRESTED = "arrested"
    FILE_SENT = "file-sent"
    FILE_RECEIVED = "file-received"
    RELEASE_DUE = "release-due"
    SURRENDERED = "surrendered"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule:
    """Who may take a step and what it must state."""

    power: Power
    arrest: bool = False
    """Only on a red notice."""
    reasoned: bool = False
    days: int = 0
    """The days that begin with it; a default, unverified, where the step does not state its own."""


STEPS: Final[Mapping[Step, StepRule]] = MappingProxyType(
    {
        Step.LOCATED: StepRule(power=Power.EXECUTING),
        Step.IDENTITY_CONFIRMED: StepRule(power=Power.EXECUTING),
        Step.IDENTITY_REFUTED: StepRule(power=Power.EXECUTING),
        Step.ARRESTED: StepRule(power=Power.EXECUTING, arrest=True, days=40),
        Step.NOT_ARRESTED: StepRule(power=Power.EXECUTING, reasoned=True),
        Step.FILE_SENT: StepRule(power=Power.REQUESTING, arrest=True),
        Step.FILE_RECEIVED: StepRule(power=Power.EXECUTING, arrest=True, days=60),
        Step.SURRENDERED: StepRule(power=Power.EXECUTING, arrest=True),
        Step.RELEASED: StepRule(power=Power.EXECUTING, arrest=True, reasoned=True),
        Step.WITHDRAWN: StepRule(power=Power.REQUESTING),
    }
)

NO_ARREST_REASONS: Final = CodeTable(
    mark("reason not to arrest, or to release"),
    Entry("no-legal-basis", mark("the law here knows no arrest on such a notice")),
    Entry("not-extraditable", mark("extradition is excluded by law or treaty")),
    Entry("extradition-refused", mark("the competent authority refused extradition")),
    Entry("file-late", mark("the extradition file did not come in time")),
    Entry("refugee", mark("the person has international protection")),
    Entry("human-rights", mark("a risk to the person's rights stands against it")),
    Entry("humanitarian", mark("health, age or family")),
    Entry("immunity", mark("immunity")),
    Entry("prosecuted-here", mark("the person is tried or serves a sentence here")),
    Entry("lost-track", mark("the person was gone")),
    Entry("withdrawn-there", mark("the requesting state no longer asks for it")),
)

_CUSTODY: Final = (Pursuit.ARRESTED, Pursuit.FILE_SENT, Pursuit.FILE_RECEIVED)
_AT_LARGE: Final = (Pursuit.OPEN, Pursuit.LOCATED, Pursuit.IDENTIFIED, Pursuit.SOMEBODY_ELSE,
                    Pursuit.AT_LARGE)  # fmt: skip
_AGAIN: Final = (Pursuit.OPEN, Pursuit.SOMEBODY_ELSE, Pursuit.AT_LARGE)

TRANSITIONS: Final[Mapping[tuple[Pursuit, Step], Pursuit]] = {
    **{(state, Step.LOCATED): Pursuit.LOCATED for state in _AGAIN},
    (Pursuit.LOCATED, Step.IDENTITY_CONFIRMED): Pursuit.IDENTIFIED,
    (Pursuit.LOCATED, Step.IDENTITY_REFUTED): Pursuit.SOMEBODY_ELSE,
    (Pursuit.IDENTIFIED, Step.ARRESTED): Pursuit.ARRESTED,
    (Pursuit.IDENTIFIED, Step.NOT_ARRESTED): Pursuit.AT_LARGE,
    (Pursuit.ARRESTED, Step.FILE_SENT): Pursuit.FILE_SENT,
    (Pursuit.FILE_SENT, Step.FILE_RECEIVED): Pursuit.FILE_RECEIVED,
    (Pursuit.FILE_RECEIVED, Step.SURRENDERED): Pursuit.SURRENDERED,
    **{(state, Step.RELEASED): Pursuit.RELEASED for state in (*_CUSTODY, Pursuit.RELEASE_DUE)},
    **{(state, Step.WITHDRAWN): Pursuit.WITHDRAWN for state in _AT_LARGE},
    **{(state, Step.WITHDRAWN): Pursuit.RELEASE_DUE for state in _CUSTODY},
}
"""Where the requesting state withdraws and the person is in custody, release is due."""

CLOSED: Final = frozenset(Pursuit) - {state for state, _ in TRANSITIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step as it was taken: its number, by which state, on which day (ISO), why, how many days.

    ``days`` is 0 where the step begins no deadline.
    """

    number: int
    step: Step
    power: Power
    on: str
    reason: str | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is due, from whom, by which day (ISO), and on which day it was done, if it was."""

    what: Step
    power: Power
    due: str
    done: str | None


_BEGINS: Final[Mapping[Step, tuple[Step, Power, frozenset[Step]]]] = {
    Step.ARRESTED: (
        Step.FILE_SENT, Power.REQUESTING,
        frozenset({Step.FILE_SENT, Step.RELEASED, Step.WITHDRAWN}),
    ),
    Step.FILE_RECEIVED: (
        Step.SURRENDERED, Power.EXECUTING,
        frozenset({Step.SURRENDERED, Step.RELEASED, Step.WITHDRAWN}),
    ),
}  # fmt: skip
"""Which step begins a deadline, for which step of whom, and which steps end it."""


def stand(journal: Sequence[Taken]) -> Pursuit:
    """Return where a journal stands; RemoteProtocolError where it does not follow the table."""
    state = Pursuit.OPEN
    for number, taken in enumerate(journal, start=1):
        following = TRANSITIONS.get((state, taken.step))
        if following is None or taken.number != number:
            raise RemoteProtocolError(
                "pursuit.out_of_turn", state=state.value, step=taken.step.value
            )
        state = following
    return state


def check_step(journal: Sequence[Taken], taken: Taken, colour: Colour) -> Pursuit:
    """Return where the pursuit stands after a step; RemoteProtocolError where it may not be taken.

    1. the state that takes it has the power to; 2. on a notice of this colour; 3. it gives the
    reason and the days that it must, and no others; 4. it is the next, and the table allows it.
    """
    rule = STEPS[taken.step]
    if taken.power is not rule.power:  # 1
        raise RemoteProtocolError("pursuit.not_your_power", step=taken.step.value,
                                  power=rule.power.value)  # fmt: skip
    if rule.arrest and colour is not Colour.RED:  # 2
        raise RemoteProtocolError("pursuit.no_arrest", step=taken.step.value, colour=colour.value)
    if rule.reasoned != (taken.reason in NO_ARREST_REASONS) or bool(rule.days) != bool(taken.days):
        raise RemoteProtocolError("pursuit.reason", step=taken.step.value)  # 3
    return stand((*journal, taken))  # 4


def deadlines_of(journal: Sequence[Taken]) -> tuple[Deadline, ...]:
    """Return the deadlines that a journal has begun, in its order."""
    found = []
    for at, taken in enumerate(journal):
        if taken.step in _BEGINS:
            what, power, ends = _BEGINS[taken.step]
            due = dt.date.fromisoformat(taken.on) + dt.timedelta(days=taken.days)
            done = next((each.on for each in journal[at:] if each.step in ends), None)
            found.append(Deadline(what, power, due.isoformat(), done))
    return tuple(found)


def diagram() -> str:
    """Return the table as a Mermaid state diagram; each step names the state that takes it."""
    names = [f'    state "{each}" as {_id(each)}' for each in Pursuit if _id(each) != each]
    lines = [
        f"    {_id(before)} --> {_id(after)}: {step} ({STEPS[step].power})"
        for (before, step), after in TRANSITIONS.items()
    ]
    ends = [f"    {_id(each)} --> [*]" for each in Pursuit if each in CLOSED]
    return "\n".join(["stateDiagram-v2", *names, f"    [*] --> {Pursuit.OPEN}", *lines, *ends])


def _id(state: Pursuit) -> str:
    return state.value.replace("-", "_")
