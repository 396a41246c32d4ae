"""The words of a handling code go with what they bind, by every way that leads out of a node."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import hashlib
import html
import io
import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import aiohttp
import pytest

from entraide.cli import values
from entraide.cli.main import app as entraide
from entraide.cli.notice import show as notice_show
from entraide.cli.oversight import subject_finds
from entraide.console.application import console_application
from entraide.errors import EntraideError, InputError
from entraide.node.actions import ACTIONS
from entraide.node.people.actor import Role
from entraide.node.people.passkeys import relying_party
from entraide.node.people.warrants import READING
from entraide.node.staff import StaffListener
from tests.attach_nodes import attach, file_in, stands
from tests.docs.drawn import _commands
from tests.nodes import DUTY, ES, MA, PROTECTION, Bureau, asynchronous, eventually, exchange
from tests.notices import BORN, FACTS, published, wanted
from tests.notices import NAME as SOUGHT
from tests.together.console.test_guard import Client
from tests.together.node.subjects import searched
from tests.together.node.test_requests import NAME, PASSPORT, released

IN_COURT = "Not for use in judicial proceedings without the provider's permission"
ORALLY = "only orally, to the court of Rabat"
IN_WORDS = "Other restriction, given in words"
PLANTED: Final = (PASSPORT, FACTS)
"""What only the partner said: in what it released, in its notice."""
EXPECTED: Final = {("H1", IN_COURT), ("H3", ORALLY)}

WRITTEN: Final = {
    "action report": "its handling stands on every page (test_operation_reports)",
    "agreement accede": "no data of persons",
    "agreement amend": "no data of persons",
    "agreement declare": "no data of persons",
    "agreement new": "no data of persons",
    "agreement sign": "no data of persons",
    "attachments save": "the words beside the file, here",
    "audit prove": "an entry's ids and digests",
    "audit witnessed": "checkpoints",
    "committee minutes make": "what a session of the parties says",
    "committee minutes print": "what a session of the parties says",
    "delivery report": "its handling stands on every page (test_operation_reports)",
    "event report": "its handling stands on every page (test_operation_reports)",
    "export": "the words in each row and entity (tests/together/node/test_onward.py)",
    "node backup": "sealed",
    "node card": "public keys",
    "node keys": "public keys",
    "node rotate": "public keys",
    "oversight accesses": "who looked and when, never at whom",
    "oversight report": "rounded counts",
    "post export": "sealed to the partner, here",
    "post import": "sealed to the partner",
    "register export": "what ministries published",
    "register read": "what ministries published",
    "register report": "what ministries published",
    "review make": "figures",
    "root revoke": "public keys",
    "root sign": "public keys",
    "subject answer": "the person's own letter, nothing of a partner's without its permission",
}
"""Every command that writes a file, and why nothing bound by a handling code leaves unmarked."""


def writing() -> Iterator[str]:
    """Yield the commands with an option that writes what they found elsewhere."""
    for words in _commands(entraide):
        command = entraide
        for word in words:
            command = command[word]
        if command.default_command is not None:
            names = {name for each in command.assemble_argument_collection() for name in each.names}
            if names & {"--out", "--csv", "--markdown"}:
                yield " ".join(words)


def test_every_command_that_writes_a_file_says_how_its_marks_go_along() -> None:
    assert sorted(writing()) == sorted(WRITTEN)


def bound(value: Any, by: tuple[str, str] = ("", "")) -> Iterator[tuple[str, str, str]]:
    """Yield each planted text with code and words, which stand beside it or around it."""
    if isinstance(value, dict):
        inner = (value["handling"], value["mark"]) if {"handling", "mark"} <= set(value) else by
        for each in value.values():
            yield from bound(each, inner)
    elif isinstance(value, list):
        for each in value:
            yield from bound(each, by)
    elif isinstance(value, str) and any(text in value for text in PLANTED):
        yield value, *by


@contextlib.asynccontextmanager
async def given(folder: Path) -> AsyncIterator[tuple[Bureau, Bureau, dict[str, str]]]:
    """Let Madrid give Rabat values under H1, a file under H3, a notice under H3 with its words."""
    async with exchange(folder, attachment_chunk_bytes=4_096) as (ma, es):
        thread = await released(ma, es)
        file = await attach(es, ma, thread, file_in(folder, 100), handling="H3")
        await eventually(lambda: stands(ma, file["attachment"], "held"))
        await es.hold(wanted("EX-ES-1", handling="H1"))
        said = {"record": "EX-ES-1", "countries": ["MA"]}
        notice = await published(es, **said, handling="H3", handling_text=ORALLY)
        yield ma, es, {"thread": thread, "attachment": file["attachment"], "notice": notice}


@asynchronous
async def test_i22_nothing_a_partner_gave_leaves_without_the_words_of_its_handling_code(
    tmp_path: Path,
) -> None:
    """One prepared node, walked: actions, terminal, console, a saved file, a file of the post."""
    async with given(tmp_path) as (ma, es, ids):
        request = (await searched(ma, "access"))["request"]
        about = (await searched(ma, "access", name=SOUGHT, born=[BORN]))["request"]
        at_hand = {**ids, "request": request, "year": 2026, "reference": "R-1"}
        await shown_by_actions(ma, at_hand)
        await shown_by_actions(ma, {**at_hand, "request": about})
        await shown_by_actions(es, {**ids, "reference": "R-1"})
        await saved(ma, tmp_path, ids["attachment"])
        await drawn(ma, ids, request)
        await listed(ma, ids)
        await ma.stop()
        await posted(es, ids["thread"], tmp_path / "to-rabat.post")


async def shown_by_actions(bureau: Bureau, at_hand: dict[str, Any]) -> None:
    """Perform every action that only reads, with what is at hand."""
    seen = set()
    for name in sorted(READING | {"subject.show"}):
        fields, roles = ACTIONS[name].takes.model_fields, ACTIONS[name].roles
        asked = {field: at_hand[field] for field in fields if field in at_hand}
        if any(each.is_required() and key not in asked for key, each in fields.items()):
            continue
        officer = DUTY if Role.DUTY_OFFICER in roles else PROTECTION
        with contextlib.suppress(EntraideError):  # these ids name nothing there
            shown = await bureau.perform(name, officer=officer, **asked)
            for text, *marks in bound(shown):
                assert tuple(marks) in EXPECTED, (name, text, marks)
                seen.add(name)
    assert seen >= {"thread", "notice.show"}
    assert "request" not in at_hand or "subject.show" in seen


async def saved(ma: Bureau, folder: Path, attachment: str) -> None:
    """Save a file: the very bytes, and the words beside them; neither without the other."""
    out, words = folder / "exhibit.bin", folder / "exhibit.bin.handling.txt"
    wanted = {"attachment": attachment, "out": str(out)}
    words.write_text("of another file", encoding="utf-8")
    with pytest.raises(InputError, match=r"file\.exists"):
        await ma.perform("attachments.save", **wanted)
    words.unlink()
    told = await ma.perform("attachments.save", **wanted)
    assert out.read_bytes() == file_in(folder, 100).read_bytes()
    read = words.read_text(encoding="utf-8")
    assert told["marks"] == str(words)
    assert f"H3: {IN_WORDS}" in read
    assert hashlib.sha256(out.read_bytes()).hexdigest() in read
    assert words.stat().st_mode & 0o777 == 0o600


async def drawn(ma: Bureau, ids: dict[str, str], request: str) -> None:
    """Draw notice, file and finds as the terminal does."""
    shown = await ma.perform("notice.show", notice=ids["notice"])
    assert ORALLY in printed(notice_show.draw_notice, shown)
    assert IN_WORDS in printed(values.draw_file, (await offers(ma, ids["thread"]))[0])
    found = await ma.perform("subject.show", officer=PROTECTION, request=request)
    text = printed(subject_finds.draw_finds, found)
    for word in (PASSPORT, IN_COURT, ES):
        assert word in text


def printed(draw: Any, *shown: Any) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        draw(*shown)
    return " ".join(harmless_words(out.getvalue()))


def harmless_words(text: str) -> list[str]:
    return [each for each in re.split(r"[\s│┃]+", text) if each]


async def offers(bureau: Bureau, thread: str) -> list[dict[str, Any]]:
    shown = await bureau.perform("thread", thread=thread)
    return [each["file"] for each in shown["conversations"][0]["messages"] if "file" in each]


async def listed(ma: Bureau, ids: dict[str, str]) -> None:
    """Ask the console for thread and notice as page, as JSON and as rows."""
    listener = StaffListener(console_application(ma.node))
    staff = ma.node.settings.staff
    await listener.start(staff.host, staff.port)
    try:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            client = Client(ma, http, relying_party(ma.node).origin)
            await client.sign_in()
            notice, thread = f"/notices/{ids['notice']}", f"/threads/{ids['thread']}"
            for path, words in ((notice, ORALLY), (thread, IN_COURT)):
                page = html.unescape((await client.get(path))[1])
                assert words in page, path
                read = json.loads((await client.get(f"{path}.json"))[1])
                assert {tuple(marks) for _, *marks in bound(read)} <= EXPECTED
            rows = list(csv.DictReader(io.StringIO((await client.get(f"{notice}.csv"))[1])))
            told = [row for row in rows if FACTS in row["value"]]
            assert [(row["handling"], row["mark"]) for row in told] == [("H3", ORALLY)]
            assert PASSPORT not in (await client.get(f"{thread}.csv"))[1]
    finally:
        await listener.stop()


async def posted(es: Bureau, thread: str, out: Path) -> None:
    """Write what waits for a partner to a file: sealed, so that nobody reads it on the way."""
    await es.perform("correct", thread=thread, reason="spelling")
    await es.perform("post.export", partner=MA, out=str(out))
    written = await asyncio.to_thread(out.read_bytes)
    assert written
    for text in (*PLANTED, NAME):
        assert text.encode() not in written
