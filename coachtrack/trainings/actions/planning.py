"""Plan a training, and plan, move, cancel and restore its meetings."""

from collections.abc import Collection, Sequence
from datetime import datetime

from coachtrack import audit
from coachtrack.agenda import actions as agenda
from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, ParticipantRole, PlaceKind
from coachtrack.agreements.queries import get_agreement
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.funding.rules import LessonContext, Stream
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trainings import queries
from coachtrack.trainings.models import Training, TrainingMeeting, TrainingSchool
from coachtrack.trainings.rules import (
    MeetingPlan,
    TargetGroup,
    TrainingStatus,
    check_agreement_fits,
    check_further_schools,
    check_may_add_meetings,
    check_may_cancel_meeting,
    check_meetings,
    check_not_resumed,
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
    lesson_context: LessonContext | None = None,
    school_id: int | None = None,
    further_school_ids: Collection[int] = (),
    provider_id: int | None = None,
    agreement_id: int | None = None,
    catalogue_id: int | None = None,
    resumed_from_id: int | None = None,
    attendee_ids: Collection[int] | None = None,
    by: int,
    now: datetime,
) -> Training:
    """A training with its meetings. Unless told who come, its target group is asked. Raises `Refused`."""
    further = sorted(set(further_school_ids) - {school_id})
    check_further_schools(school_id=school_id, further_ids=further)
    if agreement_id is not None:
        check_agreement_fits(school_id=school_id, agreement_school_id=get_agreement(agreement_id).school_id)
    training = Training(
        title=title,
        kind=kind,
        target_group=target_group,
        discipline=discipline,
        stream=stream,
        lesson_context=lesson_context,
        school_id=school_id,
        further_schools=[TrainingSchool(school_id=each) for each in further],
        provider_id=provider_id,
        trainer_id=trainer_id,
        agreement_id=agreement_id,
        catalogue_id=catalogue_id,
        resumed_from_id=resumed_from_id,
        status=TrainingStatus.PLANNED,
        created_at=now,
    )
    db.session.add(training)
    db.session.flush()
    _add(training, meetings, attendee_ids, by=by, now=now)
    audit.note("training.planned", now=now, by=by, thing=f"training:{training.id}")
    return training


def add_meetings(
    training: Training,
    meetings: Sequence[MeetingPlan],
    *,
    attendee_ids: Collection[int] | None = None,
    by: int,
    now: datetime,
    is_noted: bool = True,
) -> list[TrainingMeeting]:
    """More meetings of a training; one that had ended goes on with them. Raises `Refused`.

    `is_noted`: whether the log gets an entry; not where they are a part of an act that is noted as a whole.
    """
    added = _add(training, meetings, attendee_ids, by=by, now=now)
    if is_noted:
        audit.note("add_meetings", now=now, by=by, thing=f"training:{training.id}", detail=str(len(added)))
    return added


def _add(
    training: Training, meetings: Sequence[MeetingPlan], attendee_ids: Collection[int] | None, *, by: int, now: datetime
) -> list[TrainingMeeting]:
    check_may_add_meetings(training.status)
    check_not_resumed(is_resumed=queries.find_resumption(training.id) is not None)
    check_meetings([meeting.span for meeting in meetings])
    before = _attendees_so_far(training)
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
            place_kind=_place_kind(training, plan),
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
        place_kind=plan.place_kind,
        by=by,
        now=now,
    )
    audit.note("move_meeting", now=now, by=by, thing=f"meeting:{meeting.id}")


def cancel_meeting(meeting: TrainingMeeting, *, reason: CancelReason, by: int, now: datetime) -> None:
    """The meeting does not go on. Raises `Refused` when its attendance was taken."""
    check_may_cancel_meeting(taken=meeting.attendance_taken_at is not None)
    agenda.cancel_appointment(meeting.appointment, reason=reason, by=by, now=now)
    audit.note("cancel_meeting", now=now, by=by, thing=f"meeting:{meeting.id}")


def restore_meeting(meeting: TrainingMeeting, *, by: int, now: datetime) -> None:
    """The meeting goes on after all. Raises `Refused` when the trainer is booked by now."""
    check_may_add_meetings(meeting.training.status)
    agenda.restore_appointment(meeting.appointment, by=by, now=now)
    audit.note("restore_meeting", now=now, by=by, thing=f"meeting:{meeting.id}")


def _expected(training: Training, plan: MeetingPlan) -> list[int]:
    day = day_of(plan.span.starts_at)
    return [person.id for person in queries.those_expected(training.target_group, training.school_ids, day)]


def _attendees_so_far(training: Training) -> list[int]:
    """Who was asked for the last meeting that was planned, of this series or of the one that it resumes."""
    meetings = training.meetings or (training.resumed_from.meetings if training.resumed_from else [])
    people = meetings[-1].appointment.participants if meetings else ()
    return [each.person_id for each in people if each.role is ParticipantRole.ATTENDEE]


def _place_kind(training: Training, plan: MeetingPlan) -> PlaceKind:
    if plan.place_kind is None or (plan.place_kind is PlaceKind.SCHOOL and training.school_id is None):
        return PlaceKind.SCHOOL if training.school_id else PlaceKind.INSTITUTION
    return plan.place_kind
