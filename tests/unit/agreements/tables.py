"""The tables of docs/agreements.md, drawn from the code; run as a module it redraws them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from entraide.agreements.agreement import Agreement
from entraide.agreements.provisions import Part, key_of, provisions_of
from entraide.agreements.rules import RULES, SENSITIVE
from entraide.vocabulary.categories import CATEGORIES
from entraide.vocabulary.messages.agreements import MESSAGES
from entraide.vocabulary.offences import EXCLUSIONS, OFFENCES
from entraide.vocabulary.purposes import PURPOSES
from entraide.vocabulary.threats import THREATS

PAGE = Path(__file__).parents[3] / "docs" / "agreements.md"
_MARKED = re.compile(r"(<!-- table: ([a-z]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def _rows(head: str, rows: Iterable[tuple[str, ...]]) -> str:
    titles = head.split("|")
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(cell.strip() for cell in line)} |\n" for line in lines)


def _yes(flag: bool) -> str:
    return "yes" if flag else ""


def provisions() -> str:
    def rows() -> Iterator[tuple[str, str, str]]:
        for chapter, one in provisions_of(Agreement):
            if isinstance(one.shape, Part):
                for name, inner in provisions_of(one.shape.kind):
                    key = f"`{key_of(chapter)}.{key_of(name)}`"
                    yield f"Art. {inner.article}", key, inner.meaning

    return _rows("Article | Key | What it says", rows())


def denials() -> str:
    def sentence(code: str) -> str:
        return MESSAGES[code].removeprefix("{article}: ")

    rules = [(rule.article, rule.code) for rule in RULES if rule.code != SENSITIVE]
    others = [("`evaluation`", "policy.not_evaluated"), ("`none`", "policy.no_agreement")]
    rows = ((article, f"`{code}`", sentence(code)) for article, code in rules + others)
    return _rows("Article | Code | What it means", rows)


def purposes() -> str:
    rows = ((f"`{one.code}`", one.label, _yes(one.sensitive), _yes(one.search)) for one in PURPOSES)
    return _rows("Code | Purpose | Sensitive in drafts | May justify a search", rows)


def categories() -> str:
    rows = ((f"`{one.code}`", one.label, _yes(one.special)) for one in CATEGORIES)
    return _rows("Code | Kind of data | Special", rows)


def offences() -> str:
    rows = (
        (f"`{one.code}`", one.label, THREATS.find(one.group).label)
        for one in OFFENCES
        if not one.excluded
    )
    return _rows("Code | Offence | Domain", rows)


def excluded() -> str:
    rows = (
        (f"`{one.code}`", one.label, EXCLUSIONS.find(one.group).label)
        for one in OFFENCES
        if one.excluded
    )
    return _rows("Code | Offence | Why it is never exchanged", rows)


TABLES: dict[str, Callable[[], str]] = {
    table.__name__: table
    for table in (provisions, denials, purposes, categories, offences, excluded)
}


def redrawn(page: str) -> str:
    """Return the page with every marked table drawn again."""
    return _MARKED.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}{found[4]}", page)


if __name__ == "__main__":
    PAGE.write_text(redrawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
