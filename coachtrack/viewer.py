"""Who is looking: the roles a person holds today and what they are bounded to. Pure; permissions judge with it."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The eight roles of the programme."""

    ADMINISTRATOR = "administrator"
    COACH = "coach"
    TRAINER = "trainer"
    ADVISOR = "advisor"
    TEACHER = "teacher"
    CULTURE_COORDINATOR = "culture_coordinator"
    SCHOOL_LEADER = "school_leader"
    COMMISSION = "commission"


@dataclass(frozen=True)
class RoleHeld:
    """One role, today; `school_id` where it is bounded to a school."""

    role: Role
    school_id: int | None = None


@dataclass(frozen=True)
class Viewer:
    """A person with the roles she holds today."""

    person_id: int
    name: str
    roles: frozenset[RoleHeld]

    @property
    def only_reads(self) -> bool:
        """Whether she left: for a while still a teacher, of no school, who reads her own file and changes nothing."""
        return self.roles <= {RoleHeld(Role.TEACHER)}

    def has(self, *roles: Role) -> bool:
        """Whether she holds at least one of these roles, for whatever school."""
        return any(held.role in roles for held in self.roles)

    def school_ids(self, *roles: Role) -> frozenset[int]:
        """The schools for which she holds one of these roles."""
        return frozenset(held.school_id for held in self.roles if held.role in roles and held.school_id is not None)

    def leads_school(self, school_id: int | None) -> bool:
        """Whether she is director or ICC'er of this school."""
        return school_id in self.school_ids(Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)

    def advises_school(self, school_id: int | None) -> bool:
        """Whether this school is assigned to her as its advisor."""
        return school_id in self.school_ids(Role.ADVISOR)
