"""Joint action days as programs read them: one moment, several states."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from entraide.client.operation_parts import (
    ContactTold,
    Pursued,
    ResultTotal,
)
from entraide.client.values import Country, Digest, Id, Moment

__all__ = [
    "ActionDayShown",
    "StateOfActionDay",
]


class StateOfActionDay(TypedDict):
    """A state on a joint action day: its word, and how it stands with its results."""

    country: Country
    party: Id
    law: str
    leader: str
    """Who leads there."""
    task: str
    """What it does on the day, in words."""
    joined: bool
    """Whether it takes part."""
    clear: bool | None
    """Whether none of its own operations meets this one; null where it has not answered."""
    word: Literal["go", "no-go", "missing"]
    word_ms: Moment | None
    """When it gave its word; null while it is missing."""
    words: str | None
    """What it said with its word; null while it is missing."""
    word_entry: Digest | None
    """The entry that gave it; null while it is missing."""
    without: list[Id]
    """Silent members without whose answer it goes."""
    acts: bool
    """Whether the day starts there."""
    told_ms: Moment | None
    """When it reported that all its results are told; null while it has not."""
    reporting: Literal["none", "awaited", "overdue", "in-time", "late"]
    """How it stands with its results; none are awaited of one that stands out."""
    totals: list[ResultTotal]
    heard: Literal["go", "go-late", "no-go", "missing"]
    """Its word as it came here: go-late where a go came after the time for one."""


class ActionDayShown(Pursued):
    """A joint action day whole."""

    kind: Literal["action.proposed"]
    moment_ms: Moment
    """The moment at which all act."""
    window_minutes: int
    """How long they act, in minutes."""
    answer_by_ms: Moment
    """Until when each gives its go."""
    contacts: list[ContactTold]
    """Whom to reach day and night at each member."""
    proposed_by: Id
    ends_ms: Moment
    """When the time to act is over."""
    due_ms: Moment
    """By when each reports its results."""
    joined: list[Id]
    """Members that take part."""
    clear: dict[str, bool | None]
    """By member whether none of its own operations meets this one; null where none has answered."""
    awaited: list[Id]
    """Members whose answer on their own operations is missing."""
    silence_ms: Moment
    """From when a state may go without the answer of a member that is silent."""
    states: list[StateOfActionDay]
    """The states that act."""
    totals: list[ResultTotal]
    closed: str | None
    """What was said when it was closed or called off; null while it is not."""
    closed_ms: Moment | None
