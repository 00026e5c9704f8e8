"""Calendar addresses: whose appointments and how much they tell, how many there may be, which program reads them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coachtrack.agenda.rules.appointments import TALK_KINDS, TRAINING_KINDS
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


SCHOOL_KEY = "school:"
PROGRAMME = "programme"
PROGRAMME_KINDS = TRAINING_KINDS + TALK_KINDS
"""What the commission may have in its own calendar: never a coaching session."""


def of_school(school_id: int) -> str:
    """The name under which the calendar of a school counts its changes."""
    return f"{SCHOOL_KEY}{school_id}"


@dataclass(frozen=True)
class Whose:
    """Whose appointments an address shows: someone's own, all those at one school, or those of the programme."""

    scope: FeedScope = FeedScope.OWN
    school_id: int | None = None

    @property
    def key(self) -> str:
        """Its name in a form, and where changes are counted that are not of one person."""
        return of_school(self.school_id) if self.school_id is not None else self.scope.value


OWN = Whose()
WHOLE_PROGRAMME = Whose(FeedScope.PROGRAMME)


FEED_LEVEL_LABELS = {
    FeedLevel.STANDARD: N_("Kind, discipline and school"),
    FeedLevel.FULL: N_("Names and rooms too"),
    FeedLevel.BUSY: N_("Only that you are busy"),
}


MOST_FEED_ADDRESSES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is known of how far the app behind an address is: the last change, what is written, what was fetched."""

    changed_at: datetime | None
    revision: int
    written_revision: int
    etag: str
    fetched_etag: str | None

    @property
    def is_up_to_date(self) -> bool:
        """Whether the app has the last change: it fetched what is written, and nothing was changed since."""
        return self.fetched_etag == self.etag and self.written_revision == self.revision


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


def check_level(whose: Whose, level: FeedLevel) -> None:
    """Raise `Refused` when names would be told of others than the one who asks: what was typed may hold them too."""
    if whose.scope is not FeedScope.OWN and level is FeedLevel.FULL:
        raise Refused(
            N_("A calendar of a school or of all trainings shows no names and no rooms. Choose one of the other two."),
            field="level",
        )


def check_feed_count(count: int) -> None:
    """Raise `Refused` when someone has as many calendar addresses as she may have."""
    if count >= MOST_FEED_ADDRESSES:
        raise Refused(N_("You have ten addresses already. Take one back that you no longer use, then add this one."))
