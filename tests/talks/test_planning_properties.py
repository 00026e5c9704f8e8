"""Whatever the calendars say: no proposed date breaks a rule, and where there is none it says what stands in the way.

The checker goes by another way than the product: it asks of every quarter of an hour who and what is against it.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import event, given
from hypothesis import strategies as st

from coachtrack.agenda.rules.appointments import AppointmentKind, Span
from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.openings import Attendant, Engagement, Facts, Obstacle, WorkDays
from coachtrack.agenda.rules.school_days import NamedDays, SchoolDays
from coachtrack.talks.rules.planning import Reason, minutes_of, propose, room_left
from coachtrack.trainings.rules import MeetingLoad, over_ceiling

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGINS = (date(2026, 8, 31), date(2026, 10, 12), date(2027, 3, 15))
"""The beginning of a school year, and weeks before a change of the clock; holidays are drawn."""
SHORTLY = {weekday: (time(15, 15), time(18)) for weekday in range(5)}
SCHOOL = {weekday: (time(8, 30), time(15)) for weekday in (0, 1, 3, 4)} | {2: (time(8, 30), time(12, 15))}
A_DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)
WEEKS = 7

clock_times = st.builds(time, st.integers(8, 17), st.sampled_from([0, 15, 40]))


def stretches(first, longest):
    return st.builds(
        lambda start, length: Days(first + timedelta(days=start), first + timedelta(days=start + length)),
        st.integers(-5, 7 * WEEKS), st.integers(0, longest),
    )  # fmt: skip


def named(first, longest):
    return stretches(first, longest).map(lambda days: NamedDays(days.first, days.last, "Vrij"))


@st.composite
def appointments(draw, first):
    local = datetime.combine(first + timedelta(days=draw(st.integers(0, 7 * WEEKS))), draw(clock_times), AMSTERDAM)
    starts_at = local.astimezone(UTC)
    return Span(starts_at, starts_at + timedelta(minutes=draw(st.sampled_from([30, 60, 180, 600]))))


@st.composite
def teams(draw, first):
    """A team with its part-time days, absences and appointments; sometimes so full that nothing is left."""
    masks = st.sampled_from([0, 0b11111, 0b00111, 0b11000, 0b00001, 0b10101])
    posts = st.builds(WorkDays, st.just(first - A_DAY), st.just(first + timedelta(weeks=50)), masks)
    return tuple(
        Attendant(
            number,
            f"Person {number}",
            posts=tuple(draw(st.lists(posts, max_size=1))),
            away=tuple(draw(st.lists(stretches(first, 20), max_size=1))),
            engaged=tuple(draw(st.lists(st.builds(Engagement, appointments(first), st.booleans()), max_size=4))),
            busy=tuple(draw(st.lists(appointments(first), max_size=2))),
        )
        for number in range(1, 1 + draw(st.integers(1, 4)))
    )


@st.composite
def situations(draw):
    first = draw(st.sampled_from(BEGINS))
    days = SchoolDays(
        holidays=tuple(draw(st.lists(named(first, 16), max_size=2))),
        closures=tuple(draw(st.lists(named(first, 3), max_size=3))),
        openings=tuple(draw(st.lists(stretches(first, 1), max_size=1))),
        projects=tuple(draw(st.lists(named(first, 40), max_size=1))),
    )
    travel = timedelta(minutes=draw(st.sampled_from([0, 30])))
    times = draw(st.sampled_from([SHORTLY, SCHOOL, {1: (time(15, 15), time(17))}]))
    return Facts(draw(teams(first)), AMSTERDAM, days, times, travel), first


loads = st.builds(
    MeetingLoad,
    held=st.integers(0, 2),
    held_minutes=st.integers(0, 200),
    planned=st.integers(0, 2),
    planned_minutes=st.integers(0, 200),
    most=st.none() | st.integers(0, 9),
    most_minutes=st.none() | st.integers(0, 900),
)
lengths = st.sampled_from([30, 90, 120, 165, 420])
kinds = st.sampled_from([AppointmentKind.TEAM_TRAINING, AppointmentKind.WORKING_GROUP])


def against(facts, span):
    """What is against a moment, each rule said in plain words."""
    local = [span.starts_at.astimezone(AMSTERDAM), span.ends_at.astimezone(AMSTERDAM)]
    day, hours = local[0].date(), facts.times.get(local[0].weekday())
    if facts.days.closed(day):
        return {Obstacle.CLOSED}
    fits = hours and local[1].date() == day and hours[0] <= local[0].time() and local[1].time() <= hours[1]
    found = set() if fits else {Obstacle.TIMES}
    for person in facts.people:
        found |= _against(person, span, day, facts.travel)
    return found


def _against(person, span, day, travel):
    works = any(post.mask == 0 or post.mask >> day.weekday() & 1 for post in person.posts)
    margins = [(each.span, travel if each.elsewhere else timedelta()) for each in person.engaged]
    told = {
        Obstacle.DAY_OFF: bool(person.posts) and not works,
        Obstacle.AWAY: any(stretch.first <= day <= stretch.last for stretch in person.away),
        Obstacle.BUSY: any(_shares(span, each, timedelta()) for each in person.busy),
        Obstacle.BOOKED: any(_shares(span, each, timedelta()) for each, _margin in margins),
        Obstacle.TRAVEL: any(
            _shares(span, each, margin) and not _shares(span, each, timedelta()) for each, margin in margins
        ),
    }
    return {obstacle for obstacle, holds in told.items() if holds}


def _shares(one, other, margin):
    return one.starts_at < other.ends_at + margin and other.starts_at - margin < one.ends_at


def quarters(facts, length, days, not_before):
    """Every moment that could be asked for: within the school's times, on a quarter, later than now."""
    day = days.first
    while day <= days.last:
        hours = facts.times.get(day.weekday())
        at = datetime.combine(day, time(7), AMSTERDAM).astimezone(UTC)
        while hours and at.astimezone(AMSTERDAM).date() == day:
            span = Span(at, at + length)
            local = [moment.astimezone(AMSTERDAM) for moment in (span.starts_at, span.ends_at)]
            fits = local[1].date() == day and hours[0] <= local[0].time() and local[1].time() <= hours[1]
            if fits and at > not_before:
                yield span
            at += QUARTER
        day += A_DAY


def asked(facts, first, length, load, kind, times, weeks, until=WEEKS):
    days = Days(first, first + timedelta(weeks=until))
    not_before = datetime.combine(first, time(10), AMSTERDAM).astimezone(UTC)
    room = room_left(kind, load, length)
    proposal = propose(
        facts, length=timedelta(minutes=length), days=days, not_before=not_before, times=times, weeks=weeks, room=room
    )
    return proposal, days, not_before, room


@given(situations(), lengths, loads, kinds, st.integers(1, 8), st.integers(1, 4))
def test_no_proposed_date_breaks_a_rule(situation, length, load, kind, times, weeks):
    facts, first = situation
    proposal, days, not_before, _room = asked(facts, first, length, load, kind, times, weeks)
    spans = [each.span for each in proposal.dates]
    for span in spans:
        assert against(facts, span) == set()
        assert days.has(span.starts_at.astimezone(AMSTERDAM).date())
        assert span.starts_at > not_before
        assert minutes_of(span) == length
    assert all(earlier.ends_at <= later.starts_at for earlier, later in pairwise(spans))
    assert len(spans) <= times
    if kind is AppointmentKind.TEAM_TRAINING and spans:
        assert over_ceiling(load.plus([length] * len(spans))) == ()


@given(situations(), lengths, loads, kinds, st.integers(1, 8), st.integers(1, 4))
def test_where_dates_are_missing_it_says_which_rule_stands_in_the_way(situation, length, load, kind, times, weeks):
    facts, first = situation
    proposal, days, not_before, room = asked(facts, first, length, load, kind, times, weeks)
    event(f"{min(len(proposal.dates), 1)} {proposal.reason}")
    assert (proposal.reason is None) == (len(proposal.dates) == times)
    if proposal.reason is Reason.CEILING:
        assert len(proposal.dates) == room
        one_more = load.plus([length] * (len(proposal.dates) + 1))
        assert over_ceiling(one_more) != ()
    if not proposal.dates and proposal.reason is not Reason.CEILING:
        possible = list(quarters(facts, timedelta(minutes=length), days, not_before))
        reasons = [against(facts, span) for span in possible]
        assert all(reasons), "there was a moment that suits everyone"
        assert proposal.reason is Reason.HINDRANCE
        named = proposal.hindrance.obstacle
        assert any(named in each for each in reasons) or named in (Obstacle.TIMES, Obstacle.PAST)
        assert named is not Obstacle.TIMES or not possible


@given(situations(), lengths, st.integers(3, WEEKS + 1), st.integers(1, 12))
def test_a_project_is_planned_in_only_where_there_is_no_other_moment(situation, length, project_weeks, weeks):
    facts, first = situation
    project = NamedDays(first - A_DAY, first + timedelta(weeks=project_weeks), "Wijkproject")
    facts = replace(facts, days=replace(facts.days, projects=(project,)))
    proposal, days, not_before, _room = asked(
        facts, first, length, MeetingLoad(), AppointmentKind.WORKING_GROUP, times=1, weeks=weeks
    )
    if proposal.dates and facts.days.project(proposal.dates[0].span.starts_at.astimezone(AMSTERDAM).date()):
        event("in a project")
        calm = [
            span
            for span in quarters(facts, timedelta(minutes=length), days, not_before)
            if not against(facts, span) and not facts.days.project(span.starts_at.astimezone(AMSTERDAM).date())
        ]
        assert calm == []


@given(situations(), lengths)
def test_once_the_year_is_over_nothing_is_proposed_and_it_says_so(situation, length):
    facts, first = situation
    proposal, *_rest = asked(
        facts, first, length, MeetingLoad(), AppointmentKind.WORKING_GROUP, times=2, weeks=2, until=-1
    )
    assert (proposal.dates, proposal.reason) == ((), Reason.YEAR)
