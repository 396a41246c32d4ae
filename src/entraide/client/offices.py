"""What orders answer about liaison officers and joint committees."""

from __future__ import annotations

from typing_extensions import TypedDict

from entraide.client.values import Code, Day, Digest, Id, Moment

__all__ = [
    "ContactForgotten",
    "ContactKept",
    "ContactRow",
    "Contacts",
    "Minutes",
    "OfficeFigures",
    "ResultRow",
    "Results",
    "TaskFinished",
    "TaskRow",
    "TaskSet",
    "Tasks",
]


class ContactKept(TypedDict):
    """A contact that was kept."""

    contact: Id
    posting: Id
    day: Day
    keep_until: Day


class ContactRow(TypedDict):
    """A contact with an authority of the host."""

    contact: Id
    day: Day
    keep_until: Day
    about: str
    authority: str
    person: str | None
    reached_by: str | None


class Contacts(TypedDict):
    """The contacts of a posting."""

    contacts: list[ContactRow]


class ContactForgotten(TypedDict):
    """A contact that is held no more."""

    contact: Id
    keys_destroyed: int


class TaskSet(TypedDict):
    """A task of the officer's own."""

    task: Id
    posting: Id
    due: Day


class TaskRow(TypedDict):
    """A task of the officer's own; ``shared`` is the journal entry that shares it."""

    task: Id
    due: Day
    state: Code
    shared: Digest | None
    title: str
    words: str | None


class Tasks(TypedDict):
    """The tasks of a posting."""

    tasks: list[TaskRow]


class TaskFinished(TypedDict):
    """A task that is done."""

    task: Id
    posting: Id


class OfficeFigures(TypedDict):
    """What a posting came to, counted from the log, the clocks and the journals."""

    requests_handled: int
    """Requests of partners that the officer answered."""
    on_time: int
    late: int
    waiting: int
    """Requests that wait for the officer."""
    on_time_percent: int | None
    """Of the requests answered; null without any."""
    first_answer_median_ms: int | None
    """Median time to the officer's first answer, milliseconds; null without any."""
    requests_made: int
    questions: int
    """Questions that the officer asked."""
    spontaneous: int
    """Information given unasked."""
    contacts: int
    """Contacts with authorities of the host."""
    tasks_done: int
    warnings: int
    """Warnings of threats."""
    cases_with_results: int
    cases_per_hundred_requests: int | None
    """Cases with results for each hundred requests handled; null without any."""
    arrests: int
    searchs: int
    """House searches."""
    seizures: int
    identifications: int
    claimed_only: int
    """Results that one side alone claims."""
    trainings: int
    people_trained: int
    days_of_training: int


class ResultRow(TypedDict):
    """The results of one posting in a period."""

    posting: Id
    subject: str
    host: Id
    """The agency where the officer is posted."""
    officer: Id
    from_ms: Moment
    until_ms: Moment
    figures: OfficeFigures


class Results(TypedDict):
    """The results of our postings."""

    results: list[ResultRow]


class Minutes(TypedDict):
    """The minutes of a session."""

    minutes: str
    """The document whole, canonical JSON with every entry as signed; docs/offices.md reads it."""
