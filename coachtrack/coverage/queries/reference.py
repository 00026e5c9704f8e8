"""For which period, on which day and as known when something is looked at."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from coachtrack.clock import AMSTERDAM
from coachtrack.coverage.rules.verdict import Frame
from coachtrack.funding.models import FundingPeriod


@dataclass(frozen=True)
class Reference:
    """For which period and on which day (peildatum) something is looked at, and as known when (None: as known now).

    `links`: how many the chain of evidence had by then, where that is known: links say better than moments what was
    there, as who begins earlier may be ready later.
    """

    period: FundingPeriod
    on: date
    known_at: datetime | None = None
    links: int | None = None

    @property
    def frame(self) -> Frame:
        """The same for the rules."""
        return Frame(self.period.starts_on, self.period.ends_on, self.on)

    @property
    def query(self) -> dict[str, str | int | None]:
        """The same in an address."""
        known = "toen" if self.known_at is not None else None
        return {"periode": self.period.id, "peildatum": self.on.isoformat(), "bekend": known}

    @property
    def first_moment(self) -> datetime:
        """When the day begins in the Netherlands."""
        return datetime.combine(self.on, time.min, AMSTERDAM).astimezone(UTC)

    @property
    def last_moment(self) -> datetime:
        """When the day ends, or when it was known if that is earlier: what happened later was not so yet."""
        end = datetime.combine(self.on, time.max, AMSTERDAM).astimezone(UTC)
        return end if self.known_at is None else min(end, self.known_at)
