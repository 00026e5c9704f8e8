"""What is done with the agreements of a talk: make one, draft its trajectories, put its dates in the agenda."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from coachtrack import audit
from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.actions import Promise, make_agreement
from coachtrack.agreements.models import Agreement
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.funding.rules import Stream
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.talks.models import Talk, TalkAgreement
from coachtrack.talks.rules.planning import check_dates, check_may_agree, check_room, check_stands
from coachtrack.trainings.actions import add_meetings, plan_training
from coachtrack.trainings.models import Training, TrainingMeeting
from coachtrack.trainings.queries import meeting_load
from coachtrack.trainings.rules import MeetingPlan, TargetGroup
from coachtrack.trajectories.actions import propose_trajectory, start_trajectory
from coachtrack.trajectories.models import CoachingTrajectory


def agree(talk: Talk, promise: Promise, *, by: int, now: datetime) -> Agreement:
    """The school and the advisor agree on something at the table. Raises `Refused`."""
    check_may_agree(talk.status)
    agreement = make_agreement(talk.school_id, promise, by=by, now=now)
    db.session.add(TalkAgreement(talk_id=talk.id, agreement_id=agreement.id))
    db.session.flush()
    return agreement


@dataclass(frozen=True)
class Pair:
    """A teacher, and the coach who is asked for her."""

    teacher_id: int
    coach_id: int


def draft_trajectories(
    agreement: Agreement,
    pairs: Mapping[int, Pair],
    *,
    discipline: Discipline,
    stream: Stream = Stream.REGULAR_LESSON,
    by: int,
    now: datetime,
) -> Sequence[CoachingTrajectory]:
    """A trajectory for each of these teachers, by the number of the line: all of them, or none.

    A coach is asked first and says yes or no herself; a trajectory of who drafts it is in preparation at once. Raises
    `Refused` at the line that cannot be (`teachers-1-take`); whoever calls undoes those before it.
    """
    if not pairs:
        raise Refused(N_("No teacher is ticked yet. Tick at least one."), field="teachers-0-take")
    drafted = []
    for number, pair in pairs.items():
        begin = start_trajectory if pair.coach_id == by else propose_trajectory
        try:
            trajectory = begin(
                coach_id=pair.coach_id,
                teacher_id=pair.teacher_id,
                school_id=agreement.school_id,
                discipline=discipline,
                stream=stream,
                agreement_id=agreement.id,
                by=by,
                now=now,
            )
        except Refused as refusal:
            refusal.field = f"teachers-{number}-{'take' if refusal.field == 'teacher_id' else 'coach_id'}"
            raise
        drafted.append(trajectory)
    audit.note("trajectories drafted", now=now, by=by, thing=f"agreement:{agreement.id}", detail=str(len(drafted)))
    return drafted


@dataclass(frozen=True)
class Group:
    """Who gives something to whom, about what; `training` where these are more dates of one that there is already."""

    title: str
    kind: AppointmentKind
    target_group: TargetGroup
    trainer_id: int
    training: Training | None = None
    attendee_ids: Sequence[int] | None = None


def plan_dates(
    agreement: Agreement, group: Group, meetings: Mapping[int, MeetingPlan], *, by: int, now: datetime
) -> Sequence[TrainingMeeting]:
    """These dates in the agenda, by the number of the line, the earliest first: all of them, or none.

    Raises `Refused` at the line that cannot be (`meetings-1-day`); whoever calls undoes those before it.
    """
    check_stands(has_ended=agreement.ended_at is not None)
    spans = {number: plan.span for number, plan in meetings.items()}
    check_dates(spans, SchoolYear(agreement.first_year), AMSTERDAM)
    check_room(group.kind, meeting_load(agreement.school_id, agreement.first_year), spans)
    (number, first), *rest = sorted(meetings.items(), key=lambda line: line[1].span.starts_at)
    with _at_line(number):
        if group.training is None:
            training = _begin(agreement, group, first, by=by, now=now)
        else:
            training = group.training
            add_meetings(training, [first], attendee_ids=group.attendee_ids, by=by, now=now, is_noted=False)
    for number, plan in rest:
        with _at_line(number):
            add_meetings(training, [plan], attendee_ids=group.attendee_ids, by=by, now=now, is_noted=False)
    audit.note("plan_dates", now=now, by=by, thing=f"agreement:{agreement.id}", detail=str(len(meetings)))
    return training.meetings[-len(meetings) :]


@contextmanager
def _at_line(number: int) -> Iterator[None]:
    """What is refused is refused at this line of the form."""
    try:
        yield
    except Refused as refusal:
        refusal.field = f"meetings-{number}-{refusal.field if refusal.field == 'ends_at' else 'day'}"
        raise


def _begin(agreement: Agreement, group: Group, first: MeetingPlan, *, by: int, now: datetime) -> Training:
    return plan_training(
        title=group.title,
        kind=group.kind,
        target_group=group.target_group,
        discipline=agreement.discipline,
        stream=Stream.REGULAR_LESSON,
        school_id=agreement.school_id,
        trainer_id=group.trainer_id,
        agreement_id=agreement.id,
        attendee_ids=group.attendee_ids,
        meetings=[first],
        by=by,
        now=now,
    )
