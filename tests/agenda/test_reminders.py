"""Reminders: who gets one, when, in which words, once; and which never leave because things changed."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import update

from coachtrack.agenda import actions
from coachtrack.agenda.actions.reminders import AT_ONCE
from coachtrack.agenda.models import AgendaSettings, SchoolHoliday
from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, ParticipantRole
from coachtrack.agenda.rules.invitations import Preference
from coachtrack.cli.worker import TO_LOG, schedule_all
from coachtrack.outbox import Message, OutboxMail, post_all
from coachtrack.trajectories import actions as trajectories
from coachtrack.viewer import Role
from tests.factories.accounts import make_account
from tests.factories.agenda import make_appointment
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.trainings import make_training
from tests.factories.trajectories import make_active_trajectory, make_open_school, make_session
from tests.support.moments import NOW
from tests.support.together import together

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LESSON = datetime(2026, 11, 25, 9, tzinfo=UTC)
FOUR = datetime(2026, 11, 24, 15, tzinfo=UTC)  # 16.00 in the Netherlands, the day before


@pytest.fixture
def school(db):
    return make_open_school(name="De Bron")


@pytest.fixture
def coach(db):
    return make_coach(email="coach@bureau.example")


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Anneke", last_name="Smit", email="anneke@school.example")


@pytest.fixture
def lesson(coach, teacher, school):
    return make_appointment(coach, teacher, school, starts_at=LESSON, place="bij de kapstok")


@pytest.fixture
def session(coach, teacher, school):
    return make_session(make_active_trajectory(coach=coach, teacher=teacher, school=school), starts_at=LESSON)


def remind(now):
    return actions.schedule_reminders(TO_LOG, now=now)


def mails(db, *, waiting=True):
    found = db.scalars(sa.select(OutboxMail).where(OutboxMail.key.startswith("reminder_")).order_by(OutboxMail.id))
    return [mail for mail in found if not waiting or mail.given_up_at is None]


def to(db):
    return sorted((mail.to, mail.key.split(":")[0]) for mail in mails(db))


BOTH = [("anneke@school.example", "reminder_before"), ("coach@bureau.example", "reminder_before")]


def test_everyone_who_takes_part_is_reminded_once_from_the_hour_of_the_day_before(db, lesson):
    assert remind(FOUR - timedelta(seconds=1)) == 0
    assert (remind(FOUR), to(db)) == (2, BOTH)
    for later in (FOUR, FOUR + HOUR, LESSON - HOUR):
        assert remind(later) == 0


def test_a_reminder_says_what_where_and_when_and_nothing_that_was_typed_or_named(db, lesson, coach, teacher):
    lesson.title = "Een heel eigen titel"
    remind(FOUR)
    mail = next(each for each in mails(db) if each.to == teacher.email)
    assert (mail.recipient_id, mail.thread) == (teacher.id, f"reminder:{lesson.id}:{teacher.id}")
    assert "wo 25 nov, 10.00 uur" in mail.subject
    assert "Co-teaching dans, De Bron\nwoensdag 25 november 2026, 10.00–11.00 uur\n" in mail.body
    assert f"http://localhost/agenda/afspraken/{lesson.id}\n" in mail.body
    assert "http://localhost/agenda/meldingen" in mail.body
    assert "Anneke" in mail.body  # she is spoken to
    for hidden in ("kapstok", "eigen titel", coach.last_name):
        assert hidden not in mail.body + mail.subject


def test_everyone_is_reminded_in_her_own_language(db, lesson, teacher):
    make_account(teacher).locale = "en"
    remind(FOUR)
    words = {mail.to: mail.body for mail in mails(db)}
    assert "Wednesday 25 November 2026, 10:00–11:00\n" in words[teacher.email]
    assert "woensdag 25 november 2026, 10.00–11.00 uur" in words["coach@bureau.example"]


def test_who_switched_it_off_has_no_address_or_a_closed_account_is_left_alone(db, coach, teacher, school):
    others = {
        teacher.id: ParticipantRole.ATTENDEE,
        coach.id: ParticipantRole.TRAINER,
        make_teacher(school, email=None).id: ParticipantRole.ATTENDEE,
    }
    gone = make_teacher(school, email="weg@school.example")
    make_account(gone).deactivated_at = NOW
    make_appointment(coach, teacher, starts_at=LESSON, participants={**others, gone.id: ParticipantRole.ATTENDEE})
    actions.set_preference(coach.id, Preference(remind_before=False), version=0, now=NOW)
    remind(FOUR)
    assert to(db) == [("anneke@school.example", "reminder_before")]


def test_a_worker_that_comes_late_reminds_until_the_beginning_and_not_after(db, lesson):
    assert remind(LESSON) == 0
    assert remind(LESSON - timedelta(minutes=1)) == 2


@pytest.mark.parametrize(("hours", "reminded"), [(3.99, 2), (4, 0), (14.99, 0), (15, 2)])
def test_nobody_is_reminded_from_eight_in_the_evening_until_seven_in_the_morning(db, lesson, hours, reminded):
    assert remind(FOUR + hours * HOUR) == reminded


def test_a_holiday_of_the_school_is_quiet_and_of_another_region_not(db, coach, teacher, school):
    make_appointment(coach, teacher, school, starts_at=LESSON)
    db.add(SchoolHoliday(region=school.holiday_region, name="proef", starts_on=FOUR.date(), ends_on=FOUR.date()))
    db.flush()
    assert remind(FOUR) == 0
    assert remind(LESSON - 2 * HOUR - timedelta(minutes=30)) == 2  # half past seven, when the holiday is over


def test_a_weekend_is_not_quiet(db, coach, teacher, school):
    monday = datetime(2026, 11, 30, 9, tzinfo=UTC)
    make_appointment(coach, teacher, school, starts_at=monday)
    assert remind(monday - timedelta(hours=18)) == 2


def test_the_hours_are_those_that_were_set(db, lesson):
    db.execute(update(AgendaSettings).values(remind_at_hour=12))
    assert (remind(FOUR - 4 * HOUR - timedelta(seconds=1)), remind(FOUR - 4 * HOUR)) == (0, 2)


def test_what_moved_is_told_of_again_for_its_new_moment_and_the_old_mail_does_not_leave(db, lesson, coach):
    remind(FOUR)
    actions.move_appointment(lesson, starts_at=LESSON + DAY, ends_at=LESSON + DAY + HOUR, by=coach.id, now=FOUR)
    assert [mail.last_error for mail in mails(db, waiting=False)] == ["superseded"] * 2
    assert remind(FOUR + HOUR) == 0
    assert (remind(FOUR + DAY), to(db)) == (2, BOTH)


def test_what_was_cancelled_is_not_told_of(db, lesson, coach):
    remind(FOUR)
    actions.cancel_appointment(lesson, reason=CancelReason.COACH, by=coach.id, now=FOUR)
    assert (remind(FOUR), mails(db)) == (0, [])


def test_who_no_longer_takes_part_gets_nothing_any_more(db, lesson, coach, teacher):
    remind(FOUR)
    actions.set_participants(lesson, {coach.id: ParticipantRole.COACH}, now=FOUR)
    assert (remind(FOUR), to(db)) == (0, [])


def test_who_was_told_by_mail_this_very_evening_needs_no_reminder_too(db, lesson, coach, teacher):
    told = Message("anneke@school.example", "Nieuw", "…", "k", thread=f"appointment:{lesson.id}:{teacher.id}")
    earlier = Message("coach@bureau.example", "Nieuw", "…", "l", thread=f"appointment:{lesson.id}:{coach.id}")
    post_all([(told, teacher.id)], now=FOUR)
    post_all([(earlier, coach.id)], now=FOUR - HOUR)
    remind(FOUR + HOUR)
    assert to(db) == BOTH[1:]


def test_a_coach_is_asked_once_what_came_of_her_session_with_the_way_to_say_it(db, session, coach):
    ended = session.appointment.ends_at
    assert remind(ended + HOUR - timedelta(seconds=1)) == 0
    assert remind(ended + HOUR) == 1
    (mail,) = mails(db)
    assert (mail.to, mail.key.split(":")[0]) == ("coach@bureau.example", "reminder_after")
    assert f"http://localhost/sessies/{session.id}/afronden\n" in mail.body
    assert "Smit" not in mail.body + mail.subject
    assert remind(ended + 2 * DAY) == 0


def test_what_was_logged_is_not_asked_about(db, session, coach):
    ended = session.appointment.ends_at
    trajectories.log_session(session, by=coach.id, now=ended)
    assert remind(ended + HOUR) == 0


def test_what_was_logged_after_it_was_asked_and_undone_is_not_asked_again(db, session, coach):
    ended = session.appointment.ends_at
    assert remind(ended + HOUR) == 1
    trajectories.log_session(session, by=coach.id, now=ended + HOUR)
    trajectories.undo_log(session, reason=None, by=coach.id, now=ended + HOUR)
    assert remind(ended + 2 * HOUR) == 0


@pytest.mark.parametrize(("days", "asked"), [(13, 1), (14, 0)])
def test_nobody_is_asked_after_fourteen_days(db, session, days, asked):
    assert remind(session.appointment.ends_at + days * DAY) == asked


def test_a_coach_who_does_not_want_to_be_asked_is_not(db, session, coach):
    actions.set_preference(coach.id, Preference(remind_after=False), version=0, now=NOW)
    assert remind(session.appointment.ends_at + HOUR) == 0


def test_a_trainer_is_asked_who_was_there_until_she_said_so(db, school, teacher):
    trainer = make_holder(Role.TRAINER, email="trainer@bureau.example")
    training = make_training(trainer=trainer, school=school)
    meeting = training.meetings[0]
    asked_at = meeting.appointment.ends_at + HOUR
    remind(asked_at)
    (mail,) = [each for each in mails(db) if each.key.startswith("reminder_after")]
    assert mail.to == trainer.email
    assert "/aanwezigheid" in mail.body


def test_reminders_are_written_a_hundred_at_a_time(db, coach, school):
    teachers = [make_teacher(school, email=f"t{number}@school.example") for number in range(AT_ONCE + 3)]
    for first in (0, 60):
        some = {each.id: ParticipantRole.ATTENDEE for each in teachers[first : first + 60]}
        make_appointment(coach, coach, starts_at=LESSON, kind=AppointmentKind.TEAM_TRAINING, participants=some)
    assert [remind(FOUR) for _ in range(3)] == [AT_ONCE, 3, 0]


def test_a_round_asks_the_database_no_more_for_more_people(db, coach, school, statements):
    def round_with(count, starts_at):
        people = {
            make_teacher(school, email=f"t{starts_at}{number}@s.example").id: ParticipantRole.ATTENDEE
            for number in range(count)
        }
        make_appointment(coach, coach, school, starts_at=starts_at, participants=people)
        statements.clear()
        assert remind(starts_at - 17 * HOUR) == count
        return len(statements)

    assert round_with(2, LESSON) == round_with(40, LESSON + DAY)


def test_two_workers_at_once_remind_everyone_once(app, db, coach, school):
    teachers = [make_teacher(school, email=f"t{number}@school.example") for number in range(30)]
    people = {each.id: ParticipantRole.ATTENDEE for each in teachers}
    make_appointment(coach, coach, school, starts_at=LESSON, participants=people)
    together(app, [lambda: schedule_all(FOUR)] * 4)
    assert len(to(db)) == len(set(to(db))) == 30


def test_what_a_crash_left_unwritten_is_written_by_the_next_round(db, lesson):
    db.commit()
    remind(FOUR)
    db.rollback()
    assert mails(db) == []
    assert (remind(FOUR), to(db)) == (2, BOTH)


def test_what_waited_until_it_came_too_late_is_taken_back(db, lesson):
    remind(FOUR)
    assert actions.tend_reminders(TO_LOG, now=FOUR + HOUR) == 0
    assert actions.tend_reminders(TO_LOG, now=LESSON) == 2
    assert mails(db) == []


def test_what_waited_until_the_night_waits_until_the_morning(db, lesson):
    remind(FOUR)
    assert actions.tend_reminders(TO_LOG, now=FOUR + 6 * HOUR) == 0
    assert {mail.due_at for mail in mails(db)} == {datetime(2026, 11, 25, 6, tzinfo=UTC)}


def test_what_was_logged_meanwhile_is_not_asked_about_any_more(db, session, coach):
    asked_at = session.appointment.ends_at + HOUR
    remind(asked_at)
    trajectories.log_session(session, by=coach.id, now=asked_at)
    assert actions.tend_reminders(TO_LOG, now=asked_at) == 1


def test_other_mail_is_left_as_it_is(db, coach):
    post_all([(Message(str(coach.email), "Welkom", "…", "reminderx:1"), coach.id)], now=NOW)
    assert actions.tend_reminders(TO_LOG, now=NOW + 30 * DAY) == 0
    assert db.scalars(sa.select(OutboxMail.given_up_at)).all() == [None]
