"""The forms of a session: plan, move, cancel, log, correct, undo, and its debrief."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange

from coachtrack.agenda.forms.clashes import WarnedForm
from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, PlaceKind
from coachtrack.evidence.rules.records import Reason
from coachtrack.forms import ClockField, DayField, Form, LineField, MinutesField, Optional, TextField, number_or_none
from coachtrack.funding.rules import LessonContext

CHOOSE = _l("Choose one of these.")
DAY = _l("Fill in the day.")
TIME = _l("Fill in the time.")
LENGTH = _l("Fill in how long it takes.")


class MomentForm(WarnedForm):
    """When, and where."""

    day = DayField(_l("Day"), [InputRequired(DAY)])
    starts = ClockField(_l("Begins at"), [InputRequired(TIME)])
    length = MinutesField(_l("Takes"), [InputRequired(LENGTH), NumberRange(5, message=LENGTH)], most=720)
    place_kind = RadioField(_l("Where"), coerce=PlaceKind, default=PlaceKind.SCHOOL)
    place = LineField(_l("Room or address"), longest=200)


class SessionForm(MomentForm):
    """A session: what, when, where and what about."""

    kind = SelectField(_l("Kind"), coerce=AppointmentKind, default=AppointmentKind.CO_TEACHING)
    lesson_context = RadioField(_l("In which lesson"), coerce=LessonContext, default=LessonContext.REGULAR_LESSON)
    material_id = SelectField(_l("Method or material of the school"), [Optional()], coerce=number_or_none)
    new_material = LineField(_l("Not in the list? Type the title"), longest=200)
    objective_id = SelectField(_l("Core objective"), [Optional()], coerce=number_or_none)


class MinutesForm(Form):
    """How long it took: the teacher's three parts, and the coach's own time."""

    prep_minutes = MinutesField(_l("Preparation"), [Optional()])
    lesson_minutes = MinutesField(_l("Lesson or talk"), [Optional()])
    debrief_minutes = MinutesField(_l("Debrief"), [Optional()])
    coach_minutes = MinutesField(_l("Your own time, all together"), [Optional()])


class LogForm(MinutesForm):
    """It was held, but otherwise than planned."""

    kind = SelectField(_l("Kind"), coerce=AppointmentKind)
    day = DayField(_l("Day"), [InputRequired(DAY)])
    starts = ClockField(_l("Began at"), [InputRequired(TIME)])
    lesson_context = RadioField(_l("In which lesson"), coerce=LessonContext)


class UnplannedForm(SessionForm):
    """A session that was held and never planned."""

    starts = ClockField(_l("Began at"), [InputRequired(TIME)])
    length = MinutesField(_l("Took"), [InputRequired(LENGTH), NumberRange(5, message=LENGTH)], most=720)


class CancelForm(Form):
    """Why it does not, or did not, go on."""

    reason = RadioField(_l("Why?"), [InputRequired(CHOOSE)], coerce=CancelReason)


class UndoForm(Form):
    """Why a log is undone; on the day itself nobody asks."""

    reason = RadioField(_l("Why?"), [Optional()], coerce=lambda value: Reason(value) if value else None)


class DebriefForm(Form):
    """What went well, what was learnt, what comes next."""

    went_well = TextField(_l("What went well?"))
    learnt = TextField(_l("What did you learn?"))
    next_step = TextField(_l("What is the next step?"))


class ReactionForm(Form):
    """What someone says to a debrief."""

    words = TextField(_l("Your reaction"), longest=4000)
