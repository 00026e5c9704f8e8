"""Take the attendance of a meeting, and put it right: who was there has it as evidence, each at her own school."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from coachtrack import audit
from coachtrack.agenda import actions as agenda
from coachtrack.agenda.rules.appointments import AppointmentStatus, ParticipantRole
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.rules.records import Activity, Fact, Party, Reason
from coachtrack.people.models import Post
from coachtrack.trainings import queries
from coachtrack.trainings.actions.courses import note_followers
from coachtrack.trainings.models import Attendance, TrainingMeeting
from coachtrack.trainings.rules import Presence, check_may_take_attendance


def take_attendance(
    meeting: TrainingMeeting,
    *,
    present: Collection[int],
    away: Collection[int],
    reason: Reason = Reason.SLIP,
    by: int,
    now: datetime,
) -> None:
    """Who was at a meeting and who was not; whoever was gets it as evidence, confirmed by the trainer's side.

    Taken again, only what differs is recorded or, with its reason, withdrawn, whoever took it first. Raises `Refused`.
    """
    appointment = meeting.appointment
    cancelled = appointment.status is AppointmentStatus.CANCELLED
    check_may_take_attendance(starts_at=appointment.starts_at, now=now, cancelled=cancelled)
    here, gone = set(present), set(away) - set(present)
    _put_on_the_list(meeting, here | gone, now=now)
    posts = queries.posts_of(sorted(here | gone), meeting.training.school_ids, day_of(appointment.starts_at))
    rows = _rows(meeting, here | gone, posts)
    for person_id in sorted(gone):
        row = rows[person_id]
        if row.record is not None:
            evidence.withdraw(row.record, reason=reason, by=by, now=now, on_shared_list=True)
        row.presence, row.record = Presence.AWAY, None
    fresh = [rows[person_id] for person_id in sorted(here) if rows[person_id].record is None]
    for row, number in zip(fresh, _record(meeting, fresh, posts, by=by, now=now), strict=True):
        row.presence, row.record = Presence.PRESENT, number
    meeting.attendance_taken_at = now
    note_followers(meeting.training, here, by=by, now=now)
    audit.note("attendance.taken", now=now, by=by, thing=f"meeting:{meeting.id}", detail=f"{len(here)} present")
    db.session.flush()


def _put_on_the_list(meeting: TrainingMeeting, person_ids: Collection[int], *, now: datetime) -> None:
    listed = {each.person_id: each.role for each in meeting.appointment.participants}
    newcomers = {person_id: ParticipantRole.ATTENDEE for person_id in sorted(person_ids) if person_id not in listed}
    agenda.set_participants(meeting.appointment, listed | newcomers, now=now)


def _rows(meeting: TrainingMeeting, person_ids: Collection[int], posts: Mapping[int, Post]) -> dict[int, Attendance]:
    """A row for each of these people, the school at which she works beside it; who works at none is the host's."""
    rows = {row.person_id: row for row in meeting.attendance}
    for person_id in sorted(person_ids):
        if person_id not in rows:
            school_id = posts[person_id].school_id if person_id in posts else meeting.training.school_id
            rows[person_id] = Attendance(person_id=person_id, school_id=school_id, presence=Presence.AWAY)
            meeting.attendance.append(rows[person_id])
    return rows


def _record(
    meeting: TrainingMeeting, rows: Sequence[Attendance], posts: Mapping[int, Post], *, by: int, now: datetime
) -> list[int]:
    """The evidence of these people's presence: its number for each. Minutes are those of the meeting itself."""
    training = meeting.training
    facts = [
        Fact(
            subject=meeting.subject,
            activity=Activity.TRAINING,
            person_id=row.person_id,
            held_on=day_of(meeting.appointment.starts_at),
            kind=training.kind,
            school_id=row.school_id,
            post_id=posts[row.person_id].id if row.person_id in posts else None,
            discipline=training.discipline,
            stream=training.stream,
            lesson_context=training.lesson_context,
            lesson_minutes=meeting.minutes,
        )
        for row in rows
    ]
    numbers = evidence.record_many(facts, by=by, now=now)
    evidence.confirm_many(numbers, party=Party.TRAINER, by=by, now=now)
    if training.agreement is not None:
        agreed = training.agreement.school_id
        here = [number for row, number in zip(rows, numbers, strict=True) if row.school_id == agreed]
        evidence.link_many(here, agreement_id=training.agreement.id, by=by, now=now)
    return numbers
