"""Messages that screen an accreditation list: a batch of persons, and what is said of each.

A list is announced in the journal of its event's cell by the root of its batches (RFC 6962), before
anybody is asked about anybody: a batch that was not in it then stands in no tree, so nobody chooses
the next question by the last answer. Each batch has a salt of its own: from the root nobody guesses
who is in it. A person is asked for by name together with a day of birth or a document's number,
and by nothing else but nationality; an answer is a word for each, in their order, and no reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from entraide.agreements.chapters.cooperation import EventRow
from entraide.agreements.terms import Closeness, ScreeningAnswer
from entraide.errors import RemoteProtocolError, TrustError
from entraide.exchange.subjects import subject_from_json, subject_to_json
from entraide.kernel.canonical import Json, encode_canonical
from entraide.kernel.encoding import Fields, from_base64, to_base64
from entraide.kernel.merkle import inclusion_proof, leaf_hash, node_hash, verify_inclusion
from entraide.match import Subject

__all__ = [
    "NO_OBJECTION",
    "REFER",
    "SALT_BYTES",
    "Outcomes",
    "ScreeningBatch",
    "batch_leaf",
    "check_batch",
    "is_askable",
    "outcome_of",
    "prove_batch",
]

SALT_BYTES: Final = 16
NO_OBJECTION: Final = "no-objection"
REFER: Final = "refer"
_WORDS: Final = frozenset({NO_OBJECTION, REFER, *(f"{REFER}:{each}" for each in Closeness)})
_MOST_PERSONS: Final = 100
_MOST_PROOF: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningBatch:
    """Persons of a list, with the proof that they stood in it when it was announced."""

    KIND: ClassVar[str] = "screening_batch"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    list: str
    """The journal entry that announced it."""
    number: int
    salt: bytes
    persons: tuple[Subject, ...]
    proof: tuple[bytes, ...]

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "list": self.list,
            "number": self.number,
            "persons": [subject_to_json(each) for each in self.persons],
            "proof": [to_base64(each) for each in self.proof],
            "salt": to_base64(self.salt),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> ScreeningBatch:
        """Read it; a person who is asked for by anything else than a person may be is malformed."""
        fields = Fields(value, cls.KIND)
        read = cls(
            list=fields.hexadecimal("list", digits=64),
            number=fields.integer("number"),
            salt=fields.data("salt", limit=32),
            persons=tuple(
                subject_from_json(Fields({"person": each}, cls.KIND).inner("person"))
                for each in fields.items("persons", limit=_MOST_PERSONS)
            ),
            proof=tuple(from_base64(each) for each in _texts(fields)),
        )
        fields.done()
        if len(read.salt) != SALT_BYTES or not all(map(is_askable, read.persons)):
            raise RemoteProtocolError("field.malformed", field=f"{cls.KIND}.persons")
        return read

    @property
    def leaf(self) -> bytes:
        """The leaf of this batch in the list's tree."""
        return batch_leaf(self.number, self.salt, self.persons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What the holder says of each person of a batch, or why it says nothing of any."""

    KIND: ClassVar[str] = "screening_outcomes"
    VERSION: ClassVar[int] = 1
    UNDER_AGREEMENT: ClassVar[bool] = True

    list: str
    number: int
    batch: str
    """The digest of the message that brought the batch."""
    outcomes: tuple[str, ...]
    code: str | None = None
    article: str | None = None

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the message."""
        return {
            "article": self.article,
            "batch": self.batch,
            "code": self.code,
            "list": self.list,
            "number": self.number,
            "outcomes": list(self.outcomes),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Outcomes:
        """Read it; a word that is none of ours is malformed."""
        fields = Fields(value, cls.KIND)
        read = cls(
            list=fields.hexadecimal("list", digits=64),
            number=fields.integer("number"),
            batch=fields.hexadecimal("batch", digits=64),
            outcomes=fields.texts("outcomes", limit=_MOST_PERSONS, each=16),
            code=None if fields.is_null("code") else fields.token("code", limit=64),
            article=fields.line_or_none("article", limit=64),
        )
        fields.done()
        if not set(read.outcomes) <= _WORDS or (read.code is not None and read.outcomes):
            raise RemoteProtocolError("field.malformed", field=f"{cls.KIND}.outcomes")
        return read


def is_askable(person: Subject) -> bool:
    """Tell whether a person may be asked for so: by name, and by birth or a document's number.

    Nobody is asked for by nationality alone, by sex, or by anything that says what a person is.
    """
    numbers = {each.kind for each in person.identifiers}
    return (
        person.schema == "Person"
        and bool(person.names)
        and bool(person.birth_dates or numbers)
        and not person.sexes
        and numbers <= {"document", "national_id"}
    )


def batch_leaf(number: int, salt: bytes, persons: Iterable[Subject]) -> bytes:
    """Return the leaf hash of a batch."""
    said: dict[str, Json] = {
        "number": number,
        "persons": [subject_to_json(each) for each in persons],
        "salt": to_base64(salt),
    }
    return leaf_hash(encode_canonical(said))


def prove_batch(number: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the proof that a batch stands in the tree of these leaves."""

    def read(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return node_hash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))

    return inclusion_proof(number, len(leaves), read)


def check_batch(batch: ScreeningBatch, announced: Mapping[str, Any], size: int) -> None:
    """Check a batch against what was announced; RemoteProtocolError where it was not in it.

    ``size`` is how many persons a whole batch has.
    """
    batches, persons = int(announced["batches"]), int(announced["persons"])
    last = batch.number == batches - 1
    wanted = persons - (batches - 1) * size if last else size
    refused = RemoteProtocolError("screening.not_announced")
    if batch.number >= batches or len(batch.persons) != wanted:
        raise refused
    root = bytes.fromhex(str(announced["root"]))
    try:
        verify_inclusion(batch.number, batches, batch.leaf, batch.proof, root)
    except TrustError as error:
        raise refused from error


def outcome_of(bands: Iterable[str], row: EventRow) -> str:
    """Return what may be said of a person whose visible records are of these bands."""
    order = tuple(Closeness)
    close = [at for at, each in enumerate(order) if each in set(bands)]
    if not close or close[0] > order.index(row.refer_from):
        return NO_OBJECTION
    told = row.answers is ScreeningAnswer.OUTCOME_AND_BAND
    return f"{REFER}:{order[close[0]]}" if told else REFER


def _texts(fields: Fields) -> tuple[str, ...]:
    return fields.texts("proof", limit=_MOST_PROOF, each=64)
