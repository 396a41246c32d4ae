"""The rows of the action table that belong to the duty room, the sealed account's among them."""

from __future__ import annotations

from typing import Final

from entraide.node.action import ASKING, DECIDING, PROTECTING, Action
from entraide.node.call import Parameters
from entraide.node.duty import log, shifts, showing, walls
from entraide.node.glass.actions import GLASS_ACTIONS
from entraide.vocabulary.language import mark

__all__ = ["DUTY_ACTIONS"]

DUTY_ACTIONS: Final = (
    Action("watch.show", mark("Show the watch log, what of it is open, and the shifts"),
           ASKING | PROTECTING, showing.ShowWatch, showing.show_watch),
    Action("watch.write", mark("Write an entry into the watch log"), ASKING, log.WriteEntry,
           log.write_entry),
    Action("watch.correct", mark("Correct an entry of the watch log by another"), ASKING,
           log.CorrectEntry, log.correct_entry),
    Action("watch.close", mark("Close an open point of the watch log"), ASKING, log.CloseMatter,
           log.close_matter),
    Action("watch.begin", mark("Begin a shift that nobody hands over"), DECIDING,
           shifts.BeginShift, shifts.begin_shift),
    Action("watch.handover", mark("Hand the shift over, with all that is open"), DECIDING,
           shifts.HandOver, shifts.hand_over),
    Action("watch.sheet", mark("Show a handover sheet, or what would stand on it now"),
           ASKING | PROTECTING, showing.NameShift, showing.show_handover),
    Action("watch.take", mark("Take the shift over whose sheet was read"), DECIDING,
           shifts.TakeOver, shifts.take_over),
    Action("wall.open", mark("Open a screen on the wall, which shows counts alone"), DECIDING,
           walls.OpenWall, walls.open_wall),
    Action("wall.list", mark("List the screens on the wall"), ASKING | PROTECTING, Parameters,
           walls.list_walls),
    Action("wall.close", mark("Close a screen on the wall"), ASKING | PROTECTING,
           walls.CloseWall, walls.close_wall),
    *GLASS_ACTIONS,
)  # fmt: skip
