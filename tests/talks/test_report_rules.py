"""When the report of a talk may be made, confirmed and opened again, and whether it is the one that was read."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.errors import Refused
from coachtrack.talks.rules.reports import (
    ReportState,
    check_may_confirm,
    check_may_reopen,
    check_may_report,
    check_seen,
    fingerprint,
    state_of,
)
from coachtrack.talks.rules.talks import TalkStatus
from tests.support.moments import NOW

TODAY = NOW.date()


@given(st.datetimes(), st.datetimes())
def test_a_change_is_asked_for_until_the_report_is_made_again(reported_at, asked_at):
    asked = state_of(TalkStatus.REPORTED, reported_at=reported_at, change_asked_at=asked_at)
    assert asked is (ReportState.TO_BE_CHANGED if asked_at > reported_at else ReportState.WITH_THE_SCHOOL)
    for status, state in ((TalkStatus.OPEN, ReportState.BEING_WRITTEN), (TalkStatus.CONFIRMED, ReportState.CONFIRMED)):
        assert state_of(status, reported_at=reported_at, change_asked_at=asked_at) is state


def test_a_report_that_nobody_asked_to_change_is_with_the_school():
    assert state_of(TalkStatus.REPORTED, reported_at=NOW, change_asked_at=None) is ReportState.WITH_THE_SCHOOL


@pytest.mark.parametrize(
    ("status", "held_on", "is_empty", "words"),
    [
        (TalkStatus.REPORTED, TODAY, False, "made already"),
        (TalkStatus.CONFIRMED, TODAY, False, "made already"),
        (TalkStatus.OPEN, TODAY + timedelta(days=1), False, "no report yet"),
        (TalkStatus.OPEN, TODAY, True, "Nothing was written down"),
    ],
)
def test_a_report_is_made_once_after_the_talk_of_what_was_said(status, held_on, is_empty, words):
    with pytest.raises(Refused, match=words):
        check_may_report(status, held_on=held_on, today=TODAY, is_empty=is_empty)


@pytest.mark.parametrize("held_on", [TODAY, TODAY - timedelta(days=9), None])
def test_a_report_may_be_made_on_the_day_itself(held_on):
    check_may_report(TalkStatus.OPEN, held_on=held_on, today=TODAY, is_empty=False)


def test_only_a_report_that_was_made_is_confirmed_or_opened_again():
    check_may_confirm(TalkStatus.REPORTED)
    check_may_reopen(TalkStatus.REPORTED)
    for status in (TalkStatus.OPEN, TalkStatus.CONFIRMED):
        with pytest.raises(Refused):
            check_may_confirm(status)
        with pytest.raises(Refused):
            check_may_reopen(status)


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=4), st.text(max_size=9), st.text(max_size=9))
def test_what_became_of_a_report_is_no_part_of_what_it_says(content, before, after):
    check_seen(fingerprint(content | {"status": before}), content | {"status": after})
    with pytest.raises(Refused, match="changed since you opened it"):
        check_seen(fingerprint(content), content | {"heading": content.get("heading", "") + "."})
