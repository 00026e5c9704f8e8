"""Talks: one by its number, its guide and steps, and those that someone may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import contains_eager, joinedload

from coachtrack.agenda.models import Appointment
from coachtrack.database import db, holding_on
from coachtrack.errors import N_, NotFound
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Person, RoleGrant
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.talks.models import Talk, TalkAnswer, TalkParticipant
from coachtrack.talks.rules.guides import Guide, Step, guide_of
from coachtrack.talks.rules.talks import TalkKind, TalkStatus
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus
from coachtrack.viewer import Role, Viewer

PAGE = 25
BEGUN = (TrajectoryStatus.ACTIVE, TrajectoryStatus.PAUSED, TrajectoryStatus.COMPLETED, TrajectoryStatus.STOPPED)
SEEN_BY = (Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)


@dataclass(frozen=True)
class StepLink:
    """A line of the progress list: a page of the talk, and how many of its questions have an answer."""

    endpoint: str
    key: str | None
    title: str
    is_of_guide: bool = False
    answered: int = 0
    asked: int = 0


BEFORE = (("talks.prepare", N_("Preparation")),)
AFTER = (
    ("talks.agree", N_("Agreements")),
    ("talks.planning_form", N_("Planning form")),
    ("talks.report", N_("Report")),
)


def get_talk(talk_id: int) -> Talk:
    """The talk with this number, with its school, guide and appointment. Raises `NotFound`."""
    options = (joinedload(Talk.school), joinedload(Talk.guide), joinedload(Talk.appointment), joinedload(Talk.advisor))
    talk = db.session.get(Talk, talk_id, options=options)
    if talk is None:
        raise NotFound
    return talk


def guide_for(talk: Talk) -> Guide:
    """The guide that a talk follows, with the name and the last year of its period filled in."""
    period = talk.period
    end_year = period.ends_on.year if period else talk.first_year + 3
    return guide_of(talk.guide.content, {"end_year": str(end_year), "period": period.name if period else ""})


def guide_steps(talk: Talk) -> tuple[Step, ...]:
    """The steps of its guide that a talk goes through: without the goals of a period that the school is not in."""
    return tuple(step for step in guide_for(talk).steps if talk.period_id or not step.is_for_participants)


def steps_of(talk: Talk) -> list[StepLink]:
    """All steps of a talk, in the order in which it goes: the preparation, the guide, agreements, dates, the report."""
    answered = set(db.session.scalars(sa.select(TalkAnswer.question).where(TalkAnswer.talk_id == talk.id)))
    guide = [
        StepLink(
            endpoint="talks.step",
            key=step.key,
            title=step.title,
            is_of_guide=True,
            answered=sum(question.key in answered for question in step.questions),
            asked=len(step.questions),
        )
        for step in guide_steps(talk)
    ]
    before = [StepLink(endpoint, None, title) for endpoint, title in BEFORE]
    after = [StepLink(endpoint, None, title) for endpoint, title in AFTER]
    return [*before, *guide, *after]


def get_talk_of(appointment_id: int) -> Talk:
    """The talk that an appointment belongs to. Raises `NotFound`."""
    number = db.session.scalar(sa.select(Talk.id).where(Talk.appointment_id == appointment_id))
    if number is None:
        raise NotFound
    return get_talk(number)


def participants_of(talk_id: int) -> Sequence[TalkParticipant]:
    """Who of the school sits at the table, as they were added."""
    rows = sa.select(TalkParticipant).where(TalkParticipant.talk_id == talk_id)
    return db.session.scalars(rows.order_by(TalkParticipant.id)).all()


def open_talk_at(school_id: int, kind: TalkKind, first_year: int) -> Talk | None:
    """The talk of this kind about this school year that goes on at a school."""
    rows = sa.select(Talk).where(
        Talk.school_id == school_id, Talk.kind == kind, Talk.first_year == first_year, Talk.status == TalkStatus.OPEN
    )
    return db.session.scalars(rows.order_by(Talk.id).limit(1)).first()


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Which talks someone may read: all for the commission, those with her own schools for the others."""
    if viewer.has(Role.COMMISSION):
        return sa.true()
    return Talk.school_id.in_(sorted(viewer.school_ids(*SEEN_BY)))


def page_of_talks(
    viewer: Viewer, *, school_id: int | None, first_year: int | None, kind: TalkKind | None, number: int
) -> Pagination:
    """A page of the talks that someone may read, the latest first."""
    rows = _loaded().where(visible_to(viewer))
    for column, wanted in ((Talk.school_id, school_id), (Talk.first_year, first_year), (Talk.kind, kind)):
        if wanted is not None:
            rows = rows.where(column == wanted)
    rows = rows.order_by(Appointment.starts_at.desc(), Talk.id.desc())
    return db.paginate(rows, page=max(1, min(number, 10_000)), per_page=PAGE, error_out=False)


def unfinished_talks(viewer: Viewer) -> Sequence[Talk]:
    """The talks that someone may read and that the school has not confirmed yet, in order of their moments."""
    rows = _loaded().where(visible_to(viewer), Talk.status != TalkStatus.CONFIRMED)
    return db.session.scalars(rows.order_by(Appointment.starts_at, Talk.id)).all()


def years_of_talks(viewer: Viewer) -> Sequence[int]:
    """The school years that talks are about, the latest first."""
    rows = sa.select(Talk.first_year).where(visible_to(viewer)).distinct()
    return db.session.scalars(rows.order_by(Talk.first_year.desc())).all()


def schools_for_talks(viewer: Viewer) -> Sequence[School]:
    """The schools with which someone may hold a talk, by name."""
    rows = sa.select(School).where(School.closed_on.is_(None))
    if not viewer.has(Role.COMMISSION):
        rows = rows.where(School.id.in_(sorted(viewer.school_ids(Role.ADVISOR))))
    return db.session.scalars(rows.order_by(School.sort_name, School.id)).all()


def schools_without_talk(viewer: Viewer, kind: TalkKind, first_year: int) -> Sequence[School]:
    """Those of them with which no talk of this kind about this school year was opened."""
    spoken = set(db.session.scalars(sa.select(Talk.school_id).where(Talk.kind == kind, Talk.first_year == first_year)))
    return [school for school in schools_for_talks(viewer) if school.id not in spoken]


def advisors_of(school_id: int, on: date) -> Sequence[Person]:
    """The advisors of a school on a day, by name."""
    granted = sa.select(RoleGrant.person_id).where(
        RoleGrant.role == Role.ADVISOR, RoleGrant.school_id == school_id, holding_on(RoleGrant, on)
    )
    people = sa.select(Person).where(Person.id.in_(granted))
    return db.session.scalars(people.order_by(Person.sort_name, Person.id)).all()


def coached_before(school_id: int) -> Mapping[str, Sequence[Discipline]]:
    """In which disciplines teachers of a school were coached, by the name of the period, the earliest period first."""
    rows = (
        sa.select(FundingPeriod.name, CoachingTrajectory.discipline)
        .join(CoachingTrajectory.period)
        .where(CoachingTrajectory.school_id == school_id, CoachingTrajectory.status.in_(BEGUN))
        .group_by(FundingPeriod.name, FundingPeriod.starts_on, CoachingTrajectory.discipline)
        .order_by(FundingPeriod.starts_on, FundingPeriod.name, CoachingTrajectory.discipline)
    )
    found: dict[str, list[Discipline]] = {}
    for name, discipline in db.session.execute(rows):
        found.setdefault(name, []).append(discipline)
    return found


def _loaded() -> sa.Select[Talk]:
    rows = sa.select(Talk).join(Talk.school).outerjoin(Talk.appointment)
    return rows.options(contains_eager(Talk.school), contains_eager(Talk.appointment), joinedload(Talk.advisor))
