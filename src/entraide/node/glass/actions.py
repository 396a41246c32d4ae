"""The rows of the action table that belong to the sealed account."""

from __future__ import annotations

from typing import Final

from entraide.node.action import DECIDING, KEEPING, PROTECTING, Action
from entraide.node.call import Parameters
from entraide.node.glass import explaining, setting
from entraide.vocabulary.language import mark

__all__ = ["GLASS_ACTIONS"]

_ALL: Final = DECIDING | KEEPING | PROTECTING

GLASS_ACTIONS: Final = (
    Action("glass.propose", mark("Begin a sealed account, as the first of two officers"),
           KEEPING | PROTECTING, Parameters, setting.propose_glass),
    Action("glass.confirm", mark("Make a sealed account ready, as the second of two officers"),
           KEEPING | PROTECTING, setting.ConfirmGlass, setting.confirm_glass),
    Action("glass.list", mark("Show whether a sealed account is ready, and every use of one"),
           _ALL, Parameters, explaining.list_glass),
    Action("glass.end", mark("End the hour of an opened sealed account"), _ALL,
           explaining.EndGlass, explaining.end_glass),
    Action("glass.explain", mark("Write why a sealed account was used; two officers end its alert"),
           _ALL, explaining.ExplainGlass, explaining.explain_glass),
)  # fmt: skip
