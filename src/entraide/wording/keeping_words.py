"""Words for what is kept and goes by itself, and within which time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["KEEPING_WORDS"]

_KEPT: Final = {
    "records": mark("records of ours"),
    "values": mark("single values of records"),
    "replies": mark("data of partners"),
    "cases": mark("closed cases"),
    "notices": mark("notices"),
    "operations": mark("operations and cells"),
    "checks": mark("checks made here"),
    "subject_requests": mark("closed requests of persons"),
    "papers": mark("papers of liaison officers"),
}
_HORIZONS: Final = {
    "now": mark("now"),
    "week": mark("within 7 days"),
    "month": mark("within 30 days"),
    "quarter": mark("within 91 days"),
    "year": mark("within a year"),
    "later": mark("later"),
}

KEEPING_WORDS: Final[Mapping[str, Mapping[str, str]]] = {"kept": _KEPT, "horizon": _HORIZONS}
