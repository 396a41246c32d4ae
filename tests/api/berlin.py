"""A third bureau, and the orders that take three: passing on, copies, texts between parties, keys.

Berlin is bound to Rabat and to Madrid by a memorandum each, so that what Rabat gives to Madrid can
go on to Berlin, and Rabat can follow it there.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.agreements.declarations import (
    Act,
    Declaration,
    SignedDeclaration,
    encode_declaration,
    sign_declaration,
)
from entraide.agreements.signing import SignedAgreement
from entraide.kernel.canonical import encode_canonical
from entraide.kernel.encoding import to_base64
from entraide.kernel.revocation import Revocation, SignedRevocation, encode_revocation, revoke
from entraide.node.giving import copies
from entraide.node.keys.identity import own_card
from entraide.node.memorandum.countersigning import countersigning_payload
from tests.api.cells import event
from tests.given import (
    ask_onward,
    flat,
    grant,
    informed,
    passed,
    signed,
    suspect,
    tree,
)
from tests.given_events import event_agreed
from tests.nodes import (
    ADMIN,
    CHIEF,
    DE,
    DUTY,
    MA,
    PROTECTION,
    Bureau,
    adopt,
    bureau_in,
    certified,
    encode_signed,
    eventually,
    memorandum,
    pin,
)

__all__ = ["among_three"]


async def among_three(ma: Bureau, es: Bureau) -> None:
    """Give the orders that take a third bureau, each at least once."""
    async with _berlin(ma, es) as (de, text):
        await ma.hold(suspect("H2"))
        await _passed_on(ma, es, de)
        await _recalled(ma, es, de)
        await event(ma, de, text.agreement.digest)
        await _texts(ma, de, text)
        await _keys(ma, de)


@contextlib.asynccontextmanager
async def _berlin(ma: Bureau, es: Bureau) -> AsyncIterator[tuple[Bureau, SignedAgreement]]:
    """Open Berlin; yield it with its memorandum with Rabat."""
    de = bureau_in(Path(ma.folder).parent, DE)
    try:
        await de.start()
        de.given = ma.given
        card = own_card(de.node)
        for each in (ma, es):
            await pin(de, own_card(each.node))  # first: what comes at once is not refused
            await pin(each, card)
        text = memorandum(ma, de, change=event_agreed(MA, DE))
        for one, other in ((ma, text), (de, text)):
            await adopt(one, other)
        with_madrid = memorandum(es, de)
        for each in (es, de):
            await adopt(each, with_madrid)
        yield de, text
    finally:
        await de.stop()


async def _passed_on(ma: Bureau, es: Bureau, de: Bureau) -> None:
    """Give information, be asked whether it may go on, refuse once, let it go, follow it."""
    thread = await informed(ma, es)
    await es.perform("noted", thread=thread)
    refused = await ask_onward(es, thread, de)
    await ma.perform("onward.deny", request=refused, ground="owner-refuses")
    request = await ask_onward(es, thread, de)
    await grant(ma, request)
    await passed(es, thread, de)
    await eventually(lambda: _stands(ma, thread, "held", "held"))
    await ma.perform("onward.revoke", request=request)
    await _erased(es, thread)


async def _recalled(ma: Bureau, es: Bureau, de: Bureau) -> None:
    """Take a copy back past a holder that tells nobody below it."""
    thread = await informed(ma, es)
    await grant(ma, await ask_onward(es, thread, de))
    await passed(es, thread, de)
    await eventually(lambda: _stands(ma, thread, "held", "held"))
    silent, copies.pass_down = copies.pass_down, lambda *_: ()
    try:
        await ma.perform("withdraw", thread=thread, reason="mistaken identity")
    finally:
        copies.pass_down = silent
    await eventually(lambda: _stands(ma, thread, "copy-deleted", "under-way"))
    copy = (await tree(ma, thread))[0]["copies"][0]["item"]
    await ma.perform("copies.recall", copy_digest=copy, reason="they do not act")


async def _stands(bureau: Bureau, thread: str, *states: str) -> bool:
    return tuple(state for _, _, state in flat(await tree(bureau, thread))) == states


async def _erased(bureau: Bureau, thread: str) -> None:
    """Let the data-protection officer erase what came in a thread."""
    table = schema.message.c
    came = select(table.id).where(table.thread == thread, table.incoming == 1).limit(1)
    message = bureau.node.read(lambda c: c.scalar(came))
    await bureau.perform(
        "messages.erase", officer=PROTECTION, message=message, reason="purpose-ended"
    )


async def _texts(ma: Bureau, de: Bureau, text: SignedAgreement) -> None:
    """Sign a later text by two officers, send it, and set the memorandum aside for a while."""
    offered = encode_signed(memorandum(ma, de, change=event_agreed(MA, DE, name="Later"))).decode()
    await ma.perform("agreement.preview", signed=offered)
    for officer in (DUTY, CHIEF):
        approval = signed(ma, countersigning_payload(offered), officer)
        await ma.perform("agreement.countersign", officer=officer, signed=offered,
                         approval=approval)  # fmt: skip
    await ma.perform("agreement.send", agreement=text.agreement.digest, to=[DE])
    now_ms = ma.clock.now_ms()
    one = Declaration(agreement=text.agreement.digest, party=MA, act=Act.SUSPEND, made_ms=now_ms,
                      from_ms=now_ms, reason="EXERCISE")  # fmt: skip
    said = SignedDeclaration(one)
    for root in ma.roots:
        said = sign_declaration(said, text.agreement, root)
    await ma.perform("agreement.declare", signed=encode_declaration(said).decode())


async def _keys(ma: Bureau, de: Bureau) -> None:
    """Propose keys and adopt what the roots signed; revoke a key of Berlin's."""
    roots = [to_base64(root.public.raw) for root in ma.roots]
    await ma.perform("node.propose-keys", officer=ADMIN, roots=roots)
    text = encode_canonical(certified(ma).to_json()).decode()
    await ma.perform("node.adopt-keys", officer=ADMIN, signed=text)
    now_ms = ma.clock.now_ms()
    key = de.node.keyring.signing.key_id
    said = SignedRevocation(
        Revocation(party=DE, key_id=key, from_ms=now_ms, made_ms=now_ms, reason="EXERCISE")
    )
    for root in de.roots:
        said = revoke(said, root)
    await ma.perform("key.revoke", officer=CHIEF, signed=encode_revocation(said).decode())
