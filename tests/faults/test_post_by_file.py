"""Post carried by hand: the same rights as by wire, nothing taken of a file that is not whole."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from entraide.errors import EntraideError, InputError, RemoteProtocolError, TrustError
from entraide.kernel.post_file import Ending, Letter, Refused, encode_line, parse_line
from tests.nodes import DE, ES, MA, Bureau, asynchronous, budget, eventually, exchange
from tests.together.node.test_requests import PASSPORT, bytes_of, found, release, request

NAME = "Nobody Known"


@contextlib.asynccontextmanager
async def without_network(folder: Path, **wanted: object) -> AsyncIterator[list[Bureau]]:
    async with exchange(folder, **wanted) as bureaus:  # type: ignore[arg-type]
        for each in bureaus:
            await each.stop()
            each.open()
        yield bureaus


async def exported(sender: Bureau, to: Bureau, out: Path) -> Path:
    await sender.perform("post.export", partner=to.id, out=str(out))
    return out


async def imported(at: Bureau, file: Path, out: Path) -> dict[str, object]:
    return await at.perform("post.import", path=str(file), out=str(out))


async def there_and_back(sender: Bureau, to: Bureau, folder: Path) -> dict[str, object]:
    """Carry what waits, and what is answered to it."""
    name = to.clock.random(4).hex()
    there = await exported(sender, to, folder / f"{name}-there")
    await imported(to, there, folder / f"{name}-back")
    return await imported(sender, folder / f"{name}-back", folder / f"{name}-again")


@asynchronous
async def test_a_whole_exchange_goes_by_file_from_the_question_to_the_deletion(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        hit = await found(ma, es)
        for each in (ma, es):
            await each.stop()
            each.open()
        thread = (await request(ma, hit))["thread"]
        await there_and_back(ma, es, tmp_path)
        clock = (await es.perform("inbox"))["requests"][0]["deadline_ms"]
        await release(es, thread)
        await there_and_back(es, ma, tmp_path)
        assert PASSPORT.encode() in bytes_of(ma)
        await es.perform("withdraw", thread=thread, reason="EXERCISE")
        told = await there_and_back(es, ma, tmp_path)
        assert told["answered"] == 1
        assert PASSPORT.encode() not in bytes_of(ma), "a withdrawal by file deletes too"
        shown = (await es.perform("thread", thread=thread))["conversations"][0]
        assert shown["state"] == "withdrawn"
        assert clock
        for each in (ma, es):
            assert (await each.verify())["whole"]


@asynchronous
async def test_the_agreement_and_its_budget_decide_by_file_as_by_wire(tmp_path: Path) -> None:
    async with without_network(tmp_path, change=budget(2)) as (ma, es):
        for _ in range(2):
            await ma.ask(NAME)
        await there_and_back(ma, es, tmp_path)
        assert (await ma.ask(NAME))[0]["code"] == "policy.budget_exceeded"
        answers = (await ma.perform("answers"))["answers"]
        assert sorted(each["result"] for each in answers) == ["no-hit", "no-hit"]
        es.node.policies = ()
        ma.clock.ahead_ms = es.clock.ahead_ms = 86_400_000
        await ma.ask(NAME)
        await there_and_back(ma, es, tmp_path)
        denied = [e for e in (await ma.perform("answers"))["answers"] if e["result"] == "denied"]
        assert len(denied) == 1


@asynchronous
async def test_a_file_that_is_cut_short_changed_or_of_another_is_refused_whole(
    tmp_path: Path,
) -> None:
    async with without_network(tmp_path) as (ma, es):
        await ma.ask(NAME)
        await ma.ask("Somebody Else")
        whole = (await exported(ma, es, tmp_path / "whole")).read_bytes()
        lines = whole.splitlines(keepends=True)
        before = len(await es.log())
        for at, cut in enumerate((0, 10, len(lines[0]), len(whole) // 2, len(whole) - 1)):
            bad = tmp_path / f"cut-{at}"
            bad.write_bytes(whole[:cut])
            with pytest.raises(RemoteProtocolError, match=r"post\.cut_short"):
                await imported(es, bad, tmp_path / "out")
        forged = {
            "a message is missing": (lines[0], lines[1], lines[3]),
            "messages change places": (lines[0], lines[2], lines[1], lines[3]),
            "a refusal is put in": (
                lines[0], encode_line(Refused("0" * 64, "message.expired")), *lines[1:],
            ),
            "something follows the end": (*lines, lines[1]),
            "another moment": (lines[0].replace(b'"made_ms":1', b'"made_ms":2'), *lines[1:]),
            "a line twice": (lines[0], lines[1], lines[1], *lines[2:]),
        }  # fmt: skip
        for name, content in forged.items():
            bad = tmp_path / name
            bad.write_bytes(b"".join(content))
            with pytest.raises(EntraideError) as refused:
                await imported(es, bad, tmp_path / "out")
            assert refused.value.code in {"post.tampered", "message.unknown_key"}, name
        (tmp_path / "flipped").write_bytes(whole[:900] + bytes([whole[900] ^ 1]) + whole[901:])
        with pytest.raises(EntraideError):
            await imported(es, tmp_path / "flipped", tmp_path / "out")
        with pytest.raises(InputError, match=r"post\.for_another"):
            await imported(ma, tmp_path / "whole", tmp_path / "out")
        assert not (tmp_path / "out").exists()
        assert not [each for each in os.listdir(tmp_path) if each.endswith(".part")]  # noqa: PTH208 - names are enough
        assert "query.received" not in await es.actions()
        assert len(await es.log()) == before
        told = await imported(es, tmp_path / "whole", tmp_path / "out")
        assert told["received"] == 2
        with pytest.raises(InputError, match=r"file\.exists"):
            await imported(es, tmp_path / "whole", tmp_path / "out")


@asynchronous
async def test_a_partner_cannot_post_for_another_or_sign_with_a_strangers_key(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        for each in (ma, es, de):
            await each.stop()
            each.open()
        await ma.ask(NAME, to=[ES])
        stolen = (await exported(ma, es, tmp_path / "stolen")).read_bytes().splitlines()
        letters = [parse_line(line) for line in stolen[1:-1]]
        with pytest.MonkeyPatch.context() as lie:  # Berlin puts Rabat's letter into its own file
            lie.setattr(
                "entraide.node.mail.posting.every_waiting", lambda *_: [_Due(x) for x in letters]
            )
            await exported(de, es, tmp_path / "relayed")
        told = await imported(es, tmp_path / "relayed", tmp_path / "back")
        assert (told["received"], told["refused"]) == (0, 1)
        assert (await es.log(1))[0]["action"] == "post.imported"
        relayed = (tmp_path / "relayed").read_bytes().replace(b"de.bureau", b"ma.bureau")
        (tmp_path / "renamed").write_bytes(relayed)
        with pytest.raises(RemoteProtocolError, match=r"message\.unknown_key"):
            await imported(es, tmp_path / "renamed", tmp_path / "back-2")
        unknown = relayed.replace(b"ma.bureau", b"fr.bureau")
        (tmp_path / "unknown").write_bytes(unknown)
        with pytest.raises(TrustError, match=r"post\.unknown_sender"):
            await imported(es, tmp_path / "unknown", tmp_path / "back-3")


class _Due:
    """What an export takes from a row, here somebody else's."""

    def __init__(self, letter: object) -> None:
        assert isinstance(letter, Letter)
        self.envelope = letter.envelope


@asynchronous
async def test_a_refusal_travels_back_by_file_and_ends_the_message(tmp_path: Path) -> None:
    async with without_network(tmp_path) as (ma, es):
        await ma.ask(NAME)
        es.clock.ahead_ms = 2 * 86_400_000  # the question has expired when the file arrives
        told = await there_and_back(ma, es, tmp_path)
        assert told["refused_there"] == 1
        assert "query.refused" in await ma.actions()
        assert "message.refused" in await es.actions()
        again = await there_and_back(ma, es, tmp_path)
        assert again["refused_there"] == 0


@asynchronous
async def test_what_went_by_file_and_by_wire_counts_once(tmp_path: Path) -> None:
    async with without_network(tmp_path) as (ma, es):
        await ma.ask(NAME)
        there = await exported(ma, es, tmp_path / "there")
        await imported(es, there, tmp_path / "back")
        for each in (ma, es):
            await each.stop()
            await each.start()

        async def answered() -> bool:
            return (await ma.perform("answers"))["answers"][0]["result"] == "no-hit"

        await eventually(answered)
        told = await imported(ma, tmp_path / "back", tmp_path / "last")
        assert (told["answered"], told["known"]) == (0, 1)
        assert (await es.actions()).count("query.received") == 1
        assert (await ma.actions()).count("answer.received") == 1


def test_the_last_line_is_read_as_it_was_written() -> None:
    ending = Ending("0" * 32, 3, b"s" * 64)
    assert parse_line(encode_line(ending)[:-1]) == ending
