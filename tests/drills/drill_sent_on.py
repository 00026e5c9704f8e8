"""Every form of every kind of person: a line in the log, and nothing in the hands of others (A8, U1)."""

import pytest

from tests.access.sent_on import gone_through, town_to_go_back_to

LETTERS = "tcdivmar"


@pytest.mark.sqlite
def test_every_form_leaves_a_line_in_the_log_and_does_nothing_in_the_hands_of_others(app, backend):
    found = list(gone_through(town_to_go_back_to(app, backend.url), LETTERS))
    wrong = [f"{each.where}: {fault}" for each in found for fault in each.faults]
    print(f"\n{len(found)} forms accepted, each sent on four times: {len(wrong)} wrong")
    assert not wrong, "\n" + "\n".join(wrong)
    assert len(found) > 100
