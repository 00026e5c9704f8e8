"""Who may see and change schools; what the list shows is what a school's own page allows."""

import pytest
import sqlalchemy as sa

from coachtrack.people import queries as people
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools import permissions, queries
from coachtrack.schools.models import School
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.conftest import NOW
from tests.factories.people import make_coach, make_holder, make_leader, make_person, make_teacher
from tests.factories.schools import make_school

HERE, ELSEWHERE = School(id=1, name="Here"), School(id=2, name="Elsewhere")


def as_(role, school_id=None):
    return Viewer(1, "Robin", frozenset({RoleHeld(role, school_id)}))


@pytest.mark.parametrize(
    ("role", "at", "sees", "keeps_materials", "sees_staff", "changes"),
    [
        (Role.ADMINISTRATOR, None, True, True, True, True),
        (Role.COMMISSION, None, True, False, True, False),
        (Role.COACH, None, True, True, False, False),
        (Role.TRAINER, None, True, False, False, False),
        (Role.ADVISOR, 1, True, True, True, False),
        (Role.ADVISOR, 2, True, False, False, False),
        (Role.SCHOOL_LEADER, 1, True, True, True, False),
        (Role.SCHOOL_LEADER, 2, False, False, False, False),
        (Role.CULTURE_COORDINATOR, 1, True, True, True, False),
        (Role.TEACHER, 1, True, False, False, False),
        (Role.TEACHER, 2, False, False, False, False),
    ],
)
def test_each_role_has_its_own_rights(role, at, sees, keeps_materials, sees_staff, changes):
    viewer = as_(role, at)
    assert permissions.may_see_school(viewer, HERE) is sees
    assert permissions.may_keep_materials(viewer, HERE) is keeps_materials
    assert permissions.may_see_staff(viewer, HERE) is sees_staff
    assert permissions.may_change_school(viewer, HERE) is changes


def test_the_administrator_keeps_the_schools_and_is_not_led_to_who_is_reached(db, sign_in):
    school = make_school()
    pages = (f"/scholen/{school.id}", f"/mensen/school/{school.id}")
    for role, leads_there in ((Role.ADMINISTRATOR, False), (Role.COMMISSION, True)):
        client = sign_in(make_holder(role))
        for address in pages:
            assert (f"/bereik/scholen/{school.id}" in client.page(address).links().values()) is leads_there


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
def test_the_list_shows_exactly_the_schools_that_may_be_seen(db, make):
    schools = [make_school(), make_school()]
    viewer = people.viewer_of(make(schools[0]), NOW.date())
    listed = set(db.scalars(sa.select(School.id).where(queries.visible_to(viewer))))
    assert listed == {school.id for school in schools if permissions.may_see_school(viewer, school)}
