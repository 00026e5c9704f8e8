"""Figures made of verdicts and evidence: how many stand where, and what a lesson costs a teacher."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coachtrack.agenda.rules.appointments import LESSON_KINDS
from coachtrack.coverage.rules.requirement import COUNTED_STATUSES, Outlook, RequirementStatus
from coachtrack.evidence.rules.records import Activity, Fact

FEWEST = 5
"""An average over fewer people than this is not shown."""


@dataclass(frozen=True)
class Tally:
    """How many people stand where."""

    counts: dict[RequirementStatus, int]

    @property
    def met(self) -> int:
        """How many are reached."""
        return self.counts[RequirementStatus.MET]

    @property
    def asked(self) -> int:
        """Of how many it is asked: the denominator."""
        return sum(self.counts[status] for status in COUNTED_STATUSES)

    @property
    def share(self) -> float | None:
        """Reached as a share of 1; None where it is asked of nobody."""
        return self.met / self.asked if self.asked else None

    @property
    def parts(self) -> list[tuple[RequirementStatus, int]]:
        """The denominator, part by part, for a stacked bar."""
        return [(status, self.counts[status]) for status in COUNTED_STATUSES]


def tally(statuses: Iterable[RequirementStatus]) -> Tally:
    """Count where people stand; every status has a number."""
    counted = Counter(statuses)
    return Tally({status: counted[status] for status in RequirementStatus})


SHARED = "shared:"
"""Before a key: those of them who stand at other schools as well."""


@dataclass(frozen=True)
class Figures:
    """How many people stand under each key of the tallies: "status:…", "outlook:…", "discipline:…", "stream:…"."""

    people: Mapping[str, int] = field(default_factory=dict)

    @property
    def tally(self) -> Tally:
        """How many stand where."""
        return Tally({status: self.people.get(f"status:{status.value}", 0) for status in RequirementStatus})

    def under(self, kind: str, code: str) -> int:
        """How many stand under this key."""
        return self.people.get(f"{kind}:{code}", 0)

    def looking(self, outlook: Outlook) -> int:
        """How many of those who are not there yet stand so towards the end of the period."""
        return self.under("outlook", outlook.value)

    @property
    def has_outlook(self) -> bool:
        """Whether it was looked ahead at all."""
        return any(key.startswith("outlook:") for key in self.people)

    @classmethod
    def once(cls, sums: Mapping[str, int], shared: Mapping[str, int]) -> "Figures":
        """The sums over several schools, but those who stand at more than one school as they are in `shared`."""
        alone = {key: number - sums.get(SHARED + key, 0) for key, number in sums.items() if not key.startswith(SHARED)}
        return cls({key: alone.get(key, 0) + shared.get(key, 0) for key in alone.keys() | shared.keys()})


@dataclass(frozen=True)
class Standing:
    """Where a person stands at one school, as it is kept."""

    person_id: int
    status: RequirementStatus
    outlook: Outlook | None = None
    reached_in: Sequence[str] = ()


def keys_of(standing: Standing) -> list[str]:
    """Under which keys she counts: looked ahead and reached in is told of those of whom it is asked."""
    keys = [f"status:{standing.status.value}"]
    if standing.status not in COUNTED_STATUSES:
        return keys
    if standing.outlook is not None:
        keys.append(f"outlook:{standing.outlook.value}")
    return keys + [code if code.startswith("stream:") else f"discipline:{code}" for code in standing.reached_in]


def each_once(standings: Iterable[Standing]) -> Counter[str]:
    """How many people stand under which key, each once: where she counts at one of the schools, she counts."""
    by_person: dict[int, Standing] = {}
    for standing in standings:
        known = by_person.get(standing.person_id)
        if known is None or known.status is RequirementStatus.NOT_IN_SCOPE:
            by_person[standing.person_id] = standing
    return Counter(key for standing in by_person.values() for key in keys_of(standing))


@dataclass(frozen=True)
class LessonFigures:
    """Lessons held in coaching, by what they were, and what one costs a teacher on average.

    `extra_minutes` is preparation and debrief together per lesson; None with fewer than five teachers.
    """

    regular_lessons: int
    cultural_encounters: int
    teachers: int
    extra_minutes: float | None

    @classmethod
    def of(cls, lessons: int, encounters: int, teachers: int, extra: int) -> "LessonFigures":
        """So many lessons, encounters among them, of so many teachers, with `extra` minutes beside all of them."""
        return cls(lessons - encounters, encounters, teachers, extra / lessons if teachers >= FEWEST else None)


def lesson_figures(facts: Iterable[Fact]) -> LessonFigures:
    """What the lessons among these facts say."""
    lessons = [fact for fact in facts if fact.activity is Activity.COACHING and fact.kind in LESSON_KINDS]
    encounters = sum(fact.lesson_context == "cultural_encounter" for fact in lessons)
    teachers = len({fact.person_id for fact in lessons})
    extra = sum(fact.prep_minutes + fact.debrief_minutes for fact in lessons)
    return LessonFigures.of(len(lessons), encounters, teachers, extra)
