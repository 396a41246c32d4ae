"""Working on the register of a node: pages are read into it, and what was read is judged.

The same reader, the same folder and the same judgements as ``entraide register``; the register of a
node lies in its folder. What is kept and who judged what is logged by digests; nothing of the
register enters the index of records, and nothing of it leaves.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from entraide.adapters.register.folder import RegisterFolder
from entraide.adapters.register.pages import text_of_bytes
from entraide.adapters.register.vocabulary import load_vocabulary
from entraide.errors import InputError
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.runtime import Node
from entraide.register.model import Reading
from entraide.register.reading.reader import Request, read_page
from entraide.register.reading.vocabulary import Vocabulary
from entraide.register.review import Fact, Judgement, Verdict, apply, facts_of
from entraide.register.review.typed import typed_value

__all__ = [
    "MOST_PAGE",
    "JudgeFact",
    "KeepPage",
    "address_of",
    "judge_fact",
    "keep_page",
    "register_of",
]

MOST_PAGE: Final = 4_000_000
"""Bytes of a page that comes through an order; larger ones are kept with the command line."""
_VERDICTS: Final[dict[str, Verdict]] = {
    "accept": "accept", "correct": "correct", "reject": "reject",
}  # fmt: skip


class KeepPage(Parameters):
    """A page: its text as pasted, or its file's bytes in base64; where it came from."""

    text: str | None = None
    content: str | None = None
    source: str
    home: str | None = None


class JudgeFact(Parameters):
    """One fact of a document, what is said of it, and for a correction what is right instead."""

    document: str
    fact: str
    verdict: str
    value: str | None = None


def register_of(node: Node) -> RegisterFolder:
    """Return the register in a node's folder."""
    return RegisterFolder(node.folder.register)


async def keep_page(call: Call, wanted: KeepPage) -> Json:
    """Read a page into the register: bytes, text and reading are kept, a page once."""
    data = _bytes(wanted)
    media, text = await asyncio.to_thread(text_of_bytes, data, wanted.source)
    digest = hashlib.sha256(data).hexdigest()
    home = wanted.home.upper() if wanted.home else None
    folder = register_of(call.node)
    await asyncio.to_thread(folder.create)
    if folder.has_reading(digest):
        return {"document": digest, "media": media, "state": "before"}
    request = Request(text=text, sha256=digest, home=home)
    reading = await asyncio.to_thread(lambda: read_page(request, _vocabulary()))
    event = call.event("register.kept", digest[:32], digests={"document": digest})
    await call.node.writer.run(lambda transaction: transaction.log(event))
    await asyncio.to_thread(folder.keep_document, data, text, wanted.source)
    await asyncio.to_thread(folder.keep_reading, reading)
    return {"document": digest, "media": media, "state": "read",
            "engagements": len(reading.engagements)}  # fmt: skip


async def judge_fact(call: Call, wanted: JudgeFact) -> Json:
    """Accept, correct or reject one fact, as the officer who signed the order."""
    verdict = _VERDICTS.get(wanted.verdict)
    if verdict is None or (verdict == "correct") != bool(wanted.value):
        raise InputError("register.one_answer")
    folder = register_of(call.node)
    name = folder.named(wanted.document)
    reading = apply(folder.reading(name), folder.judgements()).reading
    fact = next((each for each in facts_of(reading) if address_of(each) == wanted.fact), None)
    if fact is None:
        raise InputError("register.no_fact", fact=wanted.fact)
    value = typed_value(fact.field, wanted.value, fact.value) if wanted.value else None
    judgement = _judgement(call, reading, fact, (verdict, value))
    ids = {"field": fact.field, "verdict": verdict}
    event = call.event("register.judged", name[:32], ids=ids, digests={"document": name})
    await call.node.writer.run(lambda transaction: transaction.log(event))
    await asyncio.to_thread(folder.add_judgement, judgement)
    return {"document": name, "fact": wanted.fact, "verdict": verdict}


def address_of(fact: Fact) -> str:
    """Return the name of a fact in its document: engagement, field and key."""
    return ".".join(part for part in fact.address if part)


def _judgement(call: Call, reading: Reading, fact: Fact, said: tuple[Verdict, Any]) -> Judgement:
    judged = next(each for each in reading.engagements if each.id == fact.engagement)
    at = datetime.fromtimestamp(call.node.world.now_ms() / 1_000, UTC)
    return Judgement(
        document=fact.document,
        spans=tuple((each.start, each.end) for each in judged.evidence),
        kind=judged.kind,
        field=fact.field,
        key=fact.key,
        verdict=said[0],
        found=fact.value,
        value=said[1],
        evidence=fact.evidence,
        by=call.actor.name or call.actor.pseudonym,
        at=at.isoformat("T", "seconds"),
    )


def _bytes(wanted: KeepPage) -> bytes:
    """Return a page's bytes; InputError where there is none, or too many."""
    if bool(wanted.text) == bool(wanted.content):
        raise InputError("register.one_page")
    try:
        data = (
            wanted.text.encode()
            if wanted.text
            else base64.b64decode(wanted.content or "", validate=True)
        )
    except ValueError as error:  # binascii.Error, and text that is no ASCII or no UTF-8
        raise InputError("register.file_encoding", path=wanted.source) from error
    if len(data) > MOST_PAGE:
        raise InputError("register.file_large", path=wanted.source, bytes=len(data), most=MOST_PAGE)
    return data


@cache
def _vocabulary() -> Vocabulary:
    return load_vocabulary(())
