"""How things are said: what people read, in both languages, and that nothing false is ever said."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given
from hypothesis import strategies as st

from coachtrack import formatting as say
from coachtrack.clock import AMSTERDAM

TODAY = date(2026, 11, 24)
STUDY_DAY = date(2026, 11, 24)
LESSON = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LESSON_END = LESSON + timedelta(minutes=45)


@pytest.fixture
def english() -> Iterator[None]:
    """A reader who switched to English."""
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), force_locale("en"):
        yield


def test_a_day_is_said_in_three_short_words() -> None:
    assert say.day(STUDY_DAY, TODAY) == "di 24 nov"


def test_a_day_of_another_year_is_said_with_its_year() -> None:
    assert say.day(date(2027, 2, 8), TODAY) == "ma 8 feb 2027"


def test_a_moment_late_in_the_evening_falls_on_the_day_of_the_schools() -> None:
    assert say.day(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), TODAY) == "di 24 nov"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (say.day_long(STUDY_DAY), "dinsdag 24 november 2026"),
        (say.weekday(STUDY_DAY), "dinsdag"),
        (say.weekday(STUDY_DAY, short=True), "di"),
        (say.month(STUDY_DAY), "november 2026"),
        (say.clock_time(LESSON), "10.30"),
        (say.clock_time(LESSON.replace(hour=7, minute=5)), "8.05"),
        (say.moment(LESSON, TODAY), "di 24 nov, 10.30 uur"),
        (say.moment_range(LESSON, LESSON_END, TODAY), "di 24 nov, 10.30–11.15 uur"),
        (say.time_range(LESSON, LESSON_END), "10.30–11.15 uur"),
        (say.time_range(time(8, 30), time(12, 5)), "8.30–12.05 uur"),
        (say.day_range(date(2026, 10, 19), date(2026, 10, 23), TODAY), "ma 19 okt – vr 23 okt"),
        (say.day_range(STUDY_DAY, STUDY_DAY, TODAY), "di 24 nov"),
        (say.iso(LESSON), "2026-11-24T10:30+01:00"),
        (say.iso(STUDY_DAY), "2026-11-24"),
    ],
)
def test_dutch_readers_see(said: str, words: str) -> None:
    assert said == words


def test_what_runs_past_midnight_names_both_days() -> None:
    late = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    assert say.moment_range(late, late + timedelta(hours=2), TODAY) == "di 24 nov, 23.00 uur – wo 25 nov, 1.00 uur"


def test_a_time_without_a_zone_is_the_time_on_the_wall() -> None:
    assert say.clock_time(datetime(2026, 7, 1, 9, 0)) == "9.00"  # noqa: DTZ001 - the case under test


def test_summer_time_is_kept() -> None:
    assert say.clock_time(datetime(2026, 7, 1, 9, 0, tzinfo=UTC)) == "11.00"


@pytest.mark.parametrize(
    ("days_from_now", "words"),
    [
        (-2, "eergisteren, zo 22 nov"),
        (-1, "gisteren, ma 23 nov"),
        (0, "vandaag, di 24 nov"),
        (1, "morgen, wo 25 nov"),
        (2, "overmorgen, do 26 nov"),
        (3, "vr 27 nov"),
        (-3, "za 21 nov"),
    ],
)
def test_a_day_nearby_has_its_everyday_word_beside_the_date(days_from_now: int, words: str) -> None:
    assert say.relative_day(TODAY + timedelta(days=days_from_now), TODAY) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (45, "45 min"), (60, "1 u"), (75, "1 u 15 min"), (1500, "25 u"), (-30, "−30 min")],
)
def test_a_duration_is_said_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert say.duration(minutes) == say.duration(timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [(4.5, 1, "4,5"), (4.0, 1, "4"), (1240, 0, "1.240"), (Decimal("2.345"), 2, "2,35"), (0.125, 2, "0,13")],
)
def test_numbers_have_a_decimal_comma(value: float | Decimal, places: int, words: str) -> None:
    assert say.decimal(value, places) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(212 / 248, "85\u00a0%"), (0, "0\u00a0%"), (1, "100\u00a0%"), (0.001, "1\u00a0%"), (0.999, "99\u00a0%")],
)
def test_a_share_is_said_in_whole_hundredths(share: float, words: str) -> None:
    assert say.percent(share) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(date(2026, 7, 31), "2025–2026"), (date(2026, 8, 1), "2026–2027"), (2026, "2026–2027"), (LESSON, "2026–2027")],
)
def test_a_school_year_begins_on_the_first_of_august(value: date | int, words: str) -> None:
    assert say.school_year(value) == words


@pytest.mark.parametrize(("size", "words"), [(812, "812 bytes"), (14_200, "14 kB"), (1_240_000, "1,2 MB")])
def test_a_file_has_a_size_that_one_can_read(size: int, words: str) -> None:
    assert say.file_size(size) == words


@pytest.mark.usefixtures("english")
def test_english_readers_see_english() -> None:
    assert [
        say.moment(LESSON, TODAY),
        say.moment_range(LESSON, LESSON_END, TODAY),
        say.clock_time(LESSON.replace(hour=7)),
        say.relative_day(date(2026, 11, 25), TODAY),
        say.relative_day(date(2026, 11, 26), TODAY),
        say.duration(75),
        say.decimal(4.5),
    ] == [
        "Tue 24 Nov, 10:30",
        "Tue 24 Nov, 10:30–11:15",
        "08:30",
        "tomorrow, Wed 25 Nov",
        "Thu 26 Nov",
        "1 h 15 min",
        "4.5",
    ]


@given(st.floats(min_value=0, max_value=1, exclude_min=True, exclude_max=True))
def test_only_all_is_a_hundred_and_only_nothing_is_nought(share: float) -> None:
    assert say.percent(share) not in {"0\u00a0%", "100\u00a0%"}


@given(st.integers(min_value=0, max_value=100_000))
def test_a_duration_says_exactly_its_minutes(minutes: int) -> None:
    words = say.duration(minutes).split()
    said = sum(int(number) * {"u": 60, "min": 1}[unit] for number, unit in zip(words[::2], words[1::2], strict=True))
    assert said == minutes


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda value: value.replace(tzinfo=UTC)))  # noqa: DTZ001 - Hypothesis takes naive bounds
def test_a_moment_shows_the_clock_of_the_schools(value: datetime) -> None:
    there = value.astimezone(AMSTERDAM)
    assert say.moment(value, there.date()).endswith(
        f"{there.day} {say.day(there.date(), there.date()).split()[-1]}, {there.hour}.{there.minute:02} uur"
    )


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_belongs_to_one_school_year_of_a_year_long(value: date) -> None:
    first, second = (int(year) for year in say.school_year(value).split("–"))
    assert second == first + 1
    assert date(first, 8, 1) <= value < date(second, 8, 1)


def test_an_icon_stands_in_the_page_and_is_not_read_aloud() -> None:
    picture = say.icon("check-lg")
    assert picture.startswith('<svg class="icon" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true"')
    assert picture.endswith("</svg>")
    assert picture.count("<path") == 1


def test_an_icon_that_the_set_lacks_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        say.icon("no-such-icon")


def test_every_status_has_an_icon_of_the_set_and_differs_from_its_neighbour() -> None:
    pictures = [say.icon(look.icon) for look in say.STATUSES.values()]
    assert all(pictures)
    assert all(one != other for one, other in pairwise(list(say.STATUSES.values())[:6]))


def test_a_status_can_be_said_outside_a_page() -> None:
    assert say.status_word("met") == "Reached"
