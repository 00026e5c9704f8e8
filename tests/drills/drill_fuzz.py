"""Thousands of files that went wrong, for each importer: read or refused with a reason, soon, and in little memory."""

import contextlib
import resource
import time

import pytest

from coachtrack.evidence.rules.taken_over import read_taken_over
from coachtrack.people.rules.roster import read_roster
from coachtrack.schools.rules.register import parse_register
from coachtrack.sheets import UnreadableSheet
from tests.support.registers import HEADINGS, large_register
from tests.support.workbooks import broken, delimited, ods, xlsx

FILES = 3400
SLOWEST = 5
MOST_MEMORY = 150_000
"""In kilobytes, above what there was before."""
STAFF = [
    ["Naam", "E-mail", "School", "Functie", "Groepen", "Werkdagen", "Vanaf", "Tot"],
    ["Bos, Anna", "anna@school.example", "De Linde", "leerkracht", "3/4", "ma di wo", "1-8-2026", ""],
    ["de Vries, Piet", "piet@school.example", "’t Nest", "directeur", "", "", "", "31-7-2027"],
]
PAST = [
    ["Naam", "E-mail", "School", "Soort", "Discipline", "Datum", "Titel", "Aanwezig", "Uren", "Stroom", "Coach"],
    ["Bos, Anna", "", "De Linde", "Teamtraining", "Dans", "12-10-2025", "Dans in de klas", "ja", "2,5", "KoS", ""],
    ["", "piet@school.example", "’t Nest", "coaching", "muziek", "13-10-2025", "", "x", "1:30", "", "Cas Dam"],
]
REGISTER = [HEADINGS, *[[f"{number}" for number in range(len(HEADINGS))] for _ in range(3)]]
IMPORTERS = {"staff": (read_roster, STAFF), "past": (read_taken_over, PAST), "register": (parse_register, REGISTER)}


def written(table, kind):
    """The table as a file of this kind."""
    if kind == "csv":
        return delimited(table, encoding="cp1252")
    return xlsx(table) if kind == "xlsx" else ods(table)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("importer", IMPORTERS)
def test_files_that_went_wrong_are_read_or_refused(importer, kind):
    read, table = IMPORTERS[importer]
    before, slowest, outcomes = memory(), 0.0, {"read": 0, "refused": 0}
    for damaged in broken(written(table, kind), FILES, seed=2026):
        began = time.perf_counter()
        try:
            list(read(damaged).rows)
            outcomes["read"] += 1
        except UnreadableSheet:
            outcomes["refused"] += 1
        slowest = max(slowest, time.perf_counter() - began)
    print(f"\n{importer} {kind}: {outcomes}, slowest {slowest:.2f} s, {(memory() - before) // 1000} MB more")
    assert min(outcomes.values()) > 0
    assert slowest < SLOWEST
    assert memory() - before < MOST_MEMORY


def test_a_large_register_that_went_wrong_is_read_or_refused():
    for damaged in broken(large_register(6122), 30, seed=7):
        began = time.perf_counter()
        with contextlib.suppress(UnreadableSheet):
            list(parse_register(damaged).rows)
        assert time.perf_counter() - began < SLOWEST


def memory():
    """The most that this process ever had, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
