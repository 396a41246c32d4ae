"""Messages that may not be sent, each with the code of its refusal."""

from __future__ import annotations

from tests.nodes import (
    Bureau,
    question,
    sealed,
)


async def refusals(bureau: Bureau) -> list[str]:
    """The codes of what this bureau logged as refused."""
    return [e["ids"]["code"] for e in await bureau.log() if e["action"] == "message.refused"]


async def still_good(ma: Bureau, es: Bureau) -> None:
    answered = await ma.post(es, sealed(ma, question(ma, es)))
    assert answered.status == 200
