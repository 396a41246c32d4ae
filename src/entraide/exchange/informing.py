"""Giving and passing on: what policy is asked, what is composed, and what a receiver believes.

``check_provenance`` is the receiver's judgement of the way that an item came.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from entraide.agreements.decision import PolicyQuestion, Side
from entraide.agreements.policy import Permit
from entraide.agreements.terms import Form
from entraide.errors import LocalProtocolError, RemoteProtocolError
from entraide.exchange.answer import compose_permitted
from entraide.exchange.ask import Framing
from entraide.exchange.information import Hop, Information
from entraide.exchange.permissions import Permission
from entraide.exchange.releases import ReleasedValue
from entraide.exchange.statements import SignedStatement
from entraide.kernel.canonical import digest
from entraide.kernel.message import Message
from entraide.vocabulary.disclosure import category_of

__all__ = [
    "NEED_PERMISSION",
    "categories_of_values",
    "check_provenance",
    "compose_information",
    "information_question",
    "strictest",
    "value_digest",
]

NEED_PERMISSION: Final = frozenset({"H2", "H3"})
"""Handling codes that let nothing go on without the provider's permission: H2 says so, and no
machine reads the words of H3."""
_UNCLASSIFIED: Final = "unclassified"


def value_digest(value: ReleasedValue) -> str:
    """Return SHA-256 of a value with its marks: what a permission names."""
    return digest(value.to_json())


def categories_of_values(values: Iterable[ReleasedValue]) -> tuple[str, ...]:
    """Return the data categories of values; what belongs to none is in none that is ever agreed."""
    found = (category_of(value.prop) or _UNCLASSIFIED for value in values)
    return tuple(dict.fromkeys(found))


def strictest(values: Iterable[ReleasedValue]) -> str:
    """Return the strictest handling code of values, for the message that carries them."""
    return max((value.handling for value in values), default="H0")


def information_question(
    information: Information, purpose: str, pair: tuple[str, str], side: Side
) -> PolicyQuestion:
    """Return the attributes that policy sees; ``pair`` is (who gets it, who gives it)."""
    return PolicyQuestion(
        asker=pair[0],
        holder=pair[1],
        form=Form.SPONTANEOUS,
        purpose=purpose,
        offence=information.offence,
        categories=categories_of_values(information.values),
        has_case=bool(information.case.strip()),
        has_legal_basis=bool((information.legal_basis or "").strip()),
        urgent=False,
        side=side,
    )


def compose_information(
    permit: Permit, information: Information, author: str, framing: Framing
) -> Message:
    """Compose the message that a permit allows: only categories that it was given for."""
    question = permit.question
    beyond = set(categories_of_values(information.values)) - set(question.categories)
    if beyond or question.form is not Form.SPONTANEOUS:
        raise LocalProtocolError("release.beyond_permit")
    said = (author, strictest(information.values))
    return compose_permitted(permit, information, said, framing)


def check_provenance(message: Message, information: Information) -> Permission | None:
    """Judge the way of an item that was passed on; RemoteProtocolError where it may not be here.

    1. what its sender gives as its own has no way, and nothing is judged;
    2. no party stands on the way twice in a row, and the last did not give it to itself;
    3. a permission, wherever one is carried, reads as a permission;
    4. where a value needs the provider's permission there is one, on the last hop, and by that
       very provider;
    5. it lets this sender pass these very values of that item to us, for this purpose, and it was
       valid when they were sent.
    Whether the provider signed it is for ``verify_statement``. The permission is returned.
    """
    if not information.provenance:  # 1
        return None
    hops = information.provenance
    givers = [hop.giver for hop in hops] + [message.sender]
    if any(one == following for one, following in pairwise(givers)):  # 2
        raise RemoteProtocolError("information.bad_provenance", message=message.id)
    permissions = [_permission(hop, message) for hop in hops]  # 3
    last, permission = hops[-1], permissions[-1]
    needed = any(value.handling in NEED_PERMISSION for value in information.values)
    if permission is None:  # 4
        if needed:
            raise RemoteProtocolError("information.not_permitted", message=message.id)
        return None
    if not _covers(permission, last, message, information):  # 5
        raise RemoteProtocolError("information.not_permitted", message=message.id)
    return permission


def _permission(hop: Hop, message: Message) -> Permission | None:
    if hop.permission is None:
        return None
    statement = SignedStatement.decode(hop.permission).statement
    if not isinstance(statement, Permission):
        raise RemoteProtocolError("information.bad_provenance", message=message.id)
    return statement


def _covers(permission: Permission, hop: Hop, message: Message, information: Information) -> bool:
    named = (permission.provider, permission.item, permission.holder, permission.recipient)
    same = named == (hop.giver, hop.item, message.sender, message.recipient)
    values = {value_digest(value) for value in information.values}
    in_time = permission.granted_ms <= message.sent_ms <= permission.until_ms
    return (
        same and in_time and permission.purpose == message.purpose
        and values <= set(permission.values)
    )  # fmt: skip
