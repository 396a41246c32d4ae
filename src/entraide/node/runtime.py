"""A node in memory: everything that its actions and workers share, and nothing that they decide.

Built only by ``node.build``. What is read often (pinned partners, compiled agreements) is kept here
and renewed after a change; the truth is the store.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError

from entraide.adapters.files.folder import Folder, FolderLock
from entraide.adapters.sealing.vault import Vault
from entraide.adapters.searching.index import Searcher
from entraide.adapters.store.faults import store_error
from entraide.adapters.store.view import View
from entraide.adapters.store.writer import Writer
from entraide.adapters.tables import schema
from entraide.adapters.wire import tls
from entraide.adapters.wire.partner_client import PartnerClient
from entraide.adapters.world import World
from entraide.agreements.policy import Policy, compile_policy
from entraide.agreements.signing import SignedAgreement, missing_signatures
from entraide.errors import TrustError
from entraide.exchange.admission import Known
from entraide.kernel.card import Card, decode_card
from entraide.kernel.key_set import KeySet
from entraide.kernel.protocol import PROTOCOL_VERSIONS
from entraide.node.config import Settings
from entraide.node.keys.keyring import Keyring
from entraide.node.memorandum.documents import held_documents
from entraide.node.partner.senders import known_senders
from entraide.node.people.actor import MAX_ORDER_AGE_MS

if TYPE_CHECKING:
    from entraide.node.event.worker import Screening
    from entraide.node.files.carrier import Carrier
    from entraide.node.files.intake import Intake
    from entraide.node.mail.delivery import Delivery
    from entraide.node.question.held_copies import Copies

__all__ = ["Node", "is_complete"]

T = TypeVar("T")

_PRUNE_EVERY_MS: Final = 10_000
"""Numbers used once are forgotten in batches, not at every order."""


@dataclass(slots=True, kw_only=True)
class Node:
    """One agency's open node; ``close`` gives its folder back."""

    folder: Folder
    settings: Settings
    keyring: Keyring
    world: World
    reader: Engine
    view: View
    writer: Writer
    vault: Vault
    searcher: Searcher
    client: PartnerClient
    lock: FolderLock
    partners: Mapping[str, Card] = field(default_factory=dict)
    senders: Mapping[str, Known] = field(default_factory=dict)
    """The keys by which messages of each partner are believed, former and revoked ones too."""
    policies: tuple[Policy, ...] = ()
    contexts: Mapping[str, ssl.SSLContext] = field(default_factory=dict)
    listener_context: ssl.SSLContext | None = None
    witnessed_sizes: dict[str, int] = field(default_factory=dict)
    """For each partner, the size of our log that it cosigned last (zero until it says so)."""
    keys_at_rest: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while body keys are destroyed, and while a backup copies what they open."""
    batches: set[str] = field(default_factory=set)
    """The batches of questions that are being asked."""
    _delivery: Delivery | None = None
    _carrier: Carrier | None = None
    _copies: Copies | None = None
    _intake: Intake | None = None
    _screening: Screening | None = None
    opened_ms: int = 0
    speaks: tuple[str, ...] = PROTOCOL_VERSIONS
    """The versions of the exchange that our own card names."""
    _nonces: dict[str, int] = field(default_factory=dict)
    _prune_ms: int = 0

    @property
    def delivery(self) -> Delivery:
        """The outbox's worker, made when first needed."""
        from entraide.node.mail.delivery import Delivery  # noqa: PLC0415 - it works on this very node

        if self._delivery is None:
            self._delivery = Delivery(self)
        return self._delivery

    @property
    def carrier(self) -> Carrier:
        """The worker of attachments, made when first needed."""
        from entraide.node.files.carrier import Carrier  # noqa: PLC0415 - it works on this very node

        if self._carrier is None:
            self._carrier = Carrier(self)
        return self._carrier

    @property
    def copies(self) -> Copies:
        """The index of what partners gave us, made when first needed."""
        from entraide.node.question.held_copies import Copies  # noqa: PLC0415 - it reads what this node holds

        if self._copies is None:
            self._copies = Copies()
        return self._copies

    @property
    def intake(self) -> Intake:
        """What takes chunks from partners, made when first needed."""
        from entraide.node.files.intake import Intake  # noqa: PLC0415 - the same

        if self._intake is None:
            self._intake = Intake(self)
        return self._intake

    @property
    def screening(self) -> Screening:
        """The worker that screens accreditation lists, made when first needed."""
        from entraide.node.event.worker import Screening  # noqa: PLC0415 - it works on this node

        if self._screening is None:
            self._screening = Screening(self)
        return self._screening

    def read(self, work: Callable[[Connection], T]) -> T:
        """Read the store in one consistent view; StoreError where it cannot be read."""
        try:
            return self.view.read(work)
        except SQLAlchemyError as error:
            raise store_error(error, "store.read_failed") from error

    def pinned(self, party: str) -> KeySet | None:
        """Return the key set of a pinned partner."""
        card = self.partners.get(party)
        return card.keys.key_set if card else None

    def known(self, party: str) -> Known | None:
        """Return the keys by which a pinned partner's messages are believed."""
        return self.senders.get(party)

    def pinned_keys(self) -> tuple[KeySet, ...]:
        """Return the key sets of all pinned partners."""
        return tuple(card.keys.key_set for card in self.partners.values())

    def partner_by_pin(self, pin: str) -> KeySet | None:
        """Return the partner whose certificate this is."""
        now_ms = self.world.now_ms()
        found = (known.keys for known in self.senders.values() if known.shows(pin, now_ms))
        return next(found, None)

    def renew_partners(self) -> None:
        """Read the pinned cards again and let the listener accept their certificates."""
        table = schema.partner.c
        rows = self.read(lambda c: c.execute(select(table.id, table.card)).all())
        cards = {row.id: decode_card(row.card) for row in rows}
        senders = self.read(lambda c: known_senders(c, cards))
        shown = {party: _shown(known) for party, known in senders.items()}
        self.contexts = {party: self._client_context(each) for party, each in shown.items()}
        if self.listener_context is not None:
            tls.trust(self.listener_context, (der for each in shown.values() for der in each))
        self.partners, self.senders = cards, senders

    def renew_policies(self) -> None:
        """Compile the agreements of the store again, with what was declared about them."""
        documents = self.read(held_documents)
        self.policies = tuple(
            compile_policy(each, documents.standing(each))
            for each in documents.texts
            if is_complete(each)
        )

    def policy_under(self, digest: str | None) -> Policy | None:
        """Return the agreement in use under which a message moves that names this digest.

        Where a later text has taken its place (Art. 8.3), that one: open threads go on under it.
        """
        named = next((each for each in self.policies if each.digest == digest), None)
        if named is None or not named.is_amended(self.world.now_ms()):
            return named
        now_ms = self.world.now_ms()
        later = [each for each in self.policies if each.replaces(named, now_ms)]
        return max(later, key=lambda each: each.starts_ms, default=named)

    def use_once(self, nonce: str, at_ms: int) -> None:
        """Refuse an order that was given before; TrustError.

        Numbers are remembered for as long as an order is valid; an order signed before this
        process opened the node could have been given to the one before it.
        """
        now_ms = self.world.now_ms()
        if nonce in self._nonces or at_ms < self.opened_ms <= now_ms:
            raise TrustError("order.replayed")
        if now_ms >= self._prune_ms:
            oldest = now_ms - MAX_ORDER_AGE_MS
            self._nonces = {used: when for used, when in self._nonces.items() if when >= oldest}
            self._prune_ms = now_ms + _PRUNE_EVERY_MS
        self._nonces[nonce] = at_ms

    def fresh_id(self) -> str:
        """Return 32 random hexadecimal digits: a message, a thread or a reference."""
        return self.world.random(16).hex()

    async def close(self) -> None:
        """Finish writing, close everything, give the folder back."""
        if self._delivery is not None:
            await self._delivery.stop()
        if self._carrier is not None:
            await self._carrier.stop()
        if self._intake is not None:
            await self._intake.stop()
        await self.client.close()
        self.searcher.close()
        self.view.close()
        self.reader.dispose()  # before the writer, whose end empties SQLite's write-ahead log
        self.writer.close()
        self.vault.close()
        self.lock.release()

    def _client_context(self, partner: tuple[bytes, ...]) -> ssl.SSLContext:
        return tls.client_context(
            self.folder.tls_certificate,
            self.folder.tls_key,
            self.keyring.tls_password,
            partner,
        )


def _shown(known: Known) -> tuple[bytes, ...]:
    """Return the certificates that a partner may show, the present one first."""
    return (known.keys.tls, *(each.der for each in known.certificates))


def is_complete(signed: SignedAgreement) -> bool:
    """Tell whether every party has signed."""
    return not missing_signatures(signed)
