"""The rules of reports: years, rates and amounts, what counts once, who is left out, and what makes a report stale."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.coverage.rules.requirement import ExemptionReason, NotCounting, RequirementStatus
from coachtrack.errors import Refused
from coachtrack.evidence.rules.records import Activity, Party, RecordKind
from coachtrack.reports.rules.hours import (
    HourLine,
    HourSum,
    Pricing,
    Rate,
    check_rate,
    rate_on,
    takes_hours,
    usual_cost,
)
from coachtrack.reports.rules.kinds import CostKind, ReportKind, YearKind
from coachtrack.reports.rules.performance import Completed, Part, Performance, TrainingMeant
from coachtrack.reports.rules.stale import changes_between, changing_records, summed
from coachtrack.reports.rules.statement import Standing, Statement, together
from coachtrack.reports.rules.years import ReportYear, Window
from tests.factories.evidence import a_fact

DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("kind", "day", "starts_on", "ends_on", "name"),
    [
        (YearKind.SCHOOL_YEAR, date(2026, 7, 31), date(2025, 8, 1), date(2026, 7, 31), "2025–2026"),
        (YearKind.SCHOOL_YEAR, date(2026, 8, 1), date(2026, 8, 1), date(2027, 7, 31), "2026–2027"),
        (YearKind.CALENDAR_YEAR, date(2026, 7, 31), date(2026, 1, 1), date(2026, 12, 31), "2026"),
    ],
)
def test_a_year_lies_around_its_days(kind, day, starts_on, ends_on, name):
    year = ReportYear.of(kind, day)
    assert (year.starts_on, year.ends_on, year.name) == (starts_on, ends_on, name)


def test_the_reference_date_is_the_last_day_or_today():
    year = ReportYear(YearKind.CALENDAR_YEAR, 2026)
    assert year.reference_day(date(2027, 3, 1)) == date(2026, 12, 31)
    assert year.reference_day(date(2026, 12, 31)) == date(2026, 12, 31)
    assert year.reference_day(date(2026, 1, 1)) == date(2026, 1, 1)
    with pytest.raises(Refused):
        year.reference_day(date(2025, 12, 31))


# --- hours ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "cents_an_hour", "cents"),
    [(60, 4550, 4550), (45, 4550, 3413), (1, 100, 2), (1, 30, 1), (1, 29, 0), (0, 4550, 0), (60, None, None)],
)
def test_an_amount_is_in_whole_cents_a_half_upwards(minutes, cents_an_hour, cents):
    fact = a_fact(prep_minutes=0, lesson_minutes=minutes, debrief_minutes=0)
    assert HourLine(1, fact, cents_an_hour, CostKind.ACTIVITY).cents == cents


def test_the_rate_of_the_school_goes_before_that_of_the_lead_partner_while_it_holds():
    shared = [Rate(4000, date(2025, 1, 1)), Rate(4200, date(2026, 1, 1))]
    own = [Rate(5000, date(2026, 3, 1), date(2026, 6, 30))]
    days = (date(2024, 12, 31), date(2025, 6, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 6, 30))
    assert [rate_on(day, own, shared) for day in days] == [None, 4000, 4200, 5000, 5000]
    assert rate_on(date(2026, 7, 1), own, shared) == 4200


@pytest.mark.parametrize(("cents", "ends_on"), [(0, None), (-1, None), (50_001, None), (100, date(2026, 11, 2))])
def test_a_rate_of_nothing_of_too_much_or_that_ends_before_it_begins_is_refused(cents, ends_on):
    with pytest.raises(Refused):
        check_rate(cents, DAY, ends_on)


def test_lessons_and_trainings_are_activity_and_arranging_is_coordination_unless_it_is_said_otherwise():
    assert usual_cost("co_teaching") is usual_cost("team_training") is CostKind.ACTIVITY
    assert usual_cost("coaching") is usual_cost("training") is CostKind.ACTIVITY
    assert usual_cost("intake_talk") is usual_cost("working_group") is CostKind.COORDINATION
    price = Pricing({}, [], {"co_teaching": CostKind.COORDINATION})
    assert price.line(1, a_fact(kind="co_teaching")).cost is CostKind.COORDINATION
    assert price.line(1, a_fact(kind="demo_lesson")).cost is CostKind.ACTIVITY


def test_a_debrief_has_no_line_of_its_own():
    assert [takes_hours(a_fact(activity=activity)) for activity in Activity] == [True, False, True]


@given(st.lists(st.tuples(st.integers(0, 600), st.one_of(st.none(), st.integers(1, 50_000))), max_size=30))
def test_sums_are_what_the_lines_say(drawn):
    total = HourSum()
    lines = [
        HourLine(n, a_fact(prep_minutes=minutes, lesson_minutes=1, debrief_minutes=0), rate, CostKind.ACTIVITY)
        for n, (minutes, rate) in enumerate(drawn)
    ]
    for line in lines:
        total.add(line)
    assert total.minutes == sum(line.fact.minutes for line in lines)
    assert total.cents == sum(line.cents or 0 for line in lines)
    assert total.unpriced == sum(line.fact.minutes for line in lines if line.cents is None)


# --- performance ------------------------------------------------------------------------------------------------

facts = st.lists(
    st.builds(
        a_fact,
        subject=st.sampled_from(["meeting:1", "meeting:2", "before:x", "session:9"]),
        activity=st.sampled_from(Activity),
        person_id=st.integers(1, 5),
        school_id=st.sampled_from([None, 1, 2]),
        trajectory_id=st.sampled_from([None, 7, 8]),
        discipline=st.sampled_from([None, "dance", "music"]),
        stream=st.sampled_from([None, "kos"]),
    ),
    max_size=20,
)


def counted(each):
    return {name: len(value) if isinstance(value, set) else value for name, value in vars(each).items()}


def added_up(all_facts):
    figures = Performance()
    for fact in all_facts:
        figures.add(fact, TrainingMeant(3, "classroom_staff") if fact.subject.startswith("meeting:") else None)
    return figures


@given(facts, st.randoms())
def test_figures_do_not_depend_on_the_order_and_people_count_once(drawn, chance):
    figures, mixed = added_up(drawn), [*drawn]
    chance.shuffle(mixed)
    again = added_up(mixed)
    assert {key: counted(each) for key, each in figures.parts.items()} == {
        key: counted(each) for key, each in again.parts.items()
    }
    held = [fact for fact in drawn if fact.activity is not Activity.DEBRIEF]
    assert len(figures.total.people) == len({fact.person_id for fact in held})
    for part in (Part.DISCIPLINE, Part.STREAM):
        found = figures.of(part).values()
        assert sum(each.sessions for each in found) == figures.total.sessions
        assert sum(each.attendances for each in found) == figures.total.attendances
        assert frozenset().union(*(each.people for each in found)) == figures.total.people


def test_two_meetings_of_one_training_are_one_training_and_a_completed_trajectory_counts_where_it_belongs():
    figures = Performance()
    for subject, meant in (("meeting:1", 5), ("meeting:2", 5), ("meeting:3", 6)):
        figures.add(a_fact(subject=subject, activity=Activity.TRAINING), TrainingMeant(meant, "classroom_staff"))
    figures.complete([Completed(4, 1, "dance", "kos")])
    assert (len(figures.total.trainings), len(figures.total.meetings), figures.total.attendances) == (2, 3, 3)
    assert figures.of(Part.DISCIPLINE)["dance"].completed == figures.total.completed == {4}
    assert set(figures.of(Part.TARGET_GROUP)) == {"classroom_staff"}


# --- the statement ----------------------------------------------------------------------------------------------


def test_one_post_that_counts_makes_someone_count_in_all():
    away = Standing(RequirementStatus.NOT_IN_SCOPE, not_counting=NotCounting.AWAY)
    function = Standing(RequirementStatus.NOT_IN_SCOPE, not_counting=NotCounting.FUNCTION)
    met = Standing(RequirementStatus.MET)
    assert together([function, met]) == together([met, function]) == met
    assert together([function, away]) == together([away, function]) == away


def test_everyone_left_out_is_counted_with_the_reason():
    statement = Statement()
    exempt = Standing(RequirementStatus.EXEMPT, exemption=ExemptionReason.OTHER)
    statement.add([Standing(RequirementStatus.MET), Standing(RequirementStatus.PLANNED), exempt, exempt])
    statement.add([Standing(RequirementStatus.NOT_IN_SCOPE, not_counting=NotCounting.AWAY)])
    assert (statement.people, statement.asked, statement.met, statement.share) == (5, 2, 1, 0.5)
    assert statement.exempt[ExemptionReason.OTHER] == statement.exempt.total() == 2
    assert statement.left_out[NotCounting.AWAY] == statement.left_out.total() == 1
    assert Statement().share is None


# --- staleness --------------------------------------------------------------------------------------------------


def a_record(number, kind, fact, *, refers_to=None, party=None):
    """A link of the chain about this fact."""
    values = asdict(fact)
    values["session_kind"] = values.pop("kind")
    when = datetime(2026, 11, 3, 12, number, tzinfo=UTC)
    told = {"refers_to": refers_to, "party": party, "agreement_id": None, "reason": None}
    return SimpleNamespace(number=number, kind=kind, recorded_at=when, recorded_by_id=1, **values, **told)


YEAR = Window(date(2026, 1, 1), date(2026, 12, 31), 1)


def held(number, **given):
    return a_record(number, RecordKind.HELD, a_fact(**({"school_id": 1} | given)))


def test_nothing_changed_where_nothing_was_added():
    records = [held(1), held(2)]
    assert changes_between(records, 2, YEAR, with_confirmations=True) == []


def test_what_was_added_corrected_and_withdrawn_since_is_told_in_numbers():
    first, second = a_fact(school_id=1), a_fact(school_id=1, person_id=2)
    records = [
        a_record(1, RecordKind.HELD, first),
        a_record(2, RecordKind.HELD, second),
        a_record(3, RecordKind.CORRECTED, replace(first, lesson_minutes=first.lesson_minutes + 30), refers_to=1),
        a_record(4, RecordKind.WITHDRAWN, second, refers_to=2),
        a_record(5, RecordKind.HELD, a_fact(school_id=1, person_id=3)),
    ]
    changes = changes_between(records, 2, YEAR, with_confirmations=False)
    by_activity, people = summed(changes)
    [(activity, told)] = by_activity.items()
    assert (activity, told.added, told.corrected, told.gone) == (Activity.COACHING, 1, 1, 1)
    assert told.minutes == 30 - 75 + 75
    assert people == 3


def test_what_moved_into_the_year_or_out_of_it_counts_and_what_lies_elsewhere_does_not():
    inside, outside, other = a_fact(school_id=1), a_fact(school_id=1, held_on=date(2025, 5, 5)), a_fact(school_id=2)
    records = [
        a_record(1, RecordKind.HELD, inside),
        a_record(2, RecordKind.HELD, outside),
        a_record(3, RecordKind.CORRECTED, replace(inside, held_on=date(2025, 5, 5)), refers_to=1),
        a_record(4, RecordKind.CORRECTED, replace(outside, held_on=DAY), refers_to=2),
        a_record(5, RecordKind.HELD, other),
    ]
    [told] = summed(changes_between(records, 2, YEAR, with_confirmations=False))[0].values()
    assert (told.added, told.corrected, told.gone) == (1, 0, 1)


def test_recorded_and_withdrawn_again_since_changes_nothing():
    fact = a_fact(school_id=1)
    records = [a_record(1, RecordKind.HELD, fact), a_record(2, RecordKind.WITHDRAWN, fact, refers_to=1)]
    assert changes_between(records, 0, YEAR, with_confirmations=False) == []


def test_a_confirmation_matters_to_coverage_only():
    fact = a_fact(school_id=1)
    records = [
        a_record(1, RecordKind.HELD, fact),
        a_record(2, RecordKind.CONFIRMED, fact, refers_to=1, party=Party.TEACHER),
    ]
    assert len(changes_between(records, 1, YEAR, with_confirmations=True)) == 1
    assert changes_between(records, 1, YEAR, with_confirmations=False) == []
    assert RecordKind.CONFIRMED in changing_records(ReportKind.COVERAGE)
    assert RecordKind.CONFIRMED not in changing_records(ReportKind.HOURS)
