"""Every form of coach and teacher: one act, one line in the log; in the hands of others it does nothing (A8, U1)."""

import pytest

from tests.access.matrix import MATRIX
from tests.access.sent_on import NOT_NOTED, gone_through, town_to_go_back_to

LETTERS = "t"
"""The drill takes all kinds of people."""


@pytest.mark.sqlite
def test_a_form_leaves_a_line_in_the_log_and_does_nothing_in_the_hands_of_others(app, backend):
    found = list(gone_through(town_to_go_back_to(app, backend.url), LETTERS))
    wrong = [f"{each.where}: {fault}" for each in found for fault in each.faults]
    assert not wrong, "\n" + "\n".join(wrong)
    assert len(found) >= 10


def test_what_leaves_no_line_is_a_door_and_has_a_reason():
    assert {endpoint for endpoint in NOT_NOTED if (endpoint, "POST") not in MATRIX} == set()
    assert all(NOT_NOTED.values())
