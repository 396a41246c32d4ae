"""Data categories: the kinds of data an agreement lets pass, each a promise about content.

``special`` marks what data-protection law treats apart (Council of Europe Convention 108+,
Article 6): an agreement names it expressly or it does not pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from entraide.vocabulary.codes import CodeTable
from entraide.vocabulary.language import mark

__all__ = ["CATEGORIES", "Category"]


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of data; ``special`` where the law asks for more than necessity."""

    code: str
    label: str
    special: bool = False


CATEGORIES: Final = CodeTable(
    mark("data category"),
    Category("identity", mark("Identity confirmed by an authority")),
    Category("names", mark("Names and aliases")),
    Category("birth", mark("Date and place of birth")),
    Category("sex", mark("Sex as recorded")),
    Category("nationality", mark("Nationality")),
    Category("documents", mark("Identity and travel documents")),
    Category("addresses", mark("Addresses")),
    Category("phones", mark("Telephone numbers")),
    Category("online", mark("E-mail addresses and online accounts")),
    Category("vehicles", mark("Vehicles and plates")),
    Category("wallets", mark("Virtual-asset wallets")),
    Category("accounts", mark("Bank accounts")),
    Category("firearms", mark("Firearms")),
    Category("organisations", mark("Organisations and their officers")),
    Category("location", mark("Places and movements")),
    Category("judicial", mark("Charges, warrants and judgments")),
    Category("description", mark("Physical description")),
    Category("photographs", mark("Photographs")),
    Category("biometrics", mark("Fingerprints and faces for matching"), special=True),
    Category("genetic", mark("DNA profiles"), special=True),
    Category("health", mark("Health, where a life depends on it"), special=True),
)
