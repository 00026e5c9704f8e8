"""The form to make a calendar address."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired

from coachtrack.agenda.rules.feeds import FEED_LEVEL_LABELS, OWN, WHOLE_PROGRAMME, FeedLevel, FeedScope, Whose
from coachtrack.forms import Form, LineField, choices


class FeedAddressForm(Form):
    """A name to know the address by, whose appointments it shows, and how much it tells of them."""

    name = LineField(
        _l("Where will you use it?"),
        [DataRequired(_l("Give it a name, such as “My phone”."))],
        longest=60,
        description=_l("For example: my phone, or the Outlook of school."),
    )
    whose = RadioField(_l("Whose appointments?"), coerce=str, default=OWN.key)
    level = RadioField(
        _l("What may it show?"),
        [InputRequired(_l("Choose what it may show."))],
        choices=choices((level, _l(label)) for level, label in FEED_LEVEL_LABELS.items()),
        coerce=FeedLevel,
        default=FeedLevel.STANDARD,
    )

    def offer(self, schools: Mapping[int, str], *, programme: bool) -> None:
        """Besides her own: the appointments at these schools, and all trainings."""
        self._offered = [(OWN, _("My own"))]
        self._offered += [
            (Whose(FeedScope.SCHOOL, number), _("All those at %(school)s", school=name))
            for number, name in schools.items()
        ]
        if programme:
            self._offered.append((WHOLE_PROGRAMME, _("The trainings of all schools")))
        self.whose.choices = choices((whose.key, label) for whose, label in self._offered)

    @property
    def chosen(self) -> Whose:
        """What was chosen of what was offered."""
        return next(whose for whose, _label in self._offered if whose.key == self.whose.data)
