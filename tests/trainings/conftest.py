"""A school with its teachers, and a training that someone gives there."""

import pytest

from coachtrack.viewer import Role
from tests.factories.people import make_holder, make_teacher
from tests.factories.schools import make_school
from tests.factories.trainings import make_training


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def trainer(db):
    return make_holder(Role.TRAINER)


@pytest.fixture
def teachers(school):
    return [make_teacher(school, name, last_name="Smit") for name in ("Anneke", "Bram", "Chris")]


@pytest.fixture
def training(trainer, school, teachers):
    return make_training(trainer, school)
