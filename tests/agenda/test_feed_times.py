"""Every kind of appointment, at the hours where clocks go wrong, from the database to another reader of the feed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine
import vobject

from coachtrack.agenda.actions import move_appointment
from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.agenda.rules.feeds import FeedLevel
from tests.agenda.conformance import FEED, problems
from tests.agenda.reading import address_of, write_many
from tests.agenda.test_ical_properties import CHANGES
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CHANGED = datetime(2025, 1, 2, 8, tzinfo=UTC)
AROUND = [timedelta(minutes=minutes) for minutes in (-121, -61, -60, -59, -30, -1, 0, 1, 30, 59, 60, 61, 1260, 1320)]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change:%Y-%m}")
def test_over_each_change_of_the_clock_every_kind_is_read_at_its_own_moment(client, db, change):
    midnight = datetime.combine(change.date(), datetime.min.time(), AMSTERDAM).astimezone(UTC)
    moments = [change + step for step in AROUND]
    moments += [
        midnight - timedelta(hours=1),
        midnight - timedelta(minutes=1),
        midnight,
        midnight + timedelta(minutes=1),
    ]
    with time_machine.travel(change - timedelta(days=7), tick=False):
        school, coach = make_school(), make_coach()
        teacher = make_teacher(school)
        for kind in AppointmentKind:
            write_many(moments, coach, teacher, school, kind=kind, created_at=CHANGED, changed_at=CHANGED)
        response = client.get(address_of(coach, FeedLevel.FULL))
    assert problems(response.data, FEED, secure=False) == []
    read = {
        event.uid.value: (event.dtstart.value.astimezone(UTC), event.dtend.value.astimezone(UTC))
        for event in vobject.readOne(response.data.decode()).vevent_list
    }
    stored = db.execute(sa.select(Appointment.uid, Appointment.starts_at, Appointment.ends_at)).all()
    assert read == {uid: (starts_at, ends_at) for uid, starts_at, ends_at in stored}
    assert len(read) == len(AppointmentKind) * len(moments)


@pytest.mark.parametrize("days", [-60, -59, -1, 0, 1, 200, 547])
@pytest.mark.parametrize("level", FeedLevel)
def test_a_change_on_any_day_of_the_window_changes_the_validator(client, db, now, days, level):
    school, coach = make_school(), make_coach()
    teacher = make_teacher(school)
    write_many([now + timedelta(days=each) for each in (-60, -59, -1, 0, 1, 200, 547)], coach, teacher, school)
    address = address_of(coach, level)
    etag = client.get(address).headers["ETag"]
    changed = db.scalars(sa.select(Appointment).where(Appointment.starts_at == now + timedelta(days=days))).one()
    end = changed.ends_at + timedelta(minutes=15)
    move_appointment(changed, starts_at=changed.starts_at, ends_at=end, by=coach.id, now=now)
    response = client.get(address, headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert response.headers["ETag"] != etag


@pytest.mark.parametrize("days", [-61, 548])
def test_what_lies_outside_the_window_changes_nothing(client, db, now, days):
    school, coach = make_school(), make_coach()
    write_many([now + timedelta(days=days)], coach, make_teacher(school), school)
    address = address_of(coach)
    etag = client.get(address).headers["ETag"]
    outside = db.scalars(sa.select(Appointment)).one()
    end = outside.ends_at + timedelta(minutes=15)
    move_appointment(outside, starts_at=outside.starts_at, ends_at=end, by=coach.id, now=now)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
