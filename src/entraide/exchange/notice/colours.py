"""The colours of notices: one table of what each is for, what it needs and of whom it may be.

The red row is INTERPOL's (RPD Articles 82 and 83). What the others need follows from what each is
for; where INTERPOL's rules ask for more, this table does not know it yet (docs/notices.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from entraide.exchange.notice.notice import Notice
from entraide.exchange.notice.terms import Colour, PersonStatus, TextPart
from entraide.vocabulary.language import mark

__all__ = ["COLOURS", "FIELDS", "ColourRule", "missing_fields"]

_NAMES: Final = ("name", "alias", "lastName", "firstName", "weakAlias", "previousName")


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
_ANYONE: Final = tuple(PersonStatus)
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
        needs=("subject", "status", "facts"), purposes=_INQUIRY,
        statuses=(*_SOUGHT, PersonStatus.WITNESS, PersonStatus.VICTIM, PersonStatus.UNIDENTIFIED),
    ),
    ColourRule(
        colour=Colour.GREEN, label=mark("Warning of a person who is a danger"),
        needs=("names", "status", "facts", "warning"),
        purposes=("prevention-of-threat", "criminal-investigation", "public-safety-event"),
        statuses=(*_SOUGHT, PersonStatus.POSSIBLE_THREAT),
    ),
    ColourRule(
        colour=Colour.YELLOW, label=mark("Missing person, or person who cannot say who they are"),
        needs=("subject", "status", "circumstances"), purposes=("missing-person",
        "victim-identification"),
        statuses=(PersonStatus.MISSING, PersonStatus.UNIDENTIFIED, PersonStatus.VICTIM),
    ),
    ColourRule(
        colour=Colour.BLACK, label=mark("Unidentified body"),
        needs=("status", "circumstances"), purposes=("unidentified-body",
        "victim-identification"), statuses=(PersonStatus.DECEASED,),
    ),
    ColourRule(
        colour=Colour.ORANGE, label=mark("Imminent threat from a person, event, object or process"),
        needs=("warning",), purposes=("prevention-of-threat", "public-safety-event"),
        statuses=_ANYONE, about_somebody=False,
    ),
    ColourRule(
        colour=Colour.PURPLE, label=mark("Method of a crime"), needs=("method",),
        purposes=("criminal-investigation", "prevention-of-threat"), about_somebody=False,
    ),
    ColourRule(
        colour=Colour.SILVER, label=mark("Criminal assets"),
        needs=("subject", "judicial", "assets"), purposes=("asset-tracing",), statuses=_SOUGHT,
        about_somebody=False,
    ),
    ColourRule(
        colour=Colour.UN_SPECIAL, label=mark("Sanctions of the United Nations Security Council"),
        needs=("names", "listing"), purposes=("prevention-of-threat", "asset-tracing",
        "criminal-investigation"), statuses=(PersonStatus.SANCTIONED,), about_somebody=False,
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


def _in_words(part: TextPart) -> Callable[[Notice], bool]:
    return lambda notice: bool(notice.text(part).strip())


FIELDS: Final[Mapping[str, tuple[str, Callable[[Notice], bool]]]] = MappingProxyType(
    {
        "identity": (mark("family name and given name"), _identified),
        "names": (mark("a name"), _has(*_NAMES)),
        "sex": (mark("sex"), _has("gender")),
        "birth": (mark("date or year of birth"), _has("birthDate")),
        "subject": (mark("a person or a thing, from a record"), lambda n: bool(n.values)),
        "status": (mark("status of the person"), lambda n: n.status is not None),
        "judicial": (mark("judicial data"), lambda n: n.judicial is not None),
        "countries": (mark("countries of extradition"), lambda n: bool(n.countries)),
        **{part.value: (mark("a part in words"), _in_words(part)) for part in TextPart},
    }
)
"""Each field that a colour may need: what it is, and whether a notice has it."""


def missing_fields(notice: Notice) -> tuple[str, ...]:
    """Return the fields that the notice's colour needs and it lacks, in the order of its row."""
    needs = COLOURS[notice.colour].needs
    return tuple(name for name in needs if not FIELDS[name][1](notice))
