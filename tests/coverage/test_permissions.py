import pytest

from coachtrack.coverage import permissions
from coachtrack.viewer import Role, RoleHeld, Viewer

HERSELF, COACH, SOMEONE = 1, 2, 3
SCHOOL, ELSEWHERE = 10, 11


def viewer(person_id, *roles):
    return Viewer(person_id, "Robin", frozenset(RoleHeld(*role) for role in roles))


COMMISSION = viewer(SOMEONE, (Role.COMMISSION,))
LEADER = viewer(SOMEONE, (Role.SCHOOL_LEADER, SCHOOL))
COORDINATOR = viewer(SOMEONE, (Role.CULTURE_COORDINATOR, SCHOOL))
ADVISOR = viewer(SOMEONE, (Role.ADVISOR, SCHOOL))
LEADER_ELSEWHERE = viewer(SOMEONE, (Role.SCHOOL_LEADER, ELSEWHERE))
OWN_COACH = viewer(COACH, (Role.COACH,))
OTHER_COACH = viewer(SOMEONE, (Role.COACH,))
TEACHER = viewer(HERSELF, (Role.TEACHER, SCHOOL))
COLLEAGUE = viewer(SOMEONE, (Role.TEACHER, SCHOOL))
ADMINISTRATOR = viewer(SOMEONE, (Role.ADMINISTRATOR,))


@pytest.mark.parametrize(
    ("who", "programme", "school", "person", "session_minutes", "total", "rule"),
    [
        (COMMISSION, True, True, True, True, True, True),
        (LEADER, False, True, True, False, True, False),
        (COORDINATOR, False, True, True, False, True, False),
        (ADVISOR, False, True, True, False, False, False),
        (LEADER_ELSEWHERE, False, False, False, False, False, False),
        (OWN_COACH, False, False, True, True, False, False),
        (OTHER_COACH, False, False, False, False, False, False),
        (TEACHER, False, False, True, True, False, False),
        (COLLEAGUE, False, False, False, False, False, False),
        (ADMINISTRATOR, False, False, False, False, False, False),
    ],
)
def test_who_sees_what(who, programme, school, person, session_minutes, total, rule):
    may = permissions
    assert (
        may.may_see_all_coverage(who),
        may.may_see_school_coverage(who, SCHOOL),
        may.may_see_person_coverage(who, HERSELF, school_ids={SCHOOL}, coach_ids={COACH}),
        may.may_see_minutes(who, HERSELF, coach_id=COACH),
        may.may_see_total_minutes(who, [SCHOOL]),
        may.may_set_requirement(who),
    ) == (programme, school, person, session_minutes, total, rule)


@pytest.mark.parametrize(
    ("who", "places"),
    [
        (COMMISSION, None),
        (OWN_COACH, None),
        (TEACHER, None),
        (LEADER, {SCHOOL}),
        (COORDINATOR, {SCHOOL}),
        (ADVISOR, {SCHOOL}),
        (LEADER_ELSEWHERE, {ELSEWHERE}),
    ],
)
def test_a_school_sees_what_took_place_there_only(who, places):
    assert permissions.school_ids_seen(who, HERSELF, coach_ids={COACH}) == places


def test_a_coach_sees_the_minutes_of_her_own_sessions_only():
    assert not permissions.may_see_minutes(OWN_COACH, HERSELF, coach_id=SOMEONE)
