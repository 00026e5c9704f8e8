"""Who is told of what, by mail: each participant apart, each version once, in words that give nothing away."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import vobject

from coachtrack.accounts.models import Account
from coachtrack.agenda import actions, queries
from coachtrack.agenda.models import AgendaPreference
from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, ParticipantRole, PlaceKind
from coachtrack.agenda.rules.invitations import Channel
from coachtrack.outbox import SUPERSEDED, OutboxMail
from tests.factories.agenda import PLANNED_AT, TOMORROW, make_appointment
from tests.factories.people import make_coach, make_person, make_teacher
from tests.factories.schools import make_school

HOUR = timedelta(hours=1)
HOSTILE = 'De "Bron"; a, b\\n\r\nATTENDEE:mailto:x@y.example\u2028Z\x85=1+1'


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Anneke")


def prefer(db, person, channel):
    db.add(AgendaPreference(person_id=person.id, channel=channel))
    db.flush()


def told(db, person):
    """What waits for this person, oldest first."""
    mails = sa.select(OutboxMail).where(OutboxMail.recipient_id == person.id, OutboxMail.given_up_at.is_(None))
    return db.scalars(mails.order_by(OutboxMail.id)).all()


def send_all(db):
    """As if everything had been sent."""
    db.execute(sa.update(OutboxMail).values(attempts=1, sent_at=PLANNED_AT))
    db.expire_all()


def calendar_of(mail):
    read = vobject.readOne(mail.calendar)
    assert read.method.value == mail.calendar_method
    assert [each for each in read.contents if each.startswith("x-")] == []
    (event,) = read.contents["vevent"]
    assert "valarm" not in event.contents
    assert "description" not in event.contents
    return event


def test_everyone_who_takes_part_is_invited_apart_and_sees_no_other_guest(db, coach, teacher, school):
    appointment = make_appointment(coach, teacher, school)
    (mail,) = told(db, teacher)
    event = calendar_of(mail)
    assert (mail.calendar_method, mail.thread) == ("REQUEST", f"appointment:{appointment.id}:{teacher.id}")
    assert [each.value for each in event.contents["attendee"]] == [f"mailto:{teacher.email}"]
    assert event.organizer.value == f"mailto:{coach.email}"
    assert (mail.from_name, mail.reply_to) == (f"{coach.name} via CoachTrack", coach.email)


def test_the_planner_gets_a_copy_for_her_own_calendar_and_is_not_asked(db, coach, teacher, school):
    make_appointment(coach, teacher, school)
    (mail,) = told(db, coach)
    event = calendar_of(mail)
    assert mail.calendar_method == "PUBLISH"
    assert "attendee" not in event.contents
    assert event.organizer.value == f"mailto:{coach.email}"
    assert (mail.from_name, mail.reply_to) == ("", None)
    assert "/antwoord/" not in mail.body


def test_whoever_planned_it_and_takes_no_part_gets_nothing(db, coach, teacher):
    planner = make_person()
    make_appointment(coach, teacher, by=planner.id)
    assert told(db, planner) == []
    assert {mail.calendar_method for mail in (*told(db, coach), *told(db, teacher))} == {"REQUEST"}


def test_what_nobody_planned_comes_from_the_programme(db, coach, teacher):
    make_appointment(coach, teacher, by=None)
    (mail,) = told(db, teacher)
    assert calendar_of(mail).organizer.value == "mailto:coachtrack@localhost"
    assert (mail.from_name, mail.reply_to) == ("", None)


def test_the_mail_says_kind_discipline_school_and_moment_and_no_more(db, coach, teacher, school):
    make_appointment(coach, teacher, school, title="Faalangst van Kim", place="bij de kluis")
    (mail,) = told(db, teacher)
    assert "Co-teaching dans, De Bron" in mail.body
    assert "woensdag 25 november 2026, 10.00–11.00 uur" in mail.body
    assert "10.00" in mail.subject
    for given_away in ("Faalangst", "kluis"):
        assert given_away not in mail.subject + mail.body + mail.calendar


def test_the_link_stands_in_the_mail_alone_and_leads_home(db, coach, teacher, school):
    make_appointment(coach, teacher, school)
    (mail,) = told(db, teacher)
    (link,) = re.findall(r"\S+/antwoord/\S+", mail.body)
    assert link.startswith("http://localhost/antwoord/")
    token = link.rpartition("/")[2]
    assert token not in mail.subject + mail.calendar + mail.key


def test_a_move_says_when_it_was_and_has_a_higher_number(db, coach, teacher, school, now):
    appointment = make_appointment(coach, teacher, school)
    send_all(db)
    actions.move_appointment(appointment, starts_at=TOMORROW + HOUR, ends_at=TOMORROW + 2 * HOUR, by=coach.id, now=now)
    (*_sent, mail) = told(db, teacher)
    event = calendar_of(mail)
    assert (event.sequence.value, event.uid.value, event.dtstart.value) == ("1", appointment.uid, TOMORROW + HOUR)
    assert event.dtstamp.value == now
    assert "11.00–12.00" in mail.body
    assert "10.00–11.00" in mail.body


def test_another_place_is_told_as_well(db, coach, teacher, school, now):
    appointment = make_appointment(coach, teacher, school)
    send_all(db)
    times = {"starts_at": appointment.starts_at, "ends_at": appointment.ends_at}
    actions.move_appointment(appointment, **times, place_kind=PlaceKind.ONLINE, by=coach.id, now=now)
    assert calendar_of(told(db, teacher)[-1]).sequence.value == "1"


def test_cancelling_takes_it_out_and_says_no_more_than_why_in_four_words(db, coach, teacher, school, now):
    appointment = make_appointment(coach, teacher, school)
    send_all(db)
    actions.cancel_appointment(appointment, reason=CancelReason.AWAY, by=coach.id, now=now)
    mail, copy = told(db, teacher)[-1], told(db, coach)[-1]
    assert (mail.calendar_method, calendar_of(mail).status.value) == ("CANCEL", "CANCELLED")
    assert (copy.calendar_method, calendar_of(copy).status.value) == ("PUBLISH", "CANCELLED")
    assert "/antwoord/" not in mail.body


def test_what_goes_on_after_all_is_an_invitation_again(db, coach, teacher, school, now):
    appointment = make_appointment(coach, teacher, school)
    send_all(db)
    actions.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=coach.id, now=now)
    actions.restore_appointment(appointment, by=coach.id, now=now)
    mail = told(db, teacher)[-1]
    assert (mail.calendar_method, calendar_of(mail).sequence.value) == ("REQUEST", "2")
    assert calendar_of(mail).status.value == "CONFIRMED"


def test_what_was_never_sent_is_not_cancelled_by_mail(db, coach, teacher, school, now):
    appointment = make_appointment(coach, teacher, school)
    actions.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=coach.id, now=now)
    assert told(db, teacher) == told(db, coach) == []
    assert set(db.scalars(sa.select(OutboxMail.last_error))) == {SUPERSEDED}
    assert set(db.scalars(sa.select(OutboxMail.body))) == {None}


def test_only_newcomers_and_leavers_are_told_that_they_come_and_go(db, coach, teacher, school, now):
    appointment, other = make_appointment(coach, teacher, school), make_teacher(school, "Bo")
    send_all(db)
    roles = {coach.id: ParticipantRole.COACH, other.id: ParticipantRole.TEACHER}
    actions.set_participants(appointment, roles, now=now)
    assert [mail.calendar_method for mail in told(db, coach)] == ["PUBLISH"]
    assert [mail.calendar_method for mail in told(db, other)] == ["REQUEST"]
    invitation, goodbye = told(db, teacher)
    assert (invitation.calendar_method, goodbye.calendar_method) == ("REQUEST", "CANCEL")
    assert [calendar_of(mail).sequence.value for mail in (invitation, goodbye)] == ["0", "1"]
    assert appointment.sequence == 0


def test_whoever_comes_back_gets_no_lower_number_than_she_was_told(db, coach, teacher, school, now):
    appointment = make_appointment(coach, teacher, school)
    alone = {coach.id: ParticipantRole.COACH}
    together = alone | {teacher.id: ParticipantRole.TEACHER}
    for minute in range(2):
        for each in (alone, together):
            send_all(db)
            now += timedelta(minutes=minute + 1)
            actions.set_participants(appointment, each, now=now)
    send_all(db)
    times = {"starts_at": TOMORROW + HOUR, "ends_at": TOMORROW + 2 * HOUR}
    actions.move_appointment(appointment, **times, by=coach.id, now=now + HOUR)
    events = [(mail.calendar_method, calendar_of(mail)) for mail in told(db, teacher)]
    assert [(method, int(event.sequence.value)) for method, event in events] == [
        ("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 1), ("CANCEL", 2), ("REQUEST", 2), ("REQUEST", 3),
    ]  # fmt: skip
    stamps = [event.dtstamp.value for _method, event in events]
    assert stamps == sorted(stamps)


@pytest.mark.parametrize(("channel", "mails"), [(None, 1), (Channel.MAIL, 1), (Channel.BOTH, 1), (Channel.FEED, 0)])
def test_the_channel_decides(db, coach, teacher, channel, mails):
    if channel:
        prefer(db, teacher, channel)
    make_appointment(coach, teacher)
    assert len(told(db, teacher)) == mails


@pytest.mark.parametrize("came_back", [False, True])
def test_an_invitation_that_waited_is_not_sent_when_she_wants_no_mail_of_what_happened_to_it(
    db, coach, teacher, school, now, came_back
):
    appointment = make_appointment(coach, teacher, school)
    (mail,) = told(db, teacher)
    mail.given_up_at, mail.last_error = (now, "550 No such user") if came_back else (None, None)
    prefer(db, teacher, Channel.FEED)
    actions.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=coach.id, now=now)
    db.expire_all()
    assert (mail.given_up_at, mail.body, mail.last_error) == (now, None, SUPERSEDED)


def test_without_an_address_or_with_a_closed_account_there_is_no_mail(db, coach, school, now):
    without, closed = make_teacher(school, "Zonder", email=None), make_teacher(school, "Weg")
    db.add(Account(person_id=closed.id, created_at=now, deactivated_at=now))
    db.flush()
    for hour, teacher in enumerate((without, closed)):
        make_appointment(coach, teacher, starts_at=TOMORROW + hour * HOUR)
        assert told(db, teacher) == []


def test_everyone_reads_it_in_her_own_language(db, coach, teacher, school, now):
    db.add(Account(person_id=teacher.id, created_at=now, locale="en"))
    db.flush()
    make_appointment(coach, teacher, school)
    assert told(db, teacher)[0].body.startswith("Dear Anneke,")
    assert told(db, coach)[0].body.startswith("Beste Coba,")
    assert calendar_of(told(db, teacher)[0]).summary.value == "Co-teaching dance, De Bron"


def test_nobody_is_told_of_what_is_over_or_was_only_written_down(db, coach, teacher, now):
    past = make_appointment(coach, teacher, starts_at=now - 3 * HOUR, now=now)
    make_appointment(coach, teacher, starts_at=now - HOUR / 2, took_place=True, now=now)
    times = {"starts_at": past.starts_at + HOUR / 2, "ends_at": past.ends_at}
    actions.move_appointment(past, **times, by=coach.id, now=now)
    actions.cancel_appointment(past, reason=CancelReason.OTHER, by=coach.id, now=now)
    actions.restore_appointment(past, by=coach.id, now=now)
    actions.set_participants(past, {coach.id: ParticipantRole.COACH}, now=now)
    assert db.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 0


def test_what_was_still_to_come_and_took_place_already_leaves_the_calendars(db, coach, teacher, now):
    appointment = make_appointment(coach, teacher)
    send_all(db)
    actions.move_appointment(appointment, starts_at=now - 2 * HOUR, ends_at=now - HOUR, by=coach.id, now=now)
    mail = told(db, teacher)[-1]
    assert calendar_of(mail).dtstart.value == now - 2 * HOUR
    assert "/antwoord/" not in mail.body


def test_another_kind_is_no_news(db, coach, teacher, now):
    appointment = make_appointment(coach, teacher)
    actions.change_kind(appointment, AppointmentKind.DEMO_LESSON, now=now)
    assert len(told(db, teacher)) == 1


def test_tricks_in_names_come_out_as_text(db, now):
    school = make_school(name="De Bron")
    school.name = HOSTILE
    coach, teacher = make_coach(), make_teacher(school, "Anneke")
    coach.last_name = teacher.first_name = HOSTILE[:100]
    db.flush()
    appointment = make_appointment(coach, teacher, school)
    send_all(db)
    actions.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=coach.id, now=now)
    for mail in told(db, teacher):
        event = calendar_of(mail)
        assert len(event.contents["attendee"]) == 1
        assert not re.search("[\x00-\x09\x0b-\x1f\x85\u2028]", mail.calendar.replace("\r\n", "") + mail.from_name)
        assert "\nATTENDEE:mailto:x@y" not in mail.body


def test_telling_twenty_takes_as_many_statements_as_telling_two(db, coach, school, statements, now):
    counted = []
    for number, size in enumerate((2, 20)):
        teachers = [make_teacher(school, f"Leerkracht {size} {each}") for each in range(size)]
        roles = {coach.id: ParticipantRole.TRAINER} | {each.id: ParticipantRole.ATTENDEE for each in teachers}
        planned = {"participants": roles, "kind": AppointmentKind.TEAM_TRAINING}
        appointment = make_appointment(coach, coach, school, starts_at=TOMORROW + 2 * number * HOUR, **planned)
        send_all(db)
        queries.get_appointment(appointment.id)
        before = len(statements)
        actions.cancel_appointment(appointment, reason=CancelReason.OTHER, by=coach.id, now=now)
        counted.append(len(statements) - before)
        assert len(told(db, teachers[-1])) == 2
    assert counted[0] == counted[1] < 25


def test_it_is_said_beforehand_who_will_hear_and_how(db, coach, teacher, school):
    other = make_teacher(school, "Zeno", email=None)
    prefer(db, coach, Channel.FEED)
    actions.add_feed_address(coach.id, "telefoon", "standard", "nl", PLANNED_AT)
    people = [coach.id, teacher.id, other.id]
    heard = {
        each.person_id: (each.name, each.by_mail, each.in_feed) for each in queries.who_hears(people, except_id=None)
    }
    assert heard == {
        coach.id: (coach.name, False, True),
        teacher.id: (teacher.name, True, False),
        other.id: (other.name, False, False),
    }
    assert [each.person_id for each in queries.who_hears([coach.id, teacher.id], except_id=coach.id)] == [teacher.id]
