"""How much was trained: of some schools or of all, in a stretch of days, from the evidence."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from coachtrack.database import db
from coachtrack.evidence.queries import standing_facts
from coachtrack.evidence.rules.records import Activity
from coachtrack.trainings.models import Training, TrainingMeeting
from coachtrack.trainings.rules import Attended, TargetGroup


def attended_between(first: date, last: date, school_ids: Collection[int] | None) -> list[Attended]:
    """Who was at which meeting from the first day up to and with the last, of these schools or (None) of all.

    Two statements, for one meeting as for a thousand.
    """
    facts = [
        each.fact
        for each in standing_facts(from_=first, until=last, school_ids=school_ids)
        if each.fact.activity is Activity.TRAINING
    ]
    known = _trainings_by_subject()
    return [
        Attended(
            person_id=fact.person_id,
            subject=fact.subject,
            minutes=fact.minutes,
            training_id=known[fact.subject][0] if fact.subject in known else None,
            target_group=known[fact.subject][1] if fact.subject in known else None,
            stream=fact.stream,
            lesson_context=fact.lesson_context,
        )
        for fact in facts
    ]


def _trainings_by_subject() -> dict[str, tuple[int, TargetGroup]]:
    rows = sa.select(TrainingMeeting.id, Training.id, Training.target_group).join(TrainingMeeting.training)
    return {f"meeting:{number}": (training_id, group) for number, training_id, group in db.session.execute(rows)}
