"""When two drafts are one engagement, and who belongs to it: the rules that ``events`` applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from entraide.register.model import When
from entraide.register.reading.frames import Frame
from entraide.register.reading.people import Person
from entraide.register.reading.places import Mention
from entraide.register.reading.source import Source
from entraide.register.reading.text import COMMA

if TYPE_CHECKING:
    from entraide.register.reading.drafts import Draft

__all__ = [
    "aside_end",
    "contains",
    "extent",
    "fits",
    "groups",
    "is_same",
    "merge",
]

_MEETING: Final = frozenset({"meet", "receive"})
_ALIKE: Final = (
    frozenset({"bilateral", "ceremony", "reception_series"}),
    frozenset({"bilateral", "reception_series"}),
)
_WHOLE: Final = frozenset({"multilateral", "visit"})
"""What lasts: a day of it, on which it was opened, is not all of it."""
_ASIDE: Final = 25
_EVIDENCE: Final = 30
_PRECISION: Final = {"day": 0, "range": 1, "within_range": 2, "month": 3, "year": 4, "none": 5}


def groups(frame: Frame, kind: str) -> list[list[Mention]]:
    """Return the parties of each engagement: one list, or one for each partner met apart."""
    acting = [each for each in frame.parties if each.last < frame.trigger.first and frame.latin]
    met = [each for each in frame.parties if each not in acting]
    if not met or frame.verb not in _MEETING or any(each.country != "int" for each in acting):
        acting, met = [], frame.parties
    codes = list(dict.fromkeys(each.party for each in met if each.party))
    if kind != "bilateral" or len(codes) < 2:  # two partners are met apart
        return [frame.parties]
    return [[*acting, *(each for each in met if each.party == code)] for code in codes]


def extent(frame: Frame) -> tuple[int, int]:
    """Return the words that prove a frame: its trigger and who was met."""
    met: list[Mention | Person] = [*frame.parties, *frame.people]
    named = [each.last for each in met if each.first > frame.trigger.last]
    last = min([*named, frame.region[1]]) if named else frame.trigger.last + _EVIDENCE // 4
    begin = max(frame.region[0], frame.trigger.first)
    return begin, min(max(last, frame.trigger.last), frame.region[1], begin + _EVIDENCE)


def aside_end(source: Source, frame: Frame) -> int:
    """Return the last word of an aside: its comma, or the date that dates it."""
    begin = frame.margin.first if frame.margin else frame.sentence.first
    before = frame.trigger.first - 1 if frame.trigger.first > begin else frame.sentence.last
    limit = min(before, begin + _ASIDE)
    tokens = source.page.text.tokens
    comma = next((at for at in range(begin + 2, limit) if tokens[at].after >= COMMA), limit)
    dates = source.dates_in(begin, limit)
    return max(comma, dates[0].last) if dates else comma


def fits(person: Person, draft: Draft) -> bool:
    """Tell whether a person named in the sentence took part in this engagement of its list."""
    return person.party in draft.codes if person.party is not None else not draft.listed


def is_same(known: Draft, draft: Draft) -> bool:
    """Tell whether a draft only tells more of a known engagement."""
    compatible = _is_compatible(known.when, draft.when) and not draft.called
    if not compatible or not _is_near(known, draft) or _is_by_another(known, draft):
        return False
    if draft.kind != known.kind and not any({draft.kind, known.kind} <= each for each in _ALIKE):
        return False
    if draft.kind in {"multilateral", "visit"}:
        return (
            not (known.codes and draft.codes)
            or bool(known.codes & draft.codes)
            or (_is_of_body(known) and draft.when is None and draft.kind == "multilateral")
        )
    if _names_differ(known, draft) or (not draft.again and not known.surnames & draft.surnames):
        return False
    return bool(known.codes) and (known.codes <= draft.codes or draft.codes <= known.codes)


def _is_of_body(known: Draft) -> bool:
    """Tell an assembly that is an organisation's: its members come next."""
    return any(each.country == "int" for each in known.parties)


def _is_by_another(known: Draft, draft: Draft) -> bool:
    """Tell whether another of the home side received the guest: "earlier he was received by"."""
    if {known.kind, draft.kind} != {"bilateral"} or not (draft.receiving or draft.goes_on):
        return False
    return bool(known.hosts) and bool(draft.hosts) and not (known.hosts & draft.hosts)


def _is_near(known: Draft, draft: Draft) -> bool:
    """The opening tells in short what sections tell at length; two sections are two stories."""
    return known.section.number in {0, draft.section.number} or known.kind == "trilateral"


def _is_compatible(one: When | None, other: When | None) -> bool:
    if one is None or other is None:
        return True
    return one.start <= other.end and other.start <= one.end


def _names_differ(known: Draft, draft: Draft) -> bool:
    return bool(known.people) and bool(draft.people) and not (known.surnames & draft.surnames)


def merge(known: Draft, draft: Draft) -> None:
    """Add to a known engagement what a later sentence says of it."""
    known.parties += [each for each in draft.parties if each not in known.parties]
    known.people += [each for each in draft.people if each not in known.people]
    known.places = known.places or draft.places
    known.sentences += [each for each in draft.sentences if each not in known.sentences]
    whole = known.kind in _WHOLE and known.when is not None and known.when.precision == "range"
    finer = (
        draft.when is not None
        and not whole
        and (
            known.when is None
            or _PRECISION[draft.when.precision] < _PRECISION[known.when.precision]
        )
    )
    if finer:
        known.when = draft.when


def contains(container: Draft, draft: Draft) -> bool:
    """Tell whether an engagement took place within a visit or an assembly."""
    if container.section.number not in {0, draft.section.number}:
        return False
    if container.when is None or draft.when is None:
        return True
    if container.opened and container.when.precision == "day":
        return container.when.start <= draft.when.start
    return container.when.start <= draft.when.start and draft.when.end <= container.when.end
