from datetime import UTC, date, datetime

import pytest

from coachtrack.errors import NotFound
from coachtrack.funding import actions, queries
from coachtrack.funding.actions import Terms
from coachtrack.funding.models import FundingScheme
from coachtrack.funding.rules import Track
from tests.factories.funding import make_opening, make_participation, make_period, open_for_coaching
from tests.factories.people import make_person
from tests.factories.schools import make_school

DAY = date(2026, 11, 24)


def test_a_school_is_open_when_it_takes_part_on_a_track_that_was_opened(db):
    school, other = make_school(), make_school()
    period = open_for_coaching(school)
    make_participation(other, period, track=Track.DISTRICT_SCHOOL)
    assert queries.is_open_for_coaching(school.id, DAY) is period
    assert queries.is_open_for_coaching(other.id, DAY) is None
    assert queries.open_school_ids(DAY) == {school.id}


@pytest.mark.parametrize(
    ("participation", "opening"),
    [
        ({"ends_on": date(2026, 11, 23)}, {}),
        ({"starts_on": date(2026, 11, 25)}, {}),
        ({}, {"ends_on": date(2026, 11, 23)}),
        ({}, {"starts_on": date(2026, 11, 25)}),
        ({"superseded_at": datetime(2026, 1, 1, tzinfo=UTC)}, {}),
        ({}, {"superseded_at": datetime(2026, 1, 1, tzinfo=UTC)}),
    ],
)
def test_a_school_is_not_open_outside_the_days_or_by_what_was_replaced(db, participation, opening):
    school, period = make_school(), make_period()
    make_participation(school, period, **participation)
    make_opening(period, **opening)
    assert queries.is_open_for_coaching(school.id, DAY) is None
    assert queries.open_school_ids(DAY) == frozenset()


def test_coaching_closes_with_the_period(db):
    school = make_school()
    period = open_for_coaching(school)
    assert queries.is_open_for_coaching(school.id, period.ends_on) is period
    assert queries.is_open_for_coaching(school.id, date(2029, 1, 1)) is None


def test_the_opening_of_another_period_opens_nothing_here(db):
    school = make_school()
    make_participation(school, make_period())
    make_opening(make_period(scheme=FundingScheme(code="music", name="Muziekimpuls")))
    assert queries.is_open_for_coaching(school.id, DAY) is None


def test_the_period_of_a_day_is_found_by_scheme(db):
    period = make_period()
    assert queries.period_on(date(2025, 1, 1)) is period
    assert queries.period_on(date(2028, 12, 31)) is period
    assert queries.period_on(date(2024, 12, 31)) is None
    assert queries.period_on(DAY, "muziekimpuls") is None


def test_how_a_school_took_part_as_it_was_known_then(db):
    school, period, by = make_school(), make_period(), make_person().id
    row = make_participation(school, period)
    changed_at = datetime(2026, 3, 1, tzinfo=UTC)
    terms = Terms(Track.DISTRICT_SCHOOL, period.starts_on)
    actions.change_participation(row, terms, opened=row.id, by=by, now=changed_at)

    def tracks(**given):
        return [part.track for part in queries.participation_on(school.id, DAY, **given)]

    assert tracks() == [Track.DISTRICT_SCHOOL]
    assert tracks(known_at=datetime(2026, 2, 1, tzinfo=UTC)) == [Track.PILOT_SCHOOL]
    assert queries.standing_after(row).track is Track.DISTRICT_SCHOOL
    assert [part.track for part in queries.participation_history(school.id, period.id)] == [
        Track.DISTRICT_SCHOOL,
        Track.PILOT_SCHOOL,
    ]


def test_three_schools_cost_as_many_statements_as_one(db, statements):
    period_id = make_period().id
    for count in (1, 3):
        while len(queries.participations_of(period_id)) < count:
            make_participation(make_school(), queries.get_period(period_id))
        db.commit()
        db.expunge_all()
        statements.clear()
        assert len([row.school.name for row in queries.participations_of(period_id)]) == count
        assert len(statements.reads) == 1


def test_the_frameworks_come_with_their_lines(db):
    names = {framework.code: [line.code for line in lines] for framework, lines in queries.frameworks()}
    assert names["kerndoelen_2006"] == ["54", "55", "56"]


@pytest.mark.parametrize("get", ["get_scheme", "get_period", "get_goal", "get_participation", "get_opening"])
def test_what_does_not_exist_is_not_found(db, get):
    with pytest.raises(NotFound):
        getattr(queries, get)(404)
