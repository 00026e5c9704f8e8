"""What there is to know of the meetings of a training before they are planned."""

from collections.abc import Collection, Iterator
from datetime import datetime

from coachtrack.agenda.models import Appointment
from coachtrack.agenda.queries.clashes import warnings_of
from coachtrack.agenda.queries.days import school_days
from coachtrack.agenda.rules.clashes import Warned, WarningKind
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agenda.rules.school_days import SATURDAY
from coachtrack.clock import day_of
from coachtrack.errors import N_
from coachtrack.trainings.models import Training, TrainingMeeting
from coachtrack.trainings.queries.load import meeting_loads
from coachtrack.trainings.rules import TEAM_KINDS, over_ceiling


def warned_of(meetings: Collection[TrainingMeeting], now: datetime) -> list[tuple[Appointment, tuple[Warned, ...]]]:
    """Of each meeting to come: who cannot, which schools are closed, and whether it is more than they want in a year.

    Of a meeting that took place there is nothing to warn.
    """
    coming = sorted((each for each in meetings if each.appointment.ends_at > now), key=lambda each: _day(each))
    found = dict(warnings_of([each.appointment for each in coming]))
    for meeting in coming:
        found[meeting.appointment] += tuple(_closed_elsewhere(meeting))
    last_of_year = {SchoolYear.of(day_of(each.appointment.starts_at)).first: each for each in coming}
    for year, meeting in last_of_year.items():
        found[meeting.appointment] += tuple(_over_ceilings(meeting.training, year))
    return list(found.items())


def _day(meeting: TrainingMeeting) -> datetime:
    return meeting.appointment.starts_at


def _closed_elsewhere(meeting: TrainingMeeting) -> Iterator[Warned]:
    """The other schools of a training that are closed on the day of a meeting; at a weekend it was said of all."""
    day = day_of(meeting.appointment.starts_at)
    for further in meeting.training.further_schools if day.weekday() < SATURDAY else ():
        why = school_days(further.school_id, day, day).closed(day)
        if why is not None:
            message = N_("%(name)s is closed on %(day)s: %(why)s. Ask that school whether it suits.")
            yield Warned(WarningKind.CLOSED, message, {"name": further.school.name, "day": day, "why": why})


def _over_ceilings(training: Training, year: int) -> Iterator[Warned]:
    if training.kind in TEAM_KINDS:
        for load in meeting_loads(training.school_ids, year).values():
            yield from over_ceiling(load)
