"""Two bureaus for the attacks on notices, and what they post and hold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.nodes import (
    ES,
    MA,
    Bureau,
    exchange,
    sealed,
)
from tests.notices import (
    forged,
    standing_at,
    wanted,
)

DAY_MS = 86_400_000


@asynccontextmanager
async def two(folder: Path, **settings: Any) -> AsyncIterator[tuple[Bureau, Bureau]]:
    async with exchange(folder, MA, ES, **settings) as (ma, es):
        await ma.hold(wanted())
        yield ma, es


async def erased(ma: Bureau, notice: str, partner: str = ES) -> bool:
    return (await standing_at(ma, notice))[partner]["erased_ms"] is not None


async def post(sender: Bureau, recipient: Bureau, body: Any, **changes: Any) -> str:
    """Post a forged message; return the code of its refusal, or nothing."""
    message = forged(sender, recipient, body, **changes)
    posted = await sender.post(recipient, sealed(sender, message))
    return posted.code if posted.status >= 400 else ""
