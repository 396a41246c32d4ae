"""One performed action: the node, who acts, the signed order, and where progress goes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from entraide.adapters.store.writer import Event
from entraide.errors import InputError, RemoteProtocolError
from entraide.node.people.actor import Actor, Order
from entraide.node.runtime import Node

__all__ = ["Call", "Parameters", "brought"]


class Parameters(BaseModel):
    """The parameters of an action: strict, and nothing beside them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What an action gets besides its parameters."""

    node: Node
    actor: Actor
    order: Order
    emit: Callable[[Mapping[str, Any]], None]
    """Tells the person of progress or of an answer that has arrived."""

    def event(
        self,
        action: str,
        subject: str,
        *,
        partner: str = "",
        ids: Mapping[str, str] | None = None,
        digests: Mapping[str, str] | None = None,
    ) -> Event:
        """Return a log entry by this actor, bound to the signed order behind the call."""
        return Event(
            action,
            self.actor.pseudonym,
            subject,
            partner,
            {"order_signature": self.order.signature_token, **(ids or {})},
            {"order": self.order.digest, **(digests or {})},
        )


@contextlib.contextmanager
def brought() -> Iterator[None]:
    """Read what an officer brings in a form of the protocol: InputError says what is wrong with it.

    The same bytes from a partner would be the partner's fault; here nobody else is to blame.
    """
    try:
        yield
    except RemoteProtocolError as error:
        raise InputError(error.code, **error.data) from error
