"""Goals and debriefs: common goals to begin with, and when a debrief can be shared and is locked."""

from datetime import datetime, timedelta
from enum import StrEnum

from coachtrack.errors import N_, Refused

OPEN_FOR = timedelta(days=14)
"""How long a shared debrief can still be changed: a promise of the product, the same for everybody."""

PRESETS = {
    "own_material": N_("Use the material that we already have flexibly"),
    "process": N_("Guide the creative process instead of the result"),
    "questions": N_("Ask open questions while the children are making"),
    "technique": N_("Master the technique so that I dare to show it myself"),
    "reflect": N_("Look back on the work together with the class"),
    "line": N_("Build on what the class did before, through the years"),
    "organise": N_("Organise a lively lesson calmly"),
}
"""Goals that many teachers choose; a goal may begin as one of them and be said in her own words."""


class Audience(StrEnum):
    """With whom a teacher may share: who leads her school, its advisor, or the coach who comes after."""

    LEADERS = "leaders"
    ADVISOR = "advisor"
    NEXT_COACH = "next_coach"


def check_goal(words: str) -> None:
    """Raise `Refused` for a goal that says nothing."""
    if not words.strip():
        raise Refused(N_("Write the goal in a sentence, or choose one from the list."), field="goal")


def check_may_write(shared_at: datetime | None, now: datetime) -> None:
    """Raise `Refused` when the text of a debrief can no longer be changed."""
    if is_locked(shared_at, now):
        raise Refused(
            N_("This debrief was shared more than two weeks ago and stays as it is. Add what you want to say below it.")
        )


def check_may_share(went_well: str, learnt: str, next_step: str, shared_at: datetime | None) -> None:
    """Raise `Refused` when a debrief is still empty, or was shared before."""
    if shared_at is not None:
        raise Refused(N_("This debrief has been shared already."))
    check_says_something(went_well, learnt, next_step)


def check_says_something(went_well: str, learnt: str, next_step: str) -> None:
    """Raise `Refused` for an empty debrief, which a teacher should not find."""
    if not any(text.strip() for text in (went_well, learnt, next_step)):
        raise Refused(
            N_("This debrief is still empty. Write at least one line before you share it."), field="went_well"
        )


def check_may_react(shared_at: datetime | None, words: str) -> None:
    """Raise `Refused` for a reaction without words, or to a debrief that was not shared."""
    if shared_at is None:
        raise Refused(N_("This debrief has not been shared yet."))
    if not words.strip():
        raise Refused(N_("Write your reaction first."), field="words")


def check_may_let_read(shared_at: datetime | None) -> None:
    """Raise `Refused` for a debrief that the teacher has not got herself: she can let nobody read it."""
    if shared_at is None:
        raise Refused(N_("This debrief has not been shared yet."))


def locks_at(shared_at: datetime) -> datetime:
    """The moment from which a shared debrief stays as it is."""
    return shared_at + OPEN_FOR


def is_locked(shared_at: datetime | None, now: datetime) -> bool:
    """Whether only dated additions are possible now."""
    return shared_at is not None and now >= locks_at(shared_at)
