"""What a planner should know before she plans: who cannot come then, and why the day or the time may not suit."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from coachtrack.agenda.rules.appointments import ParticipantRole, PlaceKind, Span
from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.school_days import SATURDAY, SchoolDays
from coachtrack.errors import N_
from coachtrack.schools.rules.times import Times


class WarningKind(StrEnum):
    """What stands in the way; the planner may go on all the same."""

    WEEKEND = "weekend"
    CLOSED = "closed"
    PROJECT = "project"
    OUTSIDE_TIMES = "outside_times"
    AWAY = "away"
    NOT_WORKING = "not_working"
    BUSY = "busy"
    BOOKED = "booked"
    TRAVEL = "travel"
    CANNOT_COME = "cannot_come"
    DAY_OFF = "day_off"
    CEILING = "ceiling"


@dataclass(frozen=True)
class Plan:
    """An appointment that someone has in mind, in the local time of the schools."""

    span: Span
    school_id: int | None
    place_kind: PlaceKind = PlaceKind.SCHOOL

    @property
    def day(self) -> date:
        """The day on which it begins."""
        return self.span.starts_at.date()


@dataclass(frozen=True)
class Elsewhere:
    """Another appointment of someone: when, at which school, and whether one has to go there."""

    span: Span
    school_id: int | None = None
    place_kind: PlaceKind = PlaceKind.SCHOOL


@dataclass(frozen=True)
class WorkingWeek:
    """On which weekdays someone works at the school of the plan, from a day up to and with another."""

    days: Days
    weekdays: int
    """A bit mask, Monday = 1."""


@dataclass(frozen=True)
class PersonFacts:
    """What is known of someone who is to take part."""

    person_id: int
    name: str
    role: ParticipantRole
    elsewhere: tuple[Elsewhere, ...] = ()
    busy: tuple[Span, ...] = ()
    away: tuple[Days, ...] = ()
    weeks: tuple[WorkingWeek, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is known of a stretch of days: of the school (no times where it told none) and of the people."""

    days: SchoolDays = field(default_factory=SchoolDays)
    times: Times | None = None
    travel: timedelta = timedelta()
    people: tuple[PersonFacts, ...] = ()


@dataclass(frozen=True)
class Warned:
    """One thing to know, as a message id with its values: days, moments, words, and under `why` a message id."""

    kind: WarningKind
    message: str
    values: Mapping[str, object]


def warnings_about(plan: Plan, facts: Facts) -> tuple[Warned, ...]:
    """All there is to know before planning this; in the same order whatever the order of the facts."""
    people = sorted(facts.people, key=lambda each: (list(ParticipantRole).index(each.role), each.name, each.person_id))
    needed = [each for each in people if each.role is not ParticipantRole.ATTENDEE]
    asked = [each for each in people if each.role is ParticipantRole.ATTENDEE]
    by_person = (warned for each in needed for warned in _about_person(plan, each, facts.travel))
    return (*_about_day(plan, facts), *_about_times(plan, facts), *by_person, *_about_attendees(plan, asked))


def without_names(warnings: Iterable[Warned]) -> tuple[Warned, ...]:
    """The same for who may not see who is on the list: how many of them cannot come, not who."""
    return tuple(
        Warned(each.kind, _COUNTED[each.kind], {"count": each.values["count"], "of": each.values["of"]})
        if each.kind in _COUNTED
        else each
        for each in warnings
    )


def next_free(span: Span, booked: Iterable[Span]) -> Span:
    """The first stretch from this one on, equally long, in which nothing is booked."""
    length = span.ends_at - span.starts_at
    for other in sorted(booked, key=lambda each: each.starts_at):
        if span.overlaps(other):
            span = Span(other.ends_at, other.ends_at + length)
    return span


_COUNTED = {
    WarningKind.CANNOT_COME: N_("Not everyone can come then: %(count)s of the %(of)s people asked cannot."),
    WarningKind.DAY_OFF: N_("Not everyone works on that day: %(count)s of the %(of)s people asked do not."),
}


def _about_day(plan: Plan, facts: Facts) -> Iterator[Warned]:
    closed = facts.days.closed(plan.day)
    if closed is not None and plan.day.weekday() >= SATURDAY:
        yield Warned(
            WarningKind.WEEKEND,
            N_("%(day)s is in the weekend. Choose a weekday, unless the school asked for this day."),
            {"day": plan.day},
        )
    elif closed is not None:
        yield Warned(
            WarningKind.CLOSED,
            N_("The school is closed on %(day)s: %(why)s. Choose another day, unless everyone wants this one."),
            {"day": plan.day, "why": closed},
        )
    project = facts.days.project(plan.day)
    if project is not None:
        yield Warned(
            WarningKind.PROJECT,
            N_("The schools of this district then work on %(name)s. Ask the school whether it suits them."),
            {"name": project},
        )


def _about_times(plan: Plan, facts: Facts) -> Iterator[Warned]:
    """The times of a school are those of its lessons: they bind who comes for a teacher."""
    coaching = any(each.role is ParticipantRole.TEACHER for each in facts.people)
    if facts.times is None or not coaching or facts.days.closed(plan.day) is not None:
        return
    starts_at, ends_at = plan.span.starts_at, plan.span.ends_at
    if plan.day.weekday() not in facts.times:
        yield Warned(
            WarningKind.OUTSIDE_TIMES,
            N_("By its own times the school has no room on %(day)s. Choose another weekday, or ask the school first."),
            {"day": plan.day},
        )
        return
    opens, closes = (datetime.combine(plan.day, each, starts_at.tzinfo) for each in facts.times[plan.day.weekday()])
    if starts_at < opens or ends_at > closes:
        yield Warned(
            WarningKind.OUTSIDE_TIMES,
            N_("The school's own times that day are from %(opens)s until %(closes)s. Ask whether this suits as well."),
            {"opens": opens, "closes": closes},
        )


def _about_person(plan: Plan, person: PersonFacts, travel: timedelta) -> Iterator[Warned]:
    for kind, message, holds in _CHECKS:
        if holds(plan, person):
            yield Warned(kind, message, {"name": person.name, "day": plan.day})
    minutes = round(travel.total_seconds() / 60)
    for other in sorted(_far_away(plan, person), key=lambda each: each.span.starts_at):
        if timedelta() <= plan.span.starts_at - other.span.ends_at < travel:
            yield Warned(
                WarningKind.TRAVEL,
                N_("Until %(at)s %(name)s is at another school, and the way takes %(minutes)s minutes. Begin later."),
                {"name": person.name, "at": other.span.ends_at, "minutes": minutes},
            )
        if timedelta() <= other.span.starts_at - plan.span.ends_at < travel:
            yield Warned(
                WarningKind.TRAVEL,
                N_("From %(at)s %(name)s is at another school, and the way takes %(minutes)s minutes. End earlier."),
                {"name": person.name, "at": other.span.starts_at, "minutes": minutes},
            )


def _about_attendees(plan: Plan, people: list[PersonFacts]) -> Iterator[Warned]:
    """Who of the list cannot come; never why, for that is hers."""
    cannot = [each for each in people if any(holds(plan, each) for holds in (_is_away, _is_busy, _is_booked))]
    off = [each for each in people if each not in cannot and _has_day_off(plan, each)]
    for kind, message, those in (
        (WarningKind.CANNOT_COME, N_("Cannot come then: %(names)s."), cannot),
        (WarningKind.DAY_OFF, N_("Do not work on %(day)s: %(names)s."), off),
    ):
        if those:
            names = ", ".join(each.name for each in those)
            yield Warned(kind, message, {"names": names, "day": plan.day, "count": len(those), "of": len(people)})


def _is_away(plan: Plan, person: PersonFacts) -> bool:
    return any(stretch.has(plan.day) for stretch in person.away)


def _has_day_off(plan: Plan, person: PersonFacts) -> bool:
    """Whether none of her posts at the school has this weekday; in a weekend nobody works anyway."""
    weeks = [week.weekdays for week in person.weeks if week.days.has(plan.day) and week.weekdays]
    weekday = plan.day.weekday()
    return weekday < SATURDAY and bool(weeks) and not any(each >> weekday & 1 for each in weeks)


def _is_busy(plan: Plan, person: PersonFacts) -> bool:
    return any(plan.span.overlaps(each) for each in person.busy)


def _is_booked(plan: Plan, person: PersonFacts) -> bool:
    return any(plan.span.overlaps(each.span) for each in person.elsewhere)


def _far_away(plan: Plan, person: PersonFacts) -> Iterator[Elsewhere]:
    """What she has to travel to or from."""
    if plan.school_id is None or plan.place_kind is PlaceKind.ONLINE:
        return
    for other in person.elsewhere:
        if other.school_id not in (None, plan.school_id) and other.place_kind is not PlaceKind.ONLINE:
            yield other


_CHECKS: tuple[tuple[WarningKind, str, Callable[[Plan, PersonFacts], bool]], ...] = (
    (WarningKind.AWAY, N_("%(name)s is away on %(day)s. Choose a day when she is back."), _is_away),
    (WarningKind.NOT_WORKING, N_("%(name)s does not work on %(day)s. Choose one of her working days."), _has_day_off),
    (WarningKind.BUSY, N_("%(name)s is busy then by her own calendar. Choose another time, or ask her."), _is_busy),
    (WarningKind.BOOKED, N_("%(name)s is asked for something else then. Choose another time, or ask her."), _is_booked),
)
