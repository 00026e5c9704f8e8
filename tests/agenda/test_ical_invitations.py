"""An invitation as other programs read it: one appointment, one guest, whatever anyone is called."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda.ical import Entry, Method, Party, calendar_bytes, event_bytes, invitation_bytes
from tests.agenda.conformance import CONTENT_LINE

POSTED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
STARTS = datetime(2026, 11, 25, 9, tzinfo=UTC)
SENDER = "coachtrack@coachtrack.example"
COBA, ANNEKE = Party("Coba de Vries", "coba@school.example"), Party("Anneke", "anneke@school.example")


def entry(**given):
    values = {
        "uid": "een@coachtrack.example", "sequence": 3, "summary": "Co-teaching dans, De Bron", "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=1), "location": "De Bron", "description": "", "categories": ("dans",),
        "url": "https://coachtrack.example/agenda/afspraken/1", "cancelled": False,
        "created_at": POSTED - timedelta(days=9), "changed_at": POSTED - timedelta(days=1),
    }  # fmt: skip
    return Entry(**(values | given))


def write(method=Method.REQUEST, organizer=COBA, attendee=ANNEKE, **given):
    return invitation_bytes(
        entry(**given), method=method, organizer=organizer, sent_by=SENDER, attendee=attendee, posted_at=POSTED
    )


def lines(body):
    """The content lines, unfolded; each within its length."""
    text = body.decode()
    assert text.endswith("\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_an_invitation_says_what_the_feed_says_and_who_is_asked():
    said, fed = lines(write()), lines(event_bytes(entry()))
    own = {"DTSTAMP:20261124T093000Z"}
    asked = [each for each in said if each.startswith(("ATTENDEE", "ORGANIZER"))]
    assert asked == [
        "ATTENDEE;CN=Anneke;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:anneke@school.example",
        f'ORGANIZER;CN="Coba de Vries";SENT-BY="mailto:{SENDER}":mailto:coba@school.example',
    ]
    assert {each for each in fed if not each.startswith("DTSTAMP")} | own <= set(said)
    assert "METHOD:REQUEST" in said
    assert not any(each.startswith(("X-", "NAME", "REFRESH", "BEGIN:VALARM", "DESCRIPTION")) for each in said)
    assert sum(each == "BEGIN:VTIMEZONE" for each in said) == sum(each == "BEGIN:VEVENT" for each in said) == 1


def test_a_feed_still_says_nothing_of_people():
    assert not re.search(b"ATTENDEE|ORGANIZER|METHOD|mailto", calendar_bytes("CoachTrack", [event_bytes(entry())]))


def test_a_cancellation_takes_no_time_and_asks_nothing():
    event = vobject.readOne(write(Method.CANCEL).decode()).vevent
    assert (event.status.value, event.transp.value) == ("CANCELLED", "TRANSPARENT")
    assert "RSVP" not in event.attendee.params


def test_a_nickname_in_quotes_is_readable_in_programs_that_know_no_carets():
    event = vobject.readOne(write(organizer=Party('Coba "Cob" de Vries', COBA.email)).decode()).vevent
    assert event.organizer.params["CN"] == ["Coba 'Cob' de Vries"]


def test_a_copy_has_no_guest():
    calendar = vobject.readOne(write(Method.PUBLISH).decode())
    assert calendar.method.value == "PUBLISH"
    assert "attendee" not in calendar.vevent.contents


@pytest.mark.parametrize("email", ["", "geen adres", "a@b\r\nATTENDEE:mailto:x@y", 'a"@b', SENDER, "a@b;c=d:e"])
def test_who_has_no_address_that_a_calendar_can_carry_invites_by_that_of_the_programme(email):
    event = vobject.readOne(write(organizer=Party("Coba", email)).decode()).vevent
    assert event.organizer.value == f"mailto:{SENDER}"
    assert "SENT-BY" not in event.organizer.params
    assert len(event.contents["attendee"]) == 1


@given(name=st.text(max_size=120), summary=st.text(max_size=120), method=st.sampled_from(Method))
def test_whatever_people_and_schools_are_called_there_are_as_many_lines_as_designed(name, summary, method):
    usual = [each.partition(":")[0].partition(";")[0] for each in lines(write(method))]
    written = lines(
        write(method, Party(name, COBA.email), Party(name, ANNEKE.email), summary=summary, location=summary)
    )
    found = [each.partition(":")[0].partition(";")[0] for each in written]
    assert [each for each in found if each != "LOCATION"] == [each for each in usual if each != "LOCATION"]
    assert all(CONTENT_LINE.fullmatch(each) for each in written)
    event = vobject.readOne(write(method, Party(name, COBA.email)).decode()).vevent
    assert event.organizer.value == "mailto:coba@school.example"
