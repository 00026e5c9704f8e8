"""How long things are kept, and when they are announced and go."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.errors import Refused
from coachtrack.privacy.rules import retention
from coachtrack.privacy.rules.retention import BOUNDS, Kept

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31))
MONTHS = st.integers(min_value=1, max_value=120)


def test_every_kind_has_bounds_a_label_and_a_beginning() -> None:
    assert set(BOUNDS) == set(retention.LABELS) == set(retention.COUNTED_FROM) == set(Kept)
    assert all(bounds.least <= bounds.months <= bounds.most for bounds in BOUNDS.values())


def test_both_logs_are_kept_for_two_years_at_least() -> None:
    for kind in (Kept.AUDIT, Kept.READING):
        with pytest.raises(Refused, match="at least 24"):
            retention.check_term(kind, 23, "shorter")
        retention.check_term(kind, 24, "as promised")


def test_evidence_is_kept_for_seven_years_at_least() -> None:
    with pytest.raises(Refused, match="at least 84"):
        retention.check_term(Kept.EVIDENCE, 83, "shorter")


def test_a_term_needs_a_reason() -> None:
    with pytest.raises(Refused, match="Say why") as refused:
        retention.check_term(Kept.CONTENT, 12, "  ")
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -24, date(2024, 1, 15)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, later: date) -> None:
    assert retention.add_months(day, months) == later


@pytest.mark.parametrize("since", [date(2026, 1, 1), date(2026, 2, 1), date(2028, 2, 1)])
def test_that_a_mail_was_sent_is_known_for_ninety_days_in_any_season(since: date) -> None:
    assert retention.end_of_term(Kept.MAIL, since, 3) - since == timedelta(days=90)


@given(kind=st.sampled_from(Kept), day=DAYS, months=MONTHS)
def test_what_is_older_than_the_start_of_a_term_has_reached_its_end(kind: Kept, day: date, months: int) -> None:
    cut = retention.start_of_term(kind, day, months)
    assert retention.end_of_term(kind, cut - timedelta(days=1), months) <= day


@given(day=DAYS, months=MONTHS)
def test_a_longer_term_never_ends_earlier(day: date, months: int) -> None:
    assert retention.add_months(day, months) <= retention.add_months(day, months + 1)
    assert retention.add_months(day, months) <= retention.add_months(day + timedelta(days=1), months)


def test_content_counts_from_what_came_first() -> None:
    closed, left = date(2026, 5, 1), date(2026, 8, 1)
    assert retention.content_since(closed, left) == closed
    assert retention.content_since(None, left) == left
    assert retention.content_since(closed, None) == closed
    assert retention.content_since(None, None) is None


@given(end=DAYS, today=DAYS)
def test_nothing_goes_before_its_term_or_within_thirty_days_of_the_announcement(end: date, today: date) -> None:
    goes_on = retention.goes_on(end, today)
    assert goes_on >= end
    assert goes_on - today >= timedelta(days=30)
    assert not retention.is_due(goes_on, end, goes_on - timedelta(days=1))
    assert retention.is_due(goes_on, end, goes_on)


def test_it_is_announced_thirty_days_before() -> None:
    end = date(2028, 6, 30)
    assert not retention.is_to_announce(end, date(2028, 5, 30))
    assert retention.is_to_announce(end, date(2028, 5, 31))


def test_it_waits_when_the_term_became_longer_meanwhile() -> None:
    assert not retention.is_due(date(2028, 6, 30), date(2029, 6, 30), date(2028, 7, 1))
