"""Threads of several parties: what one member says to the others, sealed to each of them apart.

Membership is fixed when a thread is opened: its opener and the parties that it chose, all parties
of one agreement. Every post repeats the terms, so that a member who was away learns them from
whichever post comes first, and a post with other terms is refused. Nobody is added and nobody is
removed; another circle is another thread.

Order: ``number`` is one more than the highest that its author has seen (Lamport's clock), so that
an answer stands after what it answers at every member; posts of one number stand in the order of
their parties' ids. ``seen`` names the last post of each member that the author holds, by digest: a
member that was told something else than the others, or was left out, finds it there.

A file that goes with a post is named in it by its SHA-256, the same for every member; its offer and
its chunks follow to each member apart, under a key of that one's own (``attachment``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final

from entraide.agreements.decision import PolicyQuestion, Side
from entraide.agreements.terms import Form
from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.attachment import check_media_type
from entraide.kernel.canonical import Json, digest
from entraide.kernel.encoding import Fields
from entraide.kernel.message import Message

__all__ = [
    "Answers",
    "Post",
    "PostedFile",
    "Seen",
    "Terms",
    "following_number",
    "listeners",
    "post_digest",
    "post_question",
    "read_first_post",
]

_MOST_MEMBERS: Final = 64
_MOST_CATEGORIES: Final = 32
_MOST_FILES: Final = 16


class Answers(StrEnum):
    """Who gets what a member says: all the others, or the opener alone."""

    ALL = "all"
    OPENER = "opener"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a thread is, the same in every post of it."""

    opener: str
    members: tuple[str, ...]
    """Every party in it, the opener among them, in the order of their ids."""
    answers: Answers
    subject: str
    offence: str
    case: str
    legal_basis: str | None
    categories: tuple[str, ...]
    """Kinds of data that its posts may hold: what every agreement check is about."""

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in each post."""
        return {
            "answers": self.answers.value,
            "case": self.case,
            "categories": list(self.categories),
            "legal_basis": self.legal_basis,
            "members": list(self.members),
            "offence": self.offence,
            "opener": self.opener,
            "subject": self.subject,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Terms:
        """Read the terms; an opener that is no member, or members twice, are malformed."""
        fields = Fields(value, "post.terms")
        answers = fields.text("answers", limit=16)
        if answers not in set(Answers):
            raise RemoteProtocolError("field.malformed", field="post.terms.answers")
        read = cls(
            opener=fields.token("opener", limit=64),
            members=tuple(
                Fields({"m": each}, "post.terms").token("m", limit=64)
                for each in fields.items("members", limit=_MOST_MEMBERS)
            ),
            answers=Answers(answers),
            subject=fields.text("subject", limit=500),
            offence=fields.text("offence", limit=64),
            case=fields.text("case", limit=128),
            legal_basis=fields.text_or_none("legal_basis", limit=500),
            categories=fields.texts("categories", limit=_MOST_CATEGORIES, each=64),
        )
        fields.done()
        ordered = tuple(sorted(set(read.members)))
        if read.members != ordered or read.opener not in ordered or len(ordered) < 2:
            raise RemoteProtocolError("field.malformed", field="post.terms.members")
        return read


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """The last post of a party that the author of another holds."""

    party: str
    number: int
    digest: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in a post."""
        return {"digest": self.digest, "number": self.number, "party": self.party}

    @classmethod
    def from_json(cls, value: object) -> Seen:
        """Read it."""
        fields = Fields(value, "post.seen")
        party = fields.token("party", limit=64)
        read = cls(party, fields.integer("number"), fields.hexadecimal("digest", digits=64))
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedFile:
    """A file that goes with a post: what it is, and its handling code."""

    sha256: str
    """Of the file, in hexadecimal."""
    size: int
    media_type: str
    handling: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in a post."""
        return {
            "handling": self.handling,
            "media_type": self.media_type,
            "sha256": self.sha256,
            "size": self.size,
        }

    @classmethod
    def from_json(cls, value: object) -> PostedFile:
        """Read it; an empty file is malformed."""
        fields = Fields(value, "post.file")
        read = cls(
            sha256=fields.hexadecimal("sha256", digits=64),
            size=fields.integer("size"),
            media_type=check_media_type(fields.text("media_type", limit=127)),
            handling=fields.token("handling", limit=8),
        )
        fields.done()
        if read.size < 1:
            raise RemoteProtocolError("field.malformed", field="post.file.size")
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a member of a thread of several parties says to the others."""

    KIND: ClassVar[str] = "post"
    VERSION: ClassVar[int] = 2
    UNDER_AGREEMENT: ClassVar[bool] = True

    terms: Terms
    number: int
    seen: tuple[Seen, ...]
    text: str
    files: tuple[PostedFile, ...] = ()

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "files": [each.to_json() for each in self.files],
            "number": self.number,
            "seen": [each.to_json() for each in self.seen],
            "terms": self.terms.to_json(),
            "text": self.text,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Post:
        """Read a post; one that saw a later number than its own is malformed."""
        fields = Fields(value, "post")
        read = cls(
            terms=Terms.from_json(fields.inner("terms")),
            number=fields.integer("number"),
            seen=tuple(Seen.from_json(each) for each in fields.items("seen", limit=_MOST_MEMBERS)),
            text=fields.text("text", limit=16_384),
            files=tuple(
                PostedFile.from_json(each) for each in fields.items("files", limit=_MOST_FILES)
            ),
        )
        fields.done()
        parties = [each.party for each in read.seen]
        later = any(each.number >= read.number for each in read.seen)
        if (
            later
            or len(set(parties)) != len(parties)
            or not set(parties) <= set(read.terms.members)
        ):
            raise RemoteProtocolError("field.malformed", field="post.seen")
        return read


def read_first_post(value: Mapping[str, Any]) -> Post:
    """Read a post of version 1, which had no files."""
    if "files" in value:
        raise RemoteProtocolError("field.unknown", field=Post.KIND)
    return Post.from_json({**value, "files": []})


def post_digest(message: Message, post: Post) -> str:
    """Return the digest of what is the same for every recipient of a post."""
    return digest(
        {
            "agreement": message.agreement,
            "party": message.sender,
            "post": post.to_json(),
            "purpose": message.purpose,
            "thread": message.thread,
        }
    )


def listeners(terms: Terms, speaker: str) -> tuple[str, ...]:
    """Return who gets what a member says; InputError where it is no member."""
    if speaker not in terms.members:
        raise InputError("discussion.not_a_member", party=speaker)
    others = tuple(each for each in terms.members if each != speaker)
    if terms.answers is Answers.OPENER and speaker != terms.opener:
        return (terms.opener,)
    return others


def post_question(terms: Terms, purpose: str, pair: tuple[str, str], side: Side) -> PolicyQuestion:
    """Return the attributes that policy sees of a post; ``pair`` is (who gets it, who says it)."""
    return PolicyQuestion(
        asker=pair[0],
        holder=pair[1],
        form=Form.SPONTANEOUS,
        purpose=purpose,
        offence=terms.offence,
        categories=terms.categories,
        has_case=bool(terms.case.strip()),
        has_legal_basis=bool((terms.legal_basis or "").strip()),
        urgent=False,
        side=side,
    )


def following_number(seen: Iterable[Seen]) -> int:
    """Return the number of the next post of somebody who has seen these."""
    return max((each.number for each in seen), default=0) + 1
