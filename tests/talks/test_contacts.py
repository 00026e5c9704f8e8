"""Who spoke with whom about the programme, and what school leaders think of coaching."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.errors import ChangedMeanwhile, Refused
from coachtrack.funding.actions import Terms, change_participation
from coachtrack.funding.rules import Track
from coachtrack.people.rules.posts import PostFunction
from coachtrack.talks import permissions
from coachtrack.talks.actions import contacts as actions
from coachtrack.talks.queries import contacts as queries
from coachtrack.talks.rules.contacts import (
    Contact,
    ContactLevel,
    Opinion,
    SaidOpinion,
    check_contact,
    opinions_by_track,
)
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.factories.funding import make_participation, make_period
from tests.factories.people import make_holder, make_leader
from tests.factories.schools import make_school
from tests.support.client import Page, location_of
from tests.support.moments import NOW

TODAY = date(2026, 11, 24)
YESTERDAY = TODAY - timedelta(days=1)
WORDS = {"participants": "Directeur en twee leden", "outcome": "De coaching loopt.\nIn mei weer."}


def a_contact(school=None, **given):
    values = {"level": ContactLevel.SCHOOL, "held_on": YESTERDAY, "school_id": school and school.id, **WORDS}
    return Contact(**(values | given))


def make_contact(school=None, *, by, **given):
    return actions.add_contact(a_contact(school, **given), by=by.id, now=NOW)


def viewer(role, school_id=None):
    return Viewer(1, "Robin", frozenset({RoleHeld(role, school_id)}))


@pytest.fixture
def member(db):
    return make_holder(Role.COMMISSION)


@pytest.fixture
def commission(sign_in, member):
    return sign_in(member)


@pytest.fixture
def school(db):
    school = make_school(name="De Esdoorn")
    make_participation(school, make_period())
    return school


# --- what may be written down -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"school_id": None}, "school_id"),
        ({"level": ContactLevel.BOARD, "board_id": None}, "board_id"),
    ],
)
def test_a_contact_took_place_and_says_with_whom(given, field):
    with pytest.raises(Refused) as refused:
        check_contact(a_contact(**({"school_id": 1} | given)), today=TODAY)
    assert refused.value.field == field


@given(st.sampled_from(ContactLevel), st.none() | st.integers(1, 9), st.none() | st.integers(1, 9))
def test_a_contact_keeps_what_its_level_asks_for_and_nothing_else(level, school_id, board_id):
    contact = a_contact(level=level, school_id=school_id, board_id=board_id).on_its_level
    assert contact.school_id == (school_id if level is ContactLevel.SCHOOL else None)
    assert contact.board_id == (board_id if level is ContactLevel.BOARD else None)


said = st.builds(SaidOpinion, st.integers(2020, 2026), st.none() | st.sampled_from(Track), st.sampled_from(Opinion))


@given(st.lists(said, max_size=40))
def test_every_opinion_is_counted_once_in_its_year_and_track(opinions):
    counted = opinions_by_track(opinions)
    assert sum(row.total for rows in counted.values() for row in rows) == len(opinions)
    for track, rows in counted.items():
        assert [row.first_year for row in rows] == sorted({one.first_year for one in opinions if one.track == track})
        for row in rows:
            own = [one for one in opinions if (one.track, one.first_year) == (track, row.first_year)]
            assert {kind: sum(one.opinion is kind for one in own) for kind in Opinion} == row.counts
            assert 0 <= row.positive_share <= 1


@pytest.mark.parametrize(
    ("who", "keeps", "reads", "opinion"),
    [
        (viewer(Role.COMMISSION), True, True, True),
        (viewer(Role.ADVISOR, 1), True, True, True),
        (viewer(Role.ADVISOR, 2), False, False, False),
        (viewer(Role.SCHOOL_LEADER, 1), False, True, True),
        (viewer(Role.CULTURE_COORDINATOR, 1), False, True, False),
        (viewer(Role.SCHOOL_LEADER, 2), False, False, False),
        (viewer(Role.COACH), False, False, False),
        (viewer(Role.ADMINISTRATOR), False, False, False),
    ],
)
def test_who_keeps_and_reads_the_contacts_of_a_school(who, keeps, reads, opinion):
    assert permissions.may_keep_contacts_of(who, 1) is keeps
    assert permissions.may_see_contacts_of(who, 1) is reads
    assert permissions.may_see_opinion_of(who, 1) is opinion


def test_contacts_with_boards_and_all_directors_are_the_commissions():
    assert permissions.may_keep_contacts_of(viewer(Role.COMMISSION), None)
    assert not permissions.may_keep_contacts_of(viewer(Role.ADVISOR, 1), None)


# --- the log ----------------------------------------------------------------------------------------------------


def test_a_contact_on_another_version_is_not_overwritten(school, member):
    row = make_contact(school, by=member)
    actions.change_contact(row, a_contact(school, outcome="Anders"), version=1, by=member.id, now=NOW)
    with pytest.raises(ChangedMeanwhile) as change:
        actions.change_contact(row, a_contact(school, outcome="Weer anders"), version=1, by=member.id, now=NOW)
    assert change.value.current["outcome"] == "Anders"


def test_schools_without_contact_stand_first_and_only_this_year_is_counted(school, member):
    make_school(name="Takes no part")
    make_contact(school, by=member, held_on=date(2026, 7, 31))
    [row] = queries.latest_contacts(viewer(Role.COMMISSION), TODAY)
    assert (row.school, row.latest_on, row.this_year) == (school, date(2026, 7, 31), 0)
    make_contact(school, by=member, held_on=date(2026, 8, 1))
    [row] = queries.latest_contacts(viewer(Role.COMMISSION), TODAY)
    assert (row.latest_on, row.this_year) == (date(2026, 8, 1), 1)


def test_an_opinion_is_counted_on_the_track_of_the_day_that_it_was_said(db, member):
    period, school = make_period(), make_school()
    make_participation(school, period, track=Track.DISTRICT_SCHOOL, ends_on=date(2026, 7, 31))
    make_participation(school, period, track=Track.PILOT_SCHOOL, starts_on=date(2026, 8, 1))
    for day, year in ((date(2026, 6, 1), 2025), (TODAY, 2026)):
        actions.record_opinion(school.id, year, Opinion.POSITIVE, said_on=day, by=member.id, now=NOW)
    assert [(each.first_year, each.track) for each in queries.opinions_said()] == [
        (2025, Track.DISTRICT_SCHOOL),
        (2026, Track.PILOT_SCHOOL),
    ]


def test_an_opinion_is_counted_on_the_track_as_it_stands_not_as_it_was_once_recorded(db, member):
    period, school = make_period(), make_school()
    row = make_participation(school, period, starts_on=date(2026, 3, 1))
    terms = Terms(Track.DISTRICT_SCHOOL, starts_on=period.starts_on)
    change_participation(row, terms, opened=row.id, by=member.id, now=NOW)
    actions.record_opinion(school.id, 2026, Opinion.POSITIVE, by=member.id, now=NOW)
    assert [each.track for each in queries.opinions_said()] == [Track.DISTRICT_SCHOOL]


# --- the pages --------------------------------------------------------------------------------------------------


def test_the_commission_writes_down_a_contact_with_what_the_director_thinks(commission, school, db):
    answer = commission.submit(
        f"/contacten/nieuw?school={school.id}", **WORDS, held_on="2026-11-23", opinion="positive", remark="Ga door"
    )
    assert location_of(answer) == "/contacten/"
    page = commission.page("/contacten/")
    assert ("De Esdoorn" in page.links(), "De coaching loopt." in page.text) == (True, True)
    row = queries.find_opinion(school.id, 2026)
    assert (row.opinion, row.remark, row.recorded_on) == (Opinion.POSITIVE, "Ga door", YESTERDAY)


def test_an_opinion_with_a_directors_meeting_is_refused_and_nothing_is_lost(commission, school, db):
    answer = commission.submit("/contacten/nieuw", **WORDS, level="directors_meeting", opinion="positive")
    assert answer.status_code == 422
    page = Page(answer)
    assert len(page.elements("p", kind="field-error")) == 1
    assert WORDS["participants"] in answer.get_data(as_text=True)
    assert queries.page_of_contacts(viewer(Role.COMMISSION), queries.Choice(), 1).total == 0


def test_a_contact_with_a_board_says_its_name(commission, school, db):
    commission.submit("/contacten/nieuw", **WORDS, level="board", school_id=school.id, board_id=school.board_id)
    assert school.board.name in commission.page("/contacten/?level=board").text
    assert school.board.name not in commission.page("/contacten/?level=school").text


def test_the_log_is_narrowed_by_school_and_school_year(commission, school, member, db):
    make_contact(school, by=member, held_on=date(2026, 6, 1), outcome="Vorig jaar")
    make_contact(make_school(), by=member, outcome="Elders")
    db.commit()
    assert "Vorig jaar" in commission.page(f"/contacten/?school={school.id}&year=2025").text
    assert "Vorig jaar" not in commission.page(f"/contacten/?school={school.id}&year=2026").text
    assert "Vorig jaar" in commission.page(f"/contacten/?school={school.id}&year=0").text
    assert "Elders" not in commission.page(f"/contacten/?school={school.id}").text


def test_an_advisor_keeps_contacts_with_her_schools_only(sign_in, school, db):
    other = make_school()
    browser = sign_in(make_holder(Role.ADVISOR, school))
    form = browser.page("/contacten/nieuw")
    assert [option.get("value") for option in form.elements("option")] == ["", str(school.id)]
    assert location_of(browser.submit("/contacten/nieuw", **WORDS, school_id=school.id)) == "/contacten/"
    assert browser.submit("/contacten/nieuw", **WORDS, school_id=other.id).status_code == 422
    assert browser.submit("/contacten/nieuw", **WORDS, level="directors_meeting").status_code == 422


def test_a_director_reads_the_contacts_with_her_school_and_her_own_opinion(sign_in, school, member, db):
    make_contact(school, by=member)
    make_contact(make_school(), by=member, outcome="Elders")
    actions.record_opinion(school.id, 2026, Opinion.MIXED, remark="Te veel reistijd", by=member.id, now=NOW)
    browser = sign_in(make_leader(school))
    assert "Elders" not in browser.page("/contacten/").text
    assert "Te veel reistijd" in browser.page(f"/contacten/scholen/{school.id}").text
    browser = sign_in(make_leader(school, PostFunction.CULTURE_COORDINATOR))
    assert "Te veel reistijd" not in browser.page(f"/contacten/scholen/{school.id}").text


def test_an_opinion_of_another_year_is_not_overwritten_unseen(commission, school, member, db):
    actions.record_opinion(school.id, 2025, Opinion.NEGATIVE, by=member.id, now=NOW)
    db.commit()
    address = f"/contacten/scholen/{school.id}/mening"
    assert commission.submit(address, first_year=2025, opinion="positive").status_code == 409
    assert queries.find_opinion(school.id, 2025).opinion is Opinion.NEGATIVE
    answer = commission.submit(f"{address}?year=2025", opinion="positive")
    assert location_of(answer).startswith(f"/contacten/scholen/{school.id}")
    assert queries.find_opinion(school.id, 2025).opinion is Opinion.POSITIVE


def test_opinions_are_counted_per_year_and_track(commission, school, member, db):
    other = make_school()
    for place, opinion in ((school, Opinion.POSITIVE), (other, Opinion.NEGATIVE)):
        for year in (2025, 2026):
            actions.record_opinion(place.id, year, opinion, by=member.id, now=NOW)
    db.commit()
    page = commission.page("/contacten/meningen")
    rows = [row[1:5] for number in (1, 3) for row in page.rows(number)]
    assert rows == [["1", "0", "0", "1"]] * 2 + [["0", "0", "1", "1"]] * 2


def test_the_page_per_school_says_who_had_none(commission, school, member, db):
    page = commission.page("/contacten/scholen?show=none")
    assert [row[0] for row in page.rows()] == [school.name]
    make_contact(school, by=member)
    db.commit()
    assert commission.page("/contacten/scholen?show=none").rows() == []


def test_a_contact_does_not_overwrite_what_the_director_said_before(db, school, member, commission):
    actions.record_opinion(school.id, 2026, Opinion.NEGATIVE, remark="Te druk", by=member.id, now=NOW)
    db.commit()
    address = f"/contacten/nieuw?school={school.id}"
    answer = commission.submit(address, **WORDS, held_on="2026-11-23", opinion="positive")
    assert answer.status_code == 409
    kept = queries.find_opinion(school.id, 2026)
    assert (kept.opinion, kept.remark) == (Opinion.NEGATIVE, "Te druk")
