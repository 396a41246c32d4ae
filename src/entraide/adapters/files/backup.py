"""A backup as a file: the parts of a node's folder in one sealed stream, with their manifest.

Inside the seal (``kernel.recovery``) lies a plain tar stream, so that a person with the recovery
key and no program of ours can still read it: the parts, and last ``manifest.json`` with each part's
size and SHA-256. Writing and reading take constant memory. Reading fills a new folder; nothing
counts until the seal has ended, and every part is there, once, with the digest that the manifest
names.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final

from entraide.adapters.world import SYSTEM
from entraide.errors import InputError, StoreError, TrustError
from entraide.kernel.keys import OpeningKey, SealingKey
from entraide.kernel.recovery import (
    PREFIX_BYTES,
    BackupOpener,
    header_length,
    open_backup,
    seal_backup,
)

if TYPE_CHECKING:
    from cryptography.cobblestone import Cobblestone256Encryptor

__all__ = ["Part", "read_backup", "write_backup"]

_MANIFEST: Final = "manifest.json"
_PIECE: Final = 1 << 18
_MAX_MANIFEST: Final = 1 << 24
_CONTENT_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a node's folder: its name there, and where its bytes are now.

    One that ``may_go`` is left out where it was deleted since it was named.
    """

    name: str
    source: Path
    may_go: bool = False


def write_backup(
    target: Path, key: SealingKey, parts: Iterable[Part], facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Write parts and manifest, sealed; return the manifest. ``facts`` stand in it first.

    InputError where the file exists; a file that could not be finished is removed.
    """
    try:
        stream = target.open("xb")
    except FileExistsError as error:
        raise InputError("file.exists", path=str(target)) from error
    except OSError as error:
        raise StoreError("backup.not_written", path=str(target), reason=str(error)) from error
    try:
        target.chmod(0o600)
        with stream:
            return _write(stream, key, parts, facts)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise StoreError("backup.not_written", path=str(target), reason=str(error)) from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def read_backup(source: Path, key: OpeningKey, folder: Path) -> dict[str, Any]:
    """Fill an empty folder from a backup and return its manifest.

    1. the seal opens under the recovery key, to its very end; 2. names stay inside the folder and
    come once; 3. the manifest comes last and names exactly these parts, with these digests.
    TrustError where any of it does not hold: the folder is then to be thrown away.
    """
    found: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] | None = None
    with _opened(source, key) as stream:  # 1
        for member in _members(stream):
            if manifest is not None or member.name in found:  # 2, 3
                raise TrustError("backup.malformed")
            content = _content(stream, member)
            if member.name == _MANIFEST:
                manifest = json.loads(content.read())
            else:
                found[member.name] = _keep(content, folder, member.name)
    if manifest is None or manifest.get("parts") != found:  # 3
        raise TrustError("backup.parts_differ")
    return manifest


def _write(
    out: BinaryIO, key: SealingKey, parts: Iterable[Part], facts: Mapping[str, Any]
) -> dict[str, Any]:
    prefix, encryptor = seal_backup(key, SYSTEM.random(_CONTENT_KEY_BYTES))
    out.write(prefix)
    with tarfile.open(mode="w|", fileobj=_SealedOut(out, encryptor), bufsize=_PIECE) as tar:
        added = ((part.name, _add(tar, part)) for part in parts)
        described = {name: described for name, described in added if described}
        manifest = {**facts, "parts": described}
        data = json.dumps(manifest, indent=1).encode()
        tar.addfile(_info(_MANIFEST, len(data)), io.BytesIO(data))
    out.write(encryptor.finalize())
    return manifest


class _SealedOut(io.RawIOBase):
    def __init__(self, out: BinaryIO, encryptor: Cobblestone256Encryptor) -> None:
        self._out = out
        self._encryptor = encryptor

    def write(self, data: Any) -> int:
        self._out.write(self._encryptor.update(bytes(data)))
        return len(data)


class _OpenedIn(io.RawIOBase):
    """What comes out of the seal; its end is the end that the seal vouches for."""

    def __init__(self, file: BinaryIO, opener: BackupOpener) -> None:
        self._file = file
        self._opener = opener
        self._held = b""
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        while not self._ended and (size < 0 or len(self._held) < size):
            piece = self._file.read(_PIECE)
            self._held += self._opener.update(piece) if piece else self._opener.finalize()
            self._ended = not piece
        cut = len(self._held) if size < 0 else size
        data, self._held = self._held[:cut], self._held[cut:]
        return data


class _Digesting(io.RawIOBase):
    def __init__(self, inner: IO[bytes]) -> None:
        self._inner = inner
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._inner.read(size)
        self.hash.update(data)
        return data


def _add(tar: tarfile.TarFile, part: Part) -> dict[str, Any] | None:
    try:
        file = part.source.open("rb")
    except FileNotFoundError:
        if part.may_go:
            return None
        raise
    with file:
        size = os.fstat(file.fileno()).st_size
        digesting = _Digesting(file)
        tar.addfile(_info(part.name, size), digesting)
    return {"sha256": digesting.hash.hexdigest(), "size": size}


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


@contextmanager
def _opened(source: Path, key: OpeningKey) -> Iterator[tarfile.TarFile]:
    try:
        file = source.open("rb")
    except OSError as error:
        raise InputError("backup.unreadable", path=str(source)) from error
    with file:
        prefix = file.read(PREFIX_BYTES)
        opener = open_backup(prefix + file.read(header_length(prefix)), key)
        inner = _OpenedIn(file, opener)
        try:
            with tarfile.open(mode="r|", fileobj=inner, bufsize=_PIECE) as tar:
                yield tar
        except (tarfile.TarError, EOFError) as error:
            raise TrustError("backup.malformed") from error
        while inner.read(_PIECE):
            continue  # to the end, where the seal says that this is the whole


def _members(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for member in tar:
        path = PurePosixPath(member.name)
        outside = path.is_absolute() or ".." in path.parts
        too_long = member.name == _MANIFEST and member.size > _MAX_MANIFEST
        if not member.isreg() or outside or too_long:
            raise TrustError("backup.malformed")
        yield member


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise TrustError("backup.malformed")
    return content


def _keep(content: IO[bytes], folder: Path, name: str) -> dict[str, Any]:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digesting, size = _Digesting(content), 0
    with place.open("xb") as file:
        place.chmod(0o600)
        while piece := digesting.read(_PIECE):
            size += file.write(piece)
    return {"sha256": digesting.hash.hexdigest(), "size": size}
