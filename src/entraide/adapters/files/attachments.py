"""Attachments on the disk: the file to send, the sealed chunks that came, what is saved.

What a partner sends is kept sealed, in one file for each attachment, each chunk at the place that
its index says, so that chunks may come in any order. A group of chunks is written and synced
before any of them is acknowledged. What is sent is read in place and must be what it was when it
was offered; what is saved appears whole or not at all. Memory holds one chunk at a time.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from entraide.errors import InputError, StoreError

__all__ = [
    "Source",
    "check_room",
    "forget",
    "identify_source",
    "keep_chunks",
    "read_sealed",
    "read_source",
    "write_out",
]

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_SEALED: Final = "sealed"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be sent, and what it was when it was looked at."""

    path: Path
    size: int
    stamp: str
    """Device, file number, size and time of the last change."""


def identify_source(path: Path) -> tuple[Source, str]:
    """Return a file's identity and SHA-256; InputError where it cannot be read or is no file."""
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            after = os.fstat(file.fileno())
    except OSError as error:
        reason = error.strerror or ""
        raise InputError("attachment.unreadable", path=str(path), reason=reason) from error
    if _stamp(before) != _stamp(after):
        raise InputError("attachment.file_changed", path=str(path))
    return Source(path, before.st_size, _stamp(before)), digest


def read_source(source: Source, offset: int, length: int) -> bytes:
    """Read a part of the file; InputError where it is gone or is not what it was."""
    try:
        with source.path.open("rb", buffering=0) as file:
            data = os.pread(file.fileno(), length, offset)
            same = _stamp(os.fstat(file.fileno())) == source.stamp
    except OSError as error:
        reason = error.strerror or ""
        raise InputError("attachment.unreadable", path=str(source.path), reason=reason) from error
    if not same or len(data) != length:
        raise InputError("attachment.file_changed", path=str(source.path))
    return data


def check_room(folder: Path, wanted: int, least: int) -> None:
    """Refuse where the disk would be left with less than ``least`` bytes; StoreError."""
    free = shutil.disk_usage(_existing(folder)).free
    if free - wanted < least:
        raise StoreError("attachment.no_room", free=free, wanted=wanted)


def keep_chunks(folder: Path, chunks: Sequence[tuple[int, bytes]]) -> None:
    """Write sealed chunks (offset, bytes) and sync them; StoreError where the disk is full."""
    try:
        _make(folder)
        descriptor = os.open(folder / _SEALED, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            for offset, sealed in chunks:
                _write_all(descriptor, sealed, offset)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _store_error(folder, error) from error


def read_sealed(folder: Path, offset: int, length: int) -> bytes:
    """Read one sealed chunk; StoreError where the file is gone or shorter than it should be."""
    try:
        with (folder / _SEALED).open("rb", buffering=0) as file:
            data = os.pread(file.fileno(), length, offset)
    except OSError as error:
        raise _store_error(folder, error) from error
    if len(data) != length:
        raise StoreError("attachment.damaged", path=str(folder))
    return data


def forget(folder: Path) -> None:
    """Delete what is kept of an attachment, if anything is."""
    if folder.is_dir():
        shutil.rmtree(folder)


def write_out(path: Path, parts: Iterable[bytes]) -> None:
    """Write a new file of these parts; whole or not there, readable by its owner only.

    InputError where something stands there already or the place cannot be written to; whatever
    ``parts`` raises leaves nothing behind.
    """
    if path.exists():
        raise InputError("file.exists", path=str(path))
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        try:
            with os.fdopen(os.open(temporary, _NEW, 0o600), "wb") as file:
                for part in parts:
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            os.link(temporary, path)  # unlike a rename, never over another file
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or ""
        raise InputError("attachment.unwritable", path=str(path), reason=reason) from error


def _stamp(status: os.stat_result) -> str:
    return f"{status.st_dev}:{status.st_ino}:{status.st_size}:{status.st_mtime_ns}"


def _make(folder: Path) -> None:
    """Make the attachment's folder, durably, where it is not there yet."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / _SEALED).touch(mode=0o600)
    for each in (folder, folder.parent, folder.parent.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _existing(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def _write_all(descriptor: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, offset)
        view, offset = view[written:], offset + written


def _store_error(folder: Path, error: OSError) -> StoreError:
    if error.errno in _FULL:
        return StoreError("attachment.no_room", free=0, wanted=0)
    return StoreError("attachment.unusable", path=str(folder), reason=error.strerror or "")
