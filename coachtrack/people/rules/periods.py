"""From when until when: what a period must be, and when two of them get in each other's way."""

from datetime import date

from coachtrack.errors import N_, Refused


class EndsBeforeStart(Refused):
    """The last day lies before the first."""

    def __init__(self) -> None:
        super().__init__(N_("The last day lies before the first day. Change one of the two."), field="ends_on")


class ChangedByAnother(Refused):
    """Somebody recorded something newer in the meantime."""

    def __init__(self) -> None:
        super().__init__(N_("Someone else changed this meanwhile. Open it again to see what it is now."))


def check_period(starts_on: date, ends_on: date | None) -> None:
    """Raises `EndsBeforeStart`."""
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart


def overlaps(starts_on: date, ends_on: date | None, other_starts_on: date, other_ends_on: date | None) -> bool:
    """Whether two periods share a day."""
    return (ends_on is None or other_starts_on <= ends_on) and (other_ends_on is None or starts_on <= other_ends_on)
