"""What a school signed, by which framework it works, and how it takes part: of one school, and of all in a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.database import db, known
from coachtrack.errors import NotFound
from coachtrack.funding.models import (
    CooperationAgreement,
    CurriculumFramework,
    FrameworkChoice,
    FundingPeriod,
    SchoolParticipation,
)
from coachtrack.funding.queries.programme import participations_of
from coachtrack.funding.rules import Chosen, Stretch, chosen_on


@dataclass(frozen=True)
class SchoolInFrame:
    """How a school takes part in a period, what it signed, and by which framework it works on a day."""

    participation: SchoolParticipation
    agreement: CooperationAgreement | None
    framework: CurriculumFramework | None


def parts_of_school(school_id: int) -> Sequence[SchoolParticipation]:
    """How a school takes part, as it stands, newest first, with the periods."""
    rows = sa.select(SchoolParticipation).where(SchoolParticipation.school_id == school_id, known(SchoolParticipation))
    loaded = rows.options(joinedload(SchoolParticipation.period).joinedload(FundingPeriod.scheme))
    return db.session.scalars(loaded.order_by(SchoolParticipation.starts_on.desc(), SchoolParticipation.id)).all()


def agreements_signed(school_id: int) -> Mapping[int, CooperationAgreement]:
    """The cooperation agreements that a school signed, by period."""
    rows = sa.select(CooperationAgreement).where(CooperationAgreement.school_id == school_id)
    return {row.period_id: row for row in db.session.scalars(rows.order_by(CooperationAgreement.id))}


def choices_of(school_id: int) -> Sequence[FrameworkChoice]:
    """The frameworks by which a school worked, works and will work, newest first."""
    rows = sa.select(FrameworkChoice).where(FrameworkChoice.school_id == school_id)
    loaded = rows.options(joinedload(FrameworkChoice.framework))
    return db.session.scalars(loaded.order_by(FrameworkChoice.starts_on.desc())).all()


def get_choice(choice_id: int) -> FrameworkChoice:
    """The choice with this number, with its school and framework. Raises `NotFound`."""
    options = [joinedload(FrameworkChoice.framework), joinedload(FrameworkChoice.school)]
    choice = db.session.get(FrameworkChoice, choice_id, options=options)
    if choice is None:
        raise NotFound
    return choice


def curriculum_frameworks() -> Sequence[CurriculumFramework]:
    """The curriculum frameworks, in their order."""
    return db.session.scalars(sa.select(CurriculumFramework).order_by(CurriculumFramework.id)).all()


def holding(framework: CurriculumFramework) -> Stretch:
    """From when until when a framework holds."""
    return Stretch(framework.holds_from or date.min, framework.holds_until, framework.name)


def as_chosen(choice: FrameworkChoice) -> Chosen:
    """A choice as the rules see it."""
    return Chosen(choice.starts_on, choice.framework_id, holding(choice.framework))


def choice_on(choices: Sequence[FrameworkChoice], day: date) -> FrameworkChoice | None:
    """Which of the choices of a school stands on a day."""
    standing = chosen_on(map(as_chosen, choices), day)
    return next((choice for choice in choices if standing and choice.starts_on == standing.starts_on), None)


def schools_in_frame(period_id: int, on: date) -> Sequence[SchoolInFrame]:
    """Every school that takes part in a period, with what it signed and by which framework it works on a day."""
    parts = participations_of(period_id)
    ids = {part.school_id for part in parts}
    signed = sa.select(CooperationAgreement).where(CooperationAgreement.period_id == period_id)
    by_school = {row.school_id: row for row in db.session.scalars(signed)}
    chosen = sa.select(FrameworkChoice).where(FrameworkChoice.school_id.in_(ids))
    choices = db.session.scalars(chosen.options(joinedload(FrameworkChoice.framework))).all()
    rows = []
    for part in parts:
        standing = choice_on([each for each in choices if each.school_id == part.school_id], on)
        rows.append(SchoolInFrame(part, by_school.get(part.school_id), standing.framework if standing else None))
    return rows
