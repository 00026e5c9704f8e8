"""What the report of a talk is made of, the one that was confirmed, and those that wait for a word of the school."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, undefer

from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.people.models import Person
from coachtrack.people.queries import staff_posts
from coachtrack.people.rules.posts import PostFunction
from coachtrack.talks.models import Talk, TalkParticipant, TalkReport, TalkResult
from coachtrack.talks.queries.answers import answers_of, results_of
from coachtrack.talks.queries.planning import Agreed, PlannedDate, agreements_in
from coachtrack.talks.queries.talks import guide_steps, participants_of
from coachtrack.talks.rules.answers import Value, is_empty
from coachtrack.talks.rules.guides import Step
from coachtrack.talks.rules.talks import TalkStatus


@dataclass(frozen=True)
class Told:
    """All that was said and agreed in a talk, as it stands now."""

    talk: Talk
    steps: tuple[Step, ...]
    answers: Mapping[str, Value]
    results: Mapping[str, Sequence[TalkResult]]
    seats: Sequence[TalkParticipant]
    agreed: Sequence[Agreed]

    @property
    def dates(self) -> Sequence[PlannedDate]:
        """All dates that stand for what was agreed, in order of time."""
        dates = [each for agreed in self.agreed for each in agreed.dates]
        return sorted(dates, key=lambda each: (each.starts_at, each.appointment_id))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said and nothing agreed."""
        return not (self.answers or self.results or self.agreed)


def told_in(talk: Talk) -> Told:
    """All that was said and agreed in a talk; as many statements for little as for much."""
    results: dict[str, list[TalkResult]] = {}
    for result in results_of(talk.id):
        results.setdefault(result.part, []).append(result)
    said = {question: answer.value for question, answer in answers_of(talk.id).items()}
    return Told(
        talk=talk,
        steps=guide_steps(talk),
        answers={question: value for question, value in said.items() if not is_empty(value)},
        results=results,
        seats=participants_of(talk.id),
        agreed=agreements_in(talk),
    )


def confirmed_report(talk_id: int) -> TalkReport | None:
    """The report as the school confirmed it, without the document."""
    return db.session.get(TalkReport, talk_id)


def confirmed_document(talk_id: int) -> TalkReport:
    """The report as the school confirmed it, with the document. Raises `NotFound`."""
    rows = sa.select(TalkReport).where(TalkReport.talk_id == talk_id).options(undefer(TalkReport.document))
    found = db.session.scalar(rows)
    if found is None:
        raise NotFound
    return found


def who_confirms(school_id: int, on: date) -> list[Person]:
    """The leaders of a school on a day, each once."""
    leaders = [post.person for post in staff_posts(school_id, on) if post.function is PostFunction.SCHOOL_LEADER]
    return list({leader.id: leader for leader in leaders}.values())


def reports_to_confirm(school_ids: Collection[int]) -> Sequence[Talk]:
    """The talks of these schools of which the report waits for a word of the school, the oldest first."""
    rows = sa.select(Talk).where(Talk.school_id.in_(school_ids), Talk.status == TalkStatus.REPORTED)
    rows = rows.where(sa.or_(Talk.change_asked_at.is_(None), Talk.change_asked_at <= Talk.reported_at))
    return db.session.scalars(rows.options(joinedload(Talk.school)).order_by(Talk.reported_at, Talk.id)).all()
