"""The notice: one frozen value, the same bytes at the issuer, its reviewers and every recipient.

What it says of the person are values of the issuer's record, each with its grading and last day.
Reading is strict and within bounds; whether a notice is complete and lawful is for ``checks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from entraide.errors import RemoteProtocolError
from entraide.exchange.notice.terms import Colour, PersonStatus, Stage, TextPart
from entraide.kernel.canonical import Json, digest
from entraide.kernel.encoding import Fields
from entraide.match import Subject
from entraide.vocabulary.disclosure import category_of

__all__ = ["Judicial", "Notice", "NoticeValue"]

_MAX_VALUES: Final = 128
_MAX_COUNTRIES: Final = 64
_MAX_WORDS: Final = 8_000
_DAY: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeValue:
    """One value of the record, with its grading (4x4 or 6x6) and its last day (ISO)."""

    prop: str
    text: str
    evaluation: str
    retention: str

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the notice."""
        return {
            "evaluation": self.evaluation,
            "prop": self.prop,
            "retention": self.retention,
            "text": self.text,
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read a value."""
        fields = Fields(value, "notice.value")
        read = cls(
            prop=fields.token("prop", limit=64),
            text=fields.line("text", limit=512),
            evaluation=fields.token("evaluation", limit=2),
            retention=fields.token("retention", limit=_DAY),
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Judicial:
    """Judicial data (RPD Art. 83): charge, law, penalty, warrant or judgment. Months; 0: none."""

    stage: Stage
    charge: str
    law: str
    document: str
    """Reference of the warrant or judgment."""
    authority: str
    max_months: int
    imposed_months: int
    left_months: int

    def to_json(self) -> dict[str, Json]:
        """Return the object that stands in the notice."""
        return {
            "authority": self.authority,
            "charge": self.charge,
            "document": self.document,
            "imposed_months": self.imposed_months,
            "law": self.law,
            "left_months": self.left_months,
            "max_months": self.max_months,
            "stage": self.stage.value,
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read judicial data."""
        fields = Fields(value, "notice.judicial")
        read = cls(
            stage=_member(Stage, fields.token("stage", limit=16), "judicial.stage"),
            charge=fields.line("charge", limit=500),
            law=fields.line("law", limit=500),
            document=fields.line("document", limit=200),
            authority=fields.line("authority", limit=200),
            max_months=fields.integer("max_months"),
            imposed_months=fields.integer("imposed_months"),
            left_months=fields.integer("left_months"),
        )
        fields.done()
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice, or a diffusion where its issuer chose the bureaus it goes to."""

    id: str
    version: int
    issuer: str
    drafter: str
    """The pseudonym of the officer who drafted it, who reviews nothing of it."""
    colour: Colour
    diffusion: bool
    purpose: str
    offence: str
    case: str
    legal_basis: str | None
    schema: str
    values: tuple[NoticeValue, ...]
    status: PersonStatus | None
    judicial: Judicial | None
    texts: tuple[tuple[TextPart, str], ...]
    countries: tuple[str, ...]
    """From which extradition will be sought (ISO 3166-1 alpha-2, upper case)."""
    handling: str
    handling_text: str
    expires: str
    """The last day on which it is in force and may be kept (ISO)."""

    @property
    def digest(self) -> str:
        """SHA-256 of the notice: what the reviewers' signatures stand for."""
        return digest(self.to_json())

    def properties(self) -> Mapping[str, tuple[str, ...]]:
        """Return the texts of each property."""
        found: dict[str, tuple[str, ...]] = {}
        for value in self.values:
            found[value.prop] = (*found.get(value.prop, ()), value.text)
        return found

    def subject(self) -> Subject:
        """Return whom or what it is about, as matching compares it."""
        return Subject.from_properties(self.schema, self.properties())

    def categories(self) -> tuple[str, ...]:
        """Return the data categories that it touches; what nobody is named in counts as judicial.

        A property of no category is named as it is: no agreement covers it, so policy denies it.
        """
        touched = [category_of(value.prop) or value.prop for value in self.values]
        judicial = ["judicial"] if self.judicial or not touched else []
        return tuple(dict.fromkeys([*touched, *judicial]))

    def text(self, part: TextPart) -> str:
        """Return a part in words, empty where it is not there."""
        return dict(self.texts).get(part, "")

    def to_json(self) -> dict[str, Json]:
        """Return the object that is hashed and travels."""
        return {
            "case": self.case,
            "colour": self.colour.value,
            "countries": list(self.countries),
            "diffusion": self.diffusion,
            "drafter": self.drafter,
            "expires": self.expires,
            "handling": self.handling,
            "handling_text": self.handling_text or None,
            "id": self.id,
            "issuer": self.issuer,
            "judicial": [self.judicial.to_json()] if self.judicial else [],
            "legal_basis": self.legal_basis,
            "offence": self.offence,
            "purpose": self.purpose,
            "schema": self.schema,
            "status": self.status.value if self.status else None,
            "texts": {part.value: words for part, words in self.texts},
            "values": [value.to_json() for value in self.values],
            "version": self.version,
        }

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Read a notice; RemoteProtocolError where it is malformed or too large."""
        fields = Fields(value, "notice")
        status = fields.text_or_none("status", limit=32)
        judicial = fields.items("judicial", limit=1)
        notice = cls(
            id=fields.hexadecimal("id", digits=32),
            version=fields.integer("version"),
            issuer=fields.token("issuer", limit=64),
            drafter=fields.token("drafter", limit=64),
            colour=_member(Colour, fields.token("colour", limit=16), "colour"),
            diffusion=fields.flag("diffusion"),
            purpose=fields.token("purpose", limit=64),
            offence=fields.token("offence", limit=64),
            case=fields.line("case", limit=128),
            legal_basis=fields.line_or_none("legal_basis", limit=500),
            schema=fields.token("schema", limit=32),
            values=tuple(map(NoticeValue.from_json, fields.items("values", limit=_MAX_VALUES))),
            status=_member(PersonStatus, status, "status") if status else None,
            judicial=Judicial.from_json(judicial[0]) if judicial else None,
            texts=_texts(fields.inner("texts")),
            countries=fields.texts("countries", limit=_MAX_COUNTRIES, each=2),
            handling=fields.token("handling", limit=2),
            handling_text=fields.line_or_none("handling_text", limit=500) or "",
            expires=fields.token("expires", limit=_DAY),
        )
        fields.done()
        return notice


def _texts(value: Mapping[str, Any]) -> tuple[tuple[TextPart, str], ...]:
    fields = Fields(value, "notice.texts")
    texts = tuple(
        (part, fields.text(part.value, limit=_MAX_WORDS))
        for part in TextPart
        if part.value in value
    )
    fields.done()
    return texts


def _member(kind: Any, text: str, where: str) -> Any:
    """Return a member of a closed list."""
    try:
        return kind(text)
    except ValueError as error:
        raise RemoteProtocolError("field.malformed", field=f"notice.{where}") from error
