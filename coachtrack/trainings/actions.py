"""What is done with trainings: plan them, move and cancel meetings, take attendance, end and resume a series."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from coachtrack import audit
from coachtrack.agenda import actions as agenda
from coachtrack.agenda.rules.appointments import (
    AppointmentKind,
    AppointmentStatus,
    CancelReason,
    ParticipantRole,
    PlaceKind,
)
from coachtrack.agreements.queries import get_agreement
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.rules.records import Activity, Fact, Party, Reason
from coachtrack.funding.rules import Stream
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trainings import queries
from coachtrack.trainings.models import Attendance, Training, TrainingMeeting
from coachtrack.trainings.rules import (
    MeetingPlan,
    Presence,
    TargetGroup,
    TrainingStatus,
    check_agreement_fits,
    check_may_add_meetings,
    check_may_cancel,
    check_may_cancel_meeting,
    check_may_finish,
    check_may_take_attendance,
    check_meetings,
)


def plan_training(
    *,
    title: str,
    kind: AppointmentKind,
    target_group: TargetGroup,
    stream: Stream,
    trainer_id: int,
    meetings: Sequence[MeetingPlan],
    discipline: Discipline | None = None,
    school_id: int | None = None,
    provider_id: int | None = None,
    agreement_id: int | None = None,
    attendee_ids: Collection[int] | None = None,
    by: int,
    now: datetime,
) -> Training:
    """A training with its meetings. Unless told who come, its target group is asked. Raises `Refused`."""
    if agreement_id is not None:
        check_agreement_fits(school_id=school_id, agreement_school_id=get_agreement(agreement_id).school_id)
    training = Training(
        title=title,
        kind=kind,
        target_group=target_group,
        discipline=discipline,
        stream=stream,
        school_id=school_id,
        provider_id=provider_id,
        trainer_id=trainer_id,
        agreement_id=agreement_id,
        status=TrainingStatus.PLANNED,
        created_at=now,
    )
    db.session.add(training)
    db.session.flush()
    add_meetings(training, meetings, attendee_ids=attendee_ids, by=by, now=now)
    audit.note("training.planned", now=now, by=by, thing=f"training:{training.id}")
    return training


def add_meetings(
    training: Training,
    meetings: Sequence[MeetingPlan],
    *,
    attendee_ids: Collection[int] | None = None,
    by: int,
    now: datetime,
) -> list[TrainingMeeting]:
    """More meetings of a training; one that had ended goes on with them. Raises `Refused`."""
    check_may_add_meetings(training.status)
    check_meetings([meeting.span for meeting in meetings])
    before = _attendees(training.meetings[-1]) if training.meetings else ()
    added = []
    for plan in sorted(meetings, key=lambda meeting: meeting.span.starts_at):
        attendees = attendee_ids if attendee_ids is not None else _expected(training, plan) or before
        roles = dict.fromkeys(attendees, ParticipantRole.ATTENDEE) | {training.trainer_id: ParticipantRole.TRAINER}
        appointment = agenda.plan_appointment(
            kind=training.kind,
            starts_at=plan.span.starts_at,
            ends_at=plan.span.ends_at,
            participants=roles,
            school_id=training.school_id,
            place_kind=PlaceKind.SCHOOL if training.school_id else PlaceKind.INSTITUTION,
            place=plan.place,
            discipline=training.discipline,
            title=training.title,
            by=by,
            now=now,
            took_place=plan.span.ends_at <= now,
        )
        added.append(TrainingMeeting(appointment=appointment))
    training.meetings += added
    training.status = TrainingStatus.PLANNED
    db.session.flush()
    return added


def move_meeting(meeting: TrainingMeeting, plan: MeetingPlan, *, by: int, now: datetime) -> None:
    """The meeting at another moment or place. Raises `Refused`."""
    check_may_cancel_meeting(taken=meeting.attendance_taken_at is not None)
    agenda.move_appointment(
        meeting.appointment,
        starts_at=plan.span.starts_at,
        ends_at=plan.span.ends_at,
        place=plan.place,
        by=by,
        now=now,
    )


def cancel_meeting(meeting: TrainingMeeting, *, reason: CancelReason, by: int, now: datetime) -> None:
    """The meeting does not go on. Raises `Refused` when its attendance was taken."""
    check_may_cancel_meeting(taken=meeting.attendance_taken_at is not None)
    agenda.cancel_appointment(meeting.appointment, reason=reason, by=by, now=now)


def restore_meeting(meeting: TrainingMeeting, *, by: int, now: datetime) -> None:
    """The meeting goes on after all. Raises `Refused` when the trainer is booked by now."""
    check_may_add_meetings(meeting.training.status)
    agenda.restore_appointment(meeting.appointment, by=by, now=now)


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

    Taken again, only what differs is recorded or, with its reason, withdrawn. Raises `Refused`.
    """
    appointment = meeting.appointment
    cancelled = appointment.status is AppointmentStatus.CANCELLED
    check_may_take_attendance(starts_at=appointment.starts_at, now=now, cancelled=cancelled)
    here, gone = set(present), set(away) - set(present)
    _put_on_the_list(meeting, here | gone, now=now)
    rows = {row.person_id: row for row in meeting.attendance}
    for person_id in sorted(gone):
        row = rows.get(person_id)
        if row is not None and row.record is not None:
            evidence.withdraw(row.record, reason=reason, by=by, now=now)
        _mark(meeting, rows, person_id, Presence.AWAY, None)
    fresh = sorted(person_id for person_id in here if person_id not in rows or rows[person_id].record is None)
    for person_id, number in _record(meeting, fresh, by=by, now=now).items():
        _mark(meeting, rows, person_id, Presence.PRESENT, number)
    meeting.attendance_taken_at = now
    audit.note("attendance.taken", now=now, by=by, thing=f"meeting:{meeting.id}", detail=f"{len(here)} present")
    db.session.flush()


def finish_training(training: Training, *, completed: bool, by: int, now: datetime) -> None:
    """The series is done, or ends before it was. Meetings that were still to come do not go on. Raises `Refused`."""
    if completed:
        check_may_finish(training.status, taken=_taken(training))
    training.status = TrainingStatus.COMPLETED if completed else TrainingStatus.NOT_COMPLETED
    _cancel_what_is_to_come(training, by=by, now=now)
    audit.note("training.finished", now=now, by=by, thing=f"training:{training.id}", detail=training.status)
    db.session.flush()


def cancel_training(training: Training, *, by: int, now: datetime) -> None:
    """The training does not go on at all. Raises `Refused` when a meeting took place."""
    check_may_cancel(taken=_taken(training))
    training.status = TrainingStatus.CANCELLED
    _cancel_what_is_to_come(training, by=by, now=now)
    audit.note("training.cancelled", now=now, by=by, thing=f"training:{training.id}")
    db.session.flush()


def _expected(training: Training, plan: MeetingPlan) -> list[int]:
    day = plan.span.starts_at.astimezone(AMSTERDAM).date()
    return [person.id for person in queries.those_expected(training.target_group, training.school_id, day)]


def _attendees(meeting: TrainingMeeting) -> list[int]:
    people = meeting.appointment.participants
    return [each.person_id for each in people if each.role is ParticipantRole.ATTENDEE]


def _taken(training: Training) -> bool:
    return any(meeting.attendance_taken_at is not None for meeting in training.meetings)


def _cancel_what_is_to_come(training: Training, *, by: int, now: datetime) -> None:
    for meeting in training.meetings:
        if meeting.attendance_taken_at is None and meeting.appointment.ends_at > now:
            agenda.cancel_appointment(meeting.appointment, reason=CancelReason.OTHER, by=by, now=now)


def _put_on_the_list(meeting: TrainingMeeting, person_ids: Collection[int], *, now: datetime) -> None:
    listed = {each.person_id: each.role for each in meeting.appointment.participants}
    newcomers = {person_id: ParticipantRole.ATTENDEE for person_id in sorted(person_ids) if person_id not in listed}
    agenda.set_participants(meeting.appointment, listed | newcomers, now=now)


def _mark(
    meeting: TrainingMeeting, rows: Mapping[int, Attendance], person_id: int, presence: Presence, record: int | None
) -> None:
    row = rows.get(person_id)
    if row is None:
        meeting.attendance.append(Attendance(person_id=person_id, presence=presence, record=record))
    else:
        row.presence, row.record = presence, record


def _record(meeting: TrainingMeeting, person_ids: Sequence[int], *, by: int, now: datetime) -> dict[int, int]:
    """The evidence of these people's presence: its number for each. Minutes are those of the meeting itself."""
    training, appointment = meeting.training, meeting.appointment
    day = appointment.starts_at.astimezone(AMSTERDAM).date()
    posts = queries.posts_of(person_ids, training.school_id, day)
    facts = [
        Fact(
            subject=f"meeting:{meeting.id}",
            activity=Activity.TRAINING,
            person_id=person_id,
            held_on=day,
            kind=training.kind,
            school_id=training.school_id or (posts[person_id].school_id if person_id in posts else None),
            post_id=posts[person_id].id if person_id in posts else None,
            discipline=training.discipline,
            stream=training.stream,
            lesson_minutes=meeting.minutes,
        )
        for person_id in person_ids
    ]
    numbers = evidence.record_many(facts, by=by, now=now)
    for number in numbers:
        evidence.confirm(number, party=Party.TRAINER, by=by, now=now)
        if training.agreement_id is not None:
            evidence.link(number, agreement_id=training.agreement_id, by=by, now=now)
    return dict(zip(person_ids, numbers, strict=True))
