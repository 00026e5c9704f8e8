"""Whose status is another one under a requirement that is tried out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coachtrack.coverage.rules.requirement import Requirement, RequirementStatus
from coachtrack.coverage.rules.verdict import Frame, PersonFacts, decide

FIRST = ""
"""In the place of a status before there was a requirement."""
ORDER = [FIRST, *(status.value for status in RequirementStatus)]


@dataclass
class Changes:
    """How many people were looked at, where they will stand, and who of them goes from one status to another.

    `moved`: people under "from>to", in the order in which they are shown.
    """

    people: int = 0
    after: Counter[str] = field(default_factory=Counter)
    moved: dict[str, list[int]] = field(default_factory=dict)

    def look_at(
        self, facts: Mapping[int, PersonFacts], old: Requirement | None, new: Requirement, frame: Frame
    ) -> None:
        """Reckon with these people, in this order."""
        for person_id, known in facts.items():
            before = decide(old, known, frame).status.value if old else FIRST
            after = decide(new, known, frame).status.value
            self.people += 1
            self.after[after] += 1
            if before != after:
                self.moved.setdefault(f"{before}>{after}", []).append(person_id)

    def put_in_order(self, everyone: Iterable[int]) -> None:
        """Show people in the order of this list, in which all of them are."""
        place = {person_id: number for number, person_id in enumerate(everyone)}
        for people in self.moved.values():
            people.sort(key=place.__getitem__)

    @property
    def number(self) -> int:
        """How many people go to another status."""
        return sum(len(people) for people in self.moved.values())

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """From which status to which one, and how many: those who lose what they reached first."""
        pairs = {key: key.split(">") for key in self.moved}
        found = [(before, after, len(self.moved[key])) for key, (before, after) in pairs.items()]
        return sorted(found, key=lambda each: (-ORDER.index(each[0]), ORDER.index(each[1])))

    def who(self, only: str = "") -> Iterator[tuple[int, str, str]]:
        """Who goes from which status to which one; only those under one key where told."""
        for before, after, _ in self.counts:
            if only in ("", f"{before}>{after}"):
                yield from ((person_id, before, after) for person_id in self.moved[f"{before}>{after}"])

    @property
    def written(self) -> dict[str, Any]:
        """As it is stored."""
        return {"people": self.people, "after": dict(self.after), "moved": self.moved}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Changes":
        """As `written` stored it."""
        moved: Mapping[str, Sequence[int]] = stored["moved"]
        return cls(stored["people"], Counter(stored["after"]), {key: list(people) for key, people in moved.items()})
