"""School holidays are read by all and kept by few; a district's project; the settings of the agenda."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda import queries
from coachtrack.agenda.models import SchoolHoliday
from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.holidays import MAY, SPRING, weeks_for_project
from coachtrack.agenda.rules.school_days import NamedDays
from coachtrack.agenda.rules.settings import Settings, is_quiet
from coachtrack.audit import AuditEntry
from coachtrack.people.models import FeedRevision
from coachtrack.schools.models import District, DistrictProject
from coachtrack.schools.rules.subjects import HolidayRegion
from coachtrack.viewer import Role
from tests.factories.agenda import make_appointment
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.schools import make_project, make_school
from tests.support.client import Page

ADDRESS = "/vakanties"


@pytest.fixture
def commission(sign_in, app):
    return sign_in(make_holder(Role.COMMISSION))


def holiday(db, region=HolidayRegion.NORTH, name="meivakantie", year=2027):
    found = sa.select(SchoolHoliday).where(
        SchoolHoliday.region == region, SchoolHoliday.name == name, SchoolHoliday.starts_on >= date(year, 1, 1)
    )
    return db.scalars(found.order_by(SchoolHoliday.starts_on)).first()


def test_a_teacher_reads_the_holidays_of_each_region_and_has_nothing_to_change(sign_in, client, app):
    sign_in(make_teacher(make_school()))
    page = client.page(ADDRESS)
    assert page.rows()[0] == [
        "Herfstvakantie", "za 10 okt – zo 18 okt", "za 17 okt – zo 25 okt", "za 17 okt – zo 25 okt",
    ]  # fmt: skip
    assert "Tweede pinksterdag ma 17 mei 2027" in page.text
    assert not [address for address in page.links().values() if address.startswith(ADDRESS + "/")]
    assert client.get(f"{ADDRESS}/nieuw").status_code == 403


def test_the_commission_adds_a_later_year_for_all_regions_at_once(commission, db):
    commission.submit(f"{ADDRESS}/nieuw", name="herfstvakantie", starts_on="2028-10-14", ends_on="2028-10-22")
    added = db.scalars(sa.select(SchoolHoliday).where(SchoolHoliday.starts_on == date(2028, 10, 14))).all()
    assert {each.region for each in added} == set(HolidayRegion)
    assert db.scalar(sa.select(sa.func.count()).where(AuditEntry.act == "school_holiday.added")) == 3
    assert "Schooljaar 2028–2029" in commission.page(ADDRESS).all("h2")


def test_the_commission_adds_one_for_a_single_region(commission, db):
    given = {"name": "carnaval", "starts_on": "2027-03-06", "ends_on": "2027-03-07", "region": "zuid"}
    commission.submit(f"{ADDRESS}/nieuw", **given)
    assert [each.region for each in db.scalars(sa.select(SchoolHoliday).where(SchoolHoliday.name == "carnaval"))] == [
        HolidayRegion.SOUTH
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts_on": "2027-05-02", "ends_on": "2027-05-08", "name": "extra"}, "starts_on"),
        ({"starts_on": "2027-05-03", "ends_on": "2027-05-08", "name": "Meivakantie"}, "name"),
        ({"starts_on": "2027-05-08", "ends_on": "2027-05-03", "name": "extra"}, "ends_on"),
        ({"starts_on": "2027-05-03", "ends_on": "2027-09-03", "name": "extra"}, "ends_on"),
        ({"starts_on": "2037-05-03", "ends_on": "2037-05-04", "name": "extra"}, "ends_on"),
        ({"starts_on": "2027-05-03", "ends_on": "2027-05-04"}, "name"),
    ],
)
def test_an_overlapping_or_doubled_holiday_is_refused_for_all_regions(commission, db, given, field):
    before = db.scalar(sa.select(sa.func.count()).select_from(SchoolHoliday))
    response = commission.submit(f"{ADDRESS}/nieuw", **given)
    assert response.status_code == 422
    assert Page(response).error_at(field) != ""
    assert db.scalar(sa.select(sa.func.count()).select_from(SchoolHoliday)) == before


def test_a_holiday_is_corrected_and_touches_nobodys_calendar(commission, db):
    make_appointment(make_coach(), make_teacher(make_school()))
    before = db.scalars(sa.select(FeedRevision.revision)).all()
    found = holiday(db)
    commission.submit(f"{ADDRESS}/{found.id}", starts_on="2027-04-17", button="Bewaren")
    assert found.starts_on == date(2027, 4, 17)
    assert db.scalars(sa.select(FeedRevision.revision)).all() == before != []


def test_two_who_correct_a_holiday_both_hear_of_it(commission, db):
    found = holiday(db)
    opened = commission.get(f"{ADDRESS}/{found.id}")
    commission.submit(f"{ADDRESS}/{found.id}", ends_on="2027-05-09", button="Bewaren")
    for button in ("Bewaren", "Deze vakantie verwijderen"):
        response = commission.submit(opened, ends_on="2027-05-08", button=button)
        assert response.status_code == 409
    assert found.ends_on == date(2027, 5, 9)


def test_a_holiday_is_removed(commission, db):
    number = holiday(db).id
    commission.submit(f"{ADDRESS}/{number}", button="Deze vakantie verwijderen")
    assert db.get(SchoolHoliday, number) is None
    assert commission.get(f"{ADDRESS}/{number}").status_code == 404


def test_a_page_without_holidays_says_how_it_fills(commission, db):
    db.execute(sa.delete(SchoolHoliday))
    assert f"{ADDRESS}/nieuw" in commission.page(ADDRESS).links().values()


# --- the project of a district ----------------------------------------------------------------------------------


def test_the_weeks_between_the_two_holidays_are_proposed_and_kept(commission, db):
    school = make_school(district=District(name="Noord"))
    db.flush()
    address = f"/scholen/wijken/{school.district_id}/wijkproject"
    commission.submit(address, name="Water")
    project = db.scalars(sa.select(DistrictProject)).one()
    assert (project.starts_on, project.ends_on) == (date(2027, 3, 1), date(2027, 4, 23))
    assert queries.school_days(school.id, date(2027, 1, 1), date(2027, 6, 1)).project(date(2027, 3, 1)) == "Water"
    assert "Water" in commission.page(f"/scholen/wijken/{school.district_id}").text
    assert commission.submit(address, name="Vuur").status_code == 422


def test_the_weeks_are_those_of_the_region_of_the_district(db):
    school = make_school(district=District(name="Noord"), holiday_region=HolidayRegion.SOUTH)
    make_school(), make_school()
    found = queries.weeks_for_project(school.district_id, today=date(2026, 11, 24))
    assert found == Days(date(2027, 2, 22), date(2027, 4, 23))


def test_a_project_is_changed_compared_and_removed(commission, db):
    project = make_project(make_school(), date(2027, 3, 1), date(2027, 4, 23))
    address = f"/scholen/wijkprojecten/{project.id}"
    opened = commission.get(address)
    commission.submit(address, name="Vuur", button="Bewaren")
    assert project.name == "Vuur"
    assert commission.submit(opened, name="Water", button="Bewaren").status_code == 409
    commission.submit(address, button="Dit project verwijderen")
    assert db.scalars(sa.select(DistrictProject)).all() == []


closed_days = st.sets(st.dates(date(2027, 2, 1), date(2027, 6, 1)), max_size=30)


@given(st.dates(date(2027, 2, 13), date(2027, 2, 25)), st.integers(8, 80), closed_days)
def test_a_project_begins_and_ends_on_a_school_day_between_the_holidays(first, gap, closed):
    spring = NamedDays(first, first + timedelta(days=8), SPRING)
    may = NamedDays(spring.last + timedelta(days=gap), spring.last + timedelta(days=gap + 8), MAY)
    weeks = weeks_for_project([may, spring], lambda day: day in closed, date(2026, 11, 24))
    open_days = [
        spring.last + timedelta(days=number)
        for number in range(1, gap)
        if spring.last + timedelta(days=number) not in closed
    ]
    assert weeks == (Days(open_days[0], open_days[-1]) if open_days else None)


def test_once_the_may_holiday_began_the_next_school_year_is_proposed(db):
    assert queries.weeks_for_project(0, today=date(2027, 4, 24)) == Days(date(2028, 2, 28), date(2028, 4, 28))
    assert queries.weeks_for_project(0, today=date(2028, 6, 1)) is None


# --- the settings -----------------------------------------------------------------------------------------------


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 23))
def test_it_is_quiet_from_one_hour_until_the_other_round_midnight_too(hour, first, last):
    quiet, at = set(), first
    while at != last:
        quiet.add(at)
        at = (at + 1) % 24
    assert is_quiet(hour, Settings(0, 0, 0, first, last)) is (hour in quiet)


def test_the_commission_sets_the_pause_and_the_hours(commission, db):
    given = {"travel_minutes": 20, "remind_at_hour": 17, "quiet_from_hour": 21, "ask_after_minutes": 90}
    commission.submit("/agenda/instellingen", **given)
    stored = queries.agenda_settings()
    assert {name: getattr(stored, name) for name in given} == given
    note = db.scalars(sa.select(AuditEntry).where(AuditEntry.act == "agenda_settings.changed")).one()
    assert note.detail == "travel_minutes, remind_at_hour, ask_after_minutes, quiet_from_hour"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"travel_minutes": 121}, "travel_minutes"),
        ({"travel_minutes": -1}, "travel_minutes"),
        ({"travel_minutes": ""}, "travel_minutes"),
        ({"remind_at_hour": 24}, "remind_at_hour"),
        ({"remind_at_hour": 22}, "remind_at_hour"),
        ({"remind_at_hour": 6}, "remind_at_hour"),
        ({"ask_after_minutes": 1441}, "ask_after_minutes"),
        ({"quiet_from_hour": "acht"}, "quiet_from_hour"),
        ({"quiet_until_hour": -1}, "quiet_until_hour"),
    ],
)
def test_settings_out_of_bounds_are_refused_in_plain_words(commission, given, field):
    response = commission.submit("/agenda/instellingen", **given)
    assert response.status_code == 422
    assert Page(response).error_at(field) != ""
    assert queries.agenda_settings().version == 1


def test_two_who_set_at_the_same_time_both_hear_of_it(commission, db):
    opened = commission.get("/agenda/instellingen")
    commission.submit("/agenda/instellingen", travel_minutes=20)
    assert commission.submit(opened, travel_minutes=30).status_code == 409
    assert queries.agenda_settings().travel_minutes == 20


def test_saving_what_stands_already_changes_nothing(commission, db):
    commission.submit("/agenda/instellingen")
    assert db.scalar(sa.select(sa.func.count()).where(AuditEntry.act == "agenda_settings.changed")) == 0


def test_settings_stand_in_the_navigation_of_those_who_keep_them(sign_in, client, app):
    for role in (Role.COMMISSION, Role.ADMINISTRATOR):
        sign_in(make_holder(role))
        assert "/agenda/instellingen" in client.page(ADDRESS).links().values()
