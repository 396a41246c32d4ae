"""Passkeys as the W3C's Web Authentication (Level 3, §7.1 and §7.2) verifies them, by py_webauthn.

Values in, values out: the library alone parses CBOR and COSE. User verification (a finger, a PIN)
is always required, so that a stolen authenticator alone signs nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from entraide.errors import TrustError
from entraide.kernel.encoding import from_base64, to_base64
from entraide.kernel.passkey import Assertion

__all__ = ["HeldPasskey", "RelyingParty", "Shown", "shown_to_others", "verify_assertion",
           "verify_new_passkey"]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RelyingParty:
    """Who asks for a signature: the host's name, and the address of the pages."""

    id: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPasskey:
    """A registered passkey: its id in base64url, public key and last counter."""

    credential: str
    public_key: bytes
    sign_count: int


def verify_new_passkey(response: str, challenge: bytes, site: RelyingParty) -> HeldPasskey:
    """Return the passkey that an authenticator made for this challenge; TrustError if not."""
    from webauthn import verify_registration_response  # noqa: PLC0415 - slow, for the console only
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415 - the same

    try:
        made = verify_registration_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise TrustError("passkey.refused") from error
    return HeldPasskey(
        credential=to_base64(made.credential_id),
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
    )


def verify_assertion(response: str, challenge: bytes, site: RelyingParty, held: HeldPasskey) -> int:
    """Verify that this passkey signed this challenge here; return its new counter.

    TrustError where it did not, or where the counter went back: a copy of it exists.
    """
    from webauthn import verify_authentication_response  # noqa: PLC0415 - as above
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415 - as above

    try:
        seen = verify_authentication_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=held.public_key,
            credential_current_sign_count=held.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise TrustError("passkey.refused") from error
    return seen.new_sign_count


@dataclass(frozen=True, slots=True)
class Shown:
    """What a passkey signed, for somebody without its console: key (SPKI, DER) and signature."""

    key: bytes
    signature: bytes
    said: Assertion


def shown_to_others(response: str, public_key: bytes, order: str) -> Shown:
    """Return what a passkey (COSE) signed over an order's hash in the form in which it travels."""
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - with the rest
        Encoding,
        PublicFormat,
    )
    from webauthn.helpers import (  # noqa: PLC0415 - as above
        decode_credential_public_key,
        decoded_public_key_to_cryptography,
    )

    key = decoded_public_key_to_cryptography(decode_credential_public_key(public_key))
    parts = json.loads(response)["response"]
    data = {name: from_base64(str(parts[name]).rstrip("=")) for name in _SIGNED}
    said = Assertion(
        authenticator=data["authenticatorData"], client=data["clientDataJSON"], order=order
    )
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Shown(spki, data["signature"], said)


_SIGNED = ("authenticatorData", "clientDataJSON", "signature")
