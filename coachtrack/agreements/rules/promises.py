"""What a promise says: how many, how long, in which year, by when, and in what way it is carried out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coachtrack.errors import N_, Refused


class CarriedOut(StrEnum):
    """In what way an instrument is carried out: in trajectories of one teacher, in meetings, or otherwise."""

    COACHING = "coaching"
    TRAINING = "training"
    OTHER = "other"


CARRIED_OUT_LABELS = {
    CarriedOut.COACHING: N_("in trajectories: a coach with one teacher"),
    CarriedOut.TRAINING: N_("in meetings: a training, course or working group"),
    CarriedOut.OTHER: N_("in another way"),
}


def check_promise(amount: int, minutes_each: int) -> None:
    """Raise `Refused` when nothing is promised."""
    if amount < 1:
        raise Refused(N_("Say how many: at least one."), field="amount")
    if minutes_each < 1:
        raise Refused(N_("Say how long each takes: at least one minute."), field="minutes_each")


def check_year(year_starts_on: date, year_ends_on: date, starts_on: date, ends_on: date) -> None:
    """Raise `Refused` when a school year shares no day with the period under which something is promised."""
    if year_ends_on < starts_on or ends_on < year_starts_on:
        raise Refused(N_("That school year lies outside this period. Choose another period."), field="period_id")


def check_due(due_on: date | None, year_starts_on: date, year_ends_on: date) -> None:
    """Raise `Refused` when something would have to be done by a day outside the school year it is promised for."""
    if due_on is not None and not year_starts_on <= due_on <= year_ends_on:
        raise Refused(
            N_("That day lies outside the school year. Choose one from %(first)s up to and with %(last)s."),
            field="due_on",
            first=year_starts_on,
            last=year_ends_on,
        )


def check_reason(reason: str) -> None:
    """Raise `Refused` when nobody says why an agreement changes."""
    if not reason.strip():
        raise Refused(N_("Say why, in one sentence. The school reads it too."), field="reason")


@dataclass(frozen=True)
class Difference:
    """One thing in which an agreement differs from what it said before."""

    name: str
    before: Any
    after: Any


SAID = (
    "promise", "instrument", "discipline", "goals", "responsible", "due_on", "first_year", "period", "is_ended",
)  # fmt: skip
"""What the history tells of, in this order; `promise` is how many and how long together."""


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """In what an agreement differs from what it said before; what one of the two does not tell is no difference."""
    both = [name for name in SAID if name in before and name in after]
    return [Difference(name, before[name], after[name]) for name in both if before[name] != after[name]]
