"""The minutes of a session: its signed entries, under the root signatures of all who were present.

The document holds the entries as the nodes signed them, with the key sets that prove whose
signatures they are; everything else is computed from them, so that nobody puts words into
another's mouth and no two sides can sign different minutes. Who was present signs the same bytes
with root keys, as a memorandum or a review is signed.

The order of verification:
  1. there is one key set of each party that wrote, signed by that party's roots in their threshold;
  2. each entry was signed by its party's node;
  3. the entries make a journal in which all of them stand, of a session that everyone present has
     closed, and hold nothing that was written later;
  4. every signature under the whole is by a root key of a party that was present, and holds.
Whether the root keys are the right ones is for people to compare, by the fingerprints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.exchange.admission import Known
from entraide.kernel.canonical import Json, decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields
from entraide.kernel.key_set import (
    Signatures,
    SignedKeySet,
    read_signatures,
    signatures_to_json,
    verify_threshold,
    with_signature,
)
from entraide.kernel.keys import SigningKey
from entraide.operations.admitting import admit_entries
from entraide.operations.entry import Entry, decode_entry, verify_entry
from entraide.operations.journal import Journal
from entraide.operations.offices.committee import Committee, committee_of
from entraide.operations.offices.kinds import COMMITTEE
from entraide.operations.pasts import in_order

__all__ = [
    "Minutes",
    "decode_minutes",
    "encode_minutes",
    "entries_until_closed",
    "missing_signatories",
    "sign_minutes",
    "verify_minutes",
]

_CONTEXT: Final = "minutes/1"
_FORM: Final = "entraide.minutes/1"
_MOST_ENTRIES: Final = 2_000
_MOST_PARTIES: Final = 32
_LARGEST: Final = 8 << 20


@dataclass(frozen=True, slots=True)
class Minutes:
    """The signed entries, the key sets of who wrote them, and the root signatures."""

    entries: tuple[bytes, ...]
    keys: tuple[SignedKeySet, ...]
    signatures: Signatures = ()

    def __post_init__(self) -> None:
        """Keep one order, so that one session has one byte form everywhere."""
        by_party = sorted(self.keys, key=lambda each: each.key_set.party)
        object.__setattr__(self, "keys", tuple(by_party))
        object.__setattr__(self, "signatures", tuple(sorted(set(self.signatures))))

    @property
    def order(self) -> tuple[Entry, ...]:
        """The entries, in the order of the document."""
        return tuple(decode_entry(each).entry for each in self.entries)

    @property
    def session(self) -> Committee:
        """What the entries amount to."""
        return committee_of(self.order)

    @property
    def present(self) -> tuple[SignedKeySet, ...]:
        """The key sets of those who sign: the parties that took their seats."""
        seated = self.session.present
        return tuple(each for each in self.keys if each.key_set.party in seated)

    def canonical(self) -> bytes:
        """Return the bytes that the root keys sign."""
        return encode_canonical(self.content())

    def content(self) -> dict[str, Json]:
        """Return the object that is signed."""
        return {
            "entries": [decode_canonical(each) for each in self.entries],
            "form": _FORM,
            "keys": [each.to_json() for each in self.keys],
        }


def entries_until_closed(journal: Journal) -> tuple[Entry, ...]:
    """Return what a closed session's minutes hold: all that those who closed it had seen.

    InputError where it is no session, or is not closed yet.
    """
    order = journal.order
    session = committee_of(order) if order and order[0].kind == COMMITTEE else None
    if session is None or not session.is_closed:
        raise InputError("minutes.not_closed")
    return in_order(journal.past(each.digest for each in session.closed.values()))


def sign_minutes(minutes: Minutes, root: SigningKey) -> Minutes:
    """Add the signature of a root key; TrustError where it is of nobody who was present."""
    if _owner(minutes, root.key_id) is None:
        raise TrustError("minutes.not_a_root", key=root.key_id)
    value = root.sign(minutes.canonical(), context=_CONTEXT)
    return replace(minutes, signatures=with_signature(minutes.signatures, root, value))


def verify_minutes(minutes: Minutes) -> None:
    """Verify minutes as far as they are signed (the module says in which order)."""
    known = _known(minutes)  # 1
    for data in minutes.entries:  # 2
        verify_entry(data, known.get, decode_entry(data).entry.at_ms)
    _verify_session(minutes)  # 3
    for key_id, value in minutes.signatures:  # 4
        owner = _owner(minutes, key_id)
        if owner is None:
            raise TrustError("minutes.not_a_root", key=key_id)
        root = next(key for key in owner.key_set.roots.keys if key.key_id == key_id)
        root.verify(value, minutes.canonical(), context=_CONTEXT)


def missing_signatories(minutes: Minutes) -> tuple[str, ...]:
    """Return the parties that were present and whose roots have not signed in their threshold."""
    signed = {key_id for key_id, _ in minutes.signatures}
    return tuple(
        each.key_set.party
        for each in minutes.present
        if len(signed & _root_ids(each)) < each.key_set.roots.threshold
    )


def encode_minutes(minutes: Minutes) -> bytes:
    """Return the canonical bytes of minutes with their signatures."""
    return encode_canonical(
        {**minutes.content(), "signatures": signatures_to_json(minutes.signatures)}
    )


def decode_minutes(data: bytes) -> Minutes:
    """Read what ``encode_minutes`` wrote; nothing is verified yet."""
    if len(data) > _LARGEST:
        raise RemoteProtocolError("minutes.too_large", most=_LARGEST)
    fields = Fields(decode_canonical(data.strip()), "minutes")
    fields.exactly("form", _FORM)
    minutes = Minutes(
        tuple(_entries(fields.items("entries", limit=_MOST_ENTRIES))),
        tuple(SignedKeySet.from_json(each) for each in fields.items("keys", limit=_MOST_PARTIES)),
        read_signatures(fields),
    )
    fields.done()
    if encode_minutes(minutes) != data.strip():
        raise RemoteProtocolError("field.malformed", field="minutes.form")
    return minutes


def _entries(items: Iterable[object]) -> Iterator[bytes]:
    for item in items:
        data = encode_canonical(item)  # type: ignore[arg-type]  # read from JSON just before
        decode_entry(data)
        yield data


def _known(minutes: Minutes) -> dict[str, Known]:
    wrote = {each.party for each in minutes.order}
    named = [each.key_set.party for each in minutes.keys]
    if sorted(wrote) != named:
        raise TrustError("minutes.of_others", parties=", ".join(named))
    for each in minutes.keys:
        verify_threshold(each)
    return {each.key_set.party: Known(each.key_set) for each in minutes.keys}


def _verify_session(minutes: Minutes) -> None:
    order = minutes.order
    if not order or order[0].kind != COMMITTEE:
        raise TrustError("minutes.not_whole")
    journal, _ = admit_entries(Journal(), order)
    if journal.waiting or not minutes.session.is_closed or entries_until_closed(journal) != order:
        raise TrustError("minutes.not_whole")


def _owner(minutes: Minutes, key_id: str) -> SignedKeySet | None:
    """Return the key set, of a party that was present, that names this root key."""
    return next((each for each in minutes.present if key_id in _root_ids(each)), None)


def _root_ids(keys: SignedKeySet) -> frozenset[str]:
    return frozenset(key.key_id for key in keys.key_set.roots.keys)
