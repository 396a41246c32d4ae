"""The colours of notices: one table of what each is for, what it needs and of whom it may be.

The red row is INTERPOL's (RPD Articles 82 and 83). The others follow the conditions of RPD
Articles 88 to 95 as far as a machine can see them: what was recorded by the police, what an
authority assessed and why, of whom it may be. Their text could not be compared word by word, nor is
there one for silver, a pilot (docs/notices.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from entraide.exchange.notice.notice import Notice
from entraide.exchange.notice.terms import TEXT_LABELS, Colour, PersonStatus, TextPart
from entraide.vocabulary.language import mark

__all__ = ["COLOURS", "FIELDS", "FULL_NAMES", "ColourRule", "missing_fields"]

_PERSON: Final = "Person"
FULL_NAMES: Final = ("name", "lastName", "firstName")
"""What identifies a person; an alias alone does not."""
_NAMES: Final = (*FULL_NAMES, "alias", "weakAlias", "previousName")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourRule:
    """What a colour is for, what must be there, for which purposes, and of whom it may be.

    ``statuses`` is empty where the notice is not about a person.
    """

    colour: Colour
    label: str
    needs: tuple[str, ...]
    purposes: tuple[str, ...]
    statuses: tuple[PersonStatus, ...] = ()
    about_somebody: bool = True


_SOUGHT: Final = (PersonStatus.CONVICTED, PersonStatus.CHARGED, PersonStatus.SUSPECT)
_INQUIRY: Final = ("criminal-investigation", "prosecution", "locate-fugitive")

_ROWS: Final = (
    ColourRule(
        colour=Colour.RED, label=mark("Locate and arrest, with a view to extradition"),
        needs=("identity", "sex", "birth", "status", "judicial", "facts", "countries"),
        purposes=("locate-fugitive", "prosecution", "enforcement-of-sentence"),
        statuses=_SOUGHT,
    ),
    ColourRule(
        colour=Colour.BLUE, label=mark("Identity, location and activities of a person"),
        needs=("known-identity", "status", "facts"), purposes=_INQUIRY,
        statuses=(*_SOUGHT, PersonStatus.WITNESS, PersonStatus.VICTIM, PersonStatus.UNIDENTIFIED),
    ),
    ColourRule(
        colour=Colour.GREEN, label=mark("Warning of a person who is a danger"),
        needs=("identity", "birth", "status", "facts", "warning", "assessment"),
        purposes=("prevention-of-threat", "criminal-investigation", "public-safety-event"),
        statuses=(*_SOUGHT, PersonStatus.POSSIBLE_THREAT),
    ),
    ColourRule(
        colour=Colour.YELLOW, label=mark("Missing person, or person who cannot say who they are"),
        needs=("known-identity", "known-birth", "status", "circumstances", "report"),
        purposes=("missing-person", "victim-identification"),
        statuses=(PersonStatus.MISSING, PersonStatus.UNIDENTIFIED, PersonStatus.VICTIM),
    ),
    ColourRule(
        colour=Colour.BLACK, label=mark("Unidentified body"),
        needs=("status", "circumstances", "report"), purposes=("unidentified-body",
        "victim-identification"), statuses=(PersonStatus.DECEASED,),
    ),
    ColourRule(
        colour=Colour.ORANGE, label=mark("Imminent threat from a person, event, object or process"),
        needs=("person-status", "warning", "assessment"),
        purposes=("prevention-of-threat", "public-safety-event"),
        statuses=(*_SOUGHT, PersonStatus.POSSIBLE_THREAT), about_somebody=False,
    ),
    ColourRule(
        colour=Colour.PURPLE, label=mark("Method of a crime"), needs=("method",),
        purposes=("criminal-investigation", "prevention-of-threat"), about_somebody=False,
    ),
    ColourRule(
        colour=Colour.SILVER, label=mark("Criminal assets"),
        needs=("subject", "person-status", "judicial", "facts", "assets"),
        purposes=("asset-tracing",), statuses=_SOUGHT, about_somebody=False,
    ),
    ColourRule(
        colour=Colour.UN_SPECIAL, label=mark("Sanctions of the United Nations Security Council"),
        needs=("names", "person-status", "listing"), purposes=("prevention-of-threat",
        "asset-tracing", "criminal-investigation"), statuses=(PersonStatus.SANCTIONED,),
        about_somebody=False,
    ),
)  # fmt: skip

COLOURS: Final[Mapping[Colour, ColourRule]] = MappingProxyType({row.colour: row for row in _ROWS})


def _has(*props: str) -> Callable[[Notice], bool]:
    return lambda notice: any(value.prop in props for value in notice.values)


def _identified(notice: Notice) -> bool:
    """Tell whether family name and given name are both there, apart or in one full name."""
    found = notice.properties()
    if "lastName" in found and "firstName" in found:
        return True
    return any(len(name.split()) > 1 for name in found.get("name", ()))


def _is_unidentified(notice: Notice) -> bool:
    """Tell whether nobody knows who the person is, and something tells of the person."""
    return notice.status is PersonStatus.UNIDENTIFIED and bool(notice.values)


def _states_person(notice: Notice) -> bool:
    """RPD Article 44: whoever a notice tells of has a status in the matter."""
    return notice.status is not None or notice.schema != _PERSON or not notice.values


def _in_words(part: TextPart) -> Callable[[Notice], bool]:
    return lambda notice: bool(notice.text(part).strip())


FIELDS: Final[Mapping[str, tuple[str, Callable[[Notice], bool]]]] = MappingProxyType(
    {
        "identity": (mark("family name and given name"), _identified),
        "names": (mark("a name"), _has(*_NAMES)),
        "sex": (mark("sex"), _has("gender")),
        "birth": (mark("date or year of birth"), _has("birthDate")),
        "subject": (mark("a person or a thing, from a record"), lambda n: bool(n.values)),
        "known-identity": (
            mark("family name and given name (of whom nobody could identify: what is known)"),
            lambda n: _identified(n) or _is_unidentified(n),
        ),
        "known-birth": (
            mark("date or year of birth (unless nobody could identify the person)"),
            lambda n: _has("birthDate")(n) or _is_unidentified(n),
        ),
        "status": (mark("status of the person"), lambda n: n.status is not None),
        "person-status": (mark("status of the person, where it is about one"), _states_person),
        "judicial": (mark("judicial data"), lambda n: n.judicial is not None),
        "countries": (mark("countries of extradition"), lambda n: bool(n.countries)),
        **{part.value: (TEXT_LABELS[part], _in_words(part)) for part in TextPart},
    }
)
"""Each field that a colour may need: what it is, and whether a notice has it."""


def missing_fields(notice: Notice) -> tuple[str, ...]:
    """Return the fields that the notice's colour needs and it lacks, in the order of its row."""
    needs = COLOURS[notice.colour].needs
    return tuple(name for name in needs if not FIELDS[name][1](notice))
