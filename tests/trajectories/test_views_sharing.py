"""What a teacher shares is read by those she named, is written down for her, and ends when she takes it back."""

import pytest
import sqlalchemy as sa

from coachtrack.audit import Reading
from coachtrack.people.rules.posts import PostFunction
from coachtrack.reflections import actions as reflections
from coachtrack.reflections.queries import shares_of
from coachtrack.reflections.rules import Audience
from coachtrack.trajectories import actions
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import LESSON_AT, make_active_trajectory, make_held_session, make_shared_debrief
from tests.support.client import location_of
from tests.support.moments import NOW

GOAL, WORDS, REACTION = "Ik durf een dansles te openen", "De kinderen dansten zelf verder.", "Dat had ik niet verwacht."


@pytest.fixture
def session(db):
    """A session with a shared debrief, to which the teacher said something."""
    session = make_held_session(make_active_trajectory())
    make_shared_debrief(session, went_well=WORDS)
    actions.react(session, words=REACTION, by=session.trajectory.teacher_id, now=NOW)
    return session


@pytest.fixture
def trajectory(session):
    """Its trajectory."""
    return session.trajectory


def near(trajectory):
    """Everyone around a trajectory who is not one of the two, by what she is."""
    school, elsewhere = trajectory.school, make_school()
    return {
        "director": make_leader(school),
        "icc": make_leader(school, PostFunction.CULTURE_COORDINATOR),
        "advisor": make_holder(Role.ADVISOR, school),
        "commission": make_holder(Role.COMMISSION),
        "administrator": make_holder(Role.ADMINISTRATOR),
        "coach": make_coach(),
        "colleague": make_teacher(school),
        "director elsewhere": make_leader(elsewhere),
        "advisor elsewhere": make_holder(Role.ADVISOR, elsewhere),
    }


def readers(people, enter, address):
    """Those of these people who get to read what is behind an address."""
    return {name for name, person in people.items() if enter(person).get(address).status_code == 200}


def read_by(db):
    """Who read what, as it is written down."""
    return set(map(tuple, db.execute(sa.select(Reading.reader_id, Reading.about_id, Reading.thing))))


def test_goals_are_read_by_who_leads_her_school_once_she_shares_them_and_no_longer(db, trajectory, enter):
    people, address = near(trajectory), f"/trajecten/{trajectory.id}/gedeelde-doelen"
    assert readers(people, enter, address) == set()
    teacher = enter(trajectory.teacher)
    teacher.post(f"/trajecten/{trajectory.id}/delen/doelen")
    assert readers(people, enter, address) == {"director", "icc"}
    assert GOAL in enter(people["director"]).page(address).text
    goals = f"goals:{trajectory.id}"
    assert read_by(db) == {(people[name].id, trajectory.teacher_id, goals) for name in ("director", "icc")}
    (share,) = shares_of(trajectory.id)
    teacher.post(f"/trajecten/delen/{share.id}/terugnemen")
    assert readers(people, enter, address) == set()


def test_one_debrief_is_read_by_the_advisor_of_her_school_without_her_reactions(db, session, trajectory, enter):
    other = make_held_session(trajectory, LESSON_AT - (LESSON_AT - LESSON_AT.replace(day=17)))
    make_shared_debrief(other, went_well="Iets anders")
    people, address = near(trajectory), f"/sessies/{session.id}/nabespreking/lezen"
    teacher = enter(trajectory.teacher)
    assert readers(people, enter, address) == set()
    teacher.post(f"/sessies/{session.id}/nabespreking/delen", data={"with": "advisor"})
    assert readers(people, enter, address) == {"advisor"}
    assert readers(people, enter, f"/sessies/{other.id}/nabespreking/lezen") == set()
    said = enter(people["advisor"]).page(address).text
    assert (WORDS in said, REACTION in said) == (True, False)
    assert (people["advisor"].id, trajectory.teacher_id, session.debrief_subject) in read_by(db)
    react = f"/sessies/{session.id}/nabespreking/reactie"
    assert enter(people["advisor"]).post(react, data={"words": "Mooi!"}).status_code == 404
    (share,) = shares_of(trajectory.id)
    teacher.post(f"/trajecten/delen/{share.id}/terugnemen")
    assert readers(people, enter, address) == set()


def test_what_was_shared_is_offered_where_they_look_and_nothing_of_it_is_said_there(session, trajectory, enter):
    by = {"by": trajectory.teacher_id, "now": NOW}
    reflections.let_read(trajectory.id, Audience.LEADERS, **by)
    reflections.let_read(trajectory.id, Audience.ADVISOR, appointment_id=session.appointment_id, **by)
    people = near(trajectory)
    offers = {"Read her goals": {"director", "icc"}, "Read the debrief": {"advisor"}}
    for name in ("director", "icc", "advisor", "commission", "administrator"):
        said = enter(people[name]).page(f"/trajecten/{trajectory.id}").text
        assert {offer for offer in offers if offer in said} == {offer for offer in offers if name in offers[offer]}
        assert GOAL not in said
        assert WORDS not in said


@pytest.mark.parametrize("name", ["commission", "administrator"])
def test_for_whom_nothing_can_be_shared_nothing_is_looked_up(session, trajectory, enter, statements, name):
    reflections.let_read(trajectory.id, Audience.LEADERS, by=trajectory.teacher_id, now=NOW)
    browser = enter(near(trajectory)[name])
    statements.clear()
    browser.page(f"/trajecten/{trajectory.id}")
    browser.get(f"/sessies/{session.id}/nabespreking/lezen")
    assert statements.naming("debrief", "development_goal", "baseline", "growth_mark", "content_share") == []


def test_she_sees_in_one_place_who_reads_what(session, trajectory, enter):
    teacher, address = enter(trajectory.teacher), f"/trajecten/{trajectory.id}/delen"
    name = trajectory.coach.first_name
    assert teacher.page(address).text.count(f"Only you and {name} see this.") == 2
    teacher.post(f"{address}/doelen")
    teacher.post(f"/sessies/{session.id}/nabespreking/delen", data={"with": "advisor"})
    said = teacher.page(address).text
    assert "Only you and" not in said
    assert f"{name} and the director and ICC'er of the school" in said
    assert f"{name} and the advisor of the school" in said
    coach = enter(trajectory.coach)
    assert "the director and ICC'er of the school" in coach.page(f"/trajecten/{trajectory.id}").text
    assert "the advisor of the school" in coach.page(f"/sessies/{session.id}/nabespreking/lezen").text


def test_nobody_shares_or_takes_back_what_is_another_teachers(session, trajectory, enter, db):
    share = reflections.let_read(trajectory.id, Audience.LEADERS, by=trajectory.teacher_id, now=NOW)
    db.commit()
    other = enter(make_teacher(trajectory.school))
    tried = [
        (f"/trajecten/{trajectory.id}/delen/doelen", {}),
        (f"/sessies/{session.id}/nabespreking/delen", {"with": "advisor"}),
        (f"/trajecten/delen/{share.id}/terugnemen", {}),
    ]
    assert [other.post(address, data=data).status_code for address, data in tried] == [404] * 3
    assert other.get(f"/trajecten/{trajectory.id}/delen").status_code == 404
    assert shares_of(trajectory.id) == [share]


def test_a_draft_cannot_be_shared_by_her_for_she_has_not_got_it(trajectory, enter):
    drafted = make_held_session(trajectory, LESSON_AT.replace(day=17))
    actions.save_draft(drafted, went_well="Nog niet", learnt="", next_step="", by=trajectory.coach_id, now=NOW)
    teacher = enter(trajectory.teacher)
    answer = teacher.post(f"/sessies/{drafted.id}/nabespreking/delen", data={"with": "advisor"})
    assert location_of(answer).startswith(f"/trajecten/{trajectory.id}/delen")
    assert "This debrief has not been shared yet." in teacher.page(f"/trajecten/{trajectory.id}/delen").text
    assert shares_of(trajectory.id) == []


def test_sharing_or_taking_back_twice_does_it_once(trajectory, enter):
    teacher = enter(trajectory.teacher)
    for _again in range(2):
        teacher.post(f"/trajecten/{trajectory.id}/delen/doelen")
    (share,) = shares_of(trajectory.id)
    assert teacher.post(f"/trajecten/delen/{share.id}/terugnemen").status_code in {302, 303}
    assert teacher.post(f"/trajecten/delen/{share.id}/terugnemen").status_code == 404
