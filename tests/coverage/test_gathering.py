"""Many are looked at without Python's search for cycles, and each stretch of them is planned for itself."""

import gc

import pytest
import sqlalchemy as sa

from coachtrack.coverage.queries.gathering import in_batches, without_searching


@without_searching()
def work(*, fails=False):
    assert not gc.isenabled()
    if fails:
        raise LookupError


def test_afterwards_it_searches_again_also_when_the_work_failed():
    work()
    assert gc.isenabled()
    with pytest.raises(LookupError):
        work(fails=True)
    assert gc.isenabled()


def test_where_nothing_was_searched_nothing_is_afterwards():
    gc.disable()
    try:
        work()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_each_stretch_is_planned_for_itself(db, programme, teacher):
    for people, gathered in in_batches(programme):
        assert people == len(gathered.facts)
    if db.get_bind().dialect.name == "postgresql":
        assert db.scalar(sa.text("show plan_cache_mode")) == "force_custom_plan"
