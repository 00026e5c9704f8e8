"""Whatever the agendas say: no proposed moment breaks a rule, by a checker that goes through it minute by minute."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda.rules.appointments import Span
from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.openings import Attendant, Engagement, Facts, Obstacle, WorkDays, openings
from coachtrack.agenda.rules.school_days import NamedDays, SchoolDays
from coachtrack.agenda.rules.series import series

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGINS = (date(2026, 3, 23), date(2026, 10, 19), date(2026, 11, 23), date(2027, 3, 22))
"""Weeks with a change of the clock in them, and one without."""
A_QUARTER = timedelta(minutes=15)
NIGHT_AND_DAY = {weekday: (time(0), time(23, 45)) for weekday in range(7)}
SCHOOL = {weekday: (time(8, 30), time(15, 30)) for weekday in range(5)}

minutes = st.integers(0, 14 * 24 * 12).map(lambda number: number * 5)
clock_times = st.builds(time, st.integers(7, 18), st.sampled_from([0, 10, 15, 30, 45]))


def stretches(first, longest=6):
    """Some days in the fortnight that is looked at."""
    return st.builds(
        lambda start, length: Days(first + timedelta(days=start), first + timedelta(days=start + length)),
        st.integers(-3, 14), st.integers(0, longest),
    )  # fmt: skip


def named(first):
    return stretches(first).map(lambda days: NamedDays(days.first, days.last, "Vrij"))


@st.composite
def spans(draw, first):
    midnight = datetime.combine(first, time(), AMSTERDAM).astimezone(UTC)
    starts_at = midnight + timedelta(minutes=draw(minutes))
    return Span(starts_at, starts_at + timedelta(minutes=draw(st.sampled_from([5, 30, 60, 240, 1440]))))


@st.composite
def lines(draw):
    starts, ends = sorted(draw(st.tuples(clock_times, clock_times)))
    return draw(st.integers(0, 4)), starts, ends


@st.composite
def situations(draw):
    """A school with its days and times, and up to four people with all that can be in their way."""
    first = draw(st.sampled_from(BEGINS))
    posts = stretches(first, 20).flatmap(
        lambda days: st.builds(WorkDays, st.just(days.first), st.just(days.last), st.integers(0, 31))
    )
    people = tuple(
        Attendant(
            number,
            f"Person {number}",
            posts=tuple(draw(st.lists(posts, max_size=2))),
            away=tuple(draw(st.lists(stretches(first), max_size=1))),
            engaged=tuple(draw(st.lists(st.builds(Engagement, spans(first), st.booleans()), max_size=5))),
            busy=tuple(draw(st.lists(spans(first), max_size=4))),
            preferred=tuple(draw(st.lists(lines(), max_size=3))),
        )
        for number in range(1, 1 + draw(st.integers(1, 4)))
    )
    days = SchoolDays(
        closures=tuple(draw(st.lists(named(first), max_size=2))),
        openings=tuple(draw(st.lists(stretches(first), max_size=1))),
        projects=tuple(draw(st.lists(named(first), max_size=1))),
    )
    facts = Facts(
        people, AMSTERDAM, days,
        draw(st.sampled_from([SCHOOL, NIGHT_AND_DAY, {1: (time(8, 20), time(10, 5))}, {}])),
        timedelta(minutes=draw(st.sampled_from([0, 15, 40]))),
    )  # fmt: skip
    length = timedelta(minutes=draw(st.sampled_from([15, 45, 60, 105, 400])))
    not_before = datetime.combine(first, time(draw(st.integers(0, 23))), AMSTERDAM).astimezone(UTC)
    return facts, length, first, first + timedelta(days=draw(st.integers(0, 13))), not_before


def broken(facts, span):
    """Which rules a moment breaks, told in another way than the product does."""
    day = span.starts_at.astimezone(AMSTERDAM).date()
    if facts.days.closed(day):
        return {Obstacle.CLOSED}
    found = set() if _within(facts, span) else {Obstacle.TIMES}
    return found.union(*(_broken_by(person, span, day, facts.travel) for person in facts.people))


def _broken_by(person, span, day, travel):
    working = [post for post in person.posts if post.first <= day <= post.last]
    journeys = [
        way
        for each in person.engaged
        if each.elsewhere
        for way in (
            Span(each.span.starts_at - travel, each.span.starts_at),
            Span(each.span.ends_at, each.span.ends_at + travel),
        )
    ]
    told = {
        Obstacle.DAY_OFF: person.posts
        and not any(post.mask == 0 or post.mask & 2 ** day.weekday() for post in working),
        Obstacle.AWAY: any(stretch.first <= day <= stretch.last for stretch in person.away),
        Obstacle.BUSY: any(_share(span, busy) for busy in person.busy),
        Obstacle.BOOKED: any(_share(span, each.span) for each in person.engaged),
        Obstacle.TRAVEL: any(_share(span, way) for way in journeys),
    }
    return {obstacle for obstacle, holds in told.items() if holds}


def _share(one, other):
    latest_start, earliest_end = max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at)
    return latest_start < earliest_end


def every_quarter(facts, length, first, last):
    """All quarters of these days within the school's times, counted in UTC; of an hour that is twice the first."""
    moment = datetime.combine(first, time(), AMSTERDAM).astimezone(UTC)
    while moment.astimezone(AMSTERDAM).date() <= last:
        span = Span(moment, moment + length)
        if _within(facts, span) and not moment.astimezone(AMSTERDAM).fold:
            yield span
        moment += A_QUARTER


def _within(facts, span):
    local = [span.starts_at.astimezone(AMSTERDAM), span.ends_at.astimezone(AMSTERDAM)]
    hours = facts.times.get(local[0].weekday())
    same_day = local[0].date() == local[1].date()
    return bool(hours) and same_day and hours[0] <= local[0].time() and local[1].time() <= hours[1]


@given(situations())
def test_no_proposed_moment_breaks_a_rule(situation):
    facts, length, first, last, not_before = situation
    found = openings(facts, length=length, first=first, last=last, not_before=not_before).openings
    for each in found:
        local = each.span.starts_at.astimezone(AMSTERDAM)
        assert broken(facts, each.span) == set()
        assert each.span.ends_at - each.span.starts_at == length
        assert local.minute % 15 == 0
        assert first <= local.date() <= last
        assert each.span.starts_at > not_before
        assert each.project == facts.days.project(local.date())


@given(situations())
def test_the_moments_are_few_a_day_apart_in_order_and_always_the_same(situation):
    facts, length, first, last, not_before = situation
    asked = {"length": length, "first": first, "last": last, "not_before": not_before}
    found = openings(facts, **asked).openings
    assert found == openings(facts, **asked).openings
    assert len(found) <= 10
    assert list(found) == sorted(found, key=lambda each: each.rank)
    days = Counter(each.span.starts_at.astimezone(AMSTERDAM).date() for each in found)
    assert max(days.values(), default=0) <= 2
    starts = sorted(each.span.starts_at for each in found)
    assert all(later - earlier >= timedelta(hours=2) for earlier, later in pairwise(starts))


@given(situations())
def test_nothing_is_left_out_and_a_project_is_used_only_where_there_is_nothing_else(situation):
    facts, length, first, last, not_before = situation
    found = openings(facts, length=length, first=first, last=last, not_before=not_before).openings
    free = [
        span for span in every_quarter(facts, length, first, last)
        if span.starts_at > not_before and not broken(facts, span)
    ]  # fmt: skip
    calm = [span for span in free if facts.days.project(span.starts_at.astimezone(AMSTERDAM).date()) is None]
    assert bool(found) == bool(free)
    assert all(each.project is None for each in found) or not calm


@given(situations())
def test_the_reason_named_stands_in_the_way_more_often_than_any_other(situation):
    facts, length, first, last, not_before = situation
    found = openings(facts, length=length, first=first, last=last, not_before=not_before)
    if found.openings:
        assert found.heaviest is None
        return
    counted = Counter()
    for span in every_quarter(facts, length, first, last):
        counted.update({Obstacle.PAST} if span.starts_at <= not_before else broken(facts, span))
    assert found.counts == counted
    named = found.heaviest
    assert counted[named.obstacle] == max(counted.values(), default=0)
    if not counted:
        assert named.obstacle is Obstacle.TIMES
    if named.person_id is not None:
        assert named.name == f"Person {named.person_id}"


@given(situations(), st.integers(1, 6), st.integers(1, 3))
def test_a_series_keeps_the_time_on_the_wall_or_moves_to_what_suits(situation, times, weeks):
    facts, length, first, _last, _before = situation
    last = first + timedelta(weeks=20)
    begins = datetime.combine(first, time(9), AMSTERDAM).astimezone(UTC)
    found = series(facts, first=begins, length=length, times=times, weeks=weeks, last=last)
    left, missed, step = list(found), [], first
    while left and step <= last:
        wanted = datetime.combine(step, time(9), AMSTERDAM).astimezone(UTC)
        against = broken(facts, Span(wanted, wanted + length)) | (
            {Obstacle.PROJECT} if facts.days.project(step) else set()
        )
        missed += [(step, against)] if against else []
        day = left[0].span.starts_at.astimezone(AMSTERDAM).date()
        assert against or left[0].span.starts_at == wanted, "it was possible as it would be"
        if step <= day < step + timedelta(weeks=weeks):
            line = left.pop(0)
            assert broken(facts, line.span) == set()
            assert facts.days.project(day) is None
            assert [each.day for each in line.instead_of] == [each for each, _why in missed]
            assert all(
                each.hindrance.obstacle in why for each, (_day, why) in zip(line.instead_of, missed, strict=True)
            )
            missed = []
        step += timedelta(weeks=weeks)
    assert not left
    assert len(found) == times or step <= last + timedelta(weeks=weeks)
