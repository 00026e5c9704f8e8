"""Laws of the forecast, whatever is needed, planned and left."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coachtrack.coverage.rules.forecast import Forecast, Horizon, forecast
from coachtrack.coverage.rules.needs import Need
from coachtrack.coverage.rules.odds import Rate, chances, expected_number, people_reached, rate
from coachtrack.coverage.rules.rates import Past, rates, records
from coachtrack.coverage.rules.requirement import Outlook
from coachtrack.coverage.rules.weeks import Calendar, SchoolWeek, too_late_on
from coachtrack.evidence.rules.records import Activity

MONDAY = date(2028, 8, 28)
ALMOST = 1e-9
needed_ones, planned_ones, weeks_free = st.integers(0, 12), st.integers(0, 12), st.integers(0, 60)
shares = st.builds(rate, st.floats(0.01, 0.99), st.floats(1, 50))
beginnings = st.one_of(st.none(), shares)
KNOWN = rates(records(Past(), {1: Past()})[1], held=4, weeks=20)


@given(needed_ones, planned_ones, weeks_free, shares, shares, beginnings)
def test_the_range_is_ordered_and_lies_between_never_and_certain(
    needed: int, planned: int, free: int, holds: Rate, pace: Rate, begins: Rate | None
) -> None:
    found = chances(needed, planned, free, holds, pace, begins)
    assert -ALMOST <= found.low <= found.likely <= found.high <= 1 + ALMOST
    sessions = expected_number(planned, free, holds, pace, begins)
    assert 0 <= sessions.low <= sessions.likely <= sessions.high <= planned + free


@given(needed_ones, planned_ones, weeks_free, shares, shares, beginnings)
def test_more_needed_never_raises_the_chance_and_more_weeks_never_lower_it(
    needed: int, planned: int, free: int, holds: Rate, pace: Rate, begins: Rate | None
) -> None:
    here = chances(needed, planned, free, holds, pace, begins)
    more = chances(needed + 1, planned, free, holds, pace, begins)
    longer = chances(needed, planned, free + 1, holds, pace, begins)
    for name in ("low", "likely", "high"):
        assert getattr(more, name) <= getattr(here, name) + ALMOST
        assert getattr(longer, name) >= getattr(here, name) - ALMOST


@given(needed_ones, planned_ones, weeks_free, shares, shares, beginnings)
def test_one_more_planned_beside_the_free_weeks_never_lowers_the_chance(
    needed: int, planned: int, free: int, holds: Rate, pace: Rate, begins: Rate | None
) -> None:
    here, more = (chances(needed, number, free, holds, pace, begins).likely for number in (planned, planned + 1))
    assert more >= here - ALMOST


@st.composite
def calendars(draw: st.DrawFn) -> tuple[SchoolWeek, ...]:
    """School weeks with holidays between them, and weeks that are shorter."""
    found, monday = [], MONDAY
    for _ in range(draw(st.integers(1, 15))):
        monday += timedelta(weeks=draw(st.sampled_from([1, 1, 1, 2, 3])))
        opens, closes = draw(st.sampled_from([(0, 4), (0, 4), (1, 4), (0, 2), (3, 3)]))
        found.append(SchoolWeek(monday + timedelta(days=opens), monday + timedelta(days=closes)))
    return tuple(found)


days_planned = st.lists(st.integers(0, 120).map(lambda day: MONDAY + timedelta(days=day)), max_size=6).map(
    lambda days: tuple(sorted(days))
)


def fits(needed: int, planned: tuple[date, ...], weeks: tuple[SchoolWeek, ...], last: date, on: date) -> bool:
    """The same as the rule says it, one week after another: for each the most that can still be held in it."""
    room = 0
    mondays = {day - timedelta(days=day.weekday()) for day in (*planned, *(week.opens for week in weeks))}
    for monday in mondays:
        here = [day for day in planned if monday <= day < monday + timedelta(weeks=1) and day <= last]
        open_days = [
            week for week in weeks if monday <= week.opens < monday + timedelta(weeks=1) and week.opens <= last
        ]
        until = max([*here, *(min(week.closes, last) for week in open_days)], default=date.min)
        if until >= on:
            room += max(len(here), len(open_days))
    return room >= needed


@given(st.integers(1, 12), days_planned, calendars(), st.integers(20, 150))
def test_on_the_day_before_it_still_fits_and_on_the_day_itself_no_longer(
    needed: int, planned: tuple[date, ...], weeks: tuple[SchoolWeek, ...], length: int
) -> None:
    last = MONDAY + timedelta(days=length)
    day = too_late_on(needed, planned, Calendar(weeks), last)
    assert day is not None
    assert not fits(needed, planned, weeks, last, day)
    if fits(needed, planned, weeks, last, min([*planned, weeks[0].opens])):
        assert fits(needed, planned, weeks, last, day - timedelta(days=1))


def foreseen(weeks: tuple[SchoolWeek, ...], needed: int, planned: tuple[date, ...], on: date) -> Forecast:
    last = weeks[-1].closes
    ahead = tuple(day for day in planned if on <= day <= last)
    horizon = Horizon(Calendar(weeks), on, last, last, last, last)
    return forecast(((Need(Activity.COACHING, needed, planned=ahead),),), horizon, on, KNOWN)


@given(st.integers(1, 10), days_planned, calendars(), st.integers(0, 100))
def test_who_is_out_of_reach_is_so_from_the_day_that_was_told(
    needed: int, planned: tuple[date, ...], weeks: tuple[SchoolWeek, ...], after: int
) -> None:
    on = MONDAY + timedelta(days=after)
    found = foreseen(weeks, needed, planned, on)
    assert found.out_of_reach_on is not None
    assert (found.outlook is Outlook.OUT_OF_REACH) == (found.out_of_reach_on <= on)
    assert (found.chance.likely > 0) == (found.outlook is not Outlook.OUT_OF_REACH)


@given(st.integers(1, 10), days_planned, calendars(), st.integers(0, 60), st.integers(0, 60))
def test_a_session_planned_in_a_free_week_never_lowers_the_chance(
    needed: int, planned: tuple[date, ...], weeks: tuple[SchoolWeek, ...], after: int, which: int
) -> None:
    on = MONDAY + timedelta(days=after)
    extra = weeks[which % len(weeks)].closes
    here, more = foreseen(weeks, needed, planned, on), foreseen(weeks, needed, tuple(sorted((*planned, extra))), on)
    assert more.chance.likely >= here.chance.likely - ALMOST


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.3)), max_size=30))
def test_the_range_of_a_school_is_ordered_and_no_more_than_its_people(pairs: list[tuple[float, float]]) -> None:
    several = [chances(1, 1, 0, rate(mean, 5 + width), rate(0.1, 5)) for mean, width in pairs]
    found = people_reached(several)
    assert 0 <= found.low <= found.likely <= found.high <= len(several)
