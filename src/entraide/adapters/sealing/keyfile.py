"""Secrets at rest: a small file that only its passphrase opens.

Argon2id (RFC 9106, second recommended choice: 64 MiB, 3 passes) derives a key from the passphrase,
AES-256-GCM seals the content and binds the file's purpose. A wrong passphrase and a damaged file
look the same to the cipher and are reported as such: TrustError. Files are written whole beside
their place and moved there, mode 0600, synced, so that a power cut leaves the old or the new one.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields, to_base64

__all__ = [
    "MIN_PASSPHRASE",
    "open_secret",
    "read_secret",
    "seal_secret",
    "write_atomically",
    "write_secret",
]

MIN_PASSPHRASE: Final = 8
"""Characters; Argon2id makes each guess cost 64 MiB, a short passphrase falls all the same."""
_FORM: Final = "entraide.secret/1"
_PASSES: Final = 3
_LANES: Final = 4
_MEMORY_KIB: Final = 65_536
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_MAX_FILE: Final = 1_048_576


def write_secret(path: Path, purpose: str, content: Json, passphrase: str) -> None:
    """Seal an object into a file; InputError where the passphrase is too short."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, seal_secret(purpose, content, passphrase))


def seal_secret(purpose: str, content: Json, passphrase: str) -> bytes:
    """Seal an object under a passphrase; the bytes say how they were made, never the purpose."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise InputError("passphrase.too_short", minimum=MIN_PASSPHRASE)
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    key = _derive(passphrase, salt)
    sealed = AESGCM(key).encrypt(nonce, encode_canonical(content), purpose.encode())
    return encode_canonical(
        {
            "form": _FORM,
            "nonce": to_base64(nonce),
            "salt": to_base64(salt),
            "sealed": to_base64(sealed),
        }
    )


def read_secret(path: Path, purpose: str, passphrase: str) -> dict[str, Json]:
    """Open a file sealed for this purpose; InputError if absent, TrustError if it stays shut."""
    try:
        data = path.read_bytes()[:_MAX_FILE]
    except FileNotFoundError as error:
        raise InputError("secret.missing", path=str(path)) from error
    try:
        return open_secret(data, purpose, passphrase)
    except (RemoteProtocolError, TrustError) as error:
        raise TrustError("secret.does_not_open", path=str(path)) from error


def open_secret(data: bytes, purpose: str, passphrase: str) -> dict[str, Json]:
    """Open sealed bytes; TrustError where passphrase, purpose or bytes are not the same."""
    fields = Fields(decode_canonical(data.strip()), "secret")
    fields.exactly("form", _FORM)
    nonce, salt, sealed = fields.data("nonce"), fields.data("salt"), fields.data("sealed")
    fields.done()
    try:
        opened = AESGCM(_derive(passphrase, salt)).decrypt(nonce, sealed, purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise TrustError("secret.does_not_open", path="") from error
    content: dict[str, Json] = json.loads(opened)
    return content


def write_atomically(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write a file so that it is whole or not there; synced with its folder."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _derive(passphrase: str, salt: bytes) -> bytes:
    derivation = Argon2id(
        salt=salt, length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY_KIB
    )
    return derivation.derive(passphrase.encode())
