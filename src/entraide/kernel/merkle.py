"""The Merkle tree of the log: hashes, growth, and the two proofs (RFC 6962, section 2.1).

A tree is never held here. Growing it needs only the roots of its complete subtrees (`Frontier`);
proving needs a `HashReader`, which returns the hash of the complete subtree of ``2**level`` leaves
that begins at leaf ``index * 2**level``. Where those hashes live (tiles, rows, memory) is the
caller's choice.

Rules: a verifier never answers yes or no, it returns or raises TrustError; every hash in a proof is
32 bytes; a proof has exactly the length that the sizes ask for. A consistency proof from an empty
tree says nothing and is refused (every tree extends the empty one).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from entraide.errors import InputError, TrustError

__all__ = [
    "EMPTY_ROOT",
    "HASH_SIZE",
    "Frontier",
    "HashReader",
    "Node",
    "Proof",
    "consistency_proof",
    "inclusion_proof",
    "leaf_hash",
    "node_hash",
    "range_root",
    "root_of",
    "verify_consistency",
    "verify_inclusion",
]

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

HashReader: TypeAlias = Callable[[int, int], bytes]
Proof: TypeAlias = Sequence[bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry; the prefix keeps a leaf from passing for a node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children into their parent."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes, in one pass and with memory for one path."""
    return Frontier().extend(leaf_hashes).root


class Node(NamedTuple):
    """A complete subtree: ``2**level`` leaves beginning at leaf ``position * 2**level``."""

    level: int
    position: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that appending needs: the size, and the complete subtrees from widest to narrowest."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """The root of the tree as it stands."""
        return _fold(self.peaks)

    def append(self, leaf: bytes) -> tuple[Frontier, tuple[Node, ...]]:
        """Add one leaf hash; return the grown tree and the subtrees that the leaf completed.

        The first of them is the leaf itself; the mean is two, and none ever changes again.
        """
        peaks, index, level = list(self.peaks), self.size, 0
        completed = [Node(0, index, leaf)]
        while index & 1:
            leaf = node_hash(peaks.pop(), leaf)
            index, level = index >> 1, level + 1
            completed.append(Node(level, index, leaf))
        peaks.append(leaf)
        return Frontier(self.size + 1, tuple(peaks)), tuple(completed)

    def extend(self, leaves: Iterable[bytes]) -> Frontier:
        """Add many leaf hashes where the subtrees between are not wanted."""
        peaks, size = list(self.peaks), self.size
        for leaf in leaves:
            index, node = size, leaf
            while index & 1:
                node, index = node_hash(peaks.pop(), node), index >> 1
            peaks.append(node)
            size += 1
        return Frontier(size, tuple(peaks))

    @classmethod
    def at(cls, size: int, read: HashReader) -> Frontier:
        """Rebuild the frontier of a stored tree."""
        return cls(size, tuple(read(*node) for node in _complete(0, size)))


def range_root(start: int, end: int, read: HashReader) -> bytes:
    """Return the root over the leaves from ``start`` to before ``end``.

    ``start`` is a multiple of the largest power of two below the length, as every subtree that a
    proof names is; zero always is, so this is also the root of the tree at an earlier size.
    """
    return _fold(tuple(read(level, index) for level, index in _complete(start, end)))


def inclusion_proof(index: int, size: int, read: HashReader) -> tuple[bytes, ...]:
    """Return the siblings from leaf ``index`` up to the root of the tree of ``size`` leaves."""
    if not 0 <= index < size:
        raise InputError("merkle.out_of_range", index=index, size=size)
    start, end, siblings = 0, size, []
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return tuple(range_root(*sibling, read) for sibling in reversed(siblings))


def consistency_proof(old: int, new: int, read: HashReader) -> tuple[bytes, ...]:
    """Prove that the tree of ``new`` leaves begins with the one of ``old``; empty from size 0."""
    if not 0 <= old <= new:
        raise InputError("merkle.out_of_range", index=old, size=new)
    if old == 0:
        return ()
    start, end, parts = 0, new, []
    while end != old:
        middle = _split(start, end)
        if old <= middle:
            parts.append((middle, end))
            end = middle
        else:
            parts.append((start, middle))
            start = middle
    if start != 0:
        parts.append((start, end))
    return tuple(range_root(*part, read) for part in reversed(parts))


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Proof, root: bytes) -> None:
    """Return where the leaf hash stands at ``index`` of the tree; TrustError where it does not.

    RFC 9162, section 2.1.3.2:
    1. the index lies in the tree and every hash has its length;
    2. walk up from the leaf, each sibling on the side that index and last leaf say;
    3. the walk ends at the top, with no sibling left over;
    4. the hash reached is the root.
    """
    ok = 0 <= index < size and _are_hashes((leaf, *proof))  # 1
    node, here, last = leaf, index, size - 1
    for sibling in proof if ok else ():  # 2
        if last == 0:  # 3: a sibling too many
            ok = False
            break
        if here & 1 or here == last:
            node = node_hash(sibling, node)
            here, last = _climb(here, last)
        else:
            node = node_hash(node, sibling)
        here, last = here >> 1, last >> 1
    if not (ok and last == 0 and hmac.compare_digest(node, root)):  # 3, 4
        raise TrustError("merkle.not_included", index=index, size=size)


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Proof) -> None:
    """Return where the new tree begins with the old one; TrustError where that is not shown.

    RFC 9162, section 2.1.4.2:
    1. the old tree is not empty and not the larger; every hash of the proof has its length;
    2. at equal sizes the roots are equal and the proof is empty;
    3. where the old tree is one complete subtree, its root opens the proof;
    4. walk up, rebuilding both roots;
    5. the walk ends at the top and both roots come out.
    """
    if not (0 < old <= new and _are_hashes(proof)):  # 1
        raise TrustError("merkle.not_consistent", old=old, new=new)
    if old == new:  # 2
        ok = not proof and hmac.compare_digest(old_root, new_root)
    else:
        path = (old_root, *proof) if old & (old - 1) == 0 else tuple(proof)  # 3
        ok = bool(proof) and _rebuild(old, new, path) == (old_root, new_root)  # 4, 5
    if not ok:
        raise TrustError("merkle.not_consistent", old=old, new=new)


def _rebuild(old: int, new: int, path: Proof) -> tuple[bytes, bytes] | None:
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            here, last = _climb(here, last)
        else:
            second = node_hash(second, sibling)
        here, last = here >> 1, last >> 1
    return (first, second) if last == 0 else None


def _climb(here: int, last: int) -> tuple[int, int]:
    """Skip the levels at which a right edge has no sibling of its own."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_SIZE for value in values)


def _split(start: int, end: int) -> int:
    """Where the RFC divides a range: after the largest power of two below its length."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _complete(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Level and index of the complete subtrees that make up a range, widest first."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _fold(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY_ROOT
    *wider, root = peaks
    for peak in reversed(wider):
        root = node_hash(peak, root)
    return root
