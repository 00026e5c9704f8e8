"""Forms by which the agreements of a talk are planned: whom to coach, which dates to look for, which to plan."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, NumberRange

from coachtrack.agenda.forms.clashes import WarnedForm
from coachtrack.agenda.forms.openings import CountField, SearchForm
from coachtrack.agenda.rules.appointments import KIND_LABELS, PLACE_LABELS, TRAINING_KINDS, AppointmentKind, PlaceKind
from coachtrack.agenda.rules.series import Planned
from coachtrack.clock import AMSTERDAM
from coachtrack.errors import Refused
from coachtrack.forms import CheckListField, Form, LineField, choices, number_or_none, text_or_none
from coachtrack.people.models import Person
from coachtrack.talks.rules.planning import MOST_DATES
from coachtrack.trainings.forms.planning import AFTER, EVERYONE, WHO_WORKS, WITHIN, MeetingForm, Usual
from coachtrack.trainings.rules import TARGET_GROUP_LABELS, MeetingPlan, TargetGroup

SPARE_LINES = 1
TIMES = _l("Give a number from 1 up to %(most)s.") % {"most": MOST_DATES}


class DatesSearchForm(SearchForm):
    """Which dates are looked for: who gives it, for whom, when on the day, and with whom there."""

    times = CountField(_l("How many times"), [NumberRange(1, MOST_DATES, message=TIMES)], default=1)
    trainer = SelectField(
        _l("Who gives or leads it"), coerce=number_or_none, validators=[DataRequired(_l("Choose who gives it."))]
    )
    target_group = SelectField(
        _l("For whom"),
        choices=choices((group, _l(label)) for group, label in TARGET_GROUP_LABELS.items()),
        coerce=TargetGroup,
        default=TargetGroup.CLASSROOM_STAFF,
    )
    people = CheckListField(_l("Or only these people"), coerce=int)
    hours = RadioField(
        _l("When on the day"),
        choices=choices([(AFTER, _l("after school, until six")), (WITHIN, _l("within the times of the school"))]),
        default=AFTER,
    )
    needed = RadioField(
        _l("Who has to be there"),
        choices=choices([(EVERYONE, _l("everyone")), (WHO_WORKS, _l("who works on that day"))]),
        default=EVERYONE,
    )

    @property
    def is_after_school(self) -> bool:
        """Whether the team meets when there are no classes."""
        return bool(self.hours.data == AFTER)

    @property
    def is_for_who_works(self) -> bool:
        """Whether it may be on a day on which someone does not work."""
        return bool(self.needed.data == WHO_WORKS)


class DatesForm(WarnedForm):
    """The dates that are planned, proposed ones and others: each line its day, times and place."""

    title = LineField(_l("Title"), [DataRequired(_l("Give it a title."))], longest=200)
    kind = RadioField(
        _l("Kind"),
        [InputRequired(_l("Choose what kind of meeting it is."))],
        choices=choices((kind, _l(KIND_LABELS[kind])) for kind in TRAINING_KINDS),
        coerce=AppointmentKind,
    )
    training = SelectField(_l("Belongs to"), coerce=number_or_none)
    place_kind = SelectField(
        _l("Where"),
        choices=choices((kind, _l(label)) for kind, label in PLACE_LABELS.items()),
        coerce=PlaceKind,
        default=PlaceKind.SCHOOL,
    )
    meetings = FieldList(FormField(MeetingForm), min_entries=1, max_entries=MOST_DATES)
    minutes = 0
    """How long a date takes of which only the beginning was filled in."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Each line hands its times to the lines below it that have none."""
        usual = Usual(minutes=self.minutes or None)
        for line in (each.form for each in self.meetings):
            line.usual = usual
            usual = usual.after(line.starts_at.data, line.ends_at.data)
        return bool(super().validate(extra_validators))

    @staticmethod
    def data_of(proposed: Iterable[Planned], *, at_least: int) -> list[dict[str, object]]:
        """The lines to begin with: what is proposed, and by hand what is missing of what was asked, or one."""
        lines: list[dict[str, object]] = []
        for each in proposed:
            starts, ends = (moment.astimezone(AMSTERDAM) for moment in (each.span.starts_at, each.span.ends_at))
            lines.append({"day": starts.date(), "starts_at": starts.time(), "ends_at": ends.time()})
        missing = max(SPARE_LINES, at_least - len(lines))
        return (lines + [{}] * missing)[:MOST_DATES]

    def plans(self) -> dict[int, MeetingPlan]:
        """What was filled in, by the number of its line. Raises `Refused` at the line with a time that is skipped."""
        found = {}
        for number, entry in enumerate(self.meetings):
            try:
                plan = entry.form.plan(self.place_kind.data)
            except Refused as refusal:
                refusal.field = f"meetings-{number}-starts_at"
                raise
            if plan is not None:
                found[number] = plan
        return found


class TeacherLineForm(PlainForm):
    """A teacher of the school: whether she is coached, and by whom."""

    teacher_id = HiddenField()
    take = BooleanField(_l("Coach this teacher"))
    coach_id = SelectField(_l("Coach"), coerce=number_or_none)


class TrajectoriesForm(Form):
    """Which teachers are coached in what, and by whom."""

    discipline = SelectField(_l("Discipline"), [InputRequired(_l("Choose one of these."))], coerce=text_or_none)
    coach_id = SelectField(_l("Coach"), coerce=number_or_none)
    teachers = FieldList(FormField(TeacherLineForm))

    def offer(self, coaches: Mapping[int, str], people: Iterable[Person]) -> None:
        """Fill the lists of coaches and give every teacher her name; who is no longer there is told to be so."""
        names = {person.id: person.name for person in people}
        self.coach_id.choices = choices(coaches.items(), none=_("Choose a coach"))
        for entry in self.teachers:
            number = text_or_none(entry.form.teacher_id.data)
            name = names.get(int(number)) if number and str(number).isdecimal() else None
            entry.form.take.label.text = name or _("someone who does not work here now")
            entry.form.coach_id.choices = choices(coaches.items(), none=_("The coach above"))

    @property
    def chosen(self) -> dict[int, tuple[int, int]]:
        """Teacher and coach of every ticked line, by its number; 0 where there is none."""
        found: dict[int, tuple[int, int]] = {}
        for number, entry in enumerate(self.teachers):
            line: dict[str, Any] = entry.form.data
            if line["take"]:
                said = str(line["teacher_id"] or "")
                teacher_id = int(said) if said.isdecimal() and len(said) < 10 else 0
                found[number] = (teacher_id, line["coach_id"] or self.coach_id.data or 0)
        return found
