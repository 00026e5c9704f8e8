"""The line of progress: which days have a point, where it stands, and what changed since a week ago."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.coverage.actions.points import keep_day, keep_missing, keep_today
from coachtrack.coverage.actions.refresh import refresh
from coachtrack.coverage.queries import Reference
from coachtrack.coverage.queries.points import points_of
from coachtrack.coverage.rules.line import Change, changes, drawn, missing_days, month_ends, straight, week_before
from tests.factories.evidence import make_held
from tests.factories.people import make_teacher
from tests.support.client import location_of
from tests.support.moments import NOW

FIRST, LAST, TODAY = date(2025, 1, 1), date(2028, 12, 31), date(2026, 11, 24)
days = st.dates(date(2024, 1, 1), date(2029, 12, 31))


@given(days, days)
def test_a_point_stands_at_the_end_of_each_month_before_the_day(first, on):
    ends = month_ends(first, on)
    assert ends == sorted(set(ends))
    assert all(first <= day < on and (day + timedelta(days=1)).day == 1 for day in ends)
    inside = [first + timedelta(days=step) for step in range(max(0, (on - first).days))]
    assert ends == [day for day in inside if (day + timedelta(days=1)).day == 1]


def test_the_latest_month_that_is_missing_is_drawn_first():
    assert missing_days(date(2026, 8, 1), TODAY, [date(2026, 9, 30)]) == [date(2026, 10, 31), date(2026, 8, 31)]


@given(days)
def test_the_straight_line_goes_from_nobody_to_everybody(on):
    share = straight(FIRST, LAST, on)
    assert 0 <= share <= 1
    assert (share == 0) == (on <= FIRST)
    assert (share == 1) == (on >= LAST)


def test_points_stand_where_their_day_is_and_none_outside():
    [place] = drawn([(date(2024, 12, 31), 1.0), (date(2025, 1, 11), 0.5)], date(2025, 1, 1), date(2025, 1, 21))
    assert (place.along, place.high) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("ago", "found"), [([6], None), ([7], 7), ([8, 14], 8), ([1, 7, 8], 7), ([15], None), ([], None)]
)
def test_last_week_is_the_latest_day_of_a_week_ago_or_a_little_more(ago, found):
    kept = [TODAY - timedelta(days=number) for number in ago]
    assert week_before(TODAY, kept) == (TODAY - timedelta(days=found) if found else None)


def test_what_changed_is_told_in_one_order_and_what_did_not_is_left_out():
    before = {"status:met": 3, "status:not_started": 5, "status:in_progress": 1}
    now = {"status:met": 4, "status:not_started": 3, "status:in_progress": 1, "outlook:at_risk": 2}
    assert changes(before, now) == [Change("met", 1), Change("not_started", -2), Change("at_risk", 2)]


def test_the_last_word_of_a_day_is_the_point_that_stays(programme, teacher, coach, school):
    refresh(NOW, everyone=True)
    assert points_of(programme.period.id, TODAY, TODAY)[0].figures.tally.met == 0
    make_held(teacher, coach, school_id=school.id)
    refresh(NOW, everyone=True)
    [point] = points_of(programme.period.id, TODAY, TODAY)
    assert (point.figures.tally.met, point.figures.tally.asked) == (1, 1)


def test_a_point_of_before_there_was_a_requirement_holds_nobody(programme, teacher):
    period = programme.period
    keep_day(Reference(period, period.starts_on - timedelta(days=1)), now=NOW)
    keep_today(period.id, TODAY, now=NOW)
    assert [point.figures.tally.asked for point in points_of(period.id, date(2024, 1, 1), TODAY)] == [0, 0]


def test_the_commission_sees_what_changed_since_last_week(commission, programme, school, coach, db):
    teacher = make_teacher(school)
    keep_day(Reference(programme.period, date(2026, 11, 16)), now=NOW)
    page = commission.page("/bereik/")
    assert "ma 16 nov" in page.text
    make_held(teacher, coach, school_id=school.id)
    db.commit()
    assert "ma 16 nov" in commission.page("/bereik/").text
    assert "ma 16 nov" not in commission.page(f"/bereik/?bestuur={school.board_id}").text


def test_drawing_the_line_keeps_every_month_once(commission, programme, teacher, statements):
    answer = commission.submit("/bereik/voortgang", action="/tekenen")
    assert location_of(answer).startswith("/bereik/voortgang")
    made = points_of(programme.period.id, FIRST, TODAY - timedelta(days=1))
    assert [point.on for point in made] == month_ends(FIRST, TODAY)
    statements.clear()
    commission.page("/bereik/voortgang")
    assert len(statements) < 20


def test_the_worker_draws_one_missing_month_at_a_time_until_none_is_missing(programme, teacher):
    ends = month_ends(FIRST, TODAY)
    made = 0
    while keep_missing(TODAY, now=NOW):
        made += 1
        assert [point.on for point in points_of(programme.period.id, FIRST, TODAY)] == ends[-made:]
    assert made == len(ends)
