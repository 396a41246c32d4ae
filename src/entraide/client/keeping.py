"""What keeps the node: its health, keys, officers, partners, erasure, the sealed account."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from entraide.client.desk import Alarm, EndingsOf
from entraide.client.overseen import PurgeCounts
from entraide.client.values import Code, Country, Day, Id, Moment

__all__ = [
    "AccountSet",
    "CardShown",
    "Disk",
    "Erased",
    "GlassExplained",
    "GlassHalf",
    "GlassUse",
    "KeyRevoked",
    "KeySetAdopted",
    "KeySetProposed",
    "KeysHeld",
    "NodeHealth",
    "OfficerAdded",
    "OfficerSuspended",
    "PartnerKeys",
    "PartnerPinned",
    "PasskeyCode",
    "Purged",
    "SealedAccount",
    "UseEnded",
    "UseExplained",
]


class KeysHeld(TypedDict):
    """Our key set."""

    version: int
    """Which of our key sets it is, counted from 1."""
    issued_ms: Moment
    ends_ms: Moment
    fingerprint: str


class PartnerKeys(TypedDict):
    """Until when a partner's keys last."""

    partner: Id
    keys_end_ms: Moment
    certificate_ends_ms: Moment | None


class Disk(TypedDict):
    """Room where the node lies, bytes."""

    free: int
    """Bytes that are free."""
    whole: int
    """Bytes that there are."""
    held: int
    """Bytes that the node's folder takes."""


class NodeHealth(TypedDict):
    """What keeps the node going, and until when."""

    version: str
    log_size: int
    log_cosigned_to: int
    outbox: int
    records: int
    alarms: list[Alarm]
    endings: list[EndingsOf]
    keys: KeysHeld | None
    """Null before the root keys have signed a key set."""
    certificate_ends_ms: Moment | None
    next_certificate: bool
    partners: list[PartnerKeys]
    backed_up_ms: Moment | None
    backs_up_itself: bool
    purged_ms: Moment | None
    disk: Disk


class AccountSet(TypedDict):
    """A sealed account, and by whom its halves were made."""

    account: Id
    set_ms: Moment
    by: list[str]
    """The officers who made its halves."""


class UseExplained(TypedDict):
    """What an officer wrote on a use of the sealed account."""

    officer: str
    at_ms: Moment
    text: str


class GlassUse(TypedDict):
    """A use of the sealed account."""

    use: Id
    opened_ms: Moment
    ends_ms: Moment
    closed_ms: Moment | None
    """When enough officers had explained it; null until then."""
    claimed: str
    """The name that was given when it was opened; nobody proved it."""
    why: str
    set_by: list[str]
    """The officers who made its halves."""
    explained: list[UseExplained]


class SealedAccount(TypedDict):
    """Whether a sealed account is ready, and every use of one."""

    ready: AccountSet | None
    """The account that can be opened; null where there is none."""
    proposed: AccountSet | None
    """The account whose second half is not made yet; null where there is none."""
    uses: list[GlassUse]


class CardShown(TypedDict):
    """Our card, for partners to pin."""

    card: str
    """The document whole, canonical JSON; docs/keys.md names its fields."""
    fingerprint: str
    expires_ms: Moment


class KeySetProposed(TypedDict):
    """A key set that the root keys are to sign."""

    keyset: str
    """The document whole, canonical JSON; docs/keys.md names its fields."""


class KeySetAdopted(TypedDict):
    """A key set that the node works with from now on."""

    version: int
    fingerprint: str


class KeyRevoked(TypedDict):
    """A key of a partner that counts no more."""

    party: Id
    key: Id
    from_ms: Moment


class OfficerAdded(TypedDict):
    """An officer who may sign orders from now on."""

    officer: str
    role: Code
    pseudonym: Id


class OfficerSuspended(TypedDict):
    """An officer who was suspended, or restored."""

    officer: str
    suspended: bool
    """Whether she may sign nothing and not sign in."""


class PasskeyCode(TypedDict):
    """A code that makes a passkey; it is told once."""

    officer: str
    code: str
    """What is entered at ``/passkey``; good once, for a quarter of an hour."""
    expires_ms: Moment
    console: str
    """The address of the console."""


class PartnerPinned(TypedDict):
    """A partner whose card is pinned."""

    partner: Id
    name: str
    country: Country


class Erased(TypedDict):
    """What was erased: the keys of the data are destroyed, backups of it read nothing."""

    erased: int
    keys_destroyed: int


class Purged(PurgeCounts):
    """What was due for erasure and went."""

    day: Day
    watch: int
    keys_destroyed: int


class GlassHalf(TypedDict):
    """One half of a sealed account's key, told once to the officer who keeps it."""

    account: Id
    half: str
    """What is written down and sealed; told once."""
    number: Literal[1, 2]
    ready: bool
    """Whether both halves are made and the account can be opened."""


class UseEnded(TypedDict):
    """A use of the sealed account that is over."""

    use: Id


class GlassExplained(TypedDict):
    """A use of the sealed account that an officer explained."""

    use: Id
    approvals: int
    needed: int
    closed: bool
    """Whether enough officers have explained it."""
