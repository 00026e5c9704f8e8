"""The main job works without JavaScript too."""

from collections.abc import Callable
from datetime import date, timedelta

import time_machine
from playwright.sync_api import Page
from sqlalchemy.orm import scoped_session

from tests.browser.pages import PASSWORD, DebriefPage, SignIn, Today, Trajectories
from tests.factories.accounts import make_account
from tests.factories.people import make_coach, make_teacher
from tests.factories.trajectories import make_open_school


def test_coach_and_teacher_do_without_javascript(
    new_page: Callable[..., Page], db: scoped_session, clock: time_machine.Traveller
) -> None:
    school = make_open_school(name="De Bron")
    coach, teacher = make_coach(), make_teacher(school, "Anneke")
    for person in (coach, teacher):
        make_account(person, PASSWORD)
    db.commit()
    page, hers = new_page(java_script_enabled=False), new_page(java_script_enabled=False)

    SignIn(page).open().enter(str(coach.email))
    trajectory = Trajectories(page).open().start(school="De Bron", teacher=teacher.name, discipline="dance")
    trajectory.set_goal("Ik durf een dansles te openen")
    trajectory.plan().plan(kind="co-teaching", on=date(2026, 11, 24), at="10:40")
    clock.shift(timedelta(minutes=15))
    Today(page).open().log_as_planned().follow("Write the debrief")
    debrief = DebriefPage(page).write("What went well?", "De kinderen dansten zelf verder.").press("Keep as draft")
    debrief.says("The draft has been kept. Only you see it.").follow("Debrief")
    debrief.press("Share with %(name)s", name="Anneke").says("%(name)s can read the debrief now.", name="Anneke")

    SignIn(hers).open().enter(str(teacher.email))
    DebriefPage(hers).press("Yes, it was so")
    DebriefPage(hers).open("/trajecten/mijn").follow("%(discipline)s with %(name)s", discipline="Dans", name=coach.name)
    DebriefPage(hers).says("Confirmed by you").follow("Read the debrief").sees("De kinderen dansten zelf verder.")
