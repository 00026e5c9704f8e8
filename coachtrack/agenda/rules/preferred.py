"""The times at which a teacher likes to be coached: lines of a weekday with from and until."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from coachtrack.errors import N_, Refused

MOST_LINES = 15


@dataclass(frozen=True, order=True)
class PreferredLine:
    """A weekday (Monday = 0), from and until, in local time."""

    weekday: int
    starts: time
    ends: time

    def overlaps(self, other: "PreferredLine") -> bool:
        """Whether the two share a minute."""
        return self.weekday == other.weekday and self.starts < other.ends and other.starts < self.ends


def check_lines(lines: Mapping[int, PreferredLine]) -> None:
    """Lines by their number: raise `Refused` at the first that ends before it begins, or overlaps one before it."""
    if len(lines) > MOST_LINES:
        raise Refused(N_("There is room for %(most)s times. Take some together."), most=MOST_LINES)
    earlier: list[PreferredLine] = []
    for number, line in lines.items():
        if line.ends <= line.starts:
            raise Refused(N_("This is not later than the beginning. Choose a later end."), field=f"lines-{number}-ends")
        other = next((each for each in earlier if line.overlaps(each)), None)
        if other is not None:
            raise Refused(
                N_("This overlaps %(starts)s–%(ends)s on the same day. Change one of the two."),
                field=f"lines-{number}-starts",
                starts=f"{other.starts:%H:%M}",
                ends=f"{other.ends:%H:%M}",
            )
        earlier.append(line)
