"""Files that go with a post in a thread of several parties.

The post names each file by its SHA-256, so that every member has the same word of the same bytes.
Behind it, in the same transaction, an offer goes to each member who hears the post, with a key of
that member's own; chunks, arrival and all that can go wrong are as between two (``carrier``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from entraide.adapters.files.attachments import Source
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema
from entraide.agreements.policy import Permit
from entraide.errors import InputError
from entraide.exchange.answer import compose_permitted
from entraide.exchange.attachment import is_media_type
from entraide.exchange.discussion import PostedFile
from entraide.exchange.marks import words_of
from entraide.node.call import Call
from entraide.node.files import transfers
from entraide.node.files.attaching import approved_source, new_offer
from entraide.node.mail.post import Stored, enqueue, framing, seal
from entraide.vocabulary.handling import HANDLING

__all__ = ["Enclosed", "enclose", "files_shown", "offer_to"]

_OFFER = "attachment.sent"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file as it lies here, and as a post names it."""

    source: Source
    file: PostedFile


async def enclose(path: str, sha256: str, media_type: str, handling: str) -> Enclosed:
    """Return the file that an officer approved; InputError where it is not that one."""
    HANDLING.find(handling)
    if not is_media_type(media_type):
        raise InputError("attachment.bad_media_type", media_type=media_type)
    source = await approved_source(path, sha256)
    file = PostedFile(sha256=sha256, size=source.size, media_type=media_type, handling=handling)
    return Enclosed(source, file)


def offer_to(
    call: Call, transaction: Transaction, permit: Permit, thread: str, enclosed: Enclosed
) -> None:
    """Offer a file to one member, after the post that names it."""
    node, file = call.node, enclosed.file
    offer = new_offer(node, enclosed.source, (file.sha256, file.media_type))
    said = (call.actor.pseudonym, file.handling)
    message = compose_permitted(permit, offer, said, framing(node, thread))
    stored = Stored(message=message, incoming=False, envelope=seal(node, message))
    transfers.add(transaction, message, offer, enqueue(transaction, stored), enclosed.source)
    ids = {"thread": thread, "attachment": offer.layout.id}
    digests = {"message": message.digest, "file": offer.sha256}
    partner = message.recipient
    transaction.log(call.event(_OFFER, message.id, partner=partner, ids=ids, digests=digests))


def files_shown(
    connection: Connection, thread: str, said: tuple[str, tuple[PostedFile, ...]]
) -> list[dict[str, Any]]:
    """Return the files of a post with where each is: here, or at whom it was offered to.

    ``said`` is who posted it and what it names.
    """
    party, files = said
    known = transfers.load(connection, schema.attachment.c.thread == thread) if files else ()
    return [
        {
            **file.to_json(),
            "mark": words_of(file.handling),
            "attachments": [
                {"attachment": each.id, "partner": each.partner, "state": each.state.value}
                for each in known
                if each.offer.sha256 == file.sha256 and each.message.sender == party
            ],
        }
        for file in files
    ]
