"""Certificates: what one can rest on, those of a person and whether they hold, and what is told about a code."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from coachtrack.agenda.queries import holidays_between
from coachtrack.agenda.rules.days import Days
from coachtrack.clock import day_of
from coachtrack.coverage.queries import rule_in_force
from coachtrack.coverage.rules.requirement import read_requirement
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.queries import COLUMNS, standing_facts
from coachtrack.evidence.rules.records import Activity, RecordKind
from coachtrack.evidence.rules.standing import Record, StandingFact, fold
from coachtrack.funding.queries import period_on
from coachtrack.reports.models import Certificate
from coachtrack.reports.rules.certificates import CertificateState, Certified, Wanted, certified, still_stands
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import HolidayRegion
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus

ENOUGH = 50
"""Facts that are read for every code: more than a certificate usually rests on."""


@dataclass(frozen=True)
class Answer:
    """What anybody is told of a certificate that holds."""

    discipline: str
    minutes: int
    starts_on: date
    ends_on: date


def get_certificate(certificate_id: int) -> Certificate:
    """The certificate with this number, with its document. Raises `NotFound`."""
    found = db.session.get(Certificate, certificate_id, options=[undefer(Certificate.document)])
    if found is None:
        raise NotFound
    return found


def what_counts(person_id: int, wanted: Wanted, *, on: date) -> Certified:
    """What a certificate of this person would rest on, as it stands on a day."""
    facts = standing_facts(person_ids=[person_id], from_=wanted.starts_on, until=wanted.ends_on)
    return certified(
        facts, wanted, on=on, holidays_of=_holidays(facts, on), one_sided_counts=_one_sided_counts(wanted.ends_on)
    )


def disciplines_of(person_id: int) -> dict[str, tuple[date, date]]:
    """The disciplines in which something stands for a person, with the first and the last day of it."""
    days: dict[str, list[date]] = defaultdict(list)
    for each in standing_facts(person_ids=[person_id]):
        if each.fact.discipline is not None and each.fact.activity is not Activity.DEBRIEF:
            days[each.fact.discipline].append(each.fact.held_on)
    return {discipline: (min(held), max(held)) for discipline, held in days.items()}


def completed_trajectories_of(person_id: int) -> Sequence[CoachingTrajectory]:
    """The trajectories that a teacher completed, the latest first."""
    completed = sa.select(CoachingTrajectory).where(
        CoachingTrajectory.teacher_id == person_id, CoachingTrajectory.status == TrajectoryStatus.COMPLETED
    )
    return db.session.scalars(completed.order_by(CoachingTrajectory.completed_at.desc(), CoachingTrajectory.id)).all()


def certificates_of(person_id: int) -> list[tuple[Certificate, CertificateState]]:
    """The certificates that she made, the latest first, and whether each holds. Two statements."""
    mine = sa.select(Certificate).where(Certificate.person_id == person_id)
    found = db.session.scalars(mine.order_by(Certificate.issued_at.desc(), Certificate.id.desc())).all()
    records = _records({number for each in found for number in each.evidence})
    return [(each, _state(each, records)) for each in found]


def answer_about(code: str, *, now: datetime) -> Answer | None:
    """What anybody may know of the certificate with this code; None when it does not hold, whatever the reason.

    As much evidence is read for a code that nobody has as for one that somebody took back, so that it takes as long.
    """
    found = db.session.scalar(sa.select(Certificate).where(Certificate.code == code))
    held = sa.select(EvidenceRecord.number).where(EvidenceRecord.kind == RecordKind.HELD)
    others = db.session.scalars(held.order_by(EvidenceRecord.number.desc()).limit(ENOUGH)).all()
    own = found.evidence if found else []
    looked_at = [*own, *(number for number in others if number not in own)][: max(ENOUGH, len(own))]
    records = _records(looked_at)
    stands = _stands(own or looked_at, found.issued_at if found else now, records)
    if found is None or not stands or found.withdrawn_at is not None:
        return None
    return Answer(found.discipline, found.minutes, found.starts_on, found.ends_on)


def _state(certificate: Certificate, records: Sequence[Record]) -> CertificateState:
    if certificate.withdrawn_at is not None:
        return CertificateState.TAKEN_BACK
    stands = _stands(certificate.evidence, certificate.issued_at, records)
    return CertificateState.HOLDS if stands else CertificateState.OUTDATED


def _stands(numbers: Sequence[int], since: datetime, records: Sequence[Record]) -> bool:
    then = fold(record for record in records if record.recorded_at <= since)
    return still_stands(numbers, then, fold(records))


def _records(numbers: Iterable[int]) -> Sequence[Record]:
    wanted = list(numbers)
    rows = sa.select(*COLUMNS).where(sa.or_(EvidenceRecord.number.in_(wanted), EvidenceRecord.refers_to.in_(wanted)))
    return cast(Sequence[Record], db.session.execute(rows.order_by(EvidenceRecord.number)).all())


def _one_sided_counts(on: date) -> bool:
    """Whether the word of one side is enough, by the requirement in force on that day; it is where nothing is asked."""
    period = period_on(on)
    rule = rule_in_force(period.id, on) if period else None
    return read_requirement(rule.definition).one_sided_counts if rule else True


def _holidays(facts: Sequence[StandingFact], on: date) -> Callable[[int | None], Iterable[Days]]:
    """The holidays of each school at which these facts took place."""
    ids = {each.fact.school_id for each in facts if each.fact.school_id is not None}
    rows = db.session.execute(sa.select(School.id, School.holiday_region).where(School.id.in_(ids)))
    regions: dict[int, HolidayRegion] = {school_id: region for school_id, region in rows}  # noqa: C416 - typed so
    first = min((day_of(each.asked_at) for each in facts), default=on)
    closed = {
        region: [Days(row.starts_on, row.ends_on) for row in holidays_between(region, first, on)]
        for region in set(regions.values())
    }
    return lambda school_id: closed[regions[school_id]] if school_id in regions else ()
