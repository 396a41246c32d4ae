"""A handover that opens a page, with no meeting told, is a ceremony; an extradition is none."""

from __future__ import annotations

from tests.unit.register.pages import read

PAGE = """New patrol vehicles for the Samoa Police

Australian High Commission Apia

Published 20 May 2026

{}

The vehicles will be used on Savai'i.
"""
GIVEN = (
    "On 19 May 2026 the Australian High Commission handed over six patrol vehicles and forensic "
    "equipment to the Samoa Police Service at a ceremony at police headquarters in Apia."
)


def test_what_a_mission_handed_over_is_a_ceremony_of_its_day() -> None:
    (found,) = read(PAGE.format(GIVEN)).engagements
    assert found.kind == "ceremony"
    assert found.date is not None
    assert found.date.start == "2026-05-19"
    assert {each.country for each in found.participants if each.side != "home"} == {"WS"}
    assert [(o.type, o.status) for o in found.outcomes] == [("technical_assistance", "in_force")]


def test_somebody_who_is_handed_over_is_no_gift() -> None:
    man = (
        "On 19 May 2026 the Samoa Police Service handed over a man wanted for fraud to officers "
        "of the Australian Federal Police at the airport of Apia, the commission said on Tuesday."
    )
    assert read(PAGE.format(man)).engagements == ()
