"""What CoachTrack knows already of a school, to show beside the steps and questions of a talk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coachtrack.agreements.queries import instruments
from coachtrack.assessments.queries import Counts, counts_of
from coachtrack.coverage.queries import Reference, coverage_of
from coachtrack.funding.queries import goals_of
from coachtrack.people.models import Post
from coachtrack.people.queries import staff_posts
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.queries import attention_points_of, materials_of
from coachtrack.talks.models import Talk
from coachtrack.talks.queries.preparation import evi_of
from coachtrack.talks.rules.guides import Beside, Step

EVI_SHOWN = 2


@dataclass(frozen=True)
class Reached:
    """How many people of a school are reached, of how many of whom it is asked; what teachers find, in counts."""

    met: int | None
    asked: int | None
    counts: Counts | None


def beside_of(talk: Talk, step: Step, on: date) -> Mapping[Beside, Any]:
    """What stands beside a step and its questions; only what this step asks for is looked up."""
    wanted = {step.beside, *(question.beside for question in step.questions)}
    reads = {
        Beside.GOALS: lambda: goals_of(talk.period_id) if talk.period_id is not None else (),
        Beside.EVI: lambda: evi_of(talk.school_id)[:EVI_SHOWN],
        Beside.MATERIALS: lambda: materials_of(talk.school_id, on=on),
        Beside.COORDINATORS: lambda: coordinators_at(talk.school_id, on),
        Beside.REACHED: lambda: reached_at(talk, on),
        Beside.INSTRUMENTS: instruments,
        Beside.ATTENTION: lambda: attention_points_of(talk.school_id, on),
    }
    return {what: read() for what, read in reads.items() if what in wanted}


def coordinators_at(school_id: int, on: date) -> Sequence[Post]:
    """The culture coordinators of a school on a day."""
    return [post for post in staff_posts(school_id, on) if post.function is PostFunction.CULTURE_COORDINATOR]


def reached_at(talk: Talk, on: date) -> Reached | None:
    """What the school has reached in the period so far; None where it takes part in none."""
    if talk.period is None:
        return None
    counts = counts_of([talk.school_id], talk.period.id)
    day = min(max(on, talk.period.starts_on), talk.period.ends_on)
    coverage = coverage_of(Reference(talk.period, day), school_ids=[talk.school_id])
    if coverage is None:
        return Reached(None, None, counts)
    tally = coverage.tally_at(talk.school_id)
    return Reached(tally.met, tally.asked, counts)
