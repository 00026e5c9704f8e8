"""The base of every form: refusals at the right place, nothing typed is lost, dates as the Dutch write them."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from flask import flash, g, has_request_context, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import Field
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, Select

from coachtrack import text
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db
from coachtrack.errors import N_, ChangedMeanwhile, Refused
from coachtrack.formatting import capital
from coachtrack.formatting import day as day_in_short
from coachtrack.submissions import FIELD as KEY_FIELD
from coachtrack.submissions import new_key

UNSEEN = frozenset({"csrf_token", "form_key", "form_page", "version"})
LONGEST_NUMBER = 20


def say(refusal: Refused) -> str:
    """A refusal in the language of the reader."""
    values = {name: day_in_short(value) if isinstance(value, date) else value for name, value in refusal.values.items()}
    return str(_(refusal.message, **values))


OWN_WORDS = {
    "This field is required.": N_("Fill this in."),
    "Not a valid choice.": N_("Choose one of these."),
    "'%(value)s' is not a valid choice for this field.": N_("Choose one of these."),
    "'%(value)s' are not valid choices for this field.": N_("Choose one of these."),
    "Invalid Choice: could not coerce.": N_("Choose one of these."),
    "Invalid choice(s): one or more data inputs could not be coerced.": N_("Choose one of these."),
    "Not a valid integer value.": N_("Give a whole number."),
    "Not a valid decimal value.": N_("Write this as a number, for example 8 or 4,5."),
    "Number must be at least %(min)s.": N_("Give a number from %(min)s on."),
    "Number must be at most %(max)s.": N_("Give a number up to %(max)s."),
    "Number must be between %(min)s and %(max)s.": N_("Give a number from %(min)s up to %(max)s."),
    "Field cannot be longer than %(max)d characters.": N_("This is too long. There is room for %(max)d characters."),
}
"""What the form library would say in words that nobody uses."""


class OwnWords:
    """The messages of the form library as people say them; what is not in the list it says itself."""

    def __init__(self, others: Any) -> None:
        self.others = others

    def gettext(self, message: str) -> str:
        """A message in the language of the reader."""
        return str(_(OWN_WORDS[message])) if message in OWN_WORDS else str(self.others.gettext(message))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """A message about a number, in the language of the reader."""
        return str(_(OWN_WORDS[many])) if many in OWN_WORDS else str(self.others.ngettext(one, many, number))


class Form(FlaskForm):
    """A form with a key of its own against double sending and, for things people edit, the version it was opened on.

    It also knows the page it stands on, so that what arrives after its session ended can be shown there again.
    """

    class Meta(FlaskForm.Meta):
        """How fields are shown."""

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            """Every line of a list begins with a capital, whatever word it is made of."""
            if isinstance(field.widget, Select) and isinstance(field.choices, list):
                field.choices = [
                    replace(line, label=capital(line.label)) if isinstance(line, SelectChoice) else line
                    for line in field.choices
                ]
            return super().render_field(field, render_kw)

        def get_translations(self, form: FlaskForm) -> OwnWords:
            """Messages in our own words."""
            return OwnWords(super().get_translations(form))

    form_key = HiddenField()
    form_page = HiddenField()
    version = HiddenField()

    def __init__(self, formdata: Any = None, **defaults: Any) -> None:
        kept = self._kept() if formdata is None and not defaults.get("prefix") else None
        if kept is not None:
            super().__init__(formdata=kept, **defaults)
        elif formdata is None:
            super().__init__(**defaults)
        else:
            super().__init__(formdata=formdata, **defaults)
        if not self.form_key.data:
            self.form_key.data = new_key()
        if request.method == "GET":
            self.form_page.data = request.full_path.rstrip("?")
        self.refusal: str | None = None
        self.conflict: dict[str, str] = {}
        self.status = 200

    def _kept(self) -> MultiDict[str, str] | None:
        """What was typed on this page when the session had ended, if it was typed in this form; given once."""
        kept: MultiDict[str, str] | None = g.get("kept_form")
        own = {name for name, _field in self._unbound_fields} - UNSEEN
        if kept is None or not any(name.partition("-")[0] in own for name in kept):
            return None
        g.pop("kept_form")
        return kept

    @property
    def opened_version(self) -> int | None:
        """The version of the thing this form was opened on; None where the form does not say."""
        said = str(self.version.data or "")
        return int(said) if said.isdecimal() and len(said) < LONGEST_NUMBER else None

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn a broken rule into a message at its field, or above the form; undo what the action did so far."""
        try:
            yield
        except Refused as refusal:
            db.session.rollback()
            self._refuse(refusal)
        except ChangedMeanwhile as change:
            db.session.rollback()
            self.conflict, self.status = dict(change.current), 409
            self.version.data = str(change.version)
        except StaleDataError:
            db.session.rollback()
            self._refuse(Refused(_("Someone else changed this at the same moment. Look at it again and save.")))
            self.status = 409
        except IntegrityError:
            db.session.rollback()
            self._refuse(Refused(_("This is there already, or was changed at the same moment. Look at it again.")))

    def _refuse(self, refusal: Refused) -> None:
        field = self._fields.get(refusal.field) or next(
            (each for each in _all_fields(self) if each.name == refusal.field), None
        )
        if field is None:
            self.refusal = say(refusal)
        else:
            field.errors = [*field.errors, say(refusal)]
        self.status = 422


def _all_fields(fields: Iterable[Field]) -> Iterator[Field]:
    """The fields of a form, and those of the forms within it, which are named `lines-1-starts`."""
    for field in fields:
        yield field
        if isinstance(field, FieldList | FormField):
            yield from _all_fields(field)


def page(template: str, *, form: Form, **context: Any) -> tuple[str, int]:
    """The page of a form: 200 when asked for, 422 when it was refused, 409 when someone else was first."""
    status = form.status
    if status == 200 and form.is_submitted():
        status = 422
    return render_template(template, form=form, **context), status


def choices(pairs: Iterable[tuple[Any, Any]], *, none: Any = None) -> list[SelectChoice]:
    """Choices of a list, with a first line for "nothing chosen" where `none` gives its words."""
    first = [SelectChoice("", none)] if none is not None else []
    return first + [SelectChoice(value, label) for value, label in pairs]


def number_or_none(value: str | None) -> int | None:
    """For `coerce` of a list of things by number whose first line is empty."""
    number = int(value) if value not in (None, "", "None") else None
    if number is not None and number >= 2**31:
        raise ValueError("no table holds this number")
    return number


def text_or_none(value: Any) -> Any:
    """For `coerce` of a list whose first line is empty."""
    return value if value not in (None, "", "None") else None


class CheckListField(SelectMultipleField):
    """A list of boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LineField(StringField):
    """One line of text, cleaned of what cannot be seen."""

    def __init__(self, label: Any = None, validators: Any = (), *, longest: int = 200, **options: Any) -> None:
        super().__init__(label, [*validators, Length(max=longest)], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, without control characters."""
        self.data = text.clean(valuelist[0]) if valuelist else None


class TextField(TextAreaField):
    """Text of several lines, cleaned of what cannot be seen."""

    def __init__(self, label: Any = None, validators: Any = (), *, longest: int = 10_000, **options: Any) -> None:
        super().__init__(label, [*validators, Length(max=longest)], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, without control characters."""
        self.data = text.clean_lines(valuelist[0]) if valuelist else None


class DayField(DateField):
    """A date: from the browser's own picker, or typed as the Dutch write it (24-11-2026)."""

    data: Any

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date, or say that there is no such day."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as error:
            given = valuelist[0].strip()
            if re.fullmatch(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}", given):
                raise ValueError(_("That day does not exist. Choose another one.")) from error
            raise ValueError(_("Write the date as day-month-year, for example 24-11-2026.")) from error
        if self.data is not None and not 1900 <= self.data.year <= 2100:
            self.data = None
            raise ValueError(_("Choose a year between 1900 and 2100."))


class ClockField(TimeField):
    """A time of day, hours and minutes."""

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, format=["%H:%M", "%H:%M:%S", "%H.%M"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time, or say how to write it."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as error:
            raise ValueError(_("Write the time as hours and minutes, for example 10:30.")) from error


class MinutesField(IntegerField):
    """A duration in whole minutes, from 0 up to and with `most`."""

    def __init__(self, label: Any = None, validators: Any = (), *, most: int = 600, **options: Any) -> None:
        bounds = NumberRange(0, most, message=_l("Give minutes between 0 and %(most)s.") % {"most": most})
        super().__init__(label, [*validators, bounds], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the minutes, or ask for a whole number."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Give a whole number of minutes.")) from error


def moment_of(day: date, clock_time: time) -> datetime:
    """The moment at which clocks in the Netherlands show this time on this day, in UTC.

    In the night that the clock goes back the first of the two is taken, and that is said. Raises `Refused` for the hour
    that the clock skips in March.
    """
    local = datetime.combine(day, clock_time, AMSTERDAM)
    moment = local.astimezone(UTC)
    if moment.astimezone(AMSTERDAM).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refused(_("In that night the clock goes forward, and this time does not exist. Choose another time."))
    if has_request_context() and local.replace(fold=1).utcoffset() != local.utcoffset():
        flash(_("In that night the clock goes back, and this time comes twice. The first of the two is meant."))
    return moment


__all__ = [
    "KEY_FIELD",
    "ClockField",
    "DayField",
    "Field",
    "Form",
    "LineField",
    "MinutesField",
    "Optional",
    "TextField",
    "ValidationError",
    "choices",
    "moment_of",
    "number_or_none",
    "page",
    "say",
    "text_or_none",
]
