"""Measuring requests in turns: the processor time of the server for each, beside that of a floor in the same run."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.drills.served import Served

ROUNDS = 5


@dataclass(frozen=True)
class Case:
    """A request to measure: how often a round, what it is compared with, and how many times that it may cost."""

    name: str
    ask: Callable[[], int]
    server: Served
    count: int
    floor: str = ""
    ceiling: float = 0
    before: Callable[[], None] | None = None

    def run(self) -> float:
        """Seconds of processor time per request, in one round."""
        if self.before is None:
            begun = self.server.cpu
            statuses = {self.ask() for _ in range(self.count)}
            spent = self.server.cpu - begun
        else:
            spent, statuses = 0.0, set()
            for _ in range(self.count):
                self.before()
                begun = self.server.cpu
                statuses.add(self.ask())
                spent += self.server.cpu - begun
        assert statuses <= {200, 304}, f"{self.name}: {statuses}"
        return spent / self.count


def measure(cases: list[Case]) -> dict[str, float]:
    """The median of the rounds of each case; the first round warms up and does not count."""
    rounds: dict[str, list[float]] = {case.name: [] for case in cases}
    for _ in range(ROUNDS + 1):
        for case in cases:
            rounds[case.name].append(case.run())
    return {name: statistics.median(figures[1:]) for name, figures in rounds.items()}


def report(cases: list[Case], measured: dict[str, float]) -> None:
    """Print the figures beside their ceilings."""
    print(f"{'floor':<38}{'ms':>8}")
    for case in cases:
        if not case.floor:
            print(f"{case.name:<38}{measured[case.name] * 1000:>8.2f}")
    print(f"\n{'':<38}{'ms':>8}{'floor':>7}{'times':>8}{'ceiling':>9}")
    for case in cases:
        if case.floor:
            times = measured[case.name] / measured[case.floor]
            verdict = "" if times <= case.ceiling else "  over"
            spent = measured[case.name] * 1000
            print(f"{case.name:<38}{spent:>8.2f}{case.floor:>7}{times:>8.2f}{case.ceiling:>9}{verdict}")


@dataclass(frozen=True)
class Line:
    """Something that was measured in seconds, beside its floor or against a number of seconds."""

    name: str
    seconds: float
    floor: str = ""
    floor_seconds: float = 0
    ceiling: float = 0
    remark: str = ""


def report_lines(lines: list[Line]) -> None:
    """Print them: as many times the floor where there is one, else the seconds themselves against the ceiling."""
    print(f"\n{'':<38}{'ms':>10}  {'floor':<28}{'ms':>9}{'times':>8}{'ceiling':>9}")
    for line in lines:
        reached = line.seconds / line.floor_seconds if line.floor_seconds else line.seconds
        times = f"{reached:>8.2f}" if line.floor_seconds else f"{'':>8}"
        floor = f"{line.floor_seconds * 1000:>9.1f}" if line.floor_seconds else f"{'':>9}"
        ceiling = f"{line.ceiling:g}" if line.floor_seconds else f"{line.ceiling:g} s" if line.ceiling else ""
        verdict = "  over" if line.ceiling and reached > line.ceiling else ""
        spent = line.seconds * 1000
        print(f"{line.name:<38}{spent:>10.1f}  {line.floor:<28}{floor}{times}{ceiling:>9}{verdict} {line.remark}")


def timed(work: Callable[[], object]) -> float:
    """How many seconds it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
