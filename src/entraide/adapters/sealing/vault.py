"""The key file: one key for each stored body, apart from the store, destroyed to erase the body.

A body (a record with its match card, or a message with its envelope and answer) is sealed by
AES-256-GCM under a random key of its own; the sealed bytes name that key by number. Keys lie in a
small SQLite file of the node's folder, each sealed under the node's store key (from the keyring),
whatever engine holds the store. So a copy of the store alone, however old, opens nothing, and
destroying a key erases its body from every copy of the store that was ever made.

Order is the whole rule: a key is durable before the body that it seals, and is destroyed after the
row of that body is gone. What a crash can leave is a key without a body, never the reverse. A key
seals one body once; its number is never given twice.

A node makes keys durable ahead of the bodies that they will seal, so that a message need not wait
for a sync of this file beside the store's; those that are left are destroyed at the end, and before
a backup copies the file. The latest keys stay open in memory until they are destroyed.
"""

from __future__ import annotations

import struct
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pysqlite3.dbapi2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from entraide.adapters.world import SYSTEM
from entraide.errors import StoreError

__all__ = [
    "KEYS_AHEAD",
    "BodyKey",
    "SealedBytes",
    "Vault",
    "VaultFile",
    "create_vault",
    "key_number",
]

KEYS_AHEAD: Final = 128
"""Keys that a running node makes durable at a time: one sync of the key file for so many bodies."""
_KEPT_OPEN: Final = 4_096
"""The latest keys, by which bodies open without reading the file: a message is soon read again."""
_STORE_KEY_BYTES: Final = 32
_FORM: Final = 1
_HEAD: Final = struct.Struct(">BQ")
_NONCE_BYTES: Final = 12
_HEAD_BYTES: Final = _HEAD.size
_SEALED_FROM: Final = _HEAD_BYTES + _NONCE_BYTES
_LEAST: Final = _SEALED_FROM + 16
_CHUNK: Final = 500
_BUSY_SECONDS: Final = 10
_TABLE: Final = (
    "CREATE TABLE body_key (number INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL)"
)
_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
)
_READING: Final = ("query_only=ON", "mmap_size=268435456")


@dataclass(frozen=True, slots=True)
class VaultFile:
    """Where the keys lie, and the store key that opens them."""

    path: Path
    key: bytes = field(repr=False)


class SealedBytes(bytes):
    """Bytes that a ``BodyKey`` sealed: the only ones that a sealed column takes."""

    __slots__ = ()


class BodyKey:
    """A fresh key for one body; it may seal several parts of it."""

    __slots__ = ("_cipher", "_head", "_random")

    def __init__(self, number: int, key: bytes, random: Callable[[int], bytes]) -> None:
        """Take the key's number and its bytes."""
        self._head = _HEAD.pack(_FORM, number)
        self._cipher = AESGCM(key)
        self._random = random

    def seal(self, part: str, data: bytes) -> SealedBytes:
        """Seal one part; its name must be given again to open it."""
        nonce = self._random(_NONCE_BYTES)
        return SealedBytes(self._head + nonce + self._cipher.encrypt(nonce, data, part.encode()))


def key_number(sealed: bytes) -> int:
    """Return the number of the key that sealed these bytes; StoreError where none did."""
    if len(sealed) < _LEAST or sealed[0] != _FORM:
        raise StoreError("body.malformed")
    return int.from_bytes(sealed[1:_HEAD_BYTES])


def create_vault(path: Path) -> None:
    """Make an empty key file where there is none."""
    path.touch(mode=0o600)
    connection = _connect(path, read_only=False)
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name='body_key'").fetchone():
            connection.execute(_TABLE)
    finally:
        connection.close()


class Vault:
    """The open key file: for the node's one process, or read-only for its search process."""

    def __init__(
        self,
        file: VaultFile,
        *,
        random: Callable[[int], bytes] = SYSTEM.random,
        read_only: bool = False,
        ahead: int = 0,
    ) -> None:
        """Open the file; StoreError where it is missing or the store key is none.

        ``ahead`` is how many keys are made durable beside those that are needed at once; a file
        that makes some keeps its latest keys open in memory too.
        """
        if not file.path.is_file() or len(file.key) != _STORE_KEY_BYTES:
            raise StoreError("body.no_key_file", path=str(file.path))
        self._cipher = AESGCM(file.key)
        self._random = random
        self._ahead, self._keeps = ahead, ahead > 0
        self._fresh: dict[int, bytes] = {}
        self._spare: OrderedDict[int, bytes] = OrderedDict()
        self._latest: OrderedDict[int, bytes] = OrderedDict()
        self._lock = threading.Lock()
        try:
            self._connection = _connect(file.path, read_only=read_only)
            held = self._connection.execute("SELECT seq FROM sqlite_sequence").fetchone()
        except pysqlite3.dbapi2.Error as error:
            raise StoreError("store.damaged", path=str(file.path), reason=str(error)) from error
        self._last = int(held[0]) if held else 0

    def fresh_key(self) -> BodyKey:
        """Return a new key: one that is durable already, or one held in memory until ``flush``."""
        with self._lock:
            if self._spare:
                number, key = self._spare.popitem(last=False)
            else:
                number, key = self._drawn()
                self._fresh[number] = key
            if self._keeps:
                self._latest[number] = key
            if len(self._latest) > _KEPT_OPEN:
                self._latest.popitem(last=False)
        return BodyKey(number, key, self._random)

    def flush(self) -> None:
        """Make the fresh keys durable: always before what they seal. StoreError where it fails.

        Where there are any, the keys that are wanted ahead become durable with them.
        """
        fresh = dict(self._fresh)
        if not fresh:
            return
        with self._lock:
            spare = dict(self._drawn() for _ in range(self._ahead))
            rows = [(each, self._wrap(each, key)) for each, key in (fresh | spare).items()]
            self._write("INSERT OR REPLACE INTO body_key VALUES (?, ?)", rows)
            self._spare.update(spare)
        for number in fresh:
            del self._fresh[number]

    def destroy(self, numbers: Iterable[int]) -> None:
        """Destroy keys for good: their rows are overwritten and the write-ahead log emptied."""
        with self._lock:
            self._destroy(list(numbers))
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise StoreError("erasure.log_in_use")

    @contextmanager
    def without_spare(self) -> Iterator[None]:
        """Keep no keys ahead meanwhile: no copy of the file opens what is sealed later."""
        ahead, self._ahead = self._ahead, 0
        try:
            self._destroy_spare()
            yield
        finally:
            self._ahead, self._keeps = ahead, ahead > 0

    def open(self, part: str, sealed: bytes) -> bytes:
        """Open one part of a body; StoreError where its key is destroyed or the bytes changed."""
        return self.open_all(part, (sealed,))[0]

    def open_all(self, part: str, sealed: Sequence[bytes]) -> list[bytes]:
        """Open one part of many bodies, with their keys read together."""
        numbers = [key_number(each) for each in sealed]
        keys = self._keys(numbers)
        aad = part.encode()
        try:
            return [
                AESGCM(keys[number]).decrypt(
                    each[_HEAD_BYTES:_SEALED_FROM], each[_SEALED_FROM:], aad
                )
                for number, each in zip(numbers, sealed, strict=True)
            ]
        except InvalidTag as error:
            raise StoreError("body.does_not_open") from error

    def close(self) -> None:
        """Destroy what was made ahead and close the file."""
        with suppress(StoreError):  # what is left are keys without a body
            self._destroy_spare()
        with self._lock:
            self._connection.close()

    def _drawn(self) -> tuple[int, bytes]:
        """Draw the next key; a number is given once, also where its key is never used."""
        self._last += 1
        return self._last, self._random(_STORE_KEY_BYTES)

    def _destroy_spare(self) -> None:
        with self._lock:
            spare = list(self._spare)
            self._spare.clear()
            if spare:
                self._destroy(spare)

    def _destroy(self, numbers: Sequence[int]) -> None:
        self._write("DELETE FROM body_key WHERE number = ?", [(each,) for each in numbers])
        for number in numbers:
            self._latest.pop(number, None)

    def _wrap(self, number: int, key: bytes) -> bytes:
        nonce = self._random(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, key, b"key/%d" % number)

    def _keys(self, numbers: Sequence[int]) -> dict[int, bytes]:
        found = self._held(numbers) if self._latest or self._fresh else {}
        missing = [number for number in numbers if number not in found] if found else numbers
        for at in range(0, len(missing), _CHUNK):
            found.update(self._read(missing[at : at + _CHUNK]))
        if len(found) < len(set(numbers)):
            raise StoreError("body.key_missing", number=min(set(numbers) - set(found)))
        return found

    def _held(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """Return those of the keys that are open in memory."""
        known = ((each, self._latest.get(each) or self._fresh.get(each)) for each in numbers)
        return {number: key for number, key in known if key is not None}

    def _read(self, numbers: Sequence[int]) -> dict[int, bytes]:
        marks = ",".join("?" * len(numbers))
        query = f"SELECT number, key FROM body_key WHERE number IN ({marks})"  # noqa: S608 - marks
        with self._lock:
            rows = self._connection.execute(query, numbers).fetchall()
        try:
            return {
                number: self._cipher.decrypt(
                    key[:_NONCE_BYTES], key[_NONCE_BYTES:], b"key/%d" % number
                )
                for number, key in rows
            }
        except InvalidTag as error:
            raise StoreError("body.other_store_key") from error

    def _write(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(statement, rows)
            self._connection.execute("COMMIT")
        except pysqlite3.dbapi2.Error as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise StoreError("store.write_failed", reason=str(error)) from error


def _connect(path: Path, *, read_only: bool) -> Any:
    mode = "ro" if read_only else "rw"
    connection = pysqlite3.dbapi2.connect(
        f"file:{path}?mode={mode}", uri=True, timeout=_BUSY_SECONDS, check_same_thread=False
    )
    connection.isolation_level = None  # we begin and commit ourselves
    for pragma in _READING if read_only else _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection
