"""Legal forms of organisations, set aside: *Ltd*, *SARL*, *GmbH*, *ش.م.م* tell no two firms apart.

They come and go, and are translated, as the particles of a person's name do. Only the names of
organisations lose them: *Sa* and *Co* are surnames. A name of nothing else keeps its words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

__all__ = ["LEGAL_FORMS", "ORGANISATIONS", "without_legal_forms"]

ORGANISATIONS: Final = frozenset({"Organization", "Company", "LegalEntity", "PublicBody"})
"""Schemas of FollowTheMoney whose names may hold a legal form."""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


LEGAL_FORMS: Final = _words(
    # English
    "ltd limited llc llp lp plc inc incorporated corp corporation co company pty pvt",
    # French, Spanish, Portuguese, Italian
    "sa sarl sas sasu sca scs snc eurl sl slu srl spa ltda lda cia",
    "sociedad anonima societe anonyme",
    # German, Dutch, Nordic, Turkish
    "gmbh ag kg kgaa ohg gbr ug ev bv nv vof aps oy oyj ab asa as sti anonim sirketi",
    # Slavic
    "ooo оао ооо зао пао ао тоо doo dd sro zoo spzoo",
    # Arab world
    "spc wll bsc saog saoc psc fze fzco fzc fzllc",
    "شمم ذمم شركة مؤسسة المحدودة محدودة شذمم شمك شمل",
)
"""As ``names.words_of`` leaves them, dotted ones with their letters written together."""

_MOST_WORDS: Final = 5
"""Words that one dotted form is cut into: *S. à r. l.*, ش.ذ.م.م."""


@lru_cache(maxsize=1 << 14)
def without_legal_forms(text: str) -> str:
    """Return a folded name without the legal forms in it."""
    words = text.split()
    kept: list[str] = []
    at = 0
    while at < len(words):
        length = _form_at(words, at)
        kept += () if length else (words[at],)
        at += length or 1
    return " ".join(kept) or text


def _form_at(words: list[str], at: int) -> int:
    """Return how many words a legal form takes up here, 0 where none begins."""
    for length in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        part = words[at : at + length]
        if "".join(part) in LEGAL_FORMS and (length == 1 or min(map(len, part)) == 1):
            return length
    return 0
