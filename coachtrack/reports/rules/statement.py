"""The coverage statement: how many people stand where on the reference date, and why someone is left out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from coachtrack.coverage.rules.requirement import (
    COUNTED_STATUSES,
    ExemptionReason,
    NotCounting,
    RequirementStatus,
)


@dataclass(frozen=True)
class Standing:
    """Where one person stands at one school, or in all."""

    status: RequirementStatus
    exemption: ExemptionReason | None = None
    not_counting: NotCounting | None = None


def together(standings: Iterable[Standing]) -> Standing:
    """Where someone stands in all who stands at several schools: one post that counts makes her count.

    What she did is the same everywhere; only whether it is asked of her can differ from school to school.
    """
    all_standings = list(standings)
    for each in all_standings:
        if each.status is not RequirementStatus.NOT_IN_SCOPE:
            return each
    reasons = {each.not_counting for each in all_standings}
    return Standing(
        RequirementStatus.NOT_IN_SCOPE,
        not_counting=next((reason for reason in reversed(NotCounting) if reason in reasons), None),
    )


@dataclass
class Statement:
    """People by status; those who are exempt and those who do not count by reason."""

    statuses: Counter[RequirementStatus] = field(default_factory=Counter)
    exempt: Counter[ExemptionReason] = field(default_factory=Counter)
    left_out: Counter[NotCounting] = field(default_factory=Counter)

    def add(self, standings: Iterable[Standing]) -> None:
        """Count these people in."""
        for each in standings:
            self.statuses[each.status] += 1
            if each.exemption is not None and each.status is RequirementStatus.EXEMPT:
                self.exempt[each.exemption] += 1
            if each.not_counting is not None and each.status is RequirementStatus.NOT_IN_SCOPE:
                self.left_out[each.not_counting] += 1

    @property
    def asked(self) -> int:
        """Of how many it is asked: the denominator."""
        return sum(self.statuses[status] for status in COUNTED_STATUSES)

    @property
    def met(self) -> int:
        """How many are reached."""
        return self.statuses[RequirementStatus.MET]

    @property
    def share(self) -> float | None:
        """Reached as a share of 1; None where it is asked of nobody."""
        return self.met / self.asked if self.asked else None

    @property
    def people(self) -> int:
        """Everyone at these schools, also who is left out."""
        return self.statuses.total()
