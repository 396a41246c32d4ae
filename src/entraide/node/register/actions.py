"""The rows of the action table that are about the register: read by all who work with partners."""

from __future__ import annotations

from typing import Final

from entraide.node.action import ASKING, PROTECTING, Action
from entraide.node.call import Parameters
from entraide.node.register import registered, registering
from entraide.vocabulary.language import mark

__all__ = ["REGISTER_ACTIONS"]

_READERS: Final = ASKING | PROTECTING

REGISTER_ACTIONS: Final = (
    Action("register.list", mark("List the register's documents, meetings and partners"),
           _READERS, registered.SelectMeetings, registered.list_register),
    Action("register.show", mark("Read a page of the register with its facts and their evidence"),
           _READERS, registered.NameDocument, registered.show_document),
    Action("register.partner", mark("Show what the register knows of a partner"), _READERS,
           registered.NamePartner, registered.show_partner),
    Action("register.promises", mark("Show what was promised, and whether it was kept"),
           _READERS, Parameters, registered.show_promises),
    Action("register.keep", mark("Read a page into the register"), ASKING,
           registering.KeepPage, registering.keep_page),
    Action("register.judge", mark("Accept, correct or reject a fact of the register"), ASKING,
           registering.JudgeFact, registering.judge_fact),
)  # fmt: skip
