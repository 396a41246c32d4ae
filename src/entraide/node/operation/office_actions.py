"""The rows of the action table that are about liaison officers and the committee's minutes."""

from __future__ import annotations

from typing import Final

from entraide.node.action import ASKING, DECIDING, PROTECTING, Action
from entraide.node.liaison import contacts, results, tasks
from entraide.node.liaison.postings import NamePosting
from entraide.node.operation.minutes import write_minutes
from entraide.node.operation.operations import NameOperation
from entraide.node.people.actor import Role
from entraide.vocabulary.language import mark

__all__ = ["OFFICE_ACTIONS"]

OFFICE_ACTIONS: Final = (
    Action("liaison.contact", mark("Keep a contact with an authority of the host"), ASKING,
           contacts.AddContact, contacts.add_contact),
    Action("liaison.contacts", mark("Show the contacts of a posting"), ASKING | PROTECTING,
           NamePosting, contacts.list_contacts),
    Action("liaison.forget", mark("Erase a contact"), ASKING | PROTECTING,
           contacts.ForgetContact, contacts.forget_contact),
    Action("liaison.task", mark("Keep a task of a liaison officer"), ASKING,
           tasks.AddTask, tasks.add_task),
    Action("liaison.tasks", mark("Show the tasks of a posting that are kept at home"),
           ASKING | PROTECTING, NamePosting, tasks.list_tasks),
    Action("liaison.done", mark("Report a task at home done"), ASKING,
           tasks.FinishTask, tasks.finish_task),
    Action("liaison.write", mark("Share or report a task in a posting, or warn of a threat"),
           DECIDING | {Role.LIAISON_OFFICER}, tasks.WriteInPosting, tasks.write_in_posting),
    Action("liaison.results", mark("Count what a liaison officer did, from the log"),
           ASKING | PROTECTING, results.ShowResults, results.show_results),
    Action("committee.minutes", mark("Write the minutes of a closed session"),
           DECIDING | {Role.LIAISON_OFFICER}, NameOperation, write_minutes),
)  # fmt: skip
