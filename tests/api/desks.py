"""Orders of one desk and its partner: answers, corrections, notices, persons concerned, shifts."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import SigningKey
from tests import notices
from tests.attach_nodes import attach
from tests.browser.work import SOUGHT
from tests.given import open_discussion, posts, say, signed
from tests.nodes import (
    ADMIN,
    ANALYST,
    CHIEF,
    DUTY,
    MISSING,
    PROTECTION,
    Bureau,
    person,
)

__all__ = ["at_desks"]

NOBODY = "Nobody At Any Desk"
_TREATED = "Salma Exercise Idrissi"


async def at_desks(ma: Bureau, es: Bureau) -> None:
    """Give them, each at least once."""
    await _answered(ma, es)
    await _dropped(ma, es, await _corrected(ma, es))
    await _said(ma, es)
    await _notices(ma, es)
    await _persons(ma)
    await _cut_off(ma)
    await _watch(ma)
    await _officers(ma)
    await ma.perform("case.close", reference="R-77/2026", outcome="useful")


async def _answered(ma: Bureau, es: Bureau) -> None:
    """Let a person decide a question that no machine may."""
    asked = await ma.perform("ask", name=[SOUGHT], **MISSING)
    await es.approve(asked["thread"])


async def _corrected(ma: Bureau, es: Bureau) -> str:
    """Release what was requested, and correct it; return its thread."""
    asked = {"name": [SOUGHT], "born": ["1981-03-07"], "case": "R-1"}
    (answer,) = (await ma.perform("ask", **asked))["answers"]
    wanted = {"categories": ["names", "birth"], "reason": "Arrest warrant 12/2026"}
    reference = answer["hits"][0]["reference"]
    thread = (await ma.perform("request", reference=reference, **wanted))["thread"]
    for officer in (DUTY, CHIEF):
        shown = await es.perform("release.preview", officer=officer, thread=thread)
        approval = signed(es, shown["payload"], officer)
        await es.perform("release", officer=officer, thread=thread, approval=approval)
    await es.perform("correct", thread=thread, reason="not his day", without=["birthDate"])
    return str(thread)


async def _dropped(ma: Bureau, es: Bureau, thread: str) -> None:
    """Attach a file, and stop sending it."""
    path = ma.folder.parent / "attached.bin"
    path.write_bytes(b"EXERCISE" * 2_000)
    offered = await attach(ma, es, thread, path)
    await ma.perform("attachments.drop", attachment=offered["attachment"])


async def _said(ma: Bureau, es: Bureau) -> None:
    thread = str((await open_discussion(ma, es))["thread"])
    await say(ma, thread, "It left at nine.")
    await posts(ma, thread)


async def _notices(ma: Bureau, es: Bureau) -> None:
    """Refuse a draft; publish one that is refused there, sighted by nobody, cancelled, erased."""
    await ma.perform("notice.decline", notice=await notices.drafted(ma), reason="article-3")
    sent = await notices.published(ma, to=[es.id])
    await es.perform("notice.refuse", notice=sent, ground="safeguards")
    seen = await notices.published(ma, to=[es.id])
    await es.perform("notice.accept", notice=seen)
    written = await es.perform("sighting.write", notice=seen, words="Seen at the market.")
    approval = signed(es, written["payload"])
    await es.perform("sighting.approve", sighting=written["sighting"], approval=approval)
    await ma.perform("notice.cancel", notice=seen, reason="purpose-ended")
    await ma.perform("notice.erase", officer=PROTECTION, notice=seen, reason="purpose-ended")


async def _persons(ma: Bureau) -> None:
    """Put right and delete what is held of a person; do not admit one request, close one."""
    await ma.hold(person("EX-DESK-1", _TREATED, "1981-01-02"), person("EX-DESK-2", NOBODY))
    right = {"prop": "birthDate", "was": "1981-01-02", "becomes": "1983-01-02"}
    await _subject(ma, "correct", **await _found(ma, "correction"), **right)
    where = await _found(ma, "deletion")
    await _subject(ma, "delete", **where)
    await _subject(ma, "answer", request=where["request"])
    await _subject(ma, "erase", request=where["request"])
    unknown = await _registered(ma, "access")
    await _subject(ma, "reject", request=unknown, ground="identity-not-shown")
    await _subject(ma, "drop", request=await _registered(ma, "access"))
    wanted = {"ids": ["EX-DESK-2"], "reason": "purpose-ended"}
    await ma.perform("records.erase", officer=PROTECTION, **wanted)


async def _registered(ma: Bureau, kind: str) -> str:
    asked = {"kind": kind, "name": [_TREATED], "identified": "passport at the counter"}
    return str((await _subject(ma, "register", **asked))["request"])


async def _found(ma: Bureau, kind: str) -> dict[str, Any]:
    """Search for the person; return where the record of it was found."""
    request = await _registered(ma, kind)
    await _subject(ma, "admit", request=request)
    finds = (await _subject(ma, "search", request=request))["finds"]
    number = next(each["number"] for each in finds if each["place"] == "record")
    return {"request": request, "number": number}


async def _subject(ma: Bureau, act: str, **wanted: Any) -> dict[str, Any]:
    return await ma.perform(f"subject.{act}", officer=PROTECTION, **wanted)


async def _cut_off(ma: Bureau) -> None:
    """Cut two batches off in the middle, as a lost connection does; go on with one, drop one."""
    for act in ("batch.resume", "batch.drop"):
        await ma.perform(act, batch=await _interrupted(ma))


async def _interrupted(ma: Bureau) -> str:
    rows = [{"name": [f"{NOBODY} {each}"]} for each in "abc"]
    kept, ma.events = ma.events, _Cutting()
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.create_task(ma.perform("batch.ask", case="R-1", rows=rows))
        return str(ma.events[0]["batch"])
    finally:
        ma.events = kept


class _Cutting(list[dict[str, Any]]):
    """Events of which the first answered line of a batch cuts off whoever asks it."""

    def append(self, event: dict[str, Any]) -> None:
        super().append(event)
        asking = asyncio.current_task()
        if event.get("done") == 1 and asking is not None:
            asking.cancel()


async def _watch(ma: Bureau) -> None:
    """Hand the shift over that runs since the duty room was filled; another officer takes it."""
    handed = await ma.perform("watch.handover", officer=CHIEF, words="Quiet")
    await ma.perform("watch.take", sheet=handed["sheet"])


async def _officers(ma: Bureau) -> None:
    key = to_base64(SigningKey.generate().public.raw)
    wanted = {"name": "Farid Secret", "role": "analyst", "public_key": key}
    await ma.perform("officer.add", officer=ADMIN, **wanted)
    await ma.perform("officer.passkey", officer=ANALYST)
