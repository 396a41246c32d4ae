"""Operations beside the joint team: a cell of a major event, a committee, a liaison officer."""

from __future__ import annotations

from entraide.node.people.payloads import writing_payload
from tests.given import signed
from tests.given_events import accreditations, admitted, announced, cell, crowd, listed, screened
from tests.given_offices import decided, posting, session
from tests.given_operations import day, write
from tests.nodes import PROTECTION, Bureau

__all__ = ["event", "offices"]


async def event(ma: Bureau, de: Bureau, agreement: str) -> None:
    """Screen an accreditation list, look at who was referred, ask again, and erase the cell."""
    operation = await cell(ma, de, agreement=agreement)
    entry = await announced(ma, operation, listed(ma.folder.parent, *crowd(2)))
    await admitted(de, operation, entry)
    await screened(ma, operation, de.id)
    await accreditations(ma, operation)
    await ma.perform("event.resume", operation=operation)
    await ma.perform(
        "operation.erase", officer=PROTECTION, operation=operation, reason="purpose-ended"
    )


async def offices(ma: Bureau, es: Bureau) -> None:
    """Hold a session and write its minutes; keep the papers of a posting."""
    operation = await session(ma, es)
    await decided(ma, es, operation=operation)
    for each in (ma, es):
        await write(each, operation, "session.closed")
    await ma.perform("committee.minutes", operation=operation)
    await _liaison(ma, await posting(ma, es))


async def _liaison(ma: Bureau, posted: str) -> None:
    kept = await ma.perform(
        "liaison.contact", posting=posted, authority="Port police", person="A. Person",
        about="Ships", day=day(0),
    )  # fmt: skip
    await ma.perform("liaison.contacts", posting=posted)
    await ma.perform("liaison.forget", contact=kept["contact"])
    task = await ma.perform("liaison.task", posting=posted, title="Ask the port", due=day(1))
    await ma.perform("liaison.tasks", posting=posted)
    await ma.perform("liaison.done", task=task["task"], words="The port answered.")
    warned = {"domain": "drugs", "words": "A new route by sea"}
    approval = signed(ma, writing_payload(posted, "threat.warned", warned))
    await ma.perform("liaison.write", operation=posted, kind="threat.warned", body=warned,
                     approval=approval)  # fmt: skip
