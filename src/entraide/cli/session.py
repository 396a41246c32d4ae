"""Performing an action on a node, running or stopped, as an officer or as its keeper.

A running node is reached through its control socket. A stopped one is opened here, with its lock
and its passphrase, and closed again. Either way the same order is signed by the officer's own key,
which this process alone unlocks, and goes through the same action table.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from entraide.adapters.files.folder import Folder
from entraide.adapters.wire.control import call_running_node
from entraide.adapters.world import SYSTEM
from entraide.cli.passphrase import find_passphrase
from entraide.cli.show import Output
from entraide.errors import ConfigError
from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import SigningKey
from entraide.vocabulary.language import mark, translate

__all__ = ["Access", "Session", "Watch", "Way"]

Watch = Callable[[Mapping[str, Any]], None]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Way:
    """Which node, and as whom: of a command whose result is a file."""

    node: Annotated[Path | None, Parameter(env_var="ENTRAIDE_NODE")] = None
    """The node's folder."""
    as_: Annotated[str | None, Parameter(name="--as")] = None
    """The officer who acts."""
    passphrase_file: Annotated[Path | None, Parameter(env_var="ENTRAIDE_PASSPHRASE_FILE")] = None
    """File with the node's passphrase (else a systemd credential, else a prompt)."""
    officer_passphrase_file: Annotated[
        Path | None, Parameter(env_var="ENTRAIDE_OFFICER_PASSPHRASE_FILE")
    ] = None
    """File with the officer's passphrase, where it is not the node's."""

    def access(self) -> Access:
        """Return the access that shows results as a table."""
        return Access(
            node=self.node,
            as_=self.as_,
            passphrase_file=self.passphrase_file,
            officer_passphrase_file=self.officer_passphrase_file,
        )


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Access(Way):
    """Which node, as whom, and how results are shown."""

    output: Output = "table"
    """A table to read, or JSON."""

    def on(self, node: Path | None) -> Access:
        """Return the same access to the node in this folder, where one is given."""
        return replace(self, node=node or self.node)

    @property
    def folder(self) -> Folder:
        """The node's folder; ConfigError where none is named or no node stands there."""
        if self.node is None:
            raise ConfigError("node.not_named")
        folder = Folder(self.node.resolve())
        if not folder.exists():
            raise ConfigError("node.missing", path=str(self.node))
        return folder

    def node_passphrase(self) -> str:
        """Return the passphrase that opens the node."""
        return find_passphrase(self.passphrase_file, what=translate(mark("the node")))


class Session:
    """One command's way to a node."""

    def __init__(self, access: Access) -> None:
        """Find the folder and, for an officer, unlock the key."""
        self.access = access
        self.folder = access.folder
        self.key = self._unlock()
        self._keeper: SigningKey | None = None

    def perform(
        self, action: str, parameters: Mapping[str, Any], watch: Watch = lambda _: None
    ) -> dict[str, Any]:
        """Perform an action and return its result; ``watch`` sees events as they come."""
        return asyncio.run(self._perform(action, parameters, watch))

    def _unlock(self) -> SigningKey | None:
        from entraide.node.people.officer_keys import unlock_key  # noqa: PLC0415 - whoever asks for help needs none

        if self.access.as_ is None:
            return None
        files = (self.access.officer_passphrase_file, self.access.passphrase_file)
        passphrase = find_passphrase(*files, what=self.access.as_)
        return unlock_key(self.folder, self.access.as_, passphrase)

    async def _perform(
        self, action: str, parameters: Mapping[str, Any], watch: Watch
    ) -> dict[str, Any]:
        order = self._order(action, parameters)
        try:
            async for answer in call_running_node(self.folder.control, order):
                if "result" in answer:
                    return dict(answer["result"])
                watch(answer["event"])
        except (ConnectionRefusedError, FileNotFoundError):
            pass  # no node is running: do it here
        return await self._perform_here(action, parameters, watch)

    async def _perform_here(
        self, action: str, parameters: Mapping[str, Any], watch: Watch
    ) -> dict[str, Any]:
        from entraide.node.actions import perform  # noqa: PLC0415 - only for a stopped node
        from entraide.node.build import open_node  # noqa: PLC0415 - the same
        from entraide.node.serve import parse_order  # noqa: PLC0415 - the same

        node = open_node(self.folder.root, self.access.node_passphrase())
        try:
            order = parse_order(self._order(action, parameters))
            result: Any = await perform(node, order, watch)
            return dict(result)
        finally:
            await node.close()

    def _order(self, action: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        from entraide.node.people.actor import Order, sign_order  # noqa: PLC0415 - the same

        order = Order(
            action=action,
            parameters=parameters,
            officer=self.access.as_,
            at_ms=SYSTEM.now_ms(),
            nonce=SYSTEM.random(16).hex(),
        )
        signed = sign_order(order, self.key or self._keeper_key())
        return {**signed.content(), "signature": to_base64(signed.signature)}

    def _keeper_key(self) -> SigningKey:
        """Return the node's own key, which only its passphrase opens: the keeper's signature."""
        from entraide.node.keys.keyring import Keyring  # noqa: PLC0415 - slow, for the keeper only

        if self._keeper is None:
            keyring = Keyring.load(self.folder, self.access.node_passphrase())
            self._keeper = keyring.signing
        return self._keeper
