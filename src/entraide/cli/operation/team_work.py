"""What members of a team do: tasks."""

from __future__ import annotations

from entraide.cli.operation.arguments import Done, DueDay, Owner, Team, Title
from entraide.cli.operation.operating import one_of, write
from entraide.cli.session import Access

__all__ = ["done", "task"]


def task(
    operation: Team, title: Title, *, owner: Owner, due: DueDay, access: Access | None = None
) -> None:
    """Set a task."""
    write(access, operation, "task.set", {"title": title, "owner": owner, "due": due})


def done(operation: Team, task: str, words: Done, *, access: Access | None = None) -> None:
    """Report a task of ours done.

    Parameters
    ----------
    task
        The task, by the first digits of its entry.
    """
    body = {"task": one_of(access, operation, "tasks", task), "words": words}
    write(access, operation, "task.done", body)
