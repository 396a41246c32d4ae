"""Reading the lists of a node in a session: typed, with the filters of the console's own screens.

A list is read whole; what fits no filter does not leave the node. Every screen that has data has
its method here or in ``overseeing``; ``json`` and ``csv`` take any address of the document.
"""

from __future__ import annotations

from typing import cast

from entraide.client.desk import Inbox, Search, Situation
from entraide.client.memoranda import Agreements, AgreementShown, Comparison
from entraide.client.notices import Notices, NoticeShown
from entraide.client.overseeing import Overseeing
from entraide.client.pages import DocumentShown, PartnerShown, Promises, RegisterShown
from entraide.client.session import Filters, place
from entraide.client.threads import ReleasePreview, Thread
from entraide.client.work import CasePage, Cases, OperationShown, Oversight

__all__ = ["Reading"]


class Reading(Overseeing):
    """An open session; ``close`` ends it, as leaving its ``with`` block does."""

    def situation(self) -> Situation:
        """Return what needs a decision now, and the node's state."""
        return cast("Situation", self.json("/situation"))

    def inbox(self, **filters: Filters) -> Inbox:
        """Return what waits; ``kind``, ``partner`` and ``case`` filter."""
        return cast("Inbox", self.json("/inbox", **filters))

    def thread(self, thread: str, **filters: Filters) -> Thread:
        """Return a thread whole."""
        return cast("Thread", self.json(place("threads", thread), **filters))

    def preview(self, thread: str, **choices: Filters) -> ReleasePreview:
        """Return what a release would hold; its ``payload`` is what an approval signs."""
        return cast("ReleasePreview", self.json(f"{place('threads', thread)}/release", **choices))

    def search(self, **filters: Filters) -> Search:
        """Return the latest answers; ``case``, ``partner`` and ``result`` filter."""
        return cast("Search", self.json("/search", **filters))

    def notices(self, **filters: Filters) -> Notices:
        """Return notices; ``side``, ``colour``, ``state``, ``partner``, ``ended`` filter."""
        return cast("Notices", self.json("/notices", **filters))

    def notice(self, notice: str) -> NoticeShown:
        """Return a notice whole."""
        return cast("NoticeShown", self.json(place("notices", notice)))

    def cases(self, **filters: Filters) -> Cases:
        """Return operations and our cases; ``kind``, ``state``, ``members``, ``case`` filter."""
        return cast("Cases", self.json("/cases", **filters))

    def case(self, reference: str) -> CasePage:
        """Return a case of ours whole, by its reference."""
        return cast("CasePage", self.json("/cases/own", case=reference))

    def operation(self, operation: str) -> OperationShown:
        """Return an operation with its journal."""
        return cast("OperationShown", self.json(place("cases", operation)))

    def register(self, **filters: Filters) -> RegisterShown:
        """Return the register; ``year``, ``partner``, ``kind`` and ``topic`` filter."""
        return cast("RegisterShown", self.json("/register", **filters))

    def register_partner(self, partner: str) -> PartnerShown:
        """Return a partner of the register with its meetings."""
        return cast("PartnerShown", self.json(place("register/partners", partner)))

    def document(self, document: str) -> DocumentShown:
        """Return a page of the register with its facts."""
        return cast("DocumentShown", self.json(place("register/documents", document)))

    def promises(self, **filters: Filters) -> Promises:
        """Return what was promised; ``state`` filters."""
        return cast("Promises", self.json("/register/promises", **filters))

    def agreements(self, **filters: Filters) -> Agreements:
        """Return the memoranda; ``state`` and ``partner`` filter."""
        return cast("Agreements", self.json("/agreements", **filters))

    def agreement(self, agreement: str, **tried: Filters) -> AgreementShown:
        """Return a memorandum; with ``simulate`` what it would let pass."""
        return cast("AgreementShown", self.json(place("agreements", agreement), **tried))

    def compare(self, before: str, after: str) -> Comparison:
        """Return every difference of two texts."""
        return cast("Comparison", self.json("/agreements/compare", before=before, after=after))

    def oversight(self, **filters: Filters) -> Oversight:
        """Return the last entries of the log; ``action``, ``actor``, ``partner`` filter."""
        return cast("Oversight", self.json("/oversight", **filters))
