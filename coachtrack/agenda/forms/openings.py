"""The forms by which a moment is found: what is wanted, a choice of what suits, and how the two are said."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import Form as PlainForm
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from coachtrack import formatting
from coachtrack.agenda.forms.clashes import WarnedForm
from coachtrack.agenda.rules.openings import Found, Hindrance, Obstacle, Opening
from coachtrack.agenda.rules.series import MOST_TIMES, MOST_WEEKS, Missed
from coachtrack.errors import N_
from coachtrack.forms import DayField, Field, MinutesField, ValidationError, choices

OTHERWISE = 0
INTERVALS = {
    1: N_("every week"),
    2: N_("every 2 weeks"),
    3: N_("every 3 weeks"),
    4: N_("every 4 weeks"),
    OTHERWISE: N_("otherwise"),
}
LENGTH = _l("Give minutes from 15 up to 720.")
TIMES = _l("Give a number from 1 up to %(most)s.") % {"most": MOST_TIMES}
WEEKS = _l("Give a number from 1 up to %(most)s.") % {"most": MOST_WEEKS}


class CountField(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or ask for one."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Give a whole number.")) from error


class SearchForm(PlainForm):
    """What is looked for: how long, from which day on, how many times and how far apart."""

    length = MinutesField(_l("Takes"), [NumberRange(15, 720, message=LENGTH)], most=720, default=60)
    first = DayField(_l("From"), [DataRequired(_l("Fill in the day."))])
    times = CountField(_l("How many times"), [NumberRange(1, MOST_TIMES, message=TIMES)], default=1)
    every = SelectField(
        _l("How often"),
        choices=choices((weeks, _l(words)) for weeks, words in INTERVALS.items()),
        coerce=int,
        default=2,
    )
    weeks = CountField(_l("Otherwise: so many weeks apart"), [NumberRange(1, MOST_WEEKS, message=WEEKS)], default=6)

    @property
    def interval(self) -> int:
        """The weeks between two moments."""
        return int(self.every.data or self.weeks.data or 1)

    @property
    def arguments(self) -> dict[str, Any]:
        """As an address says it."""
        said = {field.name: field.data for field in self}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


class ChoiceForm(WarnedForm):
    """One of the moments that suit everyone."""

    moment = RadioField(_l("Choose a moment"), [InputRequired(_l("Choose one of these."))], validate_choice=False)

    def offer(self, openings: Iterable[Opening], *, length: timedelta) -> None:
        """These are the moments to choose from; one that was chosen and is warned of stays among them."""
        moments = [each.span.starts_at for each in openings]
        if self.warnings and self.chosen not in moments:
            moments.insert(0, self.chosen)
        self.moment.choices = choices(
            (each.isoformat(), formatting.moment_range(each, each + length)) for each in moments
        )

    def validate_moment(self, field: Field) -> None:
        """What was chosen is a moment; whether it still suits is seen when it is planned."""
        if moment_named(field.data) is None:
            raise ValidationError(_("Choose one of these."))

    @property
    def chosen(self) -> datetime:
        """The moment that was chosen, once the form was found complete."""
        return datetime.fromisoformat(self.moment.data)


def moment_named(written: str | None) -> datetime | None:
    """The moment that an address or a choice writes, with its zone; None where it is none."""
    try:
        moment = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and 2000 <= moment.year <= 2100 else None


WHY_NONE = {
    Obstacle.PAST: N_("These moments are over. Look from a later day on."),
    Obstacle.CLOSED: N_("Most often the school is closed (%(name)s). Look from a later day on."),
    Obstacle.TIMES: N_("So long does not fit within the times of the school. Take a shorter time."),
    Obstacle.DAY_OFF: N_("Most often %(name)s does not work at this school. Look further on, or plan a day by hand."),
    Obstacle.CANNOT_COME: N_("Most often %(name)s cannot come. Take a shorter time, or look further on."),
    Obstacle.AWAY: N_("Most often %(name)s is away. Look from the day on which she is back."),
    Obstacle.BOOKED: N_(
        "Most often %(name)s has another appointment. Take a shorter time, or look from a later day on."
    ),
    Obstacle.BUSY: N_("Most often %(name)s is busy by her own calendar. Take a shorter time, or look further on."),
    Obstacle.TRAVEL: N_("Most often %(name)s is on her way to or from another school. Take a shorter time."),
}
SHORTLY = {
    Obstacle.CLOSED: "%(name)s",
    Obstacle.TIMES: N_("outside the times of the school"),
    Obstacle.DAY_OFF: N_("%(name)s does not work then"),
    Obstacle.CANNOT_COME: N_("%(name)s cannot come then"),
    Obstacle.AWAY: N_("%(name)s is away then"),
    Obstacle.BOOKED: N_("%(name)s has an appointment then"),
    Obstacle.BUSY: N_("%(name)s is busy then"),
    Obstacle.TRAVEL: N_("%(name)s is at another school shortly before or after"),
    Obstacle.PROJECT: "%(name)s",
}


def why_none(found: Found) -> str:
    """Why there is no moment at all, with the way on; empty where there are moments."""
    return _said(WHY_NONE, found.heaviest) if found.heaviest else ""


def why_suits(opening: Opening) -> str:
    """Whose preference a moment fits and whose it does not, and the project of the district that it lies in."""
    parts = []
    if opening.inside:
        parts.append(_("Fits the preference of %(names)s.", names=", ".join(opening.inside)))
    if opening.outside:
        parts.append(_("Outside the preference of %(names)s.", names=", ".join(opening.outside)))
    return " ".join(map(str, (*parts, *_project(opening))))


def why_suits_team(opening: Opening) -> str:
    """How many of a team like a moment, if some do; and the project of the district that it lies in."""
    count = len(opening.inside)
    liked = [ngettext("Fits the preference of %(num)d person.", "Fits the preferences of %(num)d people.", count)]
    return " ".join(map(str, (*(liked if count else ()), *_project(opening))))


def instead_of(missed: Missed) -> str:
    """The day that a moment stands in for, and why it could not be then."""
    day, why = formatting.day(missed.day), _said(SHORTLY, missed.hindrance)
    return str(_("instead of %(day)s (%(why)s)", day=day, why=why))


def _project(opening: Opening) -> list[str]:
    name = opening.project
    return [] if name is None else [str(_("In the weeks of %(name)s: ask the school.", name=name))]


def _said(words: dict[Obstacle, str], hindrance: Hindrance) -> str:
    """The name of a holiday may be a message id; that of a person is none."""
    name = hindrance.name
    if hindrance.person_id is None and name:
        name = str(_(name))
        name = name[:1].lower() + name[1:]
    return str(_(words[hindrance.obstacle], name=name))
