"""Calendar addresses: how much they tell, how many there may be, which program reads them."""

from enum import StrEnum

from coachtrack.agenda.rules.appointments import TRAINING_KINDS
from coachtrack.errors import N_, Refused


class FeedLevel(StrEnum):
    """How much a calendar address tells."""

    STANDARD = "standard"
    FULL = "full"
    BUSY = "busy"


class FeedScope(StrEnum):
    """Whose appointments a calendar address shows."""

    OWN = "own"
    SCHOOL = "school"
    PROGRAMME = "programme"


PROGRAMME = "programme"
PROGRAMME_KINDS = TRAINING_KINDS
"""What the commission may have in its own calendar: never a coaching session."""


def of_school(school_id: int) -> str:
    """The name under which the calendar of a school counts its changes."""
    return f"school:{school_id}"


FEED_LEVEL_LABELS = {
    FeedLevel.STANDARD: N_("Kind, discipline and school"),
    FeedLevel.FULL: N_("Names and rooms too"),
    FeedLevel.BUSY: N_("Only that you are busy"),
}


MOST_FEED_ADDRESSES = 10


_CALENDAR_APPS = (
    ("google-calendar", "Google Calendar"),
    ("googlecalendar", "Google Calendar"),
    ("microsoft.exchange", "Outlook"),
    ("outlook", "Outlook"),
    ("microsoft office", "Outlook"),
    ("dataaccessd", "Apple Agenda"),
    ("calendaragent", "Apple Agenda"),
    ("iphone", "Apple Agenda"),
    ("ios/", "Apple Agenda"),
    ("macos/", "Apple Agenda"),
    ("thunderbird", "Thunderbird"),
    ("icsx", "ICSx⁵"),
    ("nextcloud", "Nextcloud"),
)


def calendar_app(user_agent: str) -> str:
    """The name of the program that reads a feed, as its owner knows it; else the first word it says of itself."""
    said = user_agent.casefold()
    known = (name for sign, name in _CALENDAR_APPS if sign in said)
    return next(known, user_agent.split("/")[0].split(" ")[0][:60])


def check_feed_count(count: int) -> None:
    """Raise `Refused` when someone has as many calendar addresses as she may have."""
    if count >= MOST_FEED_ADDRESSES:
        raise Refused(N_("You have ten addresses already. Take one back that you no longer use, then add this one."))
