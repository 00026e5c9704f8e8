"""What importing a staff file would do, row by row and person by person; importing it twice does nothing more."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coachtrack.errors import N_, Refused
from coachtrack.people.rules.known import KnownPerson, KnownPost
from coachtrack.people.rules.names import Name
from coachtrack.people.rules.posts import PostFunction
from coachtrack.people.rules.roster import RosterRow
from coachtrack.people.rules.roster_identity import Identity, PlacedRow, identify
from coachtrack.people.rules.roster_posts import (
    Contradiction,
    PostPlan,
    given_posts,
    plan_posts,
    school_year_start,
)
from coachtrack.schools.rules.lookup import KnownSchool, SchoolIndex
from coachtrack.schools.rules.verdicts import Difference, Verdict
from coachtrack.sheets import Remark


@dataclass(frozen=True)
class RowPlan:
    """What would become of one row of the file."""

    row: RosterRow
    verdict: Verdict
    school: KnownSchool | None
    person_id: int | None = None
    differences: tuple[Difference, ...] = ()
    posts: tuple[PostPlan, ...] = ()
    reasons: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class PersonPlan:
    """What would be done for one person: what an import carries out. `person_id` is None for someone new."""

    person_id: int | None
    name: Name
    email: str
    differences: tuple[Difference, ...]
    posts: tuple[PostPlan, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True)
class LeftPost:
    """A present post at a school of the file that the file does not name: perhaps she left."""

    person: KnownPerson
    post: KnownPost
    school: KnownSchool


@dataclass(frozen=True)
class RosterPlan:
    """The whole preview."""

    rows: tuple[RowPlan, ...]
    people: tuple[PersonPlan, ...]
    left: tuple[LeftPost, ...]

    @property
    def counts(self) -> Counter[Verdict]:
        """How many rows of each verdict."""
        return Counter(row.verdict for row in self.rows)

    @property
    def changes_nothing(self) -> bool:
        """Would importing leave everything as it is?"""
        return not set(self.counts) & {Verdict.ADDED, Verdict.CHANGED, Verdict.ENDED}


def plan_roster(
    rows: Sequence[RosterRow], *, schools: Sequence[KnownSchool], people: Sequence[KnownPerson], today: date
) -> RosterPlan:
    """Compare the rows of a staff file with the people whom we have."""
    return _Planning(rows, schools, people, today).result()


class _Planning:
    def __init__(
        self, rows: Sequence[RosterRow], schools: Sequence[KnownSchool], people: Sequence[KnownPerson], today: date
    ) -> None:
        self.rows = rows
        self.people = people
        self.today = today
        self.schools_by_id = {school.id: school for school in schools}
        self.index = SchoolIndex(schools)
        self.school_of: dict[int, KnownSchool] = {}
        self.reasons: dict[int, list[Remark]] = {row.line: list(row.problems) for row in rows}
        self.staffed = {post.school_id for person in people for post in person.posts}

    def result(self) -> RosterPlan:
        self._find_schools()
        usable = [PlacedRow(row, self.school_of[row.line]) for row in self.rows if not self.reasons[row.line]]
        identities = identify(usable, self.people)
        for line, reason in identities.refused.items():
            self.reasons[line].append(reason)
        planned = [plan for identity in identities.found if (plan := self._plan_person(identity))]
        by_line = {line: plan for plan in planned for line in plan.lines}
        return RosterPlan(
            rows=tuple(self._plan_row(row, by_line.get(row.line)) for row in self.rows),
            people=tuple(sorted(planned, key=lambda plan: plan.lines)),
            left=tuple(self._left(planned)),
        )

    def _find_schools(self) -> None:
        found: dict[str, KnownSchool | Refused] = {}
        for row in self.rows:
            if row.school and row.school not in found:
                try:
                    found[row.school] = self.index.find(row.school)
                except Refused as refusal:
                    found[row.school] = refusal
            school = found.get(row.school)
            if isinstance(school, KnownSchool):
                self.school_of[row.line] = school
            elif school is not None:
                self.reasons[row.line].append(Remark.of("school", school))

    def _plan_person(self, identity: Identity) -> PersonPlan | None:
        """All of a person or nothing of her: half a person could not be told from a changed one the next time."""
        try:
            posts = tuple(self._plan_posts(identity))
        except Contradiction as contradiction:
            for line in identity.lines:
                self.reasons[line].append(_reason(line, contradiction))
            return None
        person = identity.person
        return PersonPlan(
            person_id=person.id if person else None,
            name=identity.name,
            email=identity.email,
            differences=_differences(identity, person) if person else (),
            posts=posts,
            lines=identity.lines,
        )

    def _plan_posts(self, identity: Identity) -> Iterable[PostPlan]:
        rows: dict[tuple[int, PostFunction], list[RosterRow]] = defaultdict(list)
        for placed in identity.rows:
            for function in placed.row.functions:
                rows[placed.school.id, function].append(placed.row)
        for (school_id, function), about in sorted(rows.items()):
            known = [
                post
                for post in (identity.person.posts if identity.person else ())
                if post.school_id == school_id and post.function is function
            ]
            yield from plan_posts(
                given_posts(about, function),
                known,
                school_id=school_id,
                today=self.today,
                when_unsaid=self.today if school_id in self.staffed else school_year_start(self.today),
            )

    def _plan_row(self, row: RosterRow, plan: PersonPlan | None) -> RowPlan:
        school = self.school_of.get(row.line)
        if plan is None:
            return RowPlan(row, Verdict.REFUSED, school, reasons=tuple(self.reasons[row.line]), remarks=row.remarks)
        posts = tuple(post for post in plan.posts if row.line in post.lines)
        together = {line for post in posts for line in post.lines} - {row.line}
        remarks = [*row.remarks, *(remark for post in posts for remark in post.remarks)]
        if together:
            lines = ", ".join(map(str, sorted(together)))
            remarks.append(
                Remark("function", N_("Taken together with line %(lines)s: the same post."), {"lines": lines})
            )
        return RowPlan(
            row,
            _verdict(plan, posts),
            school,
            plan.person_id,
            plan.differences,
            posts,
            remarks=tuple(dict.fromkeys(remarks)),
        )

    def _left(self, planned: Iterable[PersonPlan]) -> Iterable[LeftPost]:
        in_file = {school.id for school in self.school_of.values()}
        kept = {post.post_id for plan in planned for post in plan.posts}
        in_doubt = self._in_doubt()
        for person in sorted(self.people, key=lambda person: (person.name.key, person.id)):
            for post in person.posts:
                if post.school_id not in in_file or not post.holds_on(self.today) or post.id in kept:
                    continue
                if not in_doubt & {(person.email, post.school_id), (person.name.key, post.school_id)}:
                    yield LeftPost(person, post, self.schools_by_id[post.school_id])

    def _in_doubt(self) -> set[tuple[str, int]]:
        """Who stands in a refused row is not missing from the file."""
        return {
            (who, self.school_of[row.line].id)
            for row in self.rows
            if self.reasons[row.line] and row.line in self.school_of
            for who in (row.email, row.name.key)
            if who
        }


def _reason(line: int, contradiction: Contradiction) -> Remark:
    if line in contradiction.lines:
        return Remark.of("starts_on", contradiction)
    lines = ", ".join(map(str, sorted(contradiction.lines)))
    return Remark("line", N_("Another row of this person is refused: line %(lines)s."), {"lines": lines})


def _differences(identity: Identity, person: KnownPerson) -> tuple[Difference, ...]:
    pairs = (
        ("first_name", person.name.first, identity.name.first),
        ("infix", person.name.infix, identity.name.infix),
        ("last_name", person.name.last, identity.name.last),
        ("email", person.email.casefold(), identity.email.casefold()),
    )
    return tuple(Difference(field, old, new) for field, old, new in pairs if old != new)


def _verdict(plan: PersonPlan, posts: Iterable[PostPlan]) -> Verdict:
    verdicts = {post.verdict for post in posts}
    if plan.person_id is None or Verdict.ADDED in verdicts:
        return Verdict.ADDED
    if plan.differences or Verdict.CHANGED in verdicts:
        return Verdict.CHANGED
    return Verdict.ENDED if Verdict.ENDED in verdicts else Verdict.UNCHANGED
