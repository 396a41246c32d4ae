"""The schemata and properties that are read, and the texts that they may hold."""

from __future__ import annotations

import pytest

from entraide.errors import InputError
from entraide.vocabulary.entities import (
    IDENTIFIERS,
    NESTED_IDENTIFIERS,
    SCHEMATA,
    Kind,
    identifier_kind,
    kind_of,
    names_of,
)
from entraide.vocabulary.values import COUNTRIES, iso_date, read_value

WANTED = (
    "Person Organization Company LegalEntity Passport Identification Vehicle CryptoWallet Address"
    " Event Vessel"
)


def test_every_wanted_schema_is_read() -> None:
    assert set(WANTED.split()) <= SCHEMATA.keys()


def test_properties_are_inherited() -> None:
    assert kind_of("Company", "name") is Kind.TEXT
    assert kind_of("Vessel", "registrationNumber") is Kind.TEXT
    assert kind_of("Person", "country") is Kind.COUNTRY
    assert kind_of("Passport", "startDate") is Kind.DATE


def test_an_unknown_property_is_refused_with_the_nearest_known() -> None:
    with pytest.raises(InputError) as refused:
        kind_of("Person", "birth_date")
    assert (refused.value.code, refused.value.data["nearest"]) == (
        "records.unknown_property",
        "birthDate",
    )


def test_an_unknown_schema_is_refused_with_the_nearest_known() -> None:
    with pytest.raises(InputError) as refused:
        kind_of("Persn", "name")
    assert refused.value.code == "records.unknown_schema"
    assert refused.value.data["nearest"] == "Person"


def test_a_private_key_is_never_read() -> None:
    with pytest.raises(InputError, match=r"records\.unknown_property"):
        kind_of("CryptoWallet", "privateKey")


def test_every_identifier_and_every_needed_property_exists() -> None:
    own = {prop for props in SCHEMATA.values() for prop in props}
    for schema, props in IDENTIFIERS.items():
        known = own if schema == "*" else SCHEMATA[schema].keys()
        assert {prop for prop in props if "." not in prop} <= known
    for schema, props in NESTED_IDENTIFIERS.items():
        assert props.keys() <= SCHEMATA[schema].keys()
        assert set(props.values()) <= SCHEMATA["Person"].keys()
    for schema in SCHEMATA:
        assert set(names_of(schema)) <= SCHEMATA[schema].keys()


@pytest.mark.parametrize(
    ("schema", "prop", "kind"),
    [
        ("Person", "passportNumber", "document"),
        ("Person", "phone", "phone"),
        ("Person", "ownedVehicles.registrationNumber", "vehicle"),
        ("Person", "cryptoWallets.publicKey", "wallet"),
        ("Vehicle", "registrationNumber", "vehicle"),
        ("Vessel", "imoNumber", "vessel"),
        ("Company", "registrationNumber", "national_id"),
        ("Person", "name", None),
    ],
)
def test_what_a_property_identifies(schema: str, prop: str, kind: str | None) -> None:
    assert identifier_kind(schema, prop) == kind


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        (Kind.DATE, "1981", "1981"),
        (Kind.DATE, "1981-3", "1981-03"),
        (Kind.DATE, "1981-03-07", "1981-03-07"),
        (Kind.DATE, "2020-02-29T10:00:00", "2020-02-29"),
        (Kind.COUNTRY, "MA", "ma"),
        (Kind.COUNTRY, "gb-sct", "gb-sct"),
        (Kind.COUNTRY, "suhh", "suhh"),
        (Kind.COUNTRY, "Maroc", "ma"),
        (Kind.COUNTRY, "Alemania", "de"),
        (Kind.COUNTRY, "المغرب", "ma"),
        (Kind.GENDER, "F", "female"),
        (Kind.GENDER, "Mann", "male"),
        (Kind.GENDER, "ذكر", "male"),
        (Kind.TEXT, "as it is", "as it is"),
    ],
)
def test_texts_are_read_into_their_stored_form(kind: Kind, text: str, read: str) -> None:
    assert read_value(kind, text, "property") == read


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.DATE, "07/03/1981"),
        (Kind.DATE, "1981-13"),
        (Kind.DATE, "1981-02-30"),
        (Kind.DATE, "0000"),
        (Kind.DATE, "81"),
        (Kind.DATE, "١٩٨١"),
        (Kind.DATE, ""),
        (Kind.COUNTRY, "Atlantis"),
        (Kind.COUNTRY, "qq"),
        (Kind.COUNTRY, "qq-abc"),
        (Kind.GENDER, "yes"),
    ],
)
def test_what_is_no_date_country_or_gender_is_refused_never_guessed(kind: Kind, text: str) -> None:
    with pytest.raises(InputError, match=r"records\.bad_"):
        read_value(kind, text, "property")


def test_a_day_written_in_another_order_needs_its_pattern() -> None:
    assert iso_date("07/03/1981", "%d/%m/%Y", "birthDate") == "1981-03-07"
    with pytest.raises(InputError, match=r"records\.bad_date_pattern"):
        iso_date("1981-03-07", "%d/%m/%Y", "birthDate")


def test_iso_3166_has_249_codes() -> None:
    assert len(COUNTRIES) == 249
