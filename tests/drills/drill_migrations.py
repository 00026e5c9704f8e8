"""A filled database of every earlier revision goes to the newest one; on PostgreSQL the suite takes a third of them."""

import pytest

from tests.architecture.test_migrations_filled import beside, check_nothing_lost, newest, revisions  # noqa: F401 - two of them fixtures


@pytest.mark.parametrize("revision", revisions()[:-1])
def test_a_filled_database_of_every_revision_goes_to_the_newest_and_loses_nothing(beside, newest, revision):  # noqa: F811 - fixtures
    check_nothing_lost(beside, newest, revision)
    print(f"{revision}: nothing lost")
