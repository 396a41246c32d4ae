"""The envelope: a signed message, padded and sealed to its recipient.

    magic (9 bytes) | header length (4 bytes) | header | body

The header is canonical JSON: for each recipient, its id, the id of its opening key, and the
content key wrapped by HPKE with X-Wing (RFC 9180, ML-KEM-768 with X25519), whose ``info`` binds
recipient and key. The body is Cobblestone-256 under the content key, whose context is everything
before the body, so that no byte of an envelope can be changed unseen. The plaintext is the
message's length, the message, and zeros up to a step of ``padded_size``: an observer learns the
step, never the size. The sender stands inside only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from entraide.errors import RemoteProtocolError
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.keys import OpeningKey, SealingKey
from entraide.kernel.message import MAX_MESSAGE_BYTES

__all__ = [
    "CONTENT_KEY_BYTES",
    "MAX_ENVELOPE_BYTES",
    "MIN_PADDED_BYTES",
    "Recipient",
    "open_envelope",
    "padded_size",
    "seal_envelope",
]

_MAGIC: Final = b"ENTRAIDE\x01"
_LENGTH_BYTES: Final = 4
_MAX_HEADER_BYTES: Final = 65_536
_MAX_RECIPIENTS: Final = 32
CONTENT_KEY_BYTES: Final = 32
MIN_PADDED_BYTES: Final = 2_048
MAX_ENVELOPE_BYTES: Final = 2 * MAX_MESSAGE_BYTES + _MAX_HEADER_BYTES + 4_096
"""The largest envelope that a node reads: the largest padded message, header and overhead."""
_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who can open an envelope: the agency's id and its sealing key."""

    party: str
    key: SealingKey


def padded_size(length: int) -> int:
    """Return the step that holds a message of so many bytes: 2 KiB, 4 KiB, 8 KiB and so on."""
    size = MIN_PADDED_BYTES
    while size < length + _LENGTH_BYTES:
        size *= 2
    return size


def seal_envelope(message: bytes, recipients: tuple[Recipient, ...], content_key: bytes) -> bytes:
    """Seal message bytes to every recipient under a fresh random content key of 32 bytes."""
    if len(message) > MAX_MESSAGE_BYTES:
        raise RemoteProtocolError("envelope.too_large", limit=MAX_MESSAGE_BYTES)
    wrapped = [
        {
            "key": recipient.key.key_id,
            "to": recipient.party,
            "wrapped": to_base64(
                _SUITE.encrypt(
                    content_key,
                    recipient.key.hybrid(),
                    info=_info(recipient.party, recipient.key.key_id),
                )
            ),
        }
        for recipient in recipients
    ]
    header = encode_canonical({"recipients": wrapped})
    prefix = _MAGIC + len(header).to_bytes(_LENGTH_BYTES, "big") + header
    plain = len(message).to_bytes(_LENGTH_BYTES, "big") + message
    body = Cobblestone256Encryptor(content_key, prefix)
    return prefix + body.update(plain.ljust(padded_size(len(message)), b"\0")) + body.finalize()


def open_envelope(data: bytes, party: str, keys: tuple[OpeningKey, ...]) -> bytes:
    """Return the message bytes sealed to ``party`` under one of its opening keys.

    1. the envelope is within the limit and well formed, of a version that we know;
    2. it names this agency as a recipient, under a key that we hold;
    3. the content key unwraps under the bound header fields;
    4. the body opens whole, under everything before it;
    5. the padding is what the length asks for, all zeros.
    Each failure is a RemoteProtocolError with a code; nothing else ever comes out.
    """
    prefix, header, body = _split(data)  # 1
    wrapped, key = _addressed(header, party, keys)  # 2
    try:
        content_key = _SUITE.decrypt(wrapped, key.hybrid(), info=_info(party, key.key_id))  # 3
        opened = Cobblestone256Decryptor(content_key, prefix)  # 4
        plain = opened.update(body) + opened.finalize()
    except (InvalidTag, ValueError) as error:
        raise RemoteProtocolError("envelope.does_not_open") from error
    return _unpad(plain)  # 5


@lru_cache(maxsize=256)
def _info(party: str, key_id: str) -> bytes:
    return encode_canonical({"form": "entraide.envelope/1", "key": key_id, "to": party})


def _split(data: bytes) -> tuple[bytes, dict[str, Any], bytes]:
    if len(data) > MAX_ENVELOPE_BYTES:
        raise RemoteProtocolError("envelope.too_large", limit=MAX_ENVELOPE_BYTES)
    start = len(_MAGIC) + _LENGTH_BYTES
    if len(data) < start or data[: len(_MAGIC) - 1] != _MAGIC[:-1]:
        raise RemoteProtocolError("envelope.malformed")
    if data[len(_MAGIC) - 1] != _MAGIC[-1]:
        raise RemoteProtocolError("envelope.unknown_version")
    end = start + int.from_bytes(data[len(_MAGIC) : start], "big")
    if end - start > _MAX_HEADER_BYTES or end > len(data):
        raise RemoteProtocolError("envelope.malformed")
    return data[:end], decode_canonical(data[start:end]), data[end:]


def _addressed(
    header: dict[str, Any], party: str, keys: tuple[OpeningKey, ...]
) -> tuple[bytes, OpeningKey]:
    fields = Fields(header, "envelope")
    entries = fields.items("recipients", limit=_MAX_RECIPIENTS)
    fields.done()
    by_id = {key.key_id: key for key in keys}
    named = False
    for entry in entries:
        each = Fields(entry, "envelope.recipient")
        key_id = each.hexadecimal("key", digits=32)
        to, wrapped = each.text("to", limit=64), each.data("wrapped", limit=4_096)
        each.done()
        named = named or to == party
        if to == party and key_id in by_id:
            return wrapped, by_id[key_id]
    raise RemoteProtocolError("envelope.unknown_key" if named else "envelope.wrong_recipient")


def _unpad(plain: bytes) -> bytes:
    length = int.from_bytes(plain[:_LENGTH_BYTES], "big")
    end = _LENGTH_BYTES + length
    if len(plain) < end or len(plain) != padded_size(length) or plain[end:].strip(b"\0"):
        raise RemoteProtocolError("envelope.bad_padding")
    return plain[_LENGTH_BYTES:end]
