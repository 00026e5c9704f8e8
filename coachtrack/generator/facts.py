"""What evidence says of one thing: that it was held, who confirmed it, and what was corrected or withdrawn later."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from coachtrack.evidence.rules.records import Activity, Origin, Party, Reason, RecordKind
from coachtrack.generator.spool import Spool

COLUMNS = (
    "subject", "activity", "origin", "person_id", "post_id", "school_id", "coach_id", "trajectory_id", "session_kind",
    "discipline", "stream", "lesson_context", "held_on", "prep_minutes", "lesson_minutes", "debrief_minutes",
    "coach_minutes",
)  # fmt: skip
HELD_ON, PREP, COACH = COLUMNS.index("held_on"), COLUMNS.index("prep_minutes"), COLUMNS.index("coach_minutes")
Values = tuple[Any, ...]
"""Of the columns above; the day is a number."""
Minutes = tuple[int, int, int, int]
"""Preparation, lesson and debrief of the teacher; all of the coach."""


class Then(NamedTuple):
    """What happened to a fact after it was recorded."""

    moment: int
    kind: str
    by: int
    party: str | None = None
    reason: str | None = None
    values: Values | None = None


class RowOf(NamedTuple):
    """A row that is written with the number of the fact's record in one of its columns."""

    table: str
    values: tuple[Any, ...]
    column: int


def values_of(
    subject: str,
    activity: Activity,
    *,
    person_id: int,
    post_id: int | None,
    school_id: int | None,
    kind: str,
    discipline: str | None,
    stream: str,
    lesson_context: str | None,
    held_on: int,
    minutes: Minutes = (0, 0, 0, 0),
    coach_id: int | None = None,
    trajectory_id: int | None = None,
) -> Values:
    """The values of a fact that was logged here."""
    return (
        subject, activity.value, Origin.LOGGED.value, person_id, post_id, school_id, coach_id, trajectory_id, kind,
        discipline, stream, lesson_context, held_on, *minutes,
    )  # fmt: skip


def with_minutes(values: Values, minutes: Minutes) -> Values:
    """The same, with other minutes."""
    return values[:PREP] + minutes


def confirmed(moment: int, party: Party, by: int) -> Then:
    """A party says that it was so."""
    return Then(moment, RecordKind.CONFIRMED.value, by, party.value)


def corrected(moment: int, by: int, values: Values) -> Then:
    """The minutes were wrong."""
    return Then(moment, RecordKind.CORRECTED.value, by, None, Reason.WRONG_MINUTES.value, values)


def withdrawn(moment: int, by: int) -> Then:
    """It did not take place after all."""
    return Then(moment, RecordKind.WITHDRAWN.value, by, None, Reason.DID_NOT_TAKE_PLACE.value)


def tell(
    spool: Spool, key: int, values: Values, held_at: int, by: int, then: Iterable[Then], now: int, row: RowOf | None
) -> None:
    """One fact from beginning to end, as far as now. What stands of it in the end goes with its first record."""
    course = _as_far_as(now, then)
    standing = _standing(held_at, values, course)
    last = len(course)
    held = (held_at, key, 0, RecordKind.HELD.value, by, None, None, values, last == 0, standing, row and tuple(row))
    spool.add(held)
    for place, each in enumerate(course, 1):
        spool.add((each.moment, key, place, *each[1:], place == last, None, None))


def _as_far_as(now: int, then: Iterable[Then]) -> list[Then]:
    course = sorted((each for each in then if each.moment <= now), key=lambda each: each.moment)
    for place, each in enumerate(course):
        if each.kind == RecordKind.WITHDRAWN:
            return course[: place + 1]
    return course


def _standing(held_at: int, values: Values, course: list[Then]) -> tuple[Values, int, int | None] | None:
    """The values that stand, when the teacher was asked about them, and when she said yes; None: withdrawn."""
    asked, said = held_at, None
    for each in course:
        if each.kind == RecordKind.WITHDRAWN:
            return None
        if each.values is not None:
            if each.values[PREP:COACH] != values[PREP:COACH]:
                asked, said = each.moment, None
            values = each.values
        elif each.party == Party.TEACHER and said is None:
            said = each.moment
    return values, asked, said
