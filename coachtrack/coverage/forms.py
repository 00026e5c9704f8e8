"""Forms of coverage: a version of the requirement, and an exemption."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from coachtrack.coverage.rules.requirement import (
    EXEMPTION_LABELS,
    Combination,
    Demand,
    ExemptionReason,
    Group,
    Measure,
    Requirement,
)
from coachtrack.forms import CheckListField, DayField, Form, choices
from coachtrack.people.rules.posts import FUNCTION_LABELS, IN_FRONT_OF_THE_CLASS, PostFunction
from coachtrack.trainings.models import MeetingCeiling

MINUTES_IN_HOUR = 60
MOST_MEETINGS_ASKED = 60
MOST_HOURS_ASKED = 200

HOUR = 60


class AmountField(IntegerField):
    """A whole number between two others; says which ones."""

    def __init__(self, label: Any, least: int, most: int, *, required: bool = False, **options: Any) -> None:
        message = _l("Give a whole number between %(least)s and %(most)s.", least=least, most=most)
        presence = InputRequired() if required else Optional()
        super().__init__(label, [presence, NumberRange(least, most, message=message)], **options)
        self.message = message

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say which one is meant."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(self.message) from error


class RequirementForm(Form):
    """One version of the requirement. Hours on the screen, minutes in the rule."""

    starts_on = DayField(_l("Holds from"), [InputRequired()])
    combination = RadioField(_l("What is needed"), validators=[InputRequired()])
    completed_trajectories = AmountField(_l("Completed trajectories"), 1, 20)
    confirmed_debriefs = AmountField(_l("Sessions with a confirmed debrief"), 1, 100)
    coaching_hours = AmountField(_l("Hours of coaching"), 1, 500)
    training_hours = AmountField(_l("Hours of training"), 1, 500)
    all_hours = AmountField(_l("Hours of coaching and training together"), 1, 500)
    training_cap_hours = AmountField(_l("Of which training counts for at most"), 0, 500)
    one_sided_counts = BooleanField(_l("A debrief counts too when the teacher has said nothing for fourteen days"))
    functions = CheckListField(_l("Who counts"))
    substitute_days = AmountField(_l("A substitute counts from this many days at the school"), 0, 400, required=True)
    away_days = AmountField(
        _l("Someone who is away for this many days or longer does not count meanwhile"), 1, 400, required=True
    )

    def fill_choices(self) -> None:
        """The choices of the radio buttons and the list of functions."""
        self.combination.choices = choices(
            [
                (Combination.ANY.value, _("one of these is enough")),
                (Combination.ALL.value, _("all of these")),
            ]
        )
        in_front = [function for function in PostFunction if function in IN_FRONT_OF_THE_CLASS]
        self.functions.choices = choices((function.value, _(FUNCTION_LABELS[function])) for function in in_front)

    def show(self, requirement: Requirement) -> None:
        """Fill the form with a requirement that stands."""
        amounts = {demand.measure: demand.at_least for demand in requirement.demands}
        self.combination.data = requirement.groups[0].combination.value
        self.completed_trajectories.data = amounts.get(Measure.COMPLETED_TRAJECTORIES)
        self.confirmed_debriefs.data = amounts.get(Measure.CONFIRMED_DEBRIEFS)
        self.coaching_hours.data = _hours(amounts.get(Measure.COACHING_MINUTES))
        self.training_hours.data = _hours(amounts.get(Measure.TRAINING_MINUTES))
        self.all_hours.data = _hours(amounts.get(Measure.ALL_MINUTES))
        self.training_cap_hours.data = _hours(next((each.training_cap_minutes for each in requirement.demands), None))
        self.one_sided_counts.data = requirement.one_sided_counts
        self.functions.data = [function.value for function in requirement.functions]
        self.substitute_days.data = requirement.substitute_days
        self.away_days.data = requirement.away_days

    @property
    def requirement(self) -> Requirement:
        """The requirement as it was typed."""
        typed = (
            (Measure.COMPLETED_TRAJECTORIES, self.completed_trajectories.data),
            (Measure.CONFIRMED_DEBRIEFS, self.confirmed_debriefs.data),
            (Measure.COACHING_MINUTES, _minutes(self.coaching_hours.data)),
            (Measure.TRAINING_MINUTES, _minutes(self.training_hours.data)),
            (Measure.ALL_MINUTES, _minutes(self.all_hours.data)),
        )
        cap = _minutes(self.training_cap_hours.data)
        demands = tuple(
            Demand(measure, amount, training_cap_minutes=cap if measure is Measure.ALL_MINUTES else None)
            for measure, amount in typed
            if amount
        )
        return Requirement(
            (Group(demands, Combination(self.combination.data)),),
            functions=frozenset(PostFunction(value) for value in self.functions.data),
            one_sided_counts=self.one_sided_counts.data,
            substitute_days=self.substitute_days.data,
            away_days=self.away_days.data,
        )


def _hours(minutes: int | None) -> int | None:
    return None if minutes is None else minutes // HOUR


def _minutes(hours: int | None) -> int | None:
    return None if hours is None else hours * HOUR


class ExemptionForm(Form):
    """Why someone need not meet the requirement, and until when."""

    reason = SelectField(_l("Reason"), coerce=ExemptionReason)
    starts_on = DayField(_l("First day"), [InputRequired()])
    ends_on = DayField(_l("Last day"), [Optional()])

    def fill_choices(self) -> None:
        """The reasons."""
        self.reason.choices = choices((reason.value, _(EXEMPTION_LABELS[reason])) for reason in ExemptionReason)


class CeilingForm(Form):
    """The most team meetings that a school wants in a school year."""

    meetings = IntegerField(_l("Team meetings at most"), [Optional(), NumberRange(0, MOST_MEETINGS_ASKED)])
    hours = IntegerField(_l("Hours of team meetings at most"), [Optional(), NumberRange(0, MOST_HOURS_ASKED)])

    @classmethod
    def of(cls, ceiling: MeetingCeiling | None) -> "CeilingForm":
        """Filled with how it stands."""
        if ceiling is None:
            return cls()
        hours = ceiling.minutes // MINUTES_IN_HOUR if ceiling.minutes is not None else None
        return cls(meetings=ceiling.meetings, hours=hours, version=str(ceiling.version))

    @property
    def minutes(self) -> int | None:
        """The hours in minutes."""
        return self.hours.data * MINUTES_IN_HOUR if self.hours.data is not None else None
