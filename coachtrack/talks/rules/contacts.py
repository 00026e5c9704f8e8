"""Contacts of the commission with schools and boards, and what school leaders think of coaching."""

from enum import StrEnum

from coachtrack.errors import N_


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
