"""Team trainings of the demo, with attendance, and what was done before it began."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from coachtrack.demo.days import Diary
from coachtrack.demo.frame import Frame


def team_stories(frame: Frame, diary: Diary, random: Random, now: datetime) -> list[Iterator[datetime]]:
    """Nothing yet."""
    return []
