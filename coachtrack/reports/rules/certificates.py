"""Certificates of participation: the code on them, what they rest on, and whether that still stands."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coachtrack.agenda.rules.days import Days
from coachtrack.errors import N_, Refused
from coachtrack.evidence.rules.records import Activity, Fact, Origin, Party
from coachtrack.evidence.rules.standing import Standing, StandingFact, standing_of

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXY"
"""What codes are made of: 31 signs, a prime, which is what makes the two checking signs find every slip."""
FREE = 18
"""Signs of a code that are drawn: 89 bits. The last two check the others."""
LENGTH = FREE + 2
CODES = len(SIGNS) ** FREE
"""How many codes there are."""
GROUP = 4
LONGEST = 100
"""Characters of what is typed that are looked at; a code with dashes and blanks has fewer."""
_MEANT = str.maketrans("OILZU", "0112V")
_BETWEEN = frozenset({"Pd", "Zs", "Cf", "Cc"})


class CertificateState(StrEnum):
    """Whether a certificate holds, and if not why; only its owner is told why."""

    HOLDS = "holds"
    OUTDATED = "outdated"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class Wanted:
    """What a certificate is asked for: one discipline, from one day up to and with another."""

    discipline: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Part:
    """How often something was done, and the minutes of it."""

    times: int
    minutes: int


@dataclass(frozen=True)
class Certified:
    """What a certificate can rest on: the facts that stand confirmed; and how many still wait for her word."""

    numbers: tuple[int, ...]
    parts: Mapping[Activity, Part]
    waiting: int

    @property
    def sessions(self) -> int:
        """How often together."""
        return sum(part.times for part in self.parts.values())

    @property
    def minutes(self) -> int:
        """The teacher's minutes together."""
        return sum(part.minutes for part in self.parts.values())


# --- the code ---------------------------------------------------------------------------------------------------


def code_of(drawn: int) -> str:
    """The code that belongs to a drawn number below `CODES`: its signs, and two that check them.

    All signs add up to 0, and so do all signs times their places: one or two wrong signs, or two that changed places,
    always show.
    """
    values = []
    for _place in range(FREE):
        drawn, value = divmod(drawn, len(SIGNS))
        values.append(value)
    total, weighed = sum(values), sum(place * value for place, value in enumerate(values, start=1))
    last = (LENGTH - 1) * total - weighed
    values += [-total - last, last]
    return "".join(SIGNS[value % len(SIGNS)] for value in values)


def read_code(typed: str) -> str | None:
    """The code that somebody meant, whatever the case, dashes and blanks; None when there is a slip in it."""
    if len(typed) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", typed).upper()
    signs = "".join(sign for sign in plain if unicodedata.category(sign) not in _BETWEEN).translate(_MEANT)
    values = [SIGNS.find(sign) for sign in signs]
    if len(values) != LENGTH or -1 in values:
        return None
    sums = (sum(values), sum(place * value for place, value in enumerate(values, start=1)))
    return signs if all(each % len(SIGNS) == 0 for each in sums) else None


def shown_code(code: str) -> str:
    """The code as it stands on paper, in groups: `7K3M-…`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


# --- what it rests on -------------------------------------------------------------------------------------------


def certified(
    facts: Iterable[StandingFact],
    wanted: Wanted,
    *,
    on: date,
    holidays_of: Callable[[int | None], Iterable[Days]],
    one_sided_counts: bool,
) -> Certified:
    """What stands confirmed on a day: by her, taken over from before, or by one side only where the rule allows that.

    Nobody asks a teacher to confirm a training: who led it took attendance. A debrief is no session of its own.
    """
    numbers: list[int] = []
    parts: dict[Activity, Part] = {}
    waiting = 0
    for each in facts:
        fact = each.fact
        asked = fact.discipline == wanted.discipline and wanted.starts_on <= fact.held_on <= wanted.ends_on
        if not asked or fact.activity is Activity.DEBRIEF:
            continue
        if _is_agreed(each, on, holidays_of(fact.school_id), one_sided_counts):
            before = parts.get(fact.activity, Part(0, 0))
            parts[fact.activity] = Part(before.times + 1, before.minutes + fact.minutes)
            numbers.append(each.number)
        else:
            waiting += 1
    return Certified(tuple(sorted(numbers)), parts, waiting)


def _is_agreed(each: StandingFact, on: date, holidays: Iterable[Days], one_sided_counts: bool) -> bool:
    if each.fact.activity is Activity.TRAINING or each.fact.origin is Origin.TAKEN_OVER:
        return True
    if Party.TEACHER in each.confirmed_by:
        return True
    return one_sided_counts and standing_of(each, on, holidays) is Standing.ONE_SIDED


def check_wanted(wanted: Wanted, today: date) -> None:
    """Raise `Refused` for a stretch that ends before it begins, or that is not over."""
    if wanted.ends_on < wanted.starts_on:
        raise Refused(N_("The last day lies before the first."), field="ends_on")
    if wanted.ends_on > today:
        raise Refused(N_("This day is still to come. A certificate is about what was done."), field="ends_on")


def check_something(found: Certified) -> None:
    """Raise `Refused` when there is nothing to certify, with the way on."""
    if not found.numbers and found.waiting:
        raise Refused(N_("What you did in these days still waits for your word. Confirm it first."), field="starts_on")
    if not found.numbers:
        raise Refused(N_("Nothing was recorded for this discipline in these days."), field="starts_on")


def still_stands(numbers: Iterable[int], then: Iterable[StandingFact], now: Iterable[StandingFact]) -> bool:
    """Whether each of these facts still says what it said then: whose it is, what, when, and how long."""
    before = {each.number: _said(each.fact) for each in then}
    after = {each.number: _said(each.fact) for each in now}
    return all(number in before and before[number] == after.get(number) for number in numbers)


def _said(fact: Fact) -> tuple[object, ...]:
    minutes = (fact.prep_minutes, fact.lesson_minutes, fact.debrief_minutes)
    return (fact.person_id, fact.activity, fact.discipline, fact.held_on, *minutes)
