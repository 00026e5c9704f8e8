"""What stands in the navigation and what the start page is, per role. Plain data; addresses are made elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coachtrack.errors import N_
from coachtrack.viewer import Role, Viewer


@dataclass(frozen=True)
class Place:
    """A line of the navigation: its words and the view it leads to."""

    label: str
    endpoint: str


ORDER = (
    Role.COACH, Role.COMMISSION, Role.ADMINISTRATOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR, Role.ADVISOR,
    Role.TRAINER, Role.TEACHER,
)  # fmt: skip
"""Of several roles the first of these decides what the start page is."""

AGENDA = Place(N_("Agenda"), "agenda.index")
TRAININGS = Place(N_("Team trainings"), "trainings.index")
AGREEMENTS = Place(N_("School agreements"), "agreements.index")
TALKS = Place(N_("Talks"), "talks.index")
SCHOOLS = Place(N_("Schools"), "schools.index")
CONTACTS = Place(N_("Contacts"), "contacts.index")
REQUESTS = Place(N_("Requests"), "trajectories.requests")
SETTINGS = Place(N_("Settings"), "agenda.settings")
REPORTS = Place(N_("Accountability"), "reports.index")
MY_SCHOOL = (Place(N_("My school"), "coverage.my_school"), TALKS, AGREEMENTS, AGENDA, TRAININGS)

NAVIGATION: dict[Role, tuple[Place, ...]] = {
    Role.COACH: (
        Place(N_("Today"), "trajectories.today"), Place(N_("Trajectories"), "trajectories.index"), AGENDA, TRAININGS,
        SCHOOLS, REQUESTS,
    ),
    Role.COMMISSION: (
        Place(N_("Coverage"), "coverage.index"), SCHOOLS, Place(N_("Coaches"), "people.coaches"), REQUESTS, TALKS,
        AGREEMENTS, TRAININGS, REPORTS, CONTACTS, Place(N_("Schemes"), "funding.index"), SETTINGS,
    ),
    Role.ADMINISTRATOR: (
        Place(N_("People"), "people.index"), SCHOOLS, Place(N_("Import"), "home.imports"),
        Place(N_("Outgoing mail"), "home.outgoing_mail"), Place(N_("Log"), "home.log"),
        Place(N_("System"), "home.system"), SETTINGS,
    ),
    Role.SCHOOL_LEADER: (*MY_SCHOOL, REPORTS),
    Role.CULTURE_COORDINATOR: MY_SCHOOL,
    Role.ADVISOR: (
        SCHOOLS, TALKS, AGREEMENTS, Place(N_("Looking ahead"), "coverage.outlook"), TRAININGS, CONTACTS, AGENDA,
    ),
    Role.TRAINER: (TRAININGS, AGENDA),
    Role.TEACHER: (
        Place(N_("Start"), "home.teacher"), AGENDA, Place(N_("My trajectories"), "trajectories.mine"),
        Place(N_("My evidence"), "coverage.mine"), Place(N_("My own view"), "assessments.mine"),
    ),
}  # fmt: skip

START: dict[Role, str] = {
    Role.COACH: "trajectories.today",
    Role.COMMISSION: "coverage.index",
    Role.ADMINISTRATOR: "people.index",
    Role.SCHOOL_LEADER: "coverage.my_school",
    Role.CULTURE_COORDINATOR: "coverage.my_school",
    Role.ADVISOR: "talks.index",
    Role.TRAINER: "trainings.index",
    Role.TEACHER: "home.teacher",
}


LIES_UNDER = {
    "accounts.invite_many": "home.imports",
    "accounts.show_account": "people.index",
    "backups.index": "home.system",
    "certificates.mine": "coverage.mine",
    "agenda.add_holiday": "schools.index",
    "agenda.add_project": "schools.index",
    "agenda.change_holiday": "schools.index",
    "agenda.change_project": "schools.index",
    "agenda.holidays": "schools.index",
    "agenda.import_school_days": "schools.index",
    "evidence.import_past": "home.imports",
    "privacy.answer_request": "home.system",
    "privacy.carry_out_erasure": "home.system",
    "privacy.departure": "people.index",
    "privacy.note_request": "home.system",
    "privacy.requests": "home.system",
    "privacy.retention_terms": "home.system",
    "privacy.set_retention_term": "home.system",
    "evidence.preview_past": "home.imports",
    "people.import_roster": "home.imports",
    "people.preview_roster": "home.imports",
    "schools.choose_schools": "home.imports",
    "schools.import_register": "home.imports",
    "schools.preview_register": "home.imports",
    "trainings.count_for_agreement": "agreements.index",
    "trajectories.count_for_agreement": "agreements.index",
}
"""Pages that belong under a line of another room than their own."""


WORK_LABELS = {
    "register": N_("Import of schools"),
    "roster": N_("Import of staff"),
    "taken_over": N_("Import of what was done before"),
    "agreements_export": N_("Agreements as a file"),
    "coverage_export": N_("Coverage as a file"),
    "coverage_computation": N_("Coverage on another day, or under another requirement"),
    "coverage_line": N_("Drawing the line of progress"),
    "coverage_refresh": N_("Bringing coverage up to date"),
    "package": N_("Your own data as a file"),
    "report": N_("Issuing a report"),
    "report_comparison": N_("Making a report again and comparing"),
}
"""What long work is, by its kind, for who started it."""


def roles_of(viewer: Viewer) -> list[Role]:
    """Her roles, the one that decides first."""
    return [role for role in ORDER if viewer.has(role)]


def places_of(viewer: Viewer) -> list[Place]:
    """The lines of her navigation: those of her first role, then what the others add, each once."""
    places: dict[str, Place] = {}
    for role in roles_of(viewer):
        for place in NAVIGATION[role]:
            places.setdefault(place.endpoint, place)
    return list(places.values())


def current_place(places: Sequence[Place], endpoint: str) -> Place | None:
    """The line under which a page lies: its own, or that of the list in the same room."""
    room = endpoint.partition(".")[0]
    same = [place for place in places if place.endpoint.partition(".")[0] == room and room != "home"]
    same = [place for place in same if place != SETTINGS]
    exact = [place for place in places if place.endpoint in (endpoint, LIES_UNDER.get(endpoint))]
    lists = [place for place in same if place.endpoint == f"{room}.index"]
    return next(iter([*exact, *lists, *same]), None)


def start_of(viewer: Viewer) -> str | None:
    """The view that is her start page; None for who has no role today."""
    return next((START[role] for role in roles_of(viewer)), None)


TROUBLES = (
    (r"5(30|34|35|38) ", N_("The mail server does not let CoachTrack in.")),
    (r"5\d\d ", N_("The mail server of the recipient refuses it for good. Is the address right?")),
    (r"4\d\d ", N_("The mail server asks to come back later.")),
    (r"restored", N_("It waited when the backup was made that was put back, and may have been sent since.")),
    (r"InvalidToken", N_("What the mail says can no longer be opened.")),
    (r"(Value|Index|HeaderParse|UnicodeEncode|Message|SMTPNotSupported)\w*Error", N_("The address cannot be used.")),
    (r"", N_("The mail server cannot be reached.")),
)
"""How errors of sending begin, the first that fits, and what an administrator is told of them."""


def trouble_of(last_error: str) -> str:
    """What went wrong with a mail, as people say it."""
    return next(words for begins, words in TROUBLES if re.match(begins, last_error))
