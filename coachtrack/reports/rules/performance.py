"""Performance figures: what was held and who was reached, in all and part by part, each person once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from coachtrack.errors import N_
from coachtrack.evidence.rules.records import Activity, Fact


class Part(StrEnum):
    """By what the figures are told apart."""

    TOTAL = "total"
    TARGET_GROUP = "target_group"
    DISCIPLINE = "discipline"
    STREAM = "stream"
    SCHOOL = "school"


PART_LABELS = {
    Part.TOTAL: N_("In all"),
    Part.TARGET_GROUP: N_("Target group"),
    Part.DISCIPLINE: N_("Discipline"),
    Part.STREAM: N_("Part of the programme"),
    Part.SCHOOL: N_("School"),
}
NOT_TOLD = ""
"""Where the evidence does not say which."""


@dataclass(frozen=True)
class TrainingMeant:
    """The training to which a meeting belongs, and for whom it is."""

    training_id: int
    target_group: str


@dataclass
class Figures:
    """Counts of one part. People, schools, trajectories, trainings and meetings count once; minutes are teachers'."""

    people: set[int] = field(default_factory=set)
    coached: set[int] = field(default_factory=set)
    trained: set[int] = field(default_factory=set)
    schools: set[int] = field(default_factory=set)
    trajectories: set[int] = field(default_factory=set)
    completed: set[int] = field(default_factory=set)
    trainings: set[str] = field(default_factory=set)
    meetings: set[str] = field(default_factory=set)
    sessions: int = 0
    debriefs: int = 0
    attendances: int = 0
    coaching_minutes: int = 0
    training_minutes: int = 0

    def add(self, fact: Fact, training: str) -> None:
        """Count a fact in; `training` names the training to which it belongs."""
        if fact.activity is Activity.DEBRIEF:
            self.debriefs += 1
            return
        self.people.add(fact.person_id)
        if fact.school_id is not None:
            self.schools.add(fact.school_id)
        if fact.activity is Activity.COACHING:
            self.coached.add(fact.person_id)
            self.sessions += 1
            self.coaching_minutes += fact.minutes
            if fact.trajectory_id is not None:
                self.trajectories.add(fact.trajectory_id)
        else:
            self.trained.add(fact.person_id)
            self.attendances += 1
            self.training_minutes += fact.minutes
            self.meetings.add(fact.subject)
            self.trainings.add(training)


@dataclass(frozen=True)
class Completed:
    """A trajectory that was completed within the year."""

    trajectory_id: int
    school_id: int
    discipline: str
    stream: str


class Performance:
    """The figures of all parts, added up fact by fact in whatever order they come."""

    def __init__(self) -> None:
        self.parts: dict[tuple[Part, str], Figures] = defaultdict(Figures)
        self.parts[Part.TOTAL, NOT_TOLD] = Figures()

    @property
    def total(self) -> Figures:
        """Everything."""
        return self.parts[Part.TOTAL, NOT_TOLD]

    def add(self, fact: Fact, meant: TrainingMeant | None = None) -> None:
        """Count a fact in where it belongs. Target groups are those of trainings: coaching is for one person."""
        training = f"training:{meant.training_id}" if meant else fact.subject
        keys = [(Part.TOTAL, NOT_TOLD), (Part.DISCIPLINE, fact.discipline or NOT_TOLD)]
        keys += [(Part.STREAM, fact.stream or NOT_TOLD)]
        if fact.activity is Activity.TRAINING:
            keys.append((Part.TARGET_GROUP, meant.target_group if meant else NOT_TOLD))
        if fact.school_id is not None:
            keys.append((Part.SCHOOL, str(fact.school_id)))
        for key in keys:
            self.parts[key].add(fact, training)

    def complete(self, completed: Iterable[Completed]) -> None:
        """Count in the trajectories that were completed."""
        for each in completed:
            for key in (
                (Part.TOTAL, NOT_TOLD),
                (Part.DISCIPLINE, each.discipline),
                (Part.STREAM, each.stream),
                (Part.SCHOOL, str(each.school_id)),
            ):
                self.parts[key].completed.add(each.trajectory_id)

    def of(self, part: Part) -> dict[str, Figures]:
        """The figures of each thing by which this part is told apart."""
        return {name: figures for (kind, name), figures in self.parts.items() if kind is part}
