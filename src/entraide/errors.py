"""The one tree of errors, split by whose fault it is.

    EntraideError
    ├── InputError            the person at this node gave something unusable      exit 3
    ├── TrustError            a key, fingerprint, signature or proof does not hold  exit 4
    ├── PolicyError           an agreement, a role or four eyes forbid it           exit 5
    ├── ProtocolError         a message breaks the exchange's rules                 exit 6
    │   ├── LocalProtocolError    we were about to break them
    │   └── RemoteProtocolError   the partner broke them
    ├── PeerError             the partner is away or answers with a fault           exit 7
    ├── StoreError            the store is missing, damaged, unsafe or full         exit 8
    ├── ConfigError           a setting is missing, unknown or contradictory        exit 9
    └── BusyError             another process owns the folder or the port           exit 10

An error carries a stable code (``area.what``) and data, never a sentence: sentences are rendered
at the surface, in the reader's language, from ``vocabulary.messages``. A partner is told the code
of a ProtocolError and nothing else, because a reason is an oracle.
Exit 0 is success, 1 a defect of ours, 2 a wrong command line (the shell's convention).
"""

from __future__ import annotations

from typing import ClassVar, Final, TypeAlias

__all__ = [
    "ERRORS",
    "BusyError",
    "ConfigError",
    "EntraideError",
    "InputError",
    "LocalProtocolError",
    "PeerError",
    "PolicyError",
    "ProtocolError",
    "RemoteProtocolError",
    "StoreError",
    "TrustError",
    "Value",
    "place_of",
]

Value: TypeAlias = str | int | float | bool | None


class EntraideError(Exception):
    """Root of the tree; ``code`` is stable, ``data`` fills the sentence of that code."""

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, /, **data: Value) -> None:
        """Carry the code and the values that its sentence names."""
        super().__init__(code)
        self.code = code
        self.data = data

    def __str__(self) -> str:
        """Code and data, for logs and tests; people read the rendered sentence."""
        values = " ".join(f"{name}={value!r}" for name, value in self.data.items())
        return f"{self.code} {values}".strip()


class InputError(EntraideError):
    """What a person or a file of this node gave cannot be used."""

    exit_code = 3


class TrustError(EntraideError):
    """A key, a fingerprint, a signature or a proof does not hold."""

    exit_code = 4


class PolicyError(EntraideError):
    """An agreement, a role or the four-eyes rule forbids the action."""

    exit_code = 5


class ProtocolError(EntraideError):
    """A message breaks the rules of the exchange."""

    exit_code = 6


class LocalProtocolError(ProtocolError):
    """This node was about to break the rules."""


class RemoteProtocolError(ProtocolError):
    """The partner broke the rules."""


class PeerError(EntraideError):
    """The partner cannot be reached or answers with a fault of its own."""

    exit_code = 7


class StoreError(EntraideError):
    """The store is missing, damaged, unsafe or full."""

    exit_code = 8


class ConfigError(EntraideError):
    """A setting is missing, unknown or contradicts another."""

    exit_code = 9


class BusyError(EntraideError):
    """Another process owns what this one needs (the folder, a port)."""

    exit_code = 10


def place_of(error: BaseException) -> str:
    """Return the kind of an unforeseen error and where it arose: for logs, since its words may
    hold what nobody may read there.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = trace.tb_frame.f_code.co_filename.rsplit("/", 1)[-1] if trace else "?"
    return f"{type(error).__name__} at {where}:{trace.tb_lineno if trace else 0}"


ERRORS: Final[dict[str, type[EntraideError]]] = {
    kind.__name__: kind
    for kind in (
        InputError,
        TrustError,
        PolicyError,
        LocalProtocolError,
        RemoteProtocolError,
        PeerError,
        StoreError,
        ConfigError,
        BusyError,
    )
}
"""The leaves of the tree by name: how an error crosses from one of our processes to another."""
