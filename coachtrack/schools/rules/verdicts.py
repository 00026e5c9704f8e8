"""What importing a row would do, and what would differ: the words of every preview."""

from dataclasses import dataclass
from enum import StrEnum

from coachtrack.errors import N_


class Verdict(StrEnum):
    """What importing a row would do."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    UNCHANGED = "unchanged"
    MISSING = "missing"
    SKIPPED = "skipped"
    REFUSED = "refused"


VERDICT_LABELS = {
    Verdict.ADDED: N_("added"),
    Verdict.CHANGED: N_("changed"),
    Verdict.ENDED: N_("ended"),
    Verdict.UNCHANGED: N_("unchanged"),
    Verdict.MISSING: N_("no longer in the file"),
    Verdict.SKIPPED: N_("skipped"),
    Verdict.REFUSED: N_("refused"),
}


@dataclass(frozen=True)
class Difference:
    """A field that would change, as it was and as it would be."""

    field: str
    old: object
    new: object
