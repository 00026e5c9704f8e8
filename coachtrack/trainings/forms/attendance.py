"""The list of a meeting: everyone is ticked until told otherwise, and others are found by name."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import Optional

from coachtrack.errors import N_
from coachtrack.evidence.rules.records import REASON_LABELS, Reason
from coachtrack.forms import CheckListField, Form, LineField, choices
from coachtrack.trainings.forms.labels import labelled

LATER_WORDS = {**REASON_LABELS, Reason.WRONG_PERSON: N_("was not there after all")}
"""The reasons as they are said of someone on a list."""


class AttendanceForm(Form):
    """Who was there: everyone on the list is ticked until told otherwise; others can be added."""

    present = CheckListField(_l("Present"), coerce=int)
    others = CheckListField(_l("Who else was there?"), coerce=int)
    known = HiddenField()
    """Who was found before, signed: nobody comes on the list by a number that was guessed."""
    who = LineField(
        _l("Look for someone"), [Optional()], longest=200, description=_l("Part of a name, or a whole e-mail address.")
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
        self.reason.choices = choices(labelled(LATER_WORDS, later))
        if self.reason.data not in later:
            self.reason.data = Reason.WRONG_PERSON
