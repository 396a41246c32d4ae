"""Which data category each property of a record belongs to: what can be released, and under what.

A property that stands here under no category cannot be released at all. That is so on purpose for
religion, political opinion and ethnic origin (Convention 108+, Article 6; INTERPOL's constitution,
Article 3), and for free notes of a holder, whose content nobody has sorted.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["category_of"]

_BY_CATEGORY: Final[Mapping[str, str]] = {
    "names": "name alias previousName weakAlias firstName secondName middleName fatherName"
    " motherName lastName nameSuffix title",
    "birth": "birthDate birthPlace birthCountry deathDate",
    "sex": "gender",
    "nationality": "nationality citizenship",
    "documents": "passportNumber idNumber passport personalNumber number socialSecurityNumber"
    " taxNumber licenseNumber",
    "addresses": "address addressEntity full street street2 city postalCode region country",
    "phones": "phone",
    "online": "email website",
    "vehicles": "registrationNumber ownedVehicles.registrationNumber"
    " operatedVehicles.registrationNumber model imoNumber callSign mmsi serialNumber",
    "wallets": "publicKey cryptoAddress cryptoWallets.publicKey cryptoWallets.cryptoAddress",
    "accounts": "iban accountNumber swiftBic",
    "organisations": "position profession legalForm jurisdiction",
    "description": "eyeColor hairColor appearance height weight spokenLanguage",
}
_CATEGORY: Final[Mapping[str, str]] = MappingProxyType(
    {prop: category for category, props in _BY_CATEGORY.items() for prop in props.split()}
)


def category_of(prop: str) -> str | None:
    """Return the data category of a property; None where it cannot be released."""
    return _CATEGORY.get(prop)
