"""Lists and search hold what may be seen one by one, and nothing else; nobody reaches people by the hundreds (L8)."""

import importlib
import re
import sys
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agreements.models import Agreement
from coachtrack.agreements.permissions import may_see_agreement
from coachtrack.database import db as database
from coachtrack.people.models import CoachAppointment, Person, Post, RoleGrant
from coachtrack.people.permissions import may_see_person
from coachtrack.people.queries import school_ids_of, viewer_of
from coachtrack.schools.models import School
from coachtrack.schools.permissions import may_see_school
from coachtrack.talks.models import ContactMoment, Talk
from coachtrack.talks.permissions import may_see_contacts_of, may_see_talk
from coachtrack.trainings.models import Training
from coachtrack.trainings.permissions import may_see_training
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.permissions import may_see_trajectory
from coachtrack.viewer import Role
from tests.access.town import build
from tests.access.visitors import browsers_of
from tests.access.walking import doors_for
from tests.factories.people import make_holder, make_teacher
from tests.factories.schools import make_school
from tests.support.moments import NOW

ONE_BY_ONE = {
    "coachtrack.agreements.queries.agreements": (Agreement, may_see_agreement),
    "coachtrack.people.queries.directory": (
        Person,
        lambda viewer, person: may_see_person(viewer, person.id, school_ids_of(person.id)),
    ),
    "coachtrack.schools.queries": (School, may_see_school),
    "coachtrack.talks.queries.contacts": (
        ContactMoment,
        lambda viewer, contact: may_see_contacts_of(viewer, contact.school_id),
    ),
    "coachtrack.talks.queries.talks": (Talk, may_see_talk),
    "coachtrack.trainings.queries.trainings": (Training, may_see_training),
    "coachtrack.trajectories.queries.trajectories": (CoachingTrajectory, may_see_trajectory),
}
"""Where lists are narrowed to what somebody may see: the things, and whether she may see one of them."""
SOME = 50


def everyone_in(town):
    """All people of both schools, those in whose hands nothing is any more, and who has two roles."""
    left = [town.others[letter] for letter in "cvr"]
    for person in left:
        for kind in (RoleGrant, CoachAppointment, Post):
            ended = (NOW - timedelta(days=1)).date()
            database.session.execute(sa.update(kind).where(kind.person_id == person.id).values(ends_on=ended))
    both = make_holder(Role.ADVISOR, make_school())
    return [*town.people.values(), *town.others.values(), both]


def test_lists_hold_exactly_what_may_be_seen_one_by_one(app, db):
    wrong = []
    for person in everyone_in(build()):
        viewer = viewer_of(person, NOW.date())
        for name, (kind, may_see) in ONE_BY_ONE.items():
            module = importlib.import_module(name)
            listed = set(db.scalars(sa.select(kind.id).where(module.visible_to(viewer))))
            allowed = {thing.id for thing in db.scalars(sa.select(kind)) if may_see(viewer, thing)}
            if listed != allowed:
                wrong.append(f"{person.name} {sorted(map(str, viewer.roles))}: {name} {listed ^ allowed}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_list_that_is_narrowed_is_held_against_single_things(app):
    found = {
        module.__name__
        for module in map(importlib.import_module, sorted(_queries()))
        if getattr(getattr(module, "visible_to", None), "__module__", "") == module.__name__
    }
    assert found == set(ONE_BY_ONE)


def _queries():
    """The names of all modules in which rooms read."""
    return {name for name in sys.modules if name.startswith("coachtrack.") and "queries" in name.split(".")}


def test_nobody_reaches_more_than_fifty_people_on_a_page_however_the_address_asks(app, db):
    school = make_school()
    for _ in range(SOME + 5):
        make_teacher(school)
    people = {"a": make_holder(Role.ADMINISTRATOR), "m": make_holder(Role.COMMISSION)}
    for browser in browsers_of(app, people).values():
        for asked in ("", "?per_page=5000", "?page=1&per_page=0", "?limit=9999", "?page=-1"):
            said = browser.send("GET", f"/mensen/{asked}").text
            assert len(set(re.findall(r'href="/mensen/(\d+)"', said))) == SOME, asked


@pytest.mark.sqlite
def test_a_teacher_who_opens_every_page_and_guesses_every_number_reaches_nobody_of_another_school(app, db):
    town = build()
    browser = browsers_of(app, {"t": town.people["t"]})["t"]
    said = "\n".join(
        browser.send("GET", door.address).text for door in doors_for(app, town, "t") if door.method == "GET"
    )
    for person in db.scalars(sa.select(Person)).all():
        opened = browser.send("GET", f"/mensen/{person.id}").status_code
        assert (opened == 200) == (person.id == town.people["t"].id), person.name
    elsewhere = [town.others[letter].name for letter in "tcdiv"]
    assert [name for name in elsewhere if name in said] == []
    assert town.people["c"].name in said
