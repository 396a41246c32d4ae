"""What members of an operation do: tasks, and results with the evidence for them."""

from __future__ import annotations

from typing import Literal

from entraide.cli.operating import one_of, write
from entraide.cli.session import Access

__all__ = ["done", "prove", "result", "task"]


def task(operation: str, title: str, *, owner: str, due: str, access: Access | None = None) -> None:
    """Set a task.

    Parameters
    ----------
    operation
        The team, from entraide team list.
    title
        What is to be done.
    owner
        The party that is to do it.
    due
        The day by which, such as 2031-01-31.
    """
    write(access, operation, "task.set", {"title": title, "owner": owner, "due": due})


def done(operation: str, task: str, words: str, *, access: Access | None = None) -> None:
    """Report a task of ours done.

    Parameters
    ----------
    operation
        The team, from entraide team list.
    task
        The task, by the first digits of its entry.
    words
        What was done.
    """
    body = {"task": one_of(access, operation, "tasks", task), "words": words}
    write(access, operation, "task.done", body)


def result(  # noqa: PLR0913 - each is an option of the command
    operation: str,
    what: Literal["arrest", "search", "seizure", "identification"],
    words: str,
    *,
    count: int = 1,
    evidence: tuple[str, ...] = (),
    access: Access | None = None,
) -> None:
    """Report a result; without evidence it stays claimed.

    Parameters
    ----------
    operation
        The operation, from the list of its kind.
    what
        What it is.
    words
        What came of it, in a line; it should name nobody.
    count
        How many.
    evidence
        Evidence for it, by the first digits of its entry; as often as needed.
    """
    named = [one_of(access, operation, "evidence", each) for each in evidence]
    body = {"what": what, "count": count, "words": words, "evidence": named}
    write(access, operation, "result.claimed", body)


def prove(
    operation: str, result: str, *, evidence: tuple[str, ...], access: Access | None = None
) -> None:
    """Give evidence for a result that was claimed.

    Parameters
    ----------
    operation
        The operation, from the list of its kind.
    result
        The result, by the first digits of its entry.
    evidence
        Evidence for it, by the first digits of its entry; as often as needed.
    """
    named = [one_of(access, operation, "evidence", each) for each in evidence]
    body = {"result": one_of(access, operation, "results", result), "evidence": named}
    write(access, operation, "result.proved", body)
