"""Answers in a talk, the results it aims for, and who else is busy in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.people.models import Person
from coachtrack.talks.models import TalkAnswer, TalkResult

JUST_NOW = timedelta(minutes=10)


def answers_of(talk_id: int) -> Mapping[str, TalkAnswer]:
    """What was answered in a talk, by the key of the question."""
    rows = sa.select(TalkAnswer).where(TalkAnswer.talk_id == talk_id).options(joinedload(TalkAnswer.changed_by))
    return {answer.question: answer for answer in db.session.scalars(rows.order_by(TalkAnswer.id))}


def last_answered(talk_id: int) -> str | None:
    """The question that was answered last."""
    rows = sa.select(TalkAnswer.question).where(TalkAnswer.talk_id == talk_id)
    return db.session.scalar(rows.order_by(TalkAnswer.changed_at.desc(), TalkAnswer.id.desc()).limit(1))


def results_of(talk_id: int) -> Sequence[TalkResult]:
    """The results that a school aims for, by part, in their order."""
    rows = sa.select(TalkResult).where(TalkResult.talk_id == talk_id)
    return db.session.scalars(rows.order_by(TalkResult.part, TalkResult.position, TalkResult.id)).all()


def get_result(talk_id: int, result_id: int) -> TalkResult:
    """A result of this talk. Raises `NotFound`."""
    result = db.session.get(TalkResult, result_id)
    if result is None or result.talk_id != talk_id:
        raise NotFound
    return result


def others_in(talk_id: int, *, except_id: int, now: datetime) -> Sequence[str]:
    """The names of those who answered something in this talk just now, apart from the one who asks."""
    recent = sa.select(TalkAnswer.changed_by_id).where(
        TalkAnswer.talk_id == talk_id, TalkAnswer.changed_at > now - JUST_NOW, TalkAnswer.changed_by_id != except_id
    )
    people = sa.select(Person).where(Person.id.in_(recent)).order_by(Person.sort_name, Person.id)
    return [person.name for person in db.session.scalars(people)]
