"""What most stories about the agenda begin with: a coach, a teacher at a school, and a lesson tomorrow.

The names are there to be looked for where none may stand.
"""

import pytest

from tests.factories.agenda import make_appointment
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school


@pytest.fixture
def school(db):
    return make_school(name="De Bron", street="Bronweg", house_number="4")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Zwaantje", last_name="Kwikzilver")


@pytest.fixture
def appointment(coach, teacher, school):
    return make_appointment(coach, teacher, school, title="Dansen met Kees", place="lokaal van Kwikzilver")
