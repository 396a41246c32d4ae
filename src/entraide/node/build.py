"""The composition root: makes a node's folder, and opens it as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from entraide.adapters.files.folder import Folder, FolderLock
from entraide.adapters.sealing.bodies import destroy_doomed, has_doomed
from entraide.adapters.sealing.sealed import use_vault
from entraide.adapters.sealing.vault import KEYS_AHEAD, Vault, VaultFile, create_vault
from entraide.adapters.searching.index import LocalSearch, Searcher
from entraide.adapters.store.database import (
    StoreAddress,
    check_vacant,
    create_store,
    open_reader,
    open_store,
)
from entraide.adapters.store.view import View
from entraide.adapters.store.writer import Writer
from entraide.adapters.wire import tls
from entraide.adapters.wire.partner_client import PartnerClient
from entraide.adapters.world import SYSTEM, World
from entraide.errors import ConfigError, EntraideError, InputError
from entraide.node.config import Settings, read_settings, store_address, write_settings
from entraide.node.keys.keyring import Keyring
from entraide.node.log.log_epochs import check_epoch, is_restored
from entraide.node.record.indexing import index_again, is_of_another_scheme
from entraide.node.runtime import Node

__all__ = ["make_node", "open_node"]


def make_node(path: Path, settings: Settings, passphrase: str, world: World = SYSTEM) -> Folder:
    """Make keys, store and settings in a new folder; InputError where a node stands already."""
    folder = Folder(path.resolve())
    if folder.exists() or folder.store.exists() or folder.secrets.exists():
        raise InputError("node.exists", path=str(path))
    store = store_address(folder, settings)
    check_vacant(store)  # before keys are made: an address may be wrong, a server away
    folder.root.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.officers.mkdir(exist_ok=True, mode=0o700)
    keyring = Keyring.generate(world)
    keyring.save(folder, passphrase)
    tls.make_certificate(
        settings.id,
        world.now_ms(),
        folder.tls_certificate,
        folder.tls_key,
        keyring.tls_password,
    )
    create_vault(folder.body_keys)
    create_store(store, settings.id)
    write_settings(folder.settings, settings)  # last: a folder without it is no node
    return folder


def open_node(
    path: Path,
    passphrase: str,
    *,
    world: World = SYSTEM,
    searcher: Callable[[StoreAddress, VaultFile], Searcher] = LocalSearch,
) -> Node:
    """Open a node for its one process; any failure leaves nothing open.

    1. settings read and checked; 2. the folder's lock taken; 3. secrets opened; 4. store opened
    and its identity compared, its bodies' keys beside it; 5. writer, searcher and partners made;
    6. a restored node writes nothing (``node.upkeep.resuming``); 7. what an interrupted erasure
    left is finished; 8. an index whose keys an earlier release cut is built again.
    """
    folder = Folder(path.resolve())
    if not folder.exists():
        raise ConfigError("node.missing", path=str(path))
    settings = read_settings(folder.settings)  # 1
    lock = FolderLock(folder)  # 2
    try:
        keyring = Keyring.load(folder, passphrase)  # 3
        folder.mend_certificate()
        store = store_address(folder, settings)
        engine, reader = open_store(store, settings.id), open_reader(store)  # 4
        keys = VaultFile(folder.body_keys, keyring.bodies)
        vault = Vault(keys, random=world.random, ahead=KEYS_AHEAD)
        use_vault(engine, vault)
        use_vault(reader, vault)
        check_epoch(reader, keyring.log_epoch)
        node = Node(
            folder=folder,
            settings=settings,
            keyring=keyring,
            world=world,
            reader=reader,
            view=View(reader),
            writer=Writer(engine, world),
            vault=vault,
            searcher=searcher(store, keys),
            client=PartnerClient(settings.exchange.timeout_ms),
            lock=lock,
            opened_ms=world.now_ms(),
        )  # 5
        node.renew_partners()
        node.renew_policies()
    except EntraideError:
        lock.release()
        raise
    _settle(node)
    return node


def _settle(node: Node) -> None:
    """Bring a store that was just opened to where the node may work with it."""
    if node.read(is_restored):  # 6
        node.writer.refusal = "node.restored"
    elif node.read(has_doomed):  # 7
        destroy_doomed(node.reader, node.writer)
    if node.writer.refusal is None and node.read(is_of_another_scheme):  # 8
        index_again(node.reader, node.writer)
