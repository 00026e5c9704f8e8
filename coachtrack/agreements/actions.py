"""What is done with agreements: make one with a school, confirm it, amend it, end it and take that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from coachtrack import audit
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.models import Agreement, AgreementAmendment, Instrument
from coachtrack.agreements.queries import find_instrument, told
from coachtrack.agreements.rules.promises import (
    CarriedOut,
    check_due,
    check_promise,
    check_reason,
    check_year,
    differences,
)
from coachtrack.database import check_version, db
from coachtrack.errors import N_, Refused
from coachtrack.funding.models import FundingPeriod, SchemeGoal
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline


@dataclass(frozen=True)
class Promise:
    """What a school promises. `instrument_id` is the number of a known one, `new_instrument` the name of another.

    `responsible` sees to it on the side of the school; without `due_on` it is to be done by the end of that year.
    """

    first_year: int
    period_id: int
    amount: int
    minutes_each: int
    instrument_id: int | None = None
    new_instrument: str = ""
    carried_out: CarriedOut = CarriedOut.OTHER
    goal_ids: Sequence[int] = ()
    discipline: Discipline | None = None
    responsible: str = ""
    due_on: date | None = None


def make_agreement(school_id: int, promise: Promise, *, by: int | None, now: datetime) -> Agreement:
    """A school promises something for a school year."""
    agreement = Agreement(school_id=school_id, created_at=now, created_by_id=by)
    _fill(agreement, promise)
    db.session.add(agreement)
    db.session.flush()
    audit.note("agreement made", now=now, by=by, thing=f"agreement:{agreement.id}", detail=f"school:{school_id}")
    return agreement


def amend_agreement(
    agreement: Agreement,
    promise: Promise,
    *,
    reason: str,
    version: int | None = None,
    by: int | None,
    now: datetime,
) -> None:
    """What was promised changes, and why is kept with what it said before. The school stays, and confirms it anew."""
    check_version(agreement, version, _said(agreement))
    if agreement.ended_at is not None:
        raise Refused(N_("This agreement was ended. Take that back first if it is to go on."))
    check_reason(reason)
    before = told(agreement)
    _fill(agreement, promise)
    flag_modified(agreement, "amount")  # goals stand in a table of their own; the version grows with them
    db.session.flush()
    db.session.refresh(agreement)
    if not differences(before, told(agreement)):
        raise Refused(N_("This is what was agreed already. Change something, or go back."))
    _amended(agreement, before, reason, by=by, now=now)
    agreement.confirmed_at = agreement.confirmed_by_id = None
    db.session.flush()
    audit.note("agreement amended", now=now, by=by, thing=f"agreement:{agreement.id}")


def confirm_agreement(agreement: Agreement, *, version: int | None = None, by: int, now: datetime) -> None:
    """The school says that this is what was agreed. Saying it twice changes nothing."""
    check_version(agreement, version, _said(agreement))
    if agreement.ended_at is not None:
        raise Refused(N_("This agreement was ended, so there is nothing to confirm."))
    if agreement.confirmed_at is None:
        agreement.confirmed_at, agreement.confirmed_by_id = now, by
        db.session.flush()
        audit.note("agreement confirmed", now=now, by=by, thing=f"agreement:{agreement.id}")


def end_agreement(agreement: Agreement, *, reason: str, by: int | None, now: datetime) -> None:
    """Nothing more is expected of it; what was held stays. Ending it twice changes nothing."""
    if agreement.ended_at is None:
        check_reason(reason)
        _amended(agreement, told(agreement), reason, by=by, now=now)
        agreement.ended_at = now
        db.session.flush()
        audit.note("agreement ended", now=now, by=by, thing=f"agreement:{agreement.id}")


def reopen_agreement(agreement: Agreement, *, reason: str, by: int | None, now: datetime) -> None:
    """It goes on after all."""
    if agreement.ended_at is not None:
        check_reason(reason)
        _amended(agreement, told(agreement), reason, by=by, now=now)
        agreement.ended_at = None
        db.session.flush()
        audit.note("agreement reopened", now=now, by=by, thing=f"agreement:{agreement.id}")


def add_instrument(name: str, *, carried_out: CarriedOut, by: int | None, now: datetime) -> Instrument:
    """One more way in which schools work on their goals. Raises `Refused` when there is one of that name."""
    _check_name(name, None)
    added = _add_instrument(name, carried_out)
    audit.note("instrument added", now=now, by=by, thing=f"instrument:{added.id}")
    return added


def change_instrument(
    instrument: Instrument, *, name: str, carried_out: CarriedOut, version: int | None, by: int | None, now: datetime
) -> None:
    """Another name, or another way in which it is carried out: for all agreements with it. Raises `Refused`."""
    check_version(instrument, version, {"name": instrument.name, "carried_out": instrument.carried_out})
    _check_name(name, instrument)
    instrument.name, instrument.carried_out = name, carried_out
    db.session.flush()
    audit.note("instrument changed", now=now, by=by, thing=f"instrument:{instrument.id}")


def _check_name(name: str, own: Instrument | None) -> None:
    known = find_instrument(name)
    if known is not None and known is not own:
        raise Refused(N_("There is an instrument with this name already: %(name)s."), field="name", name=known.name)


def _amended(agreement: Agreement, before: dict[str, Any], reason: str, *, by: int | None, now: datetime) -> None:
    amendment = AgreementAmendment(
        agreement_id=agreement.id, amended_at=now, amended_by_id=by, reason=reason.strip(), before=before
    )
    db.session.add(amendment)


def _fill(agreement: Agreement, promise: Promise) -> None:
    check_promise(promise.amount, promise.minutes_each)
    period = db.session.get(FundingPeriod, promise.period_id)
    if period is None:
        raise Refused(N_("Choose a period."), field="period_id")
    year = SchoolYear(promise.first_year)
    check_year(year.starts_on, year.ends_on, period.starts_on, period.ends_on)
    check_due(promise.due_on, year.starts_on, year.ends_on)
    goals = _goals(promise, period)
    instrument = _instrument(promise)
    agreement.first_year = promise.first_year
    agreement.period_id = period.id
    agreement.goals = goals
    agreement.instrument_id = instrument.id
    agreement.discipline = promise.discipline
    agreement.amount = promise.amount
    agreement.minutes_each = promise.minutes_each
    agreement.responsible = promise.responsible
    agreement.due_on = promise.due_on


def _goals(promise: Promise, period: FundingPeriod) -> list[SchemeGoal]:
    wanted = sa.select(SchemeGoal).where(SchemeGoal.id.in_(set(promise.goal_ids)))
    goals = list(db.session.scalars(wanted.order_by(SchemeGoal.position, SchemeGoal.id)))
    if any(goal.period_id != period.id for goal in goals):
        raise Refused(N_("That goal belongs to another period. Choose a goal of this one."), field="goal_ids")
    return goals


def _instrument(promise: Promise) -> Instrument:
    """The instrument that was chosen, or one with the name that was typed: an existing one where it has that name."""
    if promise.new_instrument:
        known = find_instrument(promise.new_instrument)
        return known or _add_instrument(promise.new_instrument, promise.carried_out)
    chosen = db.session.get(Instrument, promise.instrument_id) if promise.instrument_id is not None else None
    if chosen is None:
        raise Refused(N_("Choose an instrument, or type the name of another one below it."), field="instrument_id")
    return chosen


def _add_instrument(name: str, carried_out: CarriedOut) -> Instrument:
    last = db.session.scalar(sa.select(sa.func.max(Instrument.id))) or 0
    added = Instrument(code=f"own_{last + 1}", name=name, carried_out=carried_out)
    db.session.add(added)
    db.session.flush()
    return added


def _said(agreement: Agreement) -> dict[str, str]:
    return {
        "first_year": f"{agreement.first_year}–{agreement.first_year + 1}",
        "period_id": agreement.period.name,
        "goal_ids": ", ".join(goal.name for goal in agreement.goals),
        "instrument_id": agreement.instrument.name,
        "discipline": DISCIPLINE_LABELS[agreement.discipline] if agreement.discipline is not None else "",
        "amount": str(agreement.amount),
        "minutes_each": str(agreement.minutes_each),
        "responsible": agreement.responsible,
        "due_on": agreement.due_on.isoformat() if agreement.due_on is not None else "",
    }
