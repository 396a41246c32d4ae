"""Two bureaus on two engines: Rabat's store is SQLite, Madrid's a database of PostgreSQL."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from entraide.demo.ports import free_ports
from entraide.kernel.keys import SigningKey
from entraide.node.build import make_node
from entraide.node.config import Settings
from tests.nodes import (
    ES,
    MA,
    OFFICERS,
    PASSPHRASE,
    QUICK,
    Bureau,
    Change,
    _equip,
    bound,
    bureau_in,
)
from tests.postgres import server


@contextlib.asynccontextmanager
async def two_engines(
    folder: Path, database: str, *, change: Change = lambda _: None, **exchange: Any
) -> AsyncIterator[tuple[Bureau, Bureau]]:
    """Open a bureau on each engine; both serve, know each other and are bound."""
    ma = bureau_in(folder, MA, **exchange)
    es = await _on_postgresql(folder, ES, database, **exchange)
    async with bound(ma, es, change=change):
        yield ma, es


async def _on_postgresql(folder: Path, party: str, database: str, **exchange: Any) -> Bureau:
    """Make a bureau whose store is this database: key set adopted, officers entered."""
    partner, staff = free_ports(2)
    settings = Settings.model_validate(
        {
            "id": party,
            "country": party[:2],
            "name": f"Bureau of {party}",
            "addresses": (f"https://127.0.0.1:{partner}",),
            "store": server().url(database),
            "partner": {"port": partner},
            "staff": {"port": staff},
            "exchange": {**QUICK.model_dump(), **exchange},
        }
    )
    make_node(folder / party, settings, PASSPHRASE)
    officers = {name: SigningKey.generate() for name in OFFICERS}
    bureau = Bureau(folder / party, party, (SigningKey.generate(),), officers)
    await _equip(bureau, 1)
    return bureau
