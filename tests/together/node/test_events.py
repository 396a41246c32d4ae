"""Major events: lists that stay at home, answers without a reason, and an end that takes all."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, func, select, type_coerce

from entraide.adapters.store.database import open_reader
from entraide.adapters.tables import schema
from entraide.errors import InputError, PolicyError, StoreError
from entraide.exchange.screening import Outcomes, ScreeningBatch, batch_leaf, prove_batch
from entraide.kernel.canonical import decode_canonical
from entraide.kernel.message import Message
from entraide.match import Subject
from entraide.node.event.worker import Screening
from entraide.node.question.budgets import persons_counted
from tests.given_events import (
    EVENT,
    accreditations,
    admitted,
    announced,
    brought,
    cell,
    crowd,
    event_agreed,
    event_terms,
    heard,
    listed,
    logged,
    screened,
)
from tests.given_operations import day, forged, found, journal_of, shown, write
from tests.nodes import (
    DE,
    DUTY,
    ES,
    MA,
    PROTECTION,
    Bureau,
    asynchronous,
    eventually,
    exchange,
    person,
    question,
    sealed,
)
from tests.together.node.subjects import said, searched

KNOWN = {"id": "A-900", "name": "Abdelatif Ben Ali", "birth_date": "1981-03-07"}
SHELTERED = {"id": "A-901", "name": "Yasmin Salkini", "birth_date": "1990-11-23"}
PLANTED = {"id": "A-902", "name": "Zuleika Quennell", "birth_date": "1977-05-09",
           "document": "EX7345112", "function": "interpreter-planted"}  # fmt: skip
DAY_MS = 86_400_000


async def wanted_at(bureau: Bureau) -> None:
    """Let a bureau hold one person, and one under protection from everybody."""
    await bureau.hold(person("EX-1", "عبد اللطيف بن علي", "1981-03-07"))
    path = bureau.folder.parent / "people.csv"
    path.write_text("name,birth_date,protected\nYasmin Salkini,1990-11-23,refugee\n", "utf-8")
    marking = {"dataset": "EXERCISE", "source": "EXERCISE", "retention": "2031-12-31"}
    await bureau.perform("records.import", path=str(path), **marking)


@asynchronous
async def test_a_list_of_two_batches_is_screened_where_admitted_and_dissolves_with_all_it_held(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, change=event_agreed(MA, ES)) as (ma, es, de):
        await wanted_at(es)
        operation = await cell(ma, es, de)
        path = listed(tmp_path, *crowd(100), KNOWN, SHELTERED, PLANTED)
        entry = await announced(ma, operation, path)
        await heard(de, operation, entry)
        await write(de, operation, "accreditation.refused", list=entry, words="No basis")
        await admitted(es, operation, entry)
        told = await screened(ma, operation, ES)
        assert (told["no_objection"], told["referred"]) == (102, 1), "the protected one is not"
        mine = await accreditations(ma, operation)
        assert [(each["id"], each["outcome"]) for each in mine["referred"]] == [("A-900", "refer")]
        (row,) = mine["lists"][0]["partners"]
        assert (row["partner"], row["sent"], row["answered"]) == (ES, 2, 2), "nothing went to DE"
        assert "screening.answered" in await es.actions()
        assert "screening_outcomes.received" in await ma.actions()
        kinds = select(schema.message.c.kind)
        assert "screening_batch" not in de.node.read(lambda c: c.scalars(kinds).all())
        assert nothing_of(es, PLANTED), "who screens keeps nobody"
        request = await searched(ma, "access", PLANTED["name"], born=[PLANTED["birth_date"]])
        (mine_found,) = [each for each in request["finds"] if each["place"] == "accreditation"]
        assert (ES, "no-objection") in said(mine_found)
        assert {each["provider"] for each in mine_found["values"]} == {"", ES}
        await ma.perform("subject.drop", officer=PROTECTION, request=request["request"])
        await ma.perform("subject.erase", officer=PROTECTION, request=request["request"])
        matter = await logged(ma, operation, "critical", text="Zuleika Quennell was seen")
        await heard(es, operation, matter)
        (told_of,) = (await es.perform("inbox"))["escalated"]
        assert (told_of["matter"], told_of["to"]) == (matter, "Head of the cell")
        await write(es, operation, "matter.acknowledged", of=matter)
        assert (await es.perform("inbox"))["escalated"] == []
        await dissolved_without_a_trace((ma, es, de), operation)


async def dissolved_without_a_trace(bureaus: tuple[Bureau, ...], operation: str) -> None:
    """Let the day of dissolution come; nothing of it opens or lies anywhere any more."""
    ma, es, _ = bureaus
    figures = (await shown(ma, operation))["figures"]
    late = forged(es, operation, "note", text="Once more")
    copies = {each.id: sealed_bodies(each) for each in (ma, es)}
    assert all(copies.values())
    hashes = set(journal_of(ma, operation).held)
    for each in bureaus:
        each.clock.ahead_ms = 31 * DAY_MS
    for each in bureaus:
        await each.perform("retention.run", officer=PROTECTION)
        if each is ma:
            assert await brought(es, ma, late) == "journal.erased"
        assert (await each.perform("operation.list"))["operations"] == []
        assert nothing_of(each, PLANTED)
        for sealed_body in copies.get(each.id, ()):
            with pytest.raises(StoreError, match=r"body\.key_missing"):
                each.node.vault.open("message.content", sealed_body)
    (left,) = (await ma.perform("event.dissolved"))["dissolved"]
    assert left["figures"] == figures
    assert set(left["entries"]) == hashes
    assert ma.node.read(lambda c: c.scalar(select(func.count()).select_from(schema.screening))) == 0
    with pytest.raises(InputError, match=r"operation\.not_found"):
        await shown(ma, operation)


def sealed_bodies(bureau: Bureau) -> list[bytes]:
    """Return the sealed bytes of everything that tells of the cell, as a copy would hold them."""
    columns = (schema.accreditation.c.person, schema.journal_entry.c.signed)
    reader = open_reader(bureau.folder / "store.sqlite")
    try:
        with reader.connect() as connection:
            return [
                bytes(body)
                for column in columns
                for body in connection.scalars(select(type_coerce(column, LargeBinary)))
            ]
    finally:
        reader.dispose()


def nothing_of(bureau: Bureau, one: dict[str, str]) -> bool:
    """Tell whether none of a person's bytes lie in a folder, nor open from the store."""
    words = [one[name].encode() for name in ("name", "document", "function")]
    raw = [
        path.name
        for path in bureau.folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in words)
    ]
    contents = select(schema.message.c.content)
    opened = bureau.node.read(lambda c: [bytes(each) for each in c.scalars(contents).all()])
    spoken = [each for each in opened if any(word in each for word in words)]
    return not raw and not spoken


@asynchronous
async def test_no_article_no_cell_and_neither_other_hosts_nor_a_longer_life(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, change=event_agreed(MA, ES)) as (ma, es):
        for wrong in ({"event": "other"}, {"latest": day(91)}, {"hosts": [MA]}):
            with pytest.raises(PolicyError, match=r"operation\.denied") as denied:
                await found("event.proposed", event_terms(ma, es, **wrong), ma)
            assert denied.value.data["article"] == "Art. 5.5"
        assert (await es.perform("operation.list"))["operations"] == []
        operation = await cell(ma, es)
        ill = tmp_path / "ill.csv"
        ill.write_text("id,name,birth_date,religion\nA-1,Somebody,1980-01-01,x\n", "utf-8")
        with pytest.raises(InputError, match=r"accreditation\.unknown_column") as refused:
            await announced(ma, operation, ill)
        assert refused.value.data["column"] == "religion"
        with pytest.raises(PolicyError, match=r"operation\.denied") as spent:
            await announced(ma, operation, listed(tmp_path, *crowd(1_001)))
        assert spent.value.data["article"] == "Art. 5.5"
        assert ma.node.read(lambda c: c.scalar(_persons())) == 0


def _persons() -> Any:
    return select(func.count()).select_from(schema.accreditation)


def batch_of(list_: str, *names: str, number: int = 0, **changes: Any) -> ScreeningBatch:
    persons = tuple(Subject(names=(each,), birth_dates=("1980-01-02",)) for each in names)
    batch = ScreeningBatch(list=list_, number=number, salt=b"s" * 16, persons=persons, proof=())
    return dataclasses.replace(batch, **changes)


async def posted(sender: Bureau, to: Bureau, operation: str, body: Any, **changes: Any) -> str:
    """Send a body that no honest node would; return the refusal's code or nothing."""
    frame = {"kind": body.KIND, "thread": operation, "purpose": "public-safety-event", **changes}
    message = dataclasses.replace(question(sender, to), body=body.to_json(), **frame)
    answered = await sender.post(to, sealed(sender, message))
    return "" if answered.status == 200 else answered.code


@asynchronous
async def test_an_owner_cannot_choose_the_next_question_by_the_last_answer_nor_ask_twice(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, change=event_agreed(MA, ES, accreditations=4)) as (
        ma,
        es,
    ):
        ma.node._screening = Silent(ma.node)  # its officers send by hand
        operation = await cell(ma, es)
        honest = batch_of("0" * 64, "Anna Probe", "Berta Probe")
        root = batch_leaf(0, honest.salt, honest.persons)
        said = {"version": 1, "persons": 2, "batches": 1}
        said |= {"root": root.hex()}
        entry = await write(ma, operation, "accreditation.announced", **said)
        honest = dataclasses.replace(honest, list=entry, proof=prove_batch(0, [root]))
        await heard(es, operation, entry)
        assert await posted(ma, es, operation, honest) == "screening.not_admitted"
        await admitted(es, operation, entry, DUTY)
        other = batch_of(entry, "Anna Probe", "Carla Chosen")
        assert await posted(ma, es, operation, other) == "screening.not_announced"
        more = batch_of(entry, "Anna Probe", "Berta Probe", "Carla Chosen")
        assert await posted(ma, es, operation, more) == "screening.not_announced"
        by_trait = batch_of(entry, "x", persons=(Subject(countries=("sy",), names=("x",)),))
        assert await posted(ma, es, operation, by_trait) == "field.malformed"
        assert await posted(ma, es, operation, honest, purpose="criminal-investigation") != ""
        assert await posted(ma, es, operation, honest) == ""
        await eventually(lambda: len(outgoing(es, operation)) == 1, within_s=60.0)
        assert await posted(ma, es, operation, honest) == ""
        await eventually(lambda: len(outgoing(es, operation)) == 2, within_s=60.0)
        assert outgoing(es, operation)[0].outcomes == outgoing(es, operation)[1].outcomes
        assert counted(es) == 2, "a batch that comes again costs and tells nothing more"
        twins = batch_of("0" * 64, "Dora Twin", "Dora Twin")
        await twice_or_too_many((ma, es), operation, twins)
        assert counted(es) == 2


async def twice_or_too_many(
    bureaus: tuple[Bureau, Bureau], operation: str, twins: ScreeningBatch
) -> None:
    """A person twice in a list is refused; a list beyond the event's budget gets its article."""
    ma, es = bureaus
    for version, batch in ((2, twins), (3, batch_of("0" * 64, "Eva", "Frida", "Gina"))):
        root = batch_leaf(0, batch.salt, batch.persons)
        said = {"version": version, "persons": len(batch.persons), "batches": 1}
        said |= {"root": root.hex()}
        entry = await write(ma, operation, "accreditation.announced", **said)
        await admitted(es, operation, entry, DUTY)
        whole = dataclasses.replace(batch, list=entry, proof=prove_batch(0, [root]))
        refused = await posted(ma, es, operation, whole)
        assert refused == ("screening.twice" if version == 2 else "")
    await eventually(lambda: len(outgoing(es, operation)) == 3, within_s=60.0)
    last = outgoing(es, operation)[-1]
    assert (last.code, last.article, last.outcomes) == ("policy.event_not_agreed", "Art. 5.5", ())


class Silent(Screening):
    """Screens for nobody: an owner's node whose officers send batches of their own making."""

    async def once(self) -> int:
        return 0


def outgoing(holder: Bureau, operation: str) -> list[Outcomes]:
    table = schema.message.c
    mine = select(table.content).where(
        table.incoming == 0, table.thread == operation, table.kind == Outcomes.KIND
    )
    contents = holder.node.read(lambda c: c.scalars(mine.order_by(table.seq)).all())
    messages = (Message.from_json(decode_canonical(each)) for each in contents)
    return [Outcomes.from_json(each.body) for each in messages]


def counted(holder: Bureau) -> int:
    agreement = holder.node.policies[0].agreement
    return holder.node.read(lambda c: persons_counted(c, agreement, (MA, holder.id), EVENT))


class Dying:
    """Searches so many persons and then fails, as a node that is killed over its work."""

    def __init__(self, bureau: Bureau, persons: int) -> None:
        self._searcher, self._left = bureau.node.searcher, persons

    async def find(self, subject: Subject, country: str, limit: int) -> Any:
        self._left -= 1
        if self._left < 0:
            raise StoreError("store.read_failed", reason="killed")
        return await self._searcher.find(subject, country, limit)

    def close(self) -> None:
        self._searcher.close()


@asynchronous
async def test_screening_goes_on_where_it_was_cut_off_and_nobody_is_counted_twice(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, change=event_agreed(MA, ES)) as (ma, es):
        operation = await cell(ma, es)
        es.node.searcher = Dying(es, 130)  # in the middle of the second batch
        entry = await announced(ma, operation, listed(tmp_path, *crowd(205)))
        await admitted(es, operation, entry)
        await eventually(lambda: len(outgoing(es, operation)) == 1, within_s=60.0)
        for each in (es, ma):
            await each.stop()
        for each in (es, ma):
            await each.start()
        told = await screened(ma, operation, ES)
        assert (told["no_objection"], told["referred"]) == (205, 0)
        assert len(outgoing(es, operation)) == 3, "each batch was answered once"
        assert counted(es) == 205
        again = await ma.perform("event.resume", operation=operation)
        assert again["again"] == 0
