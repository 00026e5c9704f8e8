"""The form of a training in the catalogue."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from coachtrack.agenda.forms.openings import LENGTH, CountField
from coachtrack.agenda.rules.appointments import KIND_LABELS, TRAINING_KINDS, AppointmentKind
from coachtrack.forms import CheckListField, Form, LineField, MinutesField, choices, number_or_none
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline
from coachtrack.trainings.forms.labels import labelled
from coachtrack.trainings.rules import MOST_MEETINGS, MOST_MINUTES, TARGET_GROUP_LABELS, TargetGroup

MEETINGS = _l("Give a number from 1 up to %(most)s.") % {"most": MOST_MEETINGS}


class EntryForm(Form):
    """A training that can be had: what, for whom, how much, by whom."""

    title = LineField(_l("Title"), [DataRequired(_l("Give the training a title."))], longest=200)
    kind = RadioField(
        _l("Kind"),
        [InputRequired(_l("Choose what kind of training it is."))],
        choices=choices(labelled(KIND_LABELS, TRAINING_KINDS)),
        coerce=AppointmentKind,
        default=AppointmentKind.TEAM_TRAINING,
    )
    target_groups = CheckListField(
        _l("For whom"),
        validators=[DataRequired(_l("Choose for whom it is."))],
        choices=choices(labelled(TARGET_GROUP_LABELS)),
        coerce=TargetGroup,
    )
    disciplines = CheckListField(_l("Disciplines"), choices=choices(labelled(DISCIPLINE_LABELS)), coerce=Discipline)
    meetings = CountField(
        _l("How many meetings"), [InputRequired(MEETINGS), NumberRange(1, MOST_MEETINGS, message=MEETINGS)], default=1
    )
    minutes = MinutesField(
        _l("A meeting takes"),
        [InputRequired(LENGTH), NumberRange(15, MOST_MINUTES, message=LENGTH)],
        most=MOST_MINUTES,
        default=120,
    )
    provider = SelectField(_l("Given by (institution)"), coerce=number_or_none)
    gives_qualification = BooleanField(_l("This is the course that prepares for coaching on the work floor"))
