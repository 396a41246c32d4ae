"""Signed notes: a text and the signatures of named keys (C2SP signed-note).

A note is parsed first and believed only after `verify_note`. This module knows plain Ed25519
signatures (type 0x01); witnesses' cosignatures sign another message and live in `cosignature`.

Rules: a note is UTF-8 without control characters; the last empty line parts text from signatures;
signatures of unknown keys are ignored; one bad signature of a known key condemns the note; a note
has at most 64 signatures (readers must take 16) and no line beyond 8 KiB (the longest signature
that the standard foresees takes 6.2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.kernel.keys import SigningKey, VerifyKey
from entraide.kernel.lines import decode_base64, decode_text, encode_base64, is_surrogate

__all__ = [
    "ED25519",
    "MAX_LINE",
    "MAX_NAME",
    "MAX_NOTE",
    "MAX_SIGNATURES",
    "Note",
    "NoteKey",
    "NoteSignature",
    "encode_note",
    "encode_signatures",
    "is_key_name",
    "log_note_key",
    "parse_note",
    "parse_signatures",
    "parse_vkey",
    "sign_note",
    "verify_note",
]

ED25519: Final = 0x01
MAX_SIGNATURES: Final = 64
MAX_LINE: Final = 8 * 1024
MAX_NOTE: Final = MAX_SIGNATURES * MAX_LINE + 64 * 1024
MAX_NAME: Final = 255
"""Bytes of a key's name: what the ML-DSA cosignature can hold."""
_KEY_ID: Final = 4
_DASH: Final = "— "


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A verifier key: a name, a signature type and the public bytes."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes that, with the name, say which key signed (not a secure digest)."""
        material = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(material).digest()[:_KEY_ID]

    @property
    def vkey(self) -> str:
        """The key as text: name, id and key, with plus signs between."""
        encoded = encode_base64(bytes([self.kind]) + self.public)
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line; ``data`` is what follows the key id."""

    name: str
    key_id: bytes
    data: bytes

    @property
    def line(self) -> str:
        """The line with its newline."""
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.data)}\n"

    def is_by(self, key: NoteKey) -> bool:
        """Say whether this claims to be that key's signature."""
        return self.name == key.name and self.key_id == key.key_id


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and the signatures under it (not yet verified)."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def signed_also(self, signatures: Iterable[NoteSignature]) -> Note:
        """Return the note with further signatures, none twice."""
        return replace(self, signatures=tuple(dict.fromkeys((*self.signatures, *signatures))))


def is_key_name(name: str) -> bool:
    """Say whether a key may bear the name: no space, no plus, no control, 1 to 255 bytes."""
    return 0 < len(name.encode("utf-8", "surrogatepass")) <= MAX_NAME and not any(
        character.isspace() or character < " " or character == "+" or is_surrogate(character)
        for character in name
    )


def parse_vkey(text: str) -> NoteKey:
    """Read a verifier key; RemoteProtocolError where the text or its id is wrong."""
    name, *rest = text.split("+", 2)
    if len(rest) != 2 or not is_key_name(name):
        raise RemoteProtocolError("note.bad_vkey")
    material = decode_base64(rest[1])
    if not material:
        raise RemoteProtocolError("note.bad_vkey")
    key = NoteKey(name, material[0], material[1:])
    if key.key_id.hex() != rest[0]:
        raise RemoteProtocolError("note.bad_vkey")
    return key


def log_note_key(name: str, key: VerifyKey) -> NoteKey:
    """Name the Ed25519 key with which a log signs its checkpoints."""
    if not is_key_name(name):
        raise InputError("note.bad_name", name=name)
    return NoteKey(name, ED25519, key.raw)


def encode_note(note: Note) -> bytes:
    """Write a note."""
    return f"{note.text}\n{encode_signatures(note.signatures)}".encode()


def encode_signatures(signatures: Iterable[NoteSignature]) -> str:
    """Write signature lines alone, as a witness answers them."""
    return "".join(signature.line for signature in signatures)


def parse_note(data: bytes) -> Note:
    """Read a note without believing it; RemoteProtocolError where it is malformed or too large."""
    if len(data) > MAX_NOTE:
        raise RemoteProtocolError("note.too_long", length=len(data), limit=MAX_NOTE)
    text, parted, signatures = decode_text(data).rpartition("\n\n")
    if not parted:
        raise RemoteProtocolError("note.no_signatures")
    return Note(f"{text}\n", parse_signatures(signatures))


def parse_signatures(text: str) -> tuple[NoteSignature, ...]:
    """Read one signature line or more, to the last newline."""
    *lines, rest = text.split("\n")
    if rest or not 0 < len(lines) <= MAX_SIGNATURES:
        raise RemoteProtocolError("note.no_signatures")
    return tuple(_parse_line(line) for line in lines)


def _parse_line(line: str) -> NoteSignature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not is_key_name(name) or len(line.encode()) > MAX_LINE:
        raise RemoteProtocolError("note.bad_signature_line")
    data = decode_base64(encoded)
    if len(data) <= _KEY_ID:
        raise RemoteProtocolError("note.bad_signature_line")
    return NoteSignature(name, data[:_KEY_ID], data[_KEY_ID:])


def sign_note(text: str, name: str, key: SigningKey) -> NoteSignature:
    """Sign a text as ``name`` with plain Ed25519 (type 0x01)."""
    if not text.endswith("\n"):
        raise InputError("note.text_not_ended")
    return NoteSignature(name, log_note_key(name, key.public).key_id, key.sign_exact(text.encode()))


def verify_note(note: Note, keys: Iterable[NoteKey]) -> tuple[NoteKey, ...]:
    """Return the keys that signed, each once; TrustError where none did or one signature fails.

    1. only plain Ed25519 keys can verify a note;
    2. a signature whose name and id match no key is ignored;
    3. every signature whose name and id match a key must verify under it;
    4. at least one did.
    """
    signers: dict[NoteKey, None] = {}
    for key in keys:
        if key.kind != ED25519:  # 1
            raise TrustError("note.wrong_key_kind", name=key.name, kind=key.kind)
        for signature in note.signatures:
            if signature.is_by(key):  # 2
                VerifyKey(key.public).verify_exact(signature.data, note.text.encode())  # 3
                signers[key] = None
    if not signers:  # 4
        raise TrustError("note.not_signed")
    return tuple(signers)
