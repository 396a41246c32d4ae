"""The rows of the action table about what is given unasked, passed on, exported and talked over.

They stand apart for their number; ``actions`` joins them to the one table.
"""

from __future__ import annotations

from typing import Final

from entraide.node.action import ASKING, DECIDING, OVERSIGHT, PROTECTING, Action
from entraide.node.call import Parameters
from entraide.node.discussion import discussed, discussing
from entraide.node.giving import (
    direct_recall,
    exporting,
    informed,
    informing,
    onward,
    onward_answering,
    onward_revoking,
    passage,
    passing,
    tree,
)
from entraide.vocabulary.language import mark

__all__ = ["COPY_ACTIONS"]

COPY_ACTIONS: Final[tuple[Action, ...]] = (
    Action("inform.preview", mark("Preview what partners would be told unasked"), DECIDING,
           informing.InformPreview, informing.preview_information),
    Action("inform", mark("Approve and send information unasked"), DECIDING, informing.Inform,
           informing.inform),
    Action("noted", mark("Say that information was taken note of"), ASKING, informed.Note,
           informed.note),
    Action("onward.ask", mark("Ask a provider to let an item go on"), ASKING, onward.AskOnward,
           onward.ask_onward),
    Action("onward.grant", mark("Let an item go on to a third party"), DECIDING,
           onward_answering.GrantOnward, onward_answering.grant_onward),
    Action("onward.deny", mark("Refuse that an item goes on"), DECIDING,
           onward_answering.DenyOnward, onward_answering.deny_onward),
    Action("onward.revoke", mark("Let an item go on no more"), DECIDING,
           onward_revoking.RevokeOnward, onward_revoking.revoke_onward),
    Action("onward.list", mark("Show what was asked about passing on"), OVERSIGHT, Parameters,
           onward.list_onward),
    Action("onward.preview", mark("Preview what would be passed on"), DECIDING,
           passage.PassOnPreview, passing.preview_passing),
    Action("onward.send", mark("Approve and pass an item on"), DECIDING, passing.PassOn,
           passing.pass_on),
    Action("copies", mark("Show where the copies of what was given are"),
           ASKING | PROTECTING, tree.NameItem, tree.show_copies),
    Action("copies.recall", mark("Take a copy back from a holder directly"), DECIDING,
           direct_recall.RecallCopy, direct_recall.recall_copy),
    Action("export", mark("Write what a partner gave into a file, with its marks"), ASKING,
           exporting.ExportItem, exporting.export_item),
    Action("discuss.open", mark("Open a thread with several parties"), DECIDING,
           discussing.OpenDiscussion, discussing.open_discussion),
    Action("discuss.say", mark("Say something in a thread of several parties"), DECIDING,
           discussing.Say, discussing.say),
    Action("discuss.attach", mark("Say something with a file in a thread of several parties"),
           DECIDING, discussing.AttachToDiscussion, discussing.attach_to_discussion),
    Action("discuss.list", mark("List the threads of several parties"),
           ASKING | PROTECTING, Parameters, discussed.list_discussions),
    Action("discuss.show", mark("Read a thread of several parties"),
           ASKING | PROTECTING, discussed.NameDiscussion,
           discussed.show_discussion),
)  # fmt: skip
