"""The links by which teachers are asked once in a period: how long they hold, what is behind them, when to remind."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from coachtrack.errors import N_, Refused

HOLDS_FOR = timedelta(weeks=8)
REMIND_AFTER = timedelta(days=7)


class LinkState(StrEnum):
    """What someone finds behind her link."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"


def expires_at(now: datetime, period_ends: datetime) -> datetime:
    """A link holds for eight weeks, and never longer than the period."""
    return min(now + HOLDS_FOR, period_ends)


def state_of_link(*, used_at: datetime | None, expires_at: datetime, now: datetime) -> LinkState:
    """A link holds once, and until its day."""
    if used_at is not None:
        return LinkState.USED
    return LinkState.EXPIRED if now >= expires_at else LinkState.OPEN


def is_due_for_reminder(
    *, made_at: datetime, reminded_at: datetime | None, expires_at: datetime, now: datetime
) -> bool:
    """Whether who was asked may be reminded: once, from a week after, while the link holds.

    Whoever answered gets that mail too: from who is mailed nobody can read who did not.
    """
    return reminded_at is None and made_at + REMIND_AFTER <= now < expires_at


def check_some(count: int) -> None:
    """Raise `Refused` when there is nobody to be asked."""
    if count == 0:
        raise Refused(N_("There is nobody to ask: everyone was asked in this period, or has no e-mail address yet."))


def check_some_to_remind(count: int) -> None:
    """Raise `Refused` when nobody can be reminded now."""
    if count == 0:
        raise Refused(N_("Nobody can be reminded now. That is possible once, from a week after the question went out."))


def check_period(starts_on: date, ends_on: date, today: date) -> None:
    """Raise `Refused` when the period does not run."""
    if not starts_on <= today <= ends_on:
        raise Refused(N_("This period does not run today. Choose one that does."))
