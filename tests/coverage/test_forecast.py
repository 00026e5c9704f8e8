"""The forecast: how many sessions someone still needs, whether they fit, and on which day they no longer do."""

from dataclasses import replace
from datetime import date, timedelta

from coachtrack.agenda.rules.days import Days
from coachtrack.coverage.rules.forecast import Forecast, Horizon, forecast
from coachtrack.coverage.rules.needs import Need, Planned, Usual, sessions_in_full, ways_to_meet
from coachtrack.coverage.rules.odds import NEVER, Range, expected_number, people_reached, pooled, rate
from coachtrack.coverage.rules.rates import Past, Rates, rates, records
from coachtrack.coverage.rules.requirement import Combination, Demand, Group, Measure, Outlook, Requirement, Span
from coachtrack.coverage.rules.verdict import Answered, Cell, PersonFacts, Sum, decide
from coachtrack.coverage.rules.weeks import (
    Calendar,
    OwnDays,
    SchoolWeek,
    calendar_of_region,
    calendar_of_school,
    free_weeks,
    last_day_to_hold,
    school_weeks,
    too_late_on,
    with_borrowed,
)
from coachtrack.evidence.rules.records import Activity
from coachtrack.schools.rules.subjects import Discipline
from tests.factories.coverage import FRAME, TODAY, a_person, asking

MONDAY = date(2028, 11, 6)
LAST = date(2028, 12, 31)
KNOWN = rates(records(Past(), {1: Past()})[1], held=10, weeks=40)


def weeks_from(first: date, number: int) -> tuple[SchoolWeek, ...]:
    """So many school weeks, Monday up to and with Friday."""
    mondays = [first + timedelta(weeks=week) for week in range(number)]
    return tuple(SchoolWeek(monday, monday + timedelta(days=4)) for monday in mondays)


def ahead(number: int, on: date = MONDAY, **given: date) -> Horizon:
    """So many school weeks ahead, until the end of the period."""
    last = on + timedelta(weeks=number, days=-1)
    days = {"last": last, "last_this_year": last, "confirmed_by": last, "confirmed_this_year_by": last} | given
    return Horizon(Calendar(weeks_from(on, number)), on, **days)


def foreseen(needed: int, planned: tuple[date, ...] = (), *, weeks: int = 10, known: Rates = KNOWN) -> Forecast:
    """The forecast of who needs so many sessions of coaching, with so many weeks ahead."""
    horizon = ahead(weeks)
    return forecast(((Need(Activity.COACHING, needed, planned=planned),),), horizon, horizon.on, known)


def asked_of(requirement: Requirement, person: PersonFacts, *planned: Planned) -> tuple[tuple[Need, ...], ...]:
    """In which ways this person can meet what is missing."""
    return ways_to_meet(requirement, decide(requirement, person, FRAME), person, planned, Usual(), TODAY)


def with_cells(*cells: tuple[Cell, int]) -> PersonFacts:
    """Someone with so many pieces in these cells."""
    return a_person(cells={cell: Sum(pieces, 60 * pieces) for cell, pieces in cells})


def test_weeks_with_a_single_day_of_school_count_and_others_do_not() -> None:
    holiday = Days(date(2028, 10, 16), date(2028, 10, 22))
    found = school_weeks(date(2028, 10, 11), date(2028, 10, 24), lambda day: holiday.has(day))
    assert found == (
        SchoolWeek(date(2028, 10, 11), date(2028, 10, 13)),
        SchoolWeek(date(2028, 10, 23), date(2028, 10, 24)),
    )


def test_a_debrief_is_shared_fourteen_days_outside_the_holidays_before_the_end() -> None:
    assert last_day_to_hold(LAST, 14, []) == date(2028, 12, 17)
    christmas = Days(date(2028, 12, 23), date(2029, 1, 7))
    assert last_day_to_hold(LAST, 14, [christmas]) == date(2028, 12, 8)


def test_of_school_years_without_known_holidays_those_of_the_last_known_year_are_taken() -> None:
    autumn = Days(date(2026, 10, 10), date(2026, 10, 18))
    found = with_borrowed([autumn], date(2028, 12, 31))
    assert [each.first for each in found] == [date(2026, 10, 10), date(2027, 10, 9), date(2028, 10, 7)]
    assert with_borrowed([], date(2028, 12, 31)) == []


def test_weeks_in_which_something_is_planned_are_not_free() -> None:
    weeks = weeks_from(MONDAY, 3)
    assert free_weeks(weeks, [MONDAY + timedelta(days=9)]) == [weeks[0], weeks[2]]


def test_it_is_too_late_the_day_after_the_last_week_that_is_needed() -> None:
    calendar = Calendar(weeks_from(MONDAY, 4))
    assert too_late_on(1, (), calendar, LAST) == date(2028, 12, 2)
    assert too_late_on(4, (), calendar, LAST) == date(2028, 11, 11)
    assert too_late_on(0, (), calendar, LAST) is None
    assert too_late_on(5, (), calendar, LAST) == date.min


def test_what_is_planned_in_one_week_fits_in_it() -> None:
    calendar = Calendar(weeks_from(MONDAY, 2))
    both = (MONDAY + timedelta(days=8), MONDAY + timedelta(days=9))
    assert too_late_on(2, both, calendar, LAST) == date(2028, 11, 18)


def test_who_needs_more_than_there_are_weeks_is_out_of_reach() -> None:
    found = foreseen(11)
    assert found.outlook is Outlook.OUT_OF_REACH
    assert found.chance == NEVER
    assert found.out_of_reach_on == MONDAY


def test_who_has_enough_planned_is_on_track_and_who_has_nothing_is_at_risk() -> None:
    days = tuple(MONDAY + timedelta(weeks=week) for week in range(4))
    assert foreseen(2, days).outlook is Outlook.ON_TRACK
    assert foreseen(5).outlook is Outlook.AT_RISK


def test_who_has_to_begin_first_has_less_chance_than_who_has_begun() -> None:
    record = records(Past(), {1: Past()})[1]
    begun, not_begun = rates(record, held=0, weeks=0), rates(record, held=0, weeks=None)
    assert foreseen(2, known=not_begun).chance.likely < foreseen(2, known=begun).chance.likely
    day = (MONDAY,)
    assert foreseen(2, day, known=not_begun).chance == foreseen(2, day, known=begun).chance


def test_without_room_with_the_coaches_the_chance_is_less() -> None:
    record = records(Past(), {1: Past()})[1]
    full, half = (rates(record, held=5, weeks=20, has_room=room) for room in (1.0, 0.5))
    assert foreseen(3, known=half).chance.likely < foreseen(3, known=full).chance.likely


def test_a_school_that_calls_off_often_is_drawn_towards_its_programme() -> None:
    found = records(Past(held=900, tries=1000), {1: Past(held=2, tries=10), 2: Past()})
    assert 0.2 < found[1].holds.mean < found[2].holds.mean
    assert found[2].holds.mean > 0.85


def test_who_is_on_leave_can_be_coached_afterwards_only() -> None:
    horizon = ahead(4)
    need = Need(Activity.COACHING, 3)
    back = MONDAY + timedelta(weeks=2)
    found = forecast(((need,),), horizon, back, KNOWN)
    assert found.weeks_left == 2
    assert found.outlook is Outlook.OUT_OF_REACH


def test_of_several_ways_the_likeliest_is_told_and_the_latest_day() -> None:
    horizon = ahead(6)
    many, few = Need(Activity.COACHING, 5), Need(Activity.TRAINING, 1)
    found = forecast(((many,), (few,)), horizon, MONDAY, KNOWN)
    assert found.way == (few,)
    assert found.out_of_reach_on == MONDAY + timedelta(weeks=5, days=5)


def test_all_of_a_way_has_to_fit() -> None:
    horizon = ahead(6)
    coaching, training = Need(Activity.COACHING, 2), Need(Activity.TRAINING, 6)
    found = forecast(((coaching, training),), horizon, MONDAY, KNOWN)
    assert found.needed_sessions == 8
    assert found.out_of_reach_on == MONDAY + timedelta(days=5)


def test_it_holds_until_a_school_week_has_passed() -> None:
    assert foreseen(3).holds_until == MONDAY + timedelta(days=4)


def test_a_trajectory_under_way_takes_what_is_left_of_it() -> None:
    requirement = asking(Measure.COMPLETED_TRAJECTORIES)
    music = Cell(Activity.COACHING, "music", 2026)
    under_way = replace(with_cells((music, 3)), open_in=frozenset({"music"}))
    assert asked_of(requirement, under_way) == ((Need(Activity.COACHING, 2),),)
    assert asked_of(requirement, a_person()) == ((Need(Activity.COACHING, 5),),)


def test_debriefs_that_wait_for_the_teacher_count_when_silence_counts() -> None:
    requirement = asking(Measure.CONFIRMED_DEBRIEFS, 3)
    waiting = with_cells((Cell(Activity.DEBRIEF, "music", 2026, Answered.WAITING), 1))
    assert asked_of(requirement, waiting)[0][0].needed == 2
    strict = replace(requirement, one_sided_counts=False)
    need = asked_of(strict, waiting)[0][0]
    assert (need.needed, need.pending) == (3, 1)


def test_minutes_become_sessions_and_planned_trainings_help_up_to_the_cap() -> None:
    demand = Demand(Measure.ALL_MINUTES, 600, training_cap_minutes=180)
    requirement = replace(asking(), groups=(Group((demand,)),))
    trainings = [Planned(TODAY + timedelta(days=day), Activity.TRAINING) for day in (7, 14, 21)]
    need = asked_of(requirement, a_person(), *trainings)[0][0]
    assert need.needed == 7
    assert len(need.planned) == 2


def test_a_discipline_that_is_asked_counts_only_what_is_planned_in_it() -> None:
    requirement = replace(asking(), groups=(Group((Demand(Measure.COACHING_MINUTES, 180, Discipline.MUSIC),)),))
    planned = [Planned(TODAY, Activity.COACHING, each) for each in (Discipline.MUSIC, Discipline.DRAMA)]
    assert len(asked_of(requirement, a_person(), *planned)[0][0].planned) == 1


def test_disciplines_are_new_ones_and_each_planned_one_counts_once() -> None:
    requirement = asking(Measure.DISCIPLINES, 3)
    person = with_cells((Cell(Activity.COACHING, "music", 2026), 2))
    planned = [Planned(TODAY, Activity.COACHING, each) for each in ("music", "drama", "drama", "dance")]
    need = asked_of(requirement, person, *planned)[0][0]
    assert (need.needed, len(need.planned)) == (2, 2)


def test_all_groups_together_make_one_way_and_two_disciplines_are_added_up() -> None:
    groups = tuple(
        Group((Demand(Measure.COACHING_MINUTES, 180, discipline),))
        for discipline in (Discipline.MUSIC, Discipline.DANCE)
    )
    requirement = replace(asking(), groups=groups, combination=Combination.ALL)
    (way,) = asked_of(requirement, a_person())
    assert [need.needed for need in way] == [2, 2, 4]


def test_any_of_the_groups_is_a_way_of_its_own() -> None:
    demands = (Demand(Measure.COMPLETED_TRAJECTORIES, 1), Demand(Measure.TRAINING_MINUTES, 480, span=Span.SCHOOL_YEAR))
    requirement = replace(asking(), groups=(Group(demands),))
    ways = asked_of(requirement, a_person())
    assert [(way[0].activity, way[0].needed, way[0].is_yearly) for way in ways] == [
        (Activity.COACHING, 5, False),
        (Activity.TRAINING, 4, True),
    ]
    assert sessions_in_full(requirement, Usual(), TODAY) == 5


def test_what_began_lately_waits_to_be_logged_and_counts_as_planned() -> None:
    planned = Planned(TODAY - timedelta(days=3), Activity.COACHING)
    need = asked_of(asking(Measure.COACHING_MINUTES, 90), a_person(), planned)[0][0]
    assert (need.planned, need.pending) == ((), 1)


def test_nothing_is_foreseen_for_who_needs_nothing() -> None:
    assert forecast((), ahead(3), MONDAY, KNOWN).outlook is None


def test_what_was_seen_moves_a_share_but_never_makes_it_too_sure() -> None:
    found = pooled(10, 10, rate(0.5, 10), most=15)
    assert abs(found.mean - 0.75) < 0.01
    assert found.strength == 15


def test_the_number_of_sessions_is_told_as_a_range() -> None:
    found = expected_number(10, 0, rate(0.9, 50), rate(0.1, 10))
    assert found.low <= found.likely <= found.high <= 10
    assert found.likely >= 8


def test_the_people_of_a_school_together_are_told_as_a_range() -> None:
    sure, unsure = Range(1, 1, 1), Range(0.2, 0.5, 0.8)
    assert people_reached([sure] * 4) == Range(4, 4, 4)
    found = people_reached([unsure] * 10)
    assert 0 < found.low < found.likely < found.high < 10


def test_a_school_with_days_of_its_own_has_other_weeks_than_its_region() -> None:
    first, last = date(2026, 10, 5), date(2026, 10, 30)
    autumn = (Days(date(2026, 10, 12), date(2026, 10, 16)),)
    own = (OwnDays(date(2026, 10, 19), date(2026, 10, 23)), OwnDays(date(2026, 10, 14), date(2026, 10, 14), True))
    assert calendar_of_region(first, last, autumn).weeks == (
        SchoolWeek(date(2026, 10, 5), date(2026, 10, 9)),
        SchoolWeek(date(2026, 10, 19), date(2026, 10, 23)),
        SchoolWeek(date(2026, 10, 26), date(2026, 10, 30)),
    )
    assert calendar_of_school(first, last, autumn, own).weeks == (
        SchoolWeek(date(2026, 10, 5), date(2026, 10, 9)),
        SchoolWeek(date(2026, 10, 14), date(2026, 10, 14)),
        SchoolWeek(date(2026, 10, 26), date(2026, 10, 30)),
    )
