"""A session in which a program reads: opened by an officer's order, ended by ``close``.

Each call is an entry of the node's access log, with the officer and the purpose that the session
was ordered for. What a screen answers has its own type in ``reading`` and ``overseeing``.
"""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import quote, urlencode

from entraide.client.connection import Connection
from entraide.client.results import SessionOpened, SessionShown

__all__ = ["Filters", "Session", "place"]

Filters = str | list[str]
"""A filter of an address: one value, or several where the screen takes several."""


class Session:
    """An open session; ``close`` ends it, as leaving its ``with`` block does."""

    def __init__(self, connection: Connection, opened: SessionOpened) -> None:
        """Hold the session's secret."""
        self._connection = connection
        self._headers = {"Authorization": f"Bearer {opened['session']}"}

    def __enter__(self) -> Self:
        """Return the session."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the session."""
        self.close()

    def close(self) -> None:
        """End the session: its secret is worth nothing from then on."""
        self._connection.send("DELETE", "/api/session", self._headers)

    def whose(self) -> SessionShown:
        """Return whose session it is, what for, and when it ends."""
        return cast("SessionShown", json.loads(self._get("/api/session", {})))

    def json(self, path: str, **filters: Filters) -> Any:
        """Return the data of any screen, by its address in the document without ``.json``."""
        return json.loads(self._get(f"{path}.json", filters))

    def csv(self, path: str, **filters: Filters) -> str:
        """Return the list of any screen as CSV."""
        return self._get(f"{path}.csv", filters).decode()

    def _get(self, path: str, filters: dict[str, Filters]) -> bytes:
        query = f"?{urlencode(filters, doseq=True)}" if filters else ""
        return self._connection.send("GET", f"{path}{query}", self._headers)


def place(folder: str, *names: str) -> str:
    """Return the address of something by its folder and what names it."""
    return "/".join((f"/{folder}", *(quote(name, safe="") for name in names)))
