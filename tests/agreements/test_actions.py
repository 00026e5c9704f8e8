from datetime import date

import pytest
import sqlalchemy as sa

from coachtrack.agreements import actions, queries
from coachtrack.agreements.models import Instrument
from coachtrack.errors import ChangedMeanwhile, Refused
from coachtrack.evidence import actions as evidence
from coachtrack.funding.models import FundingScheme, SchemeGoal
from coachtrack.schools.rules.subjects import Discipline
from tests.factories.agreements import a_promise, instrument_id, make_agreement
from tests.factories.evidence import make_held
from tests.factories.funding import make_period
from tests.factories.people import make_coach, make_person, make_teacher
from tests.factories.schools import make_school

DAY = date(2026, 11, 24)


@pytest.fixture
def by(db):
    return make_person().id


def test_a_school_promises_something(by, now):
    school = make_school()
    promise = a_promise(discipline=Discipline.DANCE)
    agreement = actions.make_agreement(school.id, promise, by=by, now=now)
    assert queries.agreements_of(school.id) == [agreement]
    assert (agreement.instrument.name, agreement.created_by_id, agreement.ended_at) == ("Coaching", by, None)


def test_a_name_that_is_typed_adds_an_instrument_once(db, by, now):
    school = make_school()
    for name in ("Kunstkaravaan", " kunstkaravaan "):
        actions.make_agreement(school.id, a_promise(new_instrument=name), by=by, now=now)
    names = db.scalars(sa.select(Instrument.name).where(Instrument.code.startswith("own_"))).all()
    assert names == ["Kunstkaravaan"]


def test_a_name_that_is_known_already_is_that_instrument(by, now):
    agreement = actions.make_agreement(make_school().id, a_promise(new_instrument="coaching"), by=by, now=now)
    assert agreement.instrument_id == instrument_id()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"instrument_id": None}, "instrument_id"),
        ({"period_id": 404}, "period_id"),
        ({"first_year": 2030}, "period_id"),
        ({"amount": 0}, "amount"),
        ({"minutes_each": 0}, "minutes_each"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_at_its_field(by, now, wrong, field):
    make_period()
    with pytest.raises(Refused) as refusal:
        actions.make_agreement(make_school().id, a_promise(**wrong), by=by, now=now)
    assert refusal.value.field == field


def test_a_goal_of_another_period_is_refused(db, by, now):
    make_period()
    other = make_period(scheme=FundingScheme(code="music", name="Muziekimpuls"))
    goal = SchemeGoal(period_id=other.id, position=1, name="Zingen")
    db.add(goal)
    db.flush()
    with pytest.raises(Refused, match="another period"):
        actions.make_agreement(make_school().id, a_promise(goal_ids=(goal.id,)), by=by, now=now)


def test_an_agreement_is_amended_unless_it_was_changed_meanwhile(by, now):
    agreement = make_agreement(make_school())
    actions.amend_agreement(
        agreement, a_promise(amount=6), reason="Er doen er meer mee.", version=agreement.version, by=by, now=now
    )
    assert agreement.amount == 6
    with pytest.raises(ChangedMeanwhile) as change:
        actions.amend_agreement(agreement, a_promise(amount=8), reason="Nog meer.", version=1, by=by, now=now)
    assert (agreement.amount, change.value.current["amount"]) == (6, "6")


def test_an_ended_agreement_is_not_open_any_more_until_that_is_taken_back(by, now):
    school = make_school()
    agreement = make_agreement(school)
    actions.end_agreement(agreement, reason="De school verhuist.", by=by, now=now)
    actions.end_agreement(agreement, reason="De school verhuist.", by=by, now=now)
    assert (agreement.ended_at, queries.open_agreements_for(school.id, None, DAY)) == (now, [])
    with pytest.raises(Refused, match="was ended"):
        actions.amend_agreement(agreement, a_promise(), reason="Toch.", by=by, now=now)
    actions.reopen_agreement(agreement, reason="Toch.", by=by, now=now)
    assert queries.open_agreements_for(school.id, None, DAY) == [agreement]


def test_open_agreements_are_those_of_the_school_year_for_that_discipline_or_for_any(by, now):
    school = make_school()
    of_any = make_agreement(school)
    of_dance = make_agreement(school, discipline=Discipline.DANCE)
    make_agreement(school, discipline=Discipline.MUSIC)
    make_agreement(school, first_year=2025)
    make_agreement(make_school())
    assert queries.open_agreements_for(school.id, Discipline.DANCE, DAY) == [of_dance, of_any]


def test_what_was_held_comes_from_evidence_that_is_linked(db, by, now, statements):
    agreements = [make_agreement(make_school()) for _ in range(3)]
    teacher, coach = make_teacher(make_school()), make_coach()
    for agreement in agreements[:2]:
        record = make_held(teacher, coach, trajectory_id=agreement.id)
        evidence.link(record.number, agreement_id=agreement.id, by=coach.id, now=now)
    make_held(teacher, coach)
    statements.clear()
    held = queries.held_for([agreement.id for agreement in agreements])
    assert [(held[agreement.id].units, held[agreement.id].minutes) for agreement in agreements] == [
        (1, 75),
        (1, 75),
        (0, 0),
    ]
    assert len(statements.reads) == 1
    assert [moment.minutes for moment in queries.moments_of(agreements[0].id)] == [75]
