"""Plan, move and cancel sessions; log what came of them, correct it, undo it. What was held becomes evidence."""

from dataclasses import dataclass
from datetime import datetime

from coachtrack import audit
from coachtrack.agenda.actions import (
    cancel_appointment,
    change_kind,
    hand_over_appointment,
    move_appointment,
    plan_appointment,
)
from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, ParticipantRole, PlaceKind
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.rules.records import Activity, Fact, Party, Reason
from coachtrack.funding.rules import LessonContext
from coachtrack.reflections.queries import debrief_of
from coachtrack.schools.actions import add_material
from coachtrack.schools.queries import materials_of
from coachtrack.text import clean_name, fold
from coachtrack.trajectories import queries, rules
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.rules import Minutes, SessionOutcome, TrajectoryStatus


@dataclass(frozen=True)
class Content:
    """What a session is about, picked from lists: context of the lesson, the school's material, a core objective.

    `new_material` is a title typed once; it joins the school's list.
    """

    lesson_context: LessonContext = LessonContext.REGULAR_LESSON
    material_id: int | None = None
    new_material: str = ""
    objective_id: int | None = None


def plan_session(
    trajectory: CoachingTrajectory,
    *,
    kind: AppointmentKind,
    starts_at: datetime,
    ends_at: datetime,
    by: int,
    now: datetime,
    place_kind: PlaceKind = PlaceKind.SCHOOL,
    place: str = "",
    content: Content | None = None,
) -> CoachingSession:
    """A session in both agendas. Raises `Refused` with the reason and the way on."""
    rules.check_may_plan(trajectory.status)
    return _add(
        trajectory,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        place_kind=place_kind,
        place=place,
        content=content,
        by=by,
        now=now,
        is_unplanned=False,
    )


def log_unplanned_session(
    trajectory: CoachingTrajectory,
    *,
    kind: AppointmentKind,
    starts_at: datetime,
    ends_at: datetime,
    by: int,
    now: datetime,
    minutes: Minutes | None = None,
    place_kind: PlaceKind = PlaceKind.SCHOOL,
    place: str = "",
    content: Content | None = None,
) -> CoachingSession:
    """Log a session that was never planned; with the usual minutes unless told."""
    rules.check_may_plan(trajectory.status)
    rules.check_may_log(outcome=None, cancelled=False, starts_at=starts_at, now=now)
    session = _add(
        trajectory,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        place_kind=place_kind,
        place=place,
        content=content,
        by=by,
        now=now,
        is_unplanned=True,
    )
    _hold(session, minutes or usual_minutes_of(session), by=by, now=now)
    return session


def move_session(
    session: CoachingSession,
    *,
    starts_at: datetime,
    ends_at: datetime,
    by: int,
    now: datetime,
    place_kind: PlaceKind | None = None,
    place: str | None = None,
) -> None:
    """The same session at another moment or place, with the coach that the trajectory has now. Raises `Refused`."""
    rules.check_may_change(outcome=session.outcome, cancelled=session.is_cancelled)
    rules.check_may_plan(session.trajectory.status)
    rules.check_may_go_on(queries.facts_of(session.trajectory, day_of(starts_at)))
    if session.coach_id != session.trajectory.coach_id:
        hand_over_appointment(session.appointment, from_id=session.coach_id, to_id=session.trajectory.coach_id, now=now)
    move_appointment(
        session.appointment, starts_at=starts_at, ends_at=ends_at, place=place, place_kind=place_kind, by=by, now=now
    )
    audit.note("move_session", now=now, by=by, thing=session.subject)


def cancel_session(session: CoachingSession, *, reason: CancelReason, by: int, now: datetime) -> None:
    """It does not go on. Raises `Refused` when it was logged already."""
    rules.check_may_change(outcome=session.outcome, cancelled=session.is_cancelled)
    cancel_appointment(session.appointment, reason=reason, by=by, now=now)
    _withdraw_debrief(session, reason=Reason.DID_NOT_TAKE_PLACE, by=by, now=now)
    audit.note("cancel_session", now=now, by=by, thing=session.subject)


def log_session(
    session: CoachingSession,
    *,
    by: int,
    now: datetime,
    minutes: Minutes | None = None,
    kind: AppointmentKind | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    lesson_context: LessonContext | None = None,
) -> None:
    """It was held: as planned with the usual minutes, or with what was otherwise. Raises `Refused`."""
    appointment = session.appointment
    began = starts_at or appointment.starts_at
    rules.check_may_log(outcome=session.outcome, cancelled=session.is_cancelled, starts_at=began, now=now)
    rules.check_may_go_on(queries.facts_of(session.trajectory, day_of(began), coach_id=session.coach_id))
    if starts_at is not None and ends_at is not None:
        move_appointment(appointment, starts_at=starts_at, ends_at=ends_at, by=by, now=now)
    if kind is not None:
        change_kind(appointment, kind, now=now)
    if lesson_context is not None:
        session.lesson_context = lesson_context
    _hold(session, minutes or usual_minutes_of(session), by=by, now=now)


def log_not_held(session: CoachingSession, *, reason: CancelReason, by: int, now: datetime) -> None:
    """It was not held, with the reason. Nothing of it becomes evidence."""
    rules.check_may_log(
        outcome=session.outcome, cancelled=session.is_cancelled, starts_at=session.appointment.starts_at, now=now
    )
    session.outcome, session.outcome_reason, session.logged_at = SessionOutcome.NOT_HELD, reason, now
    db.session.flush()
    _withdraw_debrief(session, reason=Reason.DID_NOT_TAKE_PLACE, by=by, now=now)
    audit.note("log_not_held", now=now, by=by, thing=session.subject)


def correct_minutes(session: CoachingSession, minutes: Minutes, *, by: int, now: datetime) -> None:
    """The minutes were wrong: the new ones stand, and evidence says that they were corrected."""
    rules.check_was_held(session.outcome)
    rules.check_minutes(minutes)
    _set_minutes(session, minutes)
    db.session.flush()
    if session.record is not None:
        evidence.correct(session.record, _fact(session), reason=Reason.WRONG_MINUTES, by=by, now=now)
    audit.note("correct_minutes", now=now, by=by, thing=session.subject)


def undo_log(session: CoachingSession, *, by: int, now: datetime, reason: Reason | None = None) -> None:
    """As if it had not been logged: on the day itself a slip, later with a reason. The draft of its debrief stays.

    When it did not take place at all, neither did the debrief that was shared about it.
    """
    given = rules.reason_to_undo(
        outcome=session.outcome,
        logged_on=day_of(session.logged_at) if session.logged_at else None,
        today=day_of(now),
        given=reason,
        closes=_closes(session),
    )
    if session.record is not None:
        evidence.withdraw(session.record, reason=given, by=by, now=now)
        if given is not Reason.SLIP:
            _withdraw_debrief(session, reason=given, by=by, now=now)
    session.outcome = session.outcome_reason = session.logged_at = session.record = None
    session.prep_minutes = session.lesson_minutes = session.debrief_minutes = session.coach_minutes = None
    db.session.flush()
    audit.note("undo_log", now=now, by=by, thing=session.subject, detail=given)


def confirm_session(session: CoachingSession, *, by: int, now: datetime) -> None:
    """The teacher says that it was so. Saying it again adds nothing."""
    rules.check_was_held(session.outcome)
    if session.record is not None:
        evidence.confirm(session.record, party=Party.TEACHER, by=by, now=now)
    audit.note("confirm_session", now=now, by=by, thing=session.subject)


def usual_minutes_of(session: CoachingSession) -> Minutes:
    """What "held as planned" fills in for this session."""
    appointment = session.appointment
    planned = round((appointment.ends_at - appointment.starts_at).total_seconds() / 60)
    usual = queries.usual_minutes(appointment.kind, day_of(appointment.starts_at))
    return rules.minutes_as_planned(appointment.kind, planned, usual)


def _withdraw_debrief(session: CoachingSession, *, reason: Reason, by: int, now: datetime) -> None:
    """What did not take place was not talked over either."""
    debrief = queries.evidence_of([session.trajectory_id]).get(session.debrief_subject)
    if debrief is not None:
        evidence.withdraw(debrief.number, reason=reason, by=by, now=now)


def _add(
    trajectory: CoachingTrajectory,
    *,
    kind: AppointmentKind,
    starts_at: datetime,
    ends_at: datetime,
    place_kind: PlaceKind,
    place: str,
    content: Content | None,
    by: int,
    now: datetime,
    is_unplanned: bool,
) -> CoachingSession:
    rules.check_may_go_on(queries.facts_of(trajectory, day_of(starts_at)))
    appointment = plan_appointment(
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        participants={trajectory.coach_id: ParticipantRole.COACH, trajectory.teacher_id: ParticipantRole.TEACHER},
        school_id=trajectory.school_id,
        place_kind=place_kind,
        place=place,
        discipline=trajectory.discipline,
        by=by,
        now=now,
        took_place=is_unplanned,
    )
    session = CoachingSession(trajectory=trajectory, appointment=appointment, is_unplanned=is_unplanned)
    db.session.add(session)
    _set_content(session, content or Content(), by=by, now=now)
    db.session.flush()
    audit.note("plan_session", now=now, by=by, thing=session.subject)
    return session


def _set_content(session: CoachingSession, content: Content, *, by: int, now: datetime) -> None:
    trajectory = session.trajectory
    session.lesson_context = content.lesson_context
    session.objective_id = content.objective_id
    offered = {material.id: material for material in materials_of(trajectory.school_id, on=day_of(now))}
    title = clean_name(content.new_material)
    if not title:
        session.material_id = content.material_id if content.material_id in offered else None
        return
    known = next((each for each in offered.values() if fold(each.title) == fold(title)), None)
    if known is None:
        known = add_material(trajectory.school, title=title, discipline=trajectory.discipline, by=by, now=now)
    session.material_id = known.id


def _hold(session: CoachingSession, minutes: Minutes, *, by: int, now: datetime) -> None:
    rules.check_minutes(minutes)
    _set_minutes(session, minutes)
    session.outcome, session.outcome_reason, session.logged_at = SessionOutcome.HELD, None, now
    record = evidence.record_held(_fact(session), by=by, now=now)
    session.record = record.number
    evidence.confirm(record.number, party=Party.COACH, by=by, now=now)
    if session.trajectory.agreement_id is not None:
        evidence.link(record.number, agreement_id=session.trajectory.agreement_id, by=by, now=now)
    _keep_debrief_in_step(session, by=by, now=now)
    db.session.flush()
    audit.note("log_session", now=now, by=by, thing=session.subject)


def _keep_debrief_in_step(session: CoachingSession, *, by: int, now: datetime) -> None:
    """What was shared before the session was logged anew is a fact again, and of the moment that the session has."""
    debrief = debrief_of(session.appointment_id)
    if debrief is not None and debrief.shared_at is not None:
        record_debrief(session, by=by, now=now)


def record_debrief(session: CoachingSession, *, by: int, now: datetime) -> None:
    """That a debrief took place, or that it belongs to another moment than was recorded."""
    fact = fact_of(session, subject=session.debrief_subject, activity=Activity.DEBRIEF, minutes=Minutes())
    standing = queries.evidence_of([session.trajectory_id]).get(session.debrief_subject)
    if standing is not None:
        evidence.correct(standing.number, fact, reason=Reason.SLIP, by=by, now=now)
        return
    record = evidence.record_held(fact, by=by, now=now)
    evidence.confirm(record.number, party=Party.COACH, by=by, now=now)


def _set_minutes(session: CoachingSession, minutes: Minutes) -> None:
    session.prep_minutes, session.lesson_minutes = minutes.prep, minutes.lesson
    session.debrief_minutes, session.coach_minutes = minutes.debrief, minutes.coach


def _fact(session: CoachingSession) -> Fact:
    return fact_of(session, subject=session.subject, activity=Activity.COACHING, minutes=session.minutes)


def fact_of(session: CoachingSession, *, subject: str, activity: Activity, minutes: Minutes) -> Fact:
    """What evidence says of a session, or of its debrief: no word of what was said."""
    trajectory, appointment = session.trajectory, session.appointment
    held_on = day_of(appointment.starts_at)
    return Fact(
        subject=subject,
        activity=activity,
        person_id=trajectory.teacher_id,
        held_on=held_on,
        kind=appointment.kind.value,
        school_id=trajectory.school_id,
        post_id=queries.teaching_post_id(trajectory.teacher_id, trajectory.school_id, held_on),
        coach_id=session.coach_id,
        trajectory_id=trajectory.id,
        discipline=trajectory.discipline.value,
        stream=trajectory.stream.value,
        lesson_context=session.lesson_context.value,
        prep_minutes=minutes.prep,
        lesson_minutes=minutes.lesson,
        debrief_minutes=minutes.debrief,
        coach_minutes=minutes.coach,
    )


def _closes(session: CoachingSession) -> bool:
    """Whether a completed trajectory rests on this session alone."""
    trajectory = session.trajectory
    if trajectory.status is not TrajectoryStatus.COMPLETED:
        return False
    return not rules.has_closing_talk(tuple(queries.held_kinds(trajectory.id, except_id=session.id)))
