"""What a node believes of what arrives: the numbered checks before a message means anything.

Pure: the caller gives the opened bytes, what is pinned, the certificate's digest that the transport
saw, and the time. A failure is a RemoteProtocolError or TrustError whose code (and nothing else)
may be told to the partner.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from entraide.errors import RemoteProtocolError
from entraide.exchange.bodies import Body, read_body
from entraide.kernel.card import SKEW_MS
from entraide.kernel.key_set import KeySet
from entraide.kernel.keys import VerifyKey
from entraide.kernel.message import Message, SignedMessage, verify_message

__all__ = ["MAX_SKEW_MS", "Admitted", "Arrival", "FormerCertificate", "FormerKey", "Known", "admit"]

MAX_SKEW_MS: Final = SKEW_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What arrived and what is known around it."""

    signed: bytes
    recipient: str
    tls_pin: str
    """SHA-256 of the certificate that the transport saw, in hexadecimal."""
    now_ms: int


@dataclass(frozen=True, slots=True)
class Admitted:
    """A message that may be acted on: whole, addressed to us, signed, timely, readable."""

    message: Message
    body: Body
    sender: KeySet


@dataclass(frozen=True, slots=True)
class FormerKey:
    """A signing key that another has followed: what was sent until then is still believed."""

    key: VerifyKey
    until_ms: int


@dataclass(frozen=True, slots=True)
class FormerCertificate:
    """A certificate that another has followed: it may be shown until the overlap is over."""

    der: bytes
    pin: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a sender: its present keys, those before, those that were revoked."""

    keys: KeySet
    former: tuple[FormerKey, ...] = ()
    revoked: frozenset[str] = frozenset()
    certificates: tuple[FormerCertificate, ...] = ()

    def shows(self, pin: str, now_ms: int) -> bool:
        """Tell whether a certificate is this sender's: the present one, or one before it still."""
        former = (each.pin for each in self.certificates if now_ms < each.until_ms)
        return pin in (self.keys.tls_pin, *former)

    def signing_key(self, key_id: str, sent_ms: int, now_ms: int) -> VerifyKey:
        """Return the key that a message names; RemoteProtocolError where it may not sign it."""
        if key_id in self.revoked:
            raise RemoteProtocolError("message.key_revoked")
        if key_id == self.keys.signing.key_id and now_ms < self.keys.expires_ms:
            return self.keys.signing
        for former in self.former:
            if former.key.key_id == key_id and sent_ms <= former.until_ms + MAX_SKEW_MS:
                return former.key
        raise RemoteProtocolError("message.unknown_key")


def admit(arrival: Arrival, known: Callable[[str], Known | None]) -> Admitted:
    """Believe a message or refuse it.

    1. it reads as a signed message, strictly;
    2. its sender is pinned here;
    3. the transport's certificate is the one that this sender pinned, or the one before it for as
    long as both may be shown;
    4. it names the sender's present signing key, whose set has not expired, or a former one while
       that was in use; never one that was revoked;
    5. the signature holds;
    6. it is addressed to this node;
    7. it was not sent in the future, beyond the allowed skew of clocks;
    8. it has not expired;
    9. its kind and version are known and its body reads.
    Replays are the store's to see: it alone remembers ids.
    """
    signed = SignedMessage.decode(arrival.signed)  # 1
    claimed = signed.message
    sender = known(claimed.sender)
    if sender is None:  # 2
        raise RemoteProtocolError("message.unknown_sender")
    if not sender.shows(arrival.tls_pin, arrival.now_ms):  # 3
        raise RemoteProtocolError("message.wrong_certificate")
    key = sender.signing_key(signed.key_id, claimed.sent_ms, arrival.now_ms)  # 4
    message = verify_message(signed, key)  # 5
    if message.recipient != arrival.recipient:  # 6
        raise RemoteProtocolError("message.wrong_recipient")
    if message.sent_ms > arrival.now_ms + MAX_SKEW_MS:  # 7
        raise RemoteProtocolError("message.from_the_future")
    if message.expires_ms <= arrival.now_ms:  # 8
        raise RemoteProtocolError("message.expired")
    return Admitted(message, read_body(message), sender.keys)  # 9
