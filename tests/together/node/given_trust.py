"""Bureaus whose cards nobody has pinned yet."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from tests.nodes import (
    Bureau,
    bureau_in,
)


@contextlib.asynccontextmanager
async def opened(folder: Path, *parties: str, **kinds: int) -> AsyncIterator[list[Bureau]]:
    bureaus = [bureau_in(folder, party, **kinds) for party in parties]
    try:
        for each in bureaus:
            each.open()
        yield bureaus
    finally:
        for each in bureaus:
            await each.stop()
