"""Pages kept apart from the board: where they tell of no meeting, none is invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.register.pages import read

_APART = Path(__file__).parents[3] / "evaluation" / "register" / "apart"
_IN_SIGHT = frozenset({"author2", "author5"})
"""Sets that rules were written in view of; the others there stay unseen."""
_NO_MEETING = tuple(
    told["document"]["file"]
    for told in (json.loads(path.read_bytes()) for path in sorted((_APART / "gold").iterdir()))
    if told["set"] in _IN_SIGHT and not any(each["required"] for each in told["engagements"])
)

TOGO = (
    "Réunion tripartite des douanes à Lomé\nPublié le 12 novembre 2026\n\n"
    "La réunion tripartite des directeurs généraux des douanes du Togo, du Bénin et du Ghana, "
    "ouverte mardi à Lomé, s'est achevée mercredi par la signature d'un procès-verbal. Le "
    "directeur général des douanes togolaises, Kodjo Amevor, a salué ses homologues."
)
NAMIBIA = (
    "Three-way police talks close in Windhoek\n12 November 2026\n\n"
    "WINDHOEK - A three-day meeting of the police chiefs of Namibia, Botswana and Zambia ended "
    "here on Thursday. The chiefs agreed to hold joint patrols on the Zambezi."
)


@pytest.mark.parametrize("page", _NO_MEETING)
def test_a_service_s_meeting_with_its_own_people_is_none(page: str) -> None:
    assert read((_APART / "pages" / page).read_text("utf-8")).engagements == ()


@pytest.mark.parametrize(("text", "others"), [(TOGO, {"BJ", "GH"}), (NAMIBIA, {"BW", "ZM"})])
def test_a_sitting_of_three_that_ended_took_place(text: str, others: set[str]) -> None:
    (sitting,) = read(text).engagements
    partners = {each.country for each in sitting.participants if each.side == "partner"}
    assert partners == others
