"""What the values of rows are called by people: enumerations, moments, numbers that stand for something."""

import enum
from collections.abc import Mapping
from datetime import date, datetime, time
from itertools import chain
from typing import Any

from flask_babel import gettext as _

from coachtrack.agenda.rules.appointments import CANCEL_LABELS, KIND_LABELS, PARTICIPANT_LABELS, PLACE_LABELS
from coachtrack.agenda.rules.feeds import FEED_LEVEL_LABELS
from coachtrack.agenda.rules.invitations import CHANNEL_LABELS
from coachtrack.assessments.rules.questions import GROWTH_LABELS, MOMENT_LABELS
from coachtrack.audit.words import ACTS, DETAILS, THINGS
from coachtrack.clock import AMSTERDAM
from coachtrack.coverage.rules.requirement import EXEMPTION_LABELS
from coachtrack.errors import N_
from coachtrack.evidence.rules.records import ACTIVITY_LABELS, REASON_LABELS, Origin, RecordKind
from coachtrack.formatting import STATUSES, capital, clock_time, day_plain
from coachtrack.funding.rules import LESSON_CONTEXT_LABELS, STREAM_LABELS
from coachtrack.people.rules.coaches import ABSENCE_LABELS, QUALIFICATION_LABELS
from coachtrack.people.rules.posts import DAY_LABELS, FUNCTION_LABELS, WorkingDays
from coachtrack.people.rules.roles import ROLE_LABELS
from coachtrack.privacy.models import RequestKind, RequestOutcome
from coachtrack.privacy.queries.package import Names, points_at
from coachtrack.privacy.queries.readings import Read
from coachtrack.privacy.rules.retention import LABELS as KEPT_LABELS
from coachtrack.privacy.rules.sheets import Part, Sheet
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.talks.rules.talks import PARTICIPANT_LABELS as AT_THE_TABLE
from coachtrack.talks.rules.talks import TALK_LABELS
from coachtrack.trainings.rules import Presence
from coachtrack.trajectories.rules import STOP_REASON_LABELS
from coachtrack.viewer import Role

REQUEST_LABELS = {
    RequestKind.ACCESS: N_("to see what is kept about me"),
    RequestKind.CORRECTION: N_("to have something corrected"),
    RequestKind.ERASURE: N_("to have my data erased"),
    RequestKind.RESTRICTION: N_("to have my data left alone for a while"),
    RequestKind.OBJECTION: N_("to object to the use of my data"),
}
REQUEST_HINTS = {
    RequestKind.ACCESS: N_("You can take everything along yourself under “My data”. Ask here when you miss something."),
    RequestKind.CORRECTION: N_(
        "Say what is wrong and what it should be. Everyone who reads it sees that it was corrected."
    ),
    RequestKind.ERASURE: N_("What has to be kept by law stays, under an invented name and without a word of yours."),
    RequestKind.RESTRICTION: N_(
        "For as long as it is not clear whether something is right: nothing of it is used or erased."
    ),
    RequestKind.OBJECTION: N_("Say what you object to, and why. It is weighed, and you hear what became of it."),
}
OUTCOME_LABELS = {
    RequestOutcome.DONE: N_("done"),
    RequestOutcome.PARTLY: N_("partly done"),
    RequestOutcome.REFUSED: N_("not done"),
    RequestOutcome.WITHDRAWN: N_("withdrawn"),
}
_OTHER_LABELS = {
    RecordKind.LINKED: N_("linked to an agreement"),
    RecordKind.UNLINKED: N_("no longer linked to an agreement"),
    Origin.LOGGED: N_("recorded in CoachTrack"),
    Origin.TAKEN_OVER: N_("taken over from before"),
    Presence.PRESENT: N_("present"),
    Presence.AWAY: N_("not there"),
}
PART_LABELS = {
    Part.PERSON: N_("Who you are"),
    Part.COACHING: N_("Coaching"),
    Part.CONFIDENTIAL: N_("Between you and your coach"),
    Part.AGENDA: N_("Agenda"),
    Part.TRAINING: N_("Trainings"),
    Part.SCHOOL: N_("Schools"),
    Part.COVERAGE: N_("The requirement"),
    Part.REPORTS: N_("Reports and certificates"),
    Part.ACCESS: N_("Signing in"),
    Part.MAIL: N_("Mail"),
    Part.LOGS: N_("Logs and requests"),
}
_ENUMS: tuple[Mapping[Any, str], ...] = (
    KIND_LABELS, CANCEL_LABELS, PARTICIPANT_LABELS, PLACE_LABELS, FEED_LEVEL_LABELS, CHANNEL_LABELS, GROWTH_LABELS,
    MOMENT_LABELS, EXEMPTION_LABELS, ACTIVITY_LABELS, REASON_LABELS, LESSON_CONTEXT_LABELS, STREAM_LABELS,
    ABSENCE_LABELS, QUALIFICATION_LABELS, FUNCTION_LABELS, ROLE_LABELS, DISCIPLINE_LABELS, AT_THE_TABLE, TALK_LABELS,
    STOP_REASON_LABELS, REQUEST_LABELS, OUTCOME_LABELS, KEPT_LABELS,
    _OTHER_LABELS,
)  # fmt: skip
_MEMBERS = {(type(key), key): label for key, label in chain.from_iterable(labels.items() for labels in _ENUMS)}
_IN_COLUMNS: Mapping[str, Mapping[Any, str]] = {
    "discipline": DISCIPLINE_LABELS,
    "stream": STREAM_LABELS,
    "lesson_context": LESSON_CONTEXT_LABELS,
    "session_kind": KIND_LABELS,
    "level": GROWTH_LABELS,
    "role": ROLE_LABELS,
    "party": {role.value: label for role, label in ROLE_LABELS.items()},
    "act": ACTS,
    "detail": DETAILS,
    "audience": DETAILS,
    "way": DETAILS,
}
"""Columns in which the name of a member stands as text."""


def value_word(sheet: Sheet, column: str, value: Any, names: Names) -> str:
    """One value of a row as people say it."""
    if value is None or value == "":
        return ""
    if column == "working_days":
        return ", ".join(str(_(label)) for day, label in DAY_LABELS.items() if WorkingDays(value) & day)
    if column == "thing" or (column == "subject" and sheet.table == "evidence_record"):
        return thing_word(str(value))
    pointed = _pointed(points_at(sheet, column), value, names)
    if pointed is not None:
        return pointed
    labels = _IN_COLUMNS.get(column, {})
    return str(_(labels[value])) if isinstance(value, str) and value in labels else plain_word(value)


def thing_word(thing: str) -> str:
    """What a line of a log or of evidence is about: what kind of thing, and its number."""
    kind, _colon, number = thing.partition(":")
    return f"{_(THINGS[kind])} {number}" if kind in THINGS else thing


def _pointed(table: str, value: Any, names: Names) -> str | None:
    """What a number in a row stands for; None where it stands for itself."""
    if table == "appointment" and value in names.appointments:
        return moment_word(names.appointments[value])
    known: Mapping[int, str] = {
        "person": names.people,
        "school": names.schools,
        "funding_period": names.periods,
    }.get(table, {})
    return known.get(value) if isinstance(value, int) else None


def plain_word(value: Any) -> str:
    """A value that says itself what it is."""
    if isinstance(value, enum.Enum):
        return enum_word(value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, datetime):
        return moment_word(value)
    if isinstance(value, date):
        return day_plain(value)
    if isinstance(value, time):
        return clock_time(value)
    if isinstance(value, list):
        return ", ".join(plain_word(each) for each in value)
    return str(value)


def enum_word(value: enum.Enum) -> str:
    """A member in words; one that has none as it is called in the product."""
    label = _MEMBERS.get((type(value), value))
    if label is not None:
        return str(_(label))
    look = STATUSES.get(str(value.value))
    return str(look.word) if look else str(value.value).replace("_", " ")


def moment_word(value: datetime) -> str:
    """A day and a time, with the year: what is kept may be of years ago."""
    return f"{day_plain(value)}, {clock_time(value.astimezone(AMSTERDAM))}"


def read_words(read: Read) -> tuple[str, str, str, datetime]:
    """Who read it, as what, what it was, and when."""
    role = capital(_(ROLE_LABELS[Role(read.role)])) if read.role in set(Role) else "–"
    return read.reader, role, _what_was_read(read), read.at


def _what_was_read(read: Read) -> str:
    if read.kind == "data_request":
        return str(_("What you asked about your data"))
    if read.kind == "debrief" and read.lesson_at:
        return str(_("The debrief of %(day)s", day=day_plain(read.lesson_at)))
    if read.kind == "goals" and read.discipline:
        return str(_("Your goals and growth, %(discipline)s", discipline=_(DISCIPLINE_LABELS[read.discipline])))
    return str(_("A debrief") if read.kind == "debrief" else _("Your goals and growth"))
