"""Who may be coached by whom, from which status to which, what is logged and undone: tables of facts and verdicts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.errors import Refused
from coachtrack.evidence.rules.records import Reason
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories import rules
from coachtrack.trajectories.rules import Minutes, SessionOutcome, StartFacts, TrajectoryStatus, Validity

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
GOOD = StartFacts(
    discipline=Discipline.DANCE,
    on=TODAY,
    coach_validities=(Validity(Discipline.DANCE, date(2025, 8, 1), date(2027, 7, 31)),),
    coach_is_appointed=True,
    coach_is_teacher=False,
    teacher_works_here=True,
    teacher_left_on=None,
    school_is_open=True,
    has_same_trajectory=False,
)


def test_when_all_is_well_a_trajectory_may_start():
    rules.check_may_start(GOOD)


@pytest.mark.parametrize(
    ("change", "words", "field"),
    [
        ({"coach_is_appointed": False}, "appointment as coach", None),
        ({"discipline": Discipline.MUSIC}, "not a discipline of the coach", "discipline"),
        ({"coach_validities": ()}, "not a discipline of the coach", "discipline"),
        ({"on": date(2027, 8, 1)}, "has expired", "discipline"),
        ({"on": date(2025, 7, 31)}, "has expired", "discipline"),
        ({"coach_is_teacher": True}, "cannot coach herself", "teacher_id"),
        ({"teacher_left_on": date(2026, 7, 31), "teacher_works_here": False}, "left the school on", "teacher_id"),
        ({"teacher_works_here": False}, "does not work at this school", "teacher_id"),
        ({"school_is_open": False}, "Coaching is not open", "school_id"),
        ({"has_same_trajectory": True}, "already a trajectory", "teacher_id"),
    ],
)
def test_what_stands_in_the_way_is_named(change, words, field):
    with pytest.raises(Refused, match=words) as refused:
        rules.check_may_start(replace(GOOD, **change))
    assert refused.value.field == field


@pytest.mark.parametrize("on", [date(2025, 8, 1), date(2027, 7, 31)])
def test_first_and_last_day_of_validity_count(on):
    rules.check_may_start(replace(GOOD, on=on))


@pytest.mark.parametrize("change", [{"school_is_open": False}, {"has_same_trajectory": True}])
def test_a_trajectory_that_runs_goes_on_when_the_school_is_no_longer_open(change):
    rules.check_may_go_on(replace(GOOD, **change))


@pytest.mark.parametrize(
    ("same_school", "agreed", "has_ended", "fits"),
    [
        (True, None, False, True),
        (True, Discipline.DANCE, False, True),
        (True, Discipline.MUSIC, False, False),
        (False, None, False, False),
        (True, None, True, False),
    ],
)
def test_an_agreement_fits_its_own_school_and_discipline(same_school, agreed, has_ended, fits):
    facts = {"same_school": same_school, "agreed_discipline": agreed, "has_ended": has_ended}
    if fits:
        rules.check_fits_agreement(discipline=Discipline.DANCE, **facts)
    else:
        with pytest.raises(Refused):
            rules.check_fits_agreement(discipline=Discipline.DANCE, **facts)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"teacher_works_here": False}, "does not work"),
        ({"has_asked": True}, "asked for already"),
        ({"has_trajectory": True}, "already a trajectory"),
    ],
)
def test_asking_is_refused_with_the_reason(facts, words):
    good = {"teacher_works_here": True, "has_asked": False, "has_trajectory": False}
    rules.check_may_ask(**good)
    with pytest.raises(Refused, match=words):
        rules.check_may_ask(**(good | facts))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (TrajectoryStatus.PROPOSED, "Accept it first"),
        (TrajectoryStatus.PAUSED, "Resume it first"),
        (TrajectoryStatus.COMPLETED, "is closed"),
        (TrajectoryStatus.STOPPED, "is closed"),
        (TrajectoryStatus.DRAFT, None),
        (TrajectoryStatus.ACTIVE, None),
    ],
)
def test_sessions_are_planned_in_what_is_open(status, words):
    if words is None:
        rules.check_may_plan(status)
    else:
        with pytest.raises(Refused, match=words):
            rules.check_may_plan(status)


@pytest.mark.parametrize(
    ("outcome", "cancelled", "begins_in", "may"),
    [
        (None, False, timedelta(0), True),
        (None, False, -timedelta(days=40), True),
        (None, False, timedelta(seconds=1), False),
        (None, True, -timedelta(hours=1), False),
        (SessionOutcome.HELD, False, -timedelta(hours=1), False),
        (SessionOutcome.NOT_HELD, False, -timedelta(hours=1), False),
    ],
)
def test_a_session_is_logged_once_it_has_begun(outcome, cancelled, begins_in, may):
    facts = {"outcome": outcome, "cancelled": cancelled, "starts_at": NOW + begins_in, "now": NOW}
    assert rules.is_to_log(**facts) is may
    if may:
        rules.check_may_log(**facts)
    else:
        with pytest.raises(Refused):
            rules.check_may_log(**facts)


YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("logged_on", "given", "reason"),
    [
        (TODAY, None, Reason.SLIP),
        (TODAY, Reason.DID_NOT_TAKE_PLACE, Reason.DID_NOT_TAKE_PLACE),
        (YESTERDAY, Reason.WRONG_PERSON, Reason.WRONG_PERSON),
        (YESTERDAY, None, None),
        (YESTERDAY, Reason.SLIP, None),
    ],
)
def test_undoing_asks_for_a_reason_from_the_next_day_on(logged_on, given, reason):
    facts = {"outcome": SessionOutcome.HELD, "logged_on": logged_on, "today": TODAY, "given": given, "closes": False}
    if reason is None:
        with pytest.raises(Refused):
            rules.reason_to_undo(**facts)
    else:
        assert rules.reason_to_undo(**facts) is reason


def test_what_a_completed_trajectory_rests_on_stays():
    with pytest.raises(Refused, match="closing talk"):
        rules.reason_to_undo(
            outcome=SessionOutcome.HELD, logged_on=TODAY, today=TODAY, given=None, closes=True
        )  # fmt: skip


USUAL = Minutes(30, 45, 30, 120)


@pytest.mark.parametrize(
    ("kind", "planned", "usual", "minutes"),
    [
        (AppointmentKind.CO_TEACHING, 60, USUAL, Minutes(30, 60, 30, 120)),
        (AppointmentKind.DEMO_LESSON, 20, USUAL, Minutes(30, 20, 30, 120)),
        (AppointmentKind.CLASSROOM_VISIT, 720, USUAL, Minutes(30, 600, 30, 120)),
        (AppointmentKind.INTAKE_TALK, 90, Minutes(0, 45, 0, 60), Minutes(0, 45, 0, 60)),
        (AppointmentKind.PREPARATION, 25, None, Minutes(prep=25, coach=25)),
        (AppointmentKind.DEBRIEF, 25, None, Minutes(debrief=25, coach=25)),
        (AppointmentKind.CLOSING_TALK, 25, None, Minutes(lesson=25, coach=25)),
    ],
)
def test_held_as_planned_fills_in_the_usual(kind, planned, usual, minutes):
    assert rules.minutes_as_planned(kind, planned, usual) == minutes


def test_a_closing_talk_is_one_among_the_kinds_held():
    assert rules.has_closing_talk((AppointmentKind.CO_TEACHING, AppointmentKind.CLOSING_TALK))
    assert not rules.has_closing_talk((AppointmentKind.CO_TEACHING, AppointmentKind.MIDTERM_REVIEW))
