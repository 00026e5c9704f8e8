"""The form of a requirement: groups of demands, to which lines are added and from which they are taken, and who counts.

Hours on the screen, minutes in the rule. Adding and removing are buttons that send the form: nothing typed is lost.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DecimalField, FieldList, FormField, IntegerField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, NumberRange, Optional

from coachtrack.coverage.rules.requirement import (
    HOURS,
    Combination,
    Demand,
    Group,
    Measure,
    Requirement,
    Span,
    check_demand,
)
from coachtrack.coverage.rules.wording import MEASURE_LABELS, SPAN_LABELS
from coachtrack.errors import Refused
from coachtrack.forms import CheckListField, DayField, Form, choices, say, text_or_none
from coachtrack.people.rules.posts import FUNCTION_LABELS, IN_FRONT_OF_THE_CLASS, PostFunction
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline

HOUR = 60
MOST_GROUPS = 5
MOST_DEMANDS = 8
MOST = 500
COMBINATIONS = [
    (Combination.ANY.value, _l("one of them is enough")),
    (Combination.ALL.value, _l("all of them are needed")),
]
PLACE = re.compile(r"groups(-\d{1,3}(-demands(-\d{1,3})?)?)?", re.ASCII)


class DaysField(IntegerField):
    """A number of days between two others; says which ones."""

    def __init__(self, label: Any, least: int, most: int, **options: Any) -> None:
        message = _l("Give a whole number between %(least)s and %(most)s.", least=least, most=most)
        super().__init__(label, [InputRequired(), NumberRange(least, most, message=message)], **options)
        self.message = message

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say which one is meant."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(self.message) from error


class NumberField(DecimalField):
    """A number as the Dutch write it, with a comma: 7,5."""

    data: Any

    def __init__(self, label: Any, validators: Any, **options: Any) -> None:
        super().__init__(label, [*validators, NumberRange(0, MOST)], places=None, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say how to write it."""
        if not valuelist or not valuelist[0].strip():
            return
        self.data = None
        try:
            number = Decimal(valuelist[0].strip().replace(",", "."))
        except InvalidOperation as error:
            raise ValueError(_("Write this as a number, for example 8 or 4,5.")) from error
        if not number.is_finite():
            raise ValueError(_("Write this as a number, for example 8 or 4,5."))
        self.data = number


class DemandForm(PlainForm):
    """One demand: at least so much of something."""

    at_least = NumberField(_l("At least"), [InputRequired(_l("Fill in how much, or remove this line."))])
    measure = SelectField(
        _l("Of what"),
        coerce=Measure,
        choices=choices((measure, _l(label)) for measure, label in MEASURE_LABELS.items()),
        default=Measure.COACHING_MINUTES,
    )
    discipline = SelectField(_l("In which discipline"), coerce=text_or_none)
    span = SelectField(
        _l("Within which time"),
        coerce=Span,
        choices=choices((span, _l(label)) for span, label in SPAN_LABELS.items()),
        default=Span.PERIOD,
    )
    training_cap_minutes = NumberField(_l("Of which training counts for at most"), [Optional()])

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        words = ((discipline, _(label)) for discipline, label in DISCIPLINE_LABELS.items())
        self.discipline.choices = choices(words, none=_("any discipline"))

    def validate(self, extra_validators: Any = None) -> bool:
        """What a demand may ask, told at the field that it is about."""
        if not super().validate(extra_validators):
            return False
        if self.measure.data not in HOURS and self.at_least.data % 1:
            self.at_least.errors = [_("Give a whole number.")]
            return False
        try:
            check_demand(self.demand)
        except Refused as refusal:
            field = self[refusal.field or "at_least"]
            field.errors = [say(refusal)]
        return not self.errors

    @property
    def is_plain(self) -> bool:
        """Whether it asks for no discipline, school year or most for training."""
        more = (self.discipline, self.training_cap_minutes)
        return self.span.data is Span.PERIOD and not any(each.data or each.errors for each in more)

    @property
    def demand(self) -> Demand:
        """The demand as it was typed."""
        measure, cap = self.measure.data, self.training_cap_minutes.data
        return Demand(
            measure=measure,
            at_least=int(self.at_least.data * HOUR if measure in HOURS else self.at_least.data),
            discipline=Discipline(self.discipline.data) if self.discipline.data else None,
            span=self.span.data,
            training_cap_minutes=int(cap * HOUR) if cap is not None else None,
        )


class GroupForm(PlainForm):
    """Demands that belong together."""

    combination = RadioField(
        _l("What is needed of this group"), choices=choices(COMBINATIONS), default=Combination.ANY.value
    )
    demands = FieldList(FormField(DemandForm), min_entries=1, max_entries=MOST_DEMANDS)

    @property
    def group(self) -> Group:
        """The group as it was typed."""
        return Group(tuple(each.form.demand for each in self.demands), Combination(self.combination.data))


class RequirementForm(Form):
    """One version of the requirement."""

    groups = FieldList(FormField(GroupForm), _l("What is asked"), min_entries=1, max_entries=MOST_GROUPS)
    combination = RadioField(
        _l("What is needed of the groups"), choices=choices(COMBINATIONS), default=Combination.ALL.value
    )
    one_sided_counts = BooleanField(_l("A debrief counts too when the teacher has said nothing for fourteen days"))
    functions = CheckListField(_l("Who counts"))
    substitute_days = DaysField(_l("A substitute counts from this many days at the school"), 0, 400)
    away_days = DaysField(_l("Someone who is away for this many days or longer does not count meanwhile"), 1, 400)
    starts_on = DayField(_l("Holds from"), [InputRequired()])

    def __init__(self, formdata: Any = None, **defaults: Any) -> None:
        super().__init__(formdata, **defaults)
        in_front = [function for function in PostFunction if function in IN_FRONT_OF_THE_CLASS]
        self.functions.choices = choices((function.value, _(FUNCTION_LABELS[function])) for function in in_front)

    @classmethod
    def of(cls, requirement: Requirement, starts_on: date) -> "RequirementForm":
        """Filled with a requirement, to begin with."""
        return cls(
            groups=[_lines_of(group) for group in requirement.groups],
            combination=requirement.combination.value,
            one_sided_counts=requirement.one_sided_counts,
            functions=[function.value for function in requirement.functions],
            substitute_days=requirement.substitute_days,
            away_days=requirement.away_days,
            starts_on=starts_on,
        )

    @property
    def requirement(self) -> Requirement:
        """The requirement as it was typed."""
        return Requirement(
            groups=tuple(each.form.group for each in self.groups),
            combination=Combination(self.combination.data),
            functions=frozenset(PostFunction(value) for value in self.functions.data),
            one_sided_counts=self.one_sided_counts.data,
            substitute_days=self.substitute_days.data,
            away_days=self.away_days.data,
        )


def _lines_of(group: Group) -> dict[str, Any]:
    return {
        "combination": group.combination.value,
        "demands": [
            {
                "at_least": _shown(demand.at_least, in_hours=demand.measure in HOURS),
                "measure": demand.measure,
                "discipline": demand.discipline,
                "span": demand.span,
                "training_cap_minutes": _shown(demand.training_cap_minutes, in_hours=True),
            }
            for demand in group.demands
        ],
    }


def _shown(amount: int | None, *, in_hours: bool) -> Decimal | None:
    """An amount as the form shows it, without noughts behind the comma."""
    if amount is None:
        return None
    hours = round(Decimal(amount) / HOUR, 2)
    return (hours.normalize() if hours % 1 else Decimal(int(hours))) if in_hours else Decimal(amount)


def rearranged(typed: Mapping[str, Any], *, add: str = "", remove: str = "") -> MultiDict[str, str]:
    """What was typed, with an empty line in a list (`groups-0-demands`) or without one (`groups-0-demands-1`)."""
    changed: MultiDict[str, str] = MultiDict(typed)
    if PLACE.fullmatch(remove) and remove[-1].isdigit():
        for name in [name for name in changed if name.startswith(f"{remove}-")]:
            changed.poplist(name)
    if PLACE.fullmatch(add) and not add[-1].isdigit():
        taken = [re.match(rf"{add}-(\d+)-", name) for name in changed]
        number = max((int(each.group(1)) + 1 for each in taken if each), default=0)
        line = f"{add}-{number}" if add.endswith("demands") else f"{add}-{number}-demands-0"
        changed[f"{line}-at_least"] = ""
        if add == "groups" and number == 1:  # of one group it says nothing yet
            changed["combination"] = Combination.ALL.value
    return changed
