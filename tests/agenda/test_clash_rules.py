"""What a planner is warned of: a table of facts, and what holds for all facts whatever they are."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda.rules.appointments import ParticipantRole, PlaceKind, Span
from coachtrack.agenda.rules.clashes import (
    Elsewhere,
    Facts,
    PersonFacts,
    Plan,
    WarningKind,
    WorkingWeek,
    next_free,
    warnings_about,
    without_names,
)
from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.school_days import NamedDays, SchoolDays
from coachtrack.clock import AMSTERDAM

WEDNESDAY = date(2026, 11, 25)
HERE, THERE = 1, 2
WEDNESDAYS, THURSDAYS = 4, 8
ALWAYS = Days(date(2020, 1, 1), date.max)


def at(hour, minute=0, day=WEDNESDAY):
    return datetime.combine(day, time(hour, minute), AMSTERDAM)


def span(first, last, day=WEDNESDAY):
    return Span(at(first, day=day), at(last, day=day))


LESSON = Plan(span(10, 11), HERE)
TEACHER = PersonFacts(1, "Anneke", ParticipantRole.TEACHER, weeks=(WorkingWeek(ALWAYS, 31),))
COACH = PersonFacts(2, "Coba", ParticipantRole.COACH)
BRAM = PersonFacts(3, "Bram", ParticipantRole.ATTENDEE)
CHRIS = PersonFacts(4, "Chris", ParticipantRole.ATTENDEE)
USUAL = dict.fromkeys(range(5), (time(8, 30), time(15, 30)))


def kinds(plan=LESSON, *people, **given):
    facts = Facts(people=people or (TEACHER, COACH), **({"times": USUAL, "travel": timedelta(minutes=15)} | given))
    return [warned.kind for warned in warnings_about(plan, facts)]


def on(day, first=10, last=11):
    return Plan(span(first, last, day), HERE)


def test_an_ordinary_lesson_warns_of_nothing():
    assert kinds() == []


def test_days_on_which_the_school_is_closed_are_warned_of_once():
    autumn = SchoolDays(holidays=(NamedDays(date(2026, 10, 17), date(2026, 10, 25), "herfstvakantie"),))
    own = SchoolDays(closures=(NamedDays(WEDNESDAY, WEDNESDAY, "Studiedag"),))
    assert kinds(on(date(2026, 10, 21)), days=autumn) == [WarningKind.CLOSED]
    assert kinds(days=own) == [WarningKind.CLOSED]
    assert kinds(on(date(2026, 12, 25))) == [WarningKind.CLOSED]  # Christmas, on a Friday
    assert kinds(on(date(2026, 11, 28))) == [WarningKind.WEEKEND]
    assert kinds(on(date(2026, 10, 24)), days=autumn) == [WarningKind.WEEKEND]
    opened = replace(autumn, openings=(Days(date(2026, 10, 21), date(2026, 10, 21)),))
    assert kinds(on(date(2026, 10, 21)), days=opened) == []


def test_why_the_school_is_closed_is_said():
    facts = Facts(days=SchoolDays(closures=(NamedDays(WEDNESDAY, WEDNESDAY, "Studiedag"),)))
    (warned,) = warnings_about(LESSON, facts)
    assert warned.message % warned.values == (
        "The school is closed on 2026-11-25: Studiedag. Choose another day, unless everyone wants this one."
    )


def test_the_weeks_of_the_district_project_are_warned_of():
    weeks = SchoolDays(projects=(NamedDays(date(2026, 11, 23), date(2026, 12, 4), "Licht in de wijk"),))
    assert kinds(days=weeks) == [WarningKind.PROJECT]
    assert kinds(on(date(2026, 12, 7)), days=weeks) == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (time(8, 30), time(15, 30), []),
        (time(8, 29), time(9, 30), [WarningKind.OUTSIDE_TIMES]),
        (time(15), time(15, 31), [WarningKind.OUTSIDE_TIMES]),
        (time(20), time(21), [WarningKind.OUTSIDE_TIMES]),
    ],
)
def test_the_times_of_the_school_hold_for_whoever_comes_for_a_teacher(first, last, expected):
    plan = Plan(Span(at(first.hour, first.minute), at(last.hour, last.minute)), HERE)
    assert kinds(plan) == expected
    assert kinds(plan, replace(COACH, role=ParticipantRole.TRAINER), BRAM) == []
    assert kinds(plan, times=None) == []


def test_a_weekday_for_which_the_school_told_no_times_is_warned_of():
    assert kinds(times={0: (time(8), time(18))}) == [WarningKind.OUTSIDE_TIMES]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"away": (Days(WEDNESDAY, WEDNESDAY),)}, WarningKind.AWAY),
        ({"away": (Days(date(2026, 11, 26), date.max),)}, None),
        ({"weeks": (WorkingWeek(ALWAYS, THURSDAYS),)}, WarningKind.NOT_WORKING),
        ({"weeks": (WorkingWeek(ALWAYS, WEDNESDAYS),)}, None),
        ({"weeks": (WorkingWeek(ALWAYS, 0),)}, None),
        ({"weeks": ()}, None),
        ({"weeks": (WorkingWeek(ALWAYS, THURSDAYS), WorkingWeek(ALWAYS, WEDNESDAYS))}, None),
        ({"weeks": (WorkingWeek(ALWAYS, THURSDAYS), WorkingWeek(Days(date(2027, 1, 1), date.max), 31))},
         WarningKind.NOT_WORKING),
        ({"busy": (span(9, 10), span(11, 12))}, None),
        ({"busy": (Span(at(10, 59), at(12)),)}, WarningKind.BUSY),
        ({"elsewhere": (Elsewhere(span(10, 12), HERE),)}, WarningKind.BOOKED),
        ({"elsewhere": (Elsewhere(span(9, 10), HERE), Elsewhere(span(11, 12), HERE))}, None),
        ({"elsewhere": (Elsewhere(span(9, 10), THERE),)}, WarningKind.TRAVEL),
        ({"elsewhere": (Elsewhere(span(11, 12), THERE),)}, WarningKind.TRAVEL),
        ({"elsewhere": (Elsewhere(Span(at(9), at(9, 45)), THERE),)}, None),
        ({"elsewhere": (Elsewhere(Span(at(9), at(9, 46)), THERE),)}, WarningKind.TRAVEL),
        ({"elsewhere": (Elsewhere(Span(at(11, 15), at(12)), THERE),)}, None),
        ({"elsewhere": (Elsewhere(span(9, 10), None),)}, None),
        ({"elsewhere": (Elsewhere(span(9, 10), THERE, PlaceKind.ONLINE),)}, None),
    ],
)  # fmt: skip
def test_what_is_known_of_someone_who_is_needed_is_said_by_name(facts, expected):
    assert kinds(LESSON, replace(TEACHER, **facts), COACH) == ([expected] if expected else [])


def test_between_two_schools_both_ways_count_and_from_home_none_does():
    both = (Elsewhere(span(9, 10), THERE), Elsewhere(span(11, 12), THERE))
    busy_day = replace(COACH, elsewhere=both)
    assert kinds(LESSON, busy_day) == [WarningKind.TRAVEL, WarningKind.TRAVEL]
    assert kinds(replace(LESSON, place_kind=PlaceKind.ONLINE), busy_day) == []
    assert kinds(replace(LESSON, school_id=None), busy_day) == []


def test_nobody_is_said_to_have_a_day_off_in_the_weekend():
    assert kinds(on(date(2026, 11, 28)), replace(TEACHER, weeks=(WorkingWeek(ALWAYS, 31),))) == [WarningKind.WEEKEND]


def test_of_those_who_are_asked_for_a_training_only_is_said_who_cannot_come():
    away = replace(BRAM, away=(Days(WEDNESDAY, WEDNESDAY),))
    booked = replace(CHRIS, elsewhere=(Elsewhere(span(10, 11), HERE),), weeks=(WorkingWeek(ALWAYS, THURSDAYS),))
    off = PersonFacts(5, "Dana", ParticipantRole.ATTENDEE, weeks=(WorkingWeek(ALWAYS, THURSDAYS),))
    warnings = warnings_about(LESSON, Facts(people=(off, booked, away)))
    assert [(each.kind, each.values["names"]) for each in warnings] == [
        (WarningKind.CANNOT_COME, "Bram, Chris"),
        (WarningKind.DAY_OFF, "Dana"),
    ]
    assert [each.message % each.values for each in without_names(warnings)] == [
        "Not everyone can come then: 2 of the 3 people asked cannot.",
        "Not everyone works on that day: 1 of the 3 people asked do not.",
    ]
    assert not any("Bram" in str(each.values) for each in without_names(warnings))


def test_an_attendee_on_her_way_from_another_school_is_nobody_elses_concern():
    assert kinds(LESSON, replace(BRAM, elsewhere=(Elsewhere(span(9, 10), THERE),))) == []


def test_the_next_free_stretch_follows_what_is_booked():
    assert next_free(span(10, 11), []) == span(10, 11)
    assert next_free(span(10, 11), [span(11, 12), span(9, 10)]) == span(10, 11)
    assert next_free(span(10, 11), [span(13, 14), span(10, 12), span(11, 12)]) == span(12, 13)


# --- whatever the facts are ---------------------------------------------------------------------------------------

MINUTES = st.integers(0, 5 * 24 * 4).map(lambda quarters: timedelta(minutes=15 * quarters))
SPANS = st.builds(
    lambda from_, length: Span(at(0) + from_, at(0) + from_ + length),
    MINUTES,
    st.sampled_from([timedelta(minutes=15), timedelta(hours=1), timedelta(hours=5)]),
)
SOME_DAYS = st.builds(
    lambda first, count: Days(WEDNESDAY + timedelta(first), WEDNESDAY + timedelta(first + count)),
    st.integers(-3, 6),
    st.integers(0, 4),
)
SCHOOLS = st.sampled_from([None, HERE, THERE])


def some(things):
    return st.lists(things, max_size=3).map(tuple)


PEOPLE = st.lists(
    st.builds(
        PersonFacts,
        st.integers(1, 99),
        st.sampled_from(["Anneke", "Bram", "Coba"]),
        st.sampled_from(ParticipantRole),
        elsewhere=some(st.builds(Elsewhere, SPANS, SCHOOLS, st.sampled_from(PlaceKind))),
        busy=some(SPANS),
        away=some(SOME_DAYS),
        weeks=some(st.builds(WorkingWeek, SOME_DAYS, st.integers(0, 31))),
    ),
    max_size=5,
    unique_by=lambda person: person.person_id,
).map(tuple)
NAMED = some(st.builds(lambda days, name: NamedDays(days.first, days.last, name), SOME_DAYS, st.sampled_from("ABC")))
FACTS = st.builds(
    Facts,
    days=st.builds(SchoolDays, projects=NAMED),
    times=st.sampled_from([None, USUAL, {0: (time(8), time(12))}]),
    travel=st.sampled_from([timedelta(), timedelta(minutes=30)]),
    people=PEOPLE,
)
PLANS = st.builds(Plan, SPANS, SCHOOLS, st.sampled_from(PlaceKind))
WEEK = timedelta(weeks=1)


@given(PLANS, FACTS, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_says_nothing(plan, facts, chance):
    def shuffled(things):
        return tuple(chance.sample(things, len(things)))

    people = [
        replace(
            each,
            elsewhere=shuffled(each.elsewhere),
            busy=shuffled(each.busy),
            away=shuffled(each.away),
            weeks=shuffled(each.weeks),
        )
        for each in facts.people
    ]
    assert warnings_about(plan, replace(facts, people=shuffled(people))) == warnings_about(plan, facts)


@given(PLANS, FACTS)
def test_a_week_later_with_facts_a_week_later_all_is_the_same(plan, facts):
    def later(it):
        if isinstance(it, Span):
            return Span(it.starts_at + WEEK, it.ends_at + WEEK)
        if isinstance(it, Elsewhere | Plan):
            return replace(it, span=later(it.span))
        if isinstance(it, WorkingWeek):
            return replace(it, days=later(it.days))
        return replace(it, first=it.first + WEEK, last=it.last + WEEK)

    people = tuple(
        replace(
            each, **{name: tuple(map(later, getattr(each, name))) for name in ("elsewhere", "busy", "away", "weeks")}
        )
        for each in facts.people
    )
    days = replace(facts.days, projects=tuple(map(later, facts.days.projects)))
    then = warnings_about(later(plan), replace(facts, people=people, days=days))
    now = warnings_about(plan, facts)
    assert [each.kind for each in then] == [each.kind for each in now]
    moved = {name for each in now for name in each.values} - {"day", "at", "opens", "closes"}
    for before, after in zip(now, then, strict=True):
        assert {name: before.values[name] for name in moved & set(before.values)} == {
            name: after.values[name] for name in moved & set(after.values)
        }


@given(PLANS, FACTS, SPANS)
def test_another_appointment_of_someone_takes_no_warning_away(plan, facts, more):
    if not facts.people:
        return
    first, *rest = facts.people
    asked = replace(first, elsewhere=(*first.elsewhere, Elsewhere(more, THERE)))
    before = {(each.kind, each.message) for each in warnings_about(plan, facts)}
    after = {(each.kind, each.message) for each in warnings_about(plan, replace(facts, people=(asked, *rest)))}
    lost = {kind for kind, _message in before - after}
    assert lost <= {WarningKind.DAY_OFF}  # who has a day off and is booked elsewhere as well cannot come


@given(SPANS, st.lists(SPANS, max_size=6))
def test_what_is_free_next_is_free_and_nothing_before_it_is(wanted, booked):
    found = next_free(wanted, booked)
    assert found.ends_at - found.starts_at == wanted.ends_at - wanted.starts_at
    assert not any(found.overlaps(each) for each in booked)
    earlier = wanted.starts_at
    while earlier < found.starts_at:
        tried = Span(earlier, earlier + (wanted.ends_at - wanted.starts_at))
        assert any(tried.overlaps(each) for each in booked)
        earlier += timedelta(minutes=15)
