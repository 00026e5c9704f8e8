"""What is done with agreements: make one with a school, amend it, end it and take that back."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from coachtrack import audit, text
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.models import Agreement, Instrument
from coachtrack.agreements.rules import check_promise, check_year
from coachtrack.database import check_version, db
from coachtrack.errors import N_, Refused
from coachtrack.funding.models import FundingPeriod, SchemeGoal
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline


@dataclass(frozen=True)
class Promise:
    """What a school promises. `instrument_id` is the number of a known one, `new_instrument` the name of another."""

    first_year: int
    period_id: int
    amount: int
    minutes_each: int
    instrument_id: int | None = None
    new_instrument: str = ""
    goal_id: int | None = None
    discipline: Discipline | None = None


def make_agreement(school_id: int, promise: Promise, *, by: int | None, now: datetime) -> Agreement:
    """A school promises something for a school year."""
    agreement = Agreement(school_id=school_id, created_at=now, created_by_id=by)
    _fill(agreement, promise)
    db.session.add(agreement)
    db.session.flush()
    audit.note("agreement made", now=now, by=by, thing=f"agreement:{agreement.id}", detail=f"school:{school_id}")
    return agreement


def amend_agreement(
    agreement: Agreement, promise: Promise, *, version: int | None = None, by: int | None, now: datetime
) -> None:
    """What was promised changes. The school stays the same."""
    check_version(agreement, version, _said(agreement))
    if agreement.ended_at is not None:
        raise Refused(N_("This agreement was ended. Take that back first if it is to go on."))
    _fill(agreement, promise)
    db.session.flush()
    audit.note("agreement amended", now=now, by=by, thing=f"agreement:{agreement.id}")


def end_agreement(agreement: Agreement, *, by: int | None, now: datetime) -> None:
    """Nothing more is expected of it; what was held stays. Ending it twice changes nothing."""
    if agreement.ended_at is None:
        agreement.ended_at = now
        db.session.flush()
        audit.note("agreement ended", now=now, by=by, thing=f"agreement:{agreement.id}")


def reopen_agreement(agreement: Agreement, *, by: int | None, now: datetime) -> None:
    """It was ended by mistake."""
    if agreement.ended_at is not None:
        agreement.ended_at = None
        db.session.flush()
        audit.note("agreement reopened", now=now, by=by, thing=f"agreement:{agreement.id}")


def _fill(agreement: Agreement, promise: Promise) -> None:
    check_promise(promise.amount, promise.minutes_each)
    period = db.session.get(FundingPeriod, promise.period_id)
    if period is None:
        raise Refused(N_("Choose a period."), field="period_id")
    year = SchoolYear(promise.first_year)
    check_year(year.starts_on, year.ends_on, period.starts_on, period.ends_on)
    goal = db.session.get(SchemeGoal, promise.goal_id) if promise.goal_id is not None else None
    if goal is not None and goal.period_id != period.id:
        raise Refused(N_("That goal belongs to another period. Choose a goal of this one."), field="goal_id")
    instrument = _instrument(promise)
    agreement.first_year = promise.first_year
    agreement.period_id = period.id
    agreement.goal_id = goal.id if goal is not None else None
    agreement.instrument_id = instrument.id
    agreement.discipline = promise.discipline
    agreement.amount = promise.amount
    agreement.minutes_each = promise.minutes_each


def _instrument(promise: Promise) -> Instrument:
    """The instrument that was chosen, or one with the name that was typed: an existing one where it has that name."""
    if promise.new_instrument:
        wanted = text.fold(promise.new_instrument)
        for known in db.session.scalars(sa.select(Instrument).order_by(Instrument.id)):
            if text.fold(known.name) == wanted:
                return known
        return _add_instrument(promise.new_instrument)
    chosen = db.session.get(Instrument, promise.instrument_id) if promise.instrument_id is not None else None
    if chosen is None:
        raise Refused(N_("Choose an instrument, or type the name of another one below it."), field="instrument_id")
    return chosen


def _add_instrument(name: str) -> Instrument:
    last = db.session.scalar(sa.select(sa.func.max(Instrument.id))) or 0
    added = Instrument(code=f"own_{last + 1}", name=name)
    db.session.add(added)
    db.session.flush()
    return added


def _said(agreement: Agreement) -> dict[str, str]:
    return {
        "first_year": f"{agreement.first_year}–{agreement.first_year + 1}",
        "period_id": agreement.period.name,
        "goal_id": agreement.goal.name if agreement.goal is not None else "",
        "instrument_id": agreement.instrument.name,
        "discipline": DISCIPLINE_LABELS[agreement.discipline] if agreement.discipline is not None else "",
        "amount": str(agreement.amount),
        "minutes_each": str(agreement.minutes_each),
    }
