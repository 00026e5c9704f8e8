"""The load of a school: its team meetings against the most it wants, and the time of its teachers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.coverage import permissions
from coachtrack.coverage.queries.load import load_of_programme, years_of_school
from coachtrack.coverage.rules.load import time_spent, years_around
from coachtrack.errors import ChangedMeanwhile
from coachtrack.evidence.rules.records import Activity
from coachtrack.people.rules.posts import PostFunction
from coachtrack.trainings.actions.ceilings import set_ceiling
from coachtrack.trainings.queries import find_ceiling
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.factories.evidence import a_fact, make_held
from tests.factories.funding import make_participation
from tests.factories.people import make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.trainings import a_meeting, make_training
from tests.support.client import Page, location_of
from tests.support.moments import NOW

SCHOOL_YEAR = (date(2026, 8, 1), date(2027, 7, 31))
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
facts = st.builds(
    lambda day, activity, person, prep, lesson: a_fact(
        held_on=day, activity=activity, person_id=person, prep_minutes=prep, lesson_minutes=lesson
    ),
    days,
    st.sampled_from((Activity.COACHING, Activity.TRAINING, Activity.DEBRIEF)),
    st.integers(1, 8),
    st.integers(0, 90),
    st.integers(0, 120),
)


@given(st.lists(facts, max_size=30))
def test_calendar_years_hold_everything_once_and_the_school_year_what_lies_in_it(all_facts):
    school_year, first, second = years_around(all_facts, *SCHOOL_YEAR)
    assert [first.is_calendar_year, second.is_calendar_year, school_year.is_calendar_year] == [True, True, False]
    whole = time_spent(all_facts)
    for part in ("prep_minutes", "lesson_minutes", "debrief_minutes", "training_minutes"):
        assert getattr(first.spent, part) + getattr(second.spent, part) == getattr(whole, part)
    inside = [fact for fact in all_facts if SCHOOL_YEAR[0] <= fact.held_on <= SCHOOL_YEAR[1]]
    assert school_year.spent == time_spent(inside)


@given(st.lists(facts, max_size=30))
def test_time_is_shared_out_between_coaching_and_training_and_debriefs_count_once(all_facts):
    spent = time_spent(all_facts)
    counted = [fact for fact in all_facts if fact.activity is not Activity.DEBRIEF]
    assert spent.coaching_minutes + spent.training_minutes == sum(fact.minutes for fact in counted)
    assert (spent.individual_share is None) == (not sum(fact.minutes for fact in counted))
    assert spent.people == len({fact.person_id for fact in counted})


def test_a_year_has_its_first_and_its_last_day():
    ends = [*SCHOOL_YEAR, date(2026, 1, 1), date(2027, 12, 31)]
    years = years_around([a_fact(held_on=day) for day in ends], *SCHOOL_YEAR)
    assert [year.spent.coaching_minutes for year in years] == [150, 150, 150]


def test_what_a_lesson_costs_is_shown_from_five_teachers():
    four = [a_fact(person_id=person) for person in range(1, 5)]
    assert years_around(four, *SCHOOL_YEAR)[0].lessons.extra_minutes is None
    assert years_around([*four, a_fact(person_id=5)], *SCHOOL_YEAR)[0].lessons.extra_minutes == 30


@pytest.mark.parametrize(
    ("role", "sets", "compares", "minutes"),
    [
        (Role.COMMISSION, False, True, True),
        (Role.ADVISOR, True, True, False),
        (Role.SCHOOL_LEADER, True, False, True),
        (Role.CULTURE_COORDINATOR, False, False, True),
        (Role.COACH, False, False, False),
    ],
)
def test_who_sets_the_ceiling_and_who_sees_the_hours(role, sets, compares, minutes):
    viewer = Viewer(1, "Robin", frozenset({RoleHeld(role, 7)}))
    assert permissions.may_set_ceiling(viewer, 7) is sets
    assert permissions.may_set_ceiling(viewer, 8) is False
    assert permissions.may_compare_loads(viewer) is compares
    assert permissions.may_see_total_minutes(viewer, [7]) is minutes


def test_the_time_of_a_school_is_that_of_its_own_lessons(school, teacher, coach):
    make_held(teacher, coach, school_id=school.id, held_on=date(2027, 1, 12))
    make_held(teacher, coach, school_id=make_school().id)
    school_year, first, second = years_of_school(school.id, 2026)
    assert [year.spent.coaching_minutes for year in (school_year, first, second)] == [75, 0, 75]


def test_the_programme_has_the_schools_that_take_part_in_that_year(programme, school, teacher, coach):
    gone = make_school()
    make_participation(gone, programme.period, ends_on=date(2026, 7, 31))
    make_held(teacher, coach, school_id=school.id)
    [row] = load_of_programme(2026).schools
    assert (row.school, row.spent.coaching_minutes) == (school, 75)
    assert {each.school for each in load_of_programme(2025).schools} == {school, gone}
    assert load_of_programme(2026, school_ids=[gone.id]).schools == []


def test_more_schools_take_no_more_statements(programme, school, coach, statements):
    def counted():
        statements.clear()
        load_of_programme(2026)
        return len(statements.reads)

    make_training(coach, school)
    one = counted()
    for day in (1, 2, 3):
        other = make_school()
        make_participation(other, programme.period)
        make_training(coach, other, meetings=[a_meeting(NOW + timedelta(days=day))])
    assert counted() == one


def test_a_ceiling_that_another_set_meanwhile_is_not_overwritten(school):
    person = make_holder(Role.ADVISOR, school)
    set_ceiling(school.id, 2026, meetings=4, minutes=None, version=None, by=person.id, now=NOW)
    for version in (None, 0, 2):
        with pytest.raises(ChangedMeanwhile):
            set_ceiling(school.id, 2026, meetings=9, minutes=None, version=version, by=person.id, now=NOW)
    set_ceiling(school.id, 2026, meetings=None, minutes=90, version=1, by=person.id, now=NOW)
    assert (find_ceiling(school.id, 2026).meetings, find_ceiling(school.id, 2026).minutes) == (None, 90)


def test_a_director_sets_the_ceiling_and_sees_when_plans_go_over_it(sign_in, school, coach, db):
    make_training(coach, school, meetings=[a_meeting(), a_meeting(NOW + timedelta(days=7))])
    browser = sign_in(make_leader(school))
    address = f"/bereik/scholen/{school.id}/tijd"
    assert browser.page(address).elements("div", kind="callout-warning") == []
    answer = browser.submit(f"/bereik/scholen/{school.id}/grens?schooljaar=2026", meetings=1, hours=8)
    assert location_of(answer) == f"{address}?schooljaar=2026"
    page = browser.page(address)
    assert len(page.elements("div", kind="callout-warning")) == 1
    assert page.all("p", kind="stat-value") == ["0", "2", "1", "8 u"]
    assert browser.page(f"{address}?schooljaar=2027").elements("div", kind="callout-warning") == []


@pytest.mark.parametrize("typed", ["-1", "veel", "61", "1,5"])
def test_a_ceiling_that_is_no_number_of_meetings_is_refused_at_its_field(sign_in, school, typed):
    answer = sign_in(make_leader(school)).submit(f"/bereik/scholen/{school.id}/grens", meetings=typed)
    assert answer.status_code == 422
    assert Page(answer).error_at("meetings")


def test_an_advisor_compares_her_schools_without_the_hours_of_teachers(sign_in, programme, school, teacher, coach, db):
    make_held(teacher, coach, school_id=school.id)
    make_participation(make_school(name="Elders"), programme.period)
    browser = sign_in(make_holder(Role.ADVISOR, school))
    page = browser.page("/bereik/tijd")
    assert [row[0] for row in page.rows()] == [school.name]
    assert "1 u 15 min" not in page.text
    assert "1 u 15 min" not in browser.page(f"/bereik/scholen/{school.id}/tijd").text


def test_the_commission_reads_hours_by_school_year_and_calendar_year(commission, school, coach, db):
    for _number in range(5):
        make_held(make_teacher(school), coach, school_id=school.id)
    make_held(make_teacher(school), coach, school_id=school.id, held_on=date(2026, 3, 3))
    rows = commission.page("/bereik/tijd").rows()
    assert [row[4] for row in rows] == ["6 u 15 min", "7 u 30 min", "–"]
    assert [row[6] for row in rows] == ["5", "6", "0"]
    assert [row[7] for row in rows][:2] == ["30 min", "30 min"]


def test_a_culture_coordinator_reads_what_she_may_not_set(sign_in, school, teacher, coach, db):
    make_held(teacher, coach, school_id=school.id)
    browser = sign_in(make_leader(school, PostFunction.CULTURE_COORDINATOR))
    address = f"/bereik/scholen/{school.id}/tijd"
    page = browser.page(address)
    assert "1 u 15 min" in page.text
    assert not [link for link in page.links().values() if "grens" in link]


def test_a_year_that_no_calendar_has_becomes_this_one(commission, school, db):
    for typed in ("9999", "0", "x"):
        assert "2026–2027" in commission.page(f"/bereik/tijd?schooljaar={typed}").text
