"""Days and times of a school: what fits, who may say so, and what stands on its pages."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.audit import AuditEntry
from coachtrack.errors import Refused
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.models import SchoolClosure
from coachtrack.schools.queries import school_times
from coachtrack.schools.rules.days import Taken, check_days, check_untaken
from coachtrack.schools.rules.subjects import ClosureKind
from coachtrack.schools.rules.times import USUAL_TIMES, check_times
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_closure, make_school
from tests.support.client import Page, location_of

TODAY = date(2026, 11, 24)
days = st.dates(TODAY - timedelta(days=900), TODAY + timedelta(days=2500))


def refused_at(check, *arguments, **options):
    """The field at which this is refused; None where it is not."""
    try:
        check(*arguments, **options)
    except Refused as refusal:
        return refusal.field
    return None


@given(days, days)
def test_days_fit_when_they_are_in_order_not_too_long_and_near(first, last):
    near = first >= TODAY - timedelta(days=366) and last <= TODAY + timedelta(days=4 * 366)
    fits = near and 0 <= (last - first).days < 70
    assert (refused_at(check_days, first, last, today=TODAY) is None) is fits


@given(days, st.integers(0, 30), days, st.integers(0, 30))
def test_days_are_taken_if_and_only_if_they_share_one(first, length, other, other_length):
    ours = {first + timedelta(days=number) for number in range(length + 1)}
    theirs = {other + timedelta(days=number) for number in range(other_length + 1)}
    taken = [Taken("vrij", other, max(theirs))]
    assert (refused_at(check_untaken, first, max(ours), taken) is not None) is bool(ours & theirs)


def test_times_need_an_open_day_in_the_order_of_the_clock():
    assert refused_at(check_times, USUAL_TIMES) is None
    assert refused_at(check_times, {2: (time(12), time(8))}) == "until_2"
    assert refused_at(check_times, {2: (time(8), time(8))}) == "until_2"
    assert refused_at(check_times, {2: (time(6, 59), time(8))}) == "from_2"
    assert refused_at(check_times, {2: (time(7), time(22, 1))}) == "until_2"
    with pytest.raises(Refused):
        check_times({})


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def director(sign_in, school):
    return sign_in(make_leader(school))


def closures(db):
    found = db.scalars(sa.select(SchoolClosure).order_by(SchoolClosure.starts_on))
    return [(each.kind, each.name, each.starts_on, each.ends_on) for each in found]


def test_a_director_adds_a_training_day_and_it_stands_on_the_pages_of_the_school(director, school, db):
    address = f"/scholen/{school.id}/dagen"
    response = director.submit(f"{address}/nieuw", kind="staff_day", starts_on="2-12-2026", name="Studiedag lezen")
    assert location_of(response) == address
    assert closures(db) == [(ClosureKind.STAFF_DAY, "Studiedag lezen", date(2026, 12, 2), date(2026, 12, 2))]
    assert director.page(address).rows()[0][:3] == ["wo 2 dec", "Studiedag", "Studiedag lezen"]
    assert "Studiedag lezen" in director.page(f"/scholen/{school.id}").text
    assert db.scalar(sa.select(AuditEntry.thing).where(AuditEntry.act == "school_days.added")) == f"school:{school.id}"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts_on": "3-12-2026", "ends_on": "2-12-2026"}, "ends_on"),
        ({"starts_on": "1-1-2027", "ends_on": "12-3-2027"}, "ends_on"),
        ({"starts_on": "1-9-2024"}, "starts_on"),
        ({"starts_on": "1-9-2062"}, "ends_on"),
        ({"starts_on": "9-12-2026", "ends_on": "10-12-2026"}, "starts_on"),
        ({}, "starts_on"),
    ],
)
def test_days_that_make_no_sense_are_refused_at_the_field_with_all_that_was_typed(director, school, db, given, field):
    make_closure(school, date(2026, 12, 10))
    fields = {"kind": "spare_day", "name": "Sint"} | given
    response = director.submit(f"/scholen/{school.id}/dagen/nieuw", **fields)
    assert response.status_code == 422
    assert Page(response).error_at(field) != ""
    assert 'value="Sint"' in response.get_data(as_text=True)
    assert len(closures(db)) == 1


def test_days_need_a_kind(director, school, db):
    response = director.submit(f"/scholen/{school.id}/dagen/nieuw", starts_on="3-12-2026")
    assert response.status_code == 422
    assert "Kies wat het is." in Page(response).text
    assert closures(db) == []


def test_days_of_another_school_take_nothing(director, school, db):
    make_closure(make_school(), date(2026, 12, 10))
    director.submit(f"/scholen/{school.id}/dagen/nieuw", kind="spare_day", starts_on="10-12-2026")
    assert len(closures(db)) == 2


def test_days_are_changed_and_removed(director, school, db):
    closure = make_closure(school, date(2026, 12, 9))
    address = f"/scholen/dagen/{closure.id}"
    director.submit(address, kind="holiday", ends_on="2026-12-10", button="Bewaren")
    assert closures(db) == [(ClosureKind.HOLIDAY, "", date(2026, 12, 9), date(2026, 12, 10))]
    director.submit(address, button="Deze dagen verwijderen")
    assert closures(db) == []


def test_days_that_someone_else_changed_are_compared_first_also_when_they_would_be_removed(director, school, db):
    closure = make_closure(school, date(2026, 12, 9))
    opened = director.get(f"/scholen/dagen/{closure.id}")
    director.submit(f"/scholen/dagen/{closure.id}", name="Sint", button="Bewaren")
    for button in ("Bewaren", "Deze dagen verwijderen"):
        response = director.submit(opened, name="Kerst", button=button)
        assert response.status_code == 409
        assert "Sint" in response.get_data(as_text=True)
    assert closures(db)[0][1] == "Sint"


@pytest.mark.parametrize("kind", ["icc", "advisor", "commission", "administrator"])
def test_these_keep_the_days_of_a_school_too(kind, sign_in, client, school):
    people = {
        "icc": lambda: make_leader(school, PostFunction.CULTURE_COORDINATOR),
        "advisor": lambda: make_holder(Role.ADVISOR, school),
        "commission": lambda: make_holder(Role.COMMISSION),
        "administrator": lambda: make_holder(Role.ADMINISTRATOR),
    }
    sign_in(people[kind]())
    assert client.get(f"/scholen/{school.id}/dagen/nieuw").status_code == 200
    assert client.get(f"/scholen/{school.id}/dagen/tijden").status_code == 200


def test_who_works_or_coaches_there_reads_the_days_and_changes_nothing(sign_in, client, school):
    make_closure(school, date(2026, 12, 9), name="Sint")
    for person in (make_teacher(school), make_coach()):
        sign_in(person)
        page = client.page(f"/scholen/{school.id}/dagen")
        assert "Sint" in page.text
        assert not [address for address in page.links().values() if "nieuw" in address or "tijden" in address]
        assert client.get(f"/scholen/{school.id}/dagen/nieuw").status_code == 403


def test_a_director_keeps_her_own_school_only(director, db):
    other = make_closure(make_school(), date(2026, 12, 9))
    assert director.get(f"/scholen/{other.school_id}/dagen").status_code == 404
    assert director.get(f"/scholen/dagen/{other.id}").status_code == 404
    assert director.post(f"/scholen/dagen/{other.id}", data={"remove": "1"}).status_code == 404
    assert director.get(f"/scholen/{other.school_id}/dagen/tijden").status_code == 404


def test_earlier_school_years_are_folded_away(director, school):
    for day in (date(2026, 5, 6), date(2026, 12, 9), date(2027, 9, 1)):
        make_closure(school, day)
    headings = director.page(f"/scholen/{school.id}/dagen").all("h3")
    assert headings == ["Schooljaar 2026–2027", "Schooljaar 2027–2028", "Schooljaar 2025–2026"]


def test_a_school_closes_earlier_on_wednesday_and_not_at_all_on_friday(director, school, db):
    address = f"/scholen/{school.id}/dagen/tijden"
    assert "nog niet" in director.page(f"/scholen/{school.id}/dagen").text
    director.submit(address, until_2="12:30", from_4="", until_4="")
    expected = dict(USUAL_TIMES) | {2: (time(8, 30), time(12, 30))}
    del expected[4]
    assert school_times(school.id) == expected
    page = director.page(f"/scholen/{school.id}/dagen")
    assert [row[1] for row in page.rows()][2:] == ["8.30–12.30 uur", "8.30–15.30 uur", "dicht"]
    assert "nog niet" not in page.text


def test_half_a_day_and_a_closed_week_are_refused(director, school, db):
    address = f"/scholen/{school.id}/dagen/tijden"
    response = director.submit(address, until_2="")
    assert (response.status_code, Page(response).error_at("until_2") != "") == (422, True)
    response = director.submit(address, until_2="8:00")
    assert Page(response).error_at("until_2") != ""
    everything = {f"{end}_{weekday}": "" for weekday in range(5) for end in ("from", "until")}
    assert director.submit(address, **everything).status_code == 422
    assert school_times(school.id) == USUAL_TIMES


def test_times_that_someone_else_changed_are_compared_first(director, school, db):
    opened = director.get(f"/scholen/{school.id}/dagen/tijden")
    director.submit(f"/scholen/{school.id}/dagen/tijden", until_2="12:30")
    response = director.submit(opened, until_2="13:00")
    assert response.status_code == 409
    assert "12:30" in response.get_data(as_text=True)
    assert school_times(school.id)[2] == (time(8, 30), time(12, 30))


def test_the_days_page_costs_the_same_with_more_on_it(director, school, db, statements):
    counts = []
    for month in (1, 2):
        for day in range(1, 4 * month):
            make_closure(school, date(2027, month, day))
        db.commit()
        statements.clear()
        director.page(f"/scholen/{school.id}/dagen")
        counts.append(len(statements.reads))
    assert counts[0] == counts[1]
