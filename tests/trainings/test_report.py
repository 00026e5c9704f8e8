"""How much was trained: from the evidence, each person once, by target group, part of the programme and lessons."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.evidence.rules.records import Reason
from coachtrack.funding.rules import LessonContext, Stream
from coachtrack.trainings import actions, queries
from coachtrack.trainings.rules import Attended, Figures, TargetGroup, figures, figures_by
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.trainings import a_meeting, make_training

PAGE = "/trainingen/overzicht"
YEAR = (date(2026, 8, 1), date(2027, 7, 31))
LAST_SPRING = datetime(2026, 3, 3, 14, tzinfo=UTC)

attended = st.builds(
    Attended,
    person_id=st.integers(1, 5),
    subject=st.sampled_from(["meeting:1", "meeting:2", "meeting:3"]),
    minutes=st.integers(0, 300),
    target_group=st.none() | st.sampled_from(TargetGroup),
)


@given(st.lists(attended))
def test_the_groups_add_up_to_all_minutes_and_nobody_counts_twice_in_one(some):
    by_group, total = figures_by(lambda each: each.target_group, some), figures(some)
    assert sum(each.minutes for each in by_group.values()) == total.minutes
    assert max((each.people for each in by_group.values()), default=0) <= total.people <= 5
    assert total.people <= sum(each.people for each in by_group.values())


@pytest.fixture
def trained(school, now):
    """A team of two, twice; a course for a coach; and a meeting of the school year before."""
    trainer, coach = make_holder(Role.TRAINER), make_coach()
    teachers = [make_teacher(school) for _ in range(2)]
    meetings = [a_meeting(), a_meeting(datetime(2026, 11, 20, 14, tzinfo=UTC), hours=1)]
    team = make_training(trainer, school, lesson_context=LessonContext.REGULAR_LESSON, meetings=meetings)
    course = make_training(
        trainer, target_group=TargetGroup.EDUCATION_OFFICERS, stream=Stream.MUSIC_IMPULSE,
        meetings=[a_meeting(datetime(2026, 11, 19, 14, tzinfo=UTC), hours=3)],
    )  # fmt: skip
    before = make_training(trainer, school, meetings=[a_meeting(LAST_SPRING)])
    for meeting in (*team.meetings, *before.meetings):
        ids = [each.id for each in teachers]
        actions.take_attendance(meeting, present=ids, away=[], by=trainer.id, now=now)
    actions.take_attendance(course.meetings[0], present=[coach.id], away=[], by=trainer.id, now=now)
    return team, course, teachers, trainer


def test_each_person_counts_once_and_each_meeting_too(trained):
    found = queries.attended_between(*YEAR, None)
    assert figures(found) == Figures(meetings=3, people=3, minutes=2 * 180 + 180)
    assert figures_by(lambda each: each.target_group, found) == {
        TargetGroup.CLASSROOM_STAFF: Figures(2, 2, 360),
        TargetGroup.EDUCATION_OFFICERS: Figures(1, 1, 180),
    }
    assert figures_by(lambda each: each.lesson_context, found) == {
        "regular_lesson": Figures(2, 2, 360),
        None: Figures(1, 1, 180),
    }


def test_a_school_counts_its_own_people(trained, school):
    assert figures(queries.attended_between(*YEAR, [school.id])) == Figures(2, 2, 360)
    assert figures(queries.attended_between(*YEAR, [make_school().id])) == Figures(0, 0, 0)


def test_who_was_taken_off_the_list_does_not_count(trained, now):
    team, _course, teachers, trainer = trained
    ids = [each.id for each in teachers]
    for meeting in team.meetings:
        actions.take_attendance(meeting, present=ids[:1], away=ids[1:], reason=Reason.SLIP, by=trainer.id, now=now)
    assert figures(queries.attended_between(*YEAR, None)).people == 2


def test_the_page_counts_by_school_year_and_by_calendar_year(sign_in, trained, now, time_machine):
    time_machine.move_to(now, tick=False)
    browser = sign_in(make_holder(Role.COMMISSION))
    of_school_year = browser.page(PAGE).rows()
    assert [row[1:3] for row in of_school_year[:3]] == [["2", "2"], ["1", "1"], ["–", "–"]]
    assert browser.page(f"{PAGE}?telling=kalenderjaar&jaar=2026").rows()[0][1:3] == ["3", "2"]
    assert browser.page(f"{PAGE}?jaar=2025").rows()[0][1:3] == ["1", "2"]
    assert browser.page(f"{PAGE}?jaar=2024").elements("table") == []
    for odd in ("jaar=99999", "jaar=x", "jaar=-1", "telling=x"):
        assert browser.page(f"{PAGE}?{odd}").rows() == of_school_year


def test_leaders_read_what_their_school_did_and_teachers_do_not(sign_in, trained, school, now, time_machine):
    time_machine.move_to(now, tick=False)
    assert sign_in(make_leader(school)).page(PAGE).rows()[0][1:3] == ["2", "2"]
    assert sign_in(make_leader(make_school())).page(PAGE).elements("table") == []
    assert sign_in(trained[2][0]).get(PAGE).status_code == 403
