"""Handling codes bind: what a partner gave goes on only as it, and the agreement, let it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import InputError, PolicyError
from tests.given import (
    as_marked,
    ask_onward,
    grant,
    inform,
    never,
    pass_on,
    passed,
    stands,
    suspect,
    telling,
    tree,
    values_in,
)
from tests.nodes import (
    ANALYST,
    CHIEF,
    DE,
    ES,
    MA,
    asynchronous,
    exchange,
    importing,
)
from tests.together.node.test_requests import held, release, request, thread_of

JUDICIAL = "judicial proceedings"


def four_eyes(body: dict[str, Any]) -> None:
    as_marked(body)
    body["exchange"]["two-officers-for"] = ["spontaneous"]


@asynchronous
async def test_information_reaches_each_partner_that_may_get_it_and_is_noted(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        person = suspect("H1")
        person["entraide"] |= {"restricted_to": ["DE"]}
        await ma.hold(person)
        result = await inform(ma, es, de)
        assert [each["partner"] for each in result["given"]] == [ES]
        denied = [(each["partner"], each["code"]) for each in result["denied"]]
        assert denied == [(DE, "policy.withheld")]
        thread = result["given"][0]["thread"]
        waiting = (await es.perform("inbox"))["information"]
        assert [(row["thread"], row["handling"]) for row in waiting] == [(thread, "H1")]
        values = await values_in(es, thread)
        assert {value["prop"] for value in values} == {"name", "phone"}
        noted = await es.perform("noted", thread=thread)
        assert noted["delivery"][0]["result"] == "receipted"
        assert (await es.perform("inbox"))["information"] == []
        assert [row["what"] for row in (await ma.perform("inbox"))["alerts"]] == ["noted"]
        assert (await de.perform("inbox"))["information"] == []


@asynchronous
async def test_four_eyes_over_information_are_two_officers_over_one_payload(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, change=four_eyes) as (ma, es):
        await ma.hold(suspect())
        assert await inform(ma, es) == {"approvals": 1, "needed": 2}
        assert await inform(ma, es) == {"approvals": 1, "needed": 2}
        other = await inform(ma, es, officer=CHIEF, fields=["name"])
        assert other["approvals"] == 1, "another payload gathers its own approvals"
        result = await inform(ma, es, officer=CHIEF)
        assert result["given"][0]["result"] == "receipted"
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await inform(ma, es, officer=ANALYST)


@asynchronous
async def test_h2_goes_on_only_with_the_permission_that_is_asked_and_given_in_the_system(
    tmp_path: Path,
) -> None:
    async with telling(tmp_path, MA, ES, DE, change=as_marked, handling="H2") as (
        (ma, es, de),
        thread,
    ):
        with pytest.raises(PolicyError, match=r"onward\.no_permission") as refused:
            await pass_on(es, thread, de)
        assert refused.value.data["article"] == "Art. 3.3"
        question = await ask_onward(es, thread, de, fields=["name"])
        waiting = (await ma.perform("inbox"))["onward"]
        shown = [(row["request"], row["recipient"], row["fields"]) for row in waiting]
        assert shown == [(question, DE, ["name"])]
        await grant(ma, question, conditions="not to the press")
        assert (await ma.perform("inbox"))["onward"] == []
        with pytest.raises(PolicyError, match=r"onward\.no_permission"):
            await pass_on(es, thread, de)  # the telephone number was not asked for
        there = await passed(es, thread, de, fields=["name"])
        values = await values_in(de, there)
        marks = [(value["prop"], value["handling"], value["evaluation"]) for value in values]
        assert marks == [("name", "H2", "B2")]
        await stands(ma, thread, (0, ES, "held"), (1, DE, "held"))
        assert (await tree(ma, thread))[0]["copies"][0]["verified"]
        with pytest.raises(PolicyError, match=r"onward\.third_hand"):
            await pass_on(de, there, ma)
        es.clock.ahead_ms = 6 * 365 * 86_400_000
        with pytest.raises(PolicyError):
            await pass_on(es, thread, de, fields=["name"])  # the permission's last day is over


@asynchronous
async def test_a_refused_permission_reaches_the_officer_with_its_ground(tmp_path: Path) -> None:
    async with telling(tmp_path, MA, ES, DE, handling="H0") as ((ma, es, de), thread):
        question = await ask_onward(es, thread, de)
        await ma.perform("onward.deny", request=question[:10], ground="owner-refuses")
        listed = (await es.perform("onward.list"))["onward"]
        assert [(row["state"], row["ground"]) for row in listed] == [("denied", "owner-refuses")]
        assert [row["what"] for row in (await es.perform("inbox"))["alerts"]] == ["onward_denial"]
        with pytest.raises(PolicyError, match=r"onward\.no_permission"):
            await pass_on(es, thread, de)  # Article 3.3 asks for permission whatever the code
        with pytest.raises(InputError, match=r"onward\.answered"):
            await grant(ma, question)


@asynchronous
async def test_article_3_3_never_is_never_and_can_not_even_be_asked(tmp_path: Path) -> None:
    async with telling(tmp_path, MA, ES, DE, change=never, handling="H0") as ((_, es, de), thread):
        for attempt in (pass_on, ask_onward):
            with pytest.raises(PolicyError, match=r"onward\.never"):
                await attempt(es, thread, de)


@asynchronous
async def test_a_reply_to_a_request_goes_on_like_information_and_is_corrected_there(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, change=as_marked) as (ma, es, de):
        await ma.hold(held())
        hit = (await es.ask("Abdelatif Ben Ali", to=[MA]))[0]["hits"][0]["reference"]
        asked = await request(es, hit)
        await release(ma, asked["thread"])
        there = await passed(es, asked["thread"], de)
        values = await values_in(de, there)
        assert all(JUDICIAL in value["mark"] for value in values), "H1 keeps its words"
        done = await ma.perform(
            "correct", thread=asked["thread"], reason="not to go on", handling="H2"
        )
        assert done["delivery"][0]["result"] == "executed"
        last = (0, ES, "copy-replaced"), (1, DE, "copy-deleted")
        await stands(ma, asked["thread"], *last)
        assert await values_in(de, there) == [], "what now needs a permission was taken back"
        assert (await thread_of(de, there))["state"] == "withdrawn"


@asynchronous
async def test_h1_is_in_every_view_print_and_file(tmp_path: Path) -> None:
    async with telling(tmp_path, handling="H1") as ((_, es), thread):
        rows, entities = tmp_path / "out.csv", tmp_path / "out.jsonl"
        await es.perform("export", thread=thread, format="csv", out=str(rows))
        await es.perform("export", thread=thread, format="ftm", out=str(entities))
        with rows.open(encoding="utf-8", newline="") as file:
            read = list(csv.DictReader(file))
        assert len(read) == 2
        assert all(JUDICIAL in row["mark"] for row in read)
        assert next(row["text"] for row in read if row["prop"] == "phone").startswith("'+")
        lines = [json.loads(line) for line in entities.read_text(encoding="utf-8").splitlines()]
        assert all(JUDICIAL in entity["mark"] for entity in lines)
        assert {entity["entraide"]["source"] for entity in lines} == {MA}
        exported = [entry for entry in await es.log() if entry["action"] == "item.exported"]
        assert len(exported) == 2
        with pytest.raises(InputError, match=r"file\.exists"):
            await es.perform("export", thread=thread, format="csv", out=str(rows))


@asynchronous
async def test_an_export_that_is_imported_stays_bound_to_its_providers_h2(tmp_path: Path) -> None:
    async with telling(tmp_path, MA, ES, DE, handling="H2") as ((_, es, de), thread):
        out = tmp_path / "out.jsonl"
        await es.perform("export", thread=thread, out=str(out))
        imported = await es.perform("records.import", **importing(out))
        assert (imported["added"], imported["rejected"]) == (1, 0)
        record = json.loads(out.read_text(encoding="utf-8"))["id"]
        with pytest.raises(InputError, match=r"information\.nothing"):
            await inform(es, de, records=[record])
