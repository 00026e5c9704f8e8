"""Reads of trainings: the programme, one of them, its people, the catalogue, the load of schools, the report."""

from coachtrack.trainings.queries.load import find_ceiling, meeting_load, meeting_loads
from coachtrack.trainings.queries.people import (
    agreements_for_trainings,
    others_at_school,
    posts_of,
    providers_on,
    schools_for_trainings,
    those_expected,
    trainers_on,
)
from coachtrack.trainings.queries.trainings import (
    get_meeting,
    get_training,
    page_of_trainings,
    presence_of,
    training_of_appointment,
    visible_to,
    without_attendance,
)

__all__ = [
    "agreements_for_trainings",
    "find_ceiling",
    "get_meeting",
    "get_training",
    "meeting_load",
    "meeting_loads",
    "others_at_school",
    "page_of_trainings",
    "posts_of",
    "presence_of",
    "providers_on",
    "schools_for_trainings",
    "those_expected",
    "trainers_on",
    "training_of_appointment",
    "visible_to",
    "without_attendance",
]
