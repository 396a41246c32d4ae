"""The root keys that speak for a party after those which a memorandum names were followed.

Root keys rotate while a memorandum is in force. A declaration signed by the later ones carries the
key sets that prove it, so that whoever holds the memorandum can verify it, also years later and
without any node: each set is signed by the threshold of the roots before it and by its own (The
Update Framework, section 5.3.4), and the first of them by the roots that the memorandum names.
"""

from __future__ import annotations

from typing import Final

from entraide.agreements.chapters.general import Party
from entraide.errors import TrustError
from entraide.kernel.key_set import Roots, SignedKeySet, verify_threshold

__all__ = ["MOST_SETS", "roots_of"]

MOST_SETS: Final = 8
"""Key sets in one chain; a memorandum that outlives more should be signed anew."""


def roots_of(party: Party, succession: tuple[SignedKeySet, ...]) -> Roots:
    """Return the root keys that speak for a party at the end of a chain of key sets.

    1. each set is this party's and of its country; 2. each has a later number than the one before;
    3. each is signed by the roots before it; 4. and by its own. TrustError where one is not.
    """
    roots, version = Roots(party.root.threshold, party.root.keys), 0
    for each in succession:
        key_set = each.key_set
        if (key_set.party, key_set.country) != (party.id, party.country):  # 1
            raise TrustError("keyset.of_another", party=key_set.party)
        if key_set.version <= version:  # 2
            raise TrustError("card.older_key_set", version=key_set.version)
        verify_threshold(each, roots)  # 3
        verify_threshold(each)  # 4
        roots, version = key_set.roots, key_set.version
    return roots
