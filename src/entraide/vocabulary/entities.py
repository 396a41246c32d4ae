"""The FollowTheMoney schemata and properties that Entraide reads, as one table.

Names are those of the FollowTheMoney model (version 4, with the properties that older published
files still use), so that OpenSanctions-style files import as they are. The table says of each
property what its text must be; reading and checking the text is ``vocabulary.values``. Schemata
that only link entities (Ownership, Family, Sanction ...) are not records here: inside a nested file
their text is kept with the entity that they concern, alone on a line they are rejected by name.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from entraide.errors import InputError

__all__ = [
    "IDENTIFIERS",
    "NESTED_IDENTIFIERS",
    "SCHEMATA",
    "Kind",
    "identifier_kind",
    "kind_of",
    "names_of",
]


class Kind(StrEnum):
    """What the text of a property must be."""

    TEXT = "text"
    DATE = "date"
    COUNTRY = "country"
    GENDER = "gender"


_OWN: Final[dict[str, dict[Kind, str]]] = {
    "Thing": {
        Kind.TEXT: "name alias previousName weakAlias abbreviation summary notes description"
        " indexText sourceUrl publisher publisherUrl alephUrl wikipediaUrl wikidataId keywords"
        " topics address addressEntity program programId proof riskSource",
        Kind.DATE: "createdAt modifiedAt retrievedAt",
        Kind.COUNTRY: "country",
    },
    "Interval": {
        Kind.TEXT: "summary description indexText recordId publisher publisherUrl sourceUrl"
        " alephUrl proof namesMentioned",
        Kind.DATE: "startDate endDate date modifiedAt retrievedAt",
    },
    "Asset": {Kind.TEXT: "amount amountUsd amountEur currency"},
    "LegalEntity": {
        Kind.TEXT: "email phone website opencorporatesUrl legalForm taxStatus status sector"
        " classification icijId registrationNumber idNumber taxNumber licenseNumber vatCode bvdId"
        " sayariId brightQueryId brightQueryOrgId uscCode okpoCode innCode ogrnCode okvedCode"
        " leiCode dunsCode uniqueEntityId npiCode swiftBic parent subsidiaries passport",
        Kind.DATE: "incorporationDate dissolutionDate",
        Kind.COUNTRY: "jurisdiction mainCountry",
    },
    "Person": {
        Kind.TEXT: "title firstName secondName middleName fatherName motherName lastName"
        " nameSuffix birthPlace position ethnicity eyeColor hairColor appearance religion political"
        " profession education biography passportNumber socialSecurityNumber height weight"
        " spokenLanguage",
        Kind.DATE: "birthDate deathDate",
        Kind.COUNTRY: "birthCountry nationality citizenship",
        Kind.GENDER: "gender",
    },
    "Organization": {Kind.TEXT: "cageCode permId imoNumber giiNumber"},
    "PublicBody": {},
    "Company": {
        Kind.TEXT: "capital voenCode coatoCode irsCode ipoCode cikCode jibCode mbsCode ibcRuc"
        " kppCode fnsCode bikCode pfrNumber isinCode ticker ricCode caemCode okopfCode fssCode"
        " oksmCode",
    },
    "Identification": {Kind.TEXT: "holder type number authority", Kind.COUNTRY: "country"},
    "Passport": {
        Kind.TEXT: "passportNumber personalNumber surname givenName birthPlace",
        Kind.DATE: "birthDate",
        Kind.GENDER: "gender",
    },
    "Vehicle": {
        Kind.TEXT: "registrationNumber type model owner operator",
        Kind.DATE: "buildDate registrationDate deregistrationDate",
    },
    "Airplane": {Kind.TEXT: "serialNumber icaoCode manufacturer"},
    "Vessel": {
        Kind.TEXT: "imoNumber crsNumber callSign mmsi registrationPort navigationArea pastTypes"
        " tonnage grossRegisteredTonnage deadweightTonnage",
        Kind.DATE: "nameChangeDate",
        Kind.COUNTRY: "flag pastFlags",
    },
    "CryptoWallet": {
        Kind.TEXT: "publicKey cryptoAddress accountId currencySymbol blockchain managingExchange"
        " custodyType holder balance",
        Kind.DATE: "creationDate balanceDate",
    },
    "Address": {
        Kind.TEXT: "full remarks postOfficeBox street street2 city postalCode region state"
        " latitude longitude osmId googlePlaceId",
        Kind.DATE: "startDate endDate date",
    },
    "Event": {
        Kind.TEXT: "location important organizer involved detectedLanguage peopleMentioned"
        " companiesMentioned ibanMentioned ipMentioned locationMentioned phoneMentioned"
        " emailMentioned",
        Kind.COUNTRY: "detectedCountry",
    },
}
"""Properties that each schema adds to those it inherits (a wallet's private key is never read)."""

_LINEAGE: Final[dict[str, str]] = {
    "LegalEntity": "Thing LegalEntity",
    "Person": "Thing LegalEntity Person",
    "Organization": "Thing LegalEntity Organization",
    "PublicBody": "Thing LegalEntity Organization PublicBody",
    "Company": "Thing Asset LegalEntity Organization Company",
    "Identification": "Interval Identification",
    "Passport": "Interval Identification Passport",
    "Vehicle": "Thing Asset Vehicle",
    "Airplane": "Thing Asset Vehicle Airplane",
    "Vessel": "Thing Asset Vehicle Vessel",
    "CryptoWallet": "Thing Asset CryptoWallet",
    "Address": "Thing Address",
    "Event": "Thing Interval Event",
}


def _properties(lineage: str) -> Mapping[str, Kind]:
    return MappingProxyType(
        {
            prop: kind
            for schema in lineage.split()
            for kind, props in _OWN[schema].items()
            for prop in props.split()
        }
    )


SCHEMATA: Final[Mapping[str, Mapping[str, Kind]]] = MappingProxyType(
    {schema: _properties(lineage) for schema, lineage in _LINEAGE.items()}
)
"""Every schema that is read, with its properties and what their text must be."""

_REGISTERED: Final = {
    "idNumber": "national_id",
    "registrationNumber": "national_id",
    "taxNumber": "national_id",
    "vatCode": "national_id",
    "leiCode": "national_id",
    "licenseNumber": "national_id",
}

IDENTIFIERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "*": {
            "passportNumber": "document",
            "personalNumber": "national_id",
            "number": "document",
            "socialSecurityNumber": "national_id",
            "phone": "phone",
            "email": "email",
            "imoNumber": "vessel",
            "mmsi": "vessel",
            "callSign": "vessel",
            "icaoCode": "vehicle",
            "serialNumber": "vehicle",
            "publicKey": "wallet",
            "cryptoAddress": "wallet",
            "ownedVehicles.registrationNumber": "vehicle",
            "operatedVehicles.registrationNumber": "vehicle",
            "cryptoWallets.publicKey": "wallet",
            "cryptoWallets.cryptoAddress": "wallet",
        },
        "Vehicle": {"registrationNumber": "vehicle"},
        "Airplane": {"registrationNumber": "vehicle"},
        "Vessel": {"registrationNumber": "vessel"},
        **dict.fromkeys(("Person", "LegalEntity"), _REGISTERED),
        **dict.fromkeys(("Organization", "PublicBody", "Company"), _REGISTERED),
    }
)
"""Which properties identify, and what they identify, by schema; ``*`` holds for every schema."""

NESTED_IDENTIFIERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "Passport": {"passportNumber": "passportNumber", "number": "passportNumber"},
        "Identification": {"number": "idNumber"},
        "Address": {"full": "address"},
    }
)
"""Values of a nested entity that are read as the holder's own: nested property to property."""

_NEEDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(_LINEAGE, ("name",)),
        "Identification": ("number",),
        "Passport": ("number", "passportNumber"),
        "Vehicle": ("name", "registrationNumber"),
        "Airplane": ("name", "registrationNumber", "serialNumber"),
        "CryptoWallet": ("publicKey", "cryptoAddress", "accountId", "name"),
        "Address": (),
    }
)


def names_of(schema: str) -> tuple[str, ...]:
    """Return the properties of which a record of this schema needs one; empty: none is needed."""
    return _NEEDS[schema]


def kind_of(schema: str, prop: str) -> Kind:
    """Return what a property's text must be; InputError names the nearest known one."""
    if schema not in SCHEMATA:
        raise InputError("records.unknown_schema", schema=schema, nearest=_near(schema, SCHEMATA))
    kind = SCHEMATA[schema].get(prop)
    if kind is None:
        nearest = _near(prop, SCHEMATA[schema])
        raise InputError("records.unknown_property", schema=schema, property=prop, nearest=nearest)
    return kind


def identifier_kind(schema: str, prop: str) -> str | None:
    """Return what a property identifies (document, phone, wallet ...); None where it does not."""
    return IDENTIFIERS.get(schema, {}).get(prop) or IDENTIFIERS["*"].get(prop)


def _near(name: str, known: Mapping[str, object]) -> str:
    lowered = {word.casefold(): word for word in known}
    found = difflib.get_close_matches(name.casefold()[:64], lowered, n=1, cutoff=0.5)
    return lowered[found[0]] if found else "-"
