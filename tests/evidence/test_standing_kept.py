"""What is kept of every fact is what the whole chain says, after any course of things."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachtrack.errors import Refused
from coachtrack.evidence import actions, queries
from coachtrack.evidence.models import EvidenceRecord, StandingRow
from coachtrack.evidence.rules.records import Activity, Party, Reason
from coachtrack.evidence.rules.standing import fold
from tests.factories.evidence import RECORDED, a_fact, make_held
from tests.factories.people import make_coach, make_person, make_teacher
from tests.factories.schools import make_school

FEW = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
ACTS = ["again", "other person", "coach", "teacher", "longer", "elsewhere", "other day", "withdraw", "link", "unlink"]
courses = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(ACTS)), max_size=14)


@pytest.fixture
def teacher(db):
    return make_teacher(make_school())


@pytest.fixture
def coach(db):
    return make_coach()


def kept(db):
    rows = db.execute(sa.select(*StandingRow.__table__.columns).order_by(StandingRow.number))
    return [tuple(row) for row in rows]


def folded(db):
    records = list(db.scalars(sa.select(EvidenceRecord).order_by(EvidenceRecord.number)))
    for each in sorted(fold(records), key=lambda standing: standing.number):
        fact = each.fact
        yield (
            each.number, fact.subject, fact.activity, fact.origin, fact.person_id, fact.school_id, fact.coach_id,
            fact.trajectory_id, fact.kind, fact.discipline, fact.stream, fact.lesson_context, fact.held_on,
            fact.prep_minutes, fact.lesson_minutes, fact.debrief_minutes, fact.coach_minutes,
            each.asked_at, each.teacher_confirmed_at,
        )  # fmt: skip


def do(place, act, facts, *, others, by, now):
    """One act upon one of the facts, as far as it may be done."""
    standing = {each.fact.subject: each for each in queries.standing_facts()}
    known = standing.get(facts[place].subject)
    if known is None or act == "again":
        actions.record_many([facts[place], facts[0]] if known is None else [known.fact], by=by, now=now)
        return
    changes = {
        "other person": {"person_id": others[known.fact.person_id == others[0]]},
        "longer": {"lesson_minutes": known.fact.lesson_minutes + 5},
        "elsewhere": {"school_id": None},
        "other day": {"held_on": known.fact.held_on + timedelta(1)},
    }
    if act in changes:
        actions.correct(known.number, replace(known.fact, **changes[act]), reason=Reason.WRONG_MINUTES, by=by, now=now)
    elif act == "withdraw":
        actions.withdraw(known.number, reason=Reason.DID_NOT_TAKE_PLACE, by=by, now=now)
    elif act in {"link", "unlink"}:
        getattr(actions, act)(known.number, agreement_id=1, by=by, now=now)
    elif act == "teacher":
        actions.confirm(known.number, party=Party.TEACHER, by=known.fact.person_id, now=now)
    else:
        actions.confirm_many([known.number], party=Party.COACH, by=by, now=now)


@FEW
@given(courses)
def test_it_is_what_the_chain_says_whatever_was_done(db, course):
    try:
        school, coach = make_school(), make_coach()
        others = [make_teacher(school).id, make_person("Noor").id]
        activities = list(Activity)
        facts = [
            a_fact(person_id=others[n % 2], school_id=school.id, activity=activities[n % len(activities)])
            for n in range(4)
        ]
        for turn, (place, act) in enumerate(course):
            try:
                do(place, act, facts, others=others, by=coach.id, now=RECORDED + timedelta(hours=turn))
            except Refused:
                continue
        assert kept(db) == list(folded(db))
        assert queries.count_differing() == 0
        actions.remake_standing()
        assert kept(db) == list(folded(db))
    finally:
        db.rollback()


def test_many_at_once_are_kept_in_as_many_statements_as_one(db, teacher, coach, statements):
    actions.record_many([a_fact(person_id=teacher.id)], by=coach.id, now=RECORDED)
    statements.clear()
    actions.record_many([a_fact(person_id=teacher.id)], by=coach.id, now=RECORDED)
    one = len(statements)
    statements.clear()
    numbers = actions.record_many([a_fact(person_id=teacher.id) for _ in range(7)], by=coach.id, now=RECORDED)
    assert len(statements) == one
    statements.clear()
    actions.confirm_many(numbers[:1], party=Party.TRAINER, by=coach.id, now=RECORDED)
    one = len(statements)
    statements.clear()
    actions.confirm_many(numbers[1:], party=Party.TRAINER, by=coach.id, now=RECORDED)
    assert len(statements) == one


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: sa.delete(StandingRow).where(StandingRow.number == 1),
        lambda: sa.update(StandingRow).where(StandingRow.number == 1).values(lesson_minutes=1),
        lambda: sa.update(StandingRow).where(StandingRow.number == 2).values(number=9),
    ],
)
def test_a_difference_is_counted_and_made_good(db, teacher, coach, wrong):
    make_held(teacher, coach)
    make_held(teacher, coach)
    assert queries.count_differing() == 0
    db.execute(wrong())
    assert queries.count_differing() in {1, 2}
    assert actions.remake_standing() == 2
    assert queries.count_differing() == 0
