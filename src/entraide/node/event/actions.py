"""The rows of the action table that belong to major events alone.

A cell is proposed, joined and written into by the actions of every operation (``operation.*``).
"""

from __future__ import annotations

from typing import Final

from entraide.node.action import ASKING, DECIDING, PROTECTING, Action
from entraide.node.call import Parameters
from entraide.node.event import listing, showing
from entraide.vocabulary.language import mark

__all__ = ["EVENT_ACTIONS"]

EVENT_ACTIONS: Final = (
    Action("event.accredit", mark("Take an accreditation list in, to be announced and screened"),
           DECIDING, listing.TakeList, listing.take_list),
    Action("event.accreditations", mark("Show our accreditation lists and who is to be referred"),
           DECIDING | PROTECTING, showing.NameCell, showing.show_accreditations),
    Action("event.resume", mark("Send again what a partner denied or never got of our lists"),
           DECIDING, showing.NameCell, showing.resume_screening),
    Action("event.dissolved", mark("Show the figures of dissolved cells"),
           ASKING | PROTECTING, Parameters, showing.show_dissolved),
)  # fmt: skip
