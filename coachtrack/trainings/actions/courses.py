"""The course that prepares for coaching on the work floor: who follows it, and who finished it."""

from collections.abc import Collection
from datetime import date, datetime

from coachtrack.errors import N_, Refused
from coachtrack.people.actions import record_qualification
from coachtrack.people.models import Person
from coachtrack.people.queries import qualifications_by_coach
from coachtrack.people.rules.coaches import QualificationStatus
from coachtrack.trainings import queries
from coachtrack.trainings.models import CatalogueEntry, Training


def note_followers(training: Training, person_ids: Collection[int], *, by: int, now: datetime) -> None:
    """Who was at a meeting of the course follows it, unless it was said before how far she is."""
    course = training.catalogue
    if course is None or not course.gives_qualification:
        return
    known = qualifications_by_coach(person_ids)
    for person in queries.people_numbered(person_ids):
        if all(row.course != course.title for row in known.get(person.id, ())):
            _say(course, training, person, None, by=by, now=now)


def name_finishers(
    training: Training, person_ids: Collection[int], *, obtained_on: date, by: int, now: datetime
) -> None:
    """Of those who came, these people finished the course, and the others still follow it. Raises `Refused`."""
    course = training.catalogue
    if course is None or not course.gives_qualification:
        raise Refused(N_("This training is not the coach course, so nobody can finish that by it."))
    for person in queries.who_came(training):
        _say(course, training, person, obtained_on if person.id in person_ids else None, by=by, now=now)


def _say(
    course: CatalogueEntry, training: Training, person: Person, obtained_on: date | None, *, by: int, now: datetime
) -> None:
    record_qualification(
        person,
        course=course.title,
        provider=training.provider or course.provider,
        status=QualificationStatus.OBTAINED if obtained_on else QualificationStatus.FOLLOWING,
        obtained_on=obtained_on,
        by=by,
        now=now,
    )
