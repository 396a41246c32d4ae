"""Tasks that members of an operation set one another: what was set, and that it was done.

A task is named by the digest of the entry that set it; the first report that it is done stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from entraide.operations.entry import Entry

__all__ = ["Task", "Tasks", "tasks_done", "tasks_set"]


@dataclass(frozen=True, slots=True)
class Task:
    """A task, and the entry that reported it done."""

    setting: Entry
    done: Entry | None = None


Tasks = Mapping[str, Task]
"""The tasks of an operation, by the digest of the entry that set each."""


def tasks_set(tasks: Tasks, entry: Entry) -> Tasks:
    """Return the tasks with one more."""
    return {**tasks, entry.digest: Task(entry)}


def tasks_done(tasks: Tasks, entry: Entry, field: str = "task") -> Tasks:
    """Return the tasks once an entry reported the one done that its field names; else as before."""
    task = tasks.get(str(entry.body[field]))
    if task is None:
        return tasks
    return {**tasks, task.setting.digest: replace(task, done=task.done or entry)}
