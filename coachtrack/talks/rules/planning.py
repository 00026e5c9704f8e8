"""Planning what was agreed in a talk: dates that suit everyone, within the most that a school wants in a year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise

from coachtrack.agenda.rules.appointments import AppointmentKind, Span
from coachtrack.agenda.rules.days import Days, SchoolYear
from coachtrack.agenda.rules.openings import Facts, Hindrance, Opening, openings
from coachtrack.agenda.rules.series import Planned, series
from coachtrack.errors import N_, Refused
from coachtrack.talks.rules.talks import TalkStatus
from coachtrack.trainings.rules import TEAM_KINDS, MeetingLoad, over_ceiling

MOST_DATES = 40
AT_A_TIME = timedelta(weeks=4)
KIND_OF = {
    "team_training": AppointmentKind.TEAM_TRAINING,
    "working_group": AppointmentKind.WORKING_GROUP,
    "course": AppointmentKind.COURSE,
}
"""What an instrument with this code puts in the agenda; of every other one the planner says it."""


class Reason(StrEnum):
    """Why fewer dates are proposed than were asked for."""

    CEILING = "ceiling"
    YEAR = "year"
    HINDRANCE = "hindrance"


@dataclass(frozen=True)
class Proposal:
    """Dates that break no rule; where they are fewer than wanted, why. `hindrance`: what spoke against most moments."""

    dates: tuple[Planned, ...]
    reason: Reason | None = None
    hindrance: Hindrance | None = None


def propose(
    facts: Facts, *, length: timedelta, days: Days, not_before: datetime, times: int, weeks: int, room: int | None
) -> Proposal:
    """So many dates within these days, so many weeks apart, but no more than the school has room for."""
    if room is not None and room < 1:
        return Proposal((), Reason.CEILING)
    if days.first > days.last:
        return Proposal((), Reason.YEAR)
    fitting = times if room is None else min(times, room)
    first = _first(facts, length, days, not_before)
    if first is None:
        found = openings(facts, length=length, first=days.first, last=days.last, not_before=not_before, most=1)
        return Proposal((), Reason.HINDRANCE, found.heaviest)
    dates = series(
        facts, first=first.span.starts_at, length=length, times=fitting, weeks=weeks, last=days.last
    ) or (Planned(first.span),)  # fmt: skip
    if len(dates) == times:
        return Proposal(dates)
    if len(dates) == fitting:
        return Proposal(dates, Reason.CEILING)
    return Proposal(dates, Reason.YEAR, _missed(dates))


def _first(facts: Facts, length: timedelta, days: Days, not_before: datetime) -> Opening | None:
    """The best moment of the first weeks that have one; in the weeks of a project only when there is no other."""
    in_project = None
    for each in _stretches(days):
        found = openings(facts, length=length, first=each.first, last=each.last, not_before=not_before, most=1)
        for opening in found.openings:
            if opening.project is None:
                return opening
            in_project = in_project or opening
    return in_project


def _stretches(days: Days) -> Iterator[Days]:
    first = days.first
    while first <= days.last:
        yield Days(first, min(first + AT_A_TIME - timedelta(days=1), days.last))
        first += AT_A_TIME


def _missed(dates: Sequence[Planned]) -> Hindrance | None:
    """What stood in the way last, of the days that had to give way."""
    return next((missed.hindrance for each in reversed(dates) for missed in reversed(each.instead_of)), None)


def minutes_of(span: Span) -> int:
    """How long a moment lasts."""
    return (span.ends_at - span.starts_at) // timedelta(minutes=1)


def room_left(kind: AppointmentKind, load: MeetingLoad, minutes: int) -> int | None:
    """How many more meetings of so many minutes a school has room for; None where there is no bound."""
    if kind not in TEAM_KINDS:
        return None
    bounds = []
    if load.most is not None:
        bounds.append(load.most - load.meetings)
    if load.most_minutes is not None:
        bounds.append((load.most_minutes - load.minutes) // max(minutes, 1))
    return max(0, min(bounds)) if bounds else None


def first_over(kind: AppointmentKind, load: MeetingLoad, spans: Sequence[Span]) -> int | None:
    """Which of these meetings, in this order, is the first that the school has no room for any more."""
    if kind not in TEAM_KINDS:
        return None
    minutes = [minutes_of(span) for span in spans]
    return next((number for number in range(len(spans)) if over_ceiling(load.plus(minutes[: number + 1]))), None)


def check_room(kind: AppointmentKind, load: MeetingLoad, spans: Mapping[int, Span]) -> None:
    """Raise `Refused` at the line of the first meeting that is more than the school wants in that school year."""
    lines = _in_order(spans)
    over = first_over(kind, load, [span for _number, span in lines])
    if over is None:
        return
    field, meetings = f"meetings-{lines[over][0]}-day", load.meetings + over + 1
    if load.most is not None and meetings > load.most:
        raise Refused(
            N_(
                "The school wants at most %(most)s team meetings in this school year, and this would be number"
                " %(number)s. Leave one out, or change that number with the school first."
            ),
            field=field,
            most=load.most,
            number=meetings,
        )
    raise Refused(
        N_(
            "The school wants at most %(most)s minutes of team meetings in this school year, and this makes it"
            " %(minutes)s. Make one shorter, or change that number with the school first."
        ),
        field=field,
        most=load.most_minutes,
        minutes=load.minutes + sum(minutes_of(span) for _number, span in lines[: over + 1]),
    )


def check_dates(spans: Mapping[int, Span], year: SchoolYear, zone: tzinfo) -> None:
    """Raise `Refused` at the first line that cannot be: no date at all, outside the year, two at the same time."""
    if not spans:
        raise Refused(N_("Fill in at least one day with its times."), field="meetings-0-day")
    for number, span in spans.items():
        if span.ends_at <= span.starts_at:
            raise Refused(
                N_("The end lies before the beginning. Choose a later end."), field=f"meetings-{number}-ends_at"
            )
        if not year.starts_on <= span.starts_at.astimezone(zone).date() <= year.ends_on:
            raise Refused(
                N_("This day lies outside the school year of the agreement: %(first)s up to and with %(last)s."),
                field=f"meetings-{number}-day",
                first=year.starts_on,
                last=year.ends_on,
            )
    for (_number, earlier), (number, later) in pairwise(_in_order(spans)):
        if earlier.overlaps(later):
            raise Refused(
                N_("Another of these dates is at the same time. Choose another moment."),
                field=f"meetings-{number}-starts_at",
            )


def _in_order(spans: Mapping[int, Span]) -> list[tuple[int, Span]]:
    """Line by line, the earliest first."""
    return sorted(spans.items(), key=lambda line: (line[1].starts_at, line[0]))


def check_may_agree(status: TalkStatus) -> None:
    """Raise `Refused` when something would be agreed in a talk of which the report was made."""
    if status is not TalkStatus.OPEN:
        raise Refused(
            N_("The report of this talk was made already. Record a new agreement under school agreements instead.")
        )


def check_stands(*, has_ended: bool) -> None:
    """Raise `Refused` when something new would be planned for an agreement that was ended."""
    if has_ended:
        raise Refused(N_("This agreement was ended, so nothing is planned for it any more. Open it again first."))


def still_to_plan(amount: int, planned: int) -> int:
    """How many of what was agreed are still without a date or a trajectory."""
    return max(0, amount - planned)
