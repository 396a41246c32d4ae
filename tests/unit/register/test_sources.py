"""What two pages tell differently of one meeting is shown with both sentences, and not decided."""

from __future__ import annotations

from entraide.register.sources import compare_sources
from tests.unit.register.pages import TUNIS, read


def test_an_outcome_that_one_page_agrees_and_another_only_discusses_is_shown() -> None:
    other = TUNIS.replace("ont convenu de créer", "ont évoqué")
    (found,) = compare_sources(read(TUNIS), read(other))
    assert (found.field, found.one.value, found.other.value) == (
        "outcome",
        "joint_teams agreed",
        "joint_teams discussed",
    )
    assert "convenu" in found.one.evidence[0].text
    assert "évoqué" in found.other.evidence[0].text


def test_two_days_for_one_meeting_are_shown() -> None:
    other = TUNIS.replace("mardi à Tunis", "lundi à Tunis")
    (found,) = compare_sources(read(TUNIS), read(other))
    assert (found.field, found.one.value[:10], found.other.value[:10]) == (
        "date",
        "2025-05-13",
        "2025-05-12",
    )


def test_meetings_a_month_apart_and_the_same_page_contradict_nothing() -> None:
    later = TUNIS.replace("14/05/2025", "18/06/2025")
    assert compare_sources(read(TUNIS), read(later)) == ()
    assert compare_sources(read(TUNIS), read(TUNIS)) == ()
