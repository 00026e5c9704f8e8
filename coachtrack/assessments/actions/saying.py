"""A teacher says what she finds of herself, says it otherwise, or takes it back.

None of it stands in the log of who did what: that would tell who answered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from coachtrack.assessments.models import AssessmentAnswer, AssessmentCount, AssessmentLink, SelfAssessment
from coachtrack.assessments.queries.own import assessments_of, find_assessment
from coachtrack.assessments.rules.counting import Said, next_counts
from coachtrack.assessments.rules.questions import AssessmentMoment, check_open
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.funding.models import FundingPeriod
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline


@dataclass(frozen=True)
class About:
    """Who says something, at which school and in which period; about a trajectory, or (None) about the period."""

    person_id: int
    school_id: int
    period: FundingPeriod
    moment: AssessmentMoment
    trajectory_id: int | None = None
    discipline: Discipline | None = None

    @property
    def key(self) -> str:
        """What it is about."""
        return f"period:{self.period.id}" if self.trajectory_id is None else f"trajectory:{self.trajectory_id}"


def say(about: About, answers: Mapping[str, int], *, now: datetime) -> None:
    """She says this; what she said before and does not say any more goes. Raises `Refused` when the period is over."""
    check_open(about.period.starts_on, about.period.ends_on, day_of(now))
    standing = find_assessment(about.person_id, about.key, about.moment)
    if not answers:
        if standing is not None:
            take_back(standing)
        return
    if standing is None:
        standing = SelfAssessment(
            person_id=about.person_id,
            school_id=about.school_id,
            period_id=about.period.id,
            about=about.key,
            moment=about.moment,
            discipline=about.discipline,
        )
        db.session.add(standing)
    standing.given_at = now
    changed = _write(standing, answers, now)
    _spend_link(about, now)
    db.session.flush()
    _count(standing, changed)


def say_by_link(link: AssessmentLink, answers: Mapping[str, int], *, now: datetime) -> None:
    """The same by the link in a mail, which holds once; it adds to what she said herself, and takes nothing of it away.

    Raises `Refused`.
    """
    unused = sa.and_(AssessmentLink.id == link.id, AssessmentLink.used_at.is_(None), AssessmentLink.expires_at > now)
    spent = sa.update(AssessmentLink).where(unused).values(used_at=now).returning(AssessmentLink.id)
    if db.session.scalar(spent) is None:
        raise Refused(N_("This link was used already, or holds no longer. Open it again to see the way on."))
    about = About(link.person_id, link.school_id, link.period, AssessmentMoment.PERIOD)
    standing = find_assessment(about.person_id, about.key, about.moment)
    if answers:
        say(about, {**(standing.said if standing is not None else {}), **answers}, now=now)


def take_back(assessment: SelfAssessment) -> None:
    """What she said goes; out of the counts that others see it goes with the next five answers."""
    db.session.delete(assessment)
    db.session.flush()


def take_back_everything(person_id: int) -> None:
    """All that someone ever said of herself goes: she asks so, or she goes herself."""
    for assessment in assessments_of(person_id):
        db.session.delete(assessment)
    db.session.flush()


def _write(assessment: SelfAssessment, answers: Mapping[str, int], now: datetime) -> list[str]:
    """Returns of what she says something new; an answer that stays the same stays as it was."""
    known = {each.measure: each for each in assessment.answers}
    changed = [measure for measure, answer in answers.items() if assessment.said.get(measure) != answer]
    for measure in changed:
        if measure in known:
            known[measure].answer, known[measure].said_at = str(answers[measure]), now
            known[measure].is_counted = False
        else:
            assessment.answers.append(
                AssessmentAnswer(measure=measure, answer=str(answers[measure]), said_at=now, is_counted=False)
            )
    for measure in known.keys() - answers.keys():
        assessment.answers.remove(known[measure])
    return changed


def _spend_link(about: About, now: datetime) -> None:
    """Whoever answers on her own page needs her link no more."""
    if about.trajectory_id is None:
        db.session.execute(
            sa.update(AssessmentLink)
            .where(
                AssessmentLink.person_id == about.person_id,
                AssessmentLink.period_id == about.period.id,
                AssessmentLink.used_at.is_(None),
            )
            .values(used_at=now)
        )


def _count(assessment: SelfAssessment, measures: Iterable[str]) -> None:
    """Make the counts anew of what five people said something new about; of a school by one at a time."""
    school = sa.select(School.id).where(School.id == assessment.school_id)
    db.session.execute(school.with_for_update(key_share=True))
    for measure in sorted(measures):
        where = {
            "school_id": assessment.school_id,
            "period_id": assessment.period_id,
            "moment": assessment.moment,
            "measure": measure,
        }
        rows = _answers(where)
        counts = next_counts([Said(person_id, int(row.answer), row.is_counted) for row, person_id in rows])
        if counts is not None:
            _publish(where, counts)
            for row, _person_id in rows:
                row.is_counted = True
    db.session.flush()


def _publish(where: Mapping[str, Any], counts: tuple[int, ...]) -> None:
    standing = db.session.scalars(sa.select(AssessmentCount).filter_by(**where)).first()
    if standing is None:
        standing = AssessmentCount(**where)
        db.session.add(standing)
    standing.answers = list(counts)


def _answers(where: Mapping[str, Any]) -> list[tuple[AssessmentAnswer, int]]:
    rows = (
        sa.select(AssessmentAnswer, SelfAssessment.person_id)
        .join(AssessmentAnswer.assessment)
        .where(
            SelfAssessment.school_id == where["school_id"],
            SelfAssessment.period_id == where["period_id"],
            SelfAssessment.moment == where["moment"],
            AssessmentAnswer.measure == where["measure"],
        )
        .order_by(AssessmentAnswer.said_at, AssessmentAnswer.id)
        .execution_options(populate_existing=True)
    )
    return [(row, person_id) for row, person_id in db.session.execute(rows)]
