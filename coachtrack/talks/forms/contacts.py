"""Forms of the contact log: a contact, and what a school leader thinks of coaching."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from coachtrack.formatting import capital, school_year
from coachtrack.forms import DayField, Form, LineField, TextField, choices, number_or_none
from coachtrack.schools.models import School, SchoolBoard
from coachtrack.talks.models import ContactMoment
from coachtrack.talks.rules.contacts import LEVEL_LABELS, OPINION_LABELS, Contact, ContactLevel, Opinion

REQUIRED = _l("Fill this in.")


def _opinion_or_none(value: Any) -> Opinion | None:
    return Opinion(value) if value not in (None, "", "None") else None


def _opinion_lines() -> list[tuple[str, str]]:
    return [(opinion.value, capital(_(label))) for opinion, label in OPINION_LABELS.items()]


class ContactForm(Form):
    """A contact with a school, a board or the directors together."""

    level = RadioField(_l("On which level"), [InputRequired(_l("Choose a level."))], coerce=ContactLevel)
    held_on = DayField(_l("Day"), [InputRequired(REQUIRED)])
    school_id = SelectField(_l("School"), [Optional()], coerce=number_or_none)
    board_id = SelectField(_l("Board"), [Optional()], coerce=number_or_none)
    participants = LineField(_l("Who were there"), [DataRequired(REQUIRED)], longest=500)
    outcome = TextField(_l("What came of it"), [DataRequired(REQUIRED)], longest=20_000)

    def offer(
        self, *, levels: Iterable[ContactLevel], schools: Sequence[School], boards: Sequence[SchoolBoard]
    ) -> None:
        """Fill the lists; without boards there is none to choose."""
        self.level.choices = [(level.value, capital(_(LEVEL_LABELS[level]))) for level in levels]
        self.school_id.choices = choices(((each.id, each.name) for each in schools), none=_("No school"))
        self.board_id.choices = choices(((each.id, each.name or each.number) for each in boards), none=_("No board"))

    @classmethod
    def of(cls, row: ContactMoment) -> "ContactForm":
        """Filled with how it stands."""
        return cls(
            level=row.level,
            held_on=row.held_on,
            school_id=row.school_id,
            board_id=row.board_id,
            participants=row.participants,
            outcome=row.outcome,
            version=str(row.version),
        )

    @property
    def contact(self) -> Contact:
        """What was filled in."""
        return Contact(
            level=self.level.data,
            held_on=self.held_on.data,
            school_id=self.school_id.data,
            board_id=self.board_id.data,
            participants=self.participants.data or "",
            outcome=self.outcome.data or "",
        )


class NewContactForm(ContactForm):
    """A new contact, with what the director said of coaching, if she was asked."""

    opinion = RadioField(_l("What does the director think of coaching?"), [Optional()], coerce=_opinion_or_none)
    remark = LineField(_l("In her words"), [Optional()], longest=500)

    def offer_opinions(self) -> None:
        """Fill the list of opinions; it may stay empty."""
        self.opinion.choices = [("", _("Not asked")), *_opinion_lines()]


class OpinionForm(Form):
    """What a school leader thinks of coaching in a school year."""

    first_year = SelectField(_l("School year"), coerce=int)
    opinion = RadioField(
        _l("What does the director think of coaching?"), [InputRequired(_l("Choose an answer."))], coerce=Opinion
    )
    remark = LineField(_l("In her words"), [Optional()], longest=500)

    def offer(self, years: Iterable[int]) -> None:
        """Fill the lists."""
        self.first_year.choices = choices((year, school_year(year)) for year in years)
        self.opinion.choices = _opinion_lines()
