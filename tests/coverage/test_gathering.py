"""Many are looked at without Python's search for cycles; afterwards it searches as it did."""

import gc

import pytest

from coachtrack.coverage.queries.gathering import without_searching


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
