"""A question crosses two borders under a signed agreement and comes back proved (issue 2)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.story import BUREAUS, PEOPLE, Story

pytestmark = pytest.mark.slow


def by_partner(result: Any) -> dict[str, Any]:
    return {each["partner"]: each for each in result["answers"]}


def test_every_bureau_holds_its_people(story: Story) -> None:
    for bureau in BUREAUS:
        imported = story.facts[f"imported {bureau}"]
        assert (imported["added"], imported["rejected"]) == (PEOPLE, 0)


def test_an_arabic_name_is_found_in_spanish_and_in_german_spelling(story: Story) -> None:
    found = by_partner(story.facts["target"])
    assert {partner: each["result"] for partner, each in found.items()} == {
        "es.bureau": "hit",
        "de.bureau": "hit",
    }
    references = [hit["reference"] for each in found.values() for hit in each["hits"]]
    assert len(set(references)) == len(references)
    assert found["es.bureau"]["hits"][0]["band"] == "strong"


def test_a_protected_person_answers_as_an_unknown_one(story: Story) -> None:
    protected, unknown = by_partner(story.facts["protected"]), by_partner(story.facts["unknown"])
    for partner in ("es.bureau", "de.bureau"):
        one, other = protected[partner], unknown[partner]
        assert one["result"] == other["result"] == "no-hit"
        assert one["answer_bytes"] == other["answer_bytes"]


def test_a_migration_offence_is_denied_with_article_9_1_and_no_partner_sees_it(
    story: Story,
) -> None:
    error = story.facts["migration"]
    shown = error.get("error") or error["answers"][0]
    assert shown["article"] == "Art. 9.1"


def test_a_sensitive_purpose_waits_for_a_person_at_each_holder(story: Story) -> None:
    first = by_partner(story.facts["referred"])
    assert {each["result"] for each in first.values()} == {"waits-for-a-person"}
    assert len(story.facts["inbox"]) == 1
    assert not any("Planted" in row["author"] for row in story.facts["inbox"])
    after = {each["partner"]: each for each in story.facts["after the decision"]}
    assert after["es.bureau"]["state"] == "no-hit"
    assert after["de.bureau"]["code"] == "refused.safeguards"


def test_a_killed_partner_answers_when_it_is_back(story: Story) -> None:
    away = by_partner(story.facts["away"])
    assert away["de.bureau"]["result"] == "waiting"
    assert away["es.bureau"]["result"] == "hit"
    assert {each["state"] for each in story.facts["returned"]} == {"hit"}


def test_three_logs_are_whole_and_held_against_the_partners(story: Story) -> None:
    for bureau in BUREAUS:
        verified = story.facts[f"verified {bureau}"]
        assert verified["whole"], verified["findings"]
        assert len(verified["partners_reached"]) == 2
        assert not story.facts["statuses"][bureau]["alarms"]


def test_a_proof_is_checked_offline_and_only_for_whom_it_was_compared(story: Story) -> None:
    checked = story.facts["checked"]
    assert (checked["proved"], checked["agency"]) == (True, "ma.bureau")
    assert checked["fingerprints_compared"]
    assert story.facts["stranger"]["error"]["exit"] == 4
