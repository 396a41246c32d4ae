"""Sentences of the error codes raised by attachments and reconciliation."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "attachment.bad_chunk": mark("Chunk {index} of the attachment does not open."),
    "attachment.bad_media_type": mark("“{media_type}” is not a media type such as image/jpeg."),
    "attachment.busy": mark("Too many chunks of this partner are on their way already."),
    "attachment.damaged": mark("What is kept of the attachment {path} is damaged."),
    "attachment.denied": mark("The file may not be sent: {article} ({reason})."),
    "attachment.empty": mark("The file {path} is empty."),
    "attachment.file_changed": mark(
        "The file {path} is not what it was when it was offered: offer it again."
    ),
    "attachment.id_reused": mark("The id of the attachment was used before."),
    "attachment.no_room": mark("The disk has no room for attachments."),
    "attachment.no_thread": mark(
        "No conversation {thread} with {partner} stands where a file can be attached to it."
    ),
    "attachment.not_agreed": mark("The agreement of the conversation does not let this file pass."),
    "attachment.not_found": mark("There is no attachment {attachment}."),
    "attachment.not_wanted": mark("The attachment is no longer taken."),
    "attachment.not_whole": mark("The attachment {attachment} is not whole: {state}."),
    "attachment.out_of_turn": mark("No conversation stands where this file can be attached to it."),
    "attachment.over_limit": mark("The attachments of this partner would exceed their limit."),
    "attachment.too_large": mark("The file {path} has more than {chunks} chunks."),
    "attachment.undeclared": mark("The chunk is not one that the offer declared."),
    "attachment.unknown": mark("There is no such attachment between the two partners."),
    "attachment.unreadable": mark("The file {path} cannot be read: {reason}"),
    "attachment.unusable": mark("The folder {path} cannot be used: {reason}"),
    "attachment.unwritable": mark("The file {path} cannot be written: {reason}"),
    "reconcile.differs": mark(
        "What {partner} and this node sent each other differs: {lacking} messages are lacking."
    ),
    "reconcile.incomplete": mark("The partner did not answer the whole of what it was asked."),
    "reconcile.other_party": mark("The step of the reconciliation speaks of other parties."),
}
