"""How a table is written down for the inventory: whose its rows are, what each column holds, what becomes of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from coachtrack.errors import N_
from coachtrack.privacy.rules.retention import Kept


class Holds(StrEnum):
    """What a column holds."""

    LINK = "link"  # whose row it is, or the row by which that is known
    DOER = "doer"  # who did something in it, as well among what that person did
    NAME = "name"  # a name or an address of the person it is about
    WORDS = "words"  # what was written or answered in confidence: for whom it is about only
    FACT = "fact"
    TYPED = "typed"  # text of an organisation, in which somebody may be named
    SECRET = "secret"  # noqa: S105 - a kind of column: keys, hashes of passwords and links
    COPY = "copy"  # made from what stands elsewhere, or a file in which others stand as well


class AtErasure(StrEnum):
    """What becomes of a value when the person is erased, or her name becomes a pseudonym."""

    ROW_GOES = "row_goes"  # the whole row is deleted
    EMPTIED = "emptied"  # to nothing: null, or an empty text
    PSEUDONYM = "pseudonym"  # an invented name takes the place of hers
    NAME_REPLACED = "name_replaced"  # where her name stands in it literally, the invented one takes its place
    KEPT = "kept"  # as it is: it says something of a number behind which the name has become a pseudonym


class Part(StrEnum):
    """To which part of the register of processing it belongs."""

    PERSON = "person"
    COACHING = "coaching"
    CONFIDENTIAL = "confidential"
    AGENDA = "agenda"
    TRAINING = "training"
    SCHOOL = "school"
    COVERAGE = "coverage"
    REPORTS = "reports"
    ACCESS = "access"
    MAIL = "mail"
    LOGS = "logs"


WHY_NOT = {
    Holds.TYPED: N_("A text of an organisation. Where your name stands in it, the package says where."),
    Holds.SECRET: N_("A key or a scrambled secret: it says nothing about you, and others could misuse it."),
    Holds.COPY: N_("A copy of what is in the package already, or a file in which others stand as well."),
}
TECHNICAL = ("id", "version")
"""Columns of nearly every table that number it: they hold nothing by themselves."""


@dataclass(frozen=True)
class Line:
    """What is written down about one column."""

    table: str
    column: str
    holds: Holds
    at_erasure: AtErasure
    retention: Kept

    @property
    def in_package(self) -> bool:
        """Whether it goes into the package of the person it is about."""
        return self.holds not in WHY_NOT

    @property
    def why_not(self) -> str:
        """Why it is not in the package; empty when it is."""
        return WHY_NOT.get(self.holds, "")


@dataclass(frozen=True)
class Sheet:
    """One table. Names of columns are separated by spaces.

    `about`: by which columns the person is found whose row it is, one way each: "person_id", or with steps to other
    tables as in "trajectory_id/teacher_id"; a step "<participant:appointment_id" goes to the rows that point here.
    She gets all of it. `also`: in the same way whoever has a part in it and gets the facts, not the words. `by`:
    columns that name who did something. `emptied`, `replaced`: what is emptied at her erasure though it is no word of
    hers, and facts in which her name may have been typed. `rows_go`: the rows of whom it is about are deleted.
    """

    table: str
    label: str
    part: Part
    retention: Kept
    about: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    by: str = ""
    names: str = ""
    words: str = ""
    facts: str = ""
    typed: str = ""
    keys: str = ""
    copies: str = ""
    emptied: str = ""
    replaced: str = ""
    rows_go: bool = False

    @property
    def with_names(self) -> list[str]:
        """Columns in which anybody's name may have been typed."""
        return self.typed.split() + self.replaced.split()

    def lines(self) -> Iterator[Line]:
        """What is written down about each of its columns."""
        for holds, columns in self._columns():
            for column in columns:
                yield Line(self.table, column, holds, self._at_erasure(column, holds), self.retention)

    def _columns(self) -> Iterator[tuple[Holds, list[str]]]:
        doers = self.by.split()
        first = dict.fromkeys(path.split("/")[0] for path in self.about + self.also)
        yield Holds.LINK, [step for step in first if not step.startswith("<") and step not in TECHNICAL]
        yield Holds.DOER, [column for column in doers if column not in first]
        yield Holds.NAME, self.names.split()
        yield Holds.WORDS, self.words.split()
        yield Holds.FACT, self.facts.split()
        yield Holds.TYPED, self.typed.split()
        yield Holds.SECRET, self.keys.split()
        yield Holds.COPY, self.copies.split()

    def _at_erasure(self, column: str, holds: Holds) -> AtErasure:
        if self.rows_go:
            return AtErasure.ROW_GOES
        if column in self.emptied.split() or holds is Holds.WORDS:
            return AtErasure.EMPTIED
        if holds is Holds.NAME:
            return AtErasure.PSEUDONYM
        return AtErasure.NAME_REPLACED if column in self.with_names else AtErasure.KEPT
