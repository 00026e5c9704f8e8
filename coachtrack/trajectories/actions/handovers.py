"""Hand a trajectory to another coach: the record goes along, the words only as far as the teacher lets them."""

from datetime import datetime

import sqlalchemy as sa

from coachtrack import audit, outbox
from coachtrack.agenda.actions import hand_over_appointment
from coachtrack.agenda.queries.invitations import reachable
from coachtrack.agenda.rules.appointments import CancelReason
from coachtrack.clock import day_of
from coachtrack.database import check_version, db
from coachtrack.reflections import actions as reflections
from coachtrack.reflections.queries import debriefs_of, shares_of
from coachtrack.reflections.rules import Audience
from coachtrack.trajectories import mails, queries
from coachtrack.trajectories.actions.sessions import cancel_session
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory, Handover
from coachtrack.trajectories.rules import check_may_go_on
from coachtrack.trajectories.rules.handovers import (
    ContentAnswer,
    HandoverState,
    check_is_asked,
    check_may_hand_over,
    shares_wanted,
)


def ask_handover(trajectory: CoachingTrajectory, *, to_coach_id: int, by: int, now: datetime) -> Handover:
    """Ask another coach of the discipline to take it over, and the teacher what she may read. Raises `Refused`."""
    _lock(trajectory)
    check_may_hand_over(
        trajectory.status,
        is_same_coach=to_coach_id == trajectory.coach_id,
        is_asked=queries.find_asked_handover(trajectory.id) is not None,
    )
    check_may_go_on(queries.facts_of(trajectory, day_of(now), coach_id=to_coach_id))
    handover = Handover(
        trajectory=trajectory, from_coach_id=trajectory.coach_id, to_coach_id=to_coach_id, asked_at=now, asked_by_id=by
    )
    db.session.add(handover)
    db.session.flush()
    for person_id, mail in (
        (to_coach_id, mails.asked_to_take_over),
        (trajectory.teacher_id, mails.asked_about_content),
    ):
        _tell(handover, person_id, mail, now=now)
    audit.note("ask_handover", now=now, by=by, thing=handover.subject)
    return handover


def accept_handover(handover: Handover, *, by: int, now: datetime) -> list[CoachingSession]:
    """The next coach takes it over, with the sessions to come that she can keep; returns those that do not go on.

    What was held stays with who held it. What she may read of before is what the teacher answered. Raises `Refused`.
    """
    trajectory = handover.trajectory
    _lock(trajectory)
    check_is_asked(handover.state)
    check_may_hand_over(trajectory.status, is_same_coach=False, is_asked=False)
    check_may_go_on(queries.facts_of(trajectory, day_of(now), coach_id=handover.to_coach_id))
    planned = queries.going_along(trajectory, handover.to_coach_id, now)
    handover.accepted_at, trajectory.coach_id = now, handover.to_coach_id
    db.session.flush()
    lost = [each.session for each in planned if each.obstacle is not None]
    for each in planned:
        if each.obstacle is None:
            appointment = each.session.appointment
            hand_over_appointment(appointment, from_id=handover.from_coach_id, to_id=handover.to_coach_id, now=now)
    for session in lost:
        cancel_session(session, reason=CancelReason.COACH, by=by, now=now)
    _end_shares_of(handover, now=now)
    _open(handover, now=now)
    for person_id in {trajectory.teacher_id, handover.from_coach_id, handover.asked_by_id} - {by}:
        _tell(handover, person_id, mails.taken_over, now=now)
    audit.note("accept_handover", now=now, by=by, thing=handover.subject)
    db.session.refresh(trajectory, ["coach"])
    return lost


def decline_handover(handover: Handover, *, by: int, now: datetime) -> None:
    """The coach who was asked cannot take it over; all stays as it was. Raises `Refused`."""
    check_is_asked(handover.state)
    handover.declined_at = now
    db.session.flush()
    _ask_no_more(handover, now=now)
    for person_id in {handover.from_coach_id, handover.asked_by_id} - {by}:
        _tell(handover, person_id, mails.not_taken_over, now=now)
    audit.note("decline_handover", now=now, by=by, thing=handover.subject)


def withdraw_handover(handover: Handover, *, by: int, now: datetime) -> None:
    """The question is taken back; all stays as it was. Raises `Refused` when it was answered meanwhile."""
    check_is_asked(handover.state)
    handover.withdrawn_at = now
    db.session.flush()
    _ask_no_more(handover, now=now)
    audit.note("withdraw_handover", now=now, by=by, thing=handover.subject)


def answer_handover(
    handover: Handover, answer: ContentAnswer, *, by: int, now: datetime, version: int | None = None
) -> None:
    """The teacher says what the next coach may read of before; she can say otherwise later. Raises `Refused`."""
    if handover.state is not HandoverState.ACCEPTED:
        check_is_asked(handover.state)
    check_version(handover, version, {"answer": handover.answer.value if handover.answer else ""})
    handover.answer, handover.answered_at = answer, now
    db.session.flush()
    if handover.state is HandoverState.ACCEPTED:
        _open(handover, now=now)
    audit.note("answer_handover", now=now, by=by, thing=handover.subject)


def _open(handover: Handover, *, now: datetime) -> None:
    """Open and shut what the teacher answered; what she lets her next coach read one by one is her answer too."""
    number, reader_id = handover.trajectory_id, handover.to_coach_id
    teacher_id = handover.trajectory.teacher_id
    standing = {
        each.appointment_id: each
        for each in shares_of(number)
        if each.audience is Audience.NEXT_COACH and each.reader_id == reader_id
    }
    before = [each for each in debriefs_of(number) if each.shared_at is not None and each.writer_id != reader_id]
    to_open, to_shut = shares_wanted(
        handover.answer, shared=[each.appointment_id for each in before], standing=standing
    )
    for appointment_id in sorted(to_open, key=lambda each: each or 0):
        reflections.let_read(
            number, Audience.NEXT_COACH, appointment_id=appointment_id, reader_id=reader_id, by=teacher_id, now=now
        )
    for appointment_id in to_shut:
        reflections.take_back(standing[appointment_id], by=teacher_id, now=now)


def _end_shares_of(handover: Handover, *, now: datetime) -> None:
    """What the coach who leaves was let read of before her own time ends with it."""
    for share in shares_of(handover.trajectory_id):
        if share.audience is Audience.NEXT_COACH and share.reader_id != handover.to_coach_id:
            reflections.take_back(share, by=handover.trajectory.teacher_id, now=now)


def _lock(trajectory: CoachingTrajectory) -> None:
    """Two who hand it over at one moment come one after the other."""
    row = sa.select(CoachingTrajectory.id).where(CoachingTrajectory.id == trajectory.id).with_for_update(key_share=True)
    db.session.execute(row)


def _ask_no_more(handover: Handover, *, now: datetime) -> None:
    people = (handover.to_coach_id, handover.trajectory.teacher_id)
    outbox.withdraw([mails.thread_of(handover, person_id) for person_id in people], now=now)


def _tell(handover: Handover, person_id: int, mail: mails.AboutHandover, *, now: datetime) -> None:
    recipient = reachable(person_id)
    if recipient is not None:
        outbox.post(mail(handover, recipient), recipient_id=person_id, now=now)
