"""The marking that every value carries: where it is from, how far it may go, how good, how long.

A value without its marking must never be shown, sent or kept: provenance (dataset and source),
the provider's handling code, the grading of the source, and the day on which it must be gone. Many
values of one row share one marking object. What a partner may see at all is not decided here but
by the record's restriction (``kernel.record``) and the agreement.

Handling codes are Europol's: H0 prevention and combating of crime only, H1 not in judicial
proceedings without permission, H2 not to be passed on without permission, H3 other, in words.
Gradings are 4x4 (Europol Regulation, Art. 29: A B C X with 1-4) or 6x6 (Admiralty: A-F with 1-6).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from entraide.errors import InputError

__all__ = ["HANDLING_CODES", "TEXT_LIMIT", "UNGRADED", "Marking"]

HANDLING_CODES: Final = ("H0", "H1", "H2", "H3")
UNGRADED: Final = "X4"
"""The 4x4 grade of what nobody has assessed: source X, information 4."""

TEXT_LIMIT: Final = 4_000
"""Characters of a dataset (a merged entity names dozens), a source or an H3 text."""

_GRADING: Final = re.compile(r"[ABCX][1-4]|[A-F][1-6]")
_UNWANTED: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """Provenance, handling, grading and retention of a value; InputError where one is not valid.

    ``retention_date`` is an ISO day (YYYY-MM-DD), the last on which the value may be kept.
    ``handling_text`` holds the words of H3 and is empty for the other codes.
    """

    dataset: str
    source: str
    retention_date: str
    handling: str = "H0"
    handling_text: str = ""
    evaluation: str = UNGRADED

    def __post_init__(self) -> None:
        """Refuse a marking that does not say what it must."""
        for name in ("dataset", "source"):
            _require_text(name, getattr(self, name))
        self._check_handling()
        if not _GRADING.fullmatch(self.evaluation):
            raise InputError("marking.bad_evaluation", value=self.evaluation)
        if not _is_day(self.retention_date):
            raise InputError("marking.bad_retention", value=self.retention_date)

    def to_json(self) -> dict[str, str]:
        """Return the six fields, in the form that ``from_json`` reads."""
        return {name: getattr(self, name) for name in _FIELDS}

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> Marking:
        """Read exactly the six fields, all text; InputError for any other shape."""
        texts = {name: text for name, text in value.items() if isinstance(text, str)}
        if set(texts) != _FIELDS or len(value) != len(_FIELDS):
            raise InputError("marking.malformed")
        return cls(**texts)

    def _check_handling(self) -> None:
        if self.handling not in HANDLING_CODES:
            raise InputError("marking.bad_handling", value=self.handling)
        if (self.handling == "H3") != bool(self.handling_text):
            raise InputError("marking.handling_text", value=self.handling)
        if self.handling_text:
            _require_text("handling_text", self.handling_text)


_FIELDS: Final = frozenset(Marking.__dataclass_fields__)


def _require_text(name: str, text: str) -> None:
    if not text.strip() or len(text) > TEXT_LIMIT or _UNWANTED.search(text):
        raise InputError("marking.bad_text", field=name, limit=TEXT_LIMIT)


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
