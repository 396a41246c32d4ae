"""A node's folder: which file is where, and the lock that keeps a second process out."""

from __future__ import annotations

import fcntl
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from entraide.errors import BusyError, StoreError

__all__ = ["Folder", "FolderLock", "room_in"]


@dataclass(frozen=True, slots=True)
class Folder:
    """The names of everything that a node keeps."""

    root: Path

    @property
    def settings(self) -> Path:
        """The settings, for people to edit."""
        return self.root / "node.toml"

    @property
    def store(self) -> Path:
        """Records, messages, agreements and the log."""
        return self.root / "store.sqlite"

    @property
    def body_keys(self) -> Path:
        """A key for each body in the store, sealed under the store key: kept apart from it."""
        return self.root / "keys.sqlite"

    @property
    def secrets(self) -> Path:
        """The node's private keys, sealed under its passphrase."""
        return self.root / "secrets.sealed"

    @property
    def key_set(self) -> Path:
        """The public key set with the signatures of the root keys."""
        return self.root / "keyset.json"

    def roots_followed(self, version: int) -> Path:
        """The key set of this number, kept where it let other root keys follow."""
        return self.root / f"keyset-{version}.json"

    @property
    def tls_certificate(self) -> Path:
        """The certificate that partners pin."""
        return self.root / "tls.crt"

    @property
    def tls_key(self) -> Path:
        """Its key, encrypted under a password that stands in the secrets."""
        return self.root / "tls.key"

    @property
    def next_certificate(self) -> Path:
        """The certificate that is to follow, until everybody has heard of it."""
        return self.root / "tls-next.crt"

    @property
    def next_tls_key(self) -> Path:
        """Its key."""
        return self.root / "tls-next.key"

    def mend_certificate(self) -> None:
        """Finish a change of certificates that was cut between its two renames."""
        if self.next_certificate.is_file() and not self.next_tls_key.is_file():
            self.next_certificate.rename(self.tls_certificate)

    @property
    def officers(self) -> Path:
        """The officers' keys, each sealed under the officer's passphrase."""
        return self.root / "officers"

    @property
    def attachments(self) -> Path:
        """Files from partners, each in a folder of its own, in sealed chunks as they came."""
        return self.root / "attachments"

    @property
    def register(self) -> Path:
        """The register: pages of press with what was read in them, and who judged it."""
        return self.root / "register"

    @property
    def control(self) -> Path:
        """The socket by which commands reach a running node."""
        return self.root / "control.sock"

    @property
    def lock(self) -> Path:
        """What the owning process holds locked."""
        return self.root / "lock"

    def exists(self) -> bool:
        """Tell whether a node was made here."""
        return self.settings.is_file()


class FolderLock:
    """The exclusive right to write in a folder; held until ``release`` or the process's end."""

    def __init__(self, folder: Folder) -> None:
        """Take the lock or raise BusyError with the owner's process id."""
        self._file = _opened(folder)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            owner = self._file.read().strip()
            self._file.close()
            raise BusyError("folder.busy", path=str(folder.root), owner=owner or "?") from error
        self._file.seek(0)
        self._file.truncate()
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()

    def release(self) -> None:
        """Give the folder back."""
        self._file.close()


def room_in(folder: Folder) -> tuple[int, int, int]:
    """Return the bytes that are free and in all where a node lies, and what its files take."""
    usage = shutil.disk_usage(folder.root)
    held = sum(each.stat().st_size for each in folder.root.iterdir() if each.is_file())
    return usage.free, usage.total, held


def _opened(folder: Folder) -> IO[str]:
    try:
        return os.fdopen(os.open(folder.lock, os.O_RDWR | os.O_CREAT, 0o600), "r+")
    except OSError as error:
        raise StoreError("folder.not_writable", path=str(folder.root), reason=str(error)) from error
