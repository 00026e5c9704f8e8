"""Who sees an appointment, and who takes a calendar address back."""

from types import SimpleNamespace

import pytest

from coachtrack.agenda.permissions import may_revoke_feed_address, may_see_appointment, schools_shown
from coachtrack.viewer import Role, RoleHeld, Viewer

ANNEKE, SCHOOL, ELSEWHERE = 7, 1, 2
APPOINTMENT = SimpleNamespace(school_id=SCHOOL, participants=[SimpleNamespace(person_id=ANNEKE)])


def viewer(*roles: RoleHeld, person_id: int = 99) -> Viewer:
    return Viewer(person_id=person_id, name="Robin", roles=frozenset(roles))


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        (viewer(person_id=ANNEKE), True),
        (viewer(RoleHeld(Role.SCHOOL_LEADER, SCHOOL)), True),
        (viewer(RoleHeld(Role.CULTURE_COORDINATOR, SCHOOL)), True),
        (viewer(RoleHeld(Role.ADVISOR, SCHOOL)), True),
        (viewer(RoleHeld(Role.COMMISSION)), True),
        (viewer(RoleHeld(Role.SCHOOL_LEADER, ELSEWHERE)), False),
        (viewer(RoleHeld(Role.ADVISOR, ELSEWHERE)), False),
        (viewer(RoleHeld(Role.TEACHER, SCHOOL)), False),
        (viewer(RoleHeld(Role.COACH)), False),
        (viewer(RoleHeld(Role.ADMINISTRATOR)), True),
        (viewer(), False),
    ],
)
def test_who_takes_part_and_who_is_responsible_see_an_appointment(person, sees):
    assert may_see_appointment(person, APPOINTMENT) is sees


def test_an_appointment_at_no_school_belongs_to_no_director():
    nowhere = SimpleNamespace(school_id=None, participants=[])
    assert not may_see_appointment(viewer(RoleHeld(Role.SCHOOL_LEADER, SCHOOL)), nowhere)


def test_a_teacher_does_not_see_the_agenda_of_her_whole_school():
    assert schools_shown(viewer(RoleHeld(Role.TEACHER, SCHOOL), RoleHeld(Role.ADVISOR, ELSEWHERE))) == {ELSEWHERE}


def test_only_its_owner_takes_an_address_back_and_once():
    address = SimpleNamespace(person_id=ANNEKE, revoked_at=None)
    assert may_revoke_feed_address(viewer(person_id=ANNEKE), address)
    assert not may_revoke_feed_address(viewer(RoleHeld(Role.ADMINISTRATOR)), address)
    address.revoked_at = "yesterday"
    assert not may_revoke_feed_address(viewer(person_id=ANNEKE), address)
