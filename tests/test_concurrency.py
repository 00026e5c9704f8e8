"""At the same moment: nothing is booked twice, recorded twice or lost, and nobody is told that the database is busy."""

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda.models import Appointment, Booking, Participant
from coachtrack.database import db as database
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.queries import verify_chain
from coachtrack.evidence.rules.records import RecordKind
from coachtrack.funding.models import FundingScheme
from coachtrack.schools.models import TeachingMaterial
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories.models import CoachingSession
from coachtrack.viewer import Role
from tests.factories.funding import make_opening, make_participation, make_period
from tests.factories.people import make_coach, make_holder, make_person, make_teacher
from tests.factories.schools import make_school
from tests.factories.trainings import a_meeting, make_training
from tests.factories.trajectories import LESSON_AT, make_active_trajectory, make_session
from tests.support import pages
from tests.support.booking import SLOT, race
from tests.support.client import Page
from tests.support.moments import NOW
from tests.support.together import together

MANY = 8
TRIES = 200


@pytest.fixture
def school(db):
    school, period = make_school(), make_period()
    make_participation(school, period)
    make_opening(period)
    return school


@pytest.fixture
def browser_of(new_client, sign_in):
    """A browser of her own for a person, that does not judge pages in eight threads at once."""

    def browser_of(person):
        browser = sign_in(person, into=new_client())
        browser.judging = False
        return browser

    return browser_of


def filled_in(browser, address, **typed):
    """The form at this address as a browser would send it, with this typed in."""
    form, _button = Page(browser.get(address)).form()
    return pages.fields_of(form) | {name: [value] for name, value in typed.items()}


def how_many(db, table, *where):
    return db.scalar(sa.select(sa.func.count()).select_from(table).where(*where))


def test_eight_coaches_log_at_once_and_the_chain_has_no_gap(app, db, school, browser_of):
    trajectories = [make_active_trajectory(school=school) for _ in range(MANY)]
    sessions = [make_session(each, LESSON_AT - timedelta(days=days)) for each in trajectories for days in (7, 14)]
    addresses = [f"/sessies/{session.id}/afronden" for session in sessions]
    browsers = [browser_of(each.coach) for each in trajectories]

    def log(number):
        mine = addresses[2 * number : 2 * number + 2]
        return [browsers[number].post(address).status_code for address in (*mine, *mine)]

    answers = together(app, [lambda number=number: log(number) for number in range(MANY)])

    assert {status for statuses in answers for status in statuses[:2]} <= {302, 303}
    assert {status for statuses in answers for status in statuses[2:]} == {422}  # it was logged already, says the page
    numbers = db.scalars(sa.select(EvidenceRecord.number).order_by(EvidenceRecord.number)).all()
    assert numbers == list(range(1, 4 * MANY + 1))
    assert how_many(db, EvidenceRecord, EvidenceRecord.kind == RecordKind.HELD) == 2 * MANY
    assert verify_chain().is_whole


def rows(db):
    """How many rows each table has."""
    return Counter({table.name: how_many(db, table) for table in database.metadata.sorted_tables})


def test_of_two_hundred_tries_by_eight_processes_to_book_a_coach_one_wins(db, backend, school):
    coach = make_coach(Discipline.DANCE)
    trajectories = [make_active_trajectory(coach=coach, school=school) for _ in range(MANY)]
    for number, each in enumerate(trajectories):
        make_session(each, NOW + timedelta(days=number + 20))
    before = rows(db)
    make_session(trajectories[0], NOW + timedelta(days=10))
    of_one = rows(db) - before
    before, numbers = rows(db), [each.id for each in trajectories]
    db.commit()

    outcomes = race(backend.url, TRIES, how="plan", things=numbers)

    assert outcomes == {"booked": 1, "refused": TRIES - 1}
    assert rows(db) - before == of_one
    assert of_one == {
        "appointment": 1, "audit_entry": 1, "booking": 2, "coaching_session": 1, "outbox_mail": 2, "participant": 2,
        "person_touched": 1,
    }  # fmt: skip


def test_the_database_alone_lets_one_of_two_hundred_bookings_in(db, backend, school):
    coach, trainer = make_coach(), make_holder(Role.TRAINER)
    asked = [make_person().id for _ in range(TRIES)]
    training = make_training(trainer, school, attendee_ids=asked, meetings=[a_meeting(SLOT)])
    listed = [each.id for each in training.meetings[0].appointment.participants if each.person_id in asked]
    coach_id = coach.id
    db.commit()

    outcomes = race(backend.url, TRIES, how="write", things=[coach_id, *listed])

    assert outcomes == {"booked": 1, "refused": TRIES - 1}
    assert how_many(db, Booking, Booking.person_id == coach_id) == 1


def test_a_coach_is_not_booked_twice_by_eight_forms_at_once(app, db, school, browser_of):
    coach = make_coach(Discipline.DANCE)
    name = coach.name
    trajectories = [
        make_active_trajectory(coach=coach, teacher=make_teacher(school), school=school) for _ in range(MANY)
    ]
    browsers = [browser_of(coach) for _ in trajectories]
    addresses = [f"/trajecten/{each.id}/sessies/nieuw" for each in trajectories]
    typed = {"kind": "co_teaching", "day": "2026-12-01", "starts": "10:00", "new_material": "Moet je doen"}
    sent = [filled_in(browser, address, **typed) for browser, address in zip(browsers, addresses, strict=True)]

    def plan(number):
        return browsers[number].post(addresses[number], data=sent[number], with_token=False)

    answers = together(app, [lambda number=number: plan(number) for number in range(MANY)])

    assert Counter(answer.status_code for answer in answers) == {302: 1, 422: MANY - 1}
    refused = [Page(answer) for answer in answers if answer.status_code == 422]
    assert all(name in page.error_at("day") for page in refused)
    assert all("Moet je doen" in [field.get("value") for field in page.elements("input")] for page in refused)
    tables = (Appointment, CoachingSession, TeachingMaterial)
    assert [how_many(db, table) for table in tables] == [1, 1, 1]
    assert how_many(db, Booking) == how_many(db, Participant) == 2


def test_of_two_who_change_the_same_one_is_told_so_and_loses_nothing(app, db, school, browser_of):
    scheme = db.scalars(sa.select(FundingScheme)).one()
    browsers = [browser_of(make_holder(Role.COMMISSION)) for _ in range(2)]
    address, names = f"/regelingen/{scheme.id}/wijzigen", ("Naam van de een", "Naam van de ander")
    sent = [filled_in(browser, address, name=name) for browser, name in zip(browsers, names, strict=True)]

    def change(number):
        return browsers[number].post(address, data=sent[number], with_token=False)

    answers = together(app, [lambda number=number: change(number) for number in range(2)])

    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [302, 409]
    lost = statuses.index(409)
    assert db.scalar(sa.select(FundingScheme.name)) == names[1 - lost]
    assert names[lost] in answers[lost].get_data(as_text=True)


def test_readers_go_on_while_others_write(app, db, school, browser_of):
    people = [make_holder(Role.COMMISSION) for _ in range(MANY)]
    browsers = [browser_of(person) for person in people]

    def write(number):
        data = {"locale": "en" if number % 2 else "nl", "next": "/privacy"}
        return [browsers[number].post("/taal", data=data).status_code for _ in range(5)]

    def read(number):
        return [browsers[number].get("/regelingen").status_code for _ in range(5)]

    acts = [lambda number=number: (write if number < 6 else read)(number) for number in range(MANY)]
    answers = together(app, acts)

    assert {status for statuses in answers for status in statuses} <= {200, 302, 303}
