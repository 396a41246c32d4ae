"""One of everything that passes between two nodes, with fixed keys, for vectors and fuzzing.

``BODIES`` has a body of every kind of message; a test fails when a kind is missing. Keys are made
from fixed seeds, and Ed25519 signs without randomness, so the same bytes come out every time; an
envelope alone differs, because sealing draws a fresh key.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from entraide.agreements.declarations import (
    Act,
    Declaration,
    SignedDeclaration,
    encode_declaration,
    sign_declaration,
)
from entraide.agreements.signing import encode_signed
from entraide.exchange.attachment import Arrived, Attachment, Held
from entraide.exchange.bodies import (
    Acknowledgement,
    Answer,
    Body,
    Carried,
    Declared,
    Denied,
    Ended,
    Hit,
    NewKeys,
    Query,
    Receipt,
    Revoked,
)
from entraide.exchange.figures import Figure, Period
from entraide.exchange.progress import (
    Clarification,
    Clarified,
    Closed,
    Delayed,
    DelayReason,
    Outcome,
)
from entraide.exchange.recalls import Correction, Executed, Execution, Withdrawal
from entraide.exchange.reconciliation import Entry, Lack, Listing, Reconcile, Scope, Summary
from entraide.exchange.releases import Part, Refusal, ReleasedValue, Reply, Request
from entraide.exchange.review import Review
from entraide.exchange.standing import Standing, Unstanding
from entraide.kernel.card import encode_card, sign_card
from entraide.kernel.checkpoint import Checkpoint, sign_checkpoint
from entraide.kernel.chunk import Layout
from entraide.kernel.cosignature import witness_note_key
from entraide.kernel.envelope import Recipient, seal_envelope
from entraide.kernel.key_set import KeySet, Roots, SignedKeySet, add_signature
from entraide.kernel.keys import OpeningKey, SigningKey
from entraide.kernel.message import Message, SignedMessage, sign_message
from entraide.kernel.note import Note, log_note_key
from entraide.kernel.revocation import Revocation, SignedRevocation, encode_revocation, revoke
from entraide.kernel.witness_keys import WitnessKey
from entraide.match import Identifier, Subject
from tests import samples_of_copies, samples_of_notices, samples_of_operations
from tests.unit.agreements.given import ES, MA, NOW, ROOTS, agreement_of, signed_by_all

SIGNING: Final = SigningKey(b"s" * 32)
OPENING: Final = OpeningKey(b"o" * 96)
LOG: Final = SigningKey(b"l" * 32)
WITNESS: Final = WitnessKey(b"w" * 32)
LATER_ROOT: Final = SigningKey(b"r" * 32)
ID, DIGEST = "0" * 31 + "1", "0" * 63 + "1"

KEYS: Final = KeySet(
    party=MA,
    country="MA",
    name="Bureau de Rabat",
    version=1,
    roots=Roots(1, (ROOTS[MA].public,)),
    signing=SIGNING.public,
    opening=OPENING.public,
    log=log_note_key(f"entraide/{MA}/log", LOG.public).vkey,
    witness=witness_note_key(f"entraide/{MA}/witness", WITNESS.public).vkey,
    tls=b"certificate",
    issued_ms=NOW,
    expires_ms=NOW + 10**9,
)
SIGNED_KEYS: Final = add_signature(SignedKeySet(KEYS, ()), ROOTS[MA])
FOLLOWING: Final = add_signature(
    add_signature(
        SignedKeySet(replace(KEYS, version=2, roots=Roots(1, (LATER_ROOT.public,))), ()), LATER_ROOT
    ),
    ROOTS[MA],
    KEYS.roots,
)
CARD: Final = sign_card(SIGNED_KEYS, ("https://127.0.0.1:8440",), SIGNING, NOW)
AGREEMENT: Final = signed_by_all(agreement_of())
_DECLARED: Final = Declaration(
    agreement=AGREEMENT.agreement.digest,
    party=MA,
    act=Act.SUSPEND,
    made_ms=NOW,
    from_ms=NOW,
    reason="EXERCISE",
)
DECLARATION: Final = sign_declaration(SignedDeclaration(_DECLARED), AGREEMENT.agreement, ROOTS[MA])
LATER_DECLARATION: Final = sign_declaration(
    SignedDeclaration(_DECLARED, succession=(FOLLOWING,)), AGREEMENT.agreement, LATER_ROOT
)
REVOCATION: Final = revoke(
    SignedRevocation(
        Revocation(
            party=MA, key_id=SIGNING.key_id, from_ms=NOW, made_ms=NOW, reason="A laptop was stolen"
        )
    ),
    ROOTS[MA],
)
_VALUE: Final = ReleasedValue(
    reference=ID,
    prop="name",
    text="عبد اللطيف بن علي",
    evaluation="A1",
    handling="H1",
    handling_text="",
    retention="2027-12-01",
)
BODIES: Final[tuple[Body, ...]] = (
    Query(
        subject=Subject(
            names=("عبد اللطيف بن علي", "Abdellatif Benali"),
            birth_dates=("1981-03-07",),
            countries=("ma",),
            sexes=("male",),
            identifiers=(Identifier("email", "exercise@example.org"),),
        ),
        offence="drugs.trafficking",
        case="R-1",
        legal_basis="Art. 12",
        urgent=True,
    ),
    Answer(query=DIGEST, hits=(Hit(ID, "strong"), Hit("0" * 32, None))),
    Denied(query=DIGEST, code="policy.no_case", article="Art. 2.11"),
    Acknowledgement(query=DIGEST, article="Art. 2.4"),
    Carried(signed=encode_signed(AGREEMENT)),
    Declared(signed=encode_declaration(DECLARATION)),
    NewKeys(signed=encode_card(CARD)),
    Revoked(signed=encode_revocation(REVOCATION)),
    Receipt(digest=DIGEST),
    Request(
        references=(ID,),
        categories=("names", "birth"),
        offence="drugs.trafficking",
        case="R-1",
        legal_basis=None,
        reason="Arrest warrant 12/2026",
        urgent=True,
        justification="He leaves tonight",
        language="en",
        answer_language="fr",
    ),
    Clarification(request=DIGEST, words="Which of the two brothers?", language="en"),
    Clarified(clarification=DIGEST, words="The elder", language="en"),
    Delayed(
        request=DIGEST,
        reason=DelayReason.JUDICIAL_AUTHORISATION,
        words="The judge decides on Monday",
        language="en",
        expected="2026-12-20",
    ),
    Part(request=DIGEST, values=(_VALUE,), partial=True, language="fr", left=("birth",)),
    Reply(request=DIGEST, values=(_VALUE,), partial=False, language="fr"),
    Closed(outcome=Outcome.USEFUL, words=None),
    Refusal(request=DIGEST, ground="disproportionate", article="Art. 2.9"),
    Correction(reply=DIGEST, reason="A mistaken year", values=(_VALUE,)),
    Withdrawal(reply=DIGEST, reason="Released in error"),
    Executed(order=DIGEST, reply=DIGEST, did=Execution.DELETED, at_ms=NOW),
    Ended(agreement=DIGEST, replies=(DIGEST,), at_ms=NOW),
    Standing(query=DIGEST, officers=("officer-1", "officer-2"), renewal=False),
    Unstanding(standing=DIGEST),
    Attachment(
        layout=Layout(id=ID, size=200_000, chunk_size=65_536),
        media_type="application/pdf",
        sha256=DIGEST,
        key=b"k" * 32,
    ),
    Arrived(attachment=ID, offer=DIGEST, sha256=DIGEST),
    Reconcile(
        cutoff_ms=NOW,
        summaries=(Summary(Scope(MA), 1, DIGEST),),
        listings=(Listing(Scope(ES, "00"), (Entry(DIGEST, ID),)),),
        wanted=(Scope(ES, "ab"),),
        lacks=(Lack(MA, ES, Entry(DIGEST, ID)),),
    ),
    Review(
        period=Period(NOW - 86_400_000, NOW),
        figures=(
            Figure(ES, "questions", "", 7),
            Figure(MA, "budget_agreed", "criminal-investigation", 500),
            Figure(MA, "reply_median_ms", "", None),
        ),
    ),
    *samples_of_copies.bodies(_VALUE, SIGNING),
    *samples_of_operations.bodies(SIGNING),
    *samples_of_notices.BODIES,
)


_SECOND: Final = {
    "request": ("answer_language", "beyond"),
    "reply": ("language",),
    "post": ("files",),
}
"""What the second version of a kind added, by kind."""


def earlier_messages() -> tuple[Message, ...]:
    """Return a message of every version that is read and no longer written."""
    found = []
    for body in BODIES:
        if body.KIND in _SECOND:
            added = _SECOND[body.KIND]
            first = {name: value for name, value in body.to_json().items() if name not in added}
            found.append(replace(message_of(body), version=1, body=first))
    return tuple(found)


def message_of(body: Body, **changes: Any) -> Message:
    """Return a message with this body, from Rabat to Madrid."""
    under = body.UNDER_AGREEMENT
    whole: dict[str, Any] = {
        "id": ID,
        "thread": "0" * 31 + "2",
        "kind": body.KIND,
        "version": body.VERSION,
        "sender": MA,
        "recipient": ES,
        "author": "officer-0123456789ab",
        "sent_ms": NOW,
        "expires_ms": NOW + 86_400_000,
        "purpose": "criminal-investigation" if under else None,
        "agreement": AGREEMENT.agreement.digest if under else None,
        "handling": "H0",
        "in_reply_to": None,
        "body": body.to_json(),
    }
    return Message(**{**whole, **changes})


def signed_message(body: Body) -> SignedMessage:
    return sign_message(message_of(body), SIGNING)


def sealed(body: Body) -> bytes:
    recipient = Recipient(ES, OPENING.public)
    return seal_envelope(signed_message(body).encode(), (recipient,), b"c" * 32)


def checkpoint() -> Note:
    """Return a signed checkpoint of Rabat's log."""
    point = Checkpoint(origin=f"entraide/{MA}/log", size=7, root=bytes(range(32)))
    return sign_checkpoint(point, LOG)


HELD: Final = Held(b"\x05")
