"""When an issued report is stale, and what became different since: evidence, and other facts recorded later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from coachtrack.errors import N_
from coachtrack.evidence.rules.records import Activity, RecordKind
from coachtrack.evidence.rules.standing import Record, StandingFact, fold
from coachtrack.reports.rules.kinds import ReportKind
from coachtrack.reports.rules.years import Window

CHANGING = frozenset({RecordKind.HELD, RecordKind.CORRECTED, RecordKind.WITHDRAWN})


def changing_records(kind: ReportKind) -> frozenset[RecordKind]:
    """The records that change what a report says: a confirmation does so for coverage only."""
    return CHANGING | {RecordKind.CONFIRMED} if kind is ReportKind.COVERAGE else CHANGING


class Ground(StrEnum):
    """What a report rests on beside evidence."""

    POSTS = "posts"
    ABSENCES = "absences"
    EXEMPTIONS = "exemptions"
    PARTICIPATION = "participation"
    REQUIREMENT = "requirement"
    TRAJECTORIES = "trajectories"
    RATES = "rates"
    COSTS = "costs"


GROUND_LABELS = {
    Ground.POSTS: N_("posts of people"),
    Ground.ABSENCES: N_("absences"),
    Ground.EXEMPTIONS: N_("exemptions"),
    Ground.PARTICIPATION: N_("participation of schools"),
    Ground.REQUIREMENT: N_("versions of the requirement"),
    Ground.TRAJECTORIES: N_("statuses of trajectories"),
    Ground.RATES: N_("hourly rates"),
    Ground.COSTS: N_("kinds of cost"),
}

GROUNDS: dict[ReportKind, tuple[Ground, ...]] = {
    ReportKind.HOURS: (Ground.RATES, Ground.COSTS),
    ReportKind.PERFORMANCE: (Ground.PARTICIPATION, Ground.TRAJECTORIES),
    ReportKind.COVERAGE: (
        Ground.POSTS, Ground.ABSENCES, Ground.EXEMPTIONS, Ground.PARTICIPATION, Ground.REQUIREMENT,
        Ground.TRAJECTORIES,
    ),
}  # fmt: skip
"""What makes which report stale when it was recorded after the cutoff."""


@dataclass(frozen=True)
class Change:
    """A fact as the report had it, and as it is now; None: it was not in the report, or is not any more."""

    before: StandingFact | None
    after: StandingFact | None


@dataclass
class Difference:
    """What changed in numbers, of one kind of activity."""

    added: int = 0
    corrected: int = 0
    gone: int = 0
    minutes: int = 0

    def count(self, change: Change) -> None:
        """Count a change in; its minutes are what is there more, or less."""
        before = change.before.fact.minutes if change.before else 0
        after = change.after.fact.minutes if change.after else 0
        self.minutes += after - before
        if change.before is None:
            self.added += 1
        elif change.after is None:
            self.gone += 1
        else:
            self.corrected += 1


@dataclass(frozen=True)
class Staleness:
    """Why a report does not say any more what is known: evidence by activity, people under it, and other grounds."""

    evidence: dict[Activity, Difference] = field(default_factory=dict)
    people: int = 0
    grounds: dict[Ground, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it is stale."""
        return bool(self.evidence or self.grounds)


def changes_between(
    records: Sequence[Record], head_count: int, window: Window, *, with_confirmations: bool
) -> list[Change]:
    """What became different within the window since the chain had so many records.

    `records`: all records of every fact that was touched since, in their order.
    """
    then = {each.number: each for each in fold(each for each in records if each.number <= head_count)}
    now = {each.number: each for each in fold(records)}
    changes = []
    for number in sorted({*then, *now}):
        before, after = _within(then.get(number), window), _within(now.get(number), window)
        if before is not None or after is not None:
            changes.append(Change(before, after))
    return [change for change in changes if not _is_same(change, with_confirmations)]


def summed(changes: Iterable[Change]) -> tuple[dict[Activity, Difference], int]:
    """The changes added up per activity, and how many people they are about; passing by them once.

    A fact that became another activity counts as it is now.
    """
    by_activity: dict[Activity, Difference] = {}
    people: set[int] = set()
    for change in changes:
        told = [each.fact for each in (change.after, change.before) if each is not None]
        by_activity.setdefault(told[0].activity, Difference()).count(change)
        people.update(fact.person_id for fact in told)
    return by_activity, len(people)


def _within(standing: StandingFact | None, window: Window) -> StandingFact | None:
    if standing is not None and window.holds(standing.fact.held_on, standing.fact.school_id):
        return standing
    return None


def _is_same(change: Change, with_confirmations: bool) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return False
    confirmed_alike = before.confirmed_by == after.confirmed_by or not with_confirmations
    return before.fact == after.fact and confirmed_alike
