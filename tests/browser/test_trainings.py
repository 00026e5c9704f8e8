"""A team training: planned by the advisor, attendance taken on a phone, and it counts."""

from collections.abc import Callable
from datetime import date, timedelta

import time_machine
from playwright.sync_api import Page

from coachtrack.coverage.rules.requirement import Measure
from coachtrack.funding.queries import periods
from coachtrack.people.models import Person
from coachtrack.viewer import Role
from tests.browser.pages import Coverage, Screen, Trainings, t
from tests.factories.coverage import asking, make_rule
from tests.factories.people import make_holder, make_teacher
from tests.factories.trajectories import make_open_school

Enter = Callable[[Page, Person], Page]


def test_training_is_planned_attendance_is_taken_in_a_few_taps_and_it_counts(
    page: Page, phone: Page, enter: Enter, clock: time_machine.Traveller, axe: Callable[[Page], None]
) -> None:
    school = make_open_school(name="De Linde")
    people = [make_teacher(school, f"Juf{number}") for number in range(20)]
    make_rule(periods()[0], asking(Measure.TRAINING_MINUTES, 120))
    trainer = make_holder(Role.TRAINER)
    advisor, commission = make_holder(Role.ADVISOR, school), make_holder(Role.COMMISSION)

    planned = Trainings(enter(page, advisor)).plan(
        title="Dansen in de klas", school="De Linde", trainer=trainer.name, on=date(2026, 11, 24),
        start="10:40", end="12:40",
    )  # fmt: skip
    planned.sees("Dansen in de klas").sees("10.40")

    clock.shift(timedelta(minutes=15))
    attendance = Trainings(enter(phone, trainer)).open().follow("Dansen in de klas").follow("Take attendance")
    axe(phone)
    attendance.field(people[7].name).uncheck()
    attendance.press("Save the attendance").sees(t("%(present)s of %(all)s present", present=19, all=20))
    assert attendance.taps + 1 <= 4

    clock.shift(timedelta(days=1))  # what is planned for today counts as planned the whole day
    coverage = Coverage(enter(page, commission)).open()
    coverage.sees(t("%(met)s of %(asked)s", met=19, asked=20)).go_to("De Linde").go_to(people[7].name)
    coverage.says("Not started")
    assert Screen(page).heading == people[7].name
