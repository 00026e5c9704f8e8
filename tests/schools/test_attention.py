"""What to reckon with at a school: noted once, shown while it matters, ended when it is over."""

from datetime import date

import pytest

from coachtrack.errors import Refused
from coachtrack.schools import actions, queries
from coachtrack.schools.models import AttentionPoint
from coachtrack.schools.rules.attention import Noted, check_attention, check_not_noted
from coachtrack.schools.rules.subjects import AttentionKind
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader
from tests.factories.schools import make_attention, make_school
from tests.factories.trajectories import make_active_trajectory

MOVE, ANNIVERSARY, OTHER = AttentionKind.MOVE, AttentionKind.ANNIVERSARY, AttentionKind.OTHER
TODAY = date(2026, 11, 24)


def december(first, last):
    return date(2026, 12, first), date(2026, 12, last) if last else None


@pytest.mark.parametrize(
    ("kind", "note", "days", "field"),
    [(MOVE, "", december(7, 6), "ends_on"), (OTHER, "", december(7, 8), "note")],
)
def test_what_ends_before_it_begins_or_says_nothing_is_refused_at_its_field(kind, note, days, field):
    with pytest.raises(Refused) as refused:
        check_attention(kind, note, *days)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("kind", "days", "is_refused"),
    [
        (MOVE, december(18, 20), True),
        (MOVE, december(1, None), True),
        (MOVE, december(1, 6), False),
        (MOVE, december(19, None), False),
        (ANNIVERSARY, december(7, 18), False),
        (OTHER, december(7, 18), False),
    ],
)
def test_the_same_thing_is_noted_once_for_the_same_days(kind, days, is_refused):
    noted = [Noted(MOVE, *december(7, 18)), Noted(OTHER, *december(7, None))]
    if is_refused:
        with pytest.raises(Refused) as refused:
            check_not_noted(kind, *days, noted)
        assert (refused.value.field, refused.value.values) == ("starts_on", {"first": date(2026, 12, 7)})
    else:
        check_not_noted(kind, *days, noted)


def test_what_goes_on_without_an_end_stands_in_the_way_of_the_same_thing_for_good():
    with pytest.raises(Refused):
        check_not_noted(MOVE, date(2030, 1, 1), None, [Noted(MOVE, *december(7, None))])


def test_a_point_is_told_until_its_last_day_also_before_it_begins(db):
    school = make_school()
    coming = make_attention(school)
    without_end = make_attention(school, kind=ANNIVERSARY, starts_on=date(2026, 9, 1), ends_on=None)
    make_attention(school, kind=OTHER, note="Voorbij", starts_on=date(2026, 9, 1), ends_on=date(2026, 11, 23))
    make_attention(make_school())
    assert queries.attention_points_of(school.id, TODAY) == [without_end, coming]
    assert queries.attention_points_of(school.id, date(2026, 12, 18)) == [without_end, coming]
    assert queries.attention_points_of(school.id, date(2026, 12, 19)) == [without_end]


def test_ending_one_keeps_the_days_that_were_and_takes_away_what_never_began(db, now):
    school = make_school()
    begun = make_attention(school, starts_on=date(2026, 11, 2), ends_on=None)
    to_come = make_attention(school, kind=ANNIVERSARY)
    for point in (begun, to_come):
        actions.end_attention(point, ended_on=TODAY, by=None, now=now)
    assert db.query(AttentionPoint).one().ends_on == TODAY


def test_changing_one_does_not_stumble_over_itself(db, now):
    point = make_attention(make_school())
    days = {"starts_on": date(2026, 12, 8), "ends_on": None}
    actions.change_attention(point, kind=MOVE, note="Naar de Dorpsstraat", **days, by=None, now=now)
    assert (point.note, point.starts_on, point.ends_on) == ("Naar de Dorpsstraat", date(2026, 12, 8), None)


def test_the_advisor_notes_a_point_and_the_leader_finds_it_on_the_page_of_the_school(db, sign_in, new_client):
    school = make_school()
    advisor, leader = make_holder(Role.ADVISOR, school), make_leader(school)
    db.commit()
    asked = {"kind": "leader_change", "note": "Nieuwe directeur", "starts_on": "2027-01-04"}
    posted = sign_in(advisor).post(f"/scholen/{school.id}/aandachtspunten/nieuw", data=asked)
    assert posted.status_code == 303
    assert "Nieuwe directeur" in sign_in(leader, into=new_client()).get(f"/scholen/{school.id}").text


def test_a_wrong_day_is_told_at_its_field_and_nothing_that_was_typed_is_lost(db, sign_in):
    school = make_school()
    advisor = make_holder(Role.ADVISOR, school)
    db.commit()
    asked = {"kind": "anniversary", "note": "Honderd jaar", "starts_on": "2027-01-04", "ends_on": "2027-01-03"}
    posted = sign_in(advisor).post(f"/scholen/{school.id}/aandachtspunten/nieuw", data=asked)
    assert posted.status_code == 422
    assert 'id="ends_on-error"' in posted.text
    assert 'value="Honderd jaar"' in posted.text


def test_a_coach_who_plans_at_the_school_reads_it_and_a_coach_from_elsewhere_does_not(db, sign_in, new_client):
    trajectory = make_active_trajectory()
    make_attention(db.get(type(trajectory.school), trajectory.school_id), note="Verhuizing naar het Ketelplein")
    other = make_coach()
    db.commit()
    coach = sign_in(trajectory.coach)
    number = trajectory.id
    for path in ("", "/sessies/nieuw", "/moment", "/reeks?moment=2026-12-01T10:00:00%2B01:00&times=2"):
        assert "Ketelplein" in coach.get(f"/trajecten/{number}{path}").text, path
    assert "Ketelplein" in coach.get(f"/trajecten/start?school={trajectory.school_id}").text
    stranger = sign_in(other, into=new_client())
    assert "Ketelplein" not in stranger.get(f"/scholen/{trajectory.school_id}").text
    assert stranger.get(f"/trajecten/{number}").status_code == 404


def test_who_plans_a_training_at_the_school_reads_it(db, sign_in):
    school = make_school()
    make_attention(school, note="Verhuizing naar het Ketelplein")
    advisor = make_holder(Role.ADVISOR, school)
    db.commit()
    browser = sign_in(advisor)
    assert "Ketelplein" in browser.get(f"/trainingen/nieuw?school={school.id}").text
    assert "Ketelplein" not in browser.get("/trainingen/nieuw").text
    assert "Ketelplein" not in browser.get(f"/trainingen/nieuw?school={make_school().id}").text
