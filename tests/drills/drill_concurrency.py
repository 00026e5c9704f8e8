"""Many at the same moment, many times: no double booking, no double effect, no gap, nobody told that it is busy."""

import time
from collections import Counter
from datetime import timedelta

import sqlalchemy as sa

from coachtrack.agenda.models import Appointment, Booking
from coachtrack.database import db as database
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.queries import verify_chain
from coachtrack.schools.models import Institution
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role
from tests.factories.evidence import RECORDED, a_fact
from tests.factories.people import make_coach, make_holder, make_person, make_teacher
from tests.factories.schools import make_school
from tests.factories.trainings import a_meeting, make_training
from tests.factories.trajectories import make_active_trajectory, make_open_school
from tests.support import pages
from tests.support.booking import SLOT, race
from tests.support.client import Page
from tests.support.together import together

THREADS = 8
TRIES = 10_000
PRESSES = 60
RECORDS = 250


def in_two_places(db):
    """How many pairs of bookings have one person in two places at the same moment."""
    one, other = sa.orm.aliased(Booking), sa.orm.aliased(Booking)
    pairs = sa.select(sa.func.count()).select_from(one).join(other, other.person_id == one.person_id)
    overlap = (one.starts_at < other.ends_at, other.starts_at < one.ends_at)
    return db.scalar(pairs.where(one.participant_id < other.participant_id, *overlap))


def how_many(db, table, *where):
    return db.scalar(sa.select(sa.func.count()).select_from(table).where(*where))


def test_of_ten_thousand_tries_no_coach_or_teacher_is_in_two_places(app, db, backend):
    school = make_open_school()
    coaches = [make_coach(Discipline.DANCE) for _ in range(4)]
    trajectories = [make_active_trajectory(coach=coach, school=school) for coach in coaches for _ in range(6)]
    numbers = [each.id for each in trajectories]
    db.commit()
    began = time.perf_counter()

    outcomes = race(backend.url, TRIES, how="plan", things=numbers, slots=200)

    print(f"\n{dict(outcomes)} in {time.perf_counter() - began:.1f} s")
    assert set(outcomes) == {"booked", "refused"}
    assert sum(outcomes.values()) == TRIES
    assert outcomes["booked"] == how_many(db, Appointment) > 50
    assert how_many(db, Booking) == 2 * outcomes["booked"]
    assert in_two_places(db) == 0


def test_of_ten_thousand_bookings_without_a_rule_the_database_lets_none_overlap(app, db, backend):
    people = [make_person().id for _ in range(1000)]
    school, trainer, coach_id = make_school(), make_holder(Role.TRAINER), make_coach().id
    days = [a_meeting(SLOT + timedelta(days=number)) for number in range(10)]
    training = make_training(trainer, school, attendee_ids=people, meetings=days)
    everyone = [each for meeting in training.meetings for each in meeting.appointment.participants]
    listed = [each.id for each in everyone if each.person_id != trainer.id]
    db.commit()
    began = time.perf_counter()

    outcomes = race(backend.url, TRIES, how="write", things=[coach_id, *listed], slots=200)

    print(f"\n{dict(outcomes)} in {time.perf_counter() - began:.1f} s")
    assert sum(outcomes.values()) == TRIES
    assert set(outcomes) <= {
        "booked",
        "refused",
        "DeadlockDetected",
    }  # the screens lock the people first, this does not
    assert outcomes["booked"] == how_many(db, Booking, Booking.person_id == coach_id) > 10
    assert in_two_places(db) == 0


def test_pressing_hundreds_of_times_has_the_effect_of_once(app, db, sign_in, new_client):
    browser = sign_in(make_holder(Role.COMMISSION), into=new_client())
    browser.judging = False
    address, statuses = "/scholen/instellingen/nieuw", Counter()
    began = time.perf_counter()

    def press(fields):
        another = app.test_client()
        another.judging = False
        another.set_cookie("coachtrack", browser.get_cookie("coachtrack").value)
        return another.post(address, data=fields, with_token=False).status_code

    for number in range(PRESSES):
        form, _button = Page(browser.get(address)).form()
        fields = pages.fields_of(form) | {"name": [f"Kunsthuis {number}"], "kind": ["cultural"]}
        statuses.update(together(app, [lambda fields=fields: press(fields)] * THREADS))

    print(f"\n{dict(statuses)} in {time.perf_counter() - began:.1f} s")
    assert set(statuses) <= {302, 303}
    assert db.scalar(sa.select(sa.func.count()).select_from(Institution)) == PRESSES


def test_thousands_of_records_by_eight_have_no_gap(app, db):
    teacher, coach = make_teacher(make_school()), make_coach()
    person_id, coach_id = teacher.id, coach.id
    began = time.perf_counter()

    def record(thread):
        for number in range(RECORDS):
            fact = a_fact(person_id=person_id, coach_id=coach_id, subject=f"session:{thread}-{number}")
            evidence.record_held(fact, by=coach_id, now=RECORDED)
            database.session.commit()
            if number % 10 == 9:
                evidence.record_held(fact, by=coach_id, now=RECORDED)
                database.session.rollback()

    together(app, [lambda thread=thread: record(thread) for thread in range(THREADS)])

    numbers = db.scalars(sa.select(EvidenceRecord.number).order_by(EvidenceRecord.number)).all()
    took = time.perf_counter() - began
    print(f"\n{len(numbers)} records in {took:.1f} s, {len(numbers) / took:.0f} a second")
    assert numbers == list(range(1, THREADS * RECORDS + 1))
    assert verify_chain().is_whole
