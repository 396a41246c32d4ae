"""A large file in pieces: how one chunk is sealed, where it stands, and which chunks are held.

    nonce (12 bytes) | AES-256-GCM of the chunk under the content key, with its tag (16 bytes)

The associated data binds the attachment's id, the chunk's index and the number of chunks, so that
no chunk can stand in another's place, in another attachment, or at the end of a shorter one. The
nonce is random for each sealing: a file that changed between two tries can then not show two texts
under one nonce (NIST SP 800-38D, 8.2.2; at most 2**20 chunks under a key).

Every chunk but the last has the same length, so a sealed chunk's place in the receiver's file
follows from its index. Which chunks are held is a bitmap: bit ``index % 8`` of byte ``index // 8``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from entraide.errors import RemoteProtocolError
from entraide.kernel.canonical import encode_canonical

__all__ = [
    "CHUNK_KEY_BYTES",
    "CHUNK_NONCE_BYTES",
    "MAX_CHUNKS",
    "MAX_CHUNK_BYTES",
    "MIN_CHUNK_BYTES",
    "SEALING_BYTES",
    "Layout",
    "count_held",
    "holds",
    "missing_chunks",
    "no_chunks",
    "open_chunk",
    "seal_chunk",
    "with_chunks",
]

CHUNK_KEY_BYTES: Final = 32
CHUNK_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
SEALING_BYTES: Final = CHUNK_NONCE_BYTES + _TAG_BYTES
"""What sealing adds to a chunk."""
MIN_CHUNK_BYTES: Final = 4_096
MAX_CHUNK_BYTES: Final = 1_048_576
"""What either side holds in memory of one chunk."""
MAX_CHUNKS: Final = 1 << 20
"""One TiB in the largest chunks; the bitmap then takes 128 KiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a file of ``size`` bytes is cut: the id that binds its chunks, and their length."""

    id: str
    size: int
    chunk_size: int

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.size // self.chunk_size)

    @property
    def sealed_size(self) -> int:
        """How many bytes all sealed chunks take."""
        return self.size + self.chunks * SEALING_BYTES

    def plain_place(self, index: int) -> tuple[int, int]:
        """Return offset and length of a chunk in the file."""
        start = index * self.chunk_size
        return start, min(self.chunk_size, self.size - start)

    def sealed_place(self, index: int) -> tuple[int, int]:
        """Return offset and length of a sealed chunk where sealed chunks are kept."""
        start, length = self.plain_place(index)
        return start + index * SEALING_BYTES, length + SEALING_BYTES


def seal_chunk(layout: Layout, index: int, plain: bytes, key: bytes, nonce: bytes) -> bytes:
    """Seal one chunk; ``nonce`` is fresh and random for every call."""
    return nonce + AESGCM(key).encrypt(nonce, plain, _bound(layout, index))


def open_chunk(layout: Layout, index: int, sealed: bytes, key: bytes) -> bytes:
    """Return a chunk's bytes; RemoteProtocolError where it is not this very chunk, unchanged."""
    if not 0 <= index < layout.chunks or len(sealed) != layout.sealed_place(index)[1]:
        raise RemoteProtocolError("attachment.bad_chunk", index=index)
    nonce, body = sealed[:CHUNK_NONCE_BYTES], memoryview(sealed)[CHUNK_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, body, _bound(layout, index))
    except InvalidTag as error:
        raise RemoteProtocolError("attachment.bad_chunk", index=index) from error


def no_chunks(chunks: int) -> bytes:
    """Return the bitmap of a file of which nothing is held yet."""
    return bytes(-(-chunks // 8))


def with_chunks(bitmap: bytes, indices: Iterable[int]) -> bytes:
    """Return the bitmap with these chunks held too."""
    grown = bytearray(bitmap)
    for index in indices:
        grown[index // 8] |= 1 << index % 8
    return bytes(grown)


def holds(bitmap: bytes, index: int) -> bool:
    """Tell whether a chunk is held."""
    return bool(bitmap[index // 8] >> index % 8 & 1)


def count_held(bitmap: bytes) -> int:
    """Return how many chunks are held."""
    return int.from_bytes(bitmap).bit_count()


def missing_chunks(bitmap: bytes, chunks: int) -> Iterator[int]:
    """Yield the chunks that are not held, first to last."""
    return (index for index in range(chunks) if not holds(bitmap, index))


def _bound(layout: Layout, index: int) -> bytes:
    return encode_canonical(
        {
            "attachment": layout.id,
            "chunks": layout.chunks,
            "form": "entraide.chunk/1",
            "index": index,
        }
    )
