"""What became of a memorandum after it was signed: amended, suspended or ended, by whom, from when.

The text itself never changes; its standing is computed from the later text of the same name that
every party signed (Art. 8.3) and from the parties' declarations (Art. 8.4 and 8.5). A suspension or
termination binds the party that declares it: the others go on among themselves, as long as two are
left. Both sides compute the same standing from the same documents, in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entraide.agreements.budgets import day_start
from entraide.agreements.declarations import Act, Declaration, SignedDeclaration, is_declared
from entraide.agreements.signing import SignedAgreement, missing_signatures

__all__ = ["AS_SIGNED", "Pause", "Standing", "standing_of"]


@dataclass(frozen=True, slots=True, order=True)
class Pause:
    """From when a party stands aside, and until when if it came back (UTC milliseconds)."""

    party: str
    from_ms: int
    until_ms: int | None = None

    def holds(self, now_ms: int) -> bool:
        """Tell whether the party stands aside at this moment."""
        return self.from_ms <= now_ms and (self.until_ms is None or now_ms < self.until_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was declared about one text; ``amended_ms`` is when a later text takes its place."""

    amended_ms: int | None = None
    suspended: tuple[Pause, ...] = ()
    terminated: tuple[Pause, ...] = ()

    def aside(self, now_ms: int) -> tuple[str, ...]:
        """Return the parties that stand aside at this moment, by id."""
        pauses = (*self.suspended, *self.terminated)
        return tuple(sorted({pause.party for pause in pauses if pause.holds(now_ms)}))


AS_SIGNED = Standing()
"""The standing of a text about which nobody declared anything."""


def standing_of(
    signed: SignedAgreement,
    others: Iterable[SignedAgreement],
    declarations: Iterable[SignedDeclaration],
) -> Standing:
    """Return the standing of a text, given the other texts and declarations that are held.

    What lacks a signature, or is about another text, counts for nothing.
    """
    agreement = signed.agreement
    declared = sorted(
        (
            each.declaration
            for each in declarations
            if each.declaration.agreement == agreement.digest and is_declared(each, agreement)
        ),
        key=lambda one: (one.made_ms, one.digest),
    )
    by_party = {party.id: [one for one in declared if one.party == party.id]
                for party in agreement.parties}  # fmt: skip
    return Standing(
        amended_ms=_amended_ms(signed, others),
        suspended=tuple(pause for each in by_party.values() for pause in _suspensions(each)),
        terminated=tuple(pause for each in by_party.values() for pause in _terminations(each)),
    )


def _amended_ms(signed: SignedAgreement, others: Iterable[SignedAgreement]) -> int | None:
    """Return when the first later text of this name, that every party signed, comes into force."""
    agreement = signed.agreement
    starts = agreement.final_provisions.entry_into_force
    later = (
        each.agreement.final_provisions.entry_into_force
        for each in others
        if each.agreement.id == agreement.id
        and each.agreement.final_provisions.entry_into_force > starts
        and _same_parties(signed, each)
        and not missing_signatures(each)
    )
    first = min(later, default=None)
    return None if first is None else day_start(first)


def _same_parties(earlier: SignedAgreement, later: SignedAgreement) -> bool:
    """Tell whether nobody who signed the earlier text is missing in the later one."""
    roots = {party.id: {key.raw for key in party.root.keys} for party in later.agreement.parties}
    return all(
        roots.get(party.id) == {key.raw for key in party.root.keys}
        for party in earlier.agreement.parties
    )


def _suspensions(declared: list[Declaration]) -> list[Pause]:
    pauses: list[Pause] = []
    for one in declared:
        last = pauses[-1] if pauses else None
        open_ = last is not None and last.until_ms is None
        if one.act is Act.SUSPEND and not open_:
            pauses.append(Pause(one.party, one.from_ms))
        elif one.act is Act.RESUME and last is not None and open_:
            pauses[-1] = Pause(one.party, last.from_ms, max(one.from_ms, last.from_ms))
    return pauses


def _terminations(declared: list[Declaration]) -> list[Pause]:
    ends = [one.from_ms for one in declared if one.act is Act.TERMINATE]
    return [Pause(declared[0].party, min(ends))] if ends else []
