"""Texts of dates, countries and genders, read into the one form that is stored and compared.

Dates are ISO 8601 and may be partial (1981, 1981-03, 1981-03-07, with or without a time, which is
cut). Countries become lower-case ISO 3166-1 alpha-2 codes, with the few others that FollowTheMoney
files use (former states, ``eu``, ``xk``, subdivisions such as ``gb-sct``); an English, French,
Spanish or Arabic name of a country is understood too. Anything else is refused, never guessed.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import Final

from entraide.errors import InputError
from entraide.vocabulary.entities import Kind

__all__ = ["COUNTRIES", "iso_date", "read_country", "read_date", "read_gender", "read_value"]

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ][\d:.,+Z-]+)?)?)?", re.ASCII)
_LENGTHS: Final = (0, 4, 7, 10)
"""Characters of an ISO date that gives the year; the month too; the day too."""
_SUBDIVISION: Final = re.compile(r"([a-z]{2})-[a-z0-9]{1,4}")

_ISO_3166: Final = (
    "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo"
    " bq br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj"
    " dk dm do dz ec ee eg eh er es et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp"
    " gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg"
    " kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml"
    " mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe"
    " pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl"
    " sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um"
    " us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
COUNTRIES: Final = frozenset(_ISO_3166.split())
"""The codes of ISO 3166-1 alpha-2."""

_OTHER_CODES: Final = "eu xk zz su suhh dd ddde yucs csxx csso cshh ath zr an tp bu"
_ALSO: Final = frozenset(_OTHER_CODES.split())
_NAME_LANGUAGES: Final = ("en", "fr", "es", "ar")
_GENDERS: Final = {
    word: gender
    for gender, words in {
        "male": "male m man masculin masculino homme hombre varón männlich mann ذكر мужской муж",
        "female": "female f woman w féminin femenino femme mujer weiblich frau أنثى женский жен",
        "other": "other o x d divers autre otro آخر",
    }.items()
    for word in words.split()
}


def read_value(kind: Kind, text: str, prop: str) -> str:
    """Return the text in its stored form; InputError where the property cannot hold it."""
    if kind is Kind.DATE:
        return read_date(text, prop)
    if kind is Kind.COUNTRY:
        return read_country(text, prop)
    if kind is Kind.GENDER:
        return read_gender(text, prop)
    return text


def read_date(text: str, prop: str) -> str:
    """Return YYYY, YYYY-MM or YYYY-MM-DD; InputError for any other form or an impossible day."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise InputError("records.bad_date", property=prop, value=text[:80])
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        written = date(year, month, day).isoformat()
    except ValueError as error:
        raise InputError("records.bad_date", property=prop, value=text[:80]) from error
    return written[: _LENGTHS[len(found.groups()) - found.groups().count(None)]]


def iso_date(text: str, pattern: str, prop: str) -> str:
    """Return the ISO day of a text written after a strptime pattern; InputError where it is not."""
    try:
        return datetime.strptime(text, pattern).date().isoformat()  # noqa: DTZ007 - a day, no zone
    except ValueError as error:
        raise InputError(
            "records.bad_date_pattern", property=prop, value=text[:80], pattern=pattern
        ) from error


def read_country(text: str, prop: str) -> str:
    """Return the lower-case code of a country written as a code or a name; InputError if none."""
    code = text.casefold()
    if code in COUNTRIES or code in _ALSO:
        return code
    subdivision = _SUBDIVISION.fullmatch(code)
    if subdivision and subdivision[1] in COUNTRIES:
        return code
    named = _country_names().get(code)
    if named is None:
        raise InputError("records.bad_country", property=prop, value=text[:80])
    return named


def read_gender(text: str, prop: str) -> str:
    """Return male, female or other; InputError for a word that is not known."""
    gender = _GENDERS.get(text.casefold())
    if gender is None:
        raise InputError("records.bad_gender", property=prop, value=text[:80])
    return gender


@cache
def _country_names() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - slow import, needed only where names are written

    return {
        str(name).casefold(): code.lower()
        for language in _NAME_LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if code.lower() in COUNTRIES
    }
