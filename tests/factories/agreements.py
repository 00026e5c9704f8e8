"""Agreements with schools, for tests."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from coachtrack.agreements import actions
from coachtrack.agreements.actions import Promise
from coachtrack.agreements.models import Agreement, Instrument
from coachtrack.database import db
from coachtrack.funding import queries as funding
from coachtrack.schools.models import School
from tests.factories.funding import make_period

RECORDED = datetime(2026, 9, 1, 12, tzinfo=UTC)


def instrument_id(code: str = "coaching") -> int:
    """An instrument that comes with the product."""
    return db.session.scalars(sa.select(Instrument.id).where(Instrument.code == code)).one()


def a_promise(**given: Any) -> Promise:
    """Four times coaching, six hours each, in the school year 2026-2027."""
    values: dict[str, Any] = {"first_year": 2026, "amount": 4, "minutes_each": 360}
    if "period_id" not in given:
        values["period_id"] = (next(iter(funding.periods()), None) or make_period()).id
    if "instrument_id" not in given and "new_instrument" not in given:
        values["instrument_id"] = instrument_id()
    return Promise(**(values | given))


def make_agreement(school: School, **given: Any) -> Agreement:
    """This school promised something."""
    return actions.make_agreement(school.id, a_promise(**given), by=None, now=RECORDED)
