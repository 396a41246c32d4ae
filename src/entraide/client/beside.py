"""What our own pages ask for besides their screens: the inbox in words, a long work, a wall."""

from __future__ import annotations

from typing_extensions import TypedDict

from entraide.client.values import Code, Id, Moment

__all__ = [
    "Board",
    "BoardClock",
    "BoardNode",
    "BoardNotices",
    "BoardPartner",
    "BoardWaiting",
    "BoardWatch",
    "LiveCells",
    "LiveRow",
    "LiveRows",
    "Progress",
]


class LiveCells(TypedDict):
    """The cells of a row in words of the reader's language."""

    left: str
    kind: str
    partner: str
    case: str
    what: str
    state: str
    due: str


class LiveRow(TypedDict):
    """A row of the inbox as its page shows it."""

    key: str
    """The same for the same thing, whatever became of it."""
    kind: Code
    partner: str
    case: str
    ours: bool
    """Whether it waits for us."""
    link: str
    over: bool
    cells: LiveCells


class LiveRows(TypedDict):
    """What waits, in words, with the version that ``/live`` tells."""

    version: str
    rows: list[LiveRow]


class Progress(TypedDict):
    """How far a long work is."""

    done: int
    of: int
    ended: bool


BoardWaiting = TypedDict(
    "BoardWaiting",
    {
        "question": int,
        "information": int,
        "onward": int,
        "discussion": int,
        "notice": int,
        "operation": int,
        "four-eyes": int,
        "awaited": int,
    },
)
"""How much waits for a person here, of each kind, and what we wait for (``awaited``)."""


class BoardClock(TypedDict):
    """A kind of deadline: how many run, and the minutes that the most urgent still has."""

    kind: Code
    running: int
    overdue: int
    left_min: int | None


class BoardPartner(TypedDict):
    """A pinned agency: ``there``, ``away`` or ``never`` seen, and what waits for it."""

    partner: Id
    state: Code
    outbox: int


class BoardNotices(TypedDict):
    """Of a colour, how many notices changed or came today (UTC), and how many are in force."""

    colour: Code
    today: int
    in_force: int


class BoardWatch(TypedDict):
    """The watch: its state, the minutes left of the shift, what stands open."""

    state: Code
    left_min: int | None
    open: int
    critical: int


class BoardNode(TypedDict):
    """How the node itself is."""

    outbox: int
    alarms: int
    endings: int
    uncosigned: int
    serves_partners: bool


class Board(TypedDict):
    """The counts of a screen on the wall: of nobody."""

    at_ms: Moment
    exercise: bool
    waiting: BoardWaiting
    overdue: int
    near_due: int
    requests: int
    clocks: list[BoardClock]
    partners: list[BoardPartner]
    notices: list[BoardNotices]
    glass: int
    """How many uses of a sealed account nobody has explained."""
    watch: BoardWatch
    node: BoardNode
