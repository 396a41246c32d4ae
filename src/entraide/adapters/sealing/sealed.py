"""Columns that hold sealed bytes: what is written must be sealed, what is read comes out open.

A column of type ``Sealed`` takes only what a ``BodyKey`` sealed, so that nobody stores a body in
the clear by mistake, and opens what is selected from it with the vault of its engine. Empty bytes
stand for a body that was erased. An engine's fresh keys become durable before each of its commits.
"""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Engine, LargeBinary, TypeDecorator, event
from sqlalchemy.exc import DontWrapMixin

from entraide.adapters.sealing.vault import BodyKey, SealedBytes, Vault
from entraide.errors import StoreError

__all__ = ["ERASED", "Sealed", "fresh_key", "use_vault", "vault_of"]

ERASED: Final = SealedBytes()
"""What stands in a sealed column once its body is gone."""

_VAULTS: Final[WeakKeyDictionary[Dialect, Vault]] = WeakKeyDictionary()


class _UnsealedError(StoreError, DontWrapMixin):
    """Comes out of a statement as it is: wrapped, it would carry the unsealed bytes with it."""


class Sealed(TypeDecorator[bytes]):
    """Bytes sealed under their body's own key; ``part`` names what of the body they are."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, part: str) -> None:
        """Name the part, which the seal binds."""
        super().__init__()
        self.part = part

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Take sealed bytes only; StoreError for any other."""
        if value is None or isinstance(value, SealedBytes):
            return None if value is None else bytes(value)
        raise _UnsealedError("body.not_sealed", part=self.part)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        """Return the open bytes; empty ones where the body was erased."""
        return vault_of(dialect).open(self.part, bytes(value)) if value else value


def use_vault(engine: Engine, vault: Vault) -> None:
    """Let an engine seal and open with a vault, and keep its keys ahead of its commits."""
    _VAULTS[engine.dialect] = vault

    @event.listens_for(engine, "commit")
    def _keys_first(connection: Connection) -> None:
        try:
            vault.flush()
        except StoreError:
            connection.connection.rollback()  # nothing is committed whose key is not durable
            raise


def vault_of(dialect: Dialect) -> Vault:
    """Return the vault of an engine; StoreError where it was opened without one."""
    vault = _VAULTS.get(dialect)
    if vault is None:
        raise StoreError("body.no_vault")
    return vault


def fresh_key(connection: Connection) -> BodyKey:
    """Return a new key for one body that is written over this connection."""
    return vault_of(connection.dialect).fresh_key()
