"""The envelope of a backup: anything long, sealed to one recovery key and opened as it streams.

    magic (9 bytes) | header length (4 bytes) | header | body

As in ``kernel.envelope``: the header is canonical JSON with the id of the recovery key and the
content key wrapped by HPKE with X-Wing; the body is Cobblestone-256 under the content key, whose
context is everything before the body. It is a stream: sealed and opened piece by piece in constant
memory. What comes out before ``finalize`` has returned is authentic but may not be the whole.
"""

from __future__ import annotations

from typing import Final

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from entraide.errors import TrustError
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.keys import OpeningKey, SealingKey

__all__ = ["PREFIX_BYTES", "BackupOpener", "header_length", "open_backup", "seal_backup"]

_MAGIC: Final = b"ENTRBACK\x01"
_LENGTH_BYTES: Final = 4
PREFIX_BYTES: Final = len(_MAGIC) + _LENGTH_BYTES
"""Read so much, ask ``header_length`` how much more, and hand both to ``open_backup``."""
_MAX_HEADER: Final = 8_192
_FORM: Final = "entraide.backup/1"
_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class BackupOpener:
    """Opens a backup's body piece by piece."""

    __slots__ = ("_inner",)

    def __init__(self, inner: Cobblestone256Decryptor) -> None:
        """Made by ``open_backup``."""
        self._inner = inner

    def update(self, data: bytes) -> bytes:
        """Return what these bytes open to; TrustError where they were changed."""
        try:
            return self._inner.update(data)
        except (InvalidTag, ValueError) as error:
            raise TrustError("backup.does_not_open") from error

    def finalize(self) -> bytes:
        """Return the rest; TrustError where the end is missing."""
        try:
            return self._inner.finalize()
        except (InvalidTag, ValueError) as error:
            raise TrustError("backup.does_not_open") from error


def seal_backup(key: SealingKey, content_key: bytes) -> tuple[bytes, Cobblestone256Encryptor]:
    """Begin a backup under 32 fresh random bytes: return its beginning, and what seals the body."""
    wrapped = _SUITE.encrypt(content_key, key.hybrid(), info=_info(key))
    fields = {"form": _FORM, "key": key.key_id, "wrapped": to_base64(wrapped)}
    header = encode_canonical(fields)
    prefix = _MAGIC + len(header).to_bytes(_LENGTH_BYTES, "big") + header
    return prefix, Cobblestone256Encryptor(content_key, prefix)


def header_length(prefix: bytes) -> int:
    """Return how long the header is; TrustError where this is no backup."""
    length = int.from_bytes(prefix[len(_MAGIC) :], "big")
    if prefix[: len(_MAGIC)] != _MAGIC or len(prefix) != PREFIX_BYTES or length > _MAX_HEADER:
        raise TrustError("backup.malformed")
    return length


def open_backup(beginning: bytes, key: OpeningKey) -> BackupOpener:
    """Return what opens the body; TrustError where the backup is sealed to another key."""
    fields = Fields(decode_canonical(beginning[PREFIX_BYTES:]), "backup")
    fields.exactly("form", _FORM)
    key_id, wrapped = fields.hexadecimal("key", digits=32), fields.data("wrapped")
    fields.done()
    if key_id != key.key_id:
        raise TrustError("backup.other_key", key=key_id)
    try:
        content_key = _SUITE.decrypt(wrapped, key.hybrid(), info=_info(key.public))
    except (InvalidTag, ValueError) as error:
        raise TrustError("backup.does_not_open") from error
    return BackupOpener(Cobblestone256Decryptor(content_key, beginning))


def _info(key: SealingKey) -> bytes:
    return encode_canonical({"form": _FORM, "key": key.key_id})
