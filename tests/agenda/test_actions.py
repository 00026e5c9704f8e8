"""Planning, moving and cancelling: what counts as a change, whom it touches, and what is refused."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda import actions, queries
from coachtrack.agenda.rules.appointments import AppointmentStatus, CancelReason, ParticipantRole, PlaceKind
from coachtrack.errors import Refused
from coachtrack.people.models import FeedRevision
from tests.factories.agenda import TOMORROW, make_appointment
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school

HOUR = timedelta(hours=1)


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Anneke")


def revision(db, person):
    return db.scalar(sa.select(FeedRevision.revision).where(FeedRevision.person_id == person.id)) or 0


def test_an_appointment_gets_a_name_under_the_address_of_the_installation(db, coach, teacher, school, app):
    first, second = make_appointment(coach, teacher), make_appointment(coach, teacher, starts_at=TOMORROW + HOUR)
    assert [each.uid.partition("@")[2] for each in (first, second)] == ["localhost", "localhost"]
    assert first.uid != second.uid
    assert (first.sequence, first.status) == (0, AppointmentStatus.PLANNED)


def test_planning_touches_the_calendars_of_all_who_take_part(db, coach, teacher):
    make_appointment(coach, teacher)
    assert (revision(db, coach), revision(db, teacher)) == (1, 1)


def test_a_move_is_the_same_appointment_with_a_higher_sequence(db, coach, teacher, now):
    appointment = make_appointment(coach, teacher)
    uid, version = appointment.uid, appointment.version
    actions.move_appointment(appointment, starts_at=TOMORROW + HOUR, ends_at=TOMORROW + 2 * HOUR, by=coach.id, now=now)
    assert (appointment.uid, appointment.sequence, appointment.changed_at) == (uid, 1, now)
    assert appointment.version > version
    assert (revision(db, coach), revision(db, teacher)) == (2, 2)


def test_another_place_raises_the_sequence_too(db, coach, teacher, now):
    appointment = make_appointment(coach, teacher)
    times = {"starts_at": appointment.starts_at, "ends_at": appointment.ends_at}
    actions.move_appointment(appointment, **times, place="speelzaal", by=coach.id, now=now)
    actions.move_appointment(appointment, **times, place_kind=PlaceKind.ONLINE, by=coach.id, now=now)
    assert (appointment.sequence, appointment.place, appointment.place_kind) == (2, "speelzaal", PlaceKind.ONLINE)


def test_a_move_to_where_it_is_changes_nothing(db, coach, teacher, now):
    appointment = make_appointment(coach, teacher)
    actions.move_appointment(
        appointment, starts_at=appointment.starts_at, ends_at=appointment.ends_at, by=coach.id, now=now
    )
    assert (appointment.sequence, revision(db, coach)) == (0, 1)


def test_each_change_is_later_than_the_one_before_even_within_a_second(db, coach, teacher, now):
    appointment = make_appointment(coach, teacher)
    moments = [appointment.changed_at]
    for _ in range(3):
        actions.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=coach.id, now=now)
        moments.append(appointment.changed_at)
        actions.restore_appointment(appointment, by=coach.id, now=now)
        moments.append(appointment.changed_at)
    assert moments == sorted(set(moments))
    assert {moment.microsecond for moment in moments} == {0}


def test_cancelling_twice_does_it_once(db, coach, teacher, now):
    appointment = make_appointment(coach, teacher)
    for _ in range(2):
        actions.cancel_appointment(appointment, reason=CancelReason.AWAY, by=coach.id, now=now)
    assert (appointment.status, appointment.cancel_reason) == (AppointmentStatus.CANCELLED, CancelReason.AWAY)
    assert (appointment.sequence, revision(db, teacher)) == (1, 2)


def test_what_was_cancelled_is_not_moved(db, coach, teacher, now):
    appointment = make_appointment(coach, teacher)
    actions.cancel_appointment(appointment, reason=CancelReason.AWAY, by=coach.id, now=now)
    with pytest.raises(Refused, match="was cancelled"):
        actions.move_appointment(appointment, starts_at=TOMORROW + HOUR, ends_at=TOMORROW + 2 * HOUR, by=1, now=now)


@pytest.mark.parametrize("minutes", [-30, 0, 30])
def test_nobody_is_booked_twice(db, coach, teacher, school, minutes):
    make_appointment(coach, teacher)
    other = make_teacher(school, "Bo")
    with pytest.raises(Refused, match="already has an appointment"):
        make_appointment(coach, other, starts_at=TOMORROW + timedelta(minutes=minutes))
    with pytest.raises(Refused, match="Anneke"):
        make_appointment(make_coach(), teacher, starts_at=TOMORROW + timedelta(minutes=minutes))


def test_one_may_begin_when_another_ends(db, coach, teacher):
    make_appointment(coach, teacher)
    assert make_appointment(coach, teacher, starts_at=TOMORROW + HOUR).id


def test_what_took_place_is_written_down_as_it_was(db, coach, teacher):
    make_appointment(coach, teacher)
    assert make_appointment(coach, teacher, took_place=True).id


def test_a_cancelled_appointment_keeps_nobody_from_another(db, coach, teacher, now):
    cancelled = make_appointment(coach, teacher)
    actions.cancel_appointment(cancelled, reason=CancelReason.SCHOOL, by=coach.id, now=now)
    make_appointment(coach, teacher)
    with pytest.raises(Refused, match="already has an appointment"):
        actions.restore_appointment(cancelled, by=coach.id, now=now)


def test_an_attendee_is_free_for_other_things(db, coach, teacher):
    make_appointment(
        coach, coach, participants={coach.id: ParticipantRole.TRAINER, teacher.id: ParticipantRole.ATTENDEE}
    )
    assert make_appointment(make_coach(), teacher).id


def test_a_move_does_not_clash_with_itself(db, coach, teacher, now):
    appointment = make_appointment(coach, teacher)
    later = TOMORROW + timedelta(minutes=30)
    actions.move_appointment(appointment, starts_at=later, ends_at=later + HOUR, by=coach.id, now=now)
    assert appointment.sequence == 1


def test_an_end_before_the_beginning_is_refused(db, coach, teacher):
    with pytest.raises(Refused) as refusal:
        make_appointment(coach, teacher, ends_at=TOMORROW)
    assert refusal.value.field == "ends_at"


def test_who_is_taken_off_the_list_is_told_as_well(db, coach, teacher, school, now):
    appointment = make_appointment(coach, teacher)
    other = make_teacher(school, "Bo")
    wanted = {coach.id: ParticipantRole.COACH, other.id: ParticipantRole.TEACHER}
    actions.set_participants(appointment, wanted, now=now)
    db.expire_all()
    assert {each.person_id: each.role for each in appointment.participants} == wanted
    assert [revision(db, each) for each in (coach, teacher, other)] == [2, 2, 1]
    assert appointment.sequence == 0


def test_next_is_the_first_that_has_not_ended_and_goes_on(db, coach, teacher, now):
    past = make_appointment(coach, teacher, starts_at=now - 2 * HOUR)
    under_way = make_appointment(coach, teacher, starts_at=now - HOUR / 2)
    make_appointment(coach, teacher)
    assert queries.next_appointment_of(coach.id, now) == under_way
    actions.cancel_appointment(under_way, reason=CancelReason.SCHOOL, by=coach.id, now=now)
    assert queries.next_appointment_of(coach.id, now).starts_at == TOMORROW
    assert queries.appointments_of(teacher.id, now - 3 * HOUR, now) == [past, under_way]
