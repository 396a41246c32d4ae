"""The desk: who may bring a memorandum into force, judge a fact, or write what an officer began."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from entraide.console.form import Fields
from entraide.console.forms import FORMS
from entraide.console.orders import Orders
from entraide.console.pending import Pending
from entraide.console.people import Person
from entraide.errors import InputError, PolicyError, TrustError
from entraide.node.memorandum.countersigning import countersigning_payload
from entraide.node.people.actor import Order, Role
from entraide.node.register.registering import MOST_PAGE
from tests.browser.desk_work import PAGE
from tests.given import signed
from tests.nodes import (
    ADMIN,
    CHIEF,
    DUTY,
    ES,
    MA,
    Bureau,
    asynchronous,
    bureau_in,
    encode_signed,
    introduce,
    memorandum,
)


async def opened(folder: Path, *parties: str) -> list[Bureau]:
    found = [bureau_in(folder, party) for party in parties]
    for each in found:
        each.open()
    return found


async def countersign(bureau: Bureau, text: str, officer: str, over: str = "") -> dict[str, Any]:
    approval = signed(bureau, over or countersigning_payload(text), officer)
    wanted = {"signed": text, "approval": approval}
    return await bureau.perform("agreement.countersign", officer=officer, **wanted)


@asynchronous
async def test_no_officer_alone_brings_a_memorandum_into_force_at_the_console(
    tmp_path: Path,
) -> None:
    ma, es = await opened(tmp_path, MA, ES)
    try:
        await introduce(ma, es)
        text = encode_signed(memorandum(ma, es)).decode()
        for _ in range(2):  # the same officer twice is one
            assert (await countersign(ma, text, DUTY))["approvals"] == 1
        assert (await ma.perform("agreement.list"))["agreements"] == []
        with pytest.raises(TrustError):
            await countersign(ma, text, CHIEF, over=countersigning_payload(f"{text} "[:-2]))
        assert (await countersign(ma, text, CHIEF))["state"] == "in-force"
        with pytest.raises(InputError, match=r"canonical\.malformed"):
            await countersign(ma, text[:-20], DUTY)
    finally:
        await ma.stop()
        await es.stop()


@asynchronous
async def test_a_fact_is_judged_by_whom_the_log_names_and_never_without_a_word(
    tmp_path: Path,
) -> None:
    (ma,) = await opened(tmp_path, MA)
    try:
        kept = await ma.perform("register.keep", text=PAGE, source="press")
        again = await ma.perform("register.keep", text=PAGE, source="elsewhere")
        assert again == {"document": kept["document"], "media": "text", "state": "before"}
        fact = {"document": kept["document"], "fact": "e01.date"}
        await ma.perform("register.judge", **fact, verdict="correct", value="2031-05-14")
        shown = await ma.perform("register.show", document=kept["document"])
        date = next(each for each in shown["facts_found"] if each["fact"] == "e01.date")
        assert (date["basis"], date["by"], date["value"]["start"]) == ("human", DUTY, "2031-05-14")
        for bad in ({"verdict": "correct"}, {"verdict": "accept", "value": "2031"},
                    {"verdict": "believe"}):  # fmt: skip
            with pytest.raises(InputError, match=r"register\.one_answer"):
                await ma.perform("register.judge", **fact, **bad)
        with pytest.raises(InputError, match=r"register\.no_fact"):
            await ma.perform("register.judge", **{**fact, "fact": "e09.date"}, verdict="accept")
        with pytest.raises(PolicyError, match=r"role\.not_allowed"):
            await ma.perform("register.judge", officer=ADMIN, **fact, verdict="reject")
        (entry,) = [each for each in await ma.log() if each["action"] == "register.judged"]
        assert (entry["actor"], entry["ids"]["verdict"]) == (ma.pseudonym, "correct")
    finally:
        await ma.stop()


@asynchronous
async def test_a_page_is_one_text_or_one_file_and_no_larger_than_a_page(tmp_path: Path) -> None:
    (ma,) = await opened(tmp_path, MA)
    try:
        large = base64.b64encode(b"x" * (MOST_PAGE + 1)).decode()
        for bad, code in (({}, "one_page"), ({"text": "x", "content": "eA=="}, "one_page"),
                          ({"content": "no base64"}, "file_encoding"),
                          ({"content": large}, "file_large")):  # fmt: skip
            with pytest.raises(InputError, match=rf"register\.{code}"):
                await ma.perform("register.keep", source="press", **bad)
        assert (await ma.perform("register.list"))["documents"] == []
    finally:
        await ma.stop()


def order(officer: str, payload: str, **parameters: Any) -> Order:
    found = {"operation": "0" * 32, "kind": "note", **parameters, "approval": f"order:{payload}"}
    return Order(action="operation.write", parameters=found, officer=officer, at_ms=1, nonce="n")


def test_what_waits_for_a_second_officer_is_the_very_same_and_gone_once_it_is_done() -> None:
    pending, first = Pending(), order(DUTY, "a" * 64, body={"text": "It leaves tonight."})
    pending.note(first, {"approvals": 1, "needed": 2})
    assert pending.parameters("operation.write", "a" * 64) == first.parameters
    with pytest.raises(InputError, match=r"pending\.unknown"):
        pending.parameters("operation.found", "a" * 64)
    (shown,) = pending.about("operation", "0" * 32)
    assert shown.officer == DUTY
    pending.note(order(CHIEF, "a" * 64), {"entry": "e", "delivery": []})
    assert pending.about("operation", "0" * 32) == ()
    with pytest.raises(InputError, match=r"pending\.unknown"):
        pending.parameters("operation.write", "a" * 64)


@asynchronous
async def test_a_session_holds_one_page_at_a_time_in_memory(tmp_path: Path) -> None:
    (ma,) = await opened(tmp_path, MA)
    try:
        orders = Orders(ma.node)
        person = Person(officer=DUTY, role=Role.DUTY_OFFICER, pseudonym="p", session="s")
        nonces = [
            orders.prepare(person, "register.keep", {"text": f"{at}" * 70_000}).nonce
            for at in range(3)
        ]
        small = orders.prepare(person, "case.close", {"reference": "R-1"}).nonce
        assert set(orders._prepared) == {nonces[-1], small}
    finally:
        await ma.stop()


def parameters(action: str, **typed: str) -> dict[str, Any]:
    fields: Fields = {name.replace("__", "."): (value,) for name, value in typed.items()}
    return FORMS[action].parameters(fields)


def test_rows_left_blank_are_none_and_moments_are_read_in_utc() -> None:
    typed = {"kind": "delivery.requested", "legs__0__origin": "ma", "legs__0__destination": "ES",
             "legs__0__expected_ms": "2031-01-31T06:00", "contacts__1__name": "Desk",
             "abort_triggers": "one\n\ntwo"}  # fmt: skip
    with pytest.raises(InputError, match=r"operation\.bad_moment"):
        parameters("operation.found", **{**typed, "legs__0__expected_ms": "tomorrow"})
    body = parameters("operation.found", **typed)["body"]
    assert body["legs"][0]["expected_ms"] == 1_927_605_600_000
    assert body["legs"][0]["origin"] == "MA"
    assert len(body["legs"]) == len(body["contacts"]) == 1
    assert body["abort_triggers"] == ["one", "two"]
    assert body["legal_basis"] is None
    with pytest.raises(InputError, match=r"operation\.unknown_kind"):
        parameters("operation.write", kind="leg.started", founding="team.proposed")
