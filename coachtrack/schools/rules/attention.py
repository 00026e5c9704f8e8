"""What to reckon with at a school: from when until when, and once for each thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coachtrack.errors import N_, Refused
from coachtrack.schools.rules.subjects import AttentionKind


@dataclass(frozen=True)
class Noted:
    """What was noted already: of which kind, and on which days it holds."""

    kind: AttentionKind
    starts_on: date
    ends_on: date | None


def check_attention(kind: AttentionKind, note: str, starts_on: date, ends_on: date | None) -> None:
    """Raise `Refused` when it would be over before it begins, or says nothing."""
    if ends_on is not None and ends_on < starts_on:
        raise Refused(N_("The last day lies before the first. Choose a later last day."), field="ends_on")
    if kind is AttentionKind.OTHER and not note:
        raise Refused(N_("Say in a few words what to reckon with."), field="note")


def check_not_noted(kind: AttentionKind, starts_on: date, ends_on: date | None, others: Iterable[Noted]) -> None:
    """Raise `Refused` when the same thing stands there already on one of these days; of "something else" many can."""
    if kind is AttentionKind.OTHER:
        return
    for other in others:
        shares = other.starts_on <= (ends_on or date.max) and starts_on <= (other.ends_on or date.max)
        if other.kind is kind and shares:
            raise Refused(
                N_("This stands there already from %(first)s on. Change that one, or choose days after it."),
                field="starts_on",
                first=other.starts_on,
            )
