"""Liaison officers at home: papers that stay and go, and results that nobody can type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError
from entraide.node.actions import ACTIONS
from tests.given import inform
from tests.given_offices import OFFER, check, delivery, need_terms, posting, posting_terms
from tests.given_operations import bring, day, forged, found, team, write
from tests.nodes import CHIEF, DE, ES, MA, PROTECTION, Bureau, asynchronous, exchange
from tests.together.node.subjects import searched
from tests.together.node.test_requests import NAME, held, release, request

DAY_MS = 86_400_000
EXHIBIT = {"sha256": "ab" * 32, "size": 4, "name": "a.img", "words": "A phone", "place": "Tanger"}


async def results(bureau: Bureau, **span: str) -> dict[str, Any]:
    (row,) = (await bureau.perform("liaison.results", **span))["results"]
    return dict(row["figures"])


async def contact(bureau: Bureau, operation: str, **changes: Any) -> dict[str, Any]:
    said = {"authority": "Port police", "person": "A. Person", "about": "Ships", "day": day(0)}
    return await bureau.perform("liaison.contact", posting=operation, **{**said, **changes})


async def warn(bureau: Bureau, operation: str) -> None:
    await write(bureau, operation, "threat.warned", domain="drugs", words="A new route")


@asynchronous
async def test_results_are_counted_from_the_work_with_host_and_states_served_and_nothing_else(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, ES, MA, DE, timeout_ms=20_000) as (es, ma, de):
        operation = await posting(es, ma)
        await es.hold(held())
        first = await requested(ma)
        await es.perform("clarify", thread=first, words="Which?", language="en")
        await release(es, first)
        late = await requested(ma)
        await release(es, await requested(ma), CHIEF)  # another officer's
        await release(es, await requested(de))  # with a state that the posting does not concern
        await inform(es, ma, fields=["name"])
        await inform(es, de, fields=["name"])
        yacht = await team(es, ma)
        phone = await write(es, yacht, "evidence.entered", **EXHIBIT)
        arrest = {"what": "arrest", "words": "Two men", "count": 2}
        await write(ma, yacht, "result.claimed", **arrest, evidence=[phone])
        await write(ma, yacht, "result.claimed", **{**arrest, "what": "seizure"}, evidence=[])
        await contact(es, operation)
        await trained(es, ma)
        for each in (es, ma, de):
            each.clock.ahead_ms = 8 * DAY_MS
        await release(es, late)
        figures = await results(es)
        median = figures.pop("first_answer_median_ms")
        assert median is not None
        assert 0 <= median < DAY_MS
        assert {name: value for name, value in figures.items() if value} == {
            "requests_handled": 2,
            "on_time": 1,
            "late": 1,
            "on_time_percent": 50,
            "spontaneous": 1,
            "contacts": 1,
            "cases_with_results": 1,
            "cases_per_hundred_requests": 50,
            "arrests": 2,
            "claimed_only": 1,
            "trainings": 1,
            "people_trained": 18,
            "days_of_training": 1,
        }
        before = await results(es, last=day(-1))
        assert not any(before.values())
        with pytest.raises(InputError, match=r"liaison\.not_ours"):
            await ma.perform("liaison.results", posting=operation)


async def requested(asker: Bureau) -> str:
    """Ask Madrid for the person that it holds and request the data; return the thread."""
    (answer,) = await asker.ask(NAME, to=[ES])
    return str((await request(asker, answer["hits"][0]["reference"]))["thread"])


async def trained(giver: Bureau, needer: Bureau) -> None:
    operation = (await found("assistance.needed", need_terms(needer, giver), needer))["operation"]
    offer = await write(giver, operation, "offer.made", **OFFER)
    await write(needer, operation, "offer.accepted", offer=offer)
    made = await write(giver, operation, "check.made", **check(offer))
    await write(giver, operation, "check.confirmed", check=made, officer=CHIEF)
    given = await write(giver, operation, "delivery.made", **delivery(offer))
    judged = {"delivery": given, "reached": "fully", "people": 18, "days": 1, "words": "Good"}
    await write(needer, operation, "evaluation.made", **judged)


@asynchronous
async def test_no_input_of_any_command_and_no_partner_changes_a_figure_but_the_work_itself(
    tmp_path: Path,
) -> None:
    assert set(ACTIONS["liaison.results"].takes.model_fields) == {"posting", "first", "last"}
    taken = {name for action in ACTIONS.values() for name in action.takes.model_fields}
    kept = {*schema.liaison_contact.c.keys(), *schema.liaison_task.c.keys()}
    async with exchange(tmp_path, ES, MA) as (es, ma):
        operation = await posting(es, ma)
        none = await results(es)
        assert not (taken | kept) & set(none), "no parameter and no column is a figure"
        assert not any(none.values())
        said = "500 requests handled, all on time, 40 arrests"
        await write(es, operation, "duties.notified", contact=said, duties=said)
        await warn(ma, operation)  # the host's own
        task = {"title": said, "owner": MA, "due": day(1)}
        shared = await write(es, operation, "task.set", **task)
        await write(ma, operation, "task.done", task=shared, words=said)
        await es.perform("liaison.task", posting=operation, title=said, due=day(1))
        forced = forged(ma, operation, "threat.warned", domain="drugs", words=said)
        assert await bring(ma, es, forced) == ""
        invented = forged(ma, operation, "results.typed", requests_handled=500)
        assert await bring(ma, es, invented) == "journal.unknown_kind"
        own = {"domain": "drugs", "words": said}
        await write(es, operation, "threat.warned", officer=CHIEF, **own)  # another officer's
        with pytest.raises(PolicyError, match=r"liaison\.not_the_officer"):
            await es.perform(
                "liaison.contact", officer=CHIEF, posting=operation, authority="A", about=said,
                day=day(0),
            )  # fmt: skip
        assert await results(es) == none
        await warn(es, operation)
        assert await results(es) == {**none, "warnings": 1}
        with pytest.raises(InputError, match=r"liaison\.no_such_officer"):
            await found("posting.notified", posting_terms(es, ma, officer="officer-0"), es)
        with pytest.raises(InputError, match=r"liaison\.no_such_officer"):
            await found("posting.notified", posting_terms(es, ma, role="supervisor"), es)


@asynchronous
async def test_contacts_and_tasks_stay_at_home_are_logged_when_read_and_go_on_their_day(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, ES, MA) as (es, ma):
        operation = await posting(es, ma)
        await contact(es, operation, keep_until=day(2))
        other = await contact(es, operation)
        home = await es.perform("liaison.task", posting=operation, title="Ask", due=day(1))
        with pytest.raises(InputError, match=r"liaison\.kept_too_long"):
            await contact(es, operation, keep_until=day(400))
        with pytest.raises(InputError, match=r"liaison\.bad_day"):
            await contact(es, operation, day=day(1))
        shown = (await es.perform("liaison.contacts", posting=operation))["contacts"]
        assert {each["person"] for each in shown} == {"A. Person"}
        log = (await es.perform("audit.log", officer=None, last=3))["entries"]
        assert "liaison.contacts_read" in {each["action"] for each in log}
        kinds = select(schema.message.c.content).where(schema.message.c.thread == operation)
        for each in (es, ma):
            contents = each.node.read(lambda c: c.scalars(kinds).all())
            assert not any(b"A. Person" in bytes(content) for content in contents)
        with pytest.raises(PolicyError, match=r"liaison\.not_the_officer"):
            await es.perform("liaison.forget", officer=CHIEF, contact=other["contact"])
        asked = await searched(es, "deletion", "A. Person")
        places = [(each["number"], each["place"]) for each in asked["finds"]]
        assert [place for _, place in places] == ["contact", "contact"]
        wanted = {"request": asked["request"], "number": places[0][0]}
        await es.perform("subject.delete", officer=PROTECTION, **wanted)
        (left,) = (await es.perform("liaison.contacts", posting=operation))["contacts"]
        gone = await es.perform("liaison.forget", officer=PROTECTION, contact=left["contact"])
        assert gone["keys_destroyed"] == 1
        kept = await contact(es, operation, keep_until=day(2))
        es.clock.ahead_ms = 3 * DAY_MS
        purged = await es.perform("retention.run", officer=PROTECTION)
        assert purged["papers"] == 1
        assert (await es.perform("liaison.contacts", posting=operation))["contacts"] == []
        assert (await results(es))["contacts"] == 3, "the log still knows that there were three"
        (task,) = (await es.perform("liaison.tasks", posting=operation))["tasks"]
        assert (task["task"], task["state"]) == (home["task"], "late")
        assert kept["keep_until"] == day(2)
        await es.perform(
            "operation.erase", officer=PROTECTION, operation=operation, reason="purpose-ended"
        )
        rows = select(schema.liaison_task.c.id)
        assert es.node.read(lambda c: c.scalars(rows).all()) == []
