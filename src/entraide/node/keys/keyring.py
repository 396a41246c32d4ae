"""A node's own private keys: made once, sealed under the node's passphrase, held in memory.

Root keys are never among them. The log's origin is ``entraide/<node id>/log``, in a later log epoch
``entraide/<node id>/log/2`` and so on, and its cosigner's name ``entraide/<node id>/witness``, so
that no key of one use can be shown as another. The key of an ended epoch is not kept.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field, replace
from typing import Final, Self

from entraide.adapters.files.folder import Folder
from entraide.adapters.sealing.keyfile import read_secret, write_secret
from entraide.adapters.world import World
from entraide.errors import LocalProtocolError, TrustError
from entraide.kernel.canonical import Json
from entraide.kernel.cosignature import witness_note_key
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.keys import OpeningKey, SigningKey
from entraide.kernel.note import NoteKey, log_note_key
from entraide.kernel.witness_keys import WitnessKey

__all__ = ["Following", "Keyring", "epoch_of", "log_origin", "witness_name"]

_PURPOSE: Final = "node secrets"
_ORIGIN: Final = re.compile(r"entraide/([^/]+)/log(?:/([2-9]|[1-9][0-9]{1,8}))?")
_PSEUDONYM_DIGITS: Final = 12


def log_origin(node_id: str, epoch: int = 1) -> str:
    """The name of a node's log in checkpoints."""
    return f"entraide/{node_id}/log" + (f"/{epoch}" if epoch > 1 else "")


def epoch_of(origin: str, node_id: str) -> int:
    """Return the epoch that an origin names; TrustError where it is no log of this node."""
    found = _ORIGIN.fullmatch(origin)
    if found is None or found[1] != node_id:
        raise TrustError("log.foreign_origin", origin=origin, party=node_id)
    return int(found[2] or 1)


def witness_name(node_id: str) -> str:
    """The name under which a node cosigns its partners' checkpoints."""
    return f"entraide/{node_id}/witness"


@dataclass(frozen=True, slots=True)
class Following:
    """The signing and opening key that are to follow the present ones; a witness key if asked."""

    signing: SigningKey
    opening: OpeningKey
    witness: WitnessKey | None = None

    def to_json(self) -> dict[str, Json]:
        """Return the form that is sealed."""
        return {
            "opening": to_base64(self.opening.seed),
            "signing": to_base64(self.signing.seed),
            "witness": to_base64(self.witness.seed) if self.witness else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """Every private key that the node needs to run unattended."""

    signing: SigningKey
    opening: tuple[OpeningKey, ...]
    """The present key first; older ones still open what was sealed before a rotation."""
    log: SigningKey
    log_epoch: int = 1
    witness: WitnessKey
    pseudonyms: bytes = field(repr=False)
    tls_password: str = field(repr=False)
    retired: tuple[int, ...] = ()
    """Until when (UTC milliseconds) each of the older opening keys is kept."""
    following: Following | None = None
    """Keys that root keys are to sign before they take the place of the present ones."""
    bodies: bytes = field(repr=False)
    """Seals the keys of stored bodies; empty in secrets of a release that did not seal them."""

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
            bodies=world.random(32),
        )

    def preparing(self, *, witness: bool = False) -> Keyring:
        """Return the keys with fresh ones that are to follow them; those that are there stay."""
        following = self.following or Following(SigningKey.generate(), OpeningKey.generate())
        if witness and following.witness is None:
            following = replace(following, witness=WitnessKey.generate())
        return replace(self, following=following)

    def rotated(self, now_ms: int, keep_ms: int) -> Keyring:
        """Return the keys after rotation: what follows is present, what it followed is gone.

        The old opening key is kept for ``keep_ms``, so that what partners sealed to it before they
        heard still opens; older ones whose time is over are dropped.
        """
        if self.following is None:
            raise LocalProtocolError("keyring.nothing_follows")
        older = tuple(zip(self.opening[1:], self.retired, strict=True))
        kept = tuple(pair for pair in older if pair[1] > now_ms)
        return replace(
            self,
            signing=self.following.signing,
            witness=self.following.witness or self.witness,
            opening=(self.following.opening, self.opening[0], *(key for key, _ in kept)),
            retired=(now_ms + keep_ms, *(until for _, until in kept)),
            following=None,
        )

    def in_epoch(self, epoch: int) -> Keyring:
        """Return the keys with a new one for a new log epoch; the old log key is left behind."""
        return replace(self, log=SigningKey.generate(), log_epoch=epoch)

    def pseudonym(self, officer: str) -> str:
        """Return what partners see in place of an officer's name: stable, and not invertible."""
        mac = hmac.new(self.pseudonyms, officer.encode(), hashlib.sha256).hexdigest()
        return f"officer-{mac[:_PSEUDONYM_DIGITS]}"

    def mark(self, text: str) -> str:
        """Return a mark of a text: the same for the same text, and guessed by nobody without us."""
        return hmac.new(self.pseudonyms, b"mark\0" + text.encode(), hashlib.sha256).hexdigest()

    def log_key(self, node_id: str) -> NoteKey:
        """The public key of the node's log."""
        return log_note_key(log_origin(node_id, self.log_epoch), self.log.public)

    def witness_key(self, node_id: str) -> NoteKey:
        """The public key with which the node cosigns."""
        return witness_note_key(witness_name(node_id), self.witness.public)

    def next_witness_key(self, node_id: str) -> NoteKey:
        """The public key with which it is to cosign, where one is to follow; else the present."""
        following = self.following.witness if self.following else None
        return witness_note_key(witness_name(node_id), (following or self.witness).public)

    def save(self, folder: Folder, passphrase: str) -> None:
        """Seal everything under the passphrase."""
        content: Json = {
            "bodies": to_base64(self.bodies),
            "following": [self.following.to_json()] if self.following else [],
            "log": to_base64(self.log.seed),
            "log_epoch": self.log_epoch,
            "opening": [to_base64(key.seed) for key in self.opening],
            "pseudonyms": to_base64(self.pseudonyms),
            "retired": list(self.retired),
            "signing": to_base64(self.signing.seed),
            "tls_password": self.tls_password,
            "witness": to_base64(self.witness.seed),
        }
        write_secret(folder.secrets, _PURPOSE, content, passphrase)

    @classmethod
    def load(cls, folder: Folder, passphrase: str) -> Self:
        """Open the secrets; TrustError where the passphrase is wrong."""
        content = read_secret(folder.secrets, _PURPOSE, passphrase)
        sealing = "bodies" in content  # not so in release 0.1.0, nor did keys rotate
        fields = Fields(content, "secrets")
        opening = (Fields({"key": text}, "opening") for text in fields.texts("opening"))
        keyring = cls(
            signing=SigningKey(fields.data("signing")),
            opening=tuple(OpeningKey(each.data("key")) for each in opening),
            log=SigningKey(fields.data("log")),
            witness=WitnessKey(fields.data("witness")),
            pseudonyms=fields.data("pseudonyms"),
            tls_password=fields.text("tls_password"),
            bodies=fields.data("bodies") if sealing else b"",
            log_epoch=fields.integer("log_epoch") if sealing else 1,
            retired=_moments(fields) if sealing else (),
            following=_following(fields) if sealing else None,
        )
        fields.done()
        return keyring


def _moments(fields: Fields) -> tuple[int, ...]:
    return tuple(
        Fields({"until": each}, "retired").integer("until") for each in fields.items("retired")
    )


def _following(fields: Fields) -> Following | None:
    staged = fields.items("following", limit=1)
    if not staged:
        return None
    inner = Fields({"witness": None, **dict(staged[0])}, "following")  # an early one had no witness
    witness = inner.text_or_none("witness", limit=128)
    following = Following(
        SigningKey(inner.data("signing")),
        OpeningKey(inner.data("opening")),
        WitnessKey(Fields({"seed": witness}, "following").data("seed")) if witness else None,
    )
    inner.done()
    return following
