"""The review before publication: answered in writing by one officer, confirmed by a second.

Neither drafted the notice. Both sign one hash of the notice, the answers and the addressees, so
that nothing reviewed can be exchanged for something else. The words stay at the issuer, sealed.
What travels is each answer's code with a salted digest of its words: the recipient verifies the two
signatures over the same hash without reading them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from entraide.errors import TrustError
from entraide.exchange.notice.checks import Finding
from entraide.exchange.notice.notice import Notice
from entraide.exchange.notice.questions import QUESTIONS, Answer, Effect, questions_for
from entraide.kernel.canonical import Json, digest
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.keys import VerifyKey
from entraide.kernel.passkey import MOST_KEY, MOST_SIGNATURE, Assertion, verify_approval

__all__ = ["REVIEW_CONTEXT", "Review", "Said", "Signature", "Vouched", "blocking", "flagged",
           "verify_review"]  # fmt: skip

REVIEW_CONTEXT: Final = "approval/1"
"""The context of every officer's approval."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it travels: its code, and a salted digest of its words."""

    question: str
    choice: str
    words: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that is signed and travels."""
        return {"choice": self.choice, "question": self.question, "words": self.words}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read an answer as it travels."""
        fields = Fields(value, "notice.answer")
        said = cls(
            question=fields.token("question", limit=32),
            choice=fields.token("choice", limit=32),
            words=fields.hexadecimal("words", digits=64),
        )
        fields.done()
        return said


@dataclass(frozen=True, slots=True)
class Signature:
    """An officer's signature under the review: pseudonym, public key, signature.

    By the officer's own key (Ed25519), or by a passkey, whose assertion then stands beside it.
    """

    officer: str
    key: bytes
    signature: bytes
    passkey: Assertion | None = None

    def to_json(self) -> dict[str, Json]:
        """Return the object that travels."""
        beside: dict[str, Json] = {"passkey": self.passkey.to_json()} if self.passkey else {}
        return {
            "key": to_base64(self.key),
            "officer": self.officer,
            "signature": to_base64(self.signature),
            **beside,
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read a signature; it is not verified yet."""
        fields = Fields(value, "notice.signature")
        by_passkey = isinstance(value, Mapping) and "passkey" in value
        read = cls(
            officer=fields.token("officer", limit=64),
            key=fields.data("key", limit=MOST_KEY if by_passkey else 64),
            signature=fields.data("signature", limit=MOST_SIGNATURE if by_passkey else 128),
            passkey=Assertion.from_json(fields.inner("passkey")) if by_passkey else None,
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True)
class Review:
    """The answers in writing at the issuer, who gave them, and the salt of their digests."""

    reviewer: str
    answers: tuple[Answer, ...]
    salt: str

    def said(self) -> tuple[Said, ...]:
        """Return the answers as they travel."""
        return tuple(
            Said(each.question, each.choice, _salted(self.salt, each.question, each.words))
            for each in self.answers
        )

    def vouched(self, to: tuple[str, ...]) -> Vouched:
        """Return what two officers sign, for these addressees."""
        return Vouched(self.said(), _salted(self.salt, "to", " ".join(sorted(to))), ())

    def to_json(self) -> dict[str, Json]:
        """Return the object that is kept sealed."""
        answers: list[Json] = [[each.question, each.choice, each.words] for each in self.answers]
        return {"answers": answers, "reviewer": self.reviewer, "salt": self.salt}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read what is kept."""
        answers = tuple(Answer(*each) for each in value["answers"])
        return cls(value["reviewer"], answers, value["salt"])


@dataclass(frozen=True, slots=True)
class Vouched:
    """The review as it travels: answers, a digest of the addressees, two signatures."""

    said: tuple[Said, ...]
    to: str
    signatures: tuple[Signature, ...]

    def payload(self, notice: Notice) -> str:
        """Return the hash that both officers sign: this notice, these answers, these addressees."""
        said: list[Json] = [each.to_json() for each in self.said]
        return digest({"answers": said, "notice": notice.digest, "to": self.to})

    def to_json(self) -> dict[str, Json]:
        """Return the object that travels."""
        return {
            "answers": [each.to_json() for each in self.said],
            "signatures": [each.to_json() for each in self.signatures],
            "to": self.to,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a review as it travels."""
        fields = Fields(value, "notice.review")
        read = cls(
            tuple(map(Said.from_json, fields.items("answers", limit=32))),
            fields.hexadecimal("to", digits=64),
            tuple(map(Signature.from_json, fields.items("signatures", limit=8))),
        )
        fields.done()
        return read


def blocking(said: tuple[Said, ...]) -> tuple[str, ...]:
    """Return the questions whose answers stop a notice."""
    return _with_effect(said, Effect.BLOCK)


def flagged(said: tuple[Said, ...]) -> tuple[str, ...]:
    """Return the questions whose answers the confirming officer must take up expressly."""
    return _with_effect(said, Effect.FLAG)


def verify_review(notice: Notice, vouched: Vouched) -> tuple[Finding, ...]:
    """Return what is wrong with a review that came with a notice; nothing where it holds.

    1. every question is answered once, as its row allows;
    2. no answer stops the notice;
    3. two different officers, with different keys, signed, and the drafter is neither;
    4. both signatures hold over the hash of this notice, these answers, these addressees.
    """
    asked = {each.code for each in questions_for(notice)}
    answered = [each.question for each in vouched.said]
    allowed = all(_effect(each) is not None for each in vouched.said)
    if sorted(answered) != sorted(asked) or not allowed:  # 1
        return (Finding("notice.not_reviewed", "Constitution Art. 2, 3"),)
    if stopped := blocking(vouched.said):  # 2
        return tuple(Finding("notice.review_blocks", _article(code), code) for code in stopped)
    officers = {each.officer for each in vouched.signatures}
    keys = {each.key for each in vouched.signatures}
    if len(officers) < 2 or len(keys) < 2 or notice.drafter in officers:  # 3
        return (Finding("notice.not_two_officers", "Art. 2.12"),)
    payload = vouched.payload(notice)
    if not all(_holds(each, payload) for each in vouched.signatures):  # 4
        return (Finding("notice.review_signature", "Art. 2.12"),)
    return ()


def _holds(signature: Signature, payload: str) -> bool:
    key, signed = signature.key, signature.signature
    try:
        if signature.passkey is not None:
            verify_approval(key, signed, signature.passkey, payload)
        else:
            VerifyKey(key).verify(signed, payload.encode(), context=REVIEW_CONTEXT)
    except (TrustError, ValueError):
        return False
    return True


def _effect(said: Said) -> Effect | None:
    question = next((each for each in QUESTIONS if each.code == said.question), None)
    return question.effect_of(said.choice) if question else None


def _with_effect(said: tuple[Said, ...], effect: Effect) -> tuple[str, ...]:
    return tuple(each.question for each in said if _effect(each) is effect)


def _article(code: str) -> str:
    return next(each.article for each in QUESTIONS if each.code == code)


def _salted(salt: str, what: str, words: str) -> str:
    return hashlib.sha256(f"{salt}\n{what}\n{words}".encode()).hexdigest()
