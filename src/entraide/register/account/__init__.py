"""What the register answers: timelines, partner cards, exports in the formats that others read."""

from __future__ import annotations

from entraide.register.account.partners import PartnerCard, cards_of
from entraide.register.account.timeline import Wanted, select

__all__ = ["PartnerCard", "Wanted", "cards_of", "select"]
