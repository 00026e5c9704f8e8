"""Lists of people: found by what people type, in the order they ask, at a price that does not grow."""

from datetime import date

import pytest
import sqlalchemy as sa

from coachtrack.people import queries
from coachtrack.people.models import Post
from coachtrack.people.queries import roles_held
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.factories.people import make_coach, make_holder, make_leader, make_person, make_post, make_teacher
from tests.factories.schools import make_school

TODAY = date(2026, 11, 24)
COMMISSION = Viewer(0, "Robin", frozenset({RoleHeld(Role.COMMISSION)}))


def found(**asked):
    return [person.name for person in queries.people_page(COMMISSION, on=TODAY, **asked).pages.items]


@pytest.fixture
def school(app):
    school = make_school(name="De Bron")
    make_teacher(school, "Anneke", infix="van der", last_name="Berg", email="a.berg@bron.example")
    make_leader(make_school(name="Esrein"), last_name="Çelik")
    make_holder(Role.COMMISSION, last_name="Öztürk_1")
    return school


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("anneke berg", ["Anneke van der Berg"]),
        ("A.BERG@bron", ["Anneke van der Berg"]),
        ("bron", ["Anneke van der Berg"]),
        ("celik", ["Dirk Çelik"]),
        ("esrein", ["Dirk Çelik"]),
        ("k_1", ["Rolf Öztürk_1"]),
        ("%", []),
    ],
)
def test_someone_is_found_by_what_people_type(school, words, names):
    assert found(search=words) == names


def test_the_list_is_narrowed_and_sorted(school):
    make_coach(last_name="Aalbers")
    assert found(school_id=school.id) == ["Anneke van der Berg"]
    assert found(function=PostFunction.SCHOOL_LEADER) == ["Dirk Çelik"]
    assert found(school_id=school.id, function=PostFunction.SCHOOL_LEADER) == []
    assert found(role=Role.COMMISSION) == ["Rolf Öztürk_1"]
    assert found(role=Role.COACH) == ["Coba Aalbers"]
    assert found(role=Role.TEACHER) == ["Anneke van der Berg"]
    assert found() == ["Coba Aalbers", "Anneke van der Berg", "Dirk Çelik", "Rolf Öztürk_1"]
    assert found(sort="-name") == found()[::-1]


def test_someone_who_left_does_not_work_there_today(school):
    make_post(make_person(), school, ends_on=date(2026, 11, 23))
    assert len(found(school_id=school.id)) == 1


def test_a_page_costs_the_same_whatever_is_on_it(db, statements):
    counts = []
    for number in (1, 3):
        while len(found()) < number:
            make_post(make_coach(), make_school())
        db.commit()
        statements.clear()
        people = queries.people_page(COMMISSION, on=TODAY)
        assert all(people.posts[person.id][0].school.name for person in people.pages.items)
        assert all(people.roles[person.id] == {Role.TEACHER, Role.COACH} for person in people.pages.items)
        counts.append(len(statements.reads))
    assert counts[0] == counts[1]


def test_at_most_fifty_people_stand_on_a_page(school):
    for _ in range(51):
        make_person()
    assert len(found()) == 50
    assert len(found(page=2)) == 4
    assert found(page=10**30) == []


def test_teachers_are_those_in_front_of_a_class_that_day_once_each(school):
    both = make_teacher(school, "Bea", last_name="Aa")
    make_post(both, school, PostFunction.SUBJECT_TEACHER)
    make_leader(school)
    make_teacher(school, post={"ends_on": date(2026, 11, 23)})
    make_teacher(school, post={"starts_on": date(2026, 11, 25)})
    assert [person.first_name for person in queries.teachers_of(school.id, TODAY)] == ["Bea", "Anneke"]
    assert [post.person.first_name for post in queries.staff_posts(school.id, TODAY)] == [
        "Bea",
        "Bea",
        "Anneke",
        "Dirk",
    ]


def test_who_has_an_address_can_be_invited(school):
    make_teacher(school, email=None)
    assert [person.first_name for person in queries.invitable(school.id, TODAY)] == ["Anneke"]


def test_coaches_are_listed_with_what_they_coach_in(db, statements):
    counts = []
    for number in (1, 3):
        while len(queries.coach_appointments(TODAY)) < number:
            make_coach(Discipline.DANCE, Discipline.DRAMA)
        db.commit()
        statements.clear()
        rows = queries.coach_appointments(TODAY)
        ids = [row.person_id for row in rows]
        disciplines = queries.disciplines_by_coach(ids)
        assert all(row.person.name and row.institution.name for row in rows)
        assert all(len(disciplines[person_id]) == 2 for person_id in ids)
        counts.append(len(statements.reads))
    assert counts[0] == counts[1]


def test_a_teacher_who_left_is_one_of_no_school_for_ninety_days(db):
    person = make_teacher(make_school())
    db.execute(sa.update(Post).where(Post.person_id == person.id).values(ends_on=date(2026, 7, 31)))
    held = {day: roles_held(person.id, day) for day in (date(2026, 8, 1), date(2026, 10, 29), date(2026, 10, 30))}
    left = frozenset({RoleHeld(Role.TEACHER)})
    assert held == {date(2026, 8, 1): left, date(2026, 10, 29): left, date(2026, 10, 30): frozenset()}


def test_who_left_one_of_two_schools_is_a_teacher_of_the_other_only(db):
    here, there = make_school(), make_school()
    person = make_teacher(here, post={"ends_on": date(2026, 7, 31)})
    make_post(person, there)
    assert roles_held(person.id, date(2026, 8, 1)) == {RoleHeld(Role.TEACHER, there.id)}


def test_a_director_who_left_holds_nothing(db):
    leader = make_leader(make_school())
    db.execute(sa.update(Post).where(Post.person_id == leader.id).values(ends_on=date(2026, 7, 31)))
    assert roles_held(leader.id, date(2026, 8, 1)) == frozenset()
