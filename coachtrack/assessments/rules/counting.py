"""What may be counted of what teachers say of themselves, so that nobody can be read from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from coachtrack.assessments.rules.questions import ANSWERS

FEWEST = 5
"""Of fewer people nothing is counted."""
FEWEST_DIFFERENT = 2
"""What all of them answer alike would tell what each of them answered."""


@dataclass(frozen=True)
class Said:
    """An answer of someone; `is_counted` when it is in the counts that are shown."""

    person_id: int
    answer: int
    is_counted: bool


def next_counts(said: Sequence[Said]) -> tuple[int, ...] | None:
    """How many people give each answer, oldest answers first; None while the counts that are shown must stand.

    It is about one question, at one school, in one period, at one moment; each counts with what she said last. The
    counts change only when at least five people said something new since, and not all of them the same. So every
    figure takes in the new answers of five people or more, and whoever subtracts or adds figures, of an earlier and a
    later day or of one school and all schools together, always keeps those of the last five in it, mixed. What was
    taken back goes out of the counts with the next change.

    Counts of several schools are the sum of what each of them shows. A school that shows nothing is in no sum, so
    that nothing is left when the others are subtracted; and no figure is made of one answer within another.
    """
    new = {each.person_id: each.answer for each in said if not each.is_counted}
    if len(new) < FEWEST or len(set(new.values())) < FEWEST_DIFFERENT:
        return None
    last = {each.person_id: each.answer for each in said}
    return tuple(sum(answer == each for each in last.values()) for answer in ANSWERS)


def in_fives(count: int) -> int:
    """A number of people who answered as others may know it: it grows by five, so that nobody is seen to answer."""
    return count // FEWEST * FEWEST


def added(histograms: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """The counts of several schools together."""
    return tuple(sum(column) for column in zip(*histograms, strict=True))
