"""What one core does in a second of cryptography: signatures, envelopes, log entries.

    ./dev bench crypto

CPU time a call, best of five rounds, so that other work on the machine counts as little as it can.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from entraide.kernel.audit import Opening, commit
from entraide.kernel.envelope import Recipient, open_envelope, seal_envelope
from entraide.kernel.keys import OpeningKey, SigningKey
from entraide.kernel.merkle import Frontier, leaf_hash
from entraide.kernel.witness_keys import WitnessKey

ROUNDS, CALLS = 5, 200
MESSAGE = secrets.token_bytes(1_500)


def micros(call: Callable[[], object]) -> float:
    """Return the CPU microseconds of a call."""

    def once() -> float:
        start = time.process_time()
        for _ in range(CALLS):
            call()
        return (time.process_time() - start) / CALLS * 1e6

    return min(once() for _ in range(ROUNDS))


def operations() -> Mapping[str, Callable[[], object]]:
    """Return what is measured, by name."""
    signing, opening, witness = SigningKey.generate(), OpeningKey.generate(), WitnessKey.generate()
    signature = signing.sign(MESSAGE, context="bench/1")
    cosignature = witness.sign_exact(MESSAGE)
    recipient = Recipient("ma.bureau", opening.public)
    envelope = seal_envelope(MESSAGE, (recipient,), secrets.token_bytes(32))
    entry = Opening(
        action="query.sent", at_ms=1, actor="node", partner="es.bureau", ids=(), digests=()
    )
    frontier = Frontier()
    for _ in range(1_000):
        frontier, _nodes = frontier.append(leaf_hash(secrets.token_bytes(33)))
    nonce, key = secrets.token_bytes(12), secrets.token_bytes(32)
    body = AESGCM(key).encrypt(nonce, envelope, b"message.envelope")
    return {
        "sign (Ed25519)": lambda: signing.sign(MESSAGE, context="bench/1"),
        "verify (Ed25519)": lambda: signing.public.verify(signature, MESSAGE, context="bench/1"),
        "seal to one recipient": lambda: seal_envelope(MESSAGE, (recipient,), b"k" * 32),
        "open": lambda: open_envelope(envelope, "ma.bureau", (opening,)),
        "sign (ML-DSA-44)": lambda: witness.sign_exact(MESSAGE),
        "verify (ML-DSA-44)": lambda: witness.public.verify_exact(cosignature, MESSAGE),
        "seal a body (AES-GCM)": lambda: AESGCM(key).encrypt(nonce, envelope, b"message.envelope"),
        "open a body (AES-GCM)": lambda: AESGCM(key).decrypt(nonce, body, b"message.envelope"),
        "log entry": lambda: frontier.append(leaf_hash(commit(entry, b"s" * 32))),
    }


def main() -> None:
    """Print a line for each operation."""
    print(f"{'microseconds of CPU time, one core':<36}{'us':>8}")
    for name, call in operations().items():
        print(f"{name:<36}{micros(call):>8.0f}")


if __name__ == "__main__":
    main()
