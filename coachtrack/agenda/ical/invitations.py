"""Write an appointment as an invitation to one person, as a cancellation, or as a copy (RFC 5546, RFC 6047).

Each mail carries a calendar of its own: only its recipient stands in it beside the organizer, whoever else takes part.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from icalendar import vCalAddress, vDatetime, vText

from coachtrack.agenda.ical.writing import Entry, around, empty_calendar, event_of, one_line, utc

_ADDRESS: Final = re.compile(r"""[^\s"'<>()\[\]:;,\\@\x00-\x1f\x7f-\x9f]+@[^\s"'<>()\[\]:;,\\@\x00-\x1f\x7f-\x9f]+""")


class Method(StrEnum):
    """What a calendar in a mail asks of the program that reads it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True, slots=True)
class Party:
    """Someone in an invitation."""

    name: str
    email: str


def invitation_bytes(
    entry: Entry, *, method: Method, organizer: Party, sent_by: str, attendee: Party, posted_at: datetime
) -> bytes:
    """A calendar with this one appointment, for the attendee alone, posted at a moment.

    `sent_by` is the address that the mail comes from. A copy (PUBLISH) is for the organizer herself: no program takes
    an invitation to whoever invites.
    """
    event = event_of(entry)
    event["DTSTAMP"] = vDatetime(utc(posted_at))
    event["ORGANIZER"] = _organizer(organizer, sent_by)
    if method is Method.CANCEL:
        event["STATUS"], event["TRANSP"] = vText("CANCELLED"), vText("TRANSPARENT")
    if method is not Method.PUBLISH:
        event["ATTENDEE"] = _attendee(attendee, asked=method is Method.REQUEST)
    calendar = empty_calendar()
    calendar["METHOD"] = vText(method.value)
    return around(calendar, (event.to_ical(),))


def _organizer(organizer: Party, sent_by: str) -> vCalAddress:
    """Who invites; the address that the mail comes from where hers is none that a calendar can carry."""
    if not _ADDRESS.fullmatch(organizer.email) or organizer.email == sent_by:
        return vCalAddress(f"mailto:{sent_by}", params=_named(organizer))
    return vCalAddress(f"mailto:{organizer.email}", params={**_named(organizer), "SENT-BY": f"mailto:{sent_by}"})


def _attendee(attendee: Party, *, asked: bool) -> vCalAddress:
    answer = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"} if asked else {}
    return vCalAddress(f"mailto:{one_line(attendee.email)}", params={**_named(attendee), **answer})


def _named(party: Party) -> dict[str, str]:
    """A name as a parameter can carry it: a double quote would end it, and not every program knows RFC 6868."""
    name = one_line(party.name).replace('"', "'")
    return {"CN": name} if name else {}
