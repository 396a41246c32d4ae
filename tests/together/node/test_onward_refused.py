"""What nobody passes on, and who believes no permission that was not given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.exchange.information import Hop, Information
from entraide.exchange.permissions import Permission
from entraide.exchange.statements import SignedStatement, sign_statement
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.keys import SigningKey
from entraide.kernel.message import Message
from tests.given import (
    UNTIL,
    as_marked,
    ask_onward,
    grant,
    informed,
    passed,
    telling,
)
from tests.nodes import (
    DE,
    ES,
    MA,
    Bureau,
    asynchronous,
    sealed,
)
from tests.together.node.test_requests import thread_of


def sent_information(bureau: Bureau, to: Bureau) -> Message:
    """Return the last information that a bureau sent to another."""
    table = schema.message.c
    last = (
        select(table.content)
        .where(table.kind == "information", table.incoming == 0, table.partner == to.id)
        .order_by(table.seq.desc())
    )
    content = bureau.node.read(lambda c: c.scalar(last))
    return Message.from_json(decode_canonical(bytes(content or b"")))


async def forge(es: Bureau, de: Bureau, message: Message, **changes: Any) -> str:
    """Send information again with another body; return the code of the refusal, or nothing."""
    body = Information.from_json(message.body)
    fresh = {"id": es.node.fresh_id(), "thread": es.node.fresh_id()}
    changed = replace(message, body=replace(body, **changes).to_json(), **fresh)
    posted = await es.post(de, sealed(es, changed))
    return "" if posted.status == 200 else posted.code


@asynchronous
async def test_a_receiver_takes_no_h2_without_its_providers_permission_for_exactly_that(
    tmp_path: Path,
) -> None:
    async with telling(tmp_path, MA, ES, DE, change=as_marked, handling="H2") as (
        (ma, es, de),
        thread,
    ):
        await grant(ma, await ask_onward(es, thread, de, fields=["name"]))
        await passed(es, thread, de, fields=["name"])
        message = sent_information(es, de)
        body = Information.from_json(message.body)
        hop = body.provenance[0]
        signed = SignedStatement.decode(hop.permission or b"")
        assert isinstance(signed.statement, Permission)
        await informed(ma, de)
        refused = "information.not_permitted"
        assert await forge(es, de, message, provenance=(replace(hop, permission=None),)) == refused
        other = tuple(replace(value, text="Somebody Else") for value in body.values)
        assert await forge(es, de, message, values=other) == refused
        strange = replace(hop, giver=DE)
        assert await forge(es, de, message, provenance=(strange,)) == refused
        mine = sign_statement(signed.statement, SigningKey.generate())
        signed_by_another = (replace(hop, permission=mine),)
        code = await forge(es, de, message, provenance=signed_by_another)
        assert code == "message.unknown_key"
        wider = replace(signed.statement, recipient=MA)
        forged = replace(hop, permission=sign_statement(wider, es.node.keyring.signing))
        assert await forge(es, de, message, provenance=(forged,)) == refused
        own = Hop(giver=ES, item=hop.item, permission=None)
        assert await forge(es, de, message, provenance=(own,)) == "information.bad_provenance"


@asynchronous
async def test_a_permission_of_a_provider_that_is_no_partner_is_kept_as_evidence(
    tmp_path: Path,
) -> None:
    async with telling(tmp_path, MA, ES, DE, change=as_marked, handling="H2") as (
        (ma, es, de),
        thread,
    ):
        await grant(ma, await ask_onward(es, thread, de))
        de.node.partners = {key: card for key, card in de.node.partners.items() if key != MA}
        de.node.senders = {key: known for key, known in de.node.senders.items() if key != MA}
        there = await passed(es, thread, de)
        shown = (await thread_of(de, there))["messages"][0]
        assert shown["through"] == [MA]
        assert [hop["verified"] for hop in shown["way"]] == [False]
        de.node.renew_partners()
        shown = (await thread_of(de, there))["messages"][0]
        assert [hop["verified"] for hop in shown["way"]] == [True]
        assert shown["way"][0]["until_ms"] > 0
        assert UNTIL.startswith("2031")


@asynchronous
async def test_nobody_asks_about_what_it_was_not_given_nor_grants_what_was_not_asked(
    tmp_path: Path,
) -> None:
    async with telling(tmp_path, MA, ES, DE, change=as_marked, handling="H2") as (
        (ma, es, de),
        thread,
    ):
        at_de = await informed(ma, de)
        await ask_onward(es, thread, de)
        table = schema.message.c
        asked = es.node.read(
            lambda c: c.scalar(select(table.content).where(table.kind == "onward_request"))
        )
        message = Message.from_json(decode_canonical(bytes(asked or b"")))
        theirs = {"sender": DE, "id": de.node.fresh_id(), "thread": at_de}
        posted = await de.post(ma, sealed(de, replace(message, **theirs)))
        assert posted.code == "onward.unknown_item"
        invented = {"id": es.node.fresh_id(), "body": {**message.body, "values": ["ab" * 32]}}
        posted = await es.post(ma, sealed(es, replace(message, **invented)))
        assert posted.code == "onward.unknown_item", "values that the item does not hold"
        answer = replace(
            message, sender=DE, recipient=ES, id=de.node.fresh_id(), kind="onward_denial",
            body={"request": message.digest, "ground": "safeguards"},
        )  # fmt: skip
        posted = await de.post(es, sealed(de, answer))
        assert posted.code == "onward.not_asked"
