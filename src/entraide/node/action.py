"""One row of the action table, and the sets of roles that rows name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.people.actor import Role

__all__ = ["ASKING", "DECIDING", "ERASING", "EVERYONE", "KEEPING", "OVERSIGHT", "PROTECTING",
           "Action", "Perform"]  # fmt: skip

EVERYONE: Final = frozenset(Role)
ASKING: Final = frozenset({Role.DUTY_OFFICER, Role.LIAISON_OFFICER, Role.ANALYST, Role.SUPERVISOR})
DECIDING: Final = frozenset({Role.DUTY_OFFICER, Role.SUPERVISOR})
KEEPING: Final = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
ERASING: Final = frozenset({Role.DATA_PROTECTION_OFFICER, Role.SUPERVISOR})
PROTECTING: Final = frozenset({Role.DATA_PROTECTION_OFFICER})
OVERSIGHT: Final = frozenset(Role)

Perform = Callable[[Call, Any], Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class Action:
    """One row: ``keeper`` actions may also be done by whoever holds the node's passphrase."""

    name: str
    does: str
    roles: frozenset[Role]
    takes: type[Parameters]
    perform: Perform
    keeper: bool = False
