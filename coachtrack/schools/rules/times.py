"""At what times of the week a school is open for coaching."""

from collections.abc import Mapping
from datetime import time

from coachtrack.errors import N_, Refused

Times = Mapping[int, tuple[time, time]]
"""Weekday (Monday = 0) with from and until, local time; a weekday that is not in it is closed."""

WEEKDAYS = {
    0: N_("Monday"),
    1: N_("Tuesday"),
    2: N_("Wednesday"),
    3: N_("Thursday"),
    4: N_("Friday"),
}
USUAL_TIMES: Times = dict.fromkeys(WEEKDAYS, (time(8, 30), time(15, 30)))
"""Where a school has not told its times."""
EARLIEST, LATEST = time(7), time(22)


def check_times(times: Times) -> None:
    """Raise `Refused` for a week without an open day, and for a day that does not fit the clock of a school."""
    if not times:
        raise Refused(N_("Every day is closed now. Fill in at least one day on which the school is open."))
    for weekday, (starts, ends) in times.items():
        if ends <= starts:
            raise Refused(N_("This lies before the beginning. Choose a later time."), field=f"until_{weekday}")
        if starts < EARLIEST:
            raise Refused(N_("This is before 7 o'clock in the morning. Choose a later time."), field=f"from_{weekday}")
        if ends > LATEST:
            raise Refused(N_("This is after 10 o'clock at night. Choose an earlier time."), field=f"until_{weekday}")
