from datetime import date

import pytest

from coachtrack.errors import Refused
from coachtrack.funding.permissions import may_record_funding
from coachtrack.funding.rules import (
    Stretch,
    check_apart,
    check_opened_once,
    check_period,
    check_takes_part_once,
    check_within,
)
from coachtrack.viewer import Role, RoleHeld, Viewer

PERIOD = Stretch(date(2025, 1, 1), date(2028, 12, 31), "CmK 2025-2028")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fits"),
    [
        (date(2021, 1, 1), date(2024, 12, 31), True),
        (date(2029, 1, 1), date(2032, 12, 31), True),
        (date(2021, 1, 1), date(2025, 1, 1), False),
        (date(2028, 12, 31), date(2029, 12, 31), False),
        (date(2026, 1, 1), date(2026, 12, 31), False),
        (date(2020, 1, 1), date(2030, 12, 31), False),
    ],
)
def test_periods_of_a_scheme_share_no_day(starts_on, ends_on, fits):
    if fits:
        check_apart(Stretch(starts_on, ends_on), [PERIOD])
    else:
        with pytest.raises(Refused, match="CmK 2025-2028"):
            check_apart(Stretch(starts_on, ends_on), [PERIOD])


def test_an_end_before_the_beginning_is_refused():
    check_period(date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(Refused):
        check_period(date(2026, 1, 2), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("stretch", "fits"),
    [
        (PERIOD, True),
        (Stretch(date(2025, 1, 1)), True),
        (Stretch(date(2028, 12, 31)), True),
        (Stretch(date(2024, 12, 31)), False),
        (Stretch(date(2029, 1, 1)), False),
        (Stretch(date(2026, 1, 1), date(2029, 1, 1)), False),
    ],
)
def test_what_is_recorded_under_a_period_lies_within_it(stretch, fits):
    assert stretch.lies_within(PERIOD) is fits
    if not fits:
        with pytest.raises(Refused):
            check_within(stretch, PERIOD)


def test_a_school_takes_part_once_and_a_track_is_opened_once():
    going_on = Stretch(date(2025, 8, 1), None, "De Bron")
    with pytest.raises(Refused, match="De Bron"):
        check_takes_part_once(Stretch(date(2028, 1, 1)), [going_on])
    with pytest.raises(Refused):
        check_opened_once(Stretch(date(2028, 1, 1)), [going_on])
    check_takes_part_once(Stretch(date(2025, 1, 1), date(2025, 7, 31)), [going_on])
    check_opened_once(Stretch(date(2025, 1, 1), date(2025, 7, 31)), [going_on])


@pytest.mark.parametrize("role", Role)
def test_only_the_commission_records_funding(role):
    viewer = Viewer(1, "Robin", frozenset({RoleHeld(role, 1)}))
    assert may_record_funding(viewer) is (role is Role.COMMISSION)
