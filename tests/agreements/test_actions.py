from datetime import date

import pytest
import sqlalchemy as sa

from coachtrack.agreements import actions, queries
from coachtrack.agreements.models import Instrument
from coachtrack.agreements.rules.promises import CarriedOut
from coachtrack.errors import ChangedMeanwhile, Refused
from coachtrack.funding.models import FundingScheme, SchemeGoal
from coachtrack.schools.rules.subjects import Discipline
from tests.factories.agreements import a_promise, instrument_id, make_agreement
from tests.factories.funding import make_period
from tests.factories.people import make_person
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


def test_an_amendment_keeps_when_by_whom_why_and_what_it_said_before(by, now):
    agreement = make_agreement(make_school(), responsible="Anja de Wit", due_on=date(2027, 4, 1))
    actions.amend_agreement(agreement, a_promise(amount=6), reason=" Er doen er meer mee. ", by=by, now=now)
    [amendment] = queries.amendments_of(agreement.id)
    assert (amendment.amended_at, amendment.amended_by_id, amendment.reason) == (now, by, "Er doen er meer mee.")
    assert (amendment.before["promise"], amendment.before["due_on"]) == ([4, 360], "2027-04-01")
    assert queries.told(agreement)["promise"] == [6, 360]


def test_an_amendment_that_changes_nothing_or_says_no_reason_is_refused(db, by, now):
    agreement = make_agreement(make_school())
    db.commit()
    for promise, reason in ((a_promise(), "Zomaar."), (a_promise(amount=6), "  ")):
        with pytest.raises(Refused):
            actions.amend_agreement(agreement, promise, reason=reason, by=by, now=now)
        db.rollback()
    assert (queries.amendments_of(agreement.id), agreement.amount) == ([], 4)


def test_another_goal_alone_is_an_amendment_too_and_raises_the_version(db, by, now):
    agreement = make_agreement(make_school())
    goal = SchemeGoal(period_id=agreement.period_id, position=1, name="Visie")
    db.add(goal)
    db.flush()
    before = agreement.version
    actions.amend_agreement(agreement, a_promise(goal_ids=(goal.id,)), reason="Past beter.", by=by, now=now)
    assert (agreement.goals, agreement.version > before) == ([goal], True)
    assert queries.amendments_of(agreement.id)[0].before["goals"] == []


def test_a_confirmed_agreement_that_is_amended_waits_for_the_school_again(by, now):
    agreement = make_agreement(make_school())
    actions.confirm_agreement(agreement, version=agreement.version, by=by, now=now)
    assert (agreement.confirmed_at, agreement.confirmed_by_id) == (now, by)
    actions.amend_agreement(agreement, a_promise(amount=6), reason="Er doen er meer mee.", by=by, now=now)
    assert (agreement.confirmed_at, agreement.confirmed_by) == (None, None)
    assert queries.amendments_of(agreement.id)[0].before["confirmed_at"] == now.isoformat()


def test_what_was_changed_since_it_was_read_is_not_confirmed(by, now):
    agreement = make_agreement(make_school())
    actions.amend_agreement(agreement, a_promise(amount=6), reason="Er doen er meer mee.", by=by, now=now)
    with pytest.raises(ChangedMeanwhile):
        actions.confirm_agreement(agreement, version=1, by=by, now=now)


def test_ending_early_and_going_on_are_in_the_history_with_their_reasons(by, now):
    agreement = make_agreement(make_school())
    with pytest.raises(Refused):
        actions.end_agreement(agreement, reason=" ", by=by, now=now)
    actions.end_agreement(agreement, reason="De school verhuist.", by=by, now=now)
    actions.reopen_agreement(agreement, reason="Toch niet.", by=by, now=now)
    assert [(each.reason, each.before["is_ended"]) for each in queries.amendments_of(agreement.id)] == [
        ("De school verhuist.", False),
        ("Toch niet.", True),
    ]


def test_an_instrument_is_added_once_and_changed_for_all(db, by, now):
    added = actions.add_instrument("Kunstkaravaan", carried_out=CarriedOut.TRAINING, by=by, now=now)
    with pytest.raises(Refused, match="already"):
        actions.add_instrument("kunstkaravaan ", carried_out=CarriedOut.OTHER, by=by, now=now)
    version = added.version
    change = {"carried_out": CarriedOut.OTHER, "version": version, "by": by, "now": now}
    actions.change_instrument(added, name="Karavaan", **change)
    assert (added.name, added.carried_out) == ("Karavaan", CarriedOut.OTHER)
    with pytest.raises(ChangedMeanwhile):
        actions.change_instrument(added, name="Anders", **change)


def test_the_instruments_that_come_with_it_know_how_they_are_carried_out(db):
    ways = {each.code: each.carried_out for each in queries.instruments()}
    assert {ways["coaching"], ways["co_teaching"]} == {CarriedOut.COACHING}
    assert {ways["team_training"], ways["working_group"], ways["course"]} == {CarriedOut.TRAINING}
    assert ways["kunstkracht"] is CarriedOut.OTHER
