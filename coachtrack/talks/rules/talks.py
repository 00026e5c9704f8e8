"""Talks: their kinds, how far they are, who sits at the table, and which school year they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.errors import N_, Refused


class TalkKind(StrEnum):
    """Which talk it is."""

    AMBITION = "ambition"
    ORIENTATION = "orientation"
    ROUTE = "route"


TALK_LABELS = {
    TalkKind.AMBITION: N_("ambition talk"),
    TalkKind.ORIENTATION: N_("orientation talk"),
    TalkKind.ROUTE: N_("route talk"),
}


APPOINTMENT_KINDS = {
    TalkKind.AMBITION: AppointmentKind.AMBITION_TALK,
    TalkKind.ORIENTATION: AppointmentKind.ORIENTATION_TALK,
    TalkKind.ROUTE: AppointmentKind.ROUTE_TALK,
}


class TalkStatus(StrEnum):
    """How far a talk is: a report that was made does not change, and the school confirms it."""

    OPEN = "open"
    REPORTED = "reported"
    CONFIRMED = "confirmed"


class ParticipantRole(StrEnum):
    """As what someone of the school sits at the table."""

    SCHOOL_LEADER = "school_leader"
    CULTURE_COORDINATOR = "culture_coordinator"
    WORKING_GROUP = "working_group"
    OTHER = "other"


PARTICIPANT_LABELS = {
    ParticipantRole.SCHOOL_LEADER: N_("school leader"),
    ParticipantRole.CULTURE_COORDINATOR: N_("culture coordinator (ICC'er)"),
    ParticipantRole.WORKING_GROUP: N_("member of the working group"),
    ParticipantRole.OTHER: N_("someone else of the school"),
}


REMOVED_MEANWHILE = N_("Someone else took this result out of the list. What you typed is still here: add it again.")
LOOKS_AHEAD_FROM = 2
"""From this month on a talk is about the next school year."""


def check_open(status: TalkStatus) -> None:
    """Raise `Refused` when the report of a talk was made: what was said stands."""
    if status is not TalkStatus.OPEN:
        raise Refused(N_("The report of this talk was made, so it no longer changes."))


def year_ahead(day: date) -> int:
    """The first year of the school year that a talk on this day is most likely about."""
    return SchoolYear.of(day).first + (LOOKS_AHEAD_FROM <= day.month < 8)


@dataclass(frozen=True)
class Seat:
    """Someone of the school at the table: a person we know, or a name that was typed."""

    role: ParticipantRole
    person_id: int | None = None
    name: str = ""


def check_seats(seats: Sequence[Seat]) -> None:
    """Raise `Refused` when nobody of the school is there, or someone sits there twice."""
    if not seats:
        raise Refused(N_("Say who of the school is there."), field="seats")
    known = [seat.person_id for seat in seats if seat.person_id is not None]
    if len(known) != len(set(known)):
        raise Refused(N_("The same person stands there twice. Leave one out."), field="seats")


class Due(StrEnum):
    """What is to be done about a talk."""

    PREPARE = "prepare"
    HOLD = "hold"
    REPORT = "report"
    CONFIRM = "confirm"
    CHANGE = "change"
    DONE = "done"
    CALLED_OFF = "called_off"


DUE_LABELS = {
    Due.PREPARE: N_("to prepare"),
    Due.HOLD: N_("planned"),
    Due.REPORT: N_("to report"),
    Due.CONFIRM: N_("to be confirmed by the school"),
    Due.CHANGE: N_("the school asks to change something"),
    Due.DONE: N_("confirmed"),
    Due.CALLED_OFF: N_("called off, needs another moment"),
}
PREPARED_WITHIN = timedelta(days=21)


def due_of(
    status: TalkStatus,
    starts_at: datetime | None,
    now: datetime,
    *,
    is_called_off: bool = False,
    is_change_asked: bool = False,
) -> Due:
    """What is to be done about a talk: prepare it in the weeks before, report on it afterwards."""
    if status is TalkStatus.CONFIRMED:
        return Due.DONE
    if status is TalkStatus.REPORTED:
        return Due.CHANGE if is_change_asked else Due.CONFIRM
    if is_called_off:
        return Due.CALLED_OFF
    if starts_at is None or starts_at <= now:
        return Due.REPORT
    return Due.PREPARE if starts_at - now <= PREPARED_WITHIN else Due.HOLD
