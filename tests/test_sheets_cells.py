"""Dates, amounts of time and yes or no are understood as the Dutch write them."""

from datetime import date

import pytest

from coachtrack.sheets import Cell, Unclear, as_date, as_minutes, as_text, as_yes_no


@pytest.mark.parametrize(
    "cell",
    [
        "1-8-2026",
        "01/08/2026",
        "1.8.2026",
        "1 aug 2026",
        "1 augustus 2026",
        "1-aug-2026",
        "za 1 aug 2026",
        "zaterdag 1 augustus 2026",
        "2026-08-01",
        "2026/8/1",
        "2026-08-01 00:00:00",
        "2026-08-01T00:00:00",
        "20260801",
        "01-08-2026 0:00",
        "46235",
        46235.0,
        46235.5,
        20260801.0,
        date(2026, 8, 1),
    ],
)
def test_a_date_is_understood(cell: Cell) -> None:
    assert as_date(cell) == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("31-02-2026", "does not exist"),
        ("29-02-2027", "does not exist"),
        ("0-1-2026", "does not exist"),
        ("8/13/2026", "no month"),
        ("1 foo 2026", "no month"),
        ("1-8-26", "two digits"),
        ("volgend jaar", "not a date"),
        ("1-8", "not a date"),
        ("5", "not a date"),
        ("99999", "not a date"),
        (12.0, "not a date"),
        ("1-8-1926", "too long ago"),
        (date(9999, 1, 1), "too far away"),
        (True, "not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_words(cell: Cell, reason: str) -> None:
    with pytest.raises(Unclear, match=reason):
        as_date(cell)


def test_the_29th_of_february_exists_in_a_leap_year() -> None:
    assert as_date("29-02-2028") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("cell", "in_hours", "minutes"),
    [
        ("90", False, 90),
        (90.0, False, 90),
        ("1,5", True, 90),
        ("1.5", True, 90),
        (1.5, True, 90),
        ("1:30", True, 90),
        ("1:30", False, 90),
        ("90 min", True, 90),
        ("1,5 uur", False, 90),
        ("2u", False, 120),
        (0.0, True, 0),
    ],
)
def test_an_amount_of_time_is_understood(cell: Cell, in_hours: bool, minutes: int) -> None:
    assert as_minutes(cell, in_hours=in_hours) == minutes


@pytest.mark.parametrize(
    ("cell", "reason"), [("lang", "not an amount"), ("-5", "not an amount"), ("90", "longer than a day")]
)
def test_what_is_no_amount_of_time_is_refused(cell: Cell, reason: str) -> None:
    with pytest.raises(Unclear, match=reason):
        as_minutes(cell, in_hours=True)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("Ja", True), ("x", True), (1.0, True), (True, True), ("nee", False), ("0", False), ("–", False)],
)
def test_yes_and_no_are_understood(cell: Cell, answer: bool) -> None:
    assert as_yes_no(cell) is answer


def test_an_empty_cell_says_nothing() -> None:
    for cell in (None, "", "  "):
        assert as_text(cell) == ""
        assert as_date(cell) is None
        assert as_minutes(cell, in_hours=True) is None
        assert as_yes_no(cell) is None
    with pytest.raises(Unclear, match="neither yes nor no"):
        as_yes_no("misschien")


@pytest.mark.parametrize(
    ("cell", "text"), [(3.0, "3"), (1.5, "1,5"), (True, "ja"), (date(2026, 8, 1), "01-08-2026"), (" a\nb ", "a b")]
)
def test_a_cell_reads_as_a_person_sees_it(cell: Cell, text: str) -> None:
    assert as_text(cell) == text
