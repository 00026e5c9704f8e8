"""At what times of the week a school is open for coaching."""

from collections.abc import Mapping
from datetime import time

from coachtrack.errors import N_

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
