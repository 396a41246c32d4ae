"""Agreements that live, between real nodes: suspended, amended, joined, watched, proposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.agreements.amending import accede, admit_observer, amend
from entraide.agreements.budgets import DAY_MS
from entraide.agreements.chapters.general import Observer
from entraide.agreements.declarations import (
    Act,
    SignedDeclaration,
    decode_declaration,
    encode_declaration,
)
from entraide.agreements.signing import SignedAgreement, encode_signed
from entraide.errors import InputError, PolicyError, TrustError
from entraide.node.memorandum import documents
from tests.nodes import (
    DE,
    ES,
    MA,
    adopt,
    asynchronous,
    bureau_in,
    exchange,
    introduce,
    memorandum,
    party_of,
    person,
    today,
)
from tests.together.node.given_agreements import NAME, declare, declared, signed_by, state, text_of
from tests.together.node.test_requests import (
    found,
    request,
)


@asynchronous
async def test_article_8_4_a_suspension_travels_and_stops_both_directions_until_it_is_lifted(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", NAME))
        sent = await declare(es, Act.SUSPEND)
        assert [each["result"] for each in sent["deliveries"]] == ["receipted"] * 2
        for asker in (ma, es):
            answer = (await asker.ask(NAME))[0]
            assert (answer["result"], answer["article"]) == ("denied", "Art. 8.4")
        assert (await state(ma))["state"] == (await state(es))["state"] == "suspended"
        assert (await state(ma))["aside"] == [ES]
        await declare(es, Act.RESUME)
        assert (await ma.ask(NAME))[0]["result"] == "hit"
        assert (await state(ma))["state"] == "in-force"


@asynchronous
async def test_the_holder_stops_at_once_what_the_asker_does_not_know_yet(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.perform("agreement.declare", signed=declared(es, Act.SUSPEND))
        answer = (await ma.ask(NAME))[0]
        assert (answer["result"], answer["article"]) == ("denied", "Art. 8.4")
        assert (await state(ma))["state"] == "in-force"


@asynchronous
async def test_nobody_suspends_in_anothers_name_or_about_an_unknown_text(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        ours = decode_declaration(declared(ma, Act.SUSPEND).encode())
        forged = SignedDeclaration(replace(ours.declaration, party=ES), ours.signatures)
        with pytest.raises(TrustError, match=r"agreement\.not_a_root_key"):
            await ma.perform("agreement.declare", signed=encode_declaration(forged).decode())
        other = memorandum(ma, es, starts=today() - timedelta(days=9))
        with pytest.raises(InputError, match=r"agreement\.not_found"):
            await ma.perform("agreement.declare", signed=declared(ma, Act.SUSPEND, about=other))
        assert (await state(ma))["state"] == "in-force"


@asynchronous
async def test_a_declaration_from_the_future_is_refused(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, _):
        ma.clock.ahead_ms = 3_600_000
        ahead = declared(ma, Act.SUSPEND)
        ma.clock.ahead_ms = 0
        with pytest.raises(InputError, match=r"declaration\.from_the_future"):
            await ma.perform("agreement.declare", signed=ahead)


@asynchronous
async def test_article_8_3_open_threads_go_on_under_the_text_that_takes_the_place(
    tmp_path: Path,
) -> None:
    """The hit was found under the old text; the request is decided under the new one."""
    async with exchange(tmp_path) as (ma, es):
        reference = await found(ma, es)
        for each in (ma, es):
            each.clock.ahead_ms = 2 * DAY_MS
        old = text_of(ma).agreement
        later = amend(old, today() + timedelta(days=1))
        for each in (ma, es):
            await adopt(each, signed_by(later, ma, es))
        assert [one["state"] for one in (await ma.perform("agreement.list"))["agreements"]] == [
            "amended",
            "in-force",
        ]
        assert (await request(ma, reference))["delivery"][0]["result"] == "receipted"
        assert (await ma.ask("Somebody Else"))[0]["result"] == "no-hit"


def thrice_a_month(body: dict[str, Any]) -> None:
    body["exchange"]["budgets"][0] |= {"limit": 3, "period": "month"}


@asynchronous
async def test_article_2_10_each_spelling_counts_and_an_amendment_gives_no_second_budget(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, change=thrice_a_month) as (ma, es):
        first = today().replace(day=1) + timedelta(days=32)
        start = (first.replace(day=1) + timedelta(days=3) - today()).days
        for each in (ma, es):
            each.clock.ahead_ms = start * DAY_MS
        for spelling in ("Abdellatif Benali", "Abd al-Latif Ben Ali", "عبد اللطيف بن علي"):
            assert (await ma.ask(spelling))[0]["result"] == "no-hit"
        assert (await ma.ask("Abdelatif Ben Aly"))[0]["result"] == "denied"
        later = amend(text_of(ma).agreement, today() + timedelta(days=start + 1))
        for each in (ma, es):
            await adopt(each, signed_by(later, ma, es))
            each.clock.ahead_ms += DAY_MS
        await ma.perform("agreement.list")
        denied = (await ma.ask("Abdelatif Ben Aly"))[0]
        assert (denied["result"], denied["article"]) == ("denied", "Art. 2.10")
        for each in (ma, es):
            used = each.node.read(lambda c: c.scalars(select(schema.budget.c.used)).all())
            assert list(used) == [3]


@asynchronous
async def test_article_8_3_a_narrower_text_binds_open_threads_too(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        reference = await found(ma, es)
        for each in (ma, es):
            each.clock.ahead_ms = 2 * DAY_MS
        later = amend(text_of(ma).agreement, today() + timedelta(days=1))
        narrow = replace(
            later, exchange=replace(later.exchange, forms=("hit-no-hit",), two_officers_for=())
        )
        for each in (ma, es):
            await adopt(each, signed_by(narrow, ma, es))
        with pytest.raises(PolicyError, match=r"ask\.denied.*Art. 2.5"):
            await request(ma, reference)


@asynchronous
async def test_a_counter_proposal_travels_without_signatures_and_binds_nobody(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        later = amend(text_of(ma).agreement, today() + timedelta(days=1))
        counter = replace(later, title="A counter-proposal")
        await adopt(es, SignedAgreement(counter))
        await es.perform("agreement.send", agreement=counter.digest)
        shown = await ma.perform("agreement.show", agreement=counter.digest)
        assert (shown["state"], shown["title"]) == ("unsigned", "A counter-proposal")
        assert (await ma.perform("agreement.show", agreement=counter.id))["state"] == "in-force"
        ma.clock.ahead_ms = es.clock.ahead_ms = 2 * DAY_MS
        assert len(ma.node.policies) == 1
        assert (await ma.ask(NAME))[0]["result"] == "no-hit"


@asynchronous
async def test_proposals_of_a_partner_cannot_fill_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_MOST_DRAFTS", 3)
    async with exchange(tmp_path) as (ma, es):
        text = text_of(es).agreement
        for number in range(3):
            proposal = SignedAgreement(replace(text, title=f"Proposal {number}"))
            await adopt(es, proposal)
            await es.perform("agreement.send", agreement=proposal.agreement.digest)
        with pytest.raises(InputError, match=r"agreement\.too_many"):
            await adopt(ma, SignedAgreement(replace(text, title="One too many")))
        assert len((await ma.perform("agreement.list"))["agreements"]) == 4


@asynchronous
async def test_a_third_state_accedes_and_all_three_exchange(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        de = bureau_in(tmp_path, DE)
        await de.start()
        try:
            await introduce(ma, es, de)
            starts = today()
            wider = accede(text_of(ma).agreement, party_of(de), starts)
            half = signed_by(wider, ma, es)
            for each in (ma, es, de):
                await adopt(each, half)
            assert (await ma.ask(NAME, to=[DE]))[0]["result"] == "denied", "not before it signed"
            await adopt(de, signed_by(wider, de))
            await de.perform("agreement.send", agreement=wider.digest)
            await ma.perform("agreement.send", agreement=wider.digest)
            await de.hold(person("EX-9", NAME))
            assert (await ma.ask(NAME, to=[DE]))[0]["result"] == "hit"
            assert (await de.ask("Somebody Else", to=[ES]))[0]["result"] == "no-hit"
        finally:
            await de.stop()


@asynchronous
async def test_an_observer_reads_the_text_and_its_declarations_and_can_ask_nobody(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        organisation = bureau_in(tmp_path, DE)
        await organisation.start()
        try:
            await introduce(ma, es, organisation)
            party = party_of(organisation)
            one = Observer(id=party.id, name=party.name, contact=party.contact, root=party.root)
            watched = signed_by(admit_observer(text_of(ma).agreement, one, today()), ma, es)
            for each in (ma, es):
                await adopt(each, watched)
            await ma.perform("agreement.send", agreement=watched.agreement.digest)
            held = await organisation.perform("agreement.show", agreement=watched.agreement.id)
            assert held["signed"].encode() == encode_signed(watched)
            assert (held["state"], held["observers"]) == ("in-force", [DE])
            assert {each["code"] for each in await organisation.ask(NAME, to=[MA, ES])} == {
                "policy.no_agreement"
            }
            assert (await ma.ask(NAME, to=[DE]))[0]["code"] == "policy.no_agreement"
            about = signed_by(watched.agreement, ma, es)
            text = declared(es, Act.SUSPEND, about=about)
            await es.perform("agreement.declare", signed=text)
            await es.perform("agreement.send", agreement=watched.agreement.digest)
            seen = await organisation.perform("agreement.show", agreement=watched.agreement.id)
            assert [each["act"] for each in seen["declarations"]] == ["suspend"]
            assert seen["state"] == "suspended"
        finally:
            await organisation.stop()
