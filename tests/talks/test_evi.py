"""Outcomes of Evi: typed over by hand, shown as a trend, changed and removed by whoever holds talks at the school."""

from datetime import date, timedelta

import pytest

from coachtrack.errors import ChangedMeanwhile, Refused
from coachtrack.talks.actions.preparation import Outcome, change_evi, record_evi
from coachtrack.talks.queries.preparation import evi_of
from coachtrack.talks.rules.preparation import EviPillar
from coachtrack.viewer import Role
from tests.factories.people import make_holder, make_leader
from tests.factories.schools import make_school
from tests.support.client import Page, location_of
from tests.support.moments import NOW

SPRING, AUTUMN = date(2025, 5, 12), date(2026, 10, 5)


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def advisor(school):
    return make_holder(Role.ADVISOR, school)


@pytest.fixture
def hers(sign_in, advisor):
    return sign_in(advisor)


@pytest.fixture
def address(school):
    return f"/gesprekken/evi/{school.id}"


def measured(school, advisor, day, **scenarios):
    outcomes = [Outcome(EviPillar(name), number, "") for name, number in scenarios.items()]
    return record_evi(school, day, outcomes, by=advisor.id, now=NOW)


def test_she_types_over_a_scenario_and_a_remark_for_each_pillar_that_she_knows(hers, address, school):
    answer = hers.submit(
        f"{address}/nieuw",
        measured_on="05-10-2026",
        scenario_vision=2,
        remark_vision="Nog “jong”",
        scenario_programme=3,
    )
    assert location_of(answer) == address
    [found] = evi_of(school.id)
    assert found.measured_on == AUTUMN
    assert {pillar: (each.scenario, each.remark) for pillar, each in found.results.items()} == {
        EviPillar.VISION: (2, "Nog “jong”"),
        EviPillar.PROGRAMME: (3, ""),
    }


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"measured_on": "25-11-2026", "scenario_vision": 2}, "measured_on"),
        ({"measured_on": "31-02-2026", "scenario_vision": 2}, "measured_on"),
        ({"measured_on": "", "scenario_vision": 2}, "measured_on"),
        ({"measured_on": "05-10-2026"}, "scenario_vision"),
        ({"measured_on": "05-10-2026", "remark_expertise": "Zomaar"}, "scenario_expertise"),
        ({"measured_on": "05-10-2026", "scenario_vision": 5}, "scenario_vision"),
        ({"measured_on": "05-10-2026", "scenario_vision": 1, "remark_vision": "x" * 501}, "remark_vision"),
    ],
)
def test_an_outcome_that_cannot_be_says_where_and_keeps_what_was_typed(hers, address, school, typed, field):
    answer = hers.post(f"{address}/nieuw", data={"remark_cooperation": ""} | typed)
    assert answer.status_code == 422
    assert Page(answer).error_at(field)
    assert evi_of(school.id) == []
    for kept in ("Zomaar", "25-11-2026"):
        assert kept not in typed.values() or kept in answer.text or "2026-11-25" in answer.text


def test_of_one_day_there_is_one_outcome_for_each_pillar(school, advisor):
    measured(school, advisor, AUTUMN, vision=2)
    measured(school, advisor, AUTUMN, programme=1)
    with pytest.raises(Refused) as refused:
        measured(school, advisor, AUTUMN, vision=3)
    assert refused.value.field == "measured_on"


def test_the_trend_is_a_line_for_each_pillar_that_was_measured_twice(hers, address, school, advisor):
    measured(school, advisor, AUTUMN, vision=3, expertise=2)
    measured(school, advisor, SPRING, vision=1)
    page = hers.page(address)
    assert [row[2] for row in page.rows()] == ["3", "2", "1"]
    assert len(page.elements("figure", kind="chart")) == 1
    assert page.rows(1)[0][1] == "1"
    assert page.rows(1)[1][1] == "3"


def test_an_outcome_is_changed_and_removed(hers, address, school, advisor):
    [result] = measured(school, advisor, AUTUMN, vision=3)
    there = f"/gesprekken/evi/uitkomst/{result.id}"
    assert location_of(hers.submit(there, scenario=4, remark="Beter gelezen")) == address
    [found] = evi_of(school.id)
    assert (found.results[EviPillar.VISION].scenario, found.results[EviPillar.VISION].remark) == (4, "Beter gelezen")
    form = hers.get(there)
    remove = next(each.text for each in Page(form).elements("button") if each.get("name") == "remove")
    hers.submit(form, button=remove)
    assert evi_of(school.id) == []


def test_what_someone_else_changed_meanwhile_is_not_overwritten(hers, school, advisor):
    [result] = measured(school, advisor, AUTUMN, vision=3)
    form = hers.get(f"/gesprekken/evi/uitkomst/{result.id}")
    told = {"measured_on": AUTUMN, "remark": "", "by": advisor.id, "now": NOW}
    change_evi(result, scenario=2, version=result.version, **told)
    answer = hers.submit(form, scenario=4)
    assert answer.status_code == 409
    assert evi_of(school.id)[0].results[EviPillar.VISION].scenario == 2
    with pytest.raises(ChangedMeanwhile):
        change_evi(result, scenario=1, version=1, **told)


def test_an_outcome_does_not_move_onto_a_day_that_has_one(school, advisor):
    measured(school, advisor, AUTUMN, vision=3)
    [moved] = measured(school, advisor, SPRING, vision=1)
    told = {"scenario": 1, "remark": "", "version": None, "by": advisor.id, "now": NOW}
    with pytest.raises(Refused):
        change_evi(moved, measured_on=AUTUMN, **told)
    change_evi(moved, measured_on=AUTUMN + timedelta(days=1), **told)
    assert moved.measured_on == AUTUMN + timedelta(days=1)


def test_the_leader_of_the_school_reads_it_and_does_not_write(sign_in, address, school, advisor):
    [result] = measured(school, advisor, AUTUMN, vision=3)
    leader = sign_in(make_leader(school))
    page = leader.page(address)
    assert [row[2] for row in page.rows()] == ["3"]
    assert not any("uitkomst" in link or "nieuw" in link for link in page.links().values())
    assert leader.get(f"{address}/nieuw").status_code == 403
    assert leader.get(f"/gesprekken/evi/uitkomst/{result.id}").status_code == 403
    assert sign_in(make_leader(make_school())).get(address).status_code == 404
