"""A period with a requirement, a school that takes part, a teacher there and a coach."""

import pytest

from coachtrack.coverage import queries
from coachtrack.coverage.rules.requirement import Measure
from coachtrack.viewer import Role
from tests.factories.coverage import asking, make_programme
from tests.factories.people import make_coach, make_holder, make_teacher


@pytest.fixture
def programme(db):
    return make_programme(asking(Measure.COACHING_MINUTES, 75))


@pytest.fixture
def school(programme):
    [school] = queries.coverage_of(programme).schools
    return school


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Mila", last_name="Bakker")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def commission(sign_in):
    return sign_in(make_holder(Role.COMMISSION))
