from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from coachtrack.agenda.rules.days import Days
from coachtrack.errors import Refused
from coachtrack.evidence.rules.chain import (
    Fault,
    Link,
    canonical,
    head_of,
    mac_of,
    verify,
)
from coachtrack.evidence.rules.records import Origin, Party
from coachtrack.evidence.rules.standing import Standing, StandingFact, answer_until, is_one_sided, standing_of
from coachtrack.marks import Mark
from tests.factories.evidence import a_fact

KEY = "a-key-of-the-tests-that-lies-outside-the-database"
START = datetime(2026, 11, 3, 9, tzinfo=UTC)


def chained(count, *, key=KEY):
    """Links as they are written, and their head."""
    links, previous = [], ""
    for number in range(1, count + 1):
        values = {"number": number, "subject": f"session:{number}", "recorded_at": START, "refers_to": None}
        previous = mac_of(previous, values, key)
        links.append(Link(values, previous))
    return links, head_of(count, previous, key)


def renumbered(links):
    return [Link({**link.values, "number": number}, link.mac) for number, link in enumerate(links, 1)]


def found(links, head, key=KEY, **options):
    verdict = verify(links, head, key, **options)
    return verdict.fault, verdict.number


# --- the bytes of a record --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": "1"}, {"a": 1}),
        ({"a": "bc"}, {"ab": "c"}),
        ({"a": "b", "c": "d"}, {"a": "b\x00\x01c\x00\x01d"}),
        ({"a": ""}, {"a": None}),
        ({"a": "2026-11-03"}, {"a": date(2026, 11, 3)}),
        ({"a": date(2026, 11, 3)}, {"a": datetime(2026, 11, 3, tzinfo=UTC)}),
        ({"a": "x", "b": "y"}, {"a": "y", "b": "x"}),
        ({"a": START}, {"a": START + timedelta(microseconds=1)}),
    ],
)
def test_different_records_have_different_bytes(one, other):
    assert canonical(one) != canonical(other)


def test_a_record_has_the_same_bytes_whatever_the_order_zone_or_columns_that_stay_empty():
    elsewhere = START.astimezone(timezone(timedelta(hours=9)))
    assert canonical({"a": START, "b": 2}) == canonical({"b": 2, "a": elsewhere, "added_later": None})


def test_a_head_cannot_be_used_as_a_record_nor_under_another_key():
    assert head_of(1, "a", KEY).mac != mac_of("a", {"number": 1}, KEY)
    assert head_of(1, "a", KEY).mac != head_of(1, "a", KEY + "x").mac
    assert head_of(1, "1a", KEY).mac != head_of(11, "a", KEY).mac


# --- the chain --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_chain_as_it_was_written_is_whole(count):
    links, head = chained(count)
    verdict = verify(links, head, KEY)
    assert (verdict.is_whole, verdict.count, str(verdict.head)) == (True, count, f"{count}:{head.last_mac}")


@pytest.mark.parametrize("number", [1, 3, 5])
@pytest.mark.parametrize("column", ["subject", "recorded_at", "refers_to"])
def test_an_edited_link_is_named(number, column):
    links, head = chained(5)
    other = {"subject": "session:99", "recorded_at": START + timedelta(days=1), "refers_to": 1}[column]
    links[number - 1] = replace(links[number - 1], values={**links[number - 1].values, column: other})
    assert found(links, head) == (Fault.EDITED, number)


@pytest.mark.parametrize("number", [1, 3])
def test_an_edited_signature_is_named(number):
    links, head = chained(5)
    links[number - 1] = replace(links[number - 1], mac="0" * 64)
    assert found(links, head) == (Fault.EDITED, number)


@pytest.mark.parametrize("number", [1, 3, 4])
def test_a_removed_link_is_named(number):
    links, head = chained(5)
    del links[number - 1]
    assert found(links, head) == (Fault.REMOVED, number)


@pytest.mark.parametrize("number", [1, 3])
def test_a_removed_link_is_named_when_the_others_closed_the_gap(number):
    links, head = chained(5)
    del links[number - 1]
    assert found(renumbered(links), head) == (Fault.REMOVED, number)


@pytest.mark.parametrize("number", [1, 3, 5, 6])
def test_an_inserted_link_is_named(number):
    links, head = chained(5)
    foreign = Link({"number": 0, "subject": "session:99", "recorded_at": START, "refers_to": None}, "f" * 64)
    links.insert(number - 1, foreign)
    assert found(renumbered(links), head) == (Fault.INSERTED, number)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 5), (4, 5)])
def test_links_that_changed_places_are_named(one, other):
    links, head = chained(5)
    links[one - 1], links[other - 1] = links[other - 1], links[one - 1]
    assert found(renumbered(links), head) == (Fault.REORDERED, one)


@pytest.mark.parametrize("kept", [0, 1, 4])
def test_a_chain_that_ends_too_early_is_told(kept):
    links, head = chained(5)
    assert found(links[:kept], head) == (Fault.CUT_OFF, kept + 1)


def test_a_forged_head_is_told():
    links, head = chained(5)
    cut = replace(head, count=4, last_mac=links[3].mac)
    assert found(links[:4], cut) == (Fault.HEAD_FORGED, None)
    assert found(links, head_of(5, links[-1].mac, "another key altogether")) == (Fault.HEAD_FORGED, None)
    assert found(links, head_of(5, "0" * 64, KEY)) == (Fault.HEAD_FORGED, None)


def test_a_missing_head_is_told():
    links, _ = chained(2)
    assert found(links, None) == (Fault.HEAD_MISSING, None)
    assert found([], None) == (None, None)


def test_a_head_that_is_older_than_the_chain_is_told():
    links, _ = chained(5)
    assert found(links, head_of(3, links[2].mac, KEY)) == (Fault.HEAD_BEHIND, 4)


def test_a_chain_that_was_cut_back_with_its_head_is_told_by_a_head_that_was_written_down():
    links, head = chained(5)
    older = head_of(3, links[2].mac, KEY)
    assert found(links[:3], older) == (None, None)
    assert found(links[:3], older, expected=Mark.parse(f"5:{head.last_mac}")) == (Fault.CUT_OFF, 4)


def test_a_chain_that_was_written_anew_is_told_by_a_head_that_was_written_down():
    links, head = chained(5)
    written = Mark(3, links[2].mac)
    assert found(links, head, expected=written) == (None, None)
    assert found(links, head, expected=Mark(3, "0" * 64)) == (Fault.REPLACED, 3)


@pytest.mark.parametrize("text", ["", "5", "x:y", "5:12", "0:" + "a" * 64, "-1:" + "a" * 64])
def test_a_head_that_was_mistyped_is_refused(text):
    with pytest.raises(Refused):
        Mark.parse(text)


def test_the_verdict_is_said_in_a_sentence():
    links, head = chained(2)
    assert verify(links, head, KEY).sentence == "The chain is whole: 2 links."
    assert verify(links[:1], head, KEY).sentence == (
        "The chain ends too early: link 2 and what came after it are missing."
    )


# --- silence ----------------------------------------------------------------------------------------------------


def standing(**given):
    values = {"number": 1, "fact": a_fact(), "recorded_at": START, "recorded_by_id": 2, "asked_at": START}
    return StandingFact(**(values | given))


def test_a_fact_is_one_sided_after_fourteen_days_of_silence():
    fact = standing()
    assert answer_until(fact, ()) == date(2026, 11, 17)
    assert standing_of(fact, date(2026, 11, 17), ()) is Standing.WAITING
    assert standing_of(fact, date(2026, 11, 18), ()) is Standing.ONE_SIDED


def test_days_in_the_school_s_holidays_are_not_silence():
    holidays = (Days(date(2026, 11, 7), date(2026, 11, 15)),)
    assert answer_until(standing(), holidays) == date(2026, 11, 26)
    assert not is_one_sided(standing(), date(2026, 11, 26), holidays)
    assert is_one_sided(standing(), date(2026, 11, 27), holidays)


def test_late_in_the_evening_it_is_the_next_day_in_the_netherlands():
    assert answer_until(standing(asked_at=datetime(2026, 11, 3, 23, 30, tzinfo=UTC)), ()) == date(2026, 11, 18)


def test_silence_counts_from_the_last_time_she_was_asked():
    assert not is_one_sided(standing(asked_at=START + timedelta(days=10)), date(2026, 11, 20), ())


def test_what_the_teacher_confirmed_is_never_one_sided():
    assert standing_of(standing(confirmed_by=frozenset({Party.TEACHER})), date(2027, 1, 1), ()) is Standing.CONFIRMED
    assert is_one_sided(standing(confirmed_by=frozenset({Party.COACH})), date(2027, 1, 1), ())


def test_nobody_is_asked_about_what_was_taken_over():
    taken = standing(fact=a_fact(origin=Origin.TAKEN_OVER))
    assert standing_of(taken, date(2027, 1, 1), ()) is Standing.TAKEN_OVER
