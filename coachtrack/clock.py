"""The one place that reads the clock; everything below the views gets the moment as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today in the Netherlands, where the schools are."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day that it is in the Netherlands at this moment."""
    return moment.astimezone(AMSTERDAM).date()
