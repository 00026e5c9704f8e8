from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from coachtrack.coverage import actions, queries
from coachtrack.coverage.rules.requirement import Demand, Measure, RequirementStatus
from coachtrack.errors import Refused
from tests.factories.coverage import TODAY, asking, make_exemption, make_programme, make_rule
from tests.factories.people import make_teacher

S = RequirementStatus


@pytest.fixture
def programme(db):
    return make_programme()


@pytest.fixture
def school(programme):
    [school] = queries.coverage_of(programme).schools
    return school


def statuses(reference):
    return {row.person.id: row.verdict.status for row in queries.coverage_of(reference).people}


def test_an_exemption_that_is_ended_holds_up_to_the_day_before_and_stays_as_it_was_known(programme, school, db):
    person = make_teacher(school)
    exemption = make_exemption(person, programme.period)
    ended = datetime(2026, 11, 24, 12, tzinfo=UTC)
    actions.end_exemption(exemption, on=TODAY, by=None, now=ended)
    found = [statuses(replace(programme, on=day))[person.id] for day in (TODAY - timedelta(1), TODAY)]
    assert found == [S.EXEMPT, S.NOT_STARTED]
    assert statuses(replace(programme, known_at=ended - timedelta(days=1)))[person.id] is S.EXEMPT
    assert len(queries.exemptions_of(person.id, programme.period.id)) == 1


def test_an_exemption_that_ends_on_its_first_day_never_held(programme, school):
    person = make_teacher(school)
    exemption = make_exemption(person, programme.period, starts_on=TODAY)
    actions.end_exemption(exemption, on=TODAY, by=None, now=datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert queries.exemptions_of(person.id, programme.period.id) == []
    assert statuses(programme)[person.id] is S.NOT_STARTED


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_on": date(2024, 12, 31)}, "starts_on"),
        ({"starts_on": date(2029, 1, 1)}, "starts_on"),
        ({"ends_on": date(2024, 12, 31)}, "ends_on"),
        ({"starts_on": date(2026, 4, 1)}, "starts_on"),
    ],
)
def test_an_exemption_lies_within_the_period_and_beside_others(programme, school, wrong, field):
    person = make_teacher(school)
    make_exemption(person, programme.period, starts_on=date(2026, 3, 1), ends_on=date(2026, 4, 1))
    with pytest.raises(Refused) as refused:
        make_exemption(person, programme.period, **wrong)
    assert refused.value.field == field


def test_an_exemption_that_ended_is_not_made_longer_by_ending_it_again(programme, school):
    exemption = make_exemption(make_teacher(school), programme.period, ends_on=date(2026, 3, 1))
    with pytest.raises(Refused):
        actions.end_exemption(exemption, on=TODAY, by=None, now=datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert (exemption.superseded_at, exemption.ends_on) == (None, date(2026, 3, 1))


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2029, 1, 1)])
def test_a_requirement_begins_within_its_period(programme, day):
    with pytest.raises(Refused) as refused:
        make_rule(programme.period, starts_on=day)
    assert refused.value.field == "starts_on"


def test_a_requirement_is_kept_as_it_was_set(programme):
    asked = asking(demands=(Demand(Measure.COACHING_MINUTES, 600), Demand(Measure.TRAINING_MINUTES, 60)))
    make_rule(programme.period, asked)
    assert queries.requirement_in_force(programme) == asked
