"""A node's API for a program: orders signed by an officer, and sessions in which it reads.

Nothing is decided here, and nothing is repeated by itself: an order that got no answer may have
been performed. Its number makes it good once; whoever is in doubt reads before ordering anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from entraide.client.connection import Connection
from entraide.client.desk import CaseRow
from entraide.client.officer import Officer
from entraide.client.reading import Reading
from entraide.client.results import Answers, Asked, Released, Requested, Sent, SessionOpened
from entraide.client.results_table import RESULTS
from entraide.client.threads import ReleasePreview, Thread
from entraide.client.values import Object
from entraide.client.work import Verified
from entraide.errors import InputError

__all__ = ["Client", "Several"]

T = TypeVar("T")
Several = str | Sequence[str]
"""One value, or several; a bare text is one value, never its letters."""

_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Client:
    """One officer's way to a node."""

    connection: Connection
    officer: Officer

    def order(self, action: str, **parameters: Any) -> Any:
        """Give any order of the action table; raises what the node raises."""
        return self._send(f"/api/orders/{action}", action, _without_none(parameters))

    def answer(self, kind: type[T], action: str, **parameters: Any) -> T:
        """Give any order and return its answer in its type, one of ``results_table.RESULTS``.

        ``InputError`` before anything is sent where the order answers in another type.
        """
        known = RESULTS.get(action)
        if known is not kind:
            answers = getattr(known, "__name__", "-")
            raise InputError("client.other_type", action=action, answers=answers,
                             wanted=kind.__name__)  # fmt: skip
        return cast("T", self.order(action, **parameters))

    def approved(self, action: str, payload: str, **parameters: Any) -> Any:
        """Give an order that approves what has this hash: the officer signs both."""
        return self.order(action, approval=self.officer.approve(payload), **parameters)

    def reading(self, purpose: str, case: str | None = None) -> Reading:
        """Open a session that reads for a purpose of a case, or for the desk's own.

        ``purpose`` is a code of exchange with its open case, or ``desk``, ``oversight`` or
        ``register`` without one.
        """
        wanted = {"node": self.node_id(), "purpose": purpose, "case": case}
        opened = self._send("/api/session", "session.order", _without_none(wanted))
        return Reading(self.connection, cast("SessionOpened", opened))

    def node_id(self) -> str:
        """Return the id of the node that answers here."""
        return str(json.loads(self.connection.send("GET", "/health", {}))["id"])

    def open_case(
        self, reference: str, *, legal_basis: str, purposes: Several, offence: str,
        retention_days: int,
    ) -> CaseRow:  # fmt: skip
        """Open a case: nothing is asked outside one."""
        opened = self.order(
            "case.open", reference=reference, legal_basis=legal_basis, purposes=_several(purposes),
            offence=offence, retention_days=retention_days,
        )  # fmt: skip
        return cast("CaseRow", opened)

    def ask(self, case: str, *, name: Several = (), **wanted: Any) -> Asked:
        """Ask partners in a case; waits for those that are there.

        ``wanted`` takes what the action ``ask`` takes: ``born``, ``document``, ``purpose``,
        ``offence``, ``to`` and the rest.
        """
        return cast("Asked", self.order("ask", case=case, name=_several(name), **wanted))

    def answers(self, thread: str | None = None) -> Answers:
        """Return what partners have answered, also since."""
        return cast("Answers", self.order("answers", thread=thread))

    def thread(self, thread: str) -> Thread:
        """Return a thread whole."""
        return cast("Thread", self.order("thread", thread=thread))

    def request(self, reference: str, categories: Several, reason: str, **more: Any) -> Requested:
        """Request the data behind a hit; the partner's clock starts with its receipt."""
        wanted = {"reference": reference, "categories": _several(categories), "reason": reason}
        return cast("Requested", self.order("request", **wanted, **more))

    def preview(self, thread: str, **choices: Any) -> ReleasePreview:
        """Return what a release would hold, with the hash that approves it."""
        return cast("ReleasePreview", self.order("release.preview", thread=thread, **choices))

    def release(self, thread: str, payload: str, **choices: Any) -> Released:
        """Approve exactly what was previewed by the same choices; sent once enough officers agree.

        ``payload`` is that of the preview which somebody has seen: where the records changed
        meanwhile it is another, and this is refused.
        """
        return cast("Released", self.approved("release", payload, thread=thread, **choices))

    def refuse(self, thread: str, ground: str) -> Sent:
        """Refuse a request on a ground that the memorandum lists."""
        return cast("Sent", self.order("refuse", thread=thread, ground=ground))

    def clarify(self, thread: str, words: str) -> Sent:
        """Ask what a request means."""
        return cast("Sent", self.order("clarify", thread=thread, words=words))

    def explain(self, thread: str, words: str) -> Sent:
        """Answer what a partner asks about our request."""
        return cast("Sent", self.order("explain", thread=thread, words=words))

    def withdraw(self, thread: str, reason: str) -> Sent:
        """Take back what was released: the partner's node deletes it and signs that it did."""
        return cast("Sent", self.order("withdraw", thread=thread, reason=reason))

    def close(self, thread: str, outcome: str) -> Sent:
        """Close a thread of ours, with what came of it."""
        return cast("Sent", self.order("close", thread=thread, outcome=outcome))

    def verify_log(self) -> Verified:
        """Verify the node's whole log."""
        return cast("Verified", self.order("audit.verify"))

    def _send(self, path: str, action: str, parameters: Object) -> Any:
        body = self.officer.order(action, parameters)
        return json.loads(self.connection.send("POST", path, _JSON, body))


def _several(given: Several) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _without_none(wanted: Object) -> Object:
    return {name: value for name, value in wanted.items() if value is not None}
