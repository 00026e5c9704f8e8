"""The forms of a trajectory: start and propose one, ask for coaching, goals, starting point, stopping."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from coachtrack.assessments.rules.questions import GrowthLevel
from coachtrack.forms import Form, Optional, TextField, number_or_none, text_or_none
from coachtrack.funding.rules import Stream
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories.rules import StopReason

CHOOSE = _l("Choose one of these.")


class StartForm(Form):
    """With whom, in which discipline, under which agreement. The school was chosen on the page before it."""

    teacher_id = SelectField(
        _l("Teacher"), [InputRequired(_l("Choose the teacher."))], coerce=number_or_none, validate_choice=False
    )
    discipline = RadioField(_l("Discipline"), [InputRequired(CHOOSE)], coerce=Discipline, validate_choice=False)
    agreement_id = SelectField(_l("Agreement with the school"), [Optional()], coerce=number_or_none)
    stream = SelectField(_l("Part of the programme"), coerce=Stream)


class ProposeForm(StartForm):
    """The same, and which coach."""

    coach_id = RadioField(
        _l("Coach"), [InputRequired(_l("Choose a coach."))], coerce=number_or_none, validate_choice=False
    )


class AskForm(Form):
    """For whom, and in which discipline. `who` is a teacher and a school, as their two numbers."""

    who = SelectField(_l("For whom"), [InputRequired(_l("Choose the teacher."))])
    discipline = RadioField(_l("Discipline"), [InputRequired(CHOOSE)], coerce=Discipline)


class BaselineForm(Form):
    """The teacher's question and where she starts from."""

    question = TextField(_l("The question"), longest=4000)
    starting_point = TextField(_l("The starting point"), longest=4000)


class GoalForm(Form):
    """A goal: picked from common ones, or in her own words."""

    preset = RadioField(_l("A common goal"), [Optional()], coerce=text_or_none, validate_choice=False)
    goal = TextField(_l("The goal in her own words"), longest=1000)


class ChangeGoalForm(Form):
    """A goal in other words, or reached."""

    goal = TextField(_l("The goal in her own words"), longest=1000)
    is_reached = BooleanField(_l("This goal was reached"))


class GrowthForm(Form):
    """The teacher's own word for where she is."""

    level = RadioField(_l("Where are you now?"), [InputRequired(CHOOSE)], coerce=GrowthLevel)


class StopForm(Form):
    """Why a trajectory stops."""

    reason = RadioField(_l("Why does it stop?"), [InputRequired(CHOOSE)], coerce=StopReason)


class AgreementForm(Form):
    """The agreement under which a trajectory counts."""

    agreement_id = SelectField(_l("Agreement with the school"), [Optional()], coerce=number_or_none)


class ConfirmationForm(Form):
    """Nothing to fill in, only to be sure."""
