"""Open a talk with a school, say who sits at the table, move it to another moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm.attributes import flag_modified

from coachtrack import audit, clock
from coachtrack.agenda.actions import (
    cancel_appointment,
    move_appointment,
    plan_appointment,
    restore_appointment,
    set_participants,
)
from coachtrack.agenda.rules.appointments import AppointmentStatus, CancelReason
from coachtrack.agenda.rules.appointments import ParticipantRole as Takes
from coachtrack.database import check_version, db
from coachtrack.errors import N_, Refused
from coachtrack.funding.models import FundingPeriod
from coachtrack.funding.queries import goals_of, participation_on
from coachtrack.people.models import Person
from coachtrack.people.queries import roles_held
from coachtrack.talks.models import Talk, TalkGuide, TalkParticipant
from coachtrack.talks.queries.guides import find_guide_on
from coachtrack.talks.queries.talks import open_talk_at, participants_of
from coachtrack.talks.rules.talks import APPOINTMENT_KINDS, Seat, TalkKind, check_open, check_seats
from coachtrack.viewer import Role


@dataclass(frozen=True)
class Frame:
    """What is known of a talk apart from what is said in it: who is there, whether the school was coached before."""

    seats: Sequence[Seat]
    was_coached: bool | None = None
    coached_how: str = ""
    remarks: str = ""


def open_talk(
    school_id: int,
    kind: TalkKind,
    frame: Frame,
    *,
    first_year: int,
    advisor_id: int,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    by: int,
    now: datetime,
) -> Talk:
    """A talk with its appointment in the agenda of all who are known; it follows the guide of that day."""
    day = clock.day_of(starts_at)
    _check_advisor(advisor_id, school_id, by=by, now=now)
    check_seats(frame.seats)
    standing = open_talk_at(school_id, kind, first_year)
    if standing is not None:
        raise Refused(N_("This talk stands there already. Go on with it, or choose another school year."), field="kind")
    appointment = plan_appointment(
        kind=APPOINTMENT_KINDS[kind],
        starts_at=starts_at,
        ends_at=ends_at,
        participants=_in_the_agenda(advisor_id, frame.seats),
        school_id=school_id,
        place=place,
        by=by,
        now=now,
        took_place=ends_at <= now,
    )
    period = _period_with_goals(school_id, starts_at)
    talk = Talk(
        kind=kind,
        guide_id=_guide_on(kind, day).id,
        school_id=school_id,
        period_id=period.id if period is not None else None,
        first_year=first_year,
        appointment_id=appointment.id,
        advisor_id=advisor_id,
        created_at=now,
    )
    db.session.add(talk)
    _fill(talk, frame)
    audit.note("talk opened", now=now, by=by, thing=f"talk:{talk.id}", detail=f"school:{school_id}")
    return talk


def change_frame(talk: Talk, frame: Frame, *, version: int | None, by: int, now: datetime) -> None:
    """Someone else sits at the table, or the remarks change; who is known finds it in the agenda, or no longer."""
    check_open(talk.status)
    seats = ", ".join(row.name for row in participants_of(talk.id))
    check_version(talk, version, {"seats": seats, "remarks": talk.remarks, "coached_how": talk.coached_how})
    check_seats(frame.seats)
    flag_modified(talk, "remarks")  # seats stand in a table of their own; the version grows with them
    _fill(talk, frame)
    appointment = talk.appointment
    if appointment is not None and appointment.status is AppointmentStatus.PLANNED:
        set_participants(appointment, _in_the_agenda(talk.advisor_id, frame.seats), now=now)
    audit.note("talk changed", now=now, by=by, thing=f"talk:{talk.id}")


def move_talk(talk: Talk, *, starts_at: datetime, ends_at: datetime, place: str, by: int, now: datetime) -> None:
    """The same talk at another moment, also when it was called off before; all who are known get it in their agenda."""
    check_open(talk.status)
    if talk.appointment is None:
        raise Refused(N_("This talk has no moment in the agenda."))
    restore_appointment(talk.appointment, by=by, now=now)
    move_appointment(talk.appointment, starts_at=starts_at, ends_at=ends_at, place=place, by=by, now=now)
    audit.note("talk moved", now=now, by=by, thing=f"talk:{talk.id}")


def call_off(talk: Talk, *, reason: CancelReason, by: int, now: datetime) -> None:
    """The talk does not go on at its moment; it is kept, and goes on once it gets another one."""
    check_open(talk.status)
    if talk.appointment is None:
        raise Refused(N_("This talk has no moment in the agenda."))
    cancel_appointment(talk.appointment, reason=reason, by=by, now=now)
    audit.note("talk called off", now=now, by=by, thing=f"talk:{talk.id}")


def _check_advisor(advisor_id: int, school_id: int, *, by: int, now: datetime) -> None:
    """Who holds the talk is an advisor of the school; someone of the commission may hold it herself."""
    roles = roles_held(advisor_id, clock.day_of(now))
    advises = any(held.role is Role.ADVISOR and held.school_id == school_id for held in roles)
    holds_it_herself = advisor_id == by and any(held.role is Role.COMMISSION for held in roles)
    if not (advises or holds_it_herself):
        raise Refused(N_("Choose an advisor of this school."), field="advisor")


def _period_with_goals(school_id: int, at: datetime) -> FundingPeriod | None:
    """The period that the school takes part in on that day; one that has goals goes first."""
    periods = [row.period for row in participation_on(school_id, clock.day_of(at))]
    with_goals = [period for period in periods if goals_of(period.id)]
    return next(iter([*with_goals, *periods]), None)


def _guide_on(kind: TalkKind, day: date) -> TalkGuide:
    guide = find_guide_on(kind, day)
    if guide is None:
        raise Refused(N_("There is no guide for this talk on that day. The commission writes one."), field="kind")
    return guide


def _in_the_agenda(advisor_id: int, seats: Sequence[Seat]) -> Mapping[int, Takes]:
    known = [seat.person_id for seat in seats if seat.person_id is not None]
    return dict.fromkeys([advisor_id, *known], Takes.ATTENDEE)


def _fill(talk: Talk, frame: Frame) -> None:
    talk.was_coached = frame.was_coached
    talk.coached_how = frame.coached_how
    talk.remarks = frame.remarks
    db.session.flush()
    standing = {(row.person_id, row.name, row.role): row for row in participants_of(talk.id)}
    wanted = {(seat.person_id, _name(seat), seat.role) for seat in frame.seats}
    for said, row in standing.items():
        if said not in wanted:
            db.session.delete(row)
    for seat in frame.seats:
        if (seat.person_id, _name(seat), seat.role) not in standing:
            row = TalkParticipant(talk_id=talk.id, person_id=seat.person_id, name=_name(seat), role=seat.role)
            db.session.add(row)
    db.session.flush()


def _name(seat: Seat) -> str:
    if seat.person_id is None:
        return seat.name
    person = db.session.get(Person, seat.person_id)
    return person.name if person is not None else seat.name
