"""The back-test: the same years again give the same figures, and the forecast says more than a straight line does."""

from functools import cache
from random import Random

from coachtrack.backtest.calibration import Calibration, calibration
from coachtrack.backtest.process import WEEKS, simulate
from coachtrack.backtest.years import LOOKS_AT, SEED, Trial, tried

FEW = 4


@cache
def figures() -> Calibration:
    """The figures of a few of the years that the command tries, worked out once."""
    return calibration(tried(FEW, SEED))


def test_the_same_seed_gives_the_same_figures() -> None:
    assert calibration(tried(1, SEED)) == calibration(tried(1, SEED))
    assert calibration(tried(1, SEED)) != calibration(tried(1, SEED + 1))


def test_the_years_tried_are_not_those_by_which_the_constants_were_set() -> None:
    assert SEED > 99


def test_the_forecast_says_it_better_than_a_straight_line_and_than_the_average() -> None:
    found = figures()
    assert found.brier < 0.8 * found.brier_of_average
    assert found.brier < found.brier_of_share
    assert found.brier < found.brier_of_line


def test_it_is_wrong_less_often_than_a_straight_line_at_every_moment_of_the_year() -> None:
    assert len(figures().moments) == len(LOOKS_AT)
    for moment in figures().moments:
        assert moment.even_odds.wrong < moment.line.wrong
        assert moment.brier < moment.brier_of_line


def test_what_is_said_comes_out_about_as_often() -> None:
    enough = [tenth for tenth in figures().tenths if tenth.cases > 100]
    assert len(enough) > 7
    for tenth in enough:
        assert abs(tenth.said - tenth.observed) < 0.12
    assert figures().schools_in_range >= 0.75


def test_nobody_makes_it_who_was_said_to_be_out_of_reach() -> None:
    assert figures().out_of_reach_made_it == 0


def test_who_is_on_track_makes_it_in_more_than_four_of_five_cases() -> None:
    assert figures().on_track_made_it > 0.8


def test_an_invented_year_plans_in_school_weeks_only_and_at_most_once_a_week() -> None:
    year = simulate(Random("a year"), 2026, (20,))
    for teacher in year.teachers:
        assert len(set(teacher.held)) == len(teacher.held)
        assert all(year.terms.is_open(week - WEEKS) for week in teacher.held if week >= WEEKS)
        assert not teacher.away & set(teacher.held)


def test_without_cases_there_is_nothing_to_add_up() -> None:
    assert calibration(Trial([], [])).brier == 0.0
