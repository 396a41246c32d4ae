"""One meeting told twice is one entry with both sources; two that look alike stay two."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.register import Engagement, Outcome, Participation, Place, Reading, Topic, When
from entraide.register.together import holders_of, join_readings
from tests.unit.register.pages import TUNIS, read
from tests.unit.register.readings import met, page

GOLD = Path(__file__).parents[4] / "shared" / "data" / "register" / "gold"


def test_the_same_meeting_told_twice_merges_and_keeps_both_sources() -> None:
    one = page(met("2031-03", name="Eighth meeting of port police", kind="multilateral"))
    other = page(
        met("2031-03-04/2031-03-05", name="8th port police meeting", kind="multilateral",
            city=("Sfax", "TN"))
    )  # fmt: skip
    (entry,) = join_readings([one, other]).entries
    assert {telling.document for telling in entry.tellings} == {one.sha256, other.sha256}
    assert entry.date is not None
    assert (entry.date.start, entry.date.end) == ("2031-03-04", "2031-03-05"), "the more precise"
    assert not entry.disagreements, "days within the month only say it more precisely"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (met("2031-03-04"), met("2031-03-06")),
        (met("2031-03-04", "MT"), met("2031-03-04", "IT")),
        (met("2031-03-04", city=("Sfax", "TN")), met("2031-03-04", city=("Valletta", "MT"))),
        (met("2031-03-04"), met("2031-03-04", kind="multilateral")),
        (
            met("2031-03", name="92nd general assembly", kind="multilateral", city=("Sfax", "TN")),
            met("2031-03", name="93rd general assembly", kind="multilateral", city=("Sfax", "TN")),
        ),
        (met("2031-03"), met("2031-03")),
    ],
    ids=["disjoint days", "other partner", "other country", "other kind", "other number", "thin"],
)
def test_what_only_looks_alike_stays_two(one: Engagement, other: Engagement) -> None:
    assert len(join_readings([page(one), page(other, language="fr")]).entries) == 2


def test_neighbouring_months_with_one_partner_are_shown_as_a_possible_duplicate() -> None:
    first = met("2031-04", person="Karmenu Vella", city=("Valletta", "MT"))
    second = met("2031-05", person="Karmenu Vella", city=("Valletta", "MT"))
    found = join_readings([page(first), page(second)])
    assert len(found.entries) == 2
    assert [set(each.reasons) for each in found.duplicates] == [
        {"dates", "partner", "person", "city"}
    ]


def test_two_documents_that_differ_on_an_outcome_keep_both_words() -> None:
    agreed = page(met("2031-03-04", outcomes=(("joint_teams", "agreed"),)))
    discussed = page(met("2031-03-04", outcomes=(("joint_teams", "discussed"),)))
    (entry,) = join_readings([agreed, discussed]).entries
    assert {each.status for each in entry.outcomes} == {"agreed", "discussed"}
    (differs,) = entry.disagreements
    assert differs.field == "outcome.joint_teams"
    assert {document for document, _, _ in differs.values} == {agreed.sha256, discussed.sha256}
    assert all(evidence for _, _, evidence in differs.values), "evidence on both sides"


def test_one_documents_engagements_are_never_joined_with_each_other() -> None:
    assert len(join_readings([page(met("2031-03-04"), met("2031-03-04", at=1))]).entries) == 2


def test_a_person_is_an_office_holder_and_the_name_only_supports() -> None:
    entries = join_readings(
        [
            page(met("2031-03-04", person="Münir Karaloğlu", org="Port Police", role="director")),
            page(met("2031-09-04", person="Munir Karaloglu", org="Port Police")),
            page(met("2031-05-04", "IT", person="Münir Karaloğlu", org="Polizia")),
        ]
    ).entries
    found = holders_of(entries)
    assert [(each.country, each.first, each.last) for each in found] == [
        ("IT", "2031-05-04", "2031-05-04"),
        ("MT", "2031-03-04", "2031-09-04"),
    ]
    assert found[1].names == ("Münir Karaloğlu", "Munir Karaloglu")


def test_another_spelling_in_the_same_office_at_the_same_event_is_an_alias() -> None:
    first = met("2031-03-04", "int", person="Neil Jetton", org="OSCE", role="director")
    second = met("2031-03-04", "int", person="Nyle Gorton", org="OSCE", role="director")
    (entry,) = join_readings([page(first), page(second)]).entries
    (holder,) = holders_of([entry])
    assert holder.names == ("Neil Jetton", "Nyle Gorton")
    assert holder.aliased


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2031-03", "2031-03-04", "2031-03-04/2031-03-06", "2031-04", None]),
            st.sampled_from(["MT", "IT"]),
            st.sampled_from(["bilateral", "multilateral"]),
        ),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_documents_changes_nothing_and_nothing_is_lost(
    drawn: list[tuple[str | None, str, str]], random: Any
) -> None:
    pages = [
        page(met(day, partner, kind), chars=at) for at, (day, partner, kind) in enumerate(drawn)
    ]
    shuffled = random.sample(pages, len(pages))
    found = join_readings(pages)
    assert join_readings(shuffled) == found
    assert sum(len(entry.tellings) for entry in found.entries) == len(pages)


def test_the_five_pages_read_together_merge_what_is_one_and_nothing_else() -> None:
    if not GOLD.is_dir():
        pytest.skip("the hand-made gold is not beside this project")
    found = join_readings(_gold(path) for path in sorted(GOLD.glob("*.json")))
    told = [{t.engagement.id for t in entry.tellings} for entry in found.entries]
    assert {"000-e10", "003-e01"} in told
    assert sum(len(each) > 1 for each in told) == 1
    alike = {frozenset(each[-7:] for each in (d.one, d.other)) for d in found.duplicates}
    assert frozenset({"000-e04", "000-e05"}) in alike, "April and May in Madrid"
    people = {holder.names[0] for holder in holders_of(found.entries)}
    wanted = json.loads((GOLD.parent / "cross_document.json").read_text("utf-8"))["office_holders"]
    assert people == {each["person"] for each in wanted}


def test_what_the_reader_itself_reads_of_them_merges_alike() -> None:
    if not GOLD.is_dir():
        pytest.skip("the real pages are not beside this project")
    texts = [path.read_text("utf-8") for path in sorted((GOLD.parent / "pages").glob("*.txt"))]
    readings = [replace(read(text), sha256=f"{at:064x}") for at, text in enumerate(texts)]
    found = join_readings(readings)
    (twice,) = [entry for entry in found.entries if len(entry.tellings) > 1]
    told = [telling.engagement for telling in twice.tellings]
    assert [each.kind for each in told] == ["multilateral", "multilateral"]
    assert {each.date.start[:7] for each in told if each.date} == {"2024-09"}
    assert len(found.entries) == sum(len(each.engagements) for each in readings) - 1


def _gold(path: Path) -> Reading:
    gold = json.loads(path.read_text("utf-8"))
    told = [_told(each) for each in gold["engagements"] if each.get("scorable") != "negative"]
    return Reading(
        sha256=gold["document"]["sha256"], chars=1, language="fr", body=(0, 1), home="MA",
        engagements=tuple(told),
    )  # fmt: skip


def _told(each: dict[str, Any]) -> Engagement:
    day, place = each.get("date") or {}, each.get("place") or {}
    dated = len(str(day.get("start") or "")) == 10
    return Engagement(
        id=each["id"],
        kind=each["kind"],
        name=each.get("name"),
        date=When(start=day["start"], end=day.get("end") or day["start"],
                  precision=day.get("precision", "day"), basis="stated") if dated else None,
        place=Place(city=place.get("city"), country=place.get("country"), basis="stated"),
        participants=tuple(
            Participation(
                side=one.get("side") or "partner", country=one.get("country"), org=one.get("org"),
                role=one.get("role"), name=one.get("name") if one.get("named", True) else None,
            )
            for one in each.get("participants", ())
        ),
        topics=tuple(Topic(code=one["code"]) for one in each.get("topics", ())),
        outcomes=tuple(
            Outcome(type=one["type"], status=one["status"]) for one in each.get("outcomes", ())
        ),
    )  # fmt: skip


def test_an_outcome_that_one_page_agrees_and_another_only_discusses_is_shown() -> None:
    other = read(TUNIS.replace("ont convenu de créer", "ont évoqué"))
    (entry,) = join_readings([read(TUNIS), replace(other, sha256="11" * 32)]).entries
    (found,) = entry.disagreements
    assert found.field == "outcome.joint_teams"
    assert {value: evidence[0].text for _, value, evidence in found.values} == {
        "agreed": "ont convenu",
        "discussed": "ont évoqué",
    }
