"""What the machine checks of a notice: the same table at the issuer and at every recipient.

An abusive issuer has its own node in its hand; the brake that it cannot reach is the recipient's
machine, which checks everything again before a person there sees the notice. A check reads the
notice, the day and the agreement's days of retention, and no record.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from entraide.exchange.notice.colours import COLOURS, FULL_NAMES, missing_fields
from entraide.exchange.notice.notice import Judicial, Notice
from entraide.exchange.notice.terms import Colour, PersonStatus, Stage
from entraide.kernel.marking import HANDLING_CODES
from entraide.vocabulary.disclosure import category_of
from entraide.vocabulary.language import mark
from entraide.vocabulary.offences import EXCLUSIONS, OFFENCES

__all__ = ["CHECKS", "LEAST_IMPOSED_MONTHS", "LEAST_MAX_MONTHS", "Check", "Finding", "Terms",
           "check_notice"]  # fmt: skip

LEAST_MAX_MONTHS: Final = 24
"""For prosecution: the least maximum penalty of a red notice (RPD Article 83)."""
LEAST_IMPOSED_MONTHS: Final = 6
"""For serving a sentence: the least that was imposed or is left (RPD Article 83)."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OF_A_CRIME: Final = frozenset(
    {Colour.RED, Colour.BLUE, Colour.GREEN, Colour.PURPLE, Colour.SILVER}
)
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Terms:
    """The day on which is checked (ISO), and how many days the agreement lets it be kept."""

    today: str
    retention_days: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What stands against a notice: a code, the article behind it, and which field."""

    code: str
    article: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One row: the code, the article, what it says to people, and the fields that break it."""

    code: str
    article: str
    says: str
    broken: Callable[[Notice, Terms], tuple[str, ...]]


def _excluded(notice: Notice, _: Terms) -> tuple[str, ...]:
    """An unlisted code of an excluded group is that group."""
    group = notice.offence.split(".", 1)[0]
    return (notice.offence,) if group in EXCLUSIONS else ()


def _unknown_offence(notice: Notice, _: Terms) -> tuple[str, ...]:
    known = notice.offence in OFFENCES or notice.offence.split(".", 1)[0] in EXCLUSIONS
    return () if known else (notice.offence,)


def _not_a_crime(notice: Notice, _: Terms) -> tuple[str, ...]:
    no_crime = notice.offence.startswith("missing-persons")
    return (notice.offence,) if no_crime and notice.colour in _OF_A_CRIME else ()


def _too_light(notice: Notice, _: Terms) -> tuple[str, ...]:
    judicial = notice.judicial
    if notice.colour is not Colour.RED or judicial is None or _heavy_enough(judicial):
        return ()
    return (judicial.stage.value,)


def _heavy_enough(judicial: Judicial) -> bool:
    if judicial.stage is Stage.PROSECUTION:
        return judicial.max_months >= LEAST_MAX_MONTHS
    return max(judicial.imposed_months, judicial.left_months) >= LEAST_IMPOSED_MONTHS


def _stage(notice: Notice, _: Terms) -> tuple[str, ...]:
    """Who is wanted to serve a sentence was convicted, whoever is wanted for trial was not."""
    if notice.judicial is None or notice.status is None or notice.colour is not Colour.RED:
        return ()
    serves = notice.judicial.stage is Stage.SENTENCE
    return () if serves == (notice.status.value == "convicted") else (notice.status.value,)


def _status(notice: Notice, _: Terms) -> tuple[str, ...]:
    if notice.status is None or notice.status in COLOURS[notice.colour].statuses:
        return ()
    return (notice.status.value,)


def _purpose(notice: Notice, _: Terms) -> tuple[str, ...]:
    return () if notice.purpose in COLOURS[notice.colour].purposes else (notice.purpose,)


def _nobody_wanted(notice: Notice, _: Terms) -> tuple[str, ...]:
    return ("values",) if notice.colour is Colour.PURPLE and notice.values else ()


def _already_known(notice: Notice, _: Terms) -> tuple[str, ...]:
    """A body that has a name is identified: its notice would tell a family by accident."""
    if notice.colour is not Colour.BLACK:
        return ()
    return tuple(value.prop for value in notice.values if value.prop in FULL_NAMES)


def _unidentified(notice: Notice, _: Terms) -> tuple[str, ...]:
    """Who is told of by name is not unidentified."""
    if notice.status is not PersonStatus.UNIDENTIFIED:
        return ()
    return tuple(value.prop for value in notice.values if value.prop in FULL_NAMES)


def _never_released(notice: Notice, _: Terms) -> tuple[str, ...]:
    return tuple(value.prop for value in notice.values if category_of(value.prop) is None)


def _kept_too_long(notice: Notice, terms: Terms) -> tuple[str, ...]:
    days = (value.retention for value in notice.values)
    return ("expires",) if not _is_day(notice.expires) or any(
        not _is_day(day) or day < notice.expires for day in days
    ) or _beyond(notice.expires, terms) else ()  # fmt: skip


def _beyond(expires: str, terms: Terms) -> bool:
    if terms.retention_days is None:
        return False
    last = dt.date.fromisoformat(terms.today) + dt.timedelta(days=terms.retention_days)
    return expires > last.isoformat()


def _over(notice: Notice, terms: Terms) -> tuple[str, ...]:
    return ("expires",) if notice.expires < terms.today else ()


def _bad_handling(notice: Notice, _: Terms) -> tuple[str, ...]:
    in_words = (notice.handling == "H3") == bool(notice.handling_text)
    return () if notice.handling in HANDLING_CODES and in_words else ("handling",)


def _bad_country(notice: Notice, _: Terms) -> tuple[str, ...]:
    return tuple(each for each in notice.countries if not _COUNTRY.fullmatch(each))


CHECKS: Final = (
    Check("notice.incomplete", "RPD Art. 83", mark("A field that this colour needs is missing."),
          lambda notice, _: missing_fields(notice)),
    Check("notice.offence_excluded", "RPD Art. 83",
          mark("This offence can never be the reason of a notice."), _excluded),
    Check("notice.offence_unknown", "RPD Art. 83", mark("The offence has no known code."),
          _unknown_offence),
    Check("notice.no_serious_crime", "RPD Art. 83",
          mark("This colour needs a crime, red a serious ordinary-law one."), _not_a_crime),
    Check("notice.penalty_too_light", "RPD Art. 83",
          mark("The penalty is below what a red notice needs: 2 years at most for prosecution, "
               "6 months imposed or left for a sentence."), _too_light),
    Check("notice.status_and_stage", "RPD Art. 44",
          mark("A sentence is served by who was convicted, and nobody else."), _stage),
    Check("notice.status_not_fitting", "RPD Art. 44",
          mark("This colour is not for a person of this status."), _status),
    Check("notice.purpose_not_fitting", "RPD Art. 10",
          mark("This colour does not serve this purpose."), _purpose),
    Check("notice.names_somebody", "RPD Art. 10",
          mark("The method of a crime is told without naming anybody."), _nobody_wanted),
    Check("notice.identified", "RPD Art. 91",
          mark("A body whose name is known is not unidentified."), _already_known),
    Check("notice.status_unidentified", "RPD Art. 44",
          mark("Who is told of by name is not unidentified."), _unidentified),
    Check("notice.never_released", "Art. 2.2",
          mark("Religion, opinion, origin and free notes stand in no notice."), _never_released),
    Check("notice.kept_too_long", "Art. 3.4",
          mark("The last day is missing, after that of a value, or beyond the agreement's."),
          _kept_too_long),
    Check("notice.over", "Art. 3.4", mark("Its last day has passed."), _over),
    Check("notice.bad_handling", "Art. 3.1",
          mark("The handling code is unknown, or H3 lacks its words."), _bad_handling),
    Check("notice.bad_country", "RPD Art. 83",
          mark("A country is named by two capital letters."), _bad_country),
)  # fmt: skip


def check_notice(notice: Notice, terms: Terms) -> tuple[Finding, ...]:
    """Return everything that stands against a notice, in the order of the table."""
    return tuple(
        Finding(check.code, check.article, field)
        for check in CHECKS
        for field in check.broken(notice, terms)
    )


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
