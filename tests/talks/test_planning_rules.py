"""What a school has room for, and which dates cannot be."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from coachtrack.agenda.rules.appointments import AppointmentKind, Span
from coachtrack.agenda.rules.days import Days, SchoolYear
from coachtrack.agenda.rules.openings import Attendant, Facts
from coachtrack.agenda.rules.school_days import NamedDays, SchoolDays
from coachtrack.clock import AMSTERDAM
from coachtrack.errors import Refused
from coachtrack.talks.rules.planning import (
    check_dates,
    check_may_agree,
    check_room,
    first_over,
    propose,
    room_left,
    still_to_plan,
)
from coachtrack.talks.rules.talks import TalkStatus
from coachtrack.trainings.rules import MeetingLoad

TEAM, GROUP = AppointmentKind.TEAM_TRAINING, AppointmentKind.WORKING_GROUP
YEAR = SchoolYear(2026)


def at(day, hour=15, *, month=12, hours=2.0, year=2026):
    starts_at = datetime(year, month, day, hour - 1, tzinfo=UTC)
    return Span(starts_at, starts_at + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("load", "minutes", "room"),
    [
        (MeetingLoad(), 120, None),
        (MeetingLoad(planned=2, most=4), 120, 2),
        (MeetingLoad(held=3, planned=2, most=4), 120, 0),
        (MeetingLoad(planned_minutes=120, most_minutes=400), 120, 2),
        (MeetingLoad(planned=1, planned_minutes=120, most=9, most_minutes=400), 120, 2),
        (MeetingLoad(planned=1, planned_minutes=120, most=2, most_minutes=4000), 120, 1),
    ],
)
def test_a_school_has_room_until_its_first_bound(load, minutes, room):
    assert room_left(TEAM, load, minutes) == room


def test_the_ceiling_is_about_meetings_of_the_whole_team_only():
    full = MeetingLoad(planned=4, most=4)
    assert room_left(GROUP, full, 60) is None
    assert first_over(GROUP, full, [at(1)]) is None
    assert first_over(TEAM, full, [at(1)]) == 0


def test_the_first_that_is_too_many_is_named_in_order_of_time_at_its_own_line():
    load = MeetingLoad(planned=2, most=4)
    lines = {0: at(15), 3: at(1), 5: at(8)}
    with pytest.raises(Refused) as refused:
        check_room(TEAM, load, lines)
    assert refused.value.field == "meetings-0-day"
    assert refused.value.values == {"most": 4, "number": 5}


def test_what_is_too_long_together_is_named_in_minutes():
    load = MeetingLoad(planned=1, planned_minutes=60, most_minutes=200)
    with pytest.raises(Refused) as refused:
        check_room(TEAM, load, {0: at(1), 1: at(8)})
    assert (refused.value.field, refused.value.values) == ("meetings-1-day", {"most": 200, "minutes": 300})
    check_room(TEAM, load, {0: at(1)})


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ({}, "meetings-0-day"),
        ({0: at(1), 2: at(2, hours=-1)}, "meetings-2-ends_at"),
        ({0: at(1), 2: at(1, month=8, year=2027)}, "meetings-2-day"),
        ({0: at(31, month=7)}, "meetings-0-day"),
        ({1: at(1, 15), 4: at(1, 16), 5: at(2)}, "meetings-4-starts_at"),
        ({1: at(1, 16), 4: at(1, 15), 5: at(2)}, "meetings-1-starts_at"),
    ],
)
def test_a_date_that_cannot_be_is_refused_at_its_line(lines, field):
    with pytest.raises(Refused) as refused:
        check_dates(lines, YEAR, AMSTERDAM)
    assert refused.value.field == field


def test_dates_that_touch_are_fine_and_so_is_the_last_day_of_the_year():
    check_dates({0: at(1, 15), 1: at(1, 17), 2: at(31, month=7, year=2027)}, YEAR, AMSTERDAM)


@pytest.mark.parametrize("status", [TalkStatus.REPORTED, TalkStatus.CONFIRMED])
def test_nothing_is_added_to_a_talk_of_which_the_report_was_made(status):
    check_may_agree(TalkStatus.OPEN)
    with pytest.raises(Refused):
        check_may_agree(status)


def test_what_is_planned_beyond_the_promise_leaves_nothing_to_plan():
    assert [still_to_plan(4, planned) for planned in (0, 3, 4, 5)] == [4, 1, 0, 0]


def test_the_first_date_waits_for_the_end_of_a_project_however_far_apart_the_dates_are():
    first = date(2026, 11, 30)
    project = NamedDays(first, first + timedelta(weeks=5, days=-1), "Wijkproject")
    school = {weekday: (time(15, 15), time(18)) for weekday in range(5)}
    facts = Facts((Attendant(1, "Coba"),), AMSTERDAM, SchoolDays(projects=(project,)), school)
    proposal = propose(
        facts,
        length=timedelta(hours=1),
        days=Days(first, first + timedelta(weeks=7)),
        not_before=datetime(2026, 11, 24, tzinfo=UTC),
        times=1,
        weeks=8,
        room=None,
    )
    assert [each.span.starts_at.astimezone(AMSTERDAM).date() for each in proposal.dates] == [date(2027, 1, 4)]
