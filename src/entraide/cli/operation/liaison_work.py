"""What a liaison officer does: contacts, tasks, sharing them, warning of threats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entraide.cli.operation.arguments import Done, DueDay, Owner, Posting, Title
from entraide.cli.operation.office_show import present_day
from entraide.cli.operation.operating import write_by
from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access, Session
from entraide.cli.show import print_rows
from entraide.errors import InputError
from entraide.vocabulary.language import mark

__all__ = ["contact", "contacts", "done", "forget", "share", "task", "warn"]

_CONTACTS = (
    ("contact", mark("Id")),
    ("day", mark("Day")),
    ("authority", mark("Authority")),
    ("person", mark("Person")),
    ("reached_by", mark("Reached by")),
    ("about", mark("About")),
    ("keep_until", mark("Kept until")),
)


def contact(  # noqa: PLR0913 - each is an option of the command
    posting: str,
    authority: str,
    about: str,
    *,
    person: str | None = None,
    reached_by: str | None = None,
    day: str | None = None,
    keep_until: str | None = None,
    access: Access | None = None,
) -> None:
    """Keep a contact with an authority of the host; it stays at home.

    Parameters
    ----------
    posting
        The posting, from entraide liaison list; its officer alone keeps contacts.
    authority
        With whom.
    about
        About what, in a line.
    person
        Whom there.
    reached_by
        How that person is reached.
    day
        When; today where none is given.
    keep_until
        The last day on which it is kept; as long as Art. 3.4 allows where none is given.
    """
    wanted = {
        "posting": posting,
        "authority": authority,
        "about": about,
        "person": person,
        "reached_by": reached_by,
        "day": day or present_day(),
        "keep_until": keep_until,
    }
    perform_and_show(
        access,
        "liaison.contact",
        wanted,
        saying(mark("Contact {contact} is kept until {keep_until}.")),
    )


def contacts(posting: Posting, *, access: Access | None = None) -> None:
    """Show the contacts of a posting; who looked stands in the log."""
    perform_and_show(access, "liaison.contacts", {"posting": posting}, _draw_contacts)


def _draw_contacts(result: Mapping[str, Any]) -> None:
    rows = ({**row, "contact": row["contact"][:12]} for row in result["contacts"])
    print_rows(mark("Contacts"), _CONTACTS, rows)


def forget(contact: str, *, access: Access | None = None) -> None:
    """Erase a contact before its day.

    Parameters
    ----------
    contact
        The contact, by the first digits of its id.
    """
    perform_and_show(
        access,
        "liaison.forget",
        {"contact": contact},
        saying(mark("Contact {contact} is erased; {keys_destroyed} keys destroyed.")),
    )


def task(posting: str, title: Title, *, due: DueDay, access: Access | None = None) -> None:
    """Keep a task; it stays at home until it is shared.

    Parameters
    ----------
    posting
        The posting, from entraide liaison list; its officer alone keeps tasks.
    """
    wanted = {"posting": posting, "title": title, "due": due}
    perform_and_show(
        access, "liaison.task", wanted, saying(mark("Task {task} is kept, due {due}."))
    )


def share(posting: Posting, task: str, *, owner: Owner, access: Access | None = None) -> None:
    """Share a task with a party of the posting, which is then to do it.

    Parameters
    ----------
    task
        A task that is kept at home, by the first digits of its id.
    """
    given = access or Access()
    row = _home_task(given, posting, task)
    if row is None:
        raise InputError("operation.no_such_entry", named=task[:64], found=0)
    body = {"title": row["title"], "owner": owner, "due": row["due"]}
    _enter(given, posting, ("task.set", body), row["task"])


def done(posting: Posting, task: str, words: Done, *, access: Access | None = None) -> None:
    """Report a task done: one of ours at home, or one that was shared with us.

    Parameters
    ----------
    task
        The task, by the first digits of its id.
    """
    given = access or Access()
    shown = Session(given).perform("operation.show", {"operation": posting})
    shared = [row for row in shown.get("tasks", ()) if row["task"].startswith(task)]
    if task and len(shared) == 1:
        _enter(given, posting, ("task.done", {"task": shared[0]["task"], "words": words}))
        return
    perform_and_show(
        access, "liaison.done", {"task": task, "words": words}, saying(mark("Task {task} is done."))
    )


def warn(posting: Posting, domain: str, words: str, *, access: Access | None = None) -> None:
    """Warn the parties of a posting of a threat; what names a person goes by entraide inform.

    Parameters
    ----------
    domain
        The kind of threat, such as drugs.
    words
        What it is, in a line; it should name nobody.
    """
    _enter(access or Access(), posting, ("threat.warned", {"domain": domain, "words": words}))


def _home_task(given: Access, posting: str, named: str) -> Mapping[str, Any] | None:
    rows = Session(given).perform("liaison.tasks", {"posting": posting})["tasks"]
    found = [row for row in rows if row["task"].startswith(named)]
    return found[0] if named and len(found) == 1 else None


def _enter(
    given: Access, posting: str, entry: tuple[str, Mapping[str, Any]], task: str | None = None
) -> None:
    write_by("liaison.write", given, (posting, *entry), task=task)
