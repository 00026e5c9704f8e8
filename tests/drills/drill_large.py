"""Large: the whole national register, and lists of five thousand rows, at a price that does not grow with them."""

import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.database import db as database
from coachtrack.people.models import Person, Post
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.actions import import_register
from coachtrack.schools.models import School
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.viewer import Role
from tests.access.visitors import Visitor
from tests.factories.people import LONG_AGO, RECORDED, make_coach, make_holder, make_teacher
from tests.factories.trajectories import make_active_trajectory, make_open_school
from tests.support.moments import NOW
from tests.support.registers import large_register
from tests.support.signing_in import cookie_of

WHOLE = 6122
ROWS = 5000


def timed(act):
    """What it returned, and in how many seconds."""
    began = time.perf_counter()
    answer = act()
    return answer, time.perf_counter() - began


def signed_in(app, person):
    """A browser that does not judge pages, for this person."""
    browser = Visitor(app, app.response_class)
    with browser.session_transaction() as cookie:
        cookie.update(cookie_of(person))
    return browser


def test_the_whole_register_is_imported_and_a_second_time_changes_nothing(db):
    file = large_register(WHOLE)
    first, took = timed(lambda: import_register(file, by=None, now=NOW))
    db.commit()
    count = db.scalar(sa.select(sa.func.count()).select_from(School))
    second, again = timed(lambda: import_register(file, by=None, now=NOW + timedelta(days=1)))
    versions = set(db.scalars(sa.select(School.version)))
    print(f"\n{WHOLE} schools: {took:.1f} s ({first}); again: {again:.1f} s ({second})")
    assert count == WHOLE
    assert versions == {1}
    assert took < 60
    assert again < 60


@pytest.fixture
def people(db):
    """The visitors of the lists, and a school with one of everything."""
    school = make_open_school(name="De Bron")
    coach = make_coach()
    make_active_trajectory(coach=coach, teacher=make_teacher(school), school=school)
    return {"school": school, "coach": coach, "commission": make_holder(Role.COMMISSION)} | {
        "administrator": make_holder(Role.ADMINISTRATOR)
    }


def make_many(db, people):
    """Five thousand people who work at a school, each with a trajectory; three thousand schools more."""
    one = db.scalars(sa.select(CoachingTrajectory)).one()
    names = [{"first_name": "Mila", "last_name": f"Naam{number:05d}", "infix": ""} for number in range(ROWS)]
    rest = {"created_at": RECORDED, "version": 1}
    made = db.scalars(
        sa.insert(Person).returning(Person.id),
        [each | rest | {"sort_name": each["last_name"].lower()} for each in names],
    ).all()
    post = {"school_id": people["school"].id, "function": PostFunction.CLASS_TEACHER, "starts_on": LONG_AGO}
    db.execute(sa.insert(Post), [{"person_id": number, "recorded_at": RECORDED, **post} for number in made])
    same = {
        name: getattr(one, name) for name in ("coach_id", "school_id", "period_id", "discipline", "status", "stream")
    }
    db.execute(sa.insert(CoachingTrajectory), [{"teacher_id": each, "created_at": RECORDED, **same} for each in made])
    schools = [{"name": f"School {number:05d}", "sort_name": f"school {number:05d}"} for number in range(ROWS)]
    db.execute(sa.insert(School), schools)
    db.commit()
    if db.get_bind().dialect.name == "postgresql":
        db.execute(sa.text("analyze"))
        db.commit()


LISTS = {
    "administrator": ("/mensen/", "/scholen/", "/trajecten"),
    "commission": ("/mensen/", "/scholen/", "/trajecten"),
    "coach": ("/trajecten", "/vandaag"),
}
QUESTIONS = ("", "?page=60", "?q=naam0499")


def asked(app, statements, people):
    """How many statements each list sends, and how many seconds it takes, with each question."""
    found = {}
    for who, addresses in LISTS.items():
        browser = signed_in(app, people[who])
        for address in (f"{address}{question}" for address in addresses for question in QUESTIONS):
            browser.get(address)  # what is made once is made now
            statements.clear()
            answer, took = timed(lambda browser=browser, address=address: browser.get(address))
            assert answer.status_code == 200, address
            found[who, address] = (len(statements), took)
    return found


def test_lists_of_five_thousand_rows_cost_what_lists_of_a_few_cost(app, db, statements, people):
    few = asked(app, statements, people)
    make_many(db, people)
    many = asked(app, statements, people)
    database.session.rollback()
    print()
    for which, (count, took) in many.items():
        before, short = few[which]
        times = f"{short * 1000:>6.0f} -> {took * 1000:>6.0f} ms"
        print(f"{which[0]:<14} {which[1]:<26} {before:>3} -> {count:>3} statements {times}")
    assert max(took for _count, took in many.values()) < 1.5
    grown = {which: (few[which][0], count) for which, (count, _took) in many.items() if count > few[which][0] + 4}
    assert grown == {}
