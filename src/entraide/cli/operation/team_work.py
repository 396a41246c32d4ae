"""What members of a team do: tasks."""

from __future__ import annotations

from entraide.cli.operation.operating import one_of, write
from entraide.cli.session import Access

__all__ = ["done", "task"]


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
