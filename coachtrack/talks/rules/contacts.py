"""Contacts of the commission with schools and boards, and what school leaders think of coaching."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from coachtrack.errors import N_, Refused
from coachtrack.funding.rules import Track


class ContactLevel(StrEnum):
    """On which level people met."""

    SCHOOL = "school"
    BOARD = "board"
    DIRECTORS_MEETING = "directors_meeting"


LEVEL_LABELS = {
    ContactLevel.SCHOOL: N_("with a school"),
    ContactLevel.BOARD: N_("with a board"),
    ContactLevel.DIRECTORS_MEETING: N_("directors' meeting"),
}


class Opinion(StrEnum):
    """What a school leader thinks of coaching."""

    POSITIVE = "positive"
    MIXED = "mixed"
    NEGATIVE = "negative"


OPINION_LABELS = {
    Opinion.POSITIVE: N_("positive"),
    Opinion.MIXED: N_("mixed"),
    Opinion.NEGATIVE: N_("not positive"),
}


@dataclass(frozen=True)
class Contact:
    """What is written down of a contact: a school on its own level, a board on its own, neither of all directors."""

    level: ContactLevel
    held_on: date
    participants: str
    outcome: str
    school_id: int | None = None
    board_id: int | None = None

    @property
    def on_its_level(self) -> "Contact":
        """The same with only the school or only the board that its level asks for."""
        return replace(
            self,
            school_id=self.school_id if self.level is ContactLevel.SCHOOL else None,
            board_id=self.board_id if self.level is ContactLevel.BOARD else None,
        )


def check_contact(contact: Contact, *, today: date) -> None:
    """Raise `Refused` when it is still to come, or when it does not say with which school or board it was."""
    if contact.held_on > today:
        raise Refused(N_("Write a contact down after it took place: choose today or an earlier day."), field="held_on")
    if contact.level is ContactLevel.SCHOOL and contact.school_id is None:
        raise Refused(N_("Choose the school with which you spoke."), field="school_id")
    if contact.level is ContactLevel.BOARD and contact.board_id is None:
        raise Refused(N_("Choose the board with which you spoke."), field="board_id")


def check_opinion_goes_with(level: ContactLevel) -> None:
    """Raise `Refused` when an opinion of one director is entered with a contact that is not about one school."""
    if level is not ContactLevel.SCHOOL:
        raise Refused(
            N_("An opinion belongs to one school. Enter it with a contact with that school, or at the school itself."),
            field="opinion",
        )


@dataclass(frozen=True)
class SaidOpinion:
    """The leader of a school on this track (None: of no track) thinks so in a school year."""

    first_year: int
    track: Track | None
    opinion: Opinion


@dataclass(frozen=True)
class YearOfOpinions:
    """How many school leaders think what, in a school year."""

    first_year: int
    counts: Mapping[Opinion, int]

    @property
    def total(self) -> int:
        """How many of them said something."""
        return sum(self.counts.values())

    @property
    def positive_share(self) -> float:
        """Those who are positive, as a share of 1."""
        return self.counts[Opinion.POSITIVE] / self.total


def opinions_by_track(said: Iterable[SaidOpinion]) -> Mapping[Track | None, Sequence[YearOfOpinions]]:
    """Per track the school years in which someone said something, oldest first; tracks in their own order."""
    counted: dict[Track | None, dict[int, Counter[Opinion]]] = {}
    for each in said:
        counted.setdefault(each.track, {}).setdefault(each.first_year, Counter())[each.opinion] += 1
    order = [track for track in (*Track, None) if track in counted]
    return {
        track: [
            YearOfOpinions(year, {opinion: counts[opinion] for opinion in Opinion})
            for year, counts in sorted(counted[track].items())
        ]
        for track in order
    }
