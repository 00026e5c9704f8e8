from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.evidence import actions, queries
from coachtrack.evidence.rules.chain import Fault
from coachtrack.evidence.rules.records import Party, Reason, RecordKind
from tests.factories.evidence import RECORDED, make_held
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school

LATER = RECORDED + timedelta(days=2)
HEAD = "update evidence_head set count = count - 1, last_mac = (select mac from evidence_record where number = 4)"


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def teacher(school):
    return make_teacher(school)


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def five(db, teacher, coach):
    """Five links: two sessions, a confirmation, a correction, a third session."""
    first = make_held(teacher, coach)
    make_held(teacher, coach, held_on=date(2026, 11, 5))
    actions.confirm(first.number, party=Party.TEACHER, by=teacher.id, now=LATER)
    [standing, _] = queries.standing_facts()
    better = replace(standing.fact, coach_minutes=90)
    actions.correct(first.number, better, reason=Reason.WRONG_MINUTES, by=coach.id, now=LATER)
    make_held(teacher, coach, held_on=date(2026, 11, 9), now=LATER)
    db.commit()


# --- what stands ------------------------------------------------------------------------------------------------


def test_facts_are_found_by_person_school_trajectory_and_day_both_ends_included(db, school, teacher, coach):
    other = make_teacher(make_school())
    make_held(teacher, coach, school_id=school.id, trajectory_id=1, held_on=date(2026, 11, 3))
    make_held(teacher, coach, school_id=school.id, trajectory_id=2, held_on=date(2026, 11, 5))
    make_held(other, coach, trajectory_id=3, held_on=date(2026, 11, 9))

    def numbers(**wanted):
        return [each.number for each in queries.standing_facts(**wanted)]

    assert numbers() == [1, 2, 3]
    assert numbers(person_ids=[teacher.id]) == [1, 2]
    assert numbers(person_ids=[]) == []
    assert numbers(school_ids=[school.id]) == [1, 2]
    assert numbers(trajectory_ids=[2, 3]) == [2, 3]
    assert numbers(from_=date(2026, 11, 5), until=date(2026, 11, 9)) == [2, 3]
    assert numbers(until=date(2026, 11, 4)) == [1]
    assert numbers(person_ids=[other.id], trajectory_ids=[1]) == []


def test_facts_come_by_the_day_on_which_they_took_place(db, teacher, coach):
    make_held(teacher, coach, held_on=date(2026, 11, 9))
    make_held(teacher, coach, held_on=date(2026, 11, 2))
    assert [each.number for each in queries.standing_facts()] == [2, 1]


def test_what_was_known_then_can_be_asked(db, teacher, coach):
    record = make_held(teacher, coach, now=RECORDED)
    [standing] = queries.standing_facts()
    better = replace(standing.fact, lesson_minutes=60)
    actions.correct(record.number, better, reason=Reason.WRONG_MINUTES, by=coach.id, now=LATER)
    actions.withdraw(record.number, reason=Reason.DID_NOT_TAKE_PLACE, by=coach.id, now=LATER + timedelta(days=1))

    def minutes(at):
        return [each.fact.lesson_minutes for each in queries.standing_facts(known_at=at)]

    assert minutes(RECORDED - timedelta(seconds=1)) == []
    assert minutes(RECORDED) == [45]
    assert minutes(LATER) == [60]
    assert minutes(None) == []


def test_a_correction_moves_a_fact_to_another_day(db, teacher, coach):
    record = make_held(teacher, coach, held_on=date(2026, 11, 3))
    [standing] = queries.standing_facts()
    other_day = replace(standing.fact, held_on=date(2026, 11, 10))
    actions.correct(record.number, other_day, reason=Reason.SLIP, by=coach.id, now=LATER)
    assert queries.standing_facts(until=date(2026, 11, 5)) == []
    assert len(queries.standing_facts(from_=date(2026, 11, 6))) == 1


def test_three_facts_cost_one_statement_like_one(db, teacher, coach, statements):
    for count in (1, 3):
        while len(queries.standing_facts()) < count:
            make_held(teacher, coach)
        statements.clear()
        assert len(queries.standing_facts(person_ids=[teacher.id])) == count
        assert len(statements.reads) == 1


def test_the_trail_tells_everything_of_a_thing(db, teacher, coach, five):
    subject = queries.get_record(1).subject
    kinds = [record.kind for record in queries.trail(subject, teacher.id)]
    assert kinds == [RecordKind.HELD, RecordKind.CONFIRMED, RecordKind.CORRECTED]


# --- append-only ------------------------------------------------------------------------------------------------

CHANGES = ["update evidence_record set lesson_minutes = 1 where number = 1", "delete from evidence_record"]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_itself_refuses_to_change_a_link(db, five, statement):
    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        db.execute(sa.text(statement))
    db.rollback()
    assert queries.verify_chain().count == 5


@pytest.mark.postgres
def test_the_database_itself_refuses_to_empty_the_table(db, five):
    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        db.execute(sa.text("truncate evidence_record cascade"))
    db.rollback()
    assert queries.verify_chain().count == 5


# --- someone who may change everything but does not have the key --------------------------------------------------


@contextmanager
def defenceless(db):
    """Triggers and references do nothing meanwhile, as for someone who owns the database."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(sa.text("set local session_replication_role = replica"))
    else:
        db.execute(sa.text("pragma defer_foreign_keys = on"))
        for act in ("update", "delete"):
            db.execute(sa.text(f"drop trigger evidence_record_no_{act}"))
    yield
    db.flush()


def verdict_after(db, *statements):
    with defenceless(db):
        for statement in statements:
            db.execute(sa.text(statement))
    db.expire_all()
    verdict = queries.verify_chain()
    db.rollback()
    return verdict.fault, verdict.number


COPIED = ", ".join(name for name in queries.SIGNED if name != "number")
DOUBLED = (
    f"insert into evidence_record (number, {COPIED}, mac) select 6, {COPIED}, mac from evidence_record where number = 5"
)


@pytest.mark.parametrize(
    ("statements", "fault", "number"),
    [
        (["update evidence_record set coach_minutes = 400 where number = 2"], Fault.EDITED, 2),
        (["update evidence_record set party = 'coach' where number = 3"], Fault.EDITED, 3),
        (["update evidence_record set held_on = '2026-11-10' where number = 5"], Fault.EDITED, 5),
        (["delete from evidence_record where number = 2"], Fault.REMOVED, 2),
        (["delete from evidence_record where number > 3"], Fault.CUT_OFF, 4),
        (["delete from evidence_record"], Fault.CUT_OFF, 1),
        (["delete from evidence_record where number = 5", HEAD], Fault.HEAD_FORGED, None),
        (["delete from evidence_head"], Fault.HEAD_MISSING, None),
        (
            [
                "update evidence_record set number = 99 where number = 2",
                "update evidence_record set number = 2 where number = 5",
                "update evidence_record set number = 5 where number = 99",
            ],
            Fault.REORDERED,
            2,
        ),
        (
            [DOUBLED],
            Fault.INSERTED,
            6,
        ),
    ],
    ids=str,
)
def test_the_first_broken_link_is_named(db, five, statements, fault, number):
    assert verdict_after(db, *statements) == (fault, number)


def test_nothing_was_done_to_an_untouched_chain(db, five):
    assert verdict_after(db, "select 1") == (None, None)


def test_a_chain_under_another_key_is_broken_from_its_first_link(app, db, five, monkeypatch):
    monkeypatch.setitem(app.config, "EVIDENCE_KEY", "another-key-that-is-long-enough-for-the-settings")
    assert queries.verify_chain().number == 1


def test_a_head_that_was_printed_earlier_can_be_held_against_it(db, teacher, coach, five):
    printed = str(queries.verify_chain().head)
    make_held(teacher, coach, now=LATER)
    assert queries.verify_chain(printed).is_whole
    assert queries.verify_chain("5:" + "0" * 64).fault is Fault.REPLACED
