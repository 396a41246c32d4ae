"""Reading the lists of a node in a session: typed, with the filters of the console's own screens.

Each call is an entry of the node's access log, with the officer and the purpose that the session
was ordered for. A list is read whole; what fits no filter does not leave the node.
"""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import quote, urlencode

from entraide.client.connection import Connection
from entraide.client.desk import Inbox, ReleasePreview, Search, Situation, Thread
from entraide.client.pages import DocumentShown, PartnerShown, Promises, RegisterShown
from entraide.client.results import SessionOpened, SessionShown
from entraide.client.work import (
    Agreements,
    AgreementShown,
    Cases,
    Comparison,
    Notices,
    NoticeShown,
    OperationShown,
    Oversight,
)

__all__ = ["Filters", "Reading"]

Filters = str | list[str]
"""A filter of an address: one value, or several where the screen takes several."""


class Reading:
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

    def situation(self) -> Situation:
        """Return what needs a decision now, and the node's state."""
        return cast("Situation", self.json("/situation"))

    def inbox(self, **filters: Filters) -> Inbox:
        """Return what waits; ``kind``, ``partner`` and ``case`` filter."""
        return cast("Inbox", self.json("/inbox", **filters))

    def thread(self, thread: str, **filters: Filters) -> Thread:
        """Return a thread whole."""
        return cast("Thread", self.json(_at("threads", thread), **filters))

    def preview(self, thread: str, **choices: Filters) -> ReleasePreview:
        """Return what a release would hold; its ``payload`` is what an approval signs."""
        return cast("ReleasePreview", self.json(f"{_at('threads', thread)}/release", **choices))

    def search(self, **filters: Filters) -> Search:
        """Return the latest answers; ``case``, ``partner`` and ``result`` filter."""
        return cast("Search", self.json("/search", **filters))

    def notices(self, **filters: Filters) -> Notices:
        """Return notices; ``side``, ``colour``, ``state``, ``partner``, ``ended`` filter."""
        return cast("Notices", self.json("/notices", **filters))

    def notice(self, notice: str) -> NoticeShown:
        """Return a notice whole."""
        return cast("NoticeShown", self.json(_at("notices", notice)))

    def cases(self, **filters: Filters) -> Cases:
        """Return operations and our cases; ``kind``, ``state``, ``members``, ``case`` filter."""
        return cast("Cases", self.json("/cases", **filters))

    def operation(self, operation: str) -> OperationShown:
        """Return an operation with its journal."""
        return cast("OperationShown", self.json(_at("cases", operation)))

    def register(self, **filters: Filters) -> RegisterShown:
        """Return the register; ``year``, ``partner``, ``kind`` and ``topic`` filter."""
        return cast("RegisterShown", self.json("/register", **filters))

    def register_partner(self, partner: str) -> PartnerShown:
        """Return a partner of the register with its meetings."""
        return cast("PartnerShown", self.json(_at("register/partners", partner)))

    def document(self, document: str) -> DocumentShown:
        """Return a page of the register with its facts."""
        return cast("DocumentShown", self.json(_at("register/documents", document)))

    def promises(self, **filters: Filters) -> Promises:
        """Return what was promised; ``state`` filters."""
        return cast("Promises", self.json("/register/promises", **filters))

    def agreements(self, **filters: Filters) -> Agreements:
        """Return the memoranda; ``state`` and ``partner`` filter."""
        return cast("Agreements", self.json("/agreements", **filters))

    def agreement(self, agreement: str, **tried: Filters) -> AgreementShown:
        """Return a memorandum; with ``simulate`` what it would let pass."""
        return cast("AgreementShown", self.json(_at("agreements", agreement), **tried))

    def compare(self, before: str, after: str) -> Comparison:
        """Return every difference of two texts."""
        return cast("Comparison", self.json("/agreements/compare", before=before, after=after))

    def oversight(self, **filters: Filters) -> Oversight:
        """Return the last entries of the log; ``verify`` verifies it whole."""
        return cast("Oversight", self.json("/oversight", **filters))

    def _get(self, path: str, filters: dict[str, Filters]) -> bytes:
        query = f"?{urlencode(filters, doseq=True)}" if filters else ""
        return self._connection.send("GET", f"{path}{query}", self._headers)


def _at(folder: str, name: str) -> str:
    return f"/{folder}/{quote(name, safe='')}"
