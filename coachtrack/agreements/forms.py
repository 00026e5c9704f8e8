"""Forms of agreements: what a school promises, by which instrument, how many and how long."""

from collections.abc import Sequence
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from coachtrack.agreements.actions import Promise
from coachtrack.agreements.models import Agreement, Instrument
from coachtrack.agreements.rules.promises import CARRIED_OUT_LABELS, CarriedOut
from coachtrack.formatting import school_year
from coachtrack.forms import (
    CheckListField,
    DayField,
    Form,
    LineField,
    MinutesField,
    choices,
    number_or_none,
    text_or_none,
)
from coachtrack.funding.models import FundingPeriod, SchemeGoal
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS

REQUIRED = _l("Fill this in.")
CHOOSE = _l("Make a choice.")


def discipline_words() -> list[tuple[str, str]]:
    """The disciplines in the language of the reader."""
    return [(discipline.value, str(_(label))) for discipline, label in DISCIPLINE_LABELS.items()]


def ways() -> list[tuple[str, str]]:
    """In what ways an instrument can be carried out, in the language of the reader."""
    return [(way.value, str(_(label))) for way, label in CARRIED_OUT_LABELS.items()]


class AmountField(IntegerField):
    """How many: a whole number from one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or ask for a whole one."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Give a whole number.")) from error


class AgreementForm(Form):
    """What a school promises."""

    first_year = SelectField(_l("School year"), [InputRequired(CHOOSE)], coerce=int)
    period_id = SelectField(_l("Period"), [InputRequired(CHOOSE)], coerce=int)
    goal_ids = CheckListField(
        _l("Goals"),
        [Optional()],
        coerce=int,
    )
    instrument_id = SelectField(_l("Instrument"), [Optional()], coerce=number_or_none)
    new_instrument = LineField(_l("Another instrument"), [Optional()], longest=100)
    carried_out = RadioField(_l("How that one is carried out"), [Optional()], default=CarriedOut.OTHER.value)
    discipline = SelectField(_l("Discipline"), [Optional()], coerce=text_or_none)
    amount = AmountField(
        _l("How many"), [InputRequired(REQUIRED), NumberRange(1, 999, message=_l("Give a number between 1 and 999."))]
    )
    minutes_each = MinutesField(_l("Minutes each"), [InputRequired(REQUIRED)], most=10_000)
    responsible = LineField(_l("Who sees to it"), [Optional()], longest=200)
    due_on = DayField(_l("Done by"), [Optional()])

    @classmethod
    def of(cls, agreement: Agreement) -> Self:
        """Filled with how it stands."""
        return cls(
            first_year=agreement.first_year,
            period_id=agreement.period_id,
            goal_ids=[goal.id for goal in agreement.goals],
            instrument_id=agreement.instrument_id,
            discipline=agreement.discipline,
            amount=agreement.amount,
            minutes_each=agreement.minutes_each,
            responsible=agreement.responsible,
            due_on=agreement.due_on,
            version=str(agreement.version),
        )

    def offer(
        self,
        *,
        years: Sequence[int],
        periods: Sequence[FundingPeriod],
        goals: Sequence[SchemeGoal],
        instruments: Sequence[Instrument],
    ) -> None:
        """Fill the lists to choose from."""
        names = {period.id: period.name for period in periods}
        self.first_year.choices = choices((year, school_year(year)) for year in years)
        self.period_id.choices = choices(names.items())
        in_order = [goal for period in periods for goal in goals if goal.period_id == period.id]
        several = len({goal.period_id for goal in in_order}) > 1
        labels = [(goal.id, f"{goal.name} ({names[goal.period_id]})" if several else goal.name) for goal in in_order]
        self.goal_ids.choices = choices(labels)
        self.carried_out.choices = choices(ways())
        self.instrument_id.choices = choices(
            ((instrument.id, instrument.name) for instrument in instruments), none=_("Choose an instrument")
        )
        self.discipline.choices = choices(discipline_words(), none=_("No particular discipline"))

    @property
    def promise(self) -> Promise:
        """What was filled in."""
        given: dict[str, Any] = {name: field.data for name, field in self._fields.items()}
        return Promise(
            first_year=given["first_year"],
            period_id=given["period_id"],
            amount=given["amount"],
            minutes_each=given["minutes_each"],
            instrument_id=given["instrument_id"],
            new_instrument=given["new_instrument"] or "",
            carried_out=CarriedOut(given["carried_out"] or CarriedOut.OTHER),
            goal_ids=tuple(given["goal_ids"] or ()),
            discipline=self.chosen_discipline,
            responsible=given["responsible"] or "",
            due_on=given["due_on"],
        )

    @property
    def chosen_discipline(self) -> Any:
        """The discipline as the house knows it; None where there is no particular one."""
        value = self.discipline.data
        return next((discipline for discipline in DISCIPLINE_LABELS if discipline.value == value), None)


class NewAgreementForm(AgreementForm):
    """What a school promises, and which school that is."""

    school_id = SelectField(_l("School"), [InputRequired(CHOOSE)], coerce=number_or_none)

    def offer_schools(self, schools: Sequence[School]) -> None:
        """Fill the list of schools."""
        self.school_id.choices = choices(((each.id, each.name) for each in schools), none=_("Choose a school"))


class AmendForm(AgreementForm):
    """What changes in a promise, and why."""

    reason = LineField(_l("Why it changes"), [InputRequired(REQUIRED)], longest=500)


class ReasonForm(Form):
    """Why an agreement ends, or goes on after all."""

    reason = LineField(_l("Why"), [InputRequired(REQUIRED)], longest=500)


class InstrumentForm(Form):
    """An instrument and how it is carried out."""

    name = LineField(_l("Name"), [InputRequired(REQUIRED)], longest=100)
    carried_out = RadioField(_l("How it is carried out"), [InputRequired(CHOOSE)])

    def offer(self) -> None:
        """Fill the list of ways."""
        self.carried_out.choices = choices(ways())

    @property
    def way(self) -> CarriedOut:
        """In which way."""
        return CarriedOut(self.carried_out.data)


class CountingForm(Form):
    """Which of these count for an agreement."""

    chosen = CheckListField(
        _l("These count"),
        [Optional()],
        coerce=int,
    )
