"""Forms of money: an hourly rate, and under which cost each kind of hours goes."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import TextInput

from coachtrack.agenda.rules.appointments import KIND_LABELS
from coachtrack.formatting import capital
from coachtrack.forms import DayField, Form, choices
from coachtrack.reports.rules.hours import ASSIGNED_KINDS, usual_cost
from coachtrack.reports.rules.kinds import COST_LABELS, CostKind

MOST_EUROS = 500


class EurosField(DecimalField):
    """An amount as the Dutch write it: 45 or 45,50; never more than two digits behind the comma."""

    data: Any
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount, with a comma or a point."""
        super().process_formdata([value.strip().removeprefix("€").strip().replace(",", ".") for value in valuelist])
        if self.data is not None and (not self.data.is_finite() or self.data.normalize().as_tuple().exponent < -2):
            self.data = None
            raise ValueError(_("Write this as a number, for example 8 or 4,5."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.2f}".replace(".", ",")


class RateForm(Form):
    """What an hour costs, from a day and if need be until another."""

    euros = EurosField(
        _l("Amount an hour"),
        [
            InputRequired(),
            NumberRange(Decimal("0.01"), MOST_EUROS, message=_l("Give an amount up to 500 euros an hour.")),
        ],
    )
    starts_on = DayField(_l("From"), [InputRequired()])
    ends_on = DayField(_l("Up to and including"), [Optional()])

    @property
    def cents(self) -> int:
        """The amount in cents."""
        return int(self.euros.data * 100)


class CostForm(Form):
    """Under which cost each kind of hours goes: one list a kind."""

    def __init__(self, standing: dict[str, CostKind], **defaults: Any) -> None:
        given = {kind.value: standing.get(kind, usual_cost(kind)) for kind in ASSIGNED_KINDS}
        super().__init__(**given | defaults)
        for kind in ASSIGNED_KINDS:
            field = self[kind.value]
            field.label.text = capital(_(KIND_LABELS[kind]))
            field.choices = choices((cost.value, _(COST_LABELS[cost])) for cost in CostKind)

    @property
    def chosen(self) -> dict[str, CostKind]:
        """What was chosen for each kind."""
        return {kind.value: self[kind.value].data for kind in ASSIGNED_KINDS}


for _kind in ASSIGNED_KINDS:
    setattr(CostForm, _kind.value, SelectField(coerce=CostKind))
