"""Whether an item may be passed on: what binds us to its provider, then to the third party.

1. the agreement under which it was given lets data go on, and each value's handling code does, or
   the provider's permission for exactly this is held and valid;
2. our agreement with the third party lets it pass.
Whoever got an item through others passes it on only where no permission is needed: a permission is
given by the provider to whom it gave the item, and to nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from entraide.adapters.tables import schema
from entraide.agreements.decision import Denial, Referral
from entraide.agreements.policy import Permit, permit_of
from entraide.agreements.terms import OnwardTransfer
from entraide.errors import InputError, PolicyError
from entraide.exchange.information import MOST_HOPS, Hop
from entraide.exchange.informing import NEED_PERMISSION, value_digest
from entraide.exchange.permissions import Permission
from entraide.exchange.releases import ReleasedValue
from entraide.exchange.statements import SignedStatement
from entraide.kernel.canonical import decode_canonical, digest
from entraide.kernel.message import Message
from entraide.node.call import Parameters
from entraide.node.giving.items import Framework, framework_of, received_item, third_party_decision
from entraide.node.giving.onward import ONWARD_ARTICLE
from entraide.node.giving.onward_taken import values_of
from entraide.node.request.requesting import policy_named
from entraide.node.runtime import Node

__all__ = ["PassOnPreview", "Passage", "copy_of", "find_passage", "permit_for", "read_permission"]

_COPIED: Final = schema.copied.c
_ONWARD: Final = schema.onward.c


class PassOnPreview(Parameters):
    """Which item (the thread in which it came), which fields of it, to whom, for what, why."""

    thread: str
    partner: str | None = None
    to: str
    fields: tuple[str, ...] = ()
    purpose: str | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """An item on its way to a third party, with all that lets it go."""

    item: Message
    copy: Row[Any] | None
    values: tuple[ReleasedValue, ...]
    frame: Framework
    to: str
    purpose: str
    reason: str
    permission: bytes | None
    decision: Permit | Referral

    @property
    def payload(self) -> str:
        """The hash of exactly what would leave, of what, to whom and why."""
        return digest(
            {
                "item": self.item.digest,
                "purpose": self.purpose,
                "reason": self.reason,
                "to": self.to,
                "values": [value.to_json() for value in self.values],
            }
        )

    @property
    def officers_needed(self) -> int:
        """How many officers must approve."""
        return 2 if self.decision.obligations.two_officers else 1

    def hops(self) -> tuple[Hop, ...]:
        """Return the way that the item came, and the step that it takes now."""
        before = decode_canonical(bytes(self.copy.way))["hops"] if self.copy else []
        item = self.copy.item if self.copy and not self.permission else self.item.digest
        step = Hop(giver=self.item.sender, item=item, permission=self.permission)
        return (*(Hop.from_json(each) for each in before), step)


def find_passage(node: Node, connection: Connection, wanted: PassOnPreview) -> Passage:
    """Return an item on its way; PolicyError or InputError says why it may not go."""
    item = received_item(connection, wanted.thread, wanted.partner)
    frame = framework_of(connection, item)
    values = tuple(
        value for value in values_of(item) if not wanted.fields or value.prop in wanted.fields
    )
    if not values or not wanted.reason.strip():
        raise InputError("onward.nothing", thread=wanted.thread)
    if wanted.to in {item.sender, node.settings.id} or node.pinned(wanted.to) is None:
        raise InputError("partner.unknown", partner=wanted.to)
    purpose = wanted.purpose or item.purpose or ""
    copy = copy_of(connection, item)
    permission = _permission(node, connection, (item, copy), (values, wanted.to, purpose))  # 1
    decision, _ = third_party_decision(node, (values, frame), wanted.to, purpose)  # 2
    if isinstance(decision, Denial):
        raise PolicyError("release.denied", article=decision.article, reason=decision.code)
    return Passage(
        item=item,
        copy=copy,
        values=values,
        frame=frame,
        to=wanted.to,
        purpose=purpose,
        reason=wanted.reason.strip(),
        permission=permission,
        decision=decision,
    )


def _permission(
    node: Node,
    connection: Connection,
    held: tuple[Message, Row[Any] | None],
    wanted: tuple[tuple[ReleasedValue, ...], str, str],
) -> bytes | None:
    """Return the permission under which values may go on, None where none is needed.

    PolicyError where the agreement bars it, or where one is needed and not held.
    """
    item, copy = held
    values, _, purpose = wanted
    rule = policy_named(node, item.agreement).agreement.personal_data.onward_transfer
    if rule is OnwardTransfer.NEVER:
        raise PolicyError("onward.never", article=ONWARD_ARTICLE)
    marked = any(value.handling in NEED_PERMISSION for value in values)
    needed = rule is OnwardTransfer.WITH_PERMISSION or marked or purpose != item.purpose
    if copy is not None and len(decode_canonical(bytes(copy.way))["hops"]) >= MOST_HOPS - 1:
        raise PolicyError("onward.too_far", article=ONWARD_ARTICLE)
    if not needed:
        return None
    if copy is not None and copy.parent:
        raise PolicyError("onward.third_hand", article=ONWARD_ARTICLE, origin=copy.origin)
    found = _valid(node, connection, item, wanted)
    if found is None:
        raise PolicyError("onward.no_permission", article=ONWARD_ARTICLE, partner=item.sender)
    return found


def _valid(
    node: Node,
    connection: Connection,
    item: Message,
    wanted: tuple[tuple[ReleasedValue, ...], str, str],
) -> bytes | None:
    values, to, purpose = wanted
    named = {value_digest(value) for value in values}
    rows = connection.scalars(
        select(_ONWARD.permission)
        .where(_ONWARD.incoming == 0, _ONWARD.state == "granted", _ONWARD.recipient == to)
        .where(_ONWARD.item == item.digest, _ONWARD.partner == item.sender)
        .order_by(_ONWARD.at_ms.desc())
    ).all()
    for row in rows:
        permission = read_permission(bytes(row))
        if permission is None or node.world.now_ms() > permission.until_ms:
            continue
        if permission.purpose == purpose and named <= set(permission.values):
            return bytes(row)
    return None


def read_permission(signed: bytes | None) -> Permission | None:
    """Return the permission that signed bytes hold; None where there is none."""
    statement = SignedStatement.decode(signed).statement if signed else None
    return statement if isinstance(statement, Permission) else None


def permit_for(node: Node, passing: Passage, approvals: tuple[str, ...]) -> Permit | None:
    """Return the permit once officers enough have looked; None before that."""
    now_ms = node.world.now_ms()
    return permit_of(passing.decision, node.policies, approvals, now_ms=now_ms)


def copy_of(connection: Connection, item: Message) -> Row[Any] | None:
    """Return the row of the copy that an item is, where it has one."""
    return connection.execute(
        select(schema.copied).where(
            _COPIED.incoming == 1,
            _COPIED.partner == item.sender,
            _COPIED.thread == item.thread,
            _COPIED.standing == item.digest,
        )
    ).first()
