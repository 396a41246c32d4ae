"""Whose page it is by what stands around it: other headlines, telephone numbers, addresses.

A paper's other headlines are about its own country's towns, and it calls its own officials by their
office alone, foreign ones by an adjective. Each sign counts at most ``_MOST`` times.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Final

from entraide.register.reading.acting import Sign
from entraide.register.reading.source import Source

__all__ = ["signs_of_surroundings"]

_MOST: Final = 3
_LINE_WORDS: Final = 24
"""Words of a line that reserves rights, in which no other country is named."""
_TELEPHONE: Final = re.compile(r"\+ ?([1-9][0-9]{0,2})(?=[ .()/-])")
_ADDRESS: Final = re.compile(
    r"(?:(?:\bwww\.|://|@)[a-z0-9.-]+|\b(?:[a-z0-9-]{3,}\.)*(?:gov|gouv|gob|gub|go)"
    r"|\b[a-z0-9-]{5,})\.([a-z]{2})\b(?![.@'’])",
    re.IGNORECASE,
)
_HANDLE: Final = re.compile(r"@\w*[a-z_]([A-Z]{2})\b")
"""The name of a service on a network, which ends with its country's code ("@CarabinerosCL")."""
_DATED_RIGHTS: Final = re.compile(r"(?:©|\(c\)|copyright)[^\n]{0,3}\b20\d\d\b", re.IGNORECASE)
_RIGHTS: Final = re.compile(
    r"rights reserved|droits r[ée]serv|derechos reservados|الحقوق محفوظة", re.IGNORECASE
)
"""What who keeps a page reserves his rights with, in the line in which he names himself."""
_GENERIC: Final = frozenset({"EU", "IO", "TV", "AI", "ME", "CO"})
"""Endings of addresses that anybody takes."""
_UNITED_KINGDOM: Final = "UK"
"""The one country whose addresses do not end with its code of ISO 3166-1."""


def signs_of_surroundings(source: Source) -> Iterator[Sign]:
    """Yield countries and towns around the article, towns in it, adjectives of offices, numbers."""
    if source.embassy is not None:
        yield "embassy", source.embassy.sender
    signs = [*_around(source), *_inside(source), *_numbers(source), *_rights(source)]
    for sign, count in Counter(signs).items():
        yield from [sign] * min(count, _MOST)


def _around(source: Source) -> Iterator[Sign]:
    """Yield the countries and towns that the lines outside the article name."""
    start = source.layout.span[0]
    for _, line in source.layout.outside:
        where = "above" if line.start < start else "below"
        for each in source.mentions.within(
            line.first, line.last, "country", "city", "agency", "demonym"
        ):
            if each.country not in {None, "int"}:
                yield f"{each.means} {where}", each.country or ""


def _rights(source: Source) -> Iterator[Sign]:
    """Yield whose the rights of the page are ("© 2026 Ministry of the Interior, Republic of")."""
    text = source.page.text
    begins = [each.start for each in text.tokens]
    for begin, end in _lines_of_rights(text.plain):
        first, last = bisect_left(begins, begin), bisect_left(begins, end) - 1
        said = "header" if source.page.within("authority", first, last) else "rights"
        outside = last < source.extent[0] or first > source.extent[1]
        if outside and first <= last and last - first < _LINE_WORDS:
            for each in source.mentions.within(first, last):
                if each.country not in {None, "int"} and each.means != "region":
                    yield said, each.country or ""


def _lines_of_rights(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where such a line begins and ends; one of a year alone begins at its sign."""
    begin = 0
    for line in plain.split("\n"):
        dated = _DATED_RIGHTS.search(line)
        if _RIGHTS.search(line):
            yield begin, begin + len(line)
        elif dated is not None:
            yield begin + dated.start(), begin + len(line)
        begin += len(line) + 1


def _inside(source: Source) -> Iterator[Sign]:
    """Yield the towns of the article, and the countries whose adjective stands in an office."""
    for each in source.mentions.within(*source.extent, "city"):
        if each.country is not None:
            yield "city named", each.country
    for office in source.offices_in(*source.extent):
        for each in office.mentions:
            of_body = source.page.at("office_body", each.first - 1) is not None
            if each.means == "demonym" and each.country not in {None, "int"} and not of_body:
                yield "by its adjective", each.country or ""


def _numbers(source: Source) -> Iterator[Sign]:
    """Yield the countries of telephone numbers and of addresses anywhere on the page."""
    text, codes = source.page.text.plain, source.page.vocabulary.calling_codes
    for found in _TELEPHONE.finditer(text):
        if found[1] in codes:
            yield "telephone", codes[found[1]]
    countries = set(codes.values())
    yield from (("address", each[1]) for each in _HANDLE.finditer(text) if each[1] in countries)
    for found in _ADDRESS.finditer(text):
        code = found[1].upper()
        if code not in _GENERIC:
            yield "address", "GB" if code == _UNITED_KINGDOM else code
