"""Forms to plan a training and its meetings, to find a moment for one, and to move and cancel a meeting."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Optional

from coachtrack.agenda.forms.clashes import WarnedForm
from coachtrack.agenda.forms.openings import SearchForm
from coachtrack.agenda.rules.appointments import (
    CANCEL_LABELS,
    KIND_LABELS,
    PLACE_LABELS,
    TRAINING_KINDS,
    AppointmentKind,
    CancelReason,
    PlaceKind,
    Span,
)
from coachtrack.forms import CheckListField, ClockField, DayField, Form, LineField, choices, moment_of, number_or_none
from coachtrack.funding.rules import LESSON_CONTEXT_LABELS, STREAM_LABELS, LessonContext, Stream
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline
from coachtrack.trainings.forms.labels import labelled, or_none
from coachtrack.trainings.rules import MOST_MEETINGS, TARGET_GROUP_LABELS, MeetingPlan, TargetGroup

ROWS = 4
AFTER, WITHIN = "after", "within"
EVERYONE, WHO_WORKS = "everyone", "who_works"


@dataclass(frozen=True)
class Usual:
    """What holds where the times of a row are left empty: when a meeting begins, and how long it takes."""

    starts_at: time | None = None
    minutes: int | None = None

    def end_of(self, starts_at: time) -> time | None:
        """When a meeting ends that begins then."""
        if self.minutes is None:
            return None
        return (datetime.combine(date.min, starts_at) + timedelta(minutes=self.minutes)).time()

    def after(self, starts_at: time | None, ends_at: time | None) -> "Usual":
        """What holds for the rows below one with these times."""
        begins = starts_at or self.starts_at
        if begins is None or ends_at is None:
            return Usual(begins, self.minutes)
        took = datetime.combine(date.min, ends_at) - datetime.combine(date.min, begins)
        return Usual(begins, took // timedelta(minutes=1))


class MeetingForm(PlainForm):
    """One meeting: its day, from when until when, and where; all empty where a row is not used."""

    day = DayField(_l("Day"), [Optional()])
    starts_at = ClockField(_l("Begins at"), [Optional()])
    ends_at = ClockField(_l("Ends at"), [Optional()])
    place = LineField(_l("Room or place"), [Optional()], longest=200)
    usual = Usual()

    def fill_up(self) -> None:
        """Where a day was given and times were not, they are as usual."""
        if self.day.data is None:
            return
        if not _typed(self.starts_at):
            self.starts_at.data = self.usual.starts_at
        if not _typed(self.ends_at) and self.starts_at.data is not None:
            self.ends_at.data = self.usual.end_of(self.starts_at.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that was begun wants its day and both times."""
        fine = bool(super().validate(extra_validators))
        if fine:
            self.fill_up()
        typed = [field for field in (self.day, self.starts_at, self.ends_at) if _typed(field)]
        if not typed:
            return fine
        for field in (self.day, self.starts_at, self.ends_at):
            if field.data is None and not field.errors:
                field.errors = [_l("Fill this in as well.")]
                fine = False
        return fine

    def plan(self, place_kind: PlaceKind | None) -> MeetingPlan | None:
        """What was filled in; nothing where the row is empty. Raises `Refused` for a time that does not exist."""
        if self.day.data is None or self.starts_at.data is None or self.ends_at.data is None:
            return None
        span = Span(moment_of(self.day.data, self.starts_at.data), moment_of(self.day.data, self.ends_at.data))
        return MeetingPlan(span, self.place.data or "", place_kind)


def _typed(field: Any) -> bool:
    return any(value.strip() for value in field.raw_data or () if isinstance(value, str))


class MeetingsForm(WarnedForm):
    """One or more meetings at once; where times are left empty they are as usual, or as those of the first."""

    meetings = FieldList(FormField(MeetingForm), min_entries=ROWS, max_entries=MOST_MEETINGS)
    place_kind = SelectField(
        _l("Where"), choices=choices(labelled(PLACE_LABELS)), coerce=PlaceKind, default=PlaceKind.SCHOOL
    )
    usual = Usual()

    def validate(self, extra_validators: Any = None) -> bool:
        """Each row hands its times to the rows below it that have none."""
        usual = self.usual
        for row in (each.form for each in self.meetings):
            row.usual = usual
            usual = usual.after(row.starts_at.data, row.ends_at.data)
        return bool(super().validate(extra_validators))

    def plans(self) -> list[MeetingPlan]:
        """The meetings that were filled in."""
        kind = self.place_kind.data
        return [plan for row in self.meetings if (plan := row.form.plan(kind)) is not None]


class TrainingForm(MeetingsForm):
    """A training: about what, for whom, by whom, where, under which agreement, and when."""

    title = LineField(_l("Title"), [DataRequired(_l("Give the training a title."))], longest=200)
    kind = RadioField(
        _l("Kind"),
        [InputRequired(_l("Choose what kind of training it is."))],
        choices=choices(labelled(KIND_LABELS, TRAINING_KINDS)),
        coerce=AppointmentKind,
        default=AppointmentKind.TEAM_TRAINING,
    )
    target_group = SelectField(
        _l("For whom"),
        choices=choices(labelled(TARGET_GROUP_LABELS)),
        coerce=TargetGroup,
        default=TargetGroup.CLASSROOM_STAFF,
    )
    discipline = SelectField(
        _l("Discipline"),
        choices=choices(labelled(DISCIPLINE_LABELS), none=_l("Several, or in general")),
        coerce=or_none(Discipline),
    )
    lesson_context = SelectField(
        _l("For which lessons"),
        choices=choices(labelled(LESSON_CONTEXT_LABELS), none=_l("Both, or neither of the two")),
        coerce=or_none(LessonContext),
    )
    stream = SelectField(
        _l("Part of"), choices=choices(labelled(STREAM_LABELS)), coerce=Stream, default=Stream.REGULAR_LESSON
    )
    school = SelectField(_l("School"), coerce=number_or_none)
    further_schools = CheckListField(_l("Also for the people of"), coerce=int)
    catalogue = HiddenField()
    provider = SelectField(_l("Given by (institution)"), coerce=number_or_none)
    trainer = SelectField(_l("Trainer"), coerce=number_or_none, validators=[DataRequired(_l("Choose who gives it."))])
    agreement = SelectField(_l("Counts for the agreement"), coerce=number_or_none)


class ResumeForm(MeetingsForm):
    """A series that goes on: by whom, under which agreement of the new year, and when."""

    trainer = SelectField(_l("Trainer"), coerce=number_or_none, validators=[DataRequired(_l("Choose who gives it."))])
    agreement = SelectField(_l("Counts for the agreement"), coerce=number_or_none)


class TeamMomentForm(SearchForm):
    """A moment for a team: of which school, with whom, and when on the day."""

    school = SelectField(_l("School"), coerce=number_or_none, validators=[DataRequired(_l("Choose the school."))])
    trainer = SelectField(_l("Trainer"), coerce=number_or_none, validators=[DataRequired(_l("Choose who gives it."))])
    target_group = SelectField(
        _l("For whom"),
        choices=choices(labelled(TARGET_GROUP_LABELS)),
        coerce=TargetGroup,
        default=TargetGroup.CLASSROOM_STAFF,
    )
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


class MoveMeetingForm(WarnedForm):
    """Another moment or place for one meeting."""

    day = DayField(_l("Day"), [InputRequired(_l("Choose a day."))])
    starts_at = ClockField(_l("Begins at"), [InputRequired(_l("Fill in when it begins."))])
    ends_at = ClockField(_l("Ends at"), [InputRequired(_l("Fill in when it ends."))])
    place = LineField(_l("Room or place"), [Optional()], longest=200)
    place_kind = SelectField(_l("Where"), choices=choices(labelled(PLACE_LABELS)), coerce=PlaceKind)

    def plan(self) -> MeetingPlan:
        """What the form says, once it was found complete. Raises `Refused` for a time that does not exist."""
        day, starts_at, ends_at = (
            cast(date, self.day.data),
            cast(time, self.starts_at.data),
            cast(time, self.ends_at.data),
        )
        span = Span(moment_of(day, starts_at), moment_of(day, ends_at))
        return MeetingPlan(span, self.place.data or "", self.place_kind.data)


class CancelMeetingForm(Form):
    """Why a meeting does not go on."""

    reason = RadioField(
        _l("Why does it not go on?"),
        [InputRequired(_l("Choose a reason."))],
        choices=choices(labelled(CANCEL_LABELS)),
        coerce=CancelReason,
    )
