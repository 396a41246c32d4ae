"""How contact with partners went, by hours: in which there was any, in which it was sought in vain.

Noted where a message was brought or could not be, and where one side showed the other its log. An
hour is one bit, so that a partner that is tried a thousand times counts as one that is tried once,
and a year takes 365 short rows. Nothing of what was exchanged stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from entraide.adapters.store.prepared import Prepared
from entraide.adapters.store.writer import Transaction
from entraide.adapters.tables import schema

__all__ = ["DAY_MS", "Contact", "contacts_since", "is_noted", "note_contact"]

DAY_MS: Final = 86_400_000
_HOUR_MS: Final = 3_600_000
_TABLE: Final = schema.partner_day.c
_THIS: Final = (_TABLE.partner == bindparam("of_partner"), _TABLE.day == bindparam("of_day"))
_HELD: Final = Prepared(select(_TABLE.reached, _TABLE.missed).where(*_THIS))
_FIRST: Final = Prepared(insert(schema.partner_day))
_CHANGE: Final = Prepared(update(schema.partner_day).where(*_THIS))


@dataclass(frozen=True, slots=True)
class Contact:
    """One day of a partner (days since 1970, UTC), with its hours as bits."""

    partner: str
    day: int
    reached: int
    missed: int

    @property
    def hours(self) -> tuple[int, int]:
        """How many hours had contact, of how many in which it was had or sought."""
        return self.reached.bit_count(), (self.reached | self.missed).bit_count()


def note_contact(transaction: Transaction, partner: str, *, reached: bool) -> None:
    """Note that a partner was in contact now, or could not be reached."""
    connection = transaction.connection
    day, bit = _moment(transaction.now_ms)
    place = {"of_partner": partner, "of_day": day}
    held = _HELD.first(connection, place)
    if held is None:
        row = {"partner": partner, "day": day, "reached": 0, "missed": 0}
        _FIRST.change(connection, {**row, _column(reached): bit})
    elif not getattr(held, _column(reached)) & bit:
        now = getattr(held, _column(reached)) | bit
        _CHANGE.change(connection, {_column(reached): now, **place})


def is_noted(connection: Connection, partner: str, now_ms: int, *, reached: bool) -> bool:
    """Tell whether this hour already stands for a partner, so that nothing need be written."""
    day, bit = _moment(now_ms)
    held = _HELD.first(connection, {"of_partner": partner, "of_day": day})
    return held is not None and bool(getattr(held, _column(reached)) & bit)


def contacts_since(connection: Connection, day: int) -> Iterator[Contact]:
    """Yield what was noted from a day on, by partner and day."""
    rows = connection.execute(
        select(schema.partner_day).where(_TABLE.day >= day).order_by(_TABLE.partner, _TABLE.day)
    )
    for row in rows:
        yield Contact(row.partner, row.day, row.reached, row.missed)


def _moment(now_ms: int) -> tuple[int, int]:
    return now_ms // DAY_MS, 1 << now_ms % DAY_MS // _HOUR_MS


def _column(reached: bool) -> str:
    return "reached" if reached else "missed"
