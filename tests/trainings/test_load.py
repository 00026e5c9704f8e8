"""How many team meetings a school has in a school year, and when that goes over what it wants."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason
from coachtrack.trainings import actions, queries
from coachtrack.trainings.models import MeetingCeiling, TrainingSchool
from coachtrack.trainings.rules import MeetingLoad, over_ceiling
from tests.factories.people import make_coach
from tests.factories.schools import make_school
from tests.factories.trainings import a_meeting, make_training
from tests.support.moments import NOW

NEXT_WEEK = NOW + timedelta(days=7)


def test_meetings_are_counted_as_held_once_attendance_was_taken(db):
    school, trainer = make_school(), make_coach()
    training = make_training(trainer, school, meetings=[a_meeting(), a_meeting(NEXT_WEEK, hours=1.5)])
    assert queries.meeting_load(school.id, 2026) == MeetingLoad(planned=2, planned_minutes=210)
    actions.take_attendance(training.meetings[0], present=[], away=[], by=trainer.id, now=NOW)
    assert queries.meeting_load(school.id, 2026) == MeetingLoad(1, 120, 1, 90)


def test_what_was_cancelled_and_what_is_not_for_the_team_do_not_count(db):
    school, trainer = make_school(), make_coach()
    training = make_training(trainer, school, meetings=[a_meeting(NEXT_WEEK)])
    make_training(trainer, school, kind=AppointmentKind.WORKING_GROUP, meetings=[a_meeting(NEXT_WEEK + timedelta(1))])
    actions.cancel_meeting(training.meetings[0], reason=CancelReason.SCHOOL, by=trainer.id, now=NOW)
    assert queries.meeting_load(school.id, 2026) == MeetingLoad()


def test_a_meeting_of_several_schools_counts_at_each_and_once(db):
    first, second, trainer = make_school(), make_school(), make_coach()
    training = make_training(trainer, first)
    db.add(TrainingSchool(training_id=training.id, school_id=second.id))
    db.add(TrainingSchool(training_id=training.id, school_id=first.id))
    db.flush()
    loads = queries.meeting_loads([first.id, second.id], 2026)
    assert {load.meetings for load in loads.values()} == {1}


def test_the_year_ends_with_the_night_of_31_july_in_the_netherlands(db):
    school, trainer = make_school(), make_coach()
    late, early = datetime(2027, 7, 31, 21, tzinfo=UTC), datetime(2027, 7, 31, 22, tzinfo=UTC)
    make_training(trainer, school, meetings=[a_meeting(late, hours=0.5), a_meeting(early, hours=0.75)])
    assert queries.meeting_load(school.id, 2026).minutes == 30
    assert queries.meeting_load(school.id, 2027).minutes == 45


def test_the_ceiling_is_that_of_the_school_and_the_year(db):
    school, other = make_school(), make_school()
    db.add(MeetingCeiling(school_id=school.id, first_year=2026, meetings=3, minutes=None))
    db.flush()
    loads = queries.meeting_loads([school.id, other.id], 2026)
    assert (loads[school.id].most, loads[other.id].most) == (3, None)
    assert queries.meeting_load(school.id, 2027).most is None


def test_many_schools_take_as_many_statements_as_one(db, statements):
    schools, trainer = [make_school() for _number in range(3)], make_coach()
    for number, school in enumerate(schools):
        make_training(trainer, school, meetings=[a_meeting(NEXT_WEEK + timedelta(days=number))])
    statements.clear()
    queries.meeting_loads([school.id for school in schools], 2026)
    assert len(statements.reads) == 2


counts = st.integers(0, 40)
mosts = st.none() | st.integers(0, 60)


@given(counts, counts, st.lists(st.integers(15, 240), max_size=12), mosts, mosts)
def test_one_is_warned_exactly_when_a_ceiling_is_passed(held, planned, more, most, most_minutes):
    load = MeetingLoad(held, held * 60, planned, planned * 60, most, most_minutes and most_minutes * 60).plus(more)
    too_many = most is not None and held + planned + len(more) > most
    too_long = most_minutes is not None and (held + planned) * 60 + sum(more) > most_minutes * 60
    assert len(over_ceiling(load)) == too_many + too_long
