"""The life of a notice: one transition table, used by the issuer and by every recipient.

A *version* of a notice has this life; an amendment is a further version, reviewed like the first,
and the one before it is then *amended*. What reaches a recipient has passed review, so that a
recipient's copy begins in review and the notice's coming publishes it there. The states are those
of the field (docs/notices.md draws this table).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from entraide.errors import RemoteProtocolError

__all__ = ["ENDED", "IN_FORCE", "TRANSITIONS", "Event", "Life", "diagram", "live"]


class Life(StrEnum):
    """Where a version of a notice stands."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    IN_REVIEW = "in-review"
    REFUSED = "refused"
    PUBLISHED = "published"
    AMENDED = "amended"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Event(StrEnum):
    """What happens to it."""

    SUBMIT = "submit"
    ANSWER = "answer"
    REFUSE = "refuse"
    PUBLISH = "publish"
    AMEND = "amend"
    SUSPEND = "suspend"
    RESUME = "resume"
    CANCEL = "cancel"
    EXPIRE = "expire"


_BEFORE: Final = (Life.DRAFTED, Life.SUBMITTED, Life.IN_REVIEW)
_PUBLIC: Final = (Life.PUBLISHED, Life.SUSPENDED)

TRANSITIONS: Final[Mapping[tuple[Life, Event], Life]] = {
    (Life.DRAFTED, Event.SUBMIT): Life.SUBMITTED,
    (Life.SUBMITTED, Event.ANSWER): Life.IN_REVIEW,
    (Life.IN_REVIEW, Event.ANSWER): Life.IN_REVIEW,
    (Life.SUBMITTED, Event.REFUSE): Life.REFUSED,
    (Life.IN_REVIEW, Event.REFUSE): Life.REFUSED,
    (Life.IN_REVIEW, Event.PUBLISH): Life.PUBLISHED,
    (Life.PUBLISHED, Event.SUSPEND): Life.SUSPENDED,
    (Life.SUSPENDED, Event.RESUME): Life.PUBLISHED,
    **{(state, Event.AMEND): Life.AMENDED for state in _PUBLIC},
    **{(state, Event.CANCEL): Life.CANCELLED for state in (*_BEFORE, *_PUBLIC)},
    **{(state, Event.EXPIRE): Life.EXPIRED for state in (*_BEFORE, *_PUBLIC)},
}

IN_FORCE: Final = frozenset({Life.PUBLISHED})
"""The states in which a notice is screened and may be acted on."""
ENDED: Final = frozenset(Life) - {state for state, _ in TRANSITIONS}


def live(state: Life, event: Event) -> Life:
    """Return the next state; RemoteProtocolError where the event is out of turn."""
    following = TRANSITIONS.get((state, event))
    if following is None:
        raise RemoteProtocolError("notice.out_of_turn", state=state.value, event=event.value)
    return following


def diagram() -> str:
    """Return the table as a Mermaid state diagram, whose ids take no hyphen."""
    names = [f'    state "{each}" as {_id(each)}' for each in Life if _id(each) != each]
    lines = [
        f"    {_id(before)} --> {_id(after)}: {event}"
        for (before, event), after in TRANSITIONS.items()
    ]
    ends = [f"    {_id(each)} --> [*]" for each in Life if each in ENDED]
    return "\n".join(["stateDiagram-v2", *names, f"    [*] --> {Life.DRAFTED}", *lines, *ends])


def _id(state: Life) -> str:
    return state.value.replace("-", "_")
