"""The states of a memorandum, and its budgets' calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from entraide.agreements.budgets import Budget, Period, day_start, span_of
from entraide.agreements.lifecycle import TABLE, State, state_of
from entraide.agreements.reading import parse_agreement
from entraide.agreements.signing import SignedAgreement, sign_agreement
from tests.unit.agreements.given import MA, NOW, ROOTS, agreement_of, signed_by_all, text_of

AGREEMENT = agreement_of()
SIGNED = signed_by_all(AGREEMENT)


def ms(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1000)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (ms(2026, 12, 1) - 1, State.NOT_YET_IN_FORCE),
        (ms(2026, 12, 1), State.IN_FORCE),
        (ms(2028, 11, 30) - 1, State.IN_FORCE),
        (ms(2028, 11, 30), State.REVIEW_LAPSED),
        (ms(2031, 11, 30) - 1, State.REVIEW_LAPSED),
        (ms(2031, 11, 30), State.EXPIRED),
    ],
)
def test_a_day_starts_and_ends_at_midnight_utc(moment: int, state: State) -> None:
    assert state_of(SIGNED, moment) is state


def test_a_memorandum_without_all_signatures_is_not_in_force_at_any_time() -> None:
    partly = sign_agreement(SignedAgreement(AGREEMENT), MA, ROOTS[MA])
    for moment in (0, NOW, ms(2040, 1, 1)):
        assert state_of(SignedAgreement(AGREEMENT), moment) is State.UNSIGNED
        assert state_of(partly, moment) is State.PARTLY_SIGNED


def test_the_table_names_every_state_once() -> None:
    assert [state for state, _ in TABLE] == list(State)


@pytest.mark.parametrize(
    ("period", "moment", "first", "following"),
    [
        (Period.DAY, ms(2026, 12, 31, 23, 59), date(2026, 12, 31), date(2027, 1, 1)),
        (Period.DAY, ms(1969, 12, 31, 12), date(1969, 12, 31), date(1970, 1, 1)),
        (Period.WEEK, ms(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 4)),
        (Period.WEEK, ms(2026, 12, 28), date(2026, 12, 28), date(2027, 1, 4)),
        (Period.MONTH, ms(2028, 2, 29, 12), date(2028, 2, 1), date(2028, 3, 1)),
        (Period.MONTH, ms(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_both_sides_count_over_the_same_calendar_period(
    period: Period, moment: int, first: date, following: date
) -> None:
    span = span_of(period, moment)
    assert (span.start, span.end) == (day_start(first), day_start(following))
    assert span.start <= moment < span.end


ROWS = """  budgets:
    - {asker: each, purpose: each, limit: 1, period: day}
    - {asker: each, purpose: prosecution, limit: 2, period: week}
    - {asker: ma.bureau, purpose: each, limit: 3, period: month}
    - {asker: ma.bureau, purpose: prosecution, limit: 4, period: day}
"""


@pytest.mark.parametrize(
    ("asker", "purpose", "budget"),
    [
        ("ma.bureau", "prosecution", Budget(4, Period.DAY)),
        ("ma.bureau", "asset-tracing", Budget(3, Period.MONTH)),
        ("es.bureau", "prosecution", Budget(2, Period.WEEK)),
        ("es.bureau", "asset-tracing", Budget(1, Period.DAY)),
    ],
)
def test_the_most_exact_budget_counts(asker: str, purpose: str, budget: Budget) -> None:
    text = text_of()
    start = text.index("  budgets:")
    end = text.index("  # Art. 2.11")
    agreement = parse_agreement(text[:start] + ROWS + text[end:])
    assert agreement.budget_for(asker, purpose) == budget
    assert budget.span(NOW) == span_of(budget.period, NOW)
