from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda.rules.days import Days
from coachtrack.agreements.rules.deadlines import PRESSING, Standing, prospect, school_weeks
from coachtrack.agreements.rules.progress import Amount, Expected, Progress, UnitState
from coachtrack.agreements.rules.promises import CarriedOut

TODAY = date(2027, 1, 4)
WORST = (Standing.KEPT, Standing.ON_TRACK, Standing.TIGHT, Standing.OUT_OF_REACH)


def weekend(day):
    """Closed at weekends only."""
    return day.weekday() > 4


def expected(day, minutes=75):
    """A session or meeting on a day."""
    return Expected(datetime.combine(day, time(9), UTC), day, minutes, "co_teaching")


def meetings(promised, held=0, planned=()):
    """So many meetings of two hours promised and held, and those that are planned on these days."""
    units = [UnitState(f"meeting:{number}", True, False, 120, ()) for number in range(held)]
    units += [
        UnitState(f"meeting:9{place}", False, True, 0, (expected(day, 120),)) for place, day in enumerate(planned)
    ]
    return Progress(Amount(promised, promised * 120), Amount(held, held * 120), Amount(len(planned)), units)


def how(progress, weeks, *, way=CarriedOut.TRAINING, **given):
    """How it stands with so many weeks to go."""
    due_on = TODAY + timedelta(days=7 * weeks - 3)
    options = {"carried_out": way, "due_on": due_on, "today": TODAY, "is_closed": weekend} | given
    return prospect(progress, **options)


@pytest.mark.parametrize(
    ("weeks", "standing"),
    [
        (8, Standing.ON_TRACK),
        (6, Standing.ON_TRACK),
        (5, Standing.TIGHT),
        (3, Standing.TIGHT),
        (2, Standing.OUT_OF_REACH),
    ],
)
def test_three_meetings_to_plan_want_three_weeks_and_are_tight_under_six(weeks, standing):
    found = how(meetings(4, held=1), weeks)
    assert (found.standing, found.to_plan, found.weeks_needed, found.weeks_left) == (standing, 3, 3, weeks)


def test_what_was_held_in_full_is_kept_also_after_its_day():
    assert how(meetings(2, held=2), 0, due_on=TODAY - timedelta(1)).standing is Standing.KEPT


def test_after_its_day_it_is_too_late_and_says_how_many_were_not_held():
    found = how(meetings(3, held=1, planned=[TODAY]), 0, due_on=TODAY - timedelta(1))
    assert (found.standing, found.to_plan) == (Standing.OVERDUE, 2)


def test_on_its_day_it_is_not_too_late_yet():
    assert how(meetings(1), 0, due_on=TODAY).standing is Standing.TIGHT


def test_what_ended_wants_nothing_more():
    assert how(meetings(3), 1, has_ended=True).standing is Standing.ENDED


def test_what_is_planned_in_time_needs_no_more_planning_and_what_is_planned_too_late_does():
    due_on = TODAY + timedelta(days=4)
    assert how(meetings(1, planned=[due_on]), 1, due_on=due_on).standing is Standing.ON_TRACK
    late = how(meetings(1, planned=[due_on + timedelta(1)]), 1, due_on=due_on)
    assert (late.standing, late.to_plan) == (Standing.TIGHT, 1)


def test_holidays_leave_no_school_weeks():
    holiday = Days(TODAY + timedelta(7), TODAY + timedelta(20))
    found = how(meetings(2), 4, is_closed=lambda day: weekend(day) or holiday.has(day))
    assert (found.weeks_left, found.standing) == (2, Standing.TIGHT)


def test_trajectories_run_beside_each_other():
    promised = Progress(Amount(4, 4 * 360))
    found = how(promised, 8, way=CarriedOut.COACHING)
    assert (found.to_plan, found.weeks_needed, found.standing) == (4, 4, Standing.ON_TRACK)


def test_a_trajectory_under_way_wants_the_weeks_that_it_is_short():
    units = [UnitState("trajectory:1", False, True, 75, (expected(TODAY + timedelta(1)),))]
    promised = Progress(Amount(1, 360), Amount(0, 75), Amount(1, 75), units)
    found = how(promised, 2, way=CarriedOut.COACHING)
    assert (found.to_plan, found.weeks_needed, found.standing) == (0, 3, Standing.OUT_OF_REACH)


def test_those_furthest_on_are_finished_first():
    units = [UnitState(f"trajectory:{number}", False, True, minutes, ()) for number, minutes in enumerate((300, 0))]
    promised = Progress(Amount(1, 360), Amount(0, 300), Amount(2), units)
    assert how(promised, 9, way=CarriedOut.COACHING).weeks_needed == 1


days = st.integers(0, 200).map(lambda number: TODAY + timedelta(number))
holidays = st.lists(st.tuples(days, st.integers(0, 20)), max_size=4)
ways = st.sampled_from(CarriedOut)
amounts = st.tuples(st.integers(1, 8), st.integers(0, 8), st.lists(days, max_size=4))


def closed_in(drawn):
    """Closed at weekends and in these stretches."""
    stretches = [Days(first, first + timedelta(length)) for first, length in drawn]
    return lambda day: weekend(day) or any(stretch.has(day) for stretch in stretches)


@given(amounts, days, days, holidays, ways)
def test_more_time_never_makes_it_worse(amount, one, other, drawn, way):
    first, last = sorted((one, other))
    promised, closed = meetings(*amount), closed_in(drawn)
    found = [
        prospect(promised, carried_out=way, due_on=due_on, today=TODAY, is_closed=closed) for due_on in (first, last)
    ]
    assert WORST.index(found[0].standing) >= WORST.index(found[1].standing)
    assert found[0].weeks_left <= found[1].weeks_left or found[1].standing is Standing.KEPT


@given(amounts, days, holidays, ways)
def test_one_more_held_never_makes_it_worse(amount, due_on, drawn, way):
    promised, held, planned = amount
    closed = closed_in(drawn)
    found = [
        prospect(meetings(promised, count, planned), carried_out=way, due_on=due_on, today=TODAY, is_closed=closed)
        for count in (held, held + 1)
    ]
    assert WORST.index(found[0].standing) >= WORST.index(found[1].standing)


@given(amounts, days, holidays)
def test_what_can_be_met_can_be_planned_one_a_week_and_what_cannot_cannot(amount, due_on, drawn):
    closed = closed_in(drawn)
    found = how(meetings(*amount), 0, due_on=due_on, is_closed=closed)
    open_days = [TODAY + timedelta(n) for n in range((due_on - TODAY).days + 1) if not closed(TODAY + timedelta(n))]
    weeks = {day - timedelta(day.weekday()) for day in open_days}
    if found.standing is not Standing.KEPT:
        assert (found.standing is Standing.OUT_OF_REACH) is (found.to_plan > len(weeks))
        assert found.weeks_left == len(weeks)


@given(days, days, holidays)
def test_a_week_counts_when_there_is_school_on_one_of_its_days(one, other, drawn):
    first, last = sorted((one, other))
    closed = closed_in(drawn)
    found = school_weeks(first, last, closed)
    assert 0 <= found <= (last - first).days // 7 + 2
    assert (found == 0) is all(closed(first + timedelta(n)) for n in range((last - first).days + 1))


def test_what_presses_is_told_worst_first():
    assert PRESSING == (Standing.OVERDUE, Standing.OUT_OF_REACH, Standing.TIGHT)
