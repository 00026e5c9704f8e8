"""Every form: what is missing or cannot be is said in plain words, in the language of the reader."""

from datetime import date

import pytest
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange

from coachtrack.errors import Refused
from coachtrack.forms import OWN_WORDS, Form, LineField, choices, say


class Sample(Form):
    """A field of each kind whose library has words of its own."""

    name = LineField("name", [InputRequired(), Length(max=3)])
    track = SelectField("track", choices=choices([("one", "one")]))
    number = IntegerField("number", [NumberRange(1, 5)])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_the_library_would_say_is_said_in_our_words(app, language):
    typed = MultiDict({"name": "", "track": "two", "number": "9"})
    with app.test_request_context(method="POST"), force_locale(language):
        form = Sample(formdata=typed)
        form.validate()
        said = " ".join(str(message) for field in (form.name, form.track, form.number) for message in field.errors)
        long = Sample(formdata=MultiDict({"name": "four", "track": "one", "number": "x"}))
        long.validate()
        said += " ".join(str(message) for field in (long.name, long.number) for message in field.errors)
    assert not {"ongeldig", "geldig", "vereist", "valid", "required", "field", "veld"} & set(said.lower().split())
    assert "3" in said
    assert "5" in said


def test_every_message_of_ours_takes_the_place_of_one_that_the_library_has(app):
    with app.test_request_context(method="POST"), force_locale("en"):
        form = Sample(formdata=MultiDict({"name": ""}))
        form.validate()
        assert form.name.errors == [OWN_WORDS["This field is required."]]


def test_a_day_in_a_refusal_is_said_as_people_say_it(app):
    with app.test_request_context(), force_locale("nl"):
        assert say(Refused("%(day)s", day=date(2027, 2, 24))).startswith("wo 24 feb")


def test_a_line_of_a_list_begins_with_a_capital_and_keeps_its_value(app):
    with app.test_request_context(), force_locale("nl"):
        assert '<option value="one">One</option>' in str(Sample().track())
