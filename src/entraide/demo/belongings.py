"""What an invented person has: documents, a telephone, a place of birth, a vehicle, a wallet.

Everything is of a plausible form and clearly invented: numbers of documents and vehicles begin with
EX, telephone numbers lie in ranges where no subscriber has one, wallets belong to a test network.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from types import MappingProxyType
from typing import Any, Final

__all__ = ["EXERCISE", "NOTE", "Properties", "add_belongings"]

EXERCISE: Final = "EXERCISE"
"""The dataset and the source of everything that is invented."""

NOTE: Final = "EXERCISE: invented person"
Properties = dict[str, list[Any]]

_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_PHONES: Final = MappingProxyType({"MA": "+212500", "ES": "+34500", "DE": "+49199", "CV": "+2381"})
_PLACES: Final = MappingProxyType(
    {
        "ma": ("الدار البيضاء", "الرباط", "فاس", "طنجة", "مراكش", "وجدة", "الناظور", "تطوان"),
        "es": (
            "Madrid",
            "Barcelona",
            "Valencia",
            "Sevilla",
            "Málaga",
            "Murcia",
            "Ceuta",
            "Melilla",
        ),
        "de": ("Berlin", "Hamburg", "München", "Köln", "Frankfurt am Main", "Bremen", "Dresden"),
        "tr": ("İstanbul", "Ankara", "İzmir", "Konya", "Trabzon"),
        "cv": ("Praia", "Mindelo", "Assomada", "Porto Novo", "São Filipe", "Ribeira Grande"),
        "sy": ("Damaskus", "Aleppo", "Homs", "Hama"),
    }
)


def add_belongings(rng: Random, properties: Properties, country: str) -> None:
    """Add to a person's properties what chance gives, as the state (alpha-2) would hold it."""
    for share, add in _SHARES:
        if rng.random() < share:
            add(rng, properties, country)


def _add_passport(rng: Random, properties: Properties, country: str) -> None:
    properties["passportNumber"] = [f"EX{country[0]}{rng.randrange(10**7):07}"]


def _add_identity_card(rng: Random, properties: Properties, country: str) -> None:
    properties["idNumber"] = [f"EX{country}{rng.randrange(10**8):08}"]


def _add_phone(rng: Random, properties: Properties, country: str) -> None:
    properties["phone"] = [f"{_PHONES[country]}{rng.randrange(10**6):06}"]


def _add_birth_place(rng: Random, properties: Properties, _country: str) -> None:
    places = _PLACES.get(properties["nationality"][0])
    if places:
        properties["birthPlace"] = [rng.choice(places)]


def _add_vehicle(rng: Random, properties: Properties, country: str) -> None:
    plate = f"EX-{rng.randrange(10**4):04}-{rng.randrange(1, 90):02}"
    inner = {"registrationNumber": [plate], "country": [country.lower()], "notes": [NOTE]}
    properties["ownedVehicles"] = [{"id": plate, "schema": "Vehicle", "properties": inner}]


def _add_wallet(rng: Random, properties: Properties, _country: str) -> None:
    key = "tb1qex" + "".join(rng.choices(_BECH32, k=36))
    inner = {"publicKey": [key], "currencySymbol": ["tBTC"], "notes": [NOTE]}
    properties["cryptoWallets"] = [{"id": key, "schema": "CryptoWallet", "properties": inner}]


_SHARES: Final[tuple[tuple[float, Callable[[Random, Properties, str], None]], ...]] = (
    (0.55, _add_passport),
    (0.40, _add_identity_card),
    (0.50, _add_phone),
    (0.35, _add_birth_place),
    (0.12, _add_vehicle),
    (0.01, _add_wallet),
)
"""What a line may hold besides the person, and how often."""
