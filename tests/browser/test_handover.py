"""A coach falls ill: the commission asks another one, the teacher says what she may read, and nothing else is read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import scoped_session

from coachtrack.formatting import capital
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules.handovers import ANSWER_LABELS, ContentAnswer
from coachtrack.viewer import Role
from tests.browser.conftest import PHONE
from tests.browser.pages import Screen, t
from tests.browser.pages.screen import labelled
from tests.factories.people import make_coach, make_holder, make_leader
from tests.factories.trajectories import (
    LESSON_AT,
    make_active_trajectory,
    make_held_session,
    make_open_school,
    make_session,
    make_shared_debrief,
)

Axe = Callable[[Page], None]
Enter = Callable[..., Page]
GOAL, WORDS = "Ik durf een dansles te openen", "De kinderen dansten zelf verder."
A_WEEK = timedelta(days=7)


@pytest.fixture
def trajectory(db: scoped_session) -> CoachingTrajectory:
    """One under way at De Bron: a session held and talked over, one to come."""
    trajectory = make_active_trajectory(school=make_open_school(name="De Bron"))
    make_shared_debrief(make_held_session(trajectory), went_well=WORDS)
    make_session(trajectory, LESSON_AT + A_WEEK)
    return trajectory


def test_a_coach_falls_ill_and_the_teacher_decides_what_goes_along(
    new_page: Callable[..., Page], enter: Enter, axe: Axe, trajectory: CoachingTrajectory
) -> None:
    commission, next_coach = make_holder(Role.COMMISSION), make_coach(last_name="Nadien")
    trajectory_coach, old_name, name = trajectory.coach, trajectory.coach.name, next_coach.name
    teacher, address = trajectory.teacher, f"/trajecten/{trajectory.id}"

    asking = Screen(enter(new_page(), commission)).open(address).follow("Ask another coach")
    axe(asking.page)
    asking.pick("Who is asked to take it over?", name).press("Ask her")
    asking.says("Asked to take it over: %(name)s", name=name)

    newcomer = Screen(enter(new_page(PHONE), next_coach)).open("/vandaag")
    newcomer.says("Can you take over a trajectory?").follow("Look and answer")
    newcomer.sees(old_name).says("These sessions go along")
    axe(newcomer.page)
    newcomer.press("Take it over").sees(teacher.name)
    assert GOAL not in newcomer.main.inner_text()
    axe(newcomer.page)

    hers = Screen(enter(new_page(PHONE), teacher)).open("/start").follow("Give your answer")
    axe(hers.page)
    hers.page.get_by_label(labelled(capital(t(ANSWER_LABELS[ContentAnswer.GOALS])))).check()
    hers.press("Keep my answer").is_headed("Who reads what of yours")
    axe(hers.page)

    newcomer.open(address).sees(GOAL)
    assert newcomer.page.get_by_role("link", name=t("Read the debrief")).count() == 0
    hers.press("Share with %(name)s", name=next_coach.first_name)
    newcomer.open(address).follow("Read the debrief").sees(WORDS)
    axe(newcomer.page)
    hers.press("No longer share with %(name)s", name=next_coach.first_name)
    newcomer.open(address)
    assert newcomer.page.get_by_role("link", name=t("Read the debrief")).count() == 0

    before = Screen(enter(new_page(), trajectory_coach)).open("/trajecten/overdrachten")
    before.says("Handed over by you").sees(name)
    axe(before.page)


def test_a_teacher_lets_her_director_read_her_goals_and_takes_that_back(
    new_page: Callable[..., Page], enter: Enter, axe: Axe, trajectory: CoachingTrajectory
) -> None:
    director, address = make_leader(trajectory.school), f"/trajecten/{trajectory.id}"
    hers = Screen(enter(new_page(PHONE), trajectory.teacher)).open(address)
    hers.follow("Share something, or see with whom you do")
    axe(hers.page)
    hers.press("Share with the director and ICC'er").press("Share with the advisor")

    his = Screen(enter(new_page(), director)).open(address).follow("Read her goals").sees(GOAL)
    axe(his.page)
    assert WORDS not in his.main.inner_text()
    hers.press("No longer share")
    assert his.page.goto(f"{address}/gedeelde-doelen").status == 404
