"""What a member proposes to the others of an operation, such as another last day, and who agreed.

A proposal is named by the digest of its entry. How many must agree is for the operation to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from entraide.operations.entry import Entry

__all__ = ["Proposal", "Proposals", "proposals_agreed", "proposals_made"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal, and the parties that agreed to it, its author first."""

    entry: Entry
    agreed: tuple[str, ...]


Proposals = Mapping[str, Proposal]
"""The proposals of an operation, by the digest of the entry of each."""


def proposals_made(proposals: Proposals, entry: Entry) -> Proposals:
    """Return the proposals with one more."""
    return {**proposals, entry.digest: Proposal(entry, (entry.party,))}


def proposals_agreed(proposals: Proposals, entry: Entry) -> Proposals:
    """Return the proposals once a party agreed to the one that its entry names; else as before."""
    proposal = proposals.get(str(entry.body["proposal"]))
    if proposal is None:
        return proposals
    agreed = tuple(dict.fromkeys((*proposal.agreed, entry.party)))
    return {**proposals, proposal.entry.digest: replace(proposal, agreed=agreed)}
