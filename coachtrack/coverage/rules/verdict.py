"""The verdict on one person: facts in, and out comes where she stands, with what counts, what does not and why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from coachtrack.coverage.rules.requirement import (
    Combination,
    ExemptionReason,
    Measure,
    NotCounted,
    NotCounting,
    Requirement,
    RequirementStatus,
)
from coachtrack.evidence.rules.records import Activity, Fact, Origin, Party
from coachtrack.people.rules.posts import PostFunction

MEASURED = {
    Measure.COMPLETED_TRAJECTORIES: frozenset({Activity.COACHING, Activity.DEBRIEF}),
    Measure.CONFIRMED_DEBRIEFS: frozenset({Activity.DEBRIEF}),
    Measure.COACHING_MINUTES: frozenset({Activity.COACHING}),
    Measure.TRAINING_MINUTES: frozenset({Activity.TRAINING}),
    Measure.ALL_MINUTES: frozenset({Activity.COACHING, Activity.TRAINING}),
}
"""What each measure counts; a completed trajectory is built of coaching."""
LEADING_TO = MEASURED | {Measure.CONFIRMED_DEBRIEFS: frozenset({Activity.COACHING, Activity.DEBRIEF})}
"""What brings each measure nearer: a session comes before its debrief."""
VALID = (None, NotCounted.NOT_ASKED, NotCounted.BY_ITS_DEBRIEF, NotCounted.WITH_ITS_SESSION)
"""Took place within the period and stands, whether or not this requirement asks for it."""


@dataclass(frozen=True)
class Stretch:
    """From one day up to and with another, or on without an end."""

    starts_on: date
    ends_on: date | None = None

    def days_until(self, on: date) -> int:
        """How long it is; one without an end is as long as it lasted so far."""
        return ((self.ends_on or on) - self.starts_on).days + 1

    def covers(self, on: date) -> bool:
        """Whether the day lies in it."""
        return self.starts_on <= on <= (self.ends_on or on)


def unbroken(stretches: Iterable[Stretch], on: date) -> Stretch | None:
    """The stretch around a day with all that adjoins it; None where none covers the day.

    A post whose groups changed, or a leave that was extended, is two rows and one stretch.
    """
    merged: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda each: each.starts_on):
        last = merged[-1] if merged else None
        if last is None or (last.ends_on is not None and stretch.starts_on > last.ends_on + timedelta(days=1)):
            merged.append(stretch)
        else:
            merged[-1] = replace(last, ends_on=_later(last.ends_on, stretch.ends_on))
    return next((stretch for stretch in merged if stretch.covers(on)), None)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


@dataclass(frozen=True)
class PostFact:
    """A post that a person holds on the reference date, with how long she held such a post there without a break."""

    school_id: int
    function: PostFunction
    held: Stretch


@dataclass(frozen=True)
class EvidenceFact:
    """A standing piece of evidence, and whether the other party was silent for its fourteen days."""

    number: int
    fact: Fact
    confirmed_by: frozenset[Party] = frozenset()
    is_one_sided: bool = False


@dataclass(frozen=True)
class PersonFacts:
    """Everything that is known of one person on the reference date.

    `completed_on`: the days on which trajectories were completed. `plans`: what is planned or being prepared.
    """

    person_id: int
    posts: tuple[PostFact, ...] = ()
    away: Stretch | None = None
    exemption: ExemptionReason | None = None
    evidence: tuple[EvidenceFact, ...] = ()
    completed_on: tuple[date, ...] = ()
    has_open_trajectory: bool = False
    plans: frozenset[Activity] = frozenset()

    @property
    def school_ids(self) -> frozenset[int]:
        """Where she works on that day."""
        return frozenset(post.school_id for post in self.posts)

    def at(self, school_ids: Collection[int]) -> "PersonFacts":
        """The same person, with her posts at these schools only."""
        return replace(self, posts=tuple(post for post in self.posts if post.school_id in school_ids))


@dataclass(frozen=True)
class Shortfall:
    """How much of a demand is still missing."""

    measure: Measure
    missing: int


@dataclass(frozen=True)
class Verdict:
    """Where a person stands and why: what counts, what does not, and what is missing."""

    status: RequirementStatus
    not_counting: NotCounting | None = None
    exemption: ExemptionReason | None = None
    counted: tuple[EvidenceFact, ...] = ()
    not_counted: tuple[tuple[EvidenceFact, NotCounted], ...] = ()
    missing: tuple[Shortfall, ...] = ()
    amounts: Mapping[Measure, int] = field(default_factory=dict)

    @property
    def held(self) -> list[EvidenceFact]:
        """Everything that took place within the period and stands, asked for or not."""
        return [*self.counted, *(piece for piece, reason in self.not_counted if reason in VALID)]


@dataclass(frozen=True)
class Frame:
    """Within which the verdict is given: the funding period and the reference date (peildatum)."""

    starts_on: date
    ends_on: date
    on: date


def counts_at(post: PostFact, requirement: Requirement, away: Stretch | None, on: date) -> NotCounting | None:
    """Why this post does not count on that day; None when it does."""
    if post.function not in requirement.functions:
        return NotCounting.FUNCTION
    if post.function is PostFunction.SUBSTITUTE_TEACHER and post.held.days_until(on) < requirement.substitute_days:
        return NotCounting.SHORT_SUBSTITUTE
    if away is not None and away.covers(on) and away.days_until(on) >= requirement.away_days:
        return NotCounting.AWAY
    return None


def judge(requirement: Requirement, person: PersonFacts, frame: Frame) -> Verdict:
    """The verdict on one person."""
    reasons = [counts_at(post, requirement, person.away, frame.on) for post in person.posts]
    counted, not_counted = _sorted_evidence(requirement, person.evidence, frame)
    explained = Verdict(RequirementStatus.NOT_IN_SCOPE, counted=counted, not_counted=not_counted)
    explained = replace(explained, amounts=_amounts(requirement, explained.held, person.completed_on, frame))
    if None not in reasons:
        telling = [reason for reason in reversed(NotCounting) if reason in reasons]
        return replace(explained, not_counting=telling[0] if telling else None)
    if person.exemption is not None:
        return replace(explained, status=RequirementStatus.EXEMPT, exemption=person.exemption)
    missing = _missing(requirement, explained.amounts)
    if _is_met(requirement, missing):
        return replace(explained, status=RequirementStatus.MET)
    return replace(explained, status=_on_the_way(requirement, person, explained), missing=missing)


def _missing(requirement: Requirement, amounts: Mapping[Measure, int]) -> tuple[Shortfall, ...]:
    return tuple(
        Shortfall(demand.measure, demand.at_least - amounts[demand.measure])
        for demand in requirement.demands
        if amounts[demand.measure] < demand.at_least
    )


def _is_met(requirement: Requirement, missing: Sequence[Shortfall]) -> bool:
    if requirement.combination is Combination.ANY:
        return len(missing) < len(requirement.demands)
    return not missing


def _on_the_way(requirement: Requirement, person: PersonFacts, explained: Verdict) -> RequirementStatus:
    """Only what brings this requirement nearer says that she is on the way; a debrief also before it is confirmed."""
    leading = frozenset[Activity]().union(*(LEADING_TO[demand.measure] for demand in requirement.demands))
    waiting = [piece for piece, reason in explained.not_counted if reason is NotCounted.NOT_CONFIRMED]
    if any(piece.fact.activity in leading for piece in [*explained.held, *waiting]):
        return RequirementStatus.IN_PROGRESS
    has_trajectory = person.has_open_trajectory or explained.amounts[Measure.COMPLETED_TRAJECTORIES] > 0
    if has_trajectory and Activity.COACHING in leading:
        return RequirementStatus.IN_PROGRESS
    return RequirementStatus.PLANNED if person.plans & leading else RequirementStatus.NOT_STARTED


def _sorted_evidence(
    requirement: Requirement, evidence: Iterable[EvidenceFact], frame: Frame
) -> tuple[tuple[EvidenceFact, ...], tuple[tuple[EvidenceFact, NotCounted], ...]]:
    """What counts and what does not, by date; whatever the order in which it came."""
    counted, not_counted = [], []
    for piece in sorted(evidence, key=lambda piece: (piece.fact.held_on, piece.number)):
        reason = _why_not(requirement, piece, frame)
        if reason is None:
            counted.append(piece)
        else:
            not_counted.append((piece, reason))
    return tuple(counted), tuple(not_counted)


def _why_not(requirement: Requirement, piece: EvidenceFact, frame: Frame) -> NotCounted | None:
    if piece.fact.held_on > frame.on:
        return NotCounted.AFTER_DATE
    if not frame.starts_on <= piece.fact.held_on <= frame.ends_on:
        return NotCounted.OUTSIDE_PERIOD
    if piece.fact.activity is Activity.DEBRIEF and not _is_confirmed(requirement, piece):
        return NotCounted.NOT_CONFIRMED
    return _why_not_asked(requirement, piece.fact.activity)


def _why_not_asked(requirement: Requirement, activity: Activity) -> NotCounted | None:
    measures = {demand.measure for demand in requirement.demands}
    asked = frozenset[Activity]().union(*(MEASURED[measure] for measure in measures))
    if activity in asked:
        return None
    if activity is Activity.COACHING and Measure.CONFIRMED_DEBRIEFS in measures:
        return NotCounted.BY_ITS_DEBRIEF
    if activity is Activity.DEBRIEF and Activity.COACHING in asked:
        return NotCounted.WITH_ITS_SESSION
    return NotCounted.NOT_ASKED


def _is_confirmed(requirement: Requirement, piece: EvidenceFact) -> bool:
    """Nobody is asked to confirm what was taken over from before."""
    if Party.TEACHER in piece.confirmed_by or piece.fact.origin is Origin.TAKEN_OVER:
        return True
    return piece.is_one_sided and requirement.one_sided_counts


def _amounts(
    requirement: Requirement, held: Sequence[EvidenceFact], completed_on: Sequence[date], frame: Frame
) -> dict[Measure, int]:
    minutes = minutes_held(held)
    cap = requirement.training_cap_minutes
    completed = [day for day in completed_on if frame.starts_on <= day <= min(frame.ends_on, frame.on)]
    return {
        Measure.COMPLETED_TRAJECTORIES: len(completed),
        Measure.CONFIRMED_DEBRIEFS: sum(piece.fact.activity is Activity.DEBRIEF for piece in held),
        Measure.COACHING_MINUTES: minutes[Activity.COACHING],
        Measure.TRAINING_MINUTES: minutes[Activity.TRAINING],
        Measure.ALL_MINUTES: minutes[Activity.COACHING]
        + (minutes[Activity.TRAINING] if cap is None else min(minutes[Activity.TRAINING], cap)),
    }


def seen_at(pieces: Iterable[EvidenceFact], school_ids: Collection[int]) -> list[EvidenceFact]:
    """What took place at these schools, or at no school in particular."""
    return [piece for piece in pieces if piece.fact.school_id is None or piece.fact.school_id in school_ids]


def minutes_held(pieces: Iterable[EvidenceFact]) -> dict[Activity, int]:
    """The teacher's minutes under these pieces, by what was done."""
    minutes = dict.fromkeys(Activity, 0)
    for piece in pieces:
        minutes[piece.fact.activity] += piece.fact.minutes
    return minutes
