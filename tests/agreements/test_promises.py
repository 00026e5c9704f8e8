from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agreements.rules.promises import (
    SAID,
    Difference,
    check_due,
    check_promise,
    check_reason,
    check_year,
    differences,
)
from coachtrack.errors import Refused

YEAR = (date(2026, 8, 1), date(2027, 7, 31))
texts = st.dictionaries(st.sampled_from([*SAID, "confirmed_at"]), st.sampled_from([None, 1, "a", ("b",)]))


@pytest.mark.parametrize(("amount", "minutes_each"), [(0, 60), (-1, 60), (1, 0)])
def test_a_promise_of_nothing_is_refused(amount, minutes_each):
    with pytest.raises(Refused):
        check_promise(amount, minutes_each)


@pytest.mark.parametrize(
    ("first_year", "fits"), [(2023, False), (2024, True), (2026, True), (2028, True), (2029, False)]
)
def test_a_school_year_shares_a_day_with_its_period(first_year, fits):
    year = (date(first_year, 8, 1), date(first_year + 1, 7, 31))
    if fits:
        check_year(*year, date(2025, 1, 1), date(2028, 12, 31))
    else:
        with pytest.raises(Refused):
            check_year(*year, date(2025, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize("day", [None, *YEAR])
def test_it_is_to_be_done_within_its_school_year(day):
    check_due(day, *YEAR)


@pytest.mark.parametrize("day", [date(2026, 7, 31), date(2027, 8, 1)])
def test_a_day_outside_the_school_year_is_refused_at_its_field(day):
    with pytest.raises(Refused) as refusal:
        check_due(day, *YEAR)
    assert refusal.value.field == "due_on"


@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_changes_without_a_reason(reason):
    with pytest.raises(Refused) as refusal:
        check_reason(reason)
    assert refusal.value.field == "reason"


def test_a_difference_tells_what_was_and_what_is():
    before = {"promise": [4, 60], "responsible": "Anja", "confirmed_at": None}
    after = {"promise": [6, 60], "responsible": "Anja", "confirmed_at": "2026-11-24"}
    assert differences(before, after) == [Difference("promise", [4, 60], [6, 60])]


@given(texts, texts)
def test_what_is_the_same_is_no_difference_and_the_way_back_tells_the_same_turned_round(before, after):
    assert differences(before, before) == []
    there, back = differences(before, after), differences(after, before)
    assert back == [Difference(each.name, each.after, each.before) for each in there]
    assert [each.name for each in there] == [
        name for name in SAID if name in before and name in after and before[name] != after[name]
    ]
