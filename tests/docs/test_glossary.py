"""Names are the field's: each stands in the glossary with its source."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| Term")
]
TERMS = {term.strip().lower() for row in ROWS for term in row[0].split(",")}


@pytest.mark.parametrize(
    "term",
    [
        "query", "hit", "no hit", "request", "reply", "spontaneous information", "notice",
        "diffusion", "handling code", "source evaluation", "purpose", "data category",
        "controlled delivery", "joint team", "liaison officer", "contact point", "checkpoint",
        "inclusion proof", "consistency proof", "witness", "cosignature", "blocking key",
        "candidate", "comparison", "score", "judgement", "permit", "denial", "obligation",
        "keeper", "officer", "budget", "referral", "root key", "envelope", "band",
    ],
)  # fmt: skip
def test_a_name_of_the_field_is_explained(term: str) -> None:
    assert term in TERMS


def test_every_term_has_a_meaning_and_a_source() -> None:
    assert [row for row in ROWS if len(row) != 3 or not all(row)] == []
    assert len(TERMS) == sum(len(row[0].split(",")) for row in ROWS), "a term stands twice"


def test_what_is_called_later_is_not_built() -> None:
    later = [row[0] for row in ROWS if "*later*" in row[1]]
    built = (ROOT / "docs" / "actions.md").read_text(encoding="utf-8").lower()
    assert [term for term in later if re.search(rf"`{term.lower()}[`.]", built)] == []
