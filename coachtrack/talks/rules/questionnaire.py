"""The questions that a school answers before a talk, by a link that works once, and when that link still does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from coachtrack.errors import N_, Refused

LASTS = timedelta(days=30)
LONGEST_ANSWER = 5_000
ANSWERED_BY = "answered_by"


class LinkState(StrEnum):
    """Whether a link can still be answered, and if not, why."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def state_of(
    *, expires_at: datetime, answered_at: datetime | None, withdrawn_at: datetime | None, now: datetime
) -> LinkState:
    """What was done with it goes before how long it lasts."""
    if answered_at is not None:
        return LinkState.ANSWERED
    if withdrawn_at is not None:
        return LinkState.WITHDRAWN
    return LinkState.OPEN if now < expires_at else LinkState.EXPIRED


class AnswerKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True)
class Question:
    """One question: what it asks, what may help, and beside which question of the guide its answer belongs."""

    key: str
    label: str
    hint: str = ""
    kind: AnswerKind = AnswerKind.TEXT
    options: tuple[tuple[str, str], ...] = ()
    beside: str | None = None

    def in_words(self, answer: str) -> str:
        """An answer as people read it: a message id where it was a choice."""
        return dict(self.options).get(answer, answer)


QUESTIONS = (
    Question(
        "developments_now",
        N_("What is important in your school at the moment?"),
        N_("For example another way of working, a new method, changes in the team."),
        beside="developments_now",
    ),
    Question(
        "vision_links",
        N_("What does the school want children to take with them, and where does culture fit in?"),
        N_("A few words from the vision of the school will do."),
        beside="vision_links",
    ),
    Question(
        "culture_now",
        N_("What do you do on culture already?"),
        N_("Think of lessons in the timetable, afternoons in circuits, visits, performances, cooperation in town."),
        beside="culture_now",
    ),
    Question(
        "year_plan",
        N_("Does culture have a place in the year plan?"),
        kind=AnswerKind.CHOICE,
        options=(("yes", N_("yes")), ("partly", N_("partly")), ("no", N_("not yet"))),
        beside="year_plan",
    ),
    Question(
        "fixed_dates",
        N_("Which dates of the coming school year are fixed already?"),
        N_("Team meetings, training days, days off, celebrations. Bring the year plan itself to the talk as well."),
        beside="meeting_structure",
    ),
    Question(
        "themes",
        N_("Which themes would your school like to work on?"),
        N_("One on each line."),
        beside="themes",
    ),
    Question(
        "certified_coordinator",
        N_("Does somebody in the school have the certificate of culture coordinator (ICC'er)?"),
        kind=AnswerKind.CHOICE,
        options=(("yes", N_("yes")), ("in_training", N_("in training")), ("no", N_("not yet"))),
        beside="certified_coordinator",
    ),
    Question(
        "coming_along",
        N_("Who will be at the talk for the school?"),
        N_("Names, and what they do in the school."),
    ),
    Question("remarks", N_("Is there anything else that you want to talk about?"), beside="other_remarks"),
)


def check_answers(answers: Mapping[str, str]) -> None:
    """Refuse a form on which nothing was answered."""
    if not any(answers.get(question.key) for question in QUESTIONS):
        raise Refused(N_("Nothing was filled in yet. Answer at least one question; the others may stay empty."))
