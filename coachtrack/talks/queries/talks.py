"""Talks: one by its number, its guide and steps, and those that someone may see."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from coachtrack.database import db
from coachtrack.errors import N_, NotFound
from coachtrack.talks.models import Talk, TalkAnswer
from coachtrack.talks.rules.guides import Guide, Step, guide_of


@dataclass(frozen=True)
class StepLink:
    """A line of the progress list: a page of the talk, and how many of its questions have an answer."""

    endpoint: str
    key: str | None
    title: str
    is_of_guide: bool = False
    answered: int = 0
    asked: int = 0


BEFORE = (("talks.prepare", N_("Preparation")),)
AFTER = (
    ("talks.agree", N_("Agreements")),
    ("talks.planning_form", N_("Planning form")),
    ("talks.report", N_("Report")),
)


def get_talk(talk_id: int) -> Talk:
    """The talk with this number, with its school, guide and appointment. Raises `NotFound`."""
    options = (joinedload(Talk.school), joinedload(Talk.guide), joinedload(Talk.appointment), joinedload(Talk.advisor))
    talk = db.session.get(Talk, talk_id, options=options)
    if talk is None:
        raise NotFound
    return talk


def guide_for(talk: Talk) -> Guide:
    """The guide that a talk follows, with the name and the last year of its period filled in."""
    period = talk.period
    end_year = period.ends_on.year if period else talk.first_year + 3
    return guide_of(talk.guide.content, {"end_year": str(end_year), "period": period.name if period else ""})


def guide_steps(talk: Talk) -> tuple[Step, ...]:
    """The steps of its guide that a talk goes through: without the goals of a period that the school is not in."""
    return tuple(step for step in guide_for(talk).steps if talk.period_id or not step.is_for_participants)


def steps_of(talk: Talk) -> list[StepLink]:
    """All steps of a talk, in the order in which it goes: the preparation, the guide, agreements, dates, the report."""
    answered = set(db.session.scalars(sa.select(TalkAnswer.question).where(TalkAnswer.talk_id == talk.id)))
    guide = [
        StepLink(
            endpoint="talks.step",
            key=step.key,
            title=step.title,
            is_of_guide=True,
            answered=sum(question.key in answered for question in step.questions),
            asked=len(step.questions),
        )
        for step in guide_steps(talk)
    ]
    before = [StepLink(endpoint, None, title) for endpoint, title in BEFORE]
    after = [StepLink(endpoint, None, title) for endpoint, title in AFTER]
    return [link for link in (*before, *guide, *after) if link.endpoint in current_app.view_functions]
