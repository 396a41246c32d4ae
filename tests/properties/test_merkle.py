"""The law of the tree: what was appended is proved, and nothing else is."""

from __future__ import annotations

import hashlib
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from entraide.errors import InputError, TrustError
from entraide.kernel import merkle

LEAVES = tuple(merkle.leaf_hash(number.to_bytes(4)) for number in range(3000))


def by_the_book(leaves: tuple[bytes, ...]) -> bytes:
    """The recursive definition of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return merkle.node_hash(by_the_book(leaves[:half]), by_the_book(leaves[half:]))


@cache
def read(level: int, index: int) -> bytes:
    if level == 0:
        return LEAVES[index]
    return merkle.node_hash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))


@cache
def root(size: int) -> bytes:
    return merkle.range_root(0, size, read)


def test_every_size_up_to_300_has_the_root_of_the_definition() -> None:
    frontier = merkle.Frontier()
    for size in range(300):
        assert frontier.root == root(size) == by_the_book(LEAVES[:size])
        assert frontier == merkle.Frontier.at(size, read)
        frontier, completed = frontier.append(LEAVES[size])
        assert all(node.hash == read(node.level, node.position) for node in completed)
    assert merkle.root_of(LEAVES) == by_the_book(LEAVES)


def test_every_leaf_of_every_size_up_to_300_is_included() -> None:
    for size in range(1, 301):
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, read)
            merkle.verify_inclusion(index, size, LEAVES[index], proof, root(size))


def test_every_pair_of_sizes_up_to_300_is_consistent() -> None:
    for new in range(1, 301):
        for old in range(1, new + 1):
            proof = merkle.consistency_proof(old, new, read)
            merkle.verify_consistency(old, new, root(old), root(new), proof)


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_larger_trees_prove_and_one_flipped_bit_breaks_the_proof(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 3000))
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, size, read)
    merkle.verify_inclusion(index, size, LEAVES[index], proof, root(size))
    bit = data.draw(st.integers(0, len(proof) * 256 - 1))
    with pytest.raises(TrustError):
        merkle.verify_inclusion(index, size, LEAVES[index], flipped(proof, bit), root(size))
    other = data.draw(st.integers(0, size - 1))
    assume(other != index)
    with pytest.raises(TrustError):
        merkle.verify_inclusion(other, size, LEAVES[index], proof, root(size))


def flipped(proof: tuple[bytes, ...], bit: int) -> tuple[bytes, ...]:
    joined = bytearray(b"".join(proof))
    joined[bit // 8] ^= 1 << bit % 8
    return tuple(bytes(joined[at : at + 32]) for at in range(0, len(joined), 32))


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_consistency_is_transitive_and_breaks_with_one_bit(data: st.DataObject) -> None:
    a, b, c = sorted(data.draw(st.tuples(*[st.integers(1, 3000)] * 3)))
    for old, new in ((a, b), (b, c), (a, c)):
        proof = merkle.consistency_proof(old, new, read)
        merkle.verify_consistency(old, new, root(old), root(new), proof)
        if proof:
            bit = data.draw(st.integers(0, len(proof) * 256 - 1))
            with pytest.raises(TrustError):
                merkle.verify_consistency(old, new, root(old), root(new), flipped(proof, bit))


@given(st.integers(-2, 70), st.integers(-2, 70), st.lists(st.binary(max_size=40), max_size=8))
@settings(deadline=None)
def test_invented_proofs_are_refused(old: int, new: int, proof: list[bytes]) -> None:
    with pytest.raises(TrustError):
        merkle.verify_inclusion(old, new, LEAVES[0], proof, b"\x07" * 32)
    with pytest.raises(TrustError):
        merkle.verify_consistency(old, new, LEAVES[0], b"\x07" * 32, proof)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(InputError):
        merkle.inclusion_proof(index, size, read)


def test_a_tree_cannot_be_consistent_with_a_larger_past() -> None:
    with pytest.raises(InputError):
        merkle.consistency_proof(5, 4, read)
    assert merkle.consistency_proof(0, 4, read) == ()
    assert merkle.consistency_proof(4, 4, read) == ()
