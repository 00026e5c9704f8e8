import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.database import db as database
from coachtrack.errors import Refused
from coachtrack.evidence import actions, queries
from coachtrack.evidence.models import EvidenceHead, EvidenceRecord
from coachtrack.evidence.rules.records import Party, Reason, RecordKind
from tests.factories.evidence import RECORDED, a_fact, make_held
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school

LATER = RECORDED + timedelta(days=2)


@pytest.fixture
def teacher(db):
    return make_teacher(make_school())


@pytest.fixture
def coach(db):
    return make_coach()


def count(db):
    return db.scalar(sa.select(sa.func.count()).select_from(EvidenceRecord))


def test_what_was_recorded_stands_with_all_its_values(teacher, coach):
    fact = a_fact(person_id=teacher.id, coach_id=coach.id, trajectory_id=7, stream="kos")
    record = actions.record_held(fact, by=coach.id, now=RECORDED)
    [standing] = queries.standing_facts()
    assert (standing.number, standing.fact, standing.recorded_by_id) == (record.number, fact, coach.id)
    assert standing.recorded_at == RECORDED


def test_records_are_numbered_from_one_without_a_gap_and_the_head_counts_them(db, teacher, coach):
    numbers = [make_held(teacher, coach).number for _ in range(3)]
    head = db.scalars(sa.select(EvidenceHead)).one()
    assert (numbers, head.count) == ([1, 2, 3], 3)
    assert queries.verify_chain().is_whole


def test_an_empty_chain_is_whole(db):
    assert (queries.verify_chain().count, queries.verify_chain().is_whole) == (0, True)


def test_recording_the_same_fact_twice_adds_nothing(db, teacher, coach):
    fact = a_fact(person_id=teacher.id)
    first = actions.record_held(fact, by=coach.id, now=RECORDED)
    assert actions.record_held(fact, by=coach.id, now=LATER).number == first.number
    assert count(db) == 1


def test_other_figures_for_the_same_thing_are_refused(db, teacher, coach):
    fact = a_fact(person_id=teacher.id)
    actions.record_held(fact, by=coach.id, now=RECORDED)
    with pytest.raises(Refused, match="Correct it there"):
        actions.record_held(replace(fact, lesson_minutes=90), by=coach.id, now=LATER)
    assert count(db) == 1


def test_many_facts_are_chained_in_one_go_and_again_adds_nothing(db, teacher, coach):
    facts = [a_fact(person_id=teacher.id) for _ in range(5)]
    first = actions.record_many([*facts, facts[0]], by=coach.id, now=RECORDED)
    assert first == [1, 2, 3, 4, 5, 1]
    assert actions.record_many(facts, by=coach.id, now=LATER) == [1, 2, 3, 4, 5]
    assert (count(db), queries.verify_chain().count, queries.verify_chain().is_whole) == (5, 5, True)


def test_many_facts_cost_as_many_statements_as_one(teacher, coach, statements):
    actions.record_many([a_fact(person_id=teacher.id)], by=coach.id, now=RECORDED)
    statements.clear()
    actions.record_many([a_fact(person_id=teacher.id)], by=coach.id, now=RECORDED)
    one = len(statements)
    statements.clear()
    actions.record_many([a_fact(person_id=teacher.id) for _ in range(30)], by=coach.id, now=RECORDED)
    assert len(statements) == one


def test_a_clock_that_was_set_back_does_not_change_the_order(db, teacher, coach):
    make_held(teacher, coach, now=LATER)
    record = make_held(teacher, coach, now=RECORDED)
    assert record.recorded_at == LATER


def test_a_party_confirms_once(db, teacher, coach):
    record = make_held(teacher, coach)
    for moment in (RECORDED, LATER):
        actions.confirm(record.number, party=Party.TEACHER, by=teacher.id, now=moment)
    actions.confirm(record.number, party=Party.COACH, by=coach.id, now=LATER)
    [standing] = queries.standing_facts()
    assert standing.confirmed_by == {Party.TEACHER, Party.COACH}
    assert (standing.teacher_confirmed_at, count(db)) == (RECORDED, 3)


def test_nobody_confirms_for_the_teacher(db, teacher, coach):
    record = make_held(teacher, coach)
    with pytest.raises(Refused, match="Only the teacher herself"):
        actions.confirm(record.number, party=Party.TEACHER, by=coach.id, now=LATER)
    assert count(db) == 1


def test_a_correction_gives_the_new_values_under_the_same_number(db, teacher, coach):
    record = make_held(teacher, coach)
    [before] = queries.standing_facts()
    better = replace(before.fact, lesson_minutes=60)
    corrected = actions.correct(record.number, better, reason=Reason.WRONG_MINUTES, by=coach.id, now=LATER)
    [after] = queries.standing_facts()
    assert (after.number, after.fact, after.corrected_at) == (record.number, better, LATER)
    assert after.corrected_for is Reason.WRONG_MINUTES
    assert (corrected.kind, corrected.refers_to) == (RecordKind.CORRECTED, record.number)


def test_a_correction_can_be_followed_by_its_own_number(db, teacher, coach):
    record = make_held(teacher, coach)
    [standing] = queries.standing_facts()
    better = replace(standing.fact, lesson_minutes=60)
    corrected = actions.correct(record.number, better, reason=Reason.WRONG_MINUTES, by=coach.id, now=LATER)
    actions.confirm(corrected.number, party=Party.TEACHER, by=teacher.id, now=LATER)
    [standing] = queries.standing_facts()
    assert (standing.number, standing.confirmed_by) == (record.number, {Party.TEACHER})


def test_correcting_to_the_same_values_adds_nothing(db, teacher, coach):
    record = make_held(teacher, coach)
    [standing] = queries.standing_facts()
    actions.correct(record.number, standing.fact, reason=Reason.SLIP, by=coach.id, now=LATER)
    assert count(db) == 1


def test_only_who_recorded_it_corrects_or_withdraws(db, teacher, coach):
    record, other = make_held(teacher, coach), make_coach()
    [standing] = queries.standing_facts()
    with pytest.raises(Refused, match="Only the person who recorded this"):
        actions.correct(
            record.number, replace(standing.fact, prep_minutes=1), reason=Reason.SLIP, by=other.id, now=LATER
        )
    with pytest.raises(Refused, match="Only the person who recorded this"):
        actions.withdraw(record.number, reason=Reason.DID_NOT_TAKE_PLACE, by=teacher.id, now=LATER)
    assert count(db) == 1


def test_a_fact_that_moves_to_someone_else_is_found_with_her_only(db, teacher, coach):
    other = make_teacher(make_school())
    record = make_held(teacher, coach)
    [standing] = queries.standing_facts()
    actions.correct(
        record.number, replace(standing.fact, person_id=other.id), reason=Reason.WRONG_PERSON, by=coach.id, now=LATER
    )
    assert queries.standing_facts(person_ids=[teacher.id]) == []
    assert [each.number for each in queries.standing_facts(person_ids=[other.id])] == [record.number]


def test_what_was_withdrawn_does_not_stand_and_withdrawing_again_adds_nothing(db, teacher, coach):
    record = make_held(teacher, coach)
    for _ in range(2):
        actions.withdraw(record.number, reason=Reason.SLIP, by=coach.id, now=RECORDED + timedelta(hours=3))
    assert (queries.standing_facts(), count(db)) == ([], 2)


def test_a_slip_is_undone_on_the_day_itself_only(db, teacher, coach):
    record = make_held(teacher, coach)
    with pytest.raises(Refused, match="on an earlier day"):
        actions.withdraw(record.number, reason=Reason.SLIP, by=coach.id, now=LATER)
    actions.withdraw(record.number, reason=Reason.DID_NOT_TAKE_PLACE, by=coach.id, now=LATER)
    assert queries.standing_facts() == []


ACTS = {
    "confirm": lambda number, fact, by: actions.confirm(number, party=Party.COACH, by=by, now=LATER),
    "link": lambda number, fact, by: actions.link(number, agreement_id=1, by=by, now=LATER),
    "correct": lambda number, fact, by: actions.correct(number, fact, reason=Reason.SLIP, by=by, now=LATER),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_nothing_more_is_said_of_what_was_withdrawn(db, teacher, coach, act):
    record = make_held(teacher, coach)
    [standing] = queries.standing_facts()
    actions.withdraw(record.number, reason=Reason.SLIP, by=coach.id, now=RECORDED)
    with pytest.raises(Refused, match="was withdrawn"):
        act(record.number, standing.fact, coach.id)


def test_what_was_withdrawn_can_be_logged_anew(db, teacher, coach):
    fact = a_fact(person_id=teacher.id)
    first = actions.record_held(fact, by=coach.id, now=RECORDED)
    actions.withdraw(first.number, reason=Reason.SLIP, by=coach.id, now=RECORDED)
    second = actions.record_held(fact, by=coach.id, now=RECORDED)
    assert [each.number for each in queries.standing_facts()] == [second.number]


def test_a_fact_is_linked_to_an_agreement_once(db, teacher, coach):
    record = make_held(teacher, coach)
    for _ in range(2):
        actions.link(record.number, agreement_id=4, by=coach.id, now=LATER)
    [standing] = queries.standing_facts(agreement_ids=[4])
    assert (standing.number, standing.agreement_ids, count(db)) == (record.number, {4}, 2)
    assert queries.standing_facts(agreement_ids=[5]) == []


def test_a_fact_that_is_unlinked_counts_no_more_and_can_be_linked_anew(db, teacher, coach):
    record = make_held(teacher, coach)
    actions.link(record.number, agreement_id=4, by=coach.id, now=LATER)
    for _ in range(2):
        actions.unlink(record.number, agreement_id=4, by=coach.id, now=LATER)
    assert (queries.standing_facts(agreement_ids=[4]), count(db)) == ([], 3)
    actions.link(record.number, agreement_id=4, by=coach.id, now=LATER)
    assert [each.number for each in queries.standing_facts(agreement_ids=[4])] == [record.number]


def test_writers_at_the_same_time_make_one_chain(app, db, teacher, coach):
    teacher_id, coach_id = teacher.id, coach.id
    db.commit()
    start = threading.Barrier(3)

    def write(writer):
        with app.app_context():
            start.wait()
            for number in range(8):
                fact = a_fact(subject=f"writer:{writer}:{number}", person_id=teacher_id)
                actions.record_held(fact, by=coach_id, now=RECORDED)
                database.session.commit()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    verdict = queries.verify_chain()
    assert (verdict.count, verdict.is_whole) == (24, True)


# A list that several keep


def test_a_whole_list_is_confirmed_and_linked_once_and_what_was_withdrawn_is_left_alone(db, teacher, coach):
    numbers = [make_held(teacher, coach).number for _ in range(3)]
    actions.withdraw(numbers[0], reason=Reason.SLIP, by=coach.id, now=RECORDED)
    before = count(db)
    for _ in range(2):
        actions.confirm_many(numbers, party=Party.TRAINER, by=coach.id, now=RECORDED)
        actions.link_many(numbers, agreement_id=9, by=coach.id, now=RECORDED)
    assert count(db) == before + 4
    standing = queries.standing_numbered(numbers)
    assert [each.number for each in standing] == numbers[1:]
    assert {(each.confirmed_by, each.agreement_ids) for each in standing} == {
        (frozenset({Party.TRAINER}), frozenset({9})),
    }
    assert queries.verify_chain().is_whole


def test_a_list_does_not_confirm_for_teachers(teacher, coach):
    number = make_held(teacher, coach).number
    with pytest.raises(Refused):
        actions.confirm_many([number], party=Party.TEACHER, by=coach.id, now=RECORDED)


def test_who_keeps_the_list_takes_off_what_another_recorded_and_it_says_who(teacher, coach):
    number, other = make_held(teacher, coach).number, make_coach()
    with pytest.raises(Refused):
        actions.withdraw(number, reason=Reason.WRONG_PERSON, by=other.id, now=LATER)
    actions.withdraw(number, reason=Reason.WRONG_PERSON, by=other.id, now=LATER, on_shared_list=True)
    assert queries.find_standing(number) is None
    [subject] = {record.subject for record in queries.records_numbered([number])}
    assert [record.recorded_by_id for record in queries.trail_of_all([subject])] == [coach.id, other.id]
