"""Write down what is said in a talk: answers one by one, and the results that the school aims for, in an order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from coachtrack.database import db
from coachtrack.errors import ChangedMeanwhile, Refused
from coachtrack.talks.models import Talk, TalkAnswer, TalkResult
from coachtrack.talks.rules.answers import (
    LONGEST_HOW,
    LONGEST_WHAT,
    Value,
    check_length,
    check_results,
    check_value,
    empty,
    moved,
)
from coachtrack.talks.rules.guides import Question
from coachtrack.talks.rules.talks import REMOVED_MEANWHILE, check_open


@dataclass(frozen=True)
class Said:
    """What was typed at one place of a step: a question or a result, on the version it was opened on."""

    entry: str
    version: int
    question: Question | None = None
    value: Value = None
    result_id: int = 0
    what: str = ""
    how: str = ""


@dataclass
class Outcome:
    """What became of it, by entry: kept, refused and why, or changed by someone else meanwhile."""

    saved: set[str] = field(default_factory=set)
    refused: dict[str, Refused] = field(default_factory=dict)
    clashed: set[str] = field(default_factory=set)

    @property
    def is_whole(self) -> bool:
        """Whether everything was kept."""
        return not (self.refused or self.clashed)


def save_said(talk: Talk, said: Iterable[Said], *, by: int, now: datetime) -> Outcome:
    """Keep each of these by itself: what cannot be kept stands in nobody's way."""
    outcome = Outcome()
    for each in said:
        try:
            if each.question is not None:
                save_answer(talk, each.question, each.value, version=each.version, by=by, now=now)
            else:
                save_result(talk, each.result_id, what=each.what, how=each.how, version=each.version)
            outcome.saved.add(each.entry)
        except Refused as refusal:
            outcome.refused[each.entry] = refusal
        except ChangedMeanwhile:
            outcome.clashed.add(each.entry)
    return outcome


def save_answer(
    talk: Talk, question: Question, value: Value, *, version: int, by: int, now: datetime
) -> TalkAnswer | None:
    """What was said to a question, unless someone else said something else since `version` (0 for no answer yet).

    Raises `ChangedMeanwhile` then. The same said twice changes nothing; an empty answer to a question that nobody
    answered is none.
    """
    check_open(talk.status)
    check_value(question, value)
    answer = _find(talk.id, question.key)
    if value == (answer.value if answer is not None else empty(question)):
        return answer
    if (answer.version if answer is not None else 0) != version:
        raise ChangedMeanwhile(version=answer.version if answer is not None else 0, current={})
    if answer is None:
        answer = TalkAnswer(talk_id=talk.id, question=question.key)
    answer.value, answer.changed_at, answer.changed_by_id = value, now, by
    _keep(answer)
    return answer


def save_result(talk: Talk, result_id: int, *, what: str, how: str, version: int) -> TalkResult:
    """What a result is and how it is reached, unless someone else changed it since `version`."""
    check_open(talk.status)
    check_length(what, LONGEST_WHAT, field=f"r-{result_id}")
    check_length(how, LONGEST_HOW, field=f"r-{result_id}")
    result = db.session.get(TalkResult, result_id, populate_existing=True)
    if result is None or result.talk_id != talk.id:
        raise Refused(REMOVED_MEANWHILE, field=f"r-{result_id}")
    if (result.what, result.how) == (what, how):
        return result
    if result.version != version:
        raise ChangedMeanwhile(version=result.version, current={})
    result.what, result.how = what, how
    _keep(result)
    return result


def add_results(talk: Talk, part: str, added: Sequence[str]) -> list[TalkResult]:
    """More results at the end of the list of a part."""
    check_open(talk.status)
    standing = _in_order(talk.id, part)
    check_results(added, standing=len(standing), field=f"more-{part}")
    last = db.session.scalar(sa.select(sa.func.max(TalkResult.position)).where(_of(talk.id, part))) or 0
    rows = [
        TalkResult(talk_id=talk.id, part=part, position=position, what=what)
        for position, what in enumerate(added, last + 1)
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def move_result(talk: Talk, result: TalkResult, step: int) -> None:
    """A result some places further in its list; who types in it at the same time is not in the way."""
    check_open(talk.status)
    order = _in_order(talk.id, result.part)
    for position, number in enumerate(moved(order, result.id, step), 1):
        place = sa.update(TalkResult).where(TalkResult.id == number).values(position=position)
        db.session.execute(place.execution_options(synchronize_session=False))


def remove_result(talk: Talk, result: TalkResult) -> None:
    """Not a result after all."""
    check_open(talk.status)
    db.session.delete(result)
    db.session.flush()


def _find(talk_id: int, question: str) -> TalkAnswer | None:
    rows = sa.select(TalkAnswer).where(TalkAnswer.talk_id == talk_id, TalkAnswer.question == question)
    return db.session.scalar(rows.execution_options(populate_existing=True))


def _keep(thing: TalkAnswer | TalkResult) -> None:
    """Write it, apart from what else is saved; who comes a moment later than another is told so."""
    try:
        with db.session.begin_nested():
            db.session.add(thing)
    except (IntegrityError, StaleDataError) as error:
        raise ChangedMeanwhile(version=0, current={}) from error


def _of(talk_id: int, part: str) -> sa.ColumnElement[bool]:
    return sa.and_(TalkResult.talk_id == talk_id, TalkResult.part == part)


def _in_order(talk_id: int, part: str) -> list[int]:
    rows = sa.select(TalkResult.id).where(_of(talk_id, part)).order_by(TalkResult.position, TalkResult.id)
    return list(db.session.scalars(rows))
