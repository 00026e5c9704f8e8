"""The load of a school: its team meetings against the most it wants, and the time of its teachers."""

from datetime import date, timedelta

import pytest

from coachtrack.coverage import permissions
from coachtrack.coverage.queries.load import load_of_programme, years_of_school
from coachtrack.coverage.rules.figures import LessonFigures
from coachtrack.coverage.rules.load import TimeSpent, YearOfTime, stretches_around
from coachtrack.errors import ChangedMeanwhile
from coachtrack.evidence.rules.records import Activity
from coachtrack.people.rules.posts import PostFunction
from coachtrack.trainings.actions.ceilings import set_ceiling
from coachtrack.trainings.queries import find_ceiling
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.factories.evidence import make_held
from tests.factories.funding import make_participation
from tests.factories.people import make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.trainings import a_meeting, make_training
from tests.support.client import Page, location_of
from tests.support.moments import NOW


@pytest.mark.parametrize(("coaching", "training", "share"), [(0, 0, None), (45, 0, 1.0), (45, 90, 0.5), (0, 60, 0.0)])
def test_time_is_shared_out_between_coaching_and_training(coaching, training, share):
    spent = TimeSpent(prep_minutes=coaching, debrief_minutes=coaching, training_minutes=training)
    assert (spent.coaching_minutes, spent.individual_share) == (2 * coaching, share)


def test_a_school_year_lies_in_two_calendar_years():
    stretches = stretches_around(date(2026, 8, 1), date(2027, 7, 31))
    assert stretches == [
        (date(2026, 8, 1), date(2027, 7, 31)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 12, 31)),
    ]
    lessons = LessonFigures.of(0, 0, 0, 0)
    assert [YearOfTime(*days, TimeSpent(), lessons).is_calendar_year for days in stretches] == [False, True, True]


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


def test_the_time_of_a_school_is_that_of_its_own_sessions_on_days_of_the_year(school, teacher, coach):
    outside, inside = (date(2025, 12, 31), date(2028, 1, 1)), (date(2026, 8, 1), date(2027, 7, 31))
    of_the_calendar = (date(2026, 1, 1), date(2026, 7, 31), date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31))
    for day in (*outside, *inside, *of_the_calendar):
        make_held(teacher, coach, school_id=school.id, held_on=day)
    make_held(teacher, coach, school_id=make_school().id, held_on=date(2027, 1, 12))
    years = years_of_school(school.id, 2026)
    assert [year.spent.coaching_minutes for year in years] == [4 * 75, 4 * 75, 3 * 75]
    assert [year.lessons.regular_lessons for year in years] == [4, 4, 3]


def test_a_debrief_has_no_time_of_its_own_and_each_person_is_one(school, teacher, coach):
    for activity in (Activity.COACHING, Activity.DEBRIEF, Activity.TRAINING):
        make_held(teacher, coach, school_id=school.id, activity=activity)
    make_held(make_teacher(school), coach, school_id=school.id, activity=Activity.DEBRIEF)
    assert years_of_school(school.id, 2026)[0].spent == TimeSpent(15, 45, 15, training_minutes=75, people=1)


def test_what_a_lesson_costs_is_shown_from_five_teachers(school, coach):
    def shown():
        return years_of_school(school.id, 2026)[0].lessons.extra_minutes

    for _number in range(4):
        make_held(make_teacher(school), coach, school_id=school.id)
    assert shown() is None
    make_held(make_teacher(school), coach, school_id=school.id)
    assert shown() == 30


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


def test_the_time_of_all_schools_has_a_way_back_to_coverage(commission):
    assert 'class="breadcrumbs"' in commission.get("/bereik/tijd").get_data(as_text=True)


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
