"""Every form of everyone: sent twice, sent late, and made to fail at each of its statements in turn."""

import time
from pathlib import Path

import pytest

from tests.support.every_form import Snapshot
from tests.test_every_form import gone_through

pytestmark = pytest.mark.sqlite
EVERYONE = "mcatidvr"


def test_every_form_of_everyone_keeps_its_promises_whatever_fails(app, backend):
    began = time.perf_counter()
    snapshot = Snapshot(app, Path(backend.url.removeprefix("sqlite:///")))
    count, versioned, faults = gone_through(snapshot, EVERYONE, every_statement=True)
    print(f"\n{count} forms, {versioned} of them opened on a version, in {time.perf_counter() - began:.0f} s")
    assert not faults, "\n" + "\n".join(faults)
    assert count > 130
