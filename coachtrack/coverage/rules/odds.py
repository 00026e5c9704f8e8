"""The chance that enough sessions are held: planned ones that go through, and free weeks that yield one.

Both shares are not known exactly, so each is a Beta: the numbers of sessions are then beta-binomial, and their sum is
worked out to the last term. Pure, and kept for the same question asked again: a programme asks few different ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, floor, lgamma, log, sqrt

from coachtrack.coverage.rules.assumptions import AN_EIGHTY_PERCENT_RANGE, FINENESS, IN_COMMON, LEAST

KEPT = 50_000


@dataclass(frozen=True)
class Range:
    """Low, likely and high, in this order."""

    low: float
    likely: float
    high: float


NEVER, CERTAIN = Range(0.0, 0.0, 0.0), Range(1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Rate:
    """A share of which we know so much: `mean` of 1, as if seen `strength` times (a Beta)."""

    mean: float
    strength: float

    @property
    def spread(self) -> float:
        """Its standard deviation."""
        return sqrt(self.mean * (1 - self.mean) / (self.strength + 1))

    def moved(self, by: float) -> "Rate":
        """The same, so many standard deviations higher or lower."""
        return rate(self.mean + by * self.spread, self.strength)

    def times(self, factor: float) -> "Rate":
        """A part of it, as uncertain as it was."""
        return rate(self.mean * factor, self.strength)


def rate(mean: float, strength: float) -> Rate:
    """A share, rounded so that people who are alike share one answer; never quite 0 or 1."""
    inside = min(max(mean, LEAST), 1 - LEAST)
    odds = round(log(inside / (1 - inside)) * FINENESS) / FINENESS
    return Rate(1 / (1 + exp(-odds)), float(round(strength)))


def pooled(yes: float, tries: float, prior: Rate, *, most: float) -> Rate:
    """What was seen, together with what was thought before; never surer than of `most` tries: luck has its years."""
    strength = prior.strength + tries
    mean = (prior.mean * prior.strength + yes) / strength
    return rate(mean, min(strength, most))


@lru_cache(maxsize=KEPT)
def _first_terms(tries: int, share: Rate, terms: int) -> tuple[float, ...]:
    """The chance of exactly 0, 1, … of so many tries, as far as asked."""
    yes, no = share.mean * share.strength, (1 - share.mean) * share.strength
    term = exp(lgamma(no + tries) + lgamma(yes + no) - lgamma(no) - lgamma(yes + no + tries))
    found = []
    for count in range(terms):
        found.append(term)
        if count >= tries:
            return (*found, *(0.0 for _ in range(terms - count - 1)))
        term *= (tries - count) / (count + 1) * (yes + count) / (no + tries - count - 1)
    return tuple(found)


@lru_cache(maxsize=KEPT)
def chance(needed: int, planned: int, free: int, holds: Rate, pace: Rate) -> float:
    """That at least `needed` are held, of `planned` ones and of one more in each of `free` weeks."""
    if needed <= 0:
        return 1.0
    if needed > planned + free:
        return 0.0
    of_planned = _first_terms(planned, holds, needed)
    of_free = _first_terms(free, pace, needed)
    below, up_to = 0.0, 0.0
    for extra in range(needed):
        up_to += of_free[extra]
        below += of_planned[needed - 1 - extra] * up_to
    return min(1.0, max(0.0, 1.0 - below))


STEPS = (0, 1, 2, 3, 5, 8, 12, 17, 23, 30, 40, 52, 66, 82, 100, 130, 170)
"""Someone begins in one of these stretches of weeks; within a stretch it makes little difference when."""


@lru_cache(maxsize=KEPT)
def _beginnings(begins: Rate) -> tuple[tuple[int, float], ...]:
    """After how many weeks someone begins who has not begun, with the chance of each; the rest begins too late."""
    yes, no = begins.mean * begins.strength, (1 - begins.mean) * begins.strength
    still = [exp(lgamma(no + week) + lgamma(yes + no) - lgamma(no) - lgamma(yes + no + week)) for week in STEPS]
    return tuple(
        ((STEPS[step] + STEPS[step + 1]) // 2, still[step] - still[step + 1]) for step in range(len(STEPS) - 1)
    )


@lru_cache(maxsize=KEPT)
def chance_from_nothing(needed: int, free: int, pace: Rate, begins: Rate) -> float:
    """That at least `needed` are held by someone for whom nothing is planned: first she begins, then it goes on."""
    if needed <= 0:
        return 1.0
    return sum(part * chance(needed, 0, free - week, pace, pace) for week, part in _beginnings(begins) if week < free)


@lru_cache(maxsize=KEPT)
def likely_chance(needed: int, planned: int, free: int, holds: Rate, pace: Rate, begins: Rate | None = None) -> float:
    """That at least `needed` are held. `begins`: per week, for who has not begun; with something planned she has."""
    if begins is None or planned:
        return chance(needed, planned, free, holds, pace)
    return chance_from_nothing(needed, free, pace, begins)


@lru_cache(maxsize=KEPT)
def chances(needed: int, planned: int, free: int, holds: Rate, pace: Rate, begins: Rate | None = None) -> Range:
    """The same as a range: likely, and how it would be where all shares turn out lower or higher."""

    def at(by: float) -> float:
        moved = begins.moved(by) if begins is not None else None
        return likely_chance(needed, planned, free, holds.moved(by), pace.moved(by), moved)

    likely = likely_chance(needed, planned, free, holds, pace, begins)
    return Range(min(at(-AN_EIGHTY_PERCENT_RANGE), likely), likely, max(at(AN_EIGHTY_PERCENT_RANGE), likely))


@lru_cache(maxsize=KEPT)
def expected_number(planned: int, free: int, holds: Rate, pace: Rate, begins: Rate | None = None) -> Range:
    """How many will be held: four times in five between low and high, likely the middle."""
    parts = [(1.0, free)]
    if begins is not None and not planned:
        parts = [(part, max(0, free - week)) for week, part in _beginnings(begins)]
        parts.append((1 - sum(part for part, _ in parts), 0))
    numbers = [0.0] * (planned + free + 1)
    for part, weeks in parts:
        for number, likely in enumerate(_numbers(planned, weeks, holds, pace)):
            numbers[number] += part * likely
    wanted, found, up_to = [0.1, 0.5, 0.9], [], 0.0
    for number, likely in enumerate(numbers):
        up_to += likely
        while wanted and up_to >= wanted[0] - 1e-9:
            found.append(float(number))
            wanted.pop(0)
    found += [float(planned + free)] * len(wanted)
    return Range(*found)


@lru_cache(maxsize=KEPT)
def _numbers(planned: int, free: int, holds: Rate, pace: Rate) -> tuple[float, ...]:
    """The chance of each number of sessions, from none to all."""
    of_planned, of_free = _first_terms(planned, holds, planned + 1), _first_terms(free, pace, free + 1)
    return tuple(
        sum(of_planned[held] * of_free[n - held] for held in range(max(0, n - free), min(planned, n) + 1))
        for n in range(planned + free + 1)
    )


def people_reached(several: Iterable[Range]) -> Range:
    """How many of these people will make it: chance by person, and what all of them have in common besides."""
    known = list(several)
    likely = sum(each.likely for each in known)
    common = IN_COMMON * sum(each.high - each.low for each in known) / (2 * AN_EIGHTY_PERCENT_RANGE)
    spread = sqrt(sum(each.likely * (1 - each.likely) for each in known) + common**2)
    low = max(0, floor(likely - AN_EIGHTY_PERCENT_RANGE * spread + 0.5))
    high = min(len(known), floor(likely + AN_EIGHTY_PERCENT_RANGE * spread + 0.5))
    middle = min(max(round(likely), low), high)
    return Range(float(low), float(middle), float(high))
