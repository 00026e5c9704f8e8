"""Forms to plan a training and its meetings, to take attendance, and to call something off."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, RadioField, SelectField, SelectMultipleField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from coachtrack.agenda.forms.clashes import WarnedForm
from coachtrack.agenda.forms.openings import SearchForm
from coachtrack.agenda.rules.appointments import (
    CANCEL_LABELS,
    KIND_LABELS,
    TRAINING_KINDS,
    AppointmentKind,
    CancelReason,
    Span,
)
from coachtrack.errors import N_
from coachtrack.evidence.rules.records import REASON_LABELS, Reason
from coachtrack.forms import (
    ClockField,
    DayField,
    Form,
    LineField,
    choices,
    moment_of,
    number_or_none,
    text_or_none,
)
from coachtrack.funding.rules import STREAM_LABELS, Stream
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline
from coachtrack.trainings.rules import MOST_MEETINGS, TARGET_GROUP_LABELS, MeetingPlan, TargetGroup

ROWS = 4
AFTER, WITHIN = "after", "within"
EVERYONE, WHO_WORKS = "everyone", "who_works"


def labelled(labels: dict[Any, str], wanted: Iterable[Any] | None = None) -> list[tuple[Any, Any]]:
    """The choices of an enum with their words, to be said in the language of the reader."""
    return [(member, _l(labels[member])) for member in wanted or labels]


def discipline_or_none(value: Any) -> Discipline | None:
    """For `coerce`: a discipline, or nothing where the training is about several."""
    return Discipline(value) if text_or_none(value) else None


class MeetingForm(PlainForm):
    """One meeting: its day, from when until when, and where; all empty where a row is not used."""

    day = DayField(_l("Day"), [Optional()])
    starts_at = ClockField(_l("Begins at"), [Optional()])
    ends_at = ClockField(_l("Ends at"), [Optional()])
    place = LineField(_l("Room or place"), [Optional()], longest=200)

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that was begun wants its day and both times."""
        fine = bool(super().validate(extra_validators))
        typed = [field for field in (self.day, self.starts_at, self.ends_at) if _typed(field)]
        if not typed:
            return fine
        for field in (self.day, self.starts_at, self.ends_at):
            if field.data is None and not field.errors:
                field.errors = [_l("Fill this in as well.")]
                fine = False
        return fine

    def plan(self) -> MeetingPlan | None:
        """What was filled in; nothing where the row is empty. Raises `Refused` for a time that does not exist."""
        if self.day.data is None or self.starts_at.data is None or self.ends_at.data is None:
            return None
        span = Span(moment_of(self.day.data, self.starts_at.data), moment_of(self.day.data, self.ends_at.data))
        return MeetingPlan(span, self.place.data or "")


def _typed(field: Any) -> bool:
    return any(value.strip() for value in field.raw_data or () if isinstance(value, str))


class MeetingsForm(WarnedForm):
    """One or more meetings at once."""

    meetings = FieldList(FormField(MeetingForm), min_entries=ROWS, max_entries=MOST_MEETINGS)

    def plans(self) -> list[MeetingPlan]:
        """The meetings that were filled in."""
        return [plan for row in self.meetings if (plan := row.form.plan()) is not None]


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
        coerce=discipline_or_none,
    )
    stream = SelectField(
        _l("Part of"), choices=choices(labelled(STREAM_LABELS)), coerce=Stream, default=Stream.REGULAR_LESSON
    )
    school = SelectField(_l("School"), coerce=number_or_none)
    provider = SelectField(_l("Given by (institution)"), coerce=number_or_none)
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

    def plan(self) -> MeetingPlan:
        """What the form says, once it was found complete. Raises `Refused` for a time that does not exist."""
        day, starts_at, ends_at = (
            cast(date, self.day.data),
            cast(time, self.starts_at.data),
            cast(time, self.ends_at.data),
        )
        return MeetingPlan(Span(moment_of(day, starts_at), moment_of(day, ends_at)), self.place.data or "")


class CancelMeetingForm(Form):
    """Why a meeting does not go on."""

    reason = RadioField(
        _l("Why does it not go on?"),
        [InputRequired(_l("Choose a reason."))],
        choices=choices(labelled(CANCEL_LABELS)),
        coerce=CancelReason,
    )


class CheckList(SelectMultipleField):
    """People to tick, by number."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        widget, box = ListWidget(prefix_label=False), CheckboxInput()
        super().__init__(label, coerce=int, widget=widget, option_widget=box, **options)


class AttendanceForm(Form):
    """Who was there: everyone on the list is ticked until told otherwise; others can be added."""

    present = CheckList(_l("Present"))
    others = CheckList(_l("Who else of this school was there?"))
    email = LineField(
        _l("Someone from elsewhere"), [Optional()], longest=320, description=_l("The e-mail address she is known by.")
    )
    reason = SelectField(
        _l("Why is someone taken off?"),
        choices=choices(
            labelled(REASON_LABELS, (Reason.SLIP, Reason.DID_NOT_TAKE_PLACE, Reason.WRONG_PERSON)),
        ),
        coerce=Reason,
        default=Reason.SLIP,
    )

    def ask_reason(self) -> None:
        """On a later day it is no slip any more: offer the reasons that hold then."""
        later = (Reason.WRONG_PERSON, Reason.DID_NOT_TAKE_PLACE)
        words = {**REASON_LABELS, Reason.WRONG_PERSON: N_("was not there after all")}
        self.reason.choices = choices(labelled(words, later))
        if self.reason.data not in later:
            self.reason.data = Reason.WRONG_PERSON
