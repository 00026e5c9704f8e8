"""The calendar of a school and that of all trainings: who may have them, what they show, and never who is there."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from coachtrack.accounts import actions as accounts
from coachtrack.agenda import actions
from coachtrack.agenda.models import CalendarRevision, FeedAddress
from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, ParticipantRole
from coachtrack.agenda.rules.feeds import PROGRAMME, PROGRAMME_KINDS, WHOLE_PROGRAMME, FeedLevel, FeedScope, Whose
from coachtrack.errors import Refused
from coachtrack.people.actions import change_person
from coachtrack.people.models import Post, RoleGrant
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.actions import change_school
from coachtrack.viewer import Role
from tests.agenda.conformance import FEED, leaks, parse, problems, unescape
from tests.agenda.reading import address_of, events, text
from tests.factories.agenda import TOMORROW, make_appointment
from tests.factories.people import make_coach, make_holder, make_leader, make_post, make_teacher
from tests.factories.schools import make_school

HOUR = timedelta(hours=1)
LEADS = [PostFunction.SCHOOL_LEADER, PostFunction.CULTURE_COORDINATOR]
SECRETS = ("Zwaantje", "Kwikzilver", "Coba", "Vlinder", "Dirk", "Kees", "geheim", "ATTENDEE", "ORGANIZER")


@pytest.fixture
def school(db):
    return make_school(name="De Bron", street="Bronweg", house_number="4")


@pytest.fixture
def coach(db):
    return make_coach(last_name="Vlinder")


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Zwaantje", last_name="Kwikzilver")


@pytest.fixture
def leader(school):
    return make_leader(school)


@pytest.fixture
def commission(db):
    return make_holder(Role.COMMISSION)


@pytest.fixture
def lesson(coach, teacher, school):
    return make_appointment(coach, teacher, school, title="Dansen met Kees", place="lokaal van Kwikzilver")


@pytest.fixture
def training(coach, teacher, school):
    return make_appointment(
        coach,
        teacher,
        school,
        kind=AppointmentKind.TEAM_TRAINING,
        starts_at=TOMORROW + 3 * HOUR,
        title="Kijken met Kees, geheim",
        place="bij Zwaantje",
        participants={coach.id: ParticipantRole.TRAINER, teacher.id: ParticipantRole.ATTENDEE},
    )


def of(school):
    return Whose(FeedScope.SCHOOL, school.id)


def refused(response):
    assert (response.status_code, response.data) == (404, b"")


def found(response):
    return {event.value("UID") for event in events(response)}


def counted(db, key):
    return db.scalar(sa.select(CalendarRevision.revision).where(CalendarRevision.of == key))


# What they show


@pytest.mark.parametrize("level", FeedLevel)
@pytest.mark.parametrize("locale", ["nl", "en"])
def test_at_no_level_does_either_of_them_say_who_is_there(
    client, leader, commission, lesson, training, school, level, locale, now
):
    for person, whose, count in ((leader, of(school), 2), (commission, WHOLE_PROGRAMME, 1)):
        response = client.get(address_of(person, level, locale, whose=whose))
        assert problems(response.data, FEED, now=now, secure=False) == []
        assert leaks(response.data) == []
        assert len(events(response)) == count
        assert [secret for secret in SECRETS if secret in text(response)] == []


def test_the_calendar_of_a_school_shows_all_that_is_planned_there_and_nothing_of_another(
    client, leader, coach, teacher, lesson, training, school
):
    elsewhere = make_appointment(coach, teacher, make_school(), starts_at=TOMORROW + 5 * HOUR)
    nowhere = make_appointment(coach, leader, starts_at=TOMORROW + 7 * HOUR)
    assert found(client.get(address_of(leader, whose=of(school)))) == {lesson.uid, training.uid}
    assert found(client.get(address_of(leader))) == {nowhere.uid}
    assert found(client.get(address_of(coach))) == {lesson.uid, training.uid, elsewhere.uid, nowhere.uid}


def test_the_calendar_of_the_commission_shows_trainings_and_talks_of_all_schools_and_never_a_coaching_session(
    client, commission, coach, teacher, school
):
    planned = {
        kind: make_appointment(
            coach, teacher, school if number % 2 else make_school(), kind=kind, starts_at=TOMORROW + number * HOUR
        ).uid
        for number, kind in enumerate(AppointmentKind)
    }
    shown = found(client.get(address_of(commission, whose=WHOLE_PROGRAMME)))
    assert shown == {uid for kind, uid in planned.items() if kind in PROGRAMME_KINDS}
    assert len(shown) == 3 + 3


def test_each_calendar_is_called_after_what_it_shows(client, leader, commission, school):
    shared = {of(school): leader, WHOLE_PROGRAMME: commission}
    names = [parse(client.get(address_of(leader)).data).value("NAME")]
    names += [
        unescape(parse(client.get(address_of(who, locale="en", whose=whose)).data).value("NAME"))
        for whose, who in shared.items()
    ]
    assert names == ["CoachTrack", "CoachTrack: De Bron", "CoachTrack: trainings"]


def test_what_was_cancelled_at_school_stays_until_its_end_and_says_so(client, leader, coach, teacher, school, now):
    lesson = make_appointment(coach, teacher, school, starts_at=now + HOUR)
    address = address_of(leader, locale="en", whose=of(school))
    actions.cancel_appointment(lesson, reason=CancelReason.COACH, by=coach.id, now=now)
    event = events(client.get(address))[0]
    assert event.value("SUMMARY") == "Cancelled: Co-teaching dance\\, De Bron"
    with time_machine.travel(now + 2 * HOUR, tick=False):
        assert events(client.get(address)) == []


def test_names_are_refused_where_it_is_not_her_own(leader, school, now):
    with pytest.raises(Refused) as refusal:
        actions.add_feed_address(leader.id, "Telefoon", FeedLevel.FULL, "nl", now, whose=of(school))
    assert refusal.value.field == "level"


# Who may read them


@pytest.mark.parametrize("function", LEADS)
def test_who_leads_the_school_reads_its_calendar_until_the_last_day(client, school, lesson, function, now, db):
    leader = make_leader(school, function)
    address = address_of(leader, whose=of(school))
    assert client.get(address).status_code == 200
    db.scalars(sa.select(Post).where(Post.person_id == leader.id)).one().ends_on = date(2026, 11, 24)
    assert client.get(address).status_code == 200
    with time_machine.travel(now + timedelta(days=1), tick=False):
        refused(client.get(address))
        refused(client.get(address, headers={"If-None-Match": "*"}))


@pytest.mark.parametrize("function", [each for each in PostFunction if each not in LEADS])
def test_who_works_there_in_another_function_reads_only_her_own(client, school, lesson, function, db):
    person = make_leader(school)
    school_calendar, own = address_of(person, whose=of(school)), address_of(person)
    assert client.get(school_calendar).status_code == 200
    db.scalars(sa.select(Post).where(Post.person_id == person.id)).one().function = function
    refused(client.get(school_calendar))
    assert client.get(own).status_code == (404 if function is PostFunction.INTERNAL_SUPERVISOR else 200)


def test_leading_another_school_or_advising_this_one_is_not_enough(client, school, lesson):
    elsewhere = make_school()
    for person in (make_leader(elsewhere), make_holder(Role.ADVISOR, school), make_holder(Role.COMMISSION)):
        refused(client.get(address_of(person, whose=of(school))))


def test_a_post_that_was_put_right_counts_no_longer(client, leader, school, db, now):
    address = address_of(leader, whose=of(school))
    assert client.get(address).status_code == 200
    db.scalars(sa.select(Post).where(Post.person_id == leader.id)).one().superseded_at = now
    refused(client.get(address))


def test_the_commission_reads_the_trainings_as_long_as_it_is_one(client, commission, training, school, now, db):
    make_post(commission, school)
    address, own = address_of(commission, whose=WHOLE_PROGRAMME), address_of(commission)
    assert client.get(address).status_code == 200
    db.scalars(sa.select(RoleGrant)).one().ends_on = date(2026, 11, 24)
    with time_machine.travel(now + timedelta(days=1), tick=False):
        refused(client.get(address))
        assert client.get(own).status_code == 200


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ADVISOR, Role.TRAINER])
def test_no_other_role_reads_the_calendar_of_all_trainings(client, training, school, role):
    refused(client.get(address_of(make_holder(role, school), whose=WHOLE_PROGRAMME)))


def test_a_closed_account_closes_these_too(client, leader, school, now):
    address = address_of(leader, whose=of(school))
    account = accounts.open_account(leader.id, now=now)
    assert client.get(address).status_code == 200
    account.deactivated_at = now
    refused(client.get(address))


# When they are written anew


@pytest.mark.parametrize("scope", [FeedScope.SCHOOL, FeedScope.PROGRAMME])
def test_every_change_gives_another_calendar_at_once(
    client, leader, commission, coach, teacher, training, school, scope, now
):
    person, whose = (leader, of(school)) if scope is FeedScope.SCHOOL else (commission, WHOLE_PROGRAMME)
    address = address_of(person, whose=whose)
    etag = client.get(address).headers["ETag"]
    given = {"by": coach.id, "now": now}
    kind = AppointmentKind.WORKING_GROUP
    starts_at = TOMORROW + 8 * HOUR
    changes = [
        lambda: actions.move_appointment(training, starts_at=starts_at, ends_at=starts_at + HOUR, **given),
        lambda: actions.cancel_appointment(training, reason=CancelReason.SCHOOL, **given),
        lambda: actions.restore_appointment(training, **given),
        lambda: actions.change_kind(training, kind, now=now),
        lambda: make_appointment(coach, teacher, school, kind=kind, starts_at=TOMORROW + timedelta(days=400)),
    ]
    for change in changes:
        change()
        response = client.get(address, headers={"If-None-Match": etag})
        assert response.status_code == 200
        assert response.headers["ETag"] != etag
        etag = response.headers["ETag"]
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_a_school_that_is_called_otherwise_is_called_so_even_where_nothing_was_planned(client, leader, school, now):
    address = address_of(leader, whose=of(school))
    etag = client.get(address).headers["ETag"]
    change_school(school, name="De Waterval", board=None, district=None, by=None, now=now)
    response = client.get(address, headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert "CoachTrack: De Waterval" in text(response)


def test_a_person_who_is_called_otherwise_changes_nothing_there(client, leader, lesson, teacher, school, now, db):
    address = address_of(leader, whose=of(school))
    etag, before = client.get(address).headers["ETag"], counted(db, of(school).key)
    change_person(teacher, first_name="Anna", last_name="Bos", email=teacher.email, by=None, now=now)
    assert counted(db, of(school).key) == before + 1
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_at_midnight_the_window_moves_for_these_too(client, leader, coach, teacher, school, now):
    make_appointment(coach, teacher, school, starts_at=now - timedelta(days=60))
    address = address_of(leader, whose=of(school))
    etag = client.get(address).headers["ETag"]
    with time_machine.travel(now + timedelta(days=1), tick=False):
        response = client.get(address, headers={"If-None-Match": etag})
        assert (response.status_code, events(response)) == (200, [])


def test_changes_are_counted_where_they_show_and_nowhere_else(db, lesson, training, school, coach, teacher):
    elsewhere = make_school()
    assert (counted(db, of(school).key), counted(db, PROGRAMME), counted(db, of(elsewhere).key)) == (2, 1, None)
    make_appointment(coach, teacher, elsewhere, starts_at=TOMORROW + 5 * HOUR)
    assert (counted(db, of(school).key), counted(db, PROGRAMME), counted(db, of(elsewhere).key)) == (2, 1, 1)


def test_making_a_second_address_leaves_what_was_counted(db, leader, lesson, school):
    before = counted(db, of(school).key)
    address_of(leader, whose=of(school))
    assert counted(db, of(school).key) == before
    rows = db.execute(sa.select(FeedAddress.scope, FeedAddress.school_id)).all()
    assert rows == [(FeedScope.SCHOOL, school.id)]
