"""The contact log: pages of it, the latest contact of each school, and what school leaders think of coaching."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import joinedload

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.database import db, holding_on, known
from coachtrack.errors import NotFound
from coachtrack.funding.models import SchoolParticipation
from coachtrack.schools.models import School
from coachtrack.talks.models import ContactMoment, DirectorOpinion
from coachtrack.talks.rules.contacts import ContactLevel, SaidOpinion
from coachtrack.viewer import Role, Viewer

PAGE = 25
OF_A_SCHOOL = (Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
_LOADED = (
    joinedload(ContactMoment.school),
    joinedload(ContactMoment.board),
    joinedload(ContactMoment.recorded_by),
)


@dataclass(frozen=True)
class Choice:
    """What a reader asked of the contact log."""

    level: ContactLevel | None = None
    school_id: int | None = None
    first_year: int | None = None


@dataclass(frozen=True)
class SchoolContacts:
    """A school, the day of the latest contact with it, and how many there were this school year."""

    school: School
    latest_on: date | None
    this_year: int


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Which contacts a person may read: all for the commission, those with her own schools for the others."""
    if viewer.has(Role.COMMISSION):
        return sa.true()
    return ContactMoment.school_id.in_(viewer.school_ids(*OF_A_SCHOOL))


def get_contact(contact_id: int) -> ContactMoment:
    """The contact with this number. Raises `NotFound`."""
    contact = db.session.get(ContactMoment, contact_id, options=_LOADED)
    if contact is None:
        raise NotFound
    return contact


def page_of_contacts(viewer: Viewer, choice: Choice, number: int) -> Pagination:
    """A page of the contacts that a person may read, latest first, narrowed as she asked."""
    rows = sa.select(ContactMoment).where(visible_to(viewer)).options(*_LOADED)
    if choice.level is not None:
        rows = rows.where(ContactMoment.level == choice.level)
    if choice.school_id is not None:
        rows = rows.where(ContactMoment.school_id == choice.school_id)
    if choice.first_year is not None:
        year = SchoolYear(choice.first_year)
        rows = rows.where(ContactMoment.held_on.between(year.starts_on, year.ends_on))
    rows = rows.order_by(ContactMoment.held_on.desc(), ContactMoment.id.desc())
    return db.paginate(rows, page=number, per_page=PAGE, max_per_page=PAGE, error_out=False)


def contacts_of(school_id: int) -> Sequence[ContactMoment]:
    """All contacts with a school, latest first."""
    rows = sa.select(ContactMoment).where(ContactMoment.school_id == school_id).options(*_LOADED)
    return db.session.scalars(rows.order_by(ContactMoment.held_on.desc(), ContactMoment.id.desc())).all()


def years_with_contacts(viewer: Viewer) -> Sequence[int]:
    """The school years in which there were contacts that a person may read, newest first."""
    days = db.session.scalars(sa.select(ContactMoment.held_on).where(visible_to(viewer)).distinct())
    return sorted({SchoolYear.of(day).first for day in days}, reverse=True)


def schools_with_contacts(viewer: Viewer) -> Sequence[School]:
    """The schools with which there were contacts that a person may read, by name."""
    inside = sa.select(ContactMoment.school_id).where(visible_to(viewer), ContactMoment.school_id.is_not(None))
    rows = sa.select(School).where(School.id.in_(inside))
    return db.session.scalars(rows.order_by(School.sort_name, School.id)).all()


def schools_for_contacts(viewer: Viewer) -> Sequence[School]:
    """The schools with which a person writes down contacts, by name: all open ones, or those she advises."""
    rows = sa.select(School).where(School.closed_on.is_(None))
    if not viewer.has(Role.COMMISSION):
        rows = rows.where(School.id.in_(viewer.school_ids(Role.ADVISOR)))
    return db.session.scalars(rows.order_by(School.sort_name, School.id)).all()


def latest_contacts(viewer: Viewer, on: date) -> Sequence[SchoolContacts]:
    """The schools that take part on a day and, of those she keeps contacts with, when there was contact last.

    Schools without any come first, then those with the oldest contact.
    """
    year = SchoolYear.of(on)
    held = sa.func.max(ContactMoment.held_on)
    this_year = sa.func.count(sa.case((ContactMoment.held_on.between(year.starts_on, on), ContactMoment.id)))
    taking_part = sa.select(SchoolParticipation.school_id).where(holding_on(SchoolParticipation, on))
    rows = (
        sa.select(School, held, this_year)
        .outerjoin(ContactMoment, sa.and_(ContactMoment.school_id == School.id, ContactMoment.held_on <= on))
        .where(School.id.in_(taking_part), School.closed_on.is_(None))
        .group_by(School.id)
    )
    if not viewer.has(Role.COMMISSION):
        rows = rows.where(School.id.in_(viewer.school_ids(Role.ADVISOR)))
    found = [SchoolContacts(*row) for row in db.session.execute(rows.order_by(School.sort_name, School.id))]
    return sorted(found, key=lambda each: each.latest_on or date.min)


def find_opinion(school_id: int, first_year: int) -> DirectorOpinion | None:
    """What the leader of a school thinks of coaching in a school year, if she was asked."""
    rows = sa.select(DirectorOpinion).where(
        DirectorOpinion.school_id == school_id, DirectorOpinion.first_year == first_year
    )
    return db.session.scalars(rows).first()


def opinions_of(school_id: int) -> Sequence[DirectorOpinion]:
    """What the leader of a school thought of coaching over the years, newest first."""
    rows = sa.select(DirectorOpinion).where(DirectorOpinion.school_id == school_id)
    return db.session.scalars(rows.order_by(DirectorOpinion.first_year.desc())).all()


def opinions_in(first_year: int) -> Sequence[DirectorOpinion]:
    """What school leaders think of coaching in a school year, by name of the school."""
    rows = sa.select(DirectorOpinion).join(DirectorOpinion.school).options(joinedload(DirectorOpinion.school))
    rows = rows.where(DirectorOpinion.first_year == first_year)
    return db.session.scalars(rows.order_by(School.sort_name, School.id)).all()


def opinions_said() -> Sequence[SaidOpinion]:
    """Every opinion, with the track on which its school took part on the day that it was said."""
    taking_part = sa.and_(
        SchoolParticipation.school_id == DirectorOpinion.school_id,
        SchoolParticipation.starts_on <= DirectorOpinion.recorded_on,
        sa.or_(SchoolParticipation.ends_on.is_(None), SchoolParticipation.ends_on >= DirectorOpinion.recorded_on),
        known(SchoolParticipation),
    )
    rows = (
        sa.select(DirectorOpinion.id, DirectorOpinion.first_year, SchoolParticipation.track, DirectorOpinion.opinion)
        .outerjoin(SchoolParticipation, taking_part)
        .order_by(DirectorOpinion.id, SchoolParticipation.starts_on, SchoolParticipation.id)
    )
    by_opinion = {
        number: SaidOpinion(first_year, track, opinion)
        for number, first_year, track, opinion in db.session.execute(rows)
    }
    return list(by_opinion.values())
