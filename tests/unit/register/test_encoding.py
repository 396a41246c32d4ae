"""A reading goes to JSON and back, whole; what is no reading is refused."""

from __future__ import annotations

import json

import pytest

from entraide.errors import InputError
from entraide.register import (
    Agreement,
    Assertion,
    Conflict,
    Engagement,
    Evidence,
    Lead,
    Outcome,
    Participation,
    Place,
    Reading,
    Topic,
    When,
    Zone,
)
from entraide.register.encoding import decode_reading, encode_reading

QUOTED = (Evidence(0, 4, "Sfax"),)
WHEN = When(
    start="2031-03-04", end="2031-03-05", precision="range", basis="derived", evidence=QUOTED
)
READING = Reading(
    sha256="00" * 32,
    chars=4,
    language="fr",
    body=(0, 4),
    zones=(Zone(kind="body", reason="sentence", start=0, end=4),),
    title=QUOTED[0],
    publication_date=Assertion(value="2031-03-06", basis="stated", evidence=QUOTED),
    claimed_by=(Assertion(value="police", basis="stated", evidence=QUOTED),),
    home="TN",
    engagements=(
        Engagement(
            id="e01",
            kind="bilateral",
            date=WHEN,
            place=Place(city="Sfax", country="TN", basis="stated", evidence=QUOTED),
            participants=(Participation(side="partner", country="MT", evidence=QUOTED),),
            topics=(Topic(code="threat.drugs", evidence=QUOTED),),
            outcomes=(Outcome(type="training", status="agreed", parties=("MT",)),),
            evidence=QUOTED,
        ),
    ),
    agreements=(Agreement(form="mou", status="signed", parties=("TN", "MT"), date=WHEN),),
    leads=(Lead(zone="ticker", countries=("IT",), evidence=QUOTED[0]),),
    conflicts=(Conflict(rule="count", severity="high", statement="x", evidence=QUOTED),),
)


def test_a_reading_survives_json_field_by_field() -> None:
    encoded = json.loads(json.dumps(encode_reading(READING)))
    assert decode_reading(encoded) == READING
    assert encoded["engagements"][0]["participants"][0]["named"] is False


def test_a_reading_of_another_version_is_refused() -> None:
    with pytest.raises(InputError, match="schema_unknown"):
        decode_reading({**encode_reading(READING), "schema": "entraide-reading/9"})


def test_what_is_no_reading_is_refused() -> None:
    encoded = encode_reading(READING)
    del encoded["engagements"][0]["kind"]
    with pytest.raises(InputError, match="reading_malformed"):
        decode_reading(encoded)
