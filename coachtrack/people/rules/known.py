"""People and posts as we have them, in the form in which a staff file is compared with them."""

from dataclasses import dataclass
from datetime import date

from coachtrack.people.rules.names import Name
from coachtrack.people.rules.periods import overlaps
from coachtrack.people.rules.posts import PostFunction, WorkingDays


@dataclass(frozen=True)
class KnownPost:
    """A post that stands; `groups` as `parse_groups` gives them."""

    id: int
    school_id: int
    function: PostFunction
    groups: tuple[str, ...]
    working_days: WorkingDays
    starts_on: date
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Is she there on that day?"""
        return overlaps(self.starts_on, self.ends_on, day, day)


@dataclass(frozen=True)
class KnownPerson:
    """Someone whom we have, with all posts that stand, also those that ended."""

    id: int
    name: Name
    email: str
    posts: tuple[KnownPost, ...]

    @property
    def school_ids(self) -> frozenset[int]:
        """The schools where she has or had a post."""
        return frozenset(post.school_id for post in self.posts)
