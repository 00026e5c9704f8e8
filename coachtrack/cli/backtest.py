"""Print how well the forecast would have said what came of invented years, beside a straight line."""

from collections.abc import Iterator

import click

from coachtrack.backtest.calibration import Alarms, Calibration, calibration
from coachtrack.backtest.years import MONTHS, SEED, YEARS, tried


@click.command("backtest")
@click.option("--years", default=YEARS, show_default=True, type=click.IntRange(1, 500), help="How many years.")
@click.option("--seed", default=SEED, show_default=True, help="Which years; 1 to 99 were used to set the constants.")
def backtest(years: int, seed: int) -> None:
    """Try the forecast on invented school years and print how it did. Needs no database."""
    for line in _lines(calibration(tried(years, seed)), years, seed):
        click.echo(line)


def _lines(found: Calibration, years: int, seed: int) -> Iterator[str]:
    yield f"{years} years from seed {seed}, {found.cases} times someone who was not there yet"
    yield ""
    yield "chance     cases   said  came out"
    for tenth in found.tenths:
        between = f"{tenth.lowest:.1f}-{tenth.lowest + 0.1:.1f}"
        yield f"{between}  {tenth.cases:7d}  {tenth.said:5.3f}     {tenth.observed:5.3f}"
    yield ""
    yield "Brier score (0 is perfect, lower is better)"
    yield f"  forecast                        {found.brier:.3f}"
    yield f"  always the average              {found.brier_of_average:.3f}"
    yield f"  straight line, as a share       {found.brier_of_share:.3f}"
    yield f"  straight line, yes or no        {found.brier_of_line:.3f}"
    yield ""
    yield "Ranges, meant to hold four times in five"
    yield f"  sessions of a person            {found.sessions_in_range:.2f}"
    yield f"  people of a school              {found.schools_in_range:.2f}"
    yield f"Of those on track made it         {found.on_track_made_it:.2f}"
    yield f"Of those out of reach made it     {found.out_of_reach_made_it}"
    yield ""
    yield "             made         Brier         wrong (false alarms + misses)"
    yield "             it      forecast  line   even odds        at risk          line"
    for moment in found.moments:
        alarms = "  ".join(_wrong(each) for each in (moment.even_odds, moment.warned, moment.line))
        scores = f"{moment.brier:.3f}     {moment.brier_of_line:.3f}"
        yield f"{MONTHS[moment.week]:10s} {moment.made_it:5.2f}   {scores}  {alarms}"


def _wrong(alarms: Alarms) -> str:
    return f"{alarms.wrong:4.0%} ({alarms.false_alarms}+{alarms.misses})".ljust(16)
