"""Planning a training, taking its attendance, and what that leaves as evidence."""

from datetime import timedelta

import pytest

from coachtrack.agenda.rules.appointments import AppointmentStatus, CancelReason, ParticipantRole
from coachtrack.errors import Refused
from coachtrack.evidence.queries import standing_facts, trail, verify_chain
from coachtrack.evidence.rules.records import Activity, Party, Reason, RecordKind
from coachtrack.people.rules.posts import PostFunction
from coachtrack.trainings import actions, queries
from coachtrack.trainings.rules import Presence, TargetGroup, TrainingStatus
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.trainings import YESTERDAY, a_meeting, make_training

DAY = timedelta(days=1)


def roles(meeting):
    return {each.person_id: each.role for each in meeting.appointment.participants}


def take(training, present, away=(), **given):
    by, now = given.pop("by", training.trainer_id), given.pop("now")
    people = {"present": [each.id for each in present], "away": [each.id for each in away]}
    actions.take_attendance(training.meetings[0], **people, by=by, now=now, **given)


def test_everyone_in_front_of_the_class_that_day_is_on_the_list(training, trainer, teachers, school):
    make_leader(school)
    make_teacher(make_school())
    expected = {each.id: ParticipantRole.ATTENDEE for each in teachers} | {trainer.id: ParticipantRole.TRAINER}
    assert roles(training.meetings[0]) == expected


def test_who_left_or_has_yet_to_come_is_not_asked(trainer, school, teachers):
    make_teacher(school, post={"ends_on": YESTERDAY.date() - DAY})
    newcomer = make_teacher(school, post={"starts_on": YESTERDAY.date() + DAY})
    training = make_training(trainer, school, meetings=[a_meeting(), a_meeting(YESTERDAY + 7 * DAY)])
    first, second = (set(roles(meeting)) for meeting in training.meetings)
    assert first == {trainer.id, *(each.id for each in teachers)}
    assert second == first | {newcomer.id}


def test_a_group_of_its_own_is_asked_for_the_whole_programme(trainer, school):
    coach, icc = make_coach(), make_leader(school, PostFunction.CULTURE_COORDINATOR)
    officers = make_training(trainer, target_group=TargetGroup.EDUCATION_OFFICERS)
    later = [a_meeting(YESTERDAY + DAY)]
    coordinators = make_training(trainer, target_group=TargetGroup.CULTURE_COORDINATORS, meetings=later)
    assert set(roles(officers.meetings[0])) == {trainer.id, coach.id}
    assert set(roles(coordinators.meetings[0])) == {trainer.id, icc.id}


def test_a_training_without_meetings_is_none(trainer, school):
    with pytest.raises(Refused, match="at least one meeting"):
        make_training(trainer, school, meetings=[])


def test_two_meetings_at_once_are_refused(trainer, school):
    with pytest.raises(Refused, match="same time"):
        make_training(trainer, school, meetings=[a_meeting(), a_meeting(YESTERDAY + timedelta(hours=1))])


def test_a_trainer_is_in_one_place_at_a_time(trainer, school, now):
    make_training(trainer, school, meetings=[a_meeting(now + DAY)])
    with pytest.raises(Refused, match="already has an appointment"):
        make_training(trainer, make_school(), meetings=[a_meeting(now + DAY)])


def test_presence_becomes_evidence_of_this_person_with_the_minutes_of_the_meeting(training, teachers, school, now):
    take(training, teachers[:2], teachers[2:], now=now)
    facts = {each.fact.person_id: each for each in standing_facts(subjects={f"meeting:{training.meetings[0].id}"})}
    assert set(facts) == {teachers[0].id, teachers[1].id}
    known = facts[teachers[0].id]
    assert (known.fact.activity, known.fact.kind, known.fact.minutes) == (Activity.TRAINING, "team_training", 120)
    assert (known.fact.held_on, known.fact.school_id) == (YESTERDAY.date(), school.id)
    assert known.fact.post_id is not None
    assert known.confirmed_by == {Party.TRAINER}
    rows = {row.person_id: row.presence for row in training.meetings[0].attendance}
    assert rows == {each.id: Presence.PRESENT for each in teachers[:2]} | {teachers[2].id: Presence.AWAY}


def test_saving_the_same_list_again_adds_nothing(training, teachers, now):
    for _ in range(2):
        take(training, teachers, now=now)
    assert len(trail(f"meeting:{training.meetings[0].id}", teachers[0].id)) == 2  # held and confirmed


def test_a_slip_is_undone_and_done_again_the_same_day(training, teachers, now):
    take(training, teachers, now=now)
    take(training, teachers[1:], teachers[:1], now=now)
    assert {each.fact.person_id for each in standing_facts()} == {teachers[1].id, teachers[2].id}
    take(training, teachers, now=now)
    assert len(standing_facts()) == 3
    kinds = [row.kind for row in trail(f"meeting:{training.meetings[0].id}", teachers[0].id)]
    assert kinds.count(RecordKind.WITHDRAWN) == 1


def test_on_a_later_day_taking_someone_off_wants_a_reason(training, teachers, now):
    take(training, teachers, now=now)
    with pytest.raises(Refused) as refusal:
        take(training, teachers[1:], teachers[:1], now=now + DAY)
    assert refusal.value.field == "reason"
    take(training, teachers[1:], teachers[:1], reason=Reason.WRONG_PERSON, now=now + DAY)
    assert len(standing_facts()) == 2


def test_whoever_keeps_the_list_puts_it_right_and_what_was_said_before_stays_on_record(training, teachers, now):
    take(training, teachers, now=now)
    commission = make_holder(Role.COMMISSION)
    take(training, teachers[1:], teachers[:1], reason=Reason.WRONG_PERSON, by=commission.id, now=now + DAY)
    assert {each.fact.person_id for each in standing_facts()} == {teachers[1].id, teachers[2].id}
    record = trail(f"meeting:{training.meetings[0].id}", teachers[0].id)
    assert [(row.kind, row.recorded_by_id) for row in record] == [
        (RecordKind.HELD, training.trainer_id),
        (RecordKind.CONFIRMED, training.trainer_id),
        (RecordKind.WITHDRAWN, commission.id),
    ]
    assert verify_chain().is_whole


def test_someone_from_elsewhere_is_put_on_the_list_and_has_it_at_her_own_school(training, teachers, now):
    elsewhere = make_school()
    guest = make_teacher(elsewhere)
    take(training, [*teachers, guest], now=now)
    assert roles(training.meetings[0])[guest.id] is ParticipantRole.ATTENDEE
    fact = next(each.fact for each in standing_facts(person_ids={guest.id}))
    assert fact.school_id == elsewhere.id


def test_who_works_at_no_school_has_it_where_it_was(training, teachers, now):
    guest = make_coach()
    take(training, [*teachers, guest], now=now)
    assert [each.fact.school_id for each in standing_facts(person_ids={guest.id})] == [training.school_id]


def test_a_course_counts_at_the_school_where_someone_works(trainer, school, teachers, now):
    training = make_training(trainer, attendee_ids=[teachers[0].id])
    take(training, teachers[:1], now=now)
    assert [each.fact.school_id for each in standing_facts()] == [school.id]


def test_a_meeting_that_has_not_begun_has_no_attendance(trainer, school, teachers, now):
    training = make_training(trainer, school, meetings=[a_meeting(now + timedelta(minutes=1))])
    with pytest.raises(Refused, match="not begun"):
        take(training, teachers, now=now)


def test_a_cancelled_meeting_has_no_attendance(training, teachers, trainer, now):
    actions.cancel_meeting(training.meetings[0], reason=CancelReason.SCHOOL, by=trainer.id, now=now)
    with pytest.raises(Refused, match="cancelled"):
        take(training, teachers, now=now)
    actions.restore_meeting(training.meetings[0], by=trainer.id, now=now)
    take(training, teachers, now=now)


def test_a_meeting_that_took_place_is_neither_moved_nor_cancelled(training, teachers, trainer, now):
    take(training, teachers, now=now)
    with pytest.raises(Refused, match="took place"):
        actions.move_meeting(training.meetings[0], a_meeting(now + DAY), by=trainer.id, now=now)
    with pytest.raises(Refused, match="took place"):
        actions.cancel_meeting(training.meetings[0], reason=CancelReason.COACH, by=trainer.id, now=now)
    with pytest.raises(Refused, match="not completed instead"):
        actions.cancel_training(training, by=trainer.id, now=now)


def test_a_series_can_end_not_completed_and_go_on_next_year(trainer, school, teachers, now):
    training = make_training(trainer, school, meetings=[a_meeting(), a_meeting(now + 7 * DAY)])
    take(training, teachers, now=now)
    actions.finish_training(training, completed=False, by=trainer.id, now=now)
    assert training.status is TrainingStatus.NOT_COMPLETED
    assert [meeting.appointment.status for meeting in training.meetings] == [
        AppointmentStatus.PLANNED,
        AppointmentStatus.CANCELLED,
    ]
    actions.add_meetings(training, [a_meeting(now + 300 * DAY)], by=trainer.id, now=now)
    assert (training.status, len(training.meetings)) == (TrainingStatus.PLANNED, 3)


def test_a_training_nobody_was_at_is_not_completed(training, trainer, now):
    with pytest.raises(Refused, match="attendance"):
        actions.finish_training(training, completed=True, by=trainer.id, now=now)


def test_a_whole_training_can_be_called_off(trainer, school, now):
    training = make_training(trainer, school, meetings=[a_meeting(now + DAY)])
    actions.cancel_training(training, by=trainer.id, now=now)
    assert training.meetings[0].appointment.status is AppointmentStatus.CANCELLED
    with pytest.raises(Refused, match="was cancelled"):
        actions.add_meetings(training, [a_meeting(now + 2 * DAY)], by=trainer.id, now=now)


def test_one_training_is_found_from_its_appointment(training):
    assert queries.training_of_appointment(training.meetings[0].appointment_id) == training
