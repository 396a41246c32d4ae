"""A node's own private keys: made once, sealed under the node's passphrase, held in memory.

Root keys are never among them. The log's origin is ``entraide/<node id>/log`` and its cosigner's
name ``entraide/<node id>/witness``, so that no key of one use can be shown as another.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final, Self

from entraide.adapters.folder import Folder
from entraide.adapters.keyfile import read_secret, write_secret
from entraide.adapters.world import World
from entraide.kernel.canonical import Json
from entraide.kernel.cosignature import witness_note_key
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.keys import OpeningKey, SigningKey
from entraide.kernel.note import NoteKey, log_note_key
from entraide.kernel.witness_keys import WitnessKey

__all__ = ["Keyring", "log_origin", "witness_name"]

_PURPOSE: Final = "node secrets"
_PSEUDONYM_DIGITS: Final = 12


def log_origin(node_id: str) -> str:
    """The name of a node's log in checkpoints."""
    return f"entraide/{node_id}/log"


def witness_name(node_id: str) -> str:
    """The name under which a node cosigns its partners' checkpoints."""
    return f"entraide/{node_id}/witness"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """Every private key that the node needs to run unattended."""

    signing: SigningKey
    opening: tuple[OpeningKey, ...]
    """The present key first; older ones still open what was sealed before a rotation."""
    log: SigningKey
    witness: WitnessKey
    pseudonyms: bytes = field(repr=False)
    tls_password: str = field(repr=False)

    @classmethod
    def generate(cls, world: World) -> Self:
        """Make the keys of a new node."""
        return cls(
            signing=SigningKey.generate(),
            opening=(OpeningKey.generate(),),
            log=SigningKey.generate(),
            witness=WitnessKey.generate(),
            pseudonyms=world.random(32),
            tls_password=world.random(32).hex(),
        )

    def pseudonym(self, officer: str) -> str:
        """Return what partners see in place of an officer's name: stable, and not invertible."""
        mac = hmac.new(self.pseudonyms, officer.encode(), hashlib.sha256).hexdigest()
        return f"officer-{mac[:_PSEUDONYM_DIGITS]}"

    def log_key(self, node_id: str) -> NoteKey:
        """The public key of the node's log."""
        return log_note_key(log_origin(node_id), self.log.public)

    def witness_key(self, node_id: str) -> NoteKey:
        """The public key with which the node cosigns."""
        return witness_note_key(witness_name(node_id), self.witness.public)

    def save(self, folder: Folder, passphrase: str) -> None:
        """Seal everything under the passphrase."""
        content: Json = {
            "log": to_base64(self.log.seed),
            "opening": [to_base64(key.seed) for key in self.opening],
            "pseudonyms": to_base64(self.pseudonyms),
            "signing": to_base64(self.signing.seed),
            "tls_password": self.tls_password,
            "witness": to_base64(self.witness.seed),
        }
        write_secret(folder.secrets, _PURPOSE, content, passphrase)

    @classmethod
    def load(cls, folder: Folder, passphrase: str) -> Self:
        """Open the secrets; TrustError where the passphrase is wrong."""
        fields = Fields(read_secret(folder.secrets, _PURPOSE, passphrase), "secrets")
        opening = (Fields({"key": text}, "opening") for text in fields.texts("opening"))
        keyring = cls(
            signing=SigningKey(fields.data("signing")),
            opening=tuple(OpeningKey(each.data("key")) for each in opening),
            log=SigningKey(fields.data("log")),
            witness=WitnessKey(fields.data("witness")),
            pseudonyms=fields.data("pseudonyms"),
            tls_password=fields.text("tls_password"),
        )
        fields.done()
        return keyring
