"""An ambition talk from the moment it is opened to a planning form, and a report that the school confirms."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import scoped_session

from coachtrack.funding.actions import add_goal
from coachtrack.funding.queries import periods
from coachtrack.people.models import Person
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.talks.models import Talk
from coachtrack.talks.rules.talks import TalkStatus
from coachtrack.trainings.models import Training, TrainingMeeting
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.viewer import Role
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.pages import AgreeStep, OpenTalk, Screen, TalkPage, t
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_closure
from tests.factories.trajectories import make_open_school
from tests.support.moments import NOW

Axe = Callable[[Page], None]
Enter = Callable[[Page, Person], Page]
TODAY = date(2026, 11, 24)
CLOSED = date(2026, 12, 8)
"""A day on which the school is closed."""
YEAR = "2026–2027"
COACHED = ("Anneke", "Bo", "Cem")
GOALS = ("Een visie die het team draagt", "Leerkrachten vinden zichzelf deskundiger")


@pytest.fixture
def school(db: scoped_session) -> SimpleNamespace:
    """A school that takes part, with its director, four teachers, an advisor and a coach."""
    found = make_open_school(name="De Bron")
    advisor = make_holder(Role.ADVISOR, found)
    for name in GOALS:
        add_goal(periods()[0], name=name, by=advisor.id, now=NOW)
    make_closure(found, CLOSED)
    made = SimpleNamespace(
        school=found,
        advisor=advisor,
        director=make_leader(found),
        coach=make_coach(Discipline.DANCE),
        teachers=[make_teacher(found, name, last_name="Smit") for name in (*COACHED, "Dina")],
    )
    db.commit()
    return made


@pytest.mark.parametrize("hands", [Pointer(), Keyboard()], ids=["with a pointer", "by keyboard alone"])
def test_a_talk_ends_in_five_agreements_three_trajectories_two_team_trainings_and_a_report_that_is_confirmed(
    page: Page, phone: Page, enter: Enter, axe: Axe, hands: Hands, school: SimpleNamespace, db: scoped_session
) -> None:
    look = axe if isinstance(hands, Pointer) else do_not_look
    enter(page, school.advisor)
    open_the_talk(OpenTalk(page, hands), look)
    prepare(TalkPage(page, hands), look)
    write_down(TalkPage(page, hands), look)
    step = AgreeStep(page, hands)
    agree_on_five(step, look)
    step.plan("Coaching, dans", "Draft trajectories").is_headed("Draft trajectories")
    look(page)
    step.coach(*(f"{name} Smit" for name in COACHED), by="Coba").sees("Anneke Smit")
    plan_the_trainings(step, look, school.advisor.name)

    db.rollback()
    assert {each.teacher.first_name for each in db.query(CoachingTrajectory)} == set(COACHED)
    trainings = db.query(Training).all()
    dates = [each.appointment.starts_at.date() for each in db.query(TrainingMeeting)]
    assert (len(trainings), len(dates)) == (2, 3)
    assert CLOSED not in dates

    form = TalkPage(page, hands).go_to(t("Planning form")).is_headed("Planning form %(year)s", year=YEAR)
    for training in trainings:
        form.sees(training.title)
    look(page)
    assert form.download("As a PDF").startswith(b"%PDF-")
    assert form.download("Put the dates in my calendar").count(b"BEGIN:VEVENT") == len(dates)

    ready = "The report is ready. A mail goes to %(names)s, to confirm it."
    form.go_to(t("Report")).press("Make the report").says(ready, names=school.director.name)
    look(page)
    director = Screen(enter(phone, school.director), hands).open("/gesprekken/").follow("De Bron")
    look(phone)
    confirmed = "You have confirmed the report and its agreements. %(name)s gets a mail."
    director.press("Confirm the report").says(confirmed, name=school.advisor.name)
    db.rollback()
    assert db.query(Talk).one().status is TalkStatus.CONFIRMED


def do_not_look(_page: Page) -> None:
    """The pages are looked at once."""


def open_the_talk(screen: OpenTalk, look: Axe) -> None:
    """From the list of schools without a talk to a talk of this morning."""
    screen.open("/gesprekken/")
    look(screen.page)
    screen.follow("Open a talk with %(school)s", school="De Bron").is_headed("Open a talk")
    screen.at(TODAY, begins="11:00", place="directiekamer")
    screen.seat(2, name="Kim de Wit", role="culture_coordinator")
    look(screen.page)
    screen.press("Open the talk")


def prepare(talk: TalkPage, look: Axe) -> None:
    """Tick what stands ready."""
    talk.go_to(t("Preparation")).is_headed("Preparation").press("Tick as ready")
    talk.says("%(ready)s of %(all)s ready", ready=1, all=8).press("Tick as ready")
    talk.says("%(ready)s of %(all)s ready", ready=2, all=8)
    look(talk.page)


def write_down(talk: TalkPage, look: Axe) -> None:
    """What is said in the parts A to D, with results in an order."""
    talk.go_to("Start").press("Go on").sees(GOALS[0])
    look(talk.page)
    talk.press("Go on").say("Welke ontwikkelingen in het onderwijs zijn nu belangrijk?", "We werken in units.")
    talk.mark("Wat is al sterk", "Sterk").mark("Wat doet de school al", "Circuits").is_kept()
    look(talk.page)
    talk.press("Go on").say("Waar sluit cultuureducatie aan", "Bij taal.")
    part = "outlook_content"
    talk.aim_for(part, "Een visie van een bladzijde", "Een lijn voor dans", "Een vaste partner")
    expect(talk.results(part)).to_have_count(3)
    talk.tap(talk.results(part).nth(2).get_by_role("button", name=t("Up")))
    expect(talk.results(part).nth(1).locator("input[id$=what]")).to_have_value("Een vaste partner")
    look(talk.page)
    talk.press("Go on").say("Overige opmerkingen", "In het voorjaar bellen we.").is_kept()
    look(talk.page)
    talk.press("Go on").is_headed("Agreements for %(year)s", year=YEAR)


def agree_on_five(step: AgreeStep, look: Axe) -> None:
    """One of each kind of instrument, and two team trainings."""
    step.agree("Coaching", goal=GOALS[1], many=3, minutes=360, discipline="dans", who="de coach")
    step.agree("Teamtraining", goal=GOALS[1], many=2, minutes=90, discipline="dans", who="de schoolbegeleider")
    step.agree("Teamtraining", goal=GOALS[0], many=1, minutes=60, who="de directeur")
    step.agree("Werkgroep", goal=GOALS[0], many=2, minutes=60)
    step.agree("Scholing", goal=GOALS[1], many=1, minutes=480)
    look(step.page)


def plan_the_trainings(step: AgreeStep, look: Axe, trainer: str) -> None:
    """Dates that the product proposes, taken over as they are."""
    for title in ("Teamtraining, dans", "Teamtraining"):
        step.plan(title, "Plan dates").is_headed("Plan dates").choose("Who gives or leads it", trainer)
        step.press("Find dates")
        expect(step.field("Day")).not_to_have_value("")
        look(step.page)
        step.write("Title", f"Samen verder: {title}").press("Plan these dates")
        step.is_headed("Agreements for %(year)s", year=YEAR)
