"""The clock of a request as law (exchange.clocks): computed, in calendar time."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.exchange.clocks import (
    MOST_DELAY_DAYS,
    Announced,
    Clock,
    DeadlineClass,
    Stage,
    deadline_class,
    deadline_of,
    end_of_day,
)
from entraide.exchange.progress import Delayed, DelayReason
from entraide.exchange.releases import Request
from entraide.wording.clocks import left_in_words
from tests.unit.agreements.given import agreement_of

HOUR = 3_600_000
DAY = 24 * HOUR
START = 1_800_000_000_000
JUDICIAL = DelayReason.JUDICIAL_AUTHORISATION
delays = st.lists(
    st.tuples(
        st.sampled_from(tuple(DelayReason)), st.integers(0, 60 * DAY), st.integers(-5, 4_000)
    ),
    max_size=5,
)


def announced(reason: DelayReason, sent_ms: int, days: int) -> Announced:
    day = dt.datetime.fromtimestamp(sent_ms / 1_000, dt.UTC).date() + dt.timedelta(days=days)
    words = {"words": "exercise", "language": "en", "expected": day.isoformat()}
    return Announced(Delayed(request="0" * 64, reason=reason, **words), sent_ms)


def clock(*told: Announced, answered_ms: int | None = None) -> Clock:
    return Clock.of(START, START + 7 * DAY, answered_ms, told)


@settings(deadline=None)
@given(delays)
def test_article_5_2_only_a_judicial_authorisation_moves_what_is_due_and_only_in_time(
    drawn: list[tuple[DelayReason, int, int]],
) -> None:
    told = [announced(reason, START + after, days) for reason, after, days in sorted(
        drawn, key=lambda each: each[1])]  # fmt: skip
    found = clock(*told)
    assert found.due_ms >= found.deadline_ms == START + 7 * DAY
    judicial = [each for each in told if each.delay.reason is JUDICIAL]
    assert found == clock(*judicial)
    last = max((each.sent_ms for each in judicial), default=0)
    assert found.due_ms <= max(found.deadline_ms, last + MOST_DELAY_DAYS * DAY)
    if found.due_ms > found.deadline_ms:
        assert judicial[0].sent_ms <= found.deadline_ms, "never excused once it was overdue"


def test_a_delay_that_is_told_too_late_excuses_nothing() -> None:
    late = announced(JUDICIAL, START + 8 * DAY, 20)
    assert clock(late).is_overdue(START + 9 * DAY)
    assert not clock(announced(JUDICIAL, START + 6 * DAY, 20)).is_overdue(START + 9 * DAY)
    assert clock(announced(DelayReason.TRANSLATION, START, 20)).is_overdue(START + 9 * DAY)


def test_a_day_in_the_last_year_of_the_calendar_excuses_for_a_month_at_most() -> None:
    far = Announced(
        Delayed(request="0" * 64, reason=JUDICIAL, words="-", language="en", expected="9999-12-31"),
        START,
    )
    assert clock(far).due_ms == START + MOST_DELAY_DAYS * DAY


@settings(deadline=None)
@given(st.integers(0, 20 * DAY), st.integers(0, 20 * DAY))
def test_stages_only_grow_louder_and_what_is_answered_stands_still(one: int, other: int) -> None:
    sooner, later = sorted((START + one, START + other))
    order = list(Stage)
    assert order.index(clock().stage(sooner)) <= order.index(clock().stage(later))
    stopped = clock(answered_ms=sooner)
    assert stopped.left_ms(later) == stopped.left_ms(sooner) == clock().left_ms(sooner)
    assert clock().is_overdue(later) == (later > START + 7 * DAY)


@pytest.mark.parametrize(
    ("urgent", "beyond", "kind", "hours"),
    [
        (True, False, DeadlineClass.URGENT_DIRECT, 8),
        (True, True, DeadlineClass.URGENT, 72),
        (False, False, DeadlineClass.ORDINARY, 168),
        (False, True, DeadlineClass.ORDINARY, 168),
    ],
)
def test_article_5_1_eight_hours_three_days_seven_days(
    urgent: bool, beyond: bool, kind: DeadlineClass, hours: int
) -> None:
    asked = Request(
        references=("ab" * 16,), categories=("names",), offence="drugs.trafficking", case="R-1",
        legal_basis=None, reason="why", urgent=urgent, justification="now" if urgent else None,
        language="en", answer_language="en", beyond=beyond,
    )  # fmt: skip
    assert deadline_class(asked) is kind
    assert deadline_of(agreement_of(), asked, START) == START + hours * HOUR


def test_the_end_of_a_day_is_the_first_moment_of_the_next() -> None:
    assert end_of_day(dt.date(1970, 1, 1)) == DAY


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (5 * HOUR + 12 * 60_000, "5 h 12 min left"),
        (-2 * DAY - 3 * HOUR, "2 d 3 h overdue"),
        (47 * HOUR, "47 h 0 min left"),
        (90_000, "1 min left"),
        (-1, "0 min overdue"),
    ],
)
def test_what_is_left_is_said_as_people_say_it(left: int, words: str) -> None:
    assert left_in_words(left) == words
