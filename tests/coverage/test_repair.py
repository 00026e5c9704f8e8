"""The cheapest repair, the time of coaches, and whether agreements can still be kept."""

from dataclasses import replace
from datetime import date, timedelta

from coachtrack.agreements.rules.progress import Amount, Expected, Progress, UnitState
from coachtrack.agreements.rules.promises import CarriedOut
from coachtrack.coverage.rules.assumptions import BOOKED_MINUTES, ON_TRACK_FROM
from coachtrack.coverage.rules.capacity import Capacity, CoachTime, shares_of_need, weeks_in_common
from coachtrack.coverage.rules.forecast import Horizon
from coachtrack.coverage.rules.needs import Need
from coachtrack.coverage.rules.promised import agreement_forecast
from coachtrack.coverage.rules.rates import Past, rates, records
from coachtrack.coverage.rules.repair import CoachRoom, repair
from coachtrack.coverage.rules.requirement import Outlook
from coachtrack.coverage.rules.weeks import Calendar, SchoolWeek
from coachtrack.evidence.rules.records import Activity
from coachtrack.schools.rules.subjects import Discipline

MONDAY = date(2028, 11, 6)
RECORD = records(Past(), {1: Past()})[1]
BEGUN = rates(RECORD, held=2, weeks=10)
NEED = Need(Activity.COACHING, 4)


def ahead(number=12):
    """So many school weeks ahead."""
    mondays = [MONDAY + timedelta(weeks=week) for week in range(number)]
    weeks = tuple(SchoolWeek(monday, monday + timedelta(days=4)) for monday in mondays)
    last = weeks[-1].closes
    return Horizon(Calendar(weeks), MONDAY, last, last, last, last)


def a_coach(number=1, **given):
    """A coach of music with four hours a week, all of them free."""
    values = {"person_id": number, "name": f"Coach {number}", "weekly_minutes": 240, "disciplines": {Discipline.MUSIC}}
    return CoachRoom(**(values | given))


def mended(*coaches, need=NEED, known=BEGUN, weeks=12, **given):
    """What would mend it for who needs this."""
    return repair(((need,),), ahead(weeks), MONDAY, known, coaches, **given)


def test_no_more_sessions_are_proposed_than_put_her_on_track_from_next_week_on():
    found = mended(a_coach())
    assert found is not None
    assert found.is_enough
    assert found.chance.likely >= ON_TRACK_FROM
    assert found.sessions[0].week.opens == MONDAY + timedelta(weeks=1)
    assert len({each.week for each in found.sessions}) == len(found.sessions)
    fewer = tuple(each.week.opens for each in found.sessions[:-1])
    assert mended(a_coach(), need=replace(NEED, planned=fewer)).sessions


def test_her_own_coach_is_asked_first_then_who_is_at_her_school_then_who_has_most_room():
    full = {MONDAY + timedelta(weeks=1): 100}
    coaches = a_coach(1), a_coach(2, booked=dict(full)), a_coach(3, booked=dict(full))
    assert mended(*coaches).sessions[0].coach_id == 1
    assert mended(*coaches, near={2}).sessions[0].coach_id == 2
    assert mended(*coaches, near={2}, own={3}).sessions[0].coach_id == 3


def test_a_week_in_which_no_coach_has_room_is_passed_over():
    booked = {MONDAY + timedelta(weeks=1): 240}
    assert mended(a_coach(booked=booked)).sessions[0].week.opens == MONDAY + timedelta(weeks=2)
    never = {MONDAY + timedelta(weeks=week): 240 for week in range(12)}
    assert mended(a_coach(booked=never)) is None


def test_what_is_proposed_takes_room_so_that_it_is_not_proposed_twice():
    coach = a_coach(weekly_minutes=BOOKED_MINUTES)
    first, second = mended(coach), mended(coach)
    assert not {each.week for each in first.sessions} & {each.week for each in second.sessions}


def test_only_coaches_of_the_discipline_that_is_asked_are_proposed():
    need = replace(NEED, discipline=Discipline.DANCE)
    assert mended(a_coach(), need=need) is None
    assert mended(a_coach(), a_coach(2, disciplines={Discipline.DANCE}), need=need).coaches == ("Coach 2",)


def test_training_is_not_mended_by_coaching():
    assert mended(a_coach(), need=Need(Activity.TRAINING, 2)) is None


def test_where_it_cannot_become_sure_the_most_that_helps_is_told():
    found = mended(a_coach(), need=Need(Activity.COACHING, 5), weeks=6)
    assert not found.is_enough
    assert 0 < found.chance.likely < ON_TRACK_FROM


def a_time(number, weekly=120, booked=0, *disciplines):
    return CoachTime(number, weekly, booked, frozenset(disciplines or {Discipline.MUSIC}))


def test_the_time_of_coaches_is_what_is_not_booked_until_the_end():
    capacity = Capacity((a_time(1, 120, 200), a_time(2, 60, 900)), weeks=10, sessions_needed=20, session_minutes=100)
    assert capacity.of(None).minutes_left == 1000
    assert capacity.of(None).share == 0.5
    assert capacity.of(None).is_short
    assert capacity.of(Discipline.MUSIC, 0.25).share == 1.0
    assert capacity.of(Discipline.DANCE).coaches == 0


def test_a_coach_without_a_number_of_hours_limits_nothing():
    capacity = Capacity((a_time(1, 0),), weeks=10, sessions_needed=1000)
    assert capacity.of(None).share == 1.0


def test_what_is_needed_divides_over_disciplines_as_it_is_asked_for():
    assert shares_of_need({Discipline.MUSIC: 3, Discipline.DANCE: 1})[Discipline.MUSIC] == 0.75
    assert shares_of_need({})[Discipline.DANCE] == 1 / 7
    assert (weeks_in_common([]), weeks_in_common([3, 9, 7])) == (0, 7)


def promised(*units, amount=1, carried_out=CarriedOut.COACHING, weeks=12):
    """The forecast of a promise of so many of 360 minutes."""
    held = sum(each.is_held for each in units)
    progress = Progress(Amount(amount, amount * 360), Amount(held), units=units)
    return agreement_forecast(progress, carried_out=carried_out, horizon=ahead(weeks), record=RECORD, minutes_each=360)


def under_way(minutes, *weeks):
    """A trajectory that took so long already, with sessions planned in these weeks."""
    from_now = [MONDAY + timedelta(weeks=week) for week in weeks]
    expected = [Expected(starts_at=None, on=day, minutes=90, kind="co_teaching") for day in from_now]
    return UnitState("trajectory:1", False, True, minutes, expected)


def test_an_agreement_that_was_kept_asks_nothing():
    assert promised(UnitState("trajectory:1", True, False, 360, ())).outlook is None


def test_a_trajectory_that_is_almost_done_is_on_track_and_one_that_has_not_begun_is_not():
    assert promised(under_way(270, 1, 2)).outlook is Outlook.ON_TRACK
    assert promised().outlook is Outlook.AT_RISK


def test_all_trajectories_have_to_be_held_and_the_first_day_counts():
    both = promised(under_way(270, 1), amount=2)
    assert both.chance.likely < promised(under_way(270, 1)).chance.likely
    assert both.out_of_reach_on == promised().out_of_reach_on
    assert promised(weeks=3).outlook is Outlook.OUT_OF_REACH


def test_where_many_wait_someone_begins_sooner():
    few, many = (records(Past(), {1: Past(waited=people * 40)})[1] for people in (1, 20))
    chance = {
        record.past.waited: agreement_forecast(
            Progress(Amount(1, 360)), carried_out=CarriedOut.COACHING, horizon=ahead(), record=record, minutes_each=360
        ).chance.likely
        for record in (few, many)
    }
    assert chance[40] < chance[800]


def test_meetings_are_held_one_a_week():
    meetings = promised(amount=13, carried_out=CarriedOut.TRAINING)
    assert meetings.outlook is Outlook.OUT_OF_REACH
    assert promised(amount=12, carried_out=CarriedOut.TRAINING).out_of_reach_on == MONDAY + timedelta(days=5)
