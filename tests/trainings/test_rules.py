"""When a training may be planned, ended, called off, and its attendance taken."""

from datetime import UTC, datetime, timedelta

import pytest

from coachtrack.agenda.rules.appointments import Span
from coachtrack.errors import Refused
from coachtrack.trainings.rules import (
    Presence,
    TrainingStatus,
    attended_minutes,
    check_agreement_fits,
    check_may_finish,
    check_may_take_attendance,
    check_meetings,
)

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_meetings_may_follow_each_other_at_once():
    check_meetings([Span(START + HOUR, START + 2 * HOUR), Span(START, START + HOUR)])


@pytest.mark.parametrize("count", [0, 13])
def test_a_training_has_one_to_twelve_meetings(count):
    with pytest.raises(Refused):
        check_meetings([Span(START + day * 24 * HOUR, START + day * 24 * HOUR + HOUR) for day in range(count)])


@pytest.mark.parametrize(("before", "cancelled", "allowed"), [(0, False, True), (1, False, False), (0, True, False)])
def test_attendance_is_taken_of_a_meeting_that_began_and_goes_on(before, cancelled, allowed):
    facts = {"starts_at": START, "now": START - timedelta(seconds=before), "cancelled": cancelled}
    if allowed:
        check_may_take_attendance(**facts)
    else:
        with pytest.raises(Refused):
            check_may_take_attendance(**facts)


@pytest.mark.parametrize(("school", "fits"), [(1, True), (2, False), (None, False)])
def test_an_agreement_is_of_the_school_of_the_training(school, fits):
    if fits:
        check_agreement_fits(school_id=school, agreement_school_id=1)
    else:
        with pytest.raises(Refused):
            check_agreement_fits(school_id=school, agreement_school_id=1)


def test_what_was_cancelled_is_not_completed():
    with pytest.raises(Refused):
        check_may_finish(TrainingStatus.CANCELLED, taken=True)


def test_minutes_count_where_someone_was():
    assert attended_minutes([Presence.PRESENT, Presence.AWAY, Presence.PRESENT], [120, 90, 60]) == 180
