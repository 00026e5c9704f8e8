"""The demo: a small one is built through the actions, holds what it promises, and can be built once."""

from collections import Counter
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from coachtrack.accounts.models import Account
from coachtrack.agenda.models import Appointment, Participant
from coachtrack.assessments.models import AssessmentCount
from coachtrack.coverage.queries import Reference, coverage_of
from coachtrack.coverage.rules.requirement import RequirementStatus
from coachtrack.crypto import EncryptedText
from coachtrack.database import db as database
from coachtrack.demo import ADDRESSES
from coachtrack.demo.build import build
from coachtrack.demo.logins import COACH, TEACHER
from coachtrack.demo.sentences import CANARIES
from coachtrack.evidence.queries import verify_chain
from coachtrack.funding.queries import period_on
from coachtrack.people.queries import find_person_by_email, roles_held
from coachtrack.reflections.models import Baseline, Debrief, DevelopmentGoal, Reaction
from coachtrack.schools.models import School
from coachtrack.talks.models import EviResult, PreparationQuestionnaire, Talk
from coachtrack.talks.rules.talks import TalkStatus
from coachtrack.trainings.models import CatalogueEntry
from coachtrack.viewer import Role
from tests.access.canaries import text_of
from tests.access.visitors import Visitor
from tests.factories.people import make_person
from tests.support.client import Page, location_of
from tests.support.signing_in import cookie_of


def count(table):
    return database.session.scalar(sa.select(sa.func.count()).select_from(table))


def test_the_demo_is_what_it_promises_and_is_built_once(app, db, now):
    """One build, which takes seconds, and everything that is promised of it."""
    assert build(now, last_year=2, this_year=3)
    today = now.date()
    assert count(School) == 20
    assert count(Account) == len(ADDRESSES)
    held = {role.role for address in ADDRESSES for role in roles_held(find_person_by_email(address).id, today)}
    assert held == set(Role) - {Role.TRAINER}

    coverage = coverage_of(Reference(period_on(today), today))
    found = Counter(row.verdict.status for row in coverage.people)
    assert set(found) == set(RequirementStatus)
    assert found.total() > 200
    assert verify_chain().is_whole

    assert max(moments_of(TEACHER)) > now, "the teacher has an appointment to come"
    assert today in {moment.date() for moment in moments_of(COACH)}, "the coach has something to do today"
    assert database.session.scalars(sa.select(Debrief.shared_at).where(Debrief.shared_at.is_not(None))).first()

    found = Counter(database.session.scalars(sa.select(Talk.status)))
    assert set(found) == set(TalkStatus), "a talk of every kind: going on, reported, confirmed"
    assert all(count(table) for table in (PreparationQuestionnaire, EviResult, CatalogueEntry, AssessmentCount))

    written = "\n".join(map(str, content()))
    assert [word for word in CANARIES if word not in written] == [], "the words to look for are there"
    for address in ADDRESSES:
        roles = {held.role for held in roles_held(find_person_by_email(address).id, today)}
        if not roles & {Role.COACH, Role.TEACHER}:
            pages = walk(app, find_person_by_email(address))
            assert len(pages) == 12
            assert [path for path, said in pages.items() if any(word in said for word in CANARIES)] == []

    before = count(Appointment)
    assert not build(now)
    assert count(Appointment) == before


def content():
    """All that coach and teacher wrote, as the app reads it."""
    for table in (Baseline, DevelopmentGoal, Debrief, Reaction):
        columns = [column for column in table.__table__.columns if isinstance(column.type, EncryptedText)]
        yield from database.session.execute(sa.select(*columns))


def walk(app, person, *, most=12):
    """The pages that one comes by from the start page on, the nearest first: their addresses, and what they say."""
    browser = Visitor(app, app.response_class, use_cookies=True)
    with browser.session_transaction() as cookie:
        cookie.update(cookie_of(person))
    pages, ahead = {}, ["/"]
    while ahead and len(pages) < most:
        path = ahead.pop(0)
        response = browser.get(path)
        pages[path] = text_of(response)
        if response.status_code in {302, 303}:
            ahead.insert(0, location_of(response))
        elif response.mimetype == "text/html":
            links = [
                urlsplit(link)._replace(query="", fragment="").geturl() for link in Page(response).links().values()
            ]
            ahead += [link for link in dict.fromkeys(links) if link.startswith("/") and link not in {*pages, *ahead}]
    return pages


def moments_of(address):
    mine = sa.select(Appointment.starts_at).join(Participant)
    return database.session.scalars(mine.where(Participant.person_id == find_person_by_email(address).id)).all()


def test_the_demo_is_not_built_into_a_database_in_use(db, now):
    make_person()
    with pytest.raises(ValueError, match="in use"):
        build(now)
    assert count(School) == 0
