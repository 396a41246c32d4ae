"""A batch of questions: whole or not at all, within the budget, and asked once whatever happens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.errors import InputError, PolicyError
from entraide.exchange.batch import COLUMNS, read_questions, thread_of
from entraide.node.question import batches
from tests.nodes import (
    ANALYST,
    DUTY,
    ES,
    MA,
    PROTECTION,
    asynchronous,
    budget,
    exchange,
    person,
)

LINES = "name,born,purpose\nAbdelatif Benali,1981-03-07,criminal-investigation\nNobody Known,,\n"
KNOWN = person("p-1", "Abdelatif Benali", "1981-03-07")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="|,;\t\"\r\n"), min_size=1)
                .filter(lambda each: bool(each.strip())),
                min_size=1, max_size=4))  # fmt: skip
@settings(deadline=None, max_examples=25)
def test_every_name_of_a_file_is_read_as_it_stands(names: list[str]) -> None:
    text = "\n".join(("name;purpose", *(f"{name};" for name in names)))
    assert [row["name"] for row in read_questions(text)] == [[name.strip()] for name in names]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "batch.empty"),
        ("name\n", "batch.empty"),
        ("name,colour\nA,red\n", "batch.columns"),
        ("name,name\nA,B\n", "batch.columns"),
        ("name,born\nA\n", "batch.line"),
        ("born\n1981-03-07\n", "batch.nobody"),
        ("name\n" + "A\n" * 501, "batch.too_long"),
    ],
)
def test_a_file_that_is_wrong_is_refused_whole_with_its_line(text: str, code: str) -> None:
    with pytest.raises(InputError) as raised:
        read_questions(text)
    assert raised.value.code == code


def test_threads_of_a_batch_tell_nobody_that_they_belong_together() -> None:
    threads = {thread_of("ab" * 16, number) for number in range(1, 50)}
    assert len(threads) == 49
    assert {len(each) for each in threads} == {32}
    assert "purpose" in COLUMNS


@asynchronous
async def test_a_batch_is_asked_line_by_line_and_answered_in_one_table(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(KNOWN)
        wanted: dict[str, Any] = {"rows": read_questions(LINES), "case": "R-1"}
        before = len(await ma.log())
        told = await ma.perform("batch.foresee", **wanted)
        assert told["fits"]
        assert [row["partners"][0]["outcome"] for row in told["rows"]] == ["permitted"] * 2
        assert "query.sent" not in [row["action"] for row in (await ma.log())[before:]]
        batch = (await ma.perform("batch.ask", **wanted))["batch"]
        shown = await ma.perform("batch.show", batch=batch)
        assert [row["answers"][0]["result"] for row in shown["questions"]] == ["hit", "no-hit"]
        assert [row["names"] for row in shown["questions"]] == [["Abdelatif Benali"],
                                                                ["Nobody Known"]]  # fmt: skip
        assert (shown["done"], shown["of"], shown["open"]) == (2, 2, False)
        with pytest.raises(InputError, match=r"batch\.ended"):
            await ma.perform("batch.resume", batch=batch)
        await ma.stop()
        assert b"Nobody Known" not in (ma.folder / "store.sqlite").read_bytes()
        await ma.start()


@asynchronous
async def test_a_batch_that_was_cut_off_goes_on_and_asks_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with exchange(tmp_path) as (ma, es):
        text = "name\n" + "".join(f"Somebody {each}\n" for each in "abcd")
        asked = batches.ask_in
        left = [2]

        async def cut(*wanted: Any) -> Any:
            if not left[0]:
                raise InputError("ask.no_partner")
            left[0] -= 1
            return await asked(*wanted)

        monkeypatch.setattr(batches, "ask_in", cut)
        with pytest.raises(InputError, match=r"ask\.no_partner"):
            await ma.perform("batch.ask", rows=read_questions(text), case="R-1")
        monkeypatch.setattr(batches, "ask_in", asked)
        (row,) = (await ma.perform("batch.list"))["batches"]
        assert (row["done"], row["of"], row["open"], row["running"]) == (2, 4, True, False)
        with pytest.raises(PolicyError, match=r"batch\.not_yours"):
            await ma.perform("batch.resume", officer=ANALYST, batch=row["batch"])
        await ma.perform("batch.resume", officer=DUTY, batch=row["batch"])
        sent = [each for each in await ma.log() if each["action"] == "query.sent"]
        assert len(sent) == 4
        received = [each for each in await es.log() if each["action"] == "query.received"]
        assert len(received) == 4


@asynchronous
async def test_a_batch_that_ends_while_it_is_resumed_is_no_defect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with exchange(tmp_path) as (ma, _):
        batch = (await ma.perform("batch.ask", rows=[{"name": ["Nobody"]}], case="R-1"))["batch"]
        monkeypatch.setattr(batches, "_check_mine", lambda *_: None)  # it was open a moment ago
        with pytest.raises(InputError, match=r"batch\.ended"):
            await ma.perform("batch.resume", batch=batch)


@asynchronous
async def test_a_batch_beyond_the_budget_or_with_one_bad_line_asks_nothing(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, change=budget(3)) as (ma, es):
        four = read_questions("name\n" + "".join(f"Somebody {each}\n" for each in "abcd"))
        told = await ma.perform("batch.foresee", rows=four, case="R-1")
        assert (told["fits"], told["over"]["left"], told["over"]["wanted"]) == (False, 3, 4)
        with pytest.raises(PolicyError, match=r"batch\.over_budget"):
            await ma.perform("batch.ask", rows=four, case="R-1")
        bad = read_questions("name,purpose\nSomebody,prosecution\nOther,no-such-purpose\n")
        with pytest.raises(InputError, match=r"batch\.bad_line.*2"):
            await ma.perform("batch.ask", rows=bad, case="R-1")
        smuggled = [{"name": ["Somebody"], "case": "R-2"}]
        with pytest.raises(InputError, match=r"batch\.bad_line"):
            await ma.perform("batch.ask", rows=smuggled, case="R-1")
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await ma.perform("batch.ask", officer=PROTECTION, rows=four[:1], case="R-1")
        assert "query.received" not in await es.actions()


@asynchronous
async def test_own_records_are_searched_in_a_case_logged_and_protected_ones_say_nothing(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, _):
        await ma.hold(person("own-1", "Abdellatif Ben Ali", "1981-03-07", handling="H1"))
        await ma.hold(person("own-2", "Yasmin Salkini", "1990-11-23", protected=["refugee"]))
        found = await ma.perform("records.find", name=["عبد اللطيف بن علي"], case="R-1")
        (record,) = found["records"]
        assert record["record"] == "own-1"
        assert {value["handling"] for value in record["values"]} == {"H1"}
        assert any(reason.get("tokens") for reason in record["reasons"])
        (hidden,) = (await ma.perform("records.find", name=["Yasmin Salkini"], case="R-1"))[
            "records"
        ]
        assert hidden["protected"]
        assert "Salkini" not in str(hidden)
        with pytest.raises(InputError, match=r"ask\.no_case"):
            await ma.perform("records.find", name=["Nobody"], case="")
        entries = [row for row in await ma.log() if row["action"] == "records.searched"]
        assert [row["ids"]["hits"] for row in entries] == ["1", "1"]
        assert "Salkini" not in str(entries)
