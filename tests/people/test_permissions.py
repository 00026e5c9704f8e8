"""Who may see and change people; what the list shows is what a person's own page allows."""

import pytest
import sqlalchemy as sa

from coachtrack.people import permissions, queries
from coachtrack.people.models import Person
from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.conftest import NOW
from tests.factories.people import make_coach, make_holder, make_leader, make_person, make_post, make_teacher
from tests.factories.schools import make_school

HERE, ELSEWHERE = {1}, {2}


def as_(role, school_id=None):
    return Viewer(7, "Robin", frozenset({RoleHeld(role, school_id)}))


@pytest.mark.parametrize(
    ("role", "at", "sees", "notes_absence", "changes", "appoints"),
    [
        (Role.ADMINISTRATOR, None, True, True, True, False),
        (Role.COMMISSION, None, True, False, False, True),
        (Role.SCHOOL_LEADER, 1, True, True, False, False),
        (Role.SCHOOL_LEADER, 2, False, False, False, False),
        (Role.CULTURE_COORDINATOR, 1, True, True, False, False),
        (Role.ADVISOR, 1, True, False, False, False),
        (Role.ADVISOR, 2, False, False, False, False),
        (Role.TEACHER, 1, False, False, False, False),
        (Role.COACH, None, False, False, False, False),
        (Role.TRAINER, None, False, False, False, False),
    ],
)
def test_each_role_has_its_own_rights(role, at, sees, notes_absence, changes, appoints):
    viewer = as_(role, at)
    assert permissions.may_see_person(viewer, 9, HERE) is sees
    assert permissions.may_record_absence(viewer, HERE) is notes_absence
    assert permissions.may_change_people(viewer) is changes
    assert permissions.may_appoint_coaches(viewer) is appoints
    assert permissions.may_invite(viewer) is (changes or appoints)


def test_everybody_sees_herself_and_when_she_was_away():
    viewer = as_(Role.TEACHER, 1)
    assert permissions.may_see_person(viewer, 7, ELSEWHERE)
    assert permissions.may_see_absences(viewer, 7, ELSEWHERE)
    assert not permissions.may_see_absences(viewer, 8, HERE)


@pytest.mark.parametrize(
    ("role", "gives"),
    [
        (Role.ADMINISTRATOR, {Role.ADMINISTRATOR, Role.COMMISSION, Role.TRAINER}),
        (Role.COMMISSION, {Role.ADVISOR, Role.TRAINER}),
        (Role.SCHOOL_LEADER, set()),
    ],
)
def test_roles_are_given_by_those_who_may(role, gives):
    viewer = as_(role, 1)
    assert {given for given in Role if permissions.may_give_role(viewer, given)} == gives


@pytest.mark.parametrize(
    "make",
    [
        lambda school: make_holder(Role.ADMINISTRATOR),
        lambda school: make_holder(Role.COMMISSION),
        lambda school: make_holder(Role.ADVISOR, school),
        lambda school: make_coach(),
        make_teacher,
        make_leader,
        lambda school: make_leader(school, PostFunction.CULTURE_COORDINATOR),
        lambda school: make_person(),
    ],
)
def test_the_list_shows_exactly_the_people_who_may_be_seen(db, make):
    here, elsewhere = make_school(), make_school()
    make_teacher(here)
    make_teacher(elsewhere)
    left = make_person()
    make_post(left, here, ends_on=NOW.date().replace(year=2025))
    viewer = queries.viewer_of(make(here), NOW.date())
    everyone = db.scalars(sa.select(Person)).all()
    listed = set(db.scalars(sa.select(Person.id).where(queries.visible_to(viewer))))
    assert listed == {
        person.id
        for person in everyone
        if permissions.may_see_person(viewer, person.id, queries.school_ids_of(person.id))
    }
