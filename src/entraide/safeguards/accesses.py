"""The access log: who looked at or asked for what, when, for which purpose, in which case.

An access is a log entry that stands for one (``vocabulary.oversight.ACCESSES``), joined with the
purpose and case of its conversation. It names officers by pseudonym, records by number at most, and
nobody's data: whoever reads it learns who asked, never about whom.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Final

__all__ = ["COLUMNS", "Access", "Wanted", "to_csv"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One access; ``index`` is its entry in the audit log, by which it is proved.

    A log that ended when a backup took over has an earlier ``epoch``, and numbers of its own.
    """

    index: int
    at_ms: int
    action: str
    officer: str
    """The pseudonym: of our officer, or of the partner's where the partner asked."""
    partner: str = ""
    thread: str = ""
    purpose: str = ""
    case: str = ""
    epoch: int = 1
    screen: str = ""
    """Where a page of the console was looked at: the reading behind it."""

    @property
    def entry(self) -> tuple[int, int]:
        """The epoch of the log, and the number in it."""
        return self.epoch, self.index


COLUMNS: Final = tuple(field.name for field in fields(Access))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which accesses are wanted; what is None leaves all in. Times are UTC ms, ``until`` open."""

    officer: str | None = None
    purpose: str | None = None
    case: str | None = None
    partner: str | None = None
    action: str | None = None
    screen: str | None = None
    since_ms: int = 0
    until_ms: int | None = None

    def takes(self, access: Access) -> bool:
        """Tell whether an access is among the wanted ones."""
        if access.at_ms < self.since_ms:
            return False
        if self.until_ms is not None and access.at_ms >= self.until_ms:
            return False
        pairs = (
            (self.officer, access.officer),
            (self.purpose, access.purpose),
            (self.case, access.case),
            (self.partner, access.partner),
            (self.action, access.action),
            (self.screen, access.screen),
        )
        return all(wanted is None or wanted == found for wanted, found in pairs)


def to_csv(accesses: Iterable[Access]) -> str:
    """Return RFC 4180 text with a heading; a cell never begins a formula in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for access in accesses:
        writer.writerow([_cell(value) for value in asdict(access).values()])
    return text.getvalue()


def _cell(value: object) -> str:
    shown = str(value)
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@", "\t")) else shown
