"""The log as the administrator reads it: who, what, about what, when and from where; found by each of them."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from coachtrack import audit
from coachtrack.audit.words import ACTS, THINGS
from coachtrack.trajectories.rules import TrajectoryStatus
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_person
from tests.support.moments import NOW

CODE = Path(__file__).parents[2] / "coachtrack"


@pytest.fixture
def page(client, sign_in, db):
    """Opens the log as an administrator, with what is asked in the address."""
    sign_in(make_holder(Role.ADMINISTRATOR, last_name="Beheer"))
    return lambda query="": client.page(f"/logboek{query}")


@pytest.fixture
def lines(db):
    """What Mila and Noor did, and what nobody did."""
    mila, noor = make_person("Mila", "Bos"), make_person("Noor", "Kok")
    audit.note("person.changed", now=NOW, by=mila.id, thing=f"person:{noor.id}", detail="name")
    audit.note("school.closed", now=NOW - timedelta(days=3), by=noor.id, thing="school:7")
    audit.note("run_retention", now=NOW - timedelta(days=9), by=None)
    db.commit()
    return mila, noor


def told(page):
    return [(row[1], row[2].split()[0], row[3]) for row in page.rows()] if page.elements("table") else []


def test_it_says_who_did_what_about_what_the_newest_first(page, lines):
    found = [row[1:4] for row in page().rows() if "Beheer" not in row[1]]
    assert [row[0] for row in found][-1] == "Mila Bos"
    assert any("Noor Kok" in row[2] for row in found)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?q=mila+bos", 1),
        ("?q=kok", 1),
        ("?q=school:7", 1),
        ("?q=niemand", 0),
        ("?act=school.closed", 1),
        ("?act=school.closed&q=mila", 0),
        ("?from=2026-11-21&until=2026-11-21", 1),
        ("?until=2026-11-15", 1),
        ("?until=geen+dag&q=kok", 1),
        ("?page=99999999999&q=niemand", 0),
    ],
)
def test_lines_are_found_by_person_thing_act_and_day(page, lines, query, count):
    found = page(query)
    assert len(told(found)) == count
    assert bool(found.elements("div", kind="empty")) == (count == 0)


def test_no_more_than_fifty_lines_stand_on_a_page(page, db):
    for _ in range(51):
        audit.note("person.changed", now=NOW, by=None)
    db.commit()
    assert [len(page(f"?act=person.changed&page={number}").rows()) for number in (1, 2)] == [50, 1]


def test_a_page_of_the_log_costs_the_same_whatever_is_in_it(page, lines, statements, db):
    page()
    counts = []
    for _ in range(2):
        statements.clear()
        page()
        counts.append(len(statements.reads))
        for person in (make_person() for _ in range(5)):
            audit.note("person.added", now=NOW, by=person.id, thing=f"person:{person.id}")
        db.commit()
    assert counts[0] == counts[1]


def test_nobody_else_reads_it(client, sign_in, db):
    for person in (make_coach(), make_holder(Role.COMMISSION)):
        sign_in(person)
        client.page("/logboek", status=403)


def noted_in_the_code():
    """The names of all acts and of the kinds of things that the code notes."""
    for file in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            is_note = isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.note"
            if is_note and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def test_every_act_that_is_noted_has_words():
    acts = {*noted_in_the_code(), *(f"trajectory_{status}" for status in TrajectoryStatus)}
    assert acts - set(ACTS) == set()
    assert len(acts) > 150
    assert "person" in THINGS
