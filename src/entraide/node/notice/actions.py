"""The rows of the action table that are about notices, sightings and pursuit."""

from __future__ import annotations

from typing import Final

from entraide.node.action import ASKING, DECIDING, EVERYONE, PROTECTING, Action
from entraide.node.notice import (
    changing,
    copies,
    drafting,
    erasing,
    publishing,
    pursuing,
    reviewing,
    showing,
    sighting,
)
from entraide.vocabulary.language import mark

__all__ = ["NOTICE_ACTIONS"]

NOTICE_ACTIONS: Final = (
    Action("notice.draft", mark("Draft a notice from a record"), ASKING,
           drafting.DraftNotice, drafting.draft_notice),
    Action("notice.submit", mark("Hand a drafted notice to review"), ASKING,
           drafting.NameNotice, drafting.submit_notice),
    Action("notice.list", mark("List our notices and partners' notices"), EVERYONE,
           showing.ListNotices, showing.list_notices),
    Action("notice.show", mark("Read a notice whole"), ASKING | PROTECTING,
           drafting.NameNotice, showing.show_notice),
    Action("notice.questions", mark("Show the questions of a notice's review and their answers"),
           DECIDING | PROTECTING, drafting.NameNotice, reviewing.show_review),
    Action("notice.review", mark("Answer the questions of a notice's review in writing"),
           DECIDING, reviewing.AnswerReview, reviewing.answer_review),
    Action("notice.confirm", mark("Sign the review of a notice"), DECIDING,
           reviewing.ConfirmReview, reviewing.confirm_review),
    Action("notice.decline", mark("Refuse a notice before publication"), DECIDING,
           reviewing.DeclineNotice, reviewing.decline_notice),
    Action("notice.publish", mark("Publish a reviewed notice to its addressees"), DECIDING,
           drafting.NameNotice, publishing.publish_notice),
    Action("notice.suspend", mark("Suspend a notice at every recipient"), DECIDING,
           drafting.NameNotice, changing.suspend_notice),
    Action("notice.resume", mark("Put a suspended notice in force again"), DECIDING,
           drafting.NameNotice, changing.resume_notice),
    Action("notice.cancel", mark("Cancel a notice and have it erased at every recipient"),
           DECIDING | PROTECTING, changing.CancelNotice, changing.cancel_notice),
    Action("notice.erase", mark("Erase what an ended notice of ours says, before its last day"),
           PROTECTING, erasing.EraseNotice, erasing.erase_notice),
    Action("notice.status", mark("Show where a notice stands with each recipient"), EVERYONE,
           drafting.NameNotice, changing.notice_status),
    Action("notice.accept", mark("Accept a partner's notice"), DECIDING, copies.AcceptNotice,
           copies.accept_notice),
    Action("notice.refuse", mark("Refuse a partner's notice with a ground"), DECIDING,
           copies.RefuseNotice, copies.refuse_notice),
    Action("notice.figures", mark("Show a year's figures of notices"), EVERYONE,
           showing.YearOfNotices, showing.notice_figures),
    Action("sighting.write", mark("Write that the person or thing of a notice was seen"), ASKING,
           sighting.WriteSighting, sighting.write_sighting),
    Action("sighting.approve", mark("Approve a sighting; enough officers send it"), DECIDING,
           sighting.ApproveSighting, sighting.approve_sighting),
    Action("pursuit.show", mark("Show the pursuits of a notice and their deadlines"),
           ASKING | PROTECTING, pursuing.ShowPursuit, pursuing.show_pursuit),
    Action("pursuit.step", mark("Take a step of a pursuit"), DECIDING, pursuing.TakeStep,
           pursuing.take_step),
)  # fmt: skip
