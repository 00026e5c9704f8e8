"""What stands: the latest values of every fact after corrections, without what was withdrawn, and who confirmed it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from coachtrack.agenda.rules.days import Days, days_outside
from coachtrack.evidence.rules.records import Activity, Fact, Origin, Party, Reason, RecordKind

SILENCE = 14
"""So many days the teacher has to answer what was logged for her; school holidays do not count."""
ZONE = ZoneInfo("Europe/Amsterdam")


class Record(Protocol):
    """What the fold reads of a record."""

    number: int
    kind: RecordKind
    recorded_at: datetime
    recorded_by_id: int | None
    refers_to: int | None
    subject: str
    activity: Activity
    origin: Origin
    person_id: int
    post_id: int | None
    school_id: int | None
    coach_id: int | None
    trajectory_id: int | None
    session_kind: str
    discipline: str | None
    stream: str | None
    lesson_context: str | None
    held_on: date
    prep_minutes: int
    lesson_minutes: int
    debrief_minutes: int
    coach_minutes: int
    party: Party | None
    agreement_id: int | None
    reason: Reason | None


@dataclass(frozen=True)
class StandingFact:
    """A fact that stands. `number` is that of the record with which it began, for life.

    `confirmed_by` holds for the values as they are now: a correction of what the teacher had confirmed asks her again
    (`asked_at`). `corrected_at` says that there was a correction, and `corrected_for` why.
    """

    number: int
    fact: Fact
    recorded_at: datetime
    recorded_by_id: int | None
    asked_at: datetime
    confirmed_by: frozenset[Party] = frozenset()
    teacher_confirmed_at: datetime | None = None
    agreement_ids: frozenset[int] = frozenset()
    corrected_at: datetime | None = None
    corrected_for: Reason | None = None


class Standing(StrEnum):
    """How far a fact is agreed upon: by both sides, still asked of the teacher, by one side only, or from before."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    ONE_SIDED = "one_sided"
    TAKEN_OVER = "taken_over"


def fact_of(record: Record) -> Fact:
    """The values that a record carries."""
    return Fact(
        subject=record.subject,
        activity=record.activity,
        person_id=record.person_id,
        held_on=record.held_on,
        kind=record.session_kind,
        school_id=record.school_id,
        post_id=record.post_id,
        coach_id=record.coach_id,
        trajectory_id=record.trajectory_id,
        discipline=record.discipline,
        stream=record.stream,
        lesson_context=record.lesson_context,
        prep_minutes=record.prep_minutes,
        lesson_minutes=record.lesson_minutes,
        debrief_minutes=record.debrief_minutes,
        coach_minutes=record.coach_minutes,
        origin=record.origin,
    )


def fold(records: Iterable[Record]) -> list[StandingFact]:
    """The facts that stand after these records, read in the order in which they were written; oldest fact first."""
    facts: dict[int, StandingFact] = {}
    for record in records:
        if record.kind is RecordKind.HELD:
            facts[record.number] = StandingFact(
                number=record.number,
                fact=fact_of(record),
                recorded_at=record.recorded_at,
                recorded_by_id=record.recorded_by_id,
                asked_at=record.recorded_at,
            )
        elif record.refers_to is None or record.refers_to not in facts:
            continue
        elif record.kind is RecordKind.WITHDRAWN:
            del facts[record.refers_to]
        else:
            facts[record.refers_to] = _after(facts[record.refers_to], record)
    return list(facts.values())


def _after(standing: StandingFact, record: Record) -> StandingFact:
    if record.kind is RecordKind.CORRECTED:
        return _corrected(standing, record)
    if record.kind is RecordKind.LINKED and record.agreement_id is not None:
        return replace(standing, agreement_ids=standing.agreement_ids | {record.agreement_id})
    if record.kind is RecordKind.UNLINKED:
        return replace(standing, agreement_ids=standing.agreement_ids - {record.agreement_id})
    if record.kind is RecordKind.CONFIRMED and record.party is not None and record.party not in standing.confirmed_by:
        confirmed = replace(standing, confirmed_by=standing.confirmed_by | {record.party})
        is_hers = record.party is Party.TEACHER
        return replace(confirmed, teacher_confirmed_at=record.recorded_at) if is_hers else confirmed
    return standing


def _corrected(standing: StandingFact, record: Record) -> StandingFact:
    changed = replace(standing, fact=fact_of(record), corrected_at=record.recorded_at, corrected_for=record.reason)
    if _what_she_confirms(changed.fact) == _what_she_confirms(standing.fact):
        return changed
    asked_again = changed.confirmed_by - {Party.TEACHER}
    return replace(changed, confirmed_by=asked_again, teacher_confirmed_at=None, asked_at=record.recorded_at)


def _what_she_confirms(fact: Fact) -> tuple[object, ...]:
    return (
        fact.person_id, fact.held_on, fact.kind, fact.activity,
        fact.prep_minutes, fact.lesson_minutes, fact.debrief_minutes,
    )  # fmt: skip


def answer_until(fact: StandingFact, holidays: Iterable[Days]) -> date:
    """The last day on which the teacher's silence says nothing yet: the holidays of her school are not counted."""
    return day_of_silence(fact.asked_at, holidays)


def day_of_silence(asked_at: datetime, holidays: Iterable[Days]) -> date:
    """The last day on which the silence of who was asked then says nothing yet."""
    return days_outside(asked_at.astimezone(ZONE).date(), SILENCE, holidays)


def silent_when_asked_before(on: date, holidays: Iterable[Days]) -> datetime:
    """The moment before which someone must have been asked for her silence to say something on a day."""
    closed, asked_on = tuple(holidays), on - timedelta(days=SILENCE)
    while days_outside(asked_on, SILENCE, closed) >= on:
        asked_on -= timedelta(days=1)
    return datetime.combine(asked_on + timedelta(days=1), time.min, ZONE).astimezone(UTC)


def standing_of(fact: StandingFact, on: date, holidays: Iterable[Days]) -> Standing:
    """How far a fact is agreed upon on a day. Nobody is asked about what was taken over from before."""
    if Party.TEACHER in fact.confirmed_by:
        return Standing.CONFIRMED
    if fact.fact.origin is Origin.TAKEN_OVER:
        return Standing.TAKEN_OVER
    return Standing.ONE_SIDED if on > answer_until(fact, holidays) else Standing.WAITING


def is_one_sided(fact: StandingFact, on: date, holidays: Iterable[Days]) -> bool:
    """Whether the teacher was silent for fourteen days about what was logged for her."""
    return standing_of(fact, on, holidays) is Standing.ONE_SIDED
