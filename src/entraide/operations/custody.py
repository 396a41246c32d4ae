"""The chain of custody: who holds a piece of evidence, from whom, and since when.

Evidence is entered by its SHA-256; whoever enters it holds it. It changes hands by two entries, one
of the holder and one of the receiver: until the second, the first still holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from entraide.operations.entry import Entry

__all__ = ["CUSTODY", "Custody", "Exhibit", "custody_of", "handing_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A piece of evidence: what was entered, who holds it, and the entries of its chain."""

    entered: Entry
    holder: str
    chain: tuple[Entry, ...]
    """What was handed and taken, in order, after it was entered."""

    @property
    def handed(self) -> Entry | None:
        """The handing that nobody has taken yet."""
        last = self.chain[-1] if self.chain else None
        return last if last is not None and last.kind == "evidence.handed" else None


Custody: TypeAlias = Mapping[str, Exhibit]
CUSTODY: Final = ("evidence.entered", "evidence.handed", "evidence.taken")


def custody_of(custody: Custody, entry: Entry) -> Custody:
    """Return the evidence after an entry of ``CUSTODY``; one that names nothing changes nothing."""
    if entry.kind == "evidence.entered":
        exhibit = Exhibit(entered=entry, holder=entry.party, chain=())
        return {**custody, entry.digest: exhibit}
    if entry.kind == "evidence.handed":
        return _grown(custody, str(entry.body["evidence"]), entry, None)
    found = handing_of(custody, str(entry.body["handing"]))
    return custody if found is None else _grown(custody, found, entry, entry.party)


def handing_of(custody: Custody, handing: str) -> str | None:
    """Return the evidence that a handing, which nobody has taken yet, is of."""
    for key, exhibit in custody.items():
        if exhibit.handed is not None and exhibit.handed.digest == handing:
            return key
    return None


def _grown(custody: Custody, key: str, entry: Entry, holder: str | None) -> Custody:
    exhibit = custody.get(key)
    if exhibit is None:
        return custody
    chain = (*exhibit.chain, entry)
    return {**custody, key: replace(exhibit, chain=chain, holder=holder or exhibit.holder)}
