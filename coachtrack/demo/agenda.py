"""What makes the agenda of the demo one of real schools and people: days off, projects, times, choices, answers."""

from datetime import datetime, time, timedelta

import sqlalchemy as sa

from coachtrack.agenda import actions
from coachtrack.agenda.models import Appointment, Participant
from coachtrack.agenda.queries import holidays_between
from coachtrack.agenda.rules.appointments import Answer, ParticipantRole, Span
from coachtrack.agenda.rules.holidays import weeks_for_project
from coachtrack.agenda.rules.invitations import Channel, Preference
from coachtrack.agenda.rules.preferred import PreferredLine
from coachtrack.agenda.rules.school_days import NamedDays
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db
from coachtrack.demo import logins
from coachtrack.demo.casting import person_at
from coachtrack.demo.days import Diary, moment
from coachtrack.demo.frame import Frame
from coachtrack.people.models import Person
from coachtrack.schools import actions as schools
from coachtrack.schools.models import District, School
from coachtrack.schools.rules.subjects import ClosureKind, HolidayRegion

NO_MAIL = Preference(channel=Channel.FEED, remind_before=False, remind_after=False)
WITH_MAIL = Preference(channel=Channel.MAIL, remind_before=True, remind_after=True)
WEEKS_BUSY = 10
PREFERRED = (PreferredLine(1, time(8, 45), time(12)), PreferredLine(3, time(13), time(15)))


def choose_feeds(frame: Frame) -> None:
    """Everyone has her agenda in her own calendar, so that two school years of planning post no mail."""
    actions.set_preferences(db.session.scalars(sa.select(Person.id)).all(), NO_MAIL, now=frame.began_at)


def choose_mail(now: datetime) -> None:
    """Those with whose account one looks around get mail as well: it stands with the outgoing mail."""
    people = [person_at(address).id for address in logins.ADDRESSES]
    actions.set_preferences(people, WITH_MAIL, now=now)


def give_schools_days(frame: Frame, diary: Diary, now: datetime) -> None:
    """Every school has a training day behind it and one ahead, on days on which nothing was planned there."""
    taken = {
        (school_id, starts_at.astimezone(AMSTERDAM).date())
        for school_id, starts_at in db.session.execute(sa.select(Appointment.school_id, Appointment.starts_at))
    }
    for number, school in enumerate(db.session.scalars(sa.select(School).order_by(School.id)).all()):
        for kind, from_ in (
            (ClosureKind.STAFF_DAY, diary.today - timedelta(days=40 - number)),
            (ClosureKind.STAFF_DAY, diary.today + timedelta(days=16 + number)),
            (ClosureKind.SPARE_DAY, diary.today + timedelta(days=90 + number)),
        ):
            day = diary.first_school_day(from_)
            while (school.id, day) in taken:
                day = diary.first_school_day(day + timedelta(days=1))
            schools.add_closure(school, kind=kind, starts_on=day, by=frame.administrator_id, now=now)


def give_districts_projects(frame: Frame, diary: Diary, now: datetime) -> None:
    """The weeks in which the schools of a district work on their project, between spring and May."""
    holidays = holidays_between(HolidayRegion.NORTH, diary.this_year.starts_on, diary.this_year.ends_on)
    named = [NamedDays(row.starts_on, row.ends_on, row.name) for row in holidays]
    weeks = weeks_for_project(named, lambda day: not diary.is_school_day(day), diary.today)
    if weeks is None:
        return
    for district in db.session.scalars(sa.select(District).order_by(District.id)).all():
        schools.add_project(
            district,
            name="ICC-wijkproject",
            starts_on=weeks.first,
            ends_on=weeks.last,
            by=frame.commission_id,
            now=now,
        )


def tell_times(diary: Diary, now: datetime) -> None:
    """Two teachers prefer some times, and the coach has a meeting of her own every Monday morning."""
    for address in (logins.TEACHER, logins.SECOND_TEACHER):
        teacher_id = person_at(address).id
        actions.prefer_times(teacher_id, dict(enumerate(PREFERRED)), by=teacher_id, now=now)
    coach_id = person_at(logins.COACH).id
    monday = diary.today + timedelta(days=7 - diary.today.weekday())
    days = [monday + timedelta(weeks=week) for week in range(WEEKS_BUSY)]
    spans = [Span(moment(day, time(9)), moment(day, time(10, 30))) for day in days]
    actions.keep_busy_times(coach_id, spans, until=days[-1], by=coach_id, now=now)


def answer_some(now: datetime) -> None:
    """A teacher cannot come to what the coach planned next, and proposes a day later; another one comes."""
    coach_id = person_at(logins.COACH).id
    hers = sa.select(Participant.appointment_id).where(Participant.person_id == coach_id)
    coming = (
        sa.select(Appointment, Participant.person_id)
        .join(Participant, Participant.appointment_id == Appointment.id)
        .where(Appointment.id.in_(hers), Appointment.starts_at > now, Participant.role == ParticipantRole.TEACHER)
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(2)
    )
    answers = ((Answer.CANNOT, timedelta(days=1)), (Answer.COMING, None))
    for (appointment, teacher_id), (answer, later) in zip(db.session.execute(coming).all(), answers, strict=False):
        proposed_at = appointment.starts_at + later if later else None
        actions.answer_once(appointment, teacher_id, answer, proposed_at=proposed_at, now=now)
