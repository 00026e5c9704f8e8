"""What is done with funding: set up schemes, periods and goals, record participation, open and end coaching."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack import audit, formatting
from coachtrack.database import check_version, db, known
from coachtrack.errors import N_, ChangedMeanwhile, Refused
from coachtrack.funding.models import CoachingOpening, FundingPeriod, FundingScheme, SchemeGoal, SchoolParticipation
from coachtrack.funding.queries import goals_of, openings_of
from coachtrack.funding.rules import (
    Stretch,
    Track,
    check_apart,
    check_opened_once,
    check_period,
    check_takes_part_once,
    check_within,
)
from coachtrack.schools.models import School


@dataclass(frozen=True)
class Terms:
    """On what terms a school takes part."""

    track: Track
    starts_on: date
    ends_on: date | None = None
    informed_on: date | None = None
    informed_by: str | None = None


# --- schemes and periods ------------------------------------------------------------------------------------------


def add_scheme(*, code: str, name: str, by: int, now: datetime) -> FundingScheme:
    """A scheme, with a short name by which the product knows it for good."""
    if db.session.scalar(sa.select(FundingScheme.id).where(FundingScheme.code == code.casefold())):
        raise Refused(N_("There is a scheme with this short name already."), field="code")
    scheme = FundingScheme(code=code.casefold(), name=name)
    db.session.add(scheme)
    db.session.flush()
    audit.note("scheme added", now=now, by=by, thing=f"scheme:{scheme.id}")
    return scheme


def change_scheme(scheme: FundingScheme, *, name: str, version: int | None, by: int, now: datetime) -> None:
    """Another name for a scheme."""
    check_version(scheme, version, {"name": scheme.name})
    scheme.name = name
    db.session.flush()
    audit.note("scheme changed", now=now, by=by, thing=f"scheme:{scheme.id}", detail="name")


def add_period(
    scheme: FundingScheme, *, name: str, starts_on: date, ends_on: date, by: int, now: datetime
) -> FundingPeriod:
    """A period of a scheme, apart from its other periods."""
    _check_period(scheme.id, name, starts_on, ends_on, None)
    period = FundingPeriod(scheme_id=scheme.id, name=name, starts_on=starts_on, ends_on=ends_on)
    db.session.add(period)
    db.session.flush()
    audit.note("period added", now=now, by=by, thing=f"period:{period.id}")
    return period


def change_period(
    period: FundingPeriod,
    *,
    name: str,
    starts_on: date,
    ends_on: date,
    version: int | None,
    by: int,
    now: datetime,
) -> None:
    """Another name or other days for a period."""
    current = {"name": period.name, "starts_on": str(period.starts_on), "ends_on": str(period.ends_on)}
    check_version(period, version, current)
    _check_period(period.scheme_id, name, starts_on, ends_on, period.id)
    period.name, period.starts_on, period.ends_on = name, starts_on, ends_on
    db.session.flush()
    audit.note("period changed", now=now, by=by, thing=f"period:{period.id}", detail="name starts_on ends_on")


def _check_period(scheme_id: int, name: str, starts_on: date, ends_on: date, except_id: int | None) -> None:
    check_period(starts_on, ends_on)
    of_scheme = sa.select(FundingPeriod).where(FundingPeriod.scheme_id == scheme_id)
    others = [other for other in db.session.scalars(of_scheme.order_by(FundingPeriod.id)) if other.id != except_id]
    if any(other.name.casefold() == name.casefold() for other in others):
        raise Refused(N_("This scheme has a period with that name already."), field="name")
    check_apart(Stretch(starts_on, ends_on), [_stretch(other) for other in others])


def _stretch(period: FundingPeriod) -> Stretch:
    return Stretch(period.starts_on, period.ends_on, period.name)


# --- goals --------------------------------------------------------------------------------------------------------


def add_goal(period: FundingPeriod, *, name: str, by: int, now: datetime) -> SchemeGoal:
    """A goal of a period, below the others."""
    last = db.session.scalar(sa.select(sa.func.max(SchemeGoal.position)).where(SchemeGoal.period_id == period.id))
    goal = SchemeGoal(period_id=period.id, position=(last or 0) + 1, name=name)
    db.session.add(goal)
    db.session.flush()
    audit.note("goal of scheme added", now=now, by=by, thing=f"period:{period.id}")
    return goal


def change_goal(goal: SchemeGoal, *, name: str, version: int | None, by: int, now: datetime) -> None:
    """Other words for a goal."""
    check_version(goal, version, {"name": goal.name})
    goal.name = name
    db.session.flush()
    audit.note("goal of scheme changed", now=now, by=by, thing=f"period:{goal.period_id}", detail="name")


def raise_goal(goal: SchemeGoal, *, by: int, now: datetime) -> None:
    """Show a goal one place higher; the highest stays where it is."""
    goals = list(goals_of(goal.period_id))
    place = goals.index(goal)
    if place == 0:
        return
    above = goals[place - 1]
    higher, lower = above.position, goal.position
    goal.position = -lower  # a place is taken only once, also for a moment
    db.session.flush()
    above.position = lower
    db.session.flush()
    goal.position = higher
    db.session.flush()
    audit.note("goal of scheme changed", now=now, by=by, thing=f"period:{goal.period_id}", detail="position")


# --- participation ------------------------------------------------------------------------------------------------


def add_participations(
    period: FundingPeriod, schools: Sequence[School], terms: Terms, *, by: int, now: datetime
) -> list[SchoolParticipation]:
    """These schools take part on the same terms: all of them, or none."""
    stretch = _check_terms(period, terms)
    standing = _standing_of(period.id, [school.id for school in schools])
    rows = []
    for school in schools:
        _check_once(stretch, (row for row in standing if row.school_id == school.id))
        rows.append(_participation(school.id, period.id, terms, by=by, now=now))
    db.session.add_all(rows)
    db.session.flush()
    audit.note("schools take part", now=now, by=by, thing=f"period:{period.id}", detail=f"schools: {len(rows)}")
    return rows


def change_participation(
    row: SchoolParticipation, terms: Terms, *, opened: int | None, by: int, now: datetime
) -> SchoolParticipation:
    """Other terms, a beginning or an end: a new row, and the old one stays as what was known until now.

    `opened` is the number of the row on which the form was opened; when another one stands by now, `ChangedMeanwhile`.
    """
    if opened is not None and opened != row.id:
        raise ChangedMeanwhile(version=row.id, current=_said(row))
    if terms == _terms(row):
        return row
    stretch = _check_terms(row.period, terms)
    _check_once(stretch, (other for other in _standing_of(row.period_id, [row.school_id]) if other is not row))
    changed = _participation(row.school_id, row.period_id, terms, by=by, now=now)
    row.superseded_at = now
    db.session.add(changed)
    db.session.flush()
    audit.note(
        "participation changed", now=now, by=by, thing=f"period:{row.period_id}", detail=f"school:{row.school_id}"
    )
    return changed


def _check_terms(period: FundingPeriod, terms: Terms) -> Stretch:
    check_period(terms.starts_on, terms.ends_on)
    stretch = Stretch(terms.starts_on, terms.ends_on)
    check_within(stretch, _stretch(period))
    return stretch


def _check_once(stretch: Stretch, others: Iterable[SchoolParticipation]) -> None:
    check_takes_part_once(stretch, [Stretch(row.starts_on, row.ends_on, row.school.name) for row in others])


def _standing_of(period_id: int, school_ids: Sequence[int]) -> Sequence[SchoolParticipation]:
    rows = sa.select(SchoolParticipation).where(
        SchoolParticipation.period_id == period_id,
        SchoolParticipation.school_id.in_(school_ids),
        known(SchoolParticipation),
    )
    loaded = rows.options(joinedload(SchoolParticipation.school))
    return db.session.scalars(loaded.order_by(SchoolParticipation.id)).all()


def _participation(school_id: int, period_id: int, terms: Terms, *, by: int, now: datetime) -> SchoolParticipation:
    return SchoolParticipation(
        school_id=school_id,
        period_id=period_id,
        track=terms.track,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        informed_on=terms.informed_on,
        informed_by=terms.informed_by,
        recorded_at=now,
        recorded_by_id=by,
    )


def _terms(row: SchoolParticipation) -> Terms:
    return Terms(row.track, row.starts_on, row.ends_on, row.informed_on, row.informed_by)


def _said(row: SchoolParticipation) -> dict[str, str]:
    return {
        "track": row.track.value,
        "starts_on": formatting.day_long(row.starts_on),
        "ends_on": formatting.day_long(row.ends_on) if row.ends_on else "",
        "informed_on": formatting.day_long(row.informed_on) if row.informed_on else "",
        "informed_by": row.informed_by or "",
    }


# --- opening ------------------------------------------------------------------------------------------------------


def open_coaching(
    period: FundingPeriod, *, track: Track, starts_on: date, ends_on: date | None = None, by: int, now: datetime
) -> CoachingOpening:
    """Coaching is open for the schools of a track, from a day."""
    check_period(starts_on, ends_on)
    stretch = Stretch(starts_on, ends_on)
    check_within(stretch, _stretch(period))
    others = [row for row in openings_of(period.id) if row.track is track]
    check_opened_once(stretch, [Stretch(row.starts_on, row.ends_on) for row in others])
    opening = CoachingOpening(
        period_id=period.id, track=track, starts_on=starts_on, ends_on=ends_on, recorded_at=now, recorded_by_id=by
    )
    db.session.add(opening)
    db.session.flush()
    audit.note("coaching opened", now=now, by=by, thing=f"period:{period.id}", detail=f"track: {track.value}")
    return opening


def end_opening(opening: CoachingOpening, *, ends_on: date, by: int, now: datetime) -> CoachingOpening:
    """The last day on which coaching is open for a track. A new row; the old one stays as what was known until now."""
    if opening.superseded_at is not None:
        raise Refused(N_("Someone else changed this meanwhile. Go back to the period and look how it stands now."))
    check_period(opening.starts_on, ends_on)
    check_within(Stretch(opening.starts_on, ends_on), _stretch(opening.period))
    ended = CoachingOpening(
        period_id=opening.period_id,
        track=opening.track,
        starts_on=opening.starts_on,
        ends_on=ends_on,
        recorded_at=now,
        recorded_by_id=by,
    )
    opening.superseded_at = now
    db.session.add(ended)
    db.session.flush()
    audit.note(
        "coaching ended", now=now, by=by, thing=f"period:{opening.period_id}", detail=f"track: {opening.track.value}"
    )
    return ended
