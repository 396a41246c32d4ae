"""The tables of operations are whole: every kind has a rule, a fold and a description."""

from __future__ import annotations

import pytest

from entraide.assessment.promises import TRACKED
from entraide.errors import RemoteProtocolError
from entraide.operations import action, delivery, team
from entraide.operations.action_rules import ACTION_RULES
from entraide.operations.admitting import OPERATIONS, admit_entries, breach_of
from entraide.operations.delivery_rules import DELIVERY_RULES
from entraide.operations.journal import Journal
from entraide.operations.kinds import (
    ACTION,
    ACTION_KINDS,
    DELIVERY,
    DELIVERY_KINDS,
    TEAM,
    TEAM_KINDS,
)
from entraide.operations.offices import assistance, committee, posting
from entraide.operations.offices.assistance_rules import ASSISTANCE_RULES
from entraide.operations.offices.committee_rules import COMMITTEE_RULES
from entraide.operations.offices.kinds import (
    ASSISTANCE,
    ASSISTANCE_KINDS,
    COMMITTEE,
    COMMITTEE_KINDS,
    POSTING,
    POSTING_KINDS,
)
from entraide.operations.offices.posting_rules import POSTING_RULES
from entraide.operations.team_rules import TEAM_RULES
from tests.unit.agreements.given import DE, ES, MA, NOW
from tests.unit.operations.given import TERMS, founding, standing, write

DAY_MS = 86_400_000


@pytest.mark.parametrize(
    ("founded", "kinds", "rules", "applied"),
    [
        (TEAM, TEAM_KINDS, TEAM_RULES, team._APPLIED),
        (DELIVERY, DELIVERY_KINDS, DELIVERY_RULES, delivery._APPLIED),
        (ACTION, ACTION_KINDS, ACTION_RULES, action._APPLIED),
        (POSTING, POSTING_KINDS, POSTING_RULES, posting._APPLIED),
        (COMMITTEE, COMMITTEE_KINDS, COMMITTEE_RULES, committee._APPLIED),
        (ASSISTANCE, ASSISTANCE_KINDS, ASSISTANCE_RULES, assistance._APPLIED),
    ],
)
def test_every_kind_of_entry_has_a_rule_and_a_fold(
    founded: str, kinds: object, rules: object, applied: object
) -> None:
    assert founded in OPERATIONS
    assert set(kinds) == set(applied) == set(rules) | {founded}  # type: ignore[call-overload]
    assert all(rules[kind] for kind in rules)  # type: ignore[index, attr-defined]


def test_every_kind_of_operation_keeps_a_promise_of_the_register() -> None:
    tracked = {kind for kinds in TRACKED.values() for kind in kinds}
    assert {each.kind for each in OPERATIONS.values()} <= tracked


@pytest.mark.parametrize(
    "changes",
    [
        {"members": [ES, MA, DE]},
        {"members": [DE, ES], "people": []},
        {"until": "2026-11-01"},
        {"until": "2026-12-01"},  # the day before the one on which it is proposed
        {"people": [{"party": "fr.bureau", "name": "F", "part": "member"}]},
        {"states": [TERMS["states"][0], TERMS["states"][0]]},
    ],
)
def test_terms_that_contradict_themselves_found_no_team(changes: dict[str, object]) -> None:
    with pytest.raises(RemoteProtocolError, match=r"journal\.(not_allowed|unknown_party)"):
        admit_entries(Journal(), (founding(**changes),))


def test_after_its_last_day_a_team_only_reports_and_hands_over() -> None:
    journal = standing()
    late = NOW + 60 * DAY_MS
    task = write(journal, MA, "task.set", at_ms=late, title="Watch", owner=ES, due="2027-02-01")
    assert breach_of(journal, task) is not None
    claim = {"what": "arrest", "count": 1, "words": "One", "evidence": []}
    assert breach_of(journal, write(journal, MA, "result.claimed", at_ms=late, **claim)) is None
    exhibit = {"sha256": "ab" * 32, "size": 1, "name": "n", "words": "w", "place": "p"}
    taken = write(journal, MA, "evidence.entered", at_ms=late, **exhibit)
    assert breach_of(journal, taken) is not None
    later = write(journal, MA, "extension.proposed", at_ms=late, until="2027-12-31", words="w")
    assert breach_of(journal, later) is not None


def test_what_is_written_at_the_same_time_as_a_closure_stands_and_what_follows_it_does_not() -> (
    None
):
    journal = standing()
    closing = write(journal, MA, "closure.proposed", words="Done")
    journal, _ = admit_entries(journal, (closing,))
    meanwhile = write(journal, DE, "note", text="Meanwhile")
    for party in (ES, DE):
        agreed = write(journal, party, "closure.agreed", proposal=closing.digest)
        journal, _ = admit_entries(journal, (agreed,))
    late = write(journal, ES, "note", text="Too late")
    with pytest.raises(RemoteProtocolError, match=r"journal\.not_allowed"):
        admit_entries(journal, (late,))
    assert breach_of(journal, meanwhile) is None
