"""From when the silence of those who were asked says something, in each holiday region."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from coachtrack.agenda.models import SchoolHoliday
from coachtrack.agenda.rules.days import Days
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules.holding import DAY
from coachtrack.database import db
from coachtrack.evidence.rules.standing import day_of_silence, silent_when_asked_before
from coachtrack.schools.rules.subjects import HolidayRegion

AHEAD = timedelta(days=120)
"""As far as one has to look to count fourteen days that are no holidays."""
ELSEWHERE = HolidayRegion.NORTH
"""Whose holidays are those of what took place at no school."""


class Silence:
    """When silence says something on the reference date, by holiday region. One statement."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        first, last = reference.period.starts_on, reference.on + AHEAD
        rows = sa.select(SchoolHoliday.region, SchoolHoliday.starts_on, SchoolHoliday.ends_on).where(
            SchoolHoliday.starts_on <= last, SchoolHoliday.ends_on >= first
        )
        self.closed: dict[HolidayRegion, list[Days]] = defaultdict(list)
        for region, starts_on, ends_on in db.session.execute(rows.order_by(SchoolHoliday.starts_on)):
            self.closed[region].append(Days(starts_on, ends_on))

    def asked_before(self, region: HolidayRegion) -> datetime:
        """Who was asked before this moment and did not answer was silent, where these are the holidays."""
        return silent_when_asked_before(self.reference.on, self.closed.get(region, ()))

    def falls_on(self, asked_at: datetime, region: HolidayRegion) -> date:
        """The first day on which the silence of who was asked then says something."""
        return day_of_silence(asked_at, self.closed.get(region, ())) + DAY

    def moments(self) -> Iterator[tuple[HolidayRegion, datetime]]:
        """The moment of every region."""
        return ((region, self.asked_before(region)) for region in HolidayRegion)
