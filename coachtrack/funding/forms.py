"""Forms of schemes, periods, goals, participation and openings."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired, Optional, Regexp

from coachtrack.formatting import day_long
from coachtrack.forms import CheckListField, DayField, Form, LineField
from coachtrack.funding.actions import Terms
from coachtrack.funding.models import CooperationAgreement, CurriculumFramework, FrameworkChoice, SchoolParticipation
from coachtrack.funding.rules import TRACK_LABELS, Track

REQUIRED = _l("Fill this in.")


def track_words() -> dict[Track, str]:
    """The tracks in the language of the reader."""
    return {track: str(_(label)) for track, label in TRACK_LABELS.items()}


class SchemeForm(Form):
    """A new scheme."""

    name = LineField(_l("Name of the scheme"), [DataRequired(REQUIRED)])
    code = LineField(
        _l("Short name"),
        [DataRequired(REQUIRED), Regexp(r"[\w .-]+$", message=_l("Use letters and numbers only."))],
        longest=20,
    )


class SchemeNameForm(Form):
    """Another name for a scheme."""

    name = LineField(_l("Name of the scheme"), [DataRequired(REQUIRED)])


class PeriodForm(Form):
    """A period of a scheme."""

    name = LineField(_l("Name of the period"), [DataRequired(REQUIRED)], longest=100)
    starts_on = DayField(_l("First day"), [InputRequired(REQUIRED)])
    ends_on = DayField(_l("Last day"), [InputRequired(REQUIRED)])


class GoalForm(Form):
    """A goal of a period."""

    name = LineField(_l("Goal"), [DataRequired(REQUIRED)])


class TermsForm(Form):
    """On what terms a school takes part."""

    track = RadioField(_l("Track"), [InputRequired(_l("Choose a track."))], coerce=Track)
    starts_on = DayField(_l("Takes part from"), [InputRequired(REQUIRED)])
    ends_on = DayField(_l("Takes part until"), [Optional()])
    informed_on = DayField(_l("Told about the training requirement on"), [Optional()])
    informed_by = LineField(_l("Told by"), [Optional()])

    def offer_tracks(self) -> None:
        """Fill the list of tracks."""
        self.track.choices = [(track.value, words.capitalize()) for track, words in track_words().items()]

    @property
    def terms(self) -> Terms:
        """What was filled in."""
        return Terms(
            track=self.track.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            informed_on=self.informed_on.data,
            informed_by=self.informed_by.data or None,
        )


class ParticipationForm(TermsForm):
    """How one school takes part; opened on the row that stands."""

    @classmethod
    def of(cls, row: SchoolParticipation) -> "ParticipationForm":
        """Filled with how it stands."""
        form = cls(
            track=row.track,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            informed_on=row.informed_on,
            informed_by=row.informed_by,
            version=str(row.id),
        )
        form.offer_tracks()
        return form


class ParticipationsForm(TermsForm):
    """Several schools take part on the same terms."""

    schools = CheckListField(
        _l("Schools"),
        [InputRequired(_l("Tick at least one school."))],
        coerce=int,
    )


class OpeningForm(Form):
    """Coaching is opened for a track."""

    track = RadioField(_l("Track"), [InputRequired(_l("Choose a track."))], coerce=Track)
    starts_on = DayField(_l("Open from"), [InputRequired(REQUIRED)])
    ends_on = DayField(_l("Open until"), [Optional()])


class EndOpeningForm(Form):
    """Coaching ends for a track."""

    ends_on = DayField(_l("Last day on which coaching is open"), [InputRequired(REQUIRED)])


class SigningForm(Form):
    """A school signed the cooperation agreement of a period."""

    signed_on = DayField(_l("Signed on"), [InputRequired(REQUIRED)])
    signed_by = LineField(_l("Signed by"), [DataRequired(REQUIRED)])

    @classmethod
    def of(cls, row: CooperationAgreement | None) -> "SigningForm":
        """Filled with how it stands."""
        if row is None:
            return cls()
        return cls(signed_on=row.signed_on, signed_by=row.signed_by, version=str(row.version))


class FrameworkForm(Form):
    """A school works by a framework from a day on."""

    framework = RadioField(_l("Framework"), [InputRequired(_l("Choose a framework."))], coerce=int)
    starts_on = DayField(_l("From"), [InputRequired(REQUIRED)])

    @classmethod
    def of(cls, row: FrameworkChoice) -> "FrameworkForm":
        """Filled with how it stands."""
        return cls(framework=row.framework_id, starts_on=row.starts_on, version=str(row.version))

    def offer(self, frameworks: Sequence[CurriculumFramework]) -> dict[int, CurriculumFramework]:
        """Fill the list, each with the days between which it holds; the frameworks by their number."""
        self.framework.choices = [(each.id, _with_days(each)) for each in frameworks]
        return {each.id: each for each in frameworks}


def _with_days(framework: CurriculumFramework) -> str:
    if framework.holds_from is not None and framework.holds_until is not None:
        days = _(
            "from %(first)s until %(last)s",
            first=day_long(framework.holds_from),
            last=day_long(framework.holds_until),
        )
    elif framework.holds_from is not None:
        days = _("from %(day)s on", day=day_long(framework.holds_from))
    elif framework.holds_until is not None:
        days = _("until %(day)s", day=day_long(framework.holds_until))
    else:
        return framework.name
    return f"{framework.name} ({days})"
