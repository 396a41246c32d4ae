"""The rows of the action table that are about operations and their journals, of whatever kind."""

from __future__ import annotations

from typing import Final

from entraide.node.action import ASKING, DECIDING, PROTECTING, Action
from entraide.node.call import Parameters
from entraide.node.operation import deconflicting, journaling, operations
from entraide.node.operation import ends as operation_ends
from entraide.vocabulary.language import mark

__all__ = ["OPERATION_ACTIONS"]

OPERATION_ACTIONS: Final = (
    Action("operation.found", mark("Found an operation or an office with other states"), DECIDING,
           journaling.FoundOperation, journaling.found_operation),
    Action("operation.write", mark("Write an entry into the journal of an operation"), DECIDING,
           journaling.WriteEntry, journaling.write_entry),
    Action("operation.deconflict", mark("Compare an operation with our own others"), DECIDING,
           deconflicting.Deconflict, deconflicting.deconflict),
    Action("operation.erase", mark("Erase what is held of an operation for good"), PROTECTING,
           operation_ends.EraseOperation, operation_ends.erase_named_operation),
    Action("operation.list", mark("List the operations"),
           ASKING | PROTECTING, Parameters, operations.list_operations),
    Action("operation.show", mark("Show an operation with its journal"),
           ASKING | PROTECTING, operations.NameOperation, operations.show_operation),
)  # fmt: skip
