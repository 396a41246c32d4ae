"""Ports of this machine on which a node may listen.

They stand below those that the kernel hands to outgoing connections (from 32768 on Linux), so that
no connection takes one between the moment it is found free and the moment the node binds it.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
from typing import Final

__all__ = ["free_port", "free_ports"]

_RANGE: Final = range(20_000, 32_000)
_TRIES: Final = 1_000
_given: set[int] = set()
"""What this process has given out: nobody may hold it yet, and it is not free any more."""


def free_port() -> int:
    """Return a port that nobody holds at the moment, another each time; OSError if none is."""
    return free_ports(1)[0]


def free_ports(count: int) -> tuple[int, ...]:
    """Return so many different ports that nobody holds at the moment; OSError where none is."""
    with contextlib.ExitStack() as stack:
        held = (stack.enter_context(_bind_anywhere()) for _ in range(count))
        ports = tuple(each.getsockname()[1] for each in held)
    _given.update(ports)
    return ports


def _bind_anywhere() -> socket.socket:
    for port in (secrets.choice(_RANGE) for _ in range(_TRIES)):
        if port in _given:
            continue
        probe = socket.socket()
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            probe.close()
        else:
            return probe
    raise OSError(f"no port is free between {_RANGE.start} and {_RANGE.stop}")
