"""Which kinds of visitors walk through the house: all of them on SQLite, those with most queries on PostgreSQL."""

import pytest

from tests.access.matrix import LETTERS

ON_POSTGRESQL = "ctdm"
"""Coach, teacher, director and commission: what the others may see is asked by the same statements."""


def _kinds(config: pytest.Config) -> str:
    return ON_POSTGRESQL if config.getoption("--database") == "postgresql" else LETTERS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "letter" in metafunc.fixturenames:
        metafunc.parametrize("letter", _kinds(metafunc.config))


@pytest.fixture
def kinds(pytestconfig: pytest.Config) -> str:
    """The kinds of visitors of this run, and "-" for who has not signed in."""
    return "-" + _kinds(pytestconfig)
