"""The certificate that follows the present one: made beside it, announced, then put in its place.

The transport authorises nothing, but a partner that has not heard could not be reached to be told.
So the order is: the key set that names the new certificate is announced while the node still shows
the old one; partners trust both from then on; when every announcement was receipted, or the overlap
is over, the node shows the new one, to running connections too. A cut between the two renames is
mended when the node is opened (``Folder.mend_certificate``).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from entraide.adapters.store.writer import Event
from entraide.adapters.tables import schema
from entraide.adapters.wire import tls
from entraide.exchange.bodies import NewKeys
from entraide.node.keys.identity import own_keys
from entraide.node.partner.senders import OVERLAP_MS
from entraide.node.runtime import Node

__all__ = ["prepare_certificate", "show_following"]

_UNTOLD: Final = (
    select(schema.outbox.c.seq)
    .join_from(schema.outbox, schema.message, schema.outbox.c.message == schema.message.c.seq)
    .where(schema.message.c.kind == NewKeys.KIND)
    .limit(1)
)


def prepare_certificate(node: Node) -> None:
    """Make the certificate that is to follow, once."""
    folder = node.folder
    if not folder.next_certificate.is_file():
        tls.make_certificate(
            node.settings.id,
            node.world.now_ms(),
            folder.next_certificate,
            folder.next_tls_key,
            node.keyring.tls_password,
        )


async def show_following(node: Node) -> bool:
    """Show the certificate that follows, if it is announced and everybody has heard; tell so.

    1. the root keys signed a key set that names it; 2. no announcement waits any more, or the
    overlap is over; 3. key and certificate take their places; 4. both listeners and our own calls
    show it from now on; 5. it is logged.
    """
    folder = node.folder
    if not folder.next_certificate.is_file():
        return False
    key_set = own_keys(node).key_set
    if key_set.tls != tls.read_certificate(folder.next_certificate):  # 1
        return False
    over = node.world.now_ms() >= key_set.issued_ms + OVERLAP_MS
    if not over and node.read(lambda c: c.scalar(_UNTOLD)) is not None:  # 2
        return False
    folder.next_tls_key.rename(folder.tls_key)  # 3
    folder.next_certificate.rename(folder.tls_certificate)
    if node.listener_context is not None:  # 4
        password = node.keyring.tls_password
        tls.show(node.listener_context, folder.tls_certificate, folder.tls_key, password)
    node.renew_partners()
    event = Event("certificate.shown", "node", key_set.tls_pin, digests={"tls": key_set.tls_pin})
    await node.writer.run(lambda transaction: transaction.log(event))  # 5
    return True
