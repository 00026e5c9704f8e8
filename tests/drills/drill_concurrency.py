"""Many at the same moment, many times: no double booking, no double effect, no gap, nobody told that it is busy."""

import random
import time
from collections import Counter
from datetime import timedelta

import sqlalchemy as sa

from coachtrack.agenda.models import Appointment, Participant
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.database import db as database
from coachtrack.errors import Refused
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.queries import verify_chain
from coachtrack.schools.models import Institution
from coachtrack.viewer import Role
from tests.factories.agenda import PLANNED_AT, TOMORROW, make_appointment
from tests.factories.evidence import RECORDED, a_fact
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.schools import make_school
from tests.support import pages
from tests.support.client import Page
from tests.support.together import together

THREADS = 8
TRIES = 250
"""Of each thread: two thousand bookings for a few hundred places."""
PRESSES = 60
RECORDS = 250


def test_thousands_of_bookings_leave_no_coach_or_teacher_in_two_places(app, db):
    school = make_school()
    coaches = [make_coach() for _ in range(4)]
    teachers = [make_teacher(school) for _ in range(6)]
    pairs = [(coach.id, teacher.id) for coach in coaches for teacher in teachers]
    school_id = school.id
    began = time.perf_counter()

    def book(seed):
        chance, outcomes = random.Random(seed), Counter()
        for _ in range(TRIES):
            coach_id, teacher_id = chance.choice(pairs)
            starts_at = TOMORROW + timedelta(minutes=15 * chance.randrange(200))
            try:
                make_appointment(Only(coach_id), Only(teacher_id), Only(school_id), starts_at=starts_at, now=PLANNED_AT)
                database.session.commit()
                outcomes["booked"] += 1
            except Refused:
                database.session.rollback()
                outcomes["refused"] += 1
        return outcomes

    outcomes = sum(together(app, [lambda seed=seed: book(seed) for seed in range(THREADS)]), Counter())

    first, second = sa.orm.aliased(Appointment), sa.orm.aliased(Appointment)
    one, other = sa.orm.aliased(Participant), sa.orm.aliased(Participant)
    double = (
        sa.select(sa.func.count())
        .select_from(first)
        .join(one, one.appointment_id == first.id)
        .join(other, other.person_id == one.person_id)
        .join(second, sa.and_(second.id == other.appointment_id, second.id > first.id))
        .where(first.starts_at < second.ends_at, second.starts_at < first.ends_at)
        .where(first.status == AppointmentStatus.PLANNED, second.status == AppointmentStatus.PLANNED)
    )
    print(f"\n{dict(outcomes)} in {time.perf_counter() - began:.1f} s")
    assert db.scalar(double) == 0
    assert outcomes["booked"] == db.scalar(sa.select(sa.func.count()).select_from(Appointment)) > 50
    assert outcomes["booked"] + outcomes["refused"] == THREADS * TRIES


class Only:
    """The number of someone or something, where the rest is not needed."""

    def __init__(self, number):
        self.id = number


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
