"""What stands ready before a talk: ticks, papers, mails that were sent, earlier talks, Evi, and the school's agenda."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.clock import AMSTERDAM, day_of
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.people.models import Post
from coachtrack.people.queries import staff_posts
from coachtrack.people.rules.posts import PostFunction
from coachtrack.talks.models import ChecklistTick, EviResult, PreparationMail, Talk, TalkPaper, TalkResult
from coachtrack.talks.rules.preparation import ChecklistItem, EviPillar
from coachtrack.talks.rules.talks import TalkKind, TalkStatus

LEADING = (PostFunction.SCHOOL_LEADER, PostFunction.CULTURE_COORDINATOR)


@dataclass(frozen=True)
class Measurement:
    """What Evi said on one day, per pillar."""

    measured_on: date
    results: Mapping[EviPillar, EviResult]


def ticks_of(talk_id: int) -> Mapping[ChecklistItem, ChecklistTick]:
    """What is ready, with who said so and when."""
    rows = sa.select(ChecklistTick).where(ChecklistTick.talk_id == talk_id)
    found = db.session.scalars(rows.options(joinedload(ChecklistTick.ticked_by)).order_by(ChecklistTick.id))
    return {tick.item: tick for tick in found}


def papers_of(talk_id: int) -> Mapping[ChecklistItem, Sequence[TalkPaper]]:
    """The files of a talk by their item, with those that belong to all talks; without what is in them."""
    papers = defaultdict(list)
    for paper in db.session.scalars(_papers(sa.or_(TalkPaper.talk_id == talk_id, TalkPaper.talk_id.is_(None)))):
        papers[paper.item].append(paper)
    return papers


def papers_for_all() -> Sequence[TalkPaper]:
    """The files that belong to all talks."""
    return db.session.scalars(_papers(TalkPaper.talk_id.is_(None))).all()


def _papers(where: sa.ColumnElement[bool]) -> sa.Select[TalkPaper]:
    rows = sa.select(TalkPaper).where(where).options(joinedload(TalkPaper.added_by))
    return rows.order_by(TalkPaper.added_at, TalkPaper.id)


def get_paper(paper_id: int) -> TalkPaper:
    """The file with this number, with its talk. Raises `NotFound`."""
    paper = db.session.get(TalkPaper, paper_id, options=[joinedload(TalkPaper.talk)])
    if paper is None:
        raise NotFound
    return paper


def mails_of(talk_id: int) -> Sequence[PreparationMail]:
    """The mails that asked the school to prepare, the newest first."""
    rows = sa.select(PreparationMail).where(PreparationMail.talk_id == talk_id)
    rows = rows.options(joinedload(PreparationMail.sent_by))
    return db.session.scalars(rows.order_by(PreparationMail.sent_at.desc(), PreparationMail.id)).all()


def leaders_with_mail(school_id: int, on: date) -> list[Post]:
    """The posts of the director and the ICC'er of a school who have an address, each person once."""
    posts = [post for post in staff_posts(school_id, on) if post.function in LEADING and post.person.email]
    return list({post.person_id: post for post in reversed(posts)}.values())[::-1]


def held_on(talk: Talk) -> date:
    """The day of a talk: of its appointment, or else the day on which it was opened."""
    return day_of(talk.appointment.starts_at if talk.appointment else talk.created_at)


def other_talks(talk: Talk) -> Sequence[Talk]:
    """The other talks with this school, the newest first."""
    rows = sa.select(Talk).where(Talk.school_id == talk.school_id, Talk.id != talk.id)
    rows = rows.options(joinedload(Talk.appointment), joinedload(Talk.advisor))
    return db.session.scalars(rows.order_by(Talk.created_at.desc(), Talk.id.desc())).all()


def last_report(talks: Sequence[Talk], kind: TalkKind) -> Talk | None:
    """The newest of these talks that is of this kind and has a report."""
    return next((each for each in talks if each.kind is kind and each.status is not TalkStatus.OPEN), None)


def earlier_results(talk: Talk) -> tuple[Talk | None, Sequence[TalkResult]]:
    """The results that the school aimed for in the last talk before this one in which there were any."""
    before = (
        sa.select(Talk.id)
        .where(Talk.school_id == talk.school_id, Talk.id != talk.id, Talk.created_at <= talk.created_at)
        .where(sa.exists().where(TalkResult.talk_id == Talk.id))
        .order_by(Talk.created_at.desc(), Talk.id.desc())
        .limit(1)
    )
    rows = sa.select(TalkResult).where(TalkResult.talk_id == before.scalar_subquery())
    results = db.session.scalars(rows.order_by(TalkResult.part, TalkResult.position, TalkResult.id)).all()
    if not results:
        return None, ()
    return db.session.get_one(Talk, results[0].talk_id, options=[joinedload(Talk.appointment)]), results


def evi_of(school_id: int) -> list[Measurement]:
    """What Evi said of a school, the newest day first."""
    rows = sa.select(EviResult).where(EviResult.school_id == school_id)
    by_day: dict[date, dict[EviPillar, EviResult]] = defaultdict(dict)
    for result in db.session.scalars(rows.order_by(EviResult.measured_on.desc(), EviResult.id)):
        by_day[result.measured_on][result.pillar] = result
    return [Measurement(day, results) for day, results in by_day.items()]


def get_evi_result(evi_id: int) -> EviResult:
    """One outcome of Evi, with its school. Raises `NotFound`."""
    result = db.session.get(EviResult, evi_id, options=[joinedload(EviResult.school)])
    if result is None:
        raise NotFound
    return result


def activities_in(school_id: int, first_year: int) -> Sequence[Appointment]:
    """What is planned at a school in a school year, without who takes part, in order."""
    year = SchoolYear(first_year)
    rows = sa.select(Appointment).where(
        Appointment.school_id == school_id,
        Appointment.status == AppointmentStatus.PLANNED,
        Appointment.starts_at >= _midnight(year.starts_on),
        Appointment.starts_at < _midnight(year.ends_on + timedelta(days=1)),
    )
    return db.session.scalars(rows.order_by(Appointment.starts_at, Appointment.id)).all()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM)
