"""The small programme whose numbers were worked out by hand."""

import pytest

from tests.reports.small import make_small


@pytest.fixture
def small(db):
    return make_small()
