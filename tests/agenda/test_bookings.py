"""Who is booked when: by every act in the agenda, and kept by the database itself, whatever code writes to it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coachtrack.agenda import actions
from coachtrack.agenda.actions.bookings import CONSTRAINT, book
from coachtrack.agenda.models import Booking
from coachtrack.agenda.rules.appointments import Booked, CancelReason, ParticipantRole
from coachtrack.database import broke
from tests.factories.agenda import TOMORROW, make_appointment
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school

HOUR = timedelta(hours=1)


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def teacher(db):
    return make_teacher(make_school())


@pytest.fixture
def appointment(coach, teacher):
    return make_appointment(coach, teacher)


def booked(db):
    rows = db.execute(sa.select(Booking.person_id, Booking.starts_at, Booking.ends_at))
    return sorted((row.person_id, row.starts_at, row.ends_at) for row in rows)


def both(appointment, starts_at=TOMORROW):
    return sorted((each.person_id, starts_at, starts_at + HOUR) for each in appointment.participants)


def move(appointment, starts_at, now):
    actions.move_appointment(appointment, starts_at=starts_at, ends_at=starts_at + HOUR, by=None, now=now)


def test_planning_books_coach_and_teacher(db, appointment):
    assert booked(db) == both(appointment)


def test_a_move_takes_the_bookings_with_it_also_over_its_own_old_time(db, appointment, now):
    move(appointment, TOMORROW + HOUR / 2, now)
    assert booked(db) == both(appointment, TOMORROW + HOUR / 2)


def test_cancelling_sets_free_and_restoring_books_again(db, appointment, now):
    actions.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=None, now=now)
    assert booked(db) == []
    actions.restore_appointment(appointment, by=None, now=now)
    assert booked(db) == both(appointment)


def test_what_took_place_books_nobody_whatever_is_done_with_it_afterwards(db, coach, teacher, now):
    before = now - 2 * HOUR
    held = make_appointment(coach, teacher, starts_at=before, now=now, took_place=True)
    assert booked(db) == []
    actions.set_participants(held, {coach.id: ParticipantRole.COACH}, now=now)
    actions.cancel_appointment(held, reason=CancelReason.OTHER, by=None, now=now)
    actions.restore_appointment(held, by=None, now=now)
    assert booked(db) == []


def test_who_becomes_trainer_is_booked_and_who_leaves_is_free(db, coach, teacher, appointment, now):
    roles = {coach.id: ParticipantRole.TRAINER, teacher.id: ParticipantRole.ATTENDEE}
    actions.set_participants(appointment, roles, now=now)
    assert booked(db) == [(coach.id, TOMORROW, TOMORROW + HOUR)]
    actions.set_participants(appointment, {teacher.id: ParticipantRole.TRAINER}, now=now)
    assert booked(db) == [(teacher.id, TOMORROW, TOMORROW + HOUR)]


def test_an_attendee_who_is_booked_elsewhere_cannot_become_the_trainer(db, coach, teacher, appointment, now):
    other = make_coach()
    roles = {other.id: ParticipantRole.TRAINER, coach.id: ParticipantRole.ATTENDEE}
    training = make_appointment(other, teacher, participants=roles)
    with pytest.raises(Booked):
        actions.set_participants(training, {coach.id: ParticipantRole.TRAINER}, now=now)


def test_a_change_that_leaves_moment_and_people_alone_writes_no_booking(db, appointment, now, statements):
    actions.move_appointment(
        appointment, starts_at=TOMORROW, ends_at=TOMORROW + HOUR, place="Gymzaal", by=None, now=now
    )
    assert {each.split()[0] for each in statements.naming("booking")} == {"SELECT"}


@pytest.mark.parametrize("shift", [timedelta(), HOUR / 2, -HOUR / 2, timedelta(minutes=59)])
def test_the_database_itself_refuses_a_second_booking_that_overlaps(db, appointment, coach, shift):
    (participant,) = [each for each in appointment.participants if each.person_id == coach.id]
    another = make_appointment(make_coach(), make_teacher(make_school()), starts_at=TOMORROW + 8 * HOUR)
    db.execute(sa.delete(Booking).where(Booking.participant_id == another.participants[0].id))
    with pytest.raises(IntegrityError) as refused, db.begin_nested():
        insert_plainly(db, another.participants[0].id, participant.person_id, TOMORROW + shift)
    assert broke(refused.value, CONSTRAINT)
    insert_plainly(db, another.participants[0].id, participant.person_id, TOMORROW + HOUR)
    with pytest.raises(IntegrityError) as refused, db.begin_nested():
        db.execute(
            sa.text("update booking set starts_at = :at where participant_id = :who").bindparams(
                sa.bindparam("at", TOMORROW + shift, type_=Booking.starts_at.type), who=another.participants[0].id
            )
        )
    assert broke(refused.value, CONSTRAINT)


def test_the_database_lets_one_begin_when_another_ends_and_others_at_the_same_time(db, appointment, coach):
    other = make_appointment(make_coach(), make_teacher(make_school()))
    assert len(booked(db)) == 4
    db.execute(sa.delete(Booking).where(Booking.participant_id == other.participants[0].id))
    insert_plainly(db, other.participants[0].id, coach.id, TOMORROW - HOUR)
    assert len(booked(db)) == 4


def insert_plainly(db, participant_id, person_id, starts_at):
    statement = sa.text("insert into booking (participant_id, person_id, starts_at, ends_at) values (:p, :who, :a, :b)")
    moments = [
        sa.bindparam(name, moment, type_=Booking.starts_at.type)
        for name, moment in (("a", starts_at), ("b", starts_at + HOUR))
    ]
    db.execute(statement.bindparams(*moments, p=participant_id, who=person_id))


def test_what_the_database_refused_is_said_as_any_double_booking(db, appointment, coach, teacher, now):
    """As when two bookings of one person arrive at once, and neither saw the other."""
    (mine,) = [each for each in appointment.participants if each.person_id == coach.id]
    elsewhere = make_appointment(make_coach(), teacher, starts_at=TOMORROW + 8 * HOUR)
    elsewhere.participants[0].person_id = coach.id
    elsewhere.starts_at, elsewhere.ends_at = mine.appointment.starts_at, mine.appointment.ends_at
    db.flush()
    with pytest.raises(Booked, match="Someone just planned another appointment"):
        book(elsewhere, now=now)


def test_another_fault_is_not_taken_for_a_double_booking(db, appointment, coach):
    with pytest.raises(IntegrityError) as refused, db.begin_nested():
        insert_plainly(db, appointment.participants[0].id, coach.id, TOMORROW + 2 * HOUR)
    assert not broke(refused.value, CONSTRAINT)


def test_who_is_deleted_from_an_appointment_leaves_no_booking_behind(db, appointment):
    db.delete(appointment)
    db.flush()
    assert booked(db) == []
