"""Purposes: why information is asked for or given, each with its lawful reach.

``sensitive`` is the advice that a draft agreement starts from: a purpose where a person at the
holder should look before anything is searched, because no crime has happened yet or because the
person sought may not want to be found. ``search`` says whether it can justify a search in another
state's index at all; an agreement cannot widen that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from entraide.vocabulary.codes import CodeTable
from entraide.vocabulary.language import mark

__all__ = ["PURPOSES", "Purpose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """A purpose of the exchange."""

    code: str
    label: str
    sensitive: bool = False
    search: bool = True


PURPOSES: Final = CodeTable(
    mark("purpose"),
    Purpose(code="criminal-investigation", label=mark("Criminal investigation")),
    Purpose(code="prosecution", label=mark("Prosecution")),
    Purpose(code="enforcement-of-sentence", label=mark("Enforcement of a sentence")),
    Purpose(code="locate-fugitive", label=mark("Locating a fugitive")),
    Purpose(code="asset-tracing", label=mark("Tracing of criminal assets")),
    Purpose(code="document-check", label=mark("Check of a document or vehicle")),
    Purpose(
        code="prevention-of-threat", label=mark("Prevention of a serious threat"), sensitive=True
    ),
    Purpose(code="missing-person", label=mark("Search for a missing person"), sensitive=True),
    Purpose(code="victim-identification", label=mark("Identification of a victim"), sensitive=True),
    Purpose(code="unidentified-body", label=mark("Identification of a body")),
    Purpose(
        code="public-safety-event", label=mark("Safety of a major public event"), sensitive=True
    ),
    Purpose(code="witness-protection", label=mark("Protection of a witness"), search=False),
    Purpose(code="strategic-analysis", label=mark("Strategic analysis"), search=False),
    Purpose(code="training", label=mark("Training and exercises"), search=False),
)
