"""The rows of the action table that are about memoranda: adopted, signed for, carried, tried."""

from __future__ import annotations

from typing import Final

from entraide.node.action import DECIDING, ERASING, EVERYONE, KEEPING, Action
from entraide.node.call import Parameters
from entraide.node.memorandum import countersigning, declaring, memoranda, sending, simulating
from entraide.vocabulary.language import mark

__all__ = ["MEMORANDUM_ACTIONS"]

MEMORANDUM_ACTIONS: Final = (
    Action("agreement.adopt", mark("Adopt a memorandum from a file"), KEEPING | DECIDING,
           memoranda.AdoptMemorandum, memoranda.adopt_memorandum),
    Action("agreement.preview", mark("Show what a memorandum's file says before it is adopted"),
           KEEPING | DECIDING, countersigning.PreviewMemorandum, countersigning.preview_signed),
    Action("agreement.countersign",
           mark("Bring a memorandum with its signatures into the node, by two officers"),
           KEEPING | DECIDING, countersigning.CountersignMemorandum,
           countersigning.countersign_memorandum),
    Action("agreement.declare", mark("Adopt a declaration about a memorandum from a file"),
           KEEPING | DECIDING, declaring.AdoptDeclaration, declaring.adopt_declaration),
    Action("agreement.send", mark("Send a memorandum to partners"), KEEPING | DECIDING,
           sending.SendMemorandum, sending.send_memorandum),
    Action("agreement.list", mark("List the memoranda"), EVERYONE, Parameters,
           memoranda.list_memoranda),
    Action("agreement.show", mark("Show a memorandum"), EVERYONE, memoranda.NameMemorandum,
           memoranda.show_memorandum),
    Action("agreement.simulate", mark("Try what a memorandum would let pass"),
           DECIDING | ERASING, simulating.Simulate, simulating.simulate_agreement),
)  # fmt: skip
