"""The pages that look ahead: who sees which people, what is said, and where it leads."""

from datetime import timedelta

import pytest

from coachtrack.coverage.rules.requirement import Measure
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role
from tests.factories.agreements import make_agreement
from tests.factories.coverage import TODAY, asking, make_rule
from tests.factories.funding import make_opening, make_participation
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import make_active_trajectory


@pytest.fixture
def demanding(programme):
    """More is asked than fits easily: eight trajectories."""
    make_rule(programme.period, asking(Measure.COMPLETED_TRAJECTORIES, 8), starts_on=TODAY)


@pytest.mark.usefixtures("demanding", "teacher")
def test_the_commission_reads_how_many_are_where_and_the_first_day_that_is_too_late(commission, school):
    page = commission.page("/bereik/vooruitblik")
    [row] = page.rows()
    assert row[0] == school.name
    assert row[2:5] == ["0", "1", "0"]
    assert row[-1].endswith("2028")
    assert school.name in page.links()


@pytest.mark.usefixtures("teacher")
def test_an_advisor_reads_her_own_schools_only(sign_in, programme, school):
    other = make_school()
    make_participation(other, programme.period)
    make_teacher(other)
    page = sign_in(make_holder(Role.ADVISOR, school)).page("/bereik/vooruitblik")
    assert [row[0] for row in page.rows()] == [school.name]


def test_agreements_that_run_out_of_time_stand_beside_it(commission, programme, school):
    make_agreement(school, due_on=TODAY + timedelta(days=10), amount=6)
    page = commission.page("/bereik/vooruitblik")
    assert any(school.name in cell for row in page.rows(1) for cell in row)


@pytest.mark.usefixtures("demanding")
def test_a_director_reads_of_each_of_her_people_how_it_looks_and_what_would_help(sign_in, school, teacher):
    make_coach(Discipline.DANCE, last_name="Vos")
    page = sign_in(make_leader(school)).page(f"/bereik/scholen/{school.id}/vooruitblik")
    [row] = page.rows()
    assert row[0] == teacher.name
    assert "Coba" in row[-1]


@pytest.mark.usefixtures("demanding")
def test_her_own_coach_finds_a_moment_from_there(sign_in, programme, school, teacher):
    make_opening(programme.period)
    coach = make_coach(Discipline.DANCE)
    trajectory = make_active_trajectory(school=school, teacher=teacher, coach=coach)
    page = sign_in(coach).page(f"/bereik/mensen/{teacher.id}")
    assert f"/trajecten/{trajectory.id}/moment" in page.links().values()


@pytest.mark.usefixtures("demanding")
def test_a_teacher_reads_her_own_outlook_with_what_it_rests_on(sign_in, teacher):
    page = sign_in(teacher).page("/bereik/mijn-bewijs")
    assert "1 op de 8" in page.text or "1 in 8" in page.text


def test_who_is_there_has_nothing_to_look_ahead_to(sign_in, school):
    page = sign_in(make_leader(school)).page(f"/bereik/scholen/{school.id}/vooruitblik")
    assert page.elements("table") == []


@pytest.mark.usefixtures("demanding")
def test_nothing_is_foreseen_from_another_day(commission, teacher):
    today = commission.page(f"/bereik/mensen/{teacher.id}")
    before = commission.page(f"/bereik/mensen/{teacher.id}?peildatum=2026-11-01")
    assert "outlook" in [each.get("id") for each in today.elements("section")]
    assert "outlook" not in [each.get("id") for each in before.elements("section")]


def test_a_coach_and_a_director_do_not_enter_the_programme(sign_in, programme, school):
    assert sign_in(make_coach()).get("/bereik/vooruitblik").status_code == 403
    assert sign_in(make_leader(school, PostFunction.CULTURE_COORDINATOR)).get("/bereik/vooruitblik").status_code == 403


def test_another_school_is_not_there(sign_in, programme, school):
    leader = make_leader(make_school())
    assert sign_in(leader).get(f"/bereik/scholen/{school.id}/vooruitblik").status_code == 404
