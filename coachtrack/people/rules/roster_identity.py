"""Who is meant by a row of a staff file: by e-mail address without case, and without one by name and school.

What is decided here does not hang on the order of the rows, and comes out the same after the rows were taken in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coachtrack.errors import N_
from coachtrack.people.rules.known import KnownPerson
from coachtrack.people.rules.names import Name
from coachtrack.people.rules.roster import RosterRow
from coachtrack.schools.rules.lookup import KnownSchool
from coachtrack.sheets import Remark
from coachtrack.text import skeleton


@dataclass(frozen=True)
class PlacedRow:
    """A row without problems, at a school that we know."""

    row: RosterRow
    school: KnownSchool


@dataclass(frozen=True)
class Identity:
    """One person of the file: someone whom we have, or someone new."""

    key: str
    person: KnownPerson | None
    rows: tuple[PlacedRow, ...]

    @property
    def name(self) -> Name:
        """Her name; all her rows say the same."""
        return self.rows[0].row.name

    @property
    def email(self) -> str:
        """Her address: from the file, or the one that we have."""
        in_file = next((placed.row.email for placed in self.rows if placed.row.email), "")
        return in_file or (self.person.email if self.person else "")

    @property
    def lines(self) -> tuple[int, ...]:
        """Where she stands in the file."""
        return tuple(sorted(placed.row.line for placed in self.rows))


@dataclass
class Identities:
    """The people of a file, and the lines of those that nobody can be told from, with the reason."""

    found: list[Identity] = field(default_factory=list)
    refused: dict[int, Remark] = field(default_factory=dict)


_Group = list[PlacedRow]


def identify(rows: Iterable[PlacedRow], people: Sequence[KnownPerson]) -> Identities:
    """Tell the people of these rows apart."""
    return _Identifying(list(rows), people).result()


class _Identifying:
    def __init__(self, rows: list[PlacedRow], people: Sequence[KnownPerson]) -> None:
        self.people = people
        self.by_email = {person.email.casefold(): person for person in people if person.email}
        self.with_email: dict[str, _Group] = defaultdict(list)
        self.without_email: dict[tuple[str, int], _Group] = defaultdict(list)
        for placed in sorted(rows, key=lambda placed: placed.row.line):
            if placed.row.email:
                self.with_email[placed.row.email].append(placed)
            else:
                self.without_email[placed.row.name.key, placed.school.id].append(placed)
        self.refused: dict[int, Remark] = {}
        self.members: dict[str, _Group] = defaultdict(list)
        self.persons: dict[str, KnownPerson] = {}

    def result(self) -> Identities:
        self._refuse_look_alikes()
        self._refuse_addresses_with_two_names()
        self._place_addresses()
        self._place_names()
        self._refuse_people_with_two_names()
        found = [
            Identity(key, self.persons.get(key), tuple(sorted(group, key=lambda placed: placed.row.line)))
            for key, group in sorted(self.members.items())
        ]
        return Identities(found, self.refused)

    def _refuse(self, group: Iterable[PlacedRow], field: str, message: str, **values: object) -> None:
        for placed in group:
            self.refused[placed.row.line] = Remark(field, message, values)

    def _drop(self, email: str, field: str, message: str, **values: object) -> None:
        self._refuse(self.with_email.pop(email), field, message, **values)

    def _refuse_look_alikes(self) -> None:
        """Two addresses that the eye cannot tell apart are not two people, until someone says so by form."""
        seen: dict[str, set[str]] = defaultdict(set)
        for email in (*self.by_email, *self.with_email):
            seen[skeleton(email)].add(email)
        for email in [email for email in self.with_email if email not in self.by_email]:
            if others := seen[skeleton(email)] - {email}:
                self._drop(
                    email,
                    "email",
                    N_("This address looks just like %(other)s. Check it; if both are right, add this person by form."),
                    other=", ".join(sorted(others)),
                )

    def _refuse_addresses_with_two_names(self) -> None:
        for email, group in list(self.with_email.items()):
            if names := _names(group):
                self._drop(
                    email,
                    "email",
                    N_("One e-mail address stands with several names: %(names)s. An address belongs to one person."),
                    names=names,
                )

    def _place_addresses(self) -> None:
        """An address that we have is that person; a new one may be of someone whom we have without address."""
        claims: dict[int, list[str]] = defaultdict(list)
        for email, group in list(self.with_email.items()):
            known = [self.by_email[email]] if email in self.by_email else list(self._without_address(group))
            if len(known) > 1:
                self._drop(
                    email,
                    "email",
                    N_("We have more than one %(name)s without address at this school. Fill in the address by form."),
                    name=str(group[0].row.name),
                )
            elif known:
                claims[known[0].id].append(email)
                self.persons[f"person {known[0].id}"] = known[0]
        claimed = {email: person_id for person_id, emails in claims.items() for email in emails}
        for person_id, emails in claims.items():
            if len(emails) > 1:
                for email in emails:
                    self._drop(
                        email,
                        "email",
                        N_("%(name)s stands in the file with several addresses: %(emails)s. Keep one."),
                        name=str(self.persons[f"person {person_id}"].name),
                        emails=", ".join(sorted(emails)),
                    )
        for email, group in self.with_email.items():
            self.members[f"person {claimed[email]}" if email in claimed else f"email {email}"] += group

    def _without_address(self, group: _Group) -> Iterator[KnownPerson]:
        schools = {placed.school.id for placed in group}
        for person in self.people:
            if not person.email and person.name.key == group[0].row.name.key and schools & person.school_ids:
                yield person

    def _place_names(self) -> None:
        """Rows without address belong to the one person of that name at that school, in the file or with us."""
        at_school = self._people_at_schools()
        for (name_key, school_id), group in self.without_email.items():
            keys = at_school.get((name_key, school_id), set())
            if len(keys) > 1:
                self._refuse(
                    group,
                    "email",
                    N_(
                        "There is more than one %(name)s at this school. Fill in the e-mail address to tell them apart."
                    ),
                    name=str(group[0].row.name),
                )
            elif keys:
                self.members[next(iter(keys))] += group
            else:
                self.members[f"name {name_key} at {school_id}"] += group
        self.persons.update({f"person {person.id}": person for person in self.people})

    def _people_at_schools(self) -> Mapping[tuple[str, int], set[str]]:
        """Who is where, under the name that the file gives her."""
        found: dict[tuple[str, int], set[str]] = defaultdict(set)
        new_names = {key: group[0].row.name.key for key, group in self.members.items()}
        for key, group in self.members.items():
            for placed in group:
                found[new_names[key], placed.school.id].add(key)
        for person in self.people:
            key = f"person {person.id}"
            for school_id in person.school_ids:
                found[new_names.get(key, person.name.key), school_id].add(key)
        return found

    def _refuse_people_with_two_names(self) -> None:
        for key, group in list(self.members.items()):
            if names := _names(group):
                self._refuse(
                    self.members.pop(key),
                    "last_name",
                    N_("The same person is written in several ways: %(names)s. Write the name the same everywhere."),
                    names=names,
                )


def _names(group: _Group) -> str:
    """The names in these rows when there are several."""
    names = {placed.row.name for placed in group}
    return ", ".join(sorted(map(str, names))) if len(names) > 1 else ""
