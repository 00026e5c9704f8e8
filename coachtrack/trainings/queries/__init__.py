"""Reads of trainings: the programme, one of them, its people, the catalogue, the load of schools, the report."""

from coachtrack.trainings.queries.corrections import Correction, corrections_of, has_older_records
from coachtrack.trainings.queries.entries import catalogue, find_entry, find_entry_titled, get_entry
from coachtrack.trainings.queries.known import known_numbers, sign_known
from coachtrack.trainings.queries.load import find_ceiling, meeting_load, meeting_loads
from coachtrack.trainings.queries.people import (
    Found,
    agreements_for_trainings,
    found_again,
    others_at_schools,
    people_found,
    people_numbered,
    posts_of,
    providers_on,
    schools_for_trainings,
    those_expected,
    trainers_on,
    who_came,
)
from coachtrack.trainings.queries.report import attended_between
from coachtrack.trainings.queries.trainings import (
    find_resumption,
    get_meeting,
    get_training,
    page_of_trainings,
    presence_of,
    story_of,
    to_take,
    training_of_appointment,
    visible_to,
    without_attendance,
)
from coachtrack.trainings.queries.warned import warned_of

__all__ = [
    "Correction",
    "Found",
    "agreements_for_trainings",
    "attended_between",
    "catalogue",
    "corrections_of",
    "find_ceiling",
    "find_entry",
    "find_entry_titled",
    "find_resumption",
    "found_again",
    "get_entry",
    "get_meeting",
    "get_training",
    "has_older_records",
    "known_numbers",
    "meeting_load",
    "meeting_loads",
    "others_at_schools",
    "page_of_trainings",
    "people_found",
    "people_numbered",
    "posts_of",
    "presence_of",
    "providers_on",
    "schools_for_trainings",
    "sign_known",
    "story_of",
    "those_expected",
    "to_take",
    "trainers_on",
    "training_of_appointment",
    "visible_to",
    "warned_of",
    "who_came",
    "without_attendance",
]
