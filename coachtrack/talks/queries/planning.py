"""What was agreed in a talk and what stands in the agenda for it, as it is now: the planning form."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from coachtrack.agenda.models import Appointment, Participant
from coachtrack.agenda.rules.appointments import AppointmentKind, AppointmentStatus, ParticipantRole, PlaceKind
from coachtrack.agreements.models import Agreement
from coachtrack.agreements.rules.promises import CarriedOut
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.talks.models import Talk, TalkAgreement
from coachtrack.talks.rules.planning import still_to_plan
from coachtrack.trainings.models import Training, TrainingMeeting
from coachtrack.trainings.rules import TrainingStatus
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus


@dataclass(frozen=True)
class PlannedDate:
    """A date that stands for an agreement. `led_by` gives or coaches, `people` are coached, `attendees` attend."""

    agreement_id: int
    appointment_id: int
    instrument: str
    kind: AppointmentKind
    title: str
    discipline: Discipline | None
    starts_at: datetime
    ends_at: datetime
    led_by: tuple[str, ...]
    people: tuple[str, ...]
    attendees: int
    place: str
    place_kind: PlaceKind


@dataclass(frozen=True)
class DraftedTrajectory:
    """A trajectory that counts for an agreement, without a word of its content; `dates` is how many sessions it has."""

    trajectory_id: int
    teacher: str
    coach: str
    discipline: Discipline
    status: TrajectoryStatus
    dates: int


@dataclass(frozen=True)
class Agreed:
    """An agreement of a talk with what stands for it by now.

    `without_date`: how many of the amount have neither a date nor a trajectory; `undated` are its trajectories that
    have no session yet.
    """

    agreement_id: int
    instrument: str
    carried_out: CarriedOut
    goals: tuple[str, ...]
    discipline: Discipline | None
    amount: int
    minutes_each: int
    responsible: str
    due_on: date | None
    is_ended: bool
    trajectories: tuple[DraftedTrajectory, ...]
    dates: tuple[PlannedDate, ...]

    @property
    def without_date(self) -> int:
        """How many of what was agreed are still to be planned."""
        planned = self.trajectories if self.carried_out is CarriedOut.COACHING else self.dates
        return 0 if self.is_ended else still_to_plan(self.amount, len(planned))

    @property
    def undated(self) -> tuple[DraftedTrajectory, ...]:
        """The trajectories that go on and have no session yet."""
        ended = (TrajectoryStatus.COMPLETED, TrajectoryStatus.STOPPED)
        return tuple(each for each in self.trajectories if not each.dates and each.status not in ended)


def agreements_in(talk: Talk) -> Sequence[Agreed]:
    """The agreements of a talk in the order in which they were made; as many statements for one as for many."""
    found = _agreements(talk.id)
    numbers = [agreement.id for agreement in found]
    trajectories = _trajectories(numbers)
    instruments = {agreement.id: agreement.instrument.name for agreement in found}
    dates = _dates(instruments, trajectories)
    return [
        Agreed(
            agreement_id=each.id,
            instrument=each.instrument.name,
            carried_out=each.instrument.carried_out,
            goals=tuple(goal.name for goal in each.goals),
            discipline=each.discipline,
            amount=each.amount,
            minutes_each=each.minutes_each,
            responsible=each.responsible,
            due_on=each.due_on,
            is_ended=each.ended_at is not None,
            trajectories=tuple(map(_drafted, trajectories[each.id])),
            dates=tuple(dates[each.id]),
        )
        for each in found
    ]


def planned_dates(talk: Talk) -> Sequence[PlannedDate]:
    """All dates that stand for the agreements of a talk, in order of time; what was cancelled is not among them."""
    dates = [each for agreed in agreements_in(talk) for each in agreed.dates]
    return sorted(dates, key=lambda each: (each.starts_at, each.appointment_id))


def agreement_in(talk: Talk, agreement_id: int) -> Agreement:
    """The agreement with this number, made in this talk. Raises `NotFound`."""
    found = next((each for each in _agreements(talk.id) if each.id == agreement_id), None)
    if found is None:
        raise NotFound
    return found


def _agreements(talk_id: int) -> Sequence[Agreement]:
    rows = (
        sa.select(Agreement)
        .join(TalkAgreement, TalkAgreement.agreement_id == Agreement.id)
        .where(TalkAgreement.talk_id == talk_id)
        .options(joinedload(Agreement.instrument), selectinload(Agreement.goals), joinedload(Agreement.period))
    )
    return db.session.scalars(rows.order_by(Agreement.id)).all()


def _trajectories(agreement_ids: Collection[int]) -> Mapping[int, Sequence[CoachingTrajectory]]:
    """The trajectories that count for each of these agreements, with their sessions; never what was said in them."""
    found: dict[int, list[CoachingTrajectory]] = defaultdict(list)
    session = selectinload(CoachingTrajectory.sessions).joinedload(CoachingSession.appointment)
    rows = (
        sa.select(CoachingTrajectory)
        .where(CoachingTrajectory.agreement_id.in_(agreement_ids))
        .options(joinedload(CoachingTrajectory.coach), joinedload(CoachingTrajectory.teacher), session)
    )
    for each in db.session.scalars(rows.order_by(CoachingTrajectory.id)):
        if each.agreement_id is not None:
            found[each.agreement_id].append(each)
    return found


def _drafted(trajectory: CoachingTrajectory) -> DraftedTrajectory:
    return DraftedTrajectory(
        trajectory_id=trajectory.id,
        teacher=trajectory.teacher.name,
        coach=trajectory.coach.name,
        discipline=trajectory.discipline,
        status=trajectory.status,
        dates=sum(_stands(each.appointment) for each in trajectory.sessions),
    )


def _dates(
    instruments: Mapping[int, str], trajectories: Mapping[int, Sequence[CoachingTrajectory]]
) -> Mapping[int, Sequence[PlannedDate]]:
    """What stands in the agenda for each agreement, in order of time."""
    found: dict[int, list[PlannedDate]] = defaultdict(list)
    for meeting in _meetings(instruments):
        agreement_id = meeting.training.agreement_id
        if agreement_id is not None:
            title, instrument = meeting.training.title, instruments[agreement_id]
            found[agreement_id].append(_date(meeting.appointment, agreement_id, instrument, title))
    for agreement_id, several in trajectories.items():
        for trajectory in several:
            for session in trajectory.sessions:
                if _stands(session.appointment):
                    led_by, people = (trajectory.coach.name,), (trajectory.teacher.name,)
                    said = _date(session.appointment, agreement_id, instruments[agreement_id], "", led_by, people)
                    found[agreement_id].append(said)
    return defaultdict(list, {key: sorted(dates, key=lambda each: each.starts_at) for key, dates in found.items()})


def _meetings(agreement_ids: Collection[int]) -> Sequence[TrainingMeeting]:
    """The meetings that stand of the trainings under these agreements."""
    rows = (
        sa.select(TrainingMeeting)
        .join(TrainingMeeting.training)
        .join(TrainingMeeting.appointment)
        .where(
            Training.agreement_id.in_(agreement_ids),
            Training.status != TrainingStatus.CANCELLED,
            Appointment.status == AppointmentStatus.PLANNED,
        )
        .options(
            contains_eager(TrainingMeeting.training),
            contains_eager(TrainingMeeting.appointment)
            .selectinload(Appointment.participants)
            .joinedload(Participant.person),
        )
    )
    return db.session.scalars(rows.order_by(Appointment.starts_at, Appointment.id)).all()


def _date(
    appointment: Appointment,
    agreement_id: int,
    instrument: str,
    title: str,
    led_by: tuple[str, ...] | None = None,
    people: tuple[str, ...] = (),
) -> PlannedDate:
    if led_by is None:
        trainers = [each for each in appointment.participants if each.role is ParticipantRole.TRAINER]
        led_by = tuple(each.person.name for each in trainers)
    attending = 0 if people else sum(each.role is ParticipantRole.ATTENDEE for each in appointment.participants)
    return PlannedDate(
        agreement_id=agreement_id,
        appointment_id=appointment.id,
        instrument=instrument,
        kind=appointment.kind,
        title=title,
        discipline=appointment.discipline,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        led_by=led_by,
        people=people,
        attendees=attending,
        place=appointment.place,
        place_kind=appointment.place_kind,
    )


def _stands(appointment: Appointment) -> bool:
    return appointment.status is AppointmentStatus.PLANNED
