"""Joint teams: one journal at every member, consent of all, custody, results, and who lies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from tests.given_operations import (
    bring,
    day,
    forged,
    found,
    journal_of,
    order,
    shown,
    team,
    team_terms,
    without_teams,
    write,
)
from tests.nodes import CHIEF, DE, ES, MA, PROTECTION, asynchronous, eventually, exchange

FR = "fr.bureau"
SHA = "ab" * 32


def two_officers(body: dict[str, object]) -> None:
    body["exchange"]["two-officers-for"] = ["spontaneous"]  # type: ignore[index]


EXHIBIT = {"sha256": SHA, "size": 4_096, "name": "phone.img", "words": "A phone", "place": "Tanger"}


@asynchronous
async def test_a_team_of_three_from_its_proposal_to_its_closure_is_the_same_at_every_member(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, FR) as (ma, es, de, fr):
        founded = await found("team.proposed", team_terms(ma, es, de), ma)
        operation = founded["operation"]
        assert (await shown(de, operation))["state"] == "proposed"
        assert not (await de.perform("operation.list"))["operations"][0]["keeps"]
        with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
            await write(ma, operation, "task.set", title="Watch", owner=ES, due=day(2))
        for each in (es, de):
            await write(each, operation, "team.joined", case="R-2")
        task = await write(ma, operation, "task.set", title="Watch", owner=ES, due=day(2))
        with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
            await write(de, operation, "task.done", task=task, words="Not mine")
        await write(es, operation, "task.done", task=task, words="Watched")
        phone = await write(es, operation, "evidence.entered", **EXHIBIT)
        handing = await write(es, operation, "evidence.handed", evidence=phone, to=MA)
        assert (await shown(ma, operation))["evidence"][0]["holder"] == ES
        await write(ma, operation, "evidence.taken", handing=handing)
        claim = {"what": "arrest", "words": "Two men", "count": 2}
        arrest = await write(de, operation, "result.claimed", **claim, evidence=[])
        assert (await shown(ma, operation))["results"][0]["state"] == "claimed"
        await write(es, operation, "result.proved", result=arrest, evidence=[phone])
        later = await write(ma, operation, "extension.proposed", until=day(60), words="Longer")
        await write(es, operation, "extension.agreed", proposal=later)
        assert (await shown(es, operation))["until"] == day(30)
        await write(de, operation, "extension.agreed", proposal=later)
        assert (await shown(es, operation))["until"] == day(60)
        closing = await write(es, operation, "closure.proposed", words="Done")
        await write(ma, operation, "closure.agreed", proposal=closing)
        await write(de, operation, "closure.agreed", proposal=closing)
        told = [await shown(each, operation) for each in (ma, es, de)]
        for each in told:
            assert (each["state"], each["findings"]) == ("closed", [])
            assert each["results"][0]["state"] == "proved"
            assert each["evidence"][0]["holder"] == MA
            assert [link["party"] for link in each["evidence"][0]["chain"]] == [ES, ES, MA]
        lines = [[line["entry"] for line in each["journal"]] for each in told]
        assert lines[0] == lines[1] == lines[2]
        (listed,) = (await ma.perform("operation.list"))["operations"]
        assert (listed["keeps"], listed["countries"]) == (True, ["DE", "ES", "MA"])
        with pytest.raises(PolicyError, match=r"operation\.not_allowed"):
            await write(ma, operation, "note", text="One more thing")
        assert (await fr.perform("operation.list"))["operations"] == []
        kinds = select(schema.message.c.kind)
        assert fr.node.read(lambda c: c.scalars(kinds).all()) == []


@asynchronous
async def test_members_that_were_cut_off_end_with_the_same_journal_in_the_same_order(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        operation = await team(ma, es, de)
        await de.stop()
        for at in range(3):
            await write(ma, operation, "note", text=f"From Rabat {at}")
            await write(es, operation, "note", text=f"From Madrid {at}")
        await ma.stop()
        await de.start()
        await write(de, operation, "note", text="Back again")
        await ma.start()
        orders = []

        async def same() -> bool:
            orders[:] = [await order(each, operation) for each in (ma, es, de)]
            return orders[0] == orders[1] == orders[2] and len(orders[0]) == 10

        await eventually(same)
        assert (await shown(de, operation))["findings"] == []


@asynchronous
async def test_an_entry_that_its_author_kept_from_a_member_comes_from_another(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        operation = await team(ma, es, de)
        hidden = forged(ma, operation, "note", text="For Madrid alone")
        assert await bring(ma, es, hidden) == ""
        await write(es, operation, "note", text="Having read it")
        await eventually(lambda: hidden.digest in journal_of(de, operation).held)
        assert await order(de, operation) == await order(es, operation)


@asynchronous
async def test_a_member_that_tells_two_stories_is_shown_to_all_and_neither_is_hidden(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        operation = await team(ma, es, de)
        story = forged(ma, operation, "note", text="Seven kilos")
        other = replace(story, body={"text": "Nine kilos"})
        assert await bring(ma, es, story) == ""
        assert await bring(ma, de, other) == ""
        await write(es, operation, "note", text="Seven, then")
        await write(de, operation, "note", text="Nine, then")
        both = {story.digest, other.digest}
        for each in (es, de):
            await eventually(lambda each=each: both <= set(journal_of(each, operation).held))
        for each in (es, de):
            told = await shown(each, operation)
            assert [(one["finding"], one["party"]) for one in told["findings"]] == [("other", MA)]
            assert set(told["findings"][0]["entries"]) == both
        assert await order(es, operation) == await order(de, operation)


@asynchronous
async def test_what_the_rules_forbid_is_refused_by_whoever_it_is_sent_to(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        operation = await team(ma, es, de)
        task = await write(ma, operation, "task.set", title="Watch", owner=ES, due=day(2))
        done = forged(ma, operation, "task.done", task=task, words="I say so")
        assert await bring(ma, es, done) == "journal.not_allowed"
        assert await bring(ma, es, replace(done, party=ES)) == "message.unknown_key"
        future = forged(ma, operation, "note", text="Tomorrow")
        later = replace(future, at_ms=future.at_ms + 86_400_000)
        assert await bring(ma, es, later) == "journal.bad_time"
        assert await bring(ma, es, replace(future, number=1)) == "journal.bad_place"
        assert await bring(ma, es, replace(future, body={})) == "field.malformed"
        stranger = replace(future, kind="delivery.started", body={})
        assert await bring(ma, es, stranger) == "journal.unknown_kind"
        assert len(await order(es, operation)) == 4


@asynchronous
async def test_no_article_no_team_and_four_eyes_and_a_case_of_ones_own_hold(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, change=without_teams) as (ma, es):
        with pytest.raises(PolicyError, match=r"operation\.denied") as denied:
            await found("team.proposed", team_terms(ma, es), ma)
        assert denied.value.data["article"] == "Art. 5.1"
    (tmp_path / "eyes").mkdir()
    async with exchange(tmp_path / "eyes", MA, ES, change=two_officers) as (ma, es):
        terms = team_terms(ma, es)
        first = await found("team.proposed", terms, ma)
        assert (first["approvals"], first["needed"]) == (1, 2)
        assert (await es.perform("operation.list"))["operations"] == []
        operation = (await found("team.proposed", terms, ma, CHIEF))["operation"]
        with pytest.raises(InputError, match=r"case\.unknown"):
            await write(es, operation, "team.joined", case="nobody-knows")
        assert await write(es, operation, "team.joined", case="R-2") == ""
        assert await write(es, operation, "team.joined", case="R-2", officer=CHIEF) != ""
        assert (await shown(ma, operation))["state"] == "standing"
        with pytest.raises(InputError, match=r"operation\.bad_field"):
            await found("team.proposed", {**terms, "until": "soon"}, ma)


@asynchronous
async def test_with_its_case_goes_all_that_is_held_of_a_team_and_it_does_not_come_back(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        await ma.open_case("R-5", retention_days=1)
        operation = await team(ma, es, de, case="R-5")
        await write(es, operation, "note", text="A planted sentence")
        await ma.perform("case.close", reference="R-5", outcome="result")
        for each in (ma, es, de):
            each.clock.ahead_ms = 3 * 86_400_000
        await ma.perform("retention.run", officer=PROTECTION)
        assert (await ma.perform("operation.list"))["operations"] == []
        contents = ma.node.read(
            lambda c: c.scalars(
                select(schema.message.c.content).where(schema.message.c.thread == operation)
            ).all()
        )
        assert contents
        assert not any(contents)
        rows = select(schema.journal_entry.c.digest)
        assert ma.node.read(lambda c: c.scalars(rows).all()) == []
        again = forged(es, operation, "note", text="Once more")
        assert await bring(es, ma, again) == "journal.erased"
        assert await bring(es, de, again) == ""


@asynchronous
async def test_an_entry_larger_than_members_take_in_is_not_written_at_home_either(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES) as (ma, es):
        people = [
            {"party": MA, "name": "\u0639" * 290 + str(at), "part": "member"} for at in range(64)
        ]
        row = {"country": "MA", "law": "\u0639" * 300, "leader": "\u0639" * 300, "party": MA}
        states = [{**row, "country": f"{chr(65 + at)}A"} for at in range(24)]
        with pytest.raises(InputError, match=r"operation\.too_large"):
            await found("team.proposed", team_terms(ma, es, people=people, states=states), ma)
        assert (await ma.perform("operation.list"))["operations"] == []
