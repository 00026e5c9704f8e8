"""What a backup is called and begins with, how old it may be, and how much room it needs."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.backups import rules
from coachtrack.backups.rules import Kind, Manifest
from coachtrack.errors import Refused
from tests.support.moments import NOW

KEY = "a-key-of-the-tests-0123456789-0123456789"
MANIFEST = Manifest(
    kind=Kind.SQLITE,
    version="0.5.0",
    made_at=NOW,
    revision="0012",
    size=10,
    digest="0" * 64,
    unpacked=100,
    rows={"person": 3, "tëst\n": 1},
    head="0:",
    probe="gAAA",
)


def test_what_was_signed_opens_with_the_same_key_and_says_where_the_body_begins():
    begin = rules.signed(MANIFEST, KEY)
    assert rules.opened(begin + b"body\n\n", KEY) == (MANIFEST, len(begin))
    with pytest.raises(Refused, match="no backup of this installation"):
        rules.opened(begin, KEY + "x")


@given(st.data())
def test_no_other_beginning_opens(data):
    begin = rules.signed(MANIFEST, KEY)
    place = data.draw(st.integers(0, len(begin) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != begin[place]))
    for changed in (
        begin[:place],
        begin[:place] + bytes([other]) + begin[place + 1 :],
        begin[:place] + begin[place + 1 :],
    ):
        if changed != begin:
            with pytest.raises(Refused, match="no backup of this installation"):
                rules.opened(changed, KEY)


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_words(content):
    with pytest.raises(Refused, match="no backup of this installation"):
        rules.opened(content, KEY)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)), st.integers(1, 99))  # noqa: DTZ001 - the zone comes with it
def test_the_name_of_a_backup_tells_its_moment(moment, turn):
    assert rules.made_in(rules.name_of(moment, turn)) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    "name",
    ["", "coachtrack.sqlite", "coachtrack-20261322T000000Z.backup", "x-20261122T000000Z.backup", ".coachtrack-1"],
)
def test_what_is_called_otherwise_is_not_ours(name):
    assert rules.made_in(name) is None


def test_only_backups_that_were_kept_for_thirty_five_days_go():
    def name(days, seconds=0):
        return rules.name_of(NOW - timedelta(days=days, seconds=seconds))

    names = [name(1), name(34), name(35), name(35, 1), name(400), "important.backup"]
    assert rules.old_among(names, NOW) == sorted([name(35, 1), name(400)])


def test_a_backup_is_late_after_twenty_six_hours_or_when_there_is_none():
    assert not rules.is_late(NOW - timedelta(hours=26), NOW)
    assert rules.is_late(NOW - timedelta(hours=26, seconds=1), NOW)
    assert rules.is_late(None, NOW)


def test_there_must_be_room_for_two_and_a_half_times_the_database():
    rules.check_room(1_000_000, 2_500_000)
    with pytest.raises(Refused, match="3 MB is needed, 2 MB is free"):
        rules.check_room(1_000_000, 2_499_999)
