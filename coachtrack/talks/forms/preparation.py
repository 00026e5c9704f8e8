"""Forms of the preparation of a talk: a file, the mail to the school, and what Evi said."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from coachtrack.forms import CheckListField, DayField, Form, LineField, TextField, choices, number_or_none, say
from coachtrack.people.models import Post
from coachtrack.people.rules.names import parse_email
from coachtrack.people.rules.posts import FUNCTION_LABELS
from coachtrack.sheets import Unclear
from coachtrack.talks.actions.preparation import Letter, Outcome
from coachtrack.talks.models import EviResult
from coachtrack.talks.rules.preparation import PAPER_LABELS, PILLAR_LABELS, SCENARIOS, ChecklistItem, EviPillar


class PaperForm(Form):
    """A file, and what it is."""

    item = RadioField(
        _l("What is it?"),
        [InputRequired(_l("Choose what it is."))],
        choices=choices((item, _l(label)) for item, label in PAPER_LABELS.items()),
        coerce=ChecklistItem,
    )
    file = FileField(_l("File"), [FileRequired(_l("Choose the file first."))])


class PaperForAllForm(Form):
    """A file for all talks."""

    file = FileField(_l("File"), [FileRequired(_l("Choose the file first."))])


class PreparationMailForm(Form):
    """The mail to the school, as the advisor wants it."""

    recipients = CheckListField(_l("To"), coerce=int)
    other = LineField(_l("Another address"), [Optional()], longest=254)
    subject = LineField(_l("Subject"), [InputRequired(_l("Give the mail a subject."))])
    body = TextField(_l("Text"), [InputRequired(_l("Write the text of the mail."))])
    with_report = BooleanField(_l("Add a link to the report of the last route talk"))

    def offer(self, posts: Sequence[Post]) -> None:
        """Whom at the school she can choose."""
        self.posts = {post.person_id: post for post in posts}
        self.recipients.choices = choices((number, _line(post)) for number, post in self.posts.items())

    def validate_other(self, field: Any) -> None:
        """One address that mail can be sent to."""
        try:
            field.data = parse_email(field.data or "")
        except Unclear as unclear:
            raise ValidationError(say(unclear)) from unclear

    @property
    def letter(self) -> Letter:
        """What was written, and to whom: each address once."""
        people = [self.posts[number].person for number in self.recipients.data or ()]
        to: dict[str, int | None] = {str(person.email): person.id for person in people}
        known = {address.casefold() for address in to}
        if self.other.data and self.other.data.casefold() not in known:
            to[self.other.data] = None
        return Letter(to=to, subject=self.subject.data or "", body=self.body.data or "")


def _line(post: Post) -> str:
    return f"{post.person.name}, {_(FUNCTION_LABELS[post.function])} ({post.person.email})"


class EviForm(Form):
    """What Evi said on a day: a scenario and a remark for each pillar, or for some."""

    measured_on = DayField(_l("Day on which the school filled in Evi"), [InputRequired(_l("Fill in the day."))])

    @property
    def outcomes(self) -> list[Outcome]:
        """What was filled in."""
        return [
            Outcome(pillar, self[f"scenario_{pillar}"].data, self[f"remark_{pillar}"].data or "")
            for pillar in EviPillar
            if self[f"scenario_{pillar}"].data is not None
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """A remark belongs to a scenario."""
        right = bool(super().validate(extra_validators))
        for pillar in EviPillar:
            if self[f"remark_{pillar}"].data and self[f"scenario_{pillar}"].data is None:
                self[f"scenario_{pillar}"].errors = [_("Choose the scenario that this remark is about.")]
                right = False
        return right


for _pillar in EviPillar:
    _name = _l(PILLAR_LABELS[_pillar])
    _scenarios = choices(((number, number) for number in SCENARIOS), none=_l("not filled in"))
    setattr(
        EviForm,
        f"scenario_{_pillar}",
        SelectField(_l("Scenario of %(pillar)s", pillar=_name), coerce=number_or_none, choices=_scenarios),
    )
    setattr(
        EviForm, f"remark_{_pillar}", LineField(_l("Remark about %(pillar)s", pillar=_name), [Optional()], longest=500)
    )


class EviResultForm(Form):
    """One outcome, to change."""

    measured_on = DayField(_l("Day on which the school filled in Evi"), [InputRequired(_l("Fill in the day."))])
    scenario = RadioField(
        _l("Scenario"),
        [InputRequired(_l("Choose a scenario."))],
        choices=choices((number, number) for number in SCENARIOS),
        coerce=int,
    )
    remark = LineField(_l("Remark"), [Optional()], longest=500)

    @classmethod
    def of(cls, result: EviResult) -> "EviResultForm":
        """The form with what stands."""
        return cls(
            measured_on=result.measured_on, scenario=result.scenario, remark=result.remark, version=result.version
        )
