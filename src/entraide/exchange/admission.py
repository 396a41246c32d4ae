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
from entraide.kernel.message import Message, SignedMessage, verify_message

__all__ = ["MAX_SKEW_MS", "Admitted", "Arrival", "admit"]

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


def admit(arrival: Arrival, pinned: Callable[[str], KeySet | None]) -> Admitted:
    """Believe a message or refuse it.

    1. it reads as a signed message, strictly;
    2. its sender is pinned here;
    3. the transport's certificate is the one that this sender pinned;
    4. it names the sender's present signing key, whose set has not expired;
    5. the signature holds;
    6. it is addressed to this node;
    7. it was not sent in the future, beyond the allowed skew of clocks;
    8. it has not expired;
    9. its kind and version are known and its body reads.
    Replays are the store's to see: it alone remembers ids.
    """
    signed = SignedMessage.decode(arrival.signed)  # 1
    claimed = signed.message
    sender = pinned(claimed.sender)
    if sender is None:  # 2
        raise RemoteProtocolError("message.unknown_sender")
    if sender.tls_pin != arrival.tls_pin:  # 3
        raise RemoteProtocolError("message.wrong_certificate")
    if signed.key_id != sender.signing.key_id or arrival.now_ms >= sender.expires_ms:  # 4
        raise RemoteProtocolError("message.unknown_key")
    message = verify_message(signed, sender.signing)  # 5
    if message.recipient != arrival.recipient:  # 6
        raise RemoteProtocolError("message.wrong_recipient")
    if message.sent_ms > arrival.now_ms + MAX_SKEW_MS:  # 7
        raise RemoteProtocolError("message.from_the_future")
    if message.expires_ms <= arrival.now_ms:  # 8
        raise RemoteProtocolError("message.expired")
    return Admitted(message, read_body(message), sender)  # 9
