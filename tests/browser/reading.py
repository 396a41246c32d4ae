"""What a reader of Arabic must not meet: codes where words belong, and one word twice in a row.

Every text of a page is looked at but what is marked as a code, a title or typed text. What people
of the story wrote themselves in Latin letters stands in ``WRITTEN``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from playwright.async_api import Page

from entraide.agreements.terms import TERM_LABELS
from entraide.console.codes import CODE_WORDS
from entraide.node.actions import ACTIONS
from entraide.vocabulary.log_fields import LOG_FIELDS
from entraide.wording.provision_words import PARTS
from entraide.wording.words import WORDS
from tests.unit.vocabulary.logged import logged

__all__ = ["bare", "said_twice"]

WRITTEN = frozenset({"holder"})
"""A word that the memorandum defines, in the language of its text."""
_KEYED = re.compile(r"(?:^|[,;] )[a-z][a-z_-]*: ")
_TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const outside = "code, pre, script, style, textarea, datalist, blockquote, q, mark, " +
    ".reading, [lang]:not(html)";
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    if (/[a-z]/.test(text) && !walk.currentNode.parentElement.closest(outside)) found.push(text);
  }
  return found;
}"""
_TWICE = """() => [...document.querySelectorAll("main :is(h2, h3)")].filter((heading) => {
  const figure = heading.parentElement.querySelector("svg text");
  const said = (each) => each.textContent.replace(/[\\u2066-\\u2069]/g, "").trim();
  return figure && said(figure) === said(heading);
}).map((heading) => heading.textContent)"""


async def bare(page: Page) -> list[str]:
    """Return what stands on the open page, in Arabic, as a code or as a key with its value."""
    return sorted({each for each in await page.evaluate(_TEXTS) if _is_code(each)} - WRITTEN)


async def said_twice(page: Page) -> list[str]:
    """Return the headings that the figure under them says again."""
    found: list[str] = await page.evaluate(_TWICE)
    return found


def _is_code(text: str) -> bool:
    return text in _codes() or _KEYED.search(text) is not None


@cache
def _codes() -> frozenset[str]:
    return frozenset(_all_codes())


def _all_codes() -> Iterator[str]:
    for table in (*WORDS.values(), *CODE_WORDS.values()):
        yield from map(str, table)
    yield from (*ACTIONS, *logged(), *LOG_FIELDS.codes, *TERM_LABELS, *PARTS)
