from datetime import date, datetime

import pytest
import sqlalchemy as sa

from coachtrack.errors import ChangedMeanwhile, Refused
from coachtrack.funding import actions, queries
from coachtrack.funding.actions import Terms
from coachtrack.funding.models import CoachingOpening, SchoolParticipation
from coachtrack.funding.rules import Track
from tests.factories.funding import make_opening, make_participation, make_period
from tests.factories.people import make_person
from tests.factories.schools import make_school


@pytest.fixture
def by(db):
    return make_person().id


def test_a_scheme_gets_a_short_name_of_its_own(by, now):
    scheme = actions.add_scheme(code="CmK", name="Cultuureducatie met Kwaliteit", by=by, now=now)
    assert scheme.code == "cmk"
    with pytest.raises(Refused, match="short name"):
        actions.add_scheme(code="CMK", name="Another", by=by, now=now)


def test_a_period_may_touch_another_one_but_not_overlap_it(by, now):
    period = make_period()
    before = {"name": "CmK 2021-2024", "starts_on": date(2021, 1, 1), "by": by, "now": now}
    with pytest.raises(Refused, match="overlaps"):
        actions.add_period(period.scheme, ends_on=date(2025, 1, 1), **before)
    added = actions.add_period(period.scheme, ends_on=date(2024, 12, 31), **before)
    assert [each.name for each in queries.periods()] == ["CmK 2025-2028", "CmK 2021-2024"]
    with pytest.raises(Refused, match="with that name"):
        actions.change_period(
            added, name="cmk 2025-2028", starts_on=added.starts_on, ends_on=added.ends_on, version=1, by=by, now=now
        )


def test_a_period_can_be_changed_within_its_own_days(by, now):
    period = make_period()
    days = {"starts_on": date(2025, 2, 1), "ends_on": date(2028, 12, 31)}
    actions.change_period(period, name="CmK 4", **days, version=period.version, by=by, now=now)
    assert (period.name, period.starts_on) == ("CmK 4", date(2025, 2, 1))


def test_a_period_that_was_changed_meanwhile_is_not_overwritten(by, now):
    period = make_period()
    with pytest.raises(ChangedMeanwhile):
        actions.change_period(
            period, name="X", starts_on=period.starts_on, ends_on=period.ends_on, version=99, by=by, now=now
        )


def test_goals_keep_an_order_that_can_be_changed(by, now):
    period = make_period()
    first, second, third = (actions.add_goal(period, name=name, by=by, now=now) for name in "ABC")
    actions.raise_goal(third, by=by, now=now)
    actions.raise_goal(first, by=by, now=now)
    assert [goal.name for goal in queries.goals_of(period.id)] == ["A", "C", "B"]
    assert sorted(goal.position for goal in (first, second, third)) == [1, 2, 3]


def test_schools_take_part_together_or_not_at_all(db, by, now):
    period, schools = make_period(), [make_school(), make_school()]
    make_participation(schools[1], period)
    db.commit()
    with pytest.raises(Refused, match=f"{schools[1].name} already takes part"):
        actions.add_participations(period, schools, Terms(Track.PILOT_SCHOOL, date(2026, 1, 1)), by=by, now=now)
    db.rollback()
    assert len(queries.participations_of(period.id)) == 1


def test_a_change_is_a_new_row_and_the_old_one_stays(db, by, now):
    period, school = make_period(), make_school()
    row = make_participation(school, period)
    ended = Terms(Track.PILOT_SCHOOL, row.starts_on, date(2026, 7, 31), date(2025, 2, 1), "programme leader")
    changed = actions.change_participation(row, ended, opened=row.id, by=by, now=now)
    assert (row.superseded_at, row.ends_on) == (now, None)
    assert (changed.recorded_at, changed.ends_on, changed.informed_by) == (now, date(2026, 7, 31), "programme leader")
    again = Terms(Track.DISTRICT_SCHOOL, date(2026, 8, 1))
    actions.add_participations(period, [school], again, by=by, now=now)
    assert [part.track for part in queries.participations_of(period.id)] == [Track.PILOT_SCHOOL, Track.DISTRICT_SCHOOL]


def test_saving_the_same_terms_adds_nothing(db, by, now):
    row = make_participation(make_school(), make_period())
    assert actions.change_participation(row, Terms(row.track, row.starts_on), opened=row.id, by=by, now=now) is row
    assert db.scalar(sa.select(sa.func.count()).select_from(SchoolParticipation)) == 1


def test_terms_that_were_changed_meanwhile_are_not_overwritten(by, now):
    row = make_participation(make_school(), make_period())
    with pytest.raises(ChangedMeanwhile) as change:
        actions.change_participation(row, Terms(Track.OTHER, row.starts_on), opened=row.id + 1, by=by, now=now)
    assert (change.value.version, change.value.current["track"]) == (row.id, "pilot_school")


def test_terms_outside_the_period_are_refused(by, now):
    period = make_period()
    with pytest.raises(Refused, match="outside the period"):
        actions.add_participations(period, [make_school()], Terms(Track.OTHER, date(2029, 1, 1)), by=by, now=now)


def test_coaching_is_opened_once_for_a_track_and_ended_by_a_new_row(db, by, now):
    period = make_period()
    opening = make_opening(period)
    with pytest.raises(Refused, match="open already"):
        actions.open_coaching(period, track=Track.PILOT_SCHOOL, starts_on=date(2026, 1, 1), by=by, now=now)
    actions.open_coaching(period, track=Track.DISTRICT_SCHOOL, starts_on=date(2026, 1, 1), by=by, now=now)
    ended = actions.end_opening(opening, ends_on=date(2026, 6, 30), by=by, now=now)
    assert (opening.superseded_at, opening.ends_on, ended.ends_on) == (now, None, date(2026, 6, 30))
    actions.open_coaching(period, track=Track.PILOT_SCHOOL, starts_on=date(2026, 7, 1), by=by, now=now)
    assert db.scalar(sa.select(sa.func.count()).select_from(CoachingOpening)) == 4


def test_an_opening_that_was_changed_meanwhile_is_not_ended_twice(by, now):
    opening = make_opening(make_period())
    actions.end_opening(opening, ends_on=date(2026, 6, 30), by=by, now=now)
    with pytest.raises(Refused, match="meanwhile"):
        actions.end_opening(opening, ends_on=date(2026, 7, 30), by=by, now=datetime.fromisoformat("2027-01-01T00Z"))
