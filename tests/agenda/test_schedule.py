"""The agenda by day, week, month and as a list: what lies where, who sees it, how it is said, what it costs."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coachtrack.agenda import actions
from coachtrack.agenda.models import BusyTime
from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, ParticipantRole
from coachtrack.people.models import RoleGrant
from coachtrack.viewer import Role
from tests.factories.agenda import TOMORROW, make_appointment
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_closure, make_project, make_school
from tests.support.pages import text_of

HOUR = timedelta(hours=1)
VIEWS = ("dag", "week", "maand", "lijst")
ENTRY = "calendar-entry"


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Anneke", last_name="Smit")


@pytest.fixture
def appointment(coach, teacher, school):
    return make_appointment(coach, teacher, school, place="speelzaal")


def at(day, hour, minute=0, month=11, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def cells(page):
    """The texts of the days in a table, by the day that each says of itself."""
    found = {}
    for cell in page.elements("td"):
        day = next(iter(cell.iter("time"))).get("datetime")
        found[day] = text_of(cell)
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_shows_the_appointment_and_says_which_view_it_is(sign_in, coach, appointment, view):
    page = sign_in(coach).page(f"/agenda?weergave={view}&dag=2026-11-25")
    assert "De Bron" in page.text
    assert "Anneke Smit" in page.text
    current = [link.get("href") for link in page.elements("a") if link.get("aria-current") == "page"]
    assert any(href.startswith(f"/agenda?weergave={view}") for href in current)


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("weergave=dag&dag=2026-11-25", "woensdag 25 november 2026"),
        ("weergave=week&week=2026-W53", "Week 53"),
        ("weergave=week&week=2027-W01", "Week 1,"),
        ("weergave=maand&maand=2027-02", "februari 2027"),
        ("dag=2026-11-25", "woensdag 25 november 2026"),
        ("maand=2027-02", "februari 2027"),
    ],
)
def test_an_address_says_what_is_shown(sign_in, coach, address, heading):
    assert heading in sign_in(coach).page(f"/agenda?{address}").all("h2", kind="period-title")[0]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["x", "2026-02-30", "9999-12-31", "2027-W53", "2026-13", "'; drop", "%F0%9F%98%80"])
def test_what_names_nothing_opens_at_today(sign_in, coach, view, name):
    browser = sign_in(coach)
    asked = browser.page(f"/agenda?weergave={view}&dag={name}&week={name}&maand={name}&school={name}")
    assert asked.all("h2", kind="period-title") == browser.page(f"/agenda?weergave={view}").all(
        "h2", kind="period-title"
    )


@pytest.mark.parametrize(
    "address", ["?weergave=kwartaal", "?weergave=", "?school=x", "?weergave=week&dag=2026-01-01", ""]
)
def test_what_asks_for_nothing_shows_the_week(sign_in, coach, address):
    assert "Week 48" in sign_in(coach).page(f"/agenda{address}").all("h2", kind="period-title")[0]


@pytest.mark.parametrize("view", VIEWS)
def test_one_goes_back_and_on_and_to_today(sign_in, coach, view):
    browser = sign_in(coach)
    here = browser.page(f"/agenda?weergave={view}")
    assert "Vandaag" not in here.all("a", kind="btn-link")
    back, on = (link.get("href") for link in here.elements("a", kind="btn-icon"))
    for address in (back, on):
        there = browser.page(address)
        assert there.all("h2", kind="period-title") != here.all("h2", kind="period-title")
        today = next(link.get("href") for link in there.elements("a", kind="btn-link") if text_of(link) == "Vandaag")
        assert browser.page(today).all("h2", kind="period-title") == here.all("h2", kind="period-title")


def test_another_view_goes_on_from_the_days_that_one_looks_at(sign_in, coach):
    links = sign_in(coach).page("/agenda?weergave=week&week=2027-W05").links()
    assert {"/agenda?weergave=dag&dag=2027-02-01", "/agenda?weergave=maand&maand=2027-02"} <= set(links.values())


@pytest.mark.parametrize(("day", "week"), [(27, "Week 48"), (28, "Week 49"), (29, "Week 49")])
def test_in_the_weekend_the_week_that_comes_opens(sign_in, coach, time_machine, day, week):
    time_machine.move_to(at(day, 9), tick=False)
    assert week in sign_in(coach).page("/agenda").all("h2", kind="period-title")[0]


def test_today_is_marked_for_eye_and_ear(sign_in, coach):
    for view in ("week", "maand"):
        page = sign_in(coach).page(f"/agenda?weergave={view}")
        marked = [link for link in page.elements("a") if link.get("aria-current") == "date"]
        assert [next(iter(link.iter("time"))).get("datetime") for link in marked] == ["2026-11-24"]
        assert "di 24 nov" in text_of(marked[0])
        assert len(page.elements("td", kind="is-today")) == 1


def test_the_weekend_is_shown_when_something_is_in_it(sign_in, coach, teacher, school):
    browser = sign_in(coach)
    assert len(browser.page("/agenda").elements("td")) == 5
    make_appointment(coach, teacher, school, starts_at=at(29, 9))
    assert list(cells(browser.page("/agenda")))[5:] == ["2026-11-29"]


def test_a_link_says_day_time_school_kind_and_people(sign_in, coach, appointment):
    for view in ("week", "maand"):
        page = sign_in(coach).page(f"/agenda?weergave={view}")
        (said,) = page.all("a", kind=ENTRY)
        assert said.startswith("wo 25 nov, 10.00")
        for words in ("–11.00 uur", "De Bron", "Co-teaching dans", "Anneke Smit"):
            assert words in said


def test_at_ones_own_school_what_takes_place_goes_before_where(sign_in, coach, teacher, appointment):
    for person, words in ((coach, "De Bron"), (teacher, "Co-teaching dans")):
        page = sign_in(person).page("/agenda?weergave=maand")
        assert page.all("span", kind="calendar-entry-title") == [words]
        assert "De Bron" in page.all("a", kind=ENTRY)[0]


def test_a_month_is_a_table_with_names_of_days_and_numbers_of_weeks(sign_in, coach):
    page = sign_in(coach).page("/agenda?weergave=maand&maand=2027-01")
    assert page.all("caption") == ["januari 2027"]
    columns = [each for each in page.elements("th") if each.get("scope") == "col"]
    days = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
    assert [text_of(each) for each in columns[1:]] == [f"{day[:2]}{day}" for day in days]  # for the eye, for the ear
    rows = [text_of(each) for each in page.elements("th") if each.get("scope") == "row"]
    assert rows == ["Week 53", "Week 1", "Week 2", "Week 3", "Week 4"]
    assert page.links()["Week 53"] == "/agenda?weergave=week&week=2026-W53"


def test_a_full_day_of_a_month_shows_four_and_the_way_to_the_rest(sign_in, coach, teacher, school):
    for number in range(6):
        make_appointment(coach, teacher, school, starts_at=TOMORROW + number * HOUR)
    page = sign_in(coach).page("/agenda?weergave=maand")
    assert len(page.elements("li", kind="is-more")) == 2
    (more,) = page.elements("p", kind="calendar-more")
    assert text_of(more).startswith("nog 2")
    assert next(iter(more.iter("a"))).get("href") == "/agenda?weergave=dag&dag=2026-11-25"


def test_what_was_cancelled_says_so_in_words_everywhere(sign_in, coach, appointment, now):
    actions.cancel_appointment(appointment, reason=CancelReason.AWAY, by=coach.id, now=now)
    for view in VIEWS:
        page = sign_in(coach).page(f"/agenda?weergave={view}&dag=2026-11-25")
        assert page.elements("a", kind="is-cancelled") or page.elements("article", kind="is-cancelled")
        assert "Geannuleerd" in page.text
        assert "afwezig" not in page.text


def test_what_runs_past_midnight_lies_on_both_days(sign_in, coach, teacher, school):
    make_appointment(coach, teacher, school, starts_at=at(25, 21), ends_at=at(26, 1))
    shown = cells(sign_in(coach).page("/agenda"))
    assert "vanaf 22.00" in shown["2026-11-25"]
    assert "tot 2.00" in shown["2026-11-26"]
    assert "De Bron" not in shown["2026-11-27"]
    page = sign_in(coach).page("/agenda?weergave=dag&dag=2026-11-26")
    assert "wo 25 nov, 22.00 uur – do 26 nov, 2.00 uur" in page.text


def test_what_ends_at_midnight_does_not_lie_on_the_next_day(sign_in, coach, teacher, school):
    make_appointment(coach, teacher, school, starts_at=at(25, 21), ends_at=at(25, 23))
    shown = cells(sign_in(coach).page("/agenda"))
    assert "22.00–0.00 uur" in shown["2026-11-25"]
    assert "De Bron" not in shown["2026-11-26"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (at(23, 8, month=10), at(26, 9, month=10)),  # the clock goes back in the night of 24 to 25 October
        (at(26, 9, month=3, year=2027), at(29, 8, month=3, year=2027)),  # and forward in that of 27 to 28 March
    ],
)
def test_ten_o_clock_stays_ten_o_clock_when_the_clock_changes(sign_in, coach, teacher, school, before, after):
    browser = sign_in(coach)
    for starts_at in (before, after):
        make_appointment(coach, teacher, school, starts_at=starts_at)
        day = starts_at.date()
        for address in (f"weergave=dag&dag={day}", f"weergave=maand&maand={day:%Y-%m}"):
            assert "10.00" in browser.page(f"/agenda?{address}").text
        week = browser.page(f"/agenda?week={day.isocalendar().year}-W{day.isocalendar().week:02}")
        assert "10.00–11.00 uur" in cells(week)[day.isoformat()]


def test_the_day_of_25_hours_holds_its_last_hour(sign_in, coach, teacher, school):
    make_appointment(coach, teacher, school, starts_at=at(25, 22, month=10), ends_at=at(25, 23, month=10))
    shown = cells(sign_in(coach).page("/agenda?week=2026-W43"))
    assert "23.00–0.00 uur" in shown["2026-10-25"]


# Days on which nothing can be planned


def test_holidays_closures_and_projects_are_named_in_every_view(sign_in, teacher, school):
    make_closure(school, date(2026, 11, 25), name="studiedag")
    make_project(school, date(2026, 11, 26), date(2026, 11, 27), name="Buurt op de kaart")
    browser = sign_in(teacher)
    for address in ("weergave=week", "weergave=maand"):
        page = browser.page(f"/agenda?{address}")
        assert "studiedag" in cells(page)["2026-11-25"]
        assert "Buurt op de kaart" in cells(page)["2026-11-26"]
        assert len(page.elements("td", kind="is-free")) == 1
    assert "studiedag" in browser.page("/agenda?weergave=dag&dag=2026-11-25").text


def test_public_holidays_are_named_and_weekends_are_no_holiday(sign_in, teacher):
    shown = cells(sign_in(teacher).page("/agenda?weergave=maand&maand=2027-05"))
    assert "Hemelvaart" in shown["2027-05-06"]
    assert shown["2027-05-29"].endswith("za 29 mei 2027")


# Who sees what


def test_who_has_several_schools_can_look_at_one(sign_in, coach, teacher, school, appointment, db):
    other = make_school(name="De Horizon")
    make_appointment(coach, make_teacher(other), other, starts_at=TOMORROW + 3 * HOUR)
    advisor = make_holder(Role.ADVISOR, school)
    assert sign_in(advisor).page("/agenda").elements("select") == []
    db.add(
        RoleGrant(
            person_id=advisor.id,
            role=Role.ADVISOR,
            school_id=other.id,
            starts_on=date(2026, 8, 1),
            recorded_at=at(1, 9),
        )
    )
    browser = sign_in(advisor)
    assert len(browser.page("/agenda").elements("a", kind=ENTRY)) == 2
    chosen = browser.page(f"/agenda?weergave=week&school={other.id}")
    assert len(chosen.elements("a", kind=ENTRY)) == 1
    assert "De Horizon" in chosen.all("a", kind=ENTRY)[0]
    assert f"/agenda?weergave=maand&school={other.id}" in chosen.links().values()
    elsewhere = make_school()
    assert len(browser.page(f"/agenda?school={elsewhere.id}").elements("a", kind=ENTRY)) == 2


@pytest.mark.parametrize(("role", "way_on"), [(Role.COMMISSION, "/trainingen/"), (Role.ADMINISTRATOR, "/mensen/")])
def test_who_has_no_agenda_is_told_why_and_where_to_go(sign_in, appointment, role, way_on):
    page = sign_in(make_holder(role)).page("/agenda")
    assert "De Bron" not in page.text
    (empty,) = page.elements("div", kind="empty")
    assert [link.get("href") for link in empty.iter("a")] == [way_on]
    assert page.elements("table") == []


def test_who_has_no_agenda_but_takes_part_sees_it(sign_in, coach, teacher):
    member = make_holder(Role.COMMISSION)
    people = {coach.id: ParticipantRole.TRAINER, member.id: ParticipantRole.ATTENDEE}
    make_appointment(coach, teacher, kind=AppointmentKind.WORKING_GROUP, participants=people, title="Werkgroep borging")
    assert "Werkgroep borging" in sign_in(member).page("/agenda").text


def test_busy_times_of_ones_own_calendar_are_seen_by_nobody_else(sign_in, coach, school, teacher, appointment, db):
    db.add(BusyTime(person_id=teacher.id, starts_at=at(26, 8), ends_at=at(26, 9)))
    db.add(BusyTime(person_id=teacher.id, starts_at=at(26, 23), ends_at=at(28, 23)))
    shown = cells(sign_in(teacher).page("/agenda"))
    assert "9.00–10.00 uur Bezet (eigen agenda)" in shown["2026-11-26"]
    assert "hele dag Bezet (eigen agenda)" in shown["2026-11-27"]
    assert "2026-11-28" not in shown
    assert "Bezet" in sign_in(teacher).page("/agenda?weergave=dag&dag=2026-11-26").text
    for person in (coach, make_leader(school)):
        assert "Bezet" not in sign_in(person).page("/agenda").text


# On paper, and what it costs


@pytest.mark.parametrize("view", VIEWS)
def test_paper_says_whose_it_is_and_of_which_day(sign_in, coach, view):
    page = sign_in(coach).page(f"/agenda?weergave={view}")
    assert page.all("p", kind="only-on-paper") == [f"{coach.name}, afgedrukt op dinsdag 24 november 2026"]
    assert [button for button in page.elements("button") if button.get("data-print") is not None]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("make_viewer", [lambda coach, school: coach, lambda coach, school: make_leader(school)])
def test_thirty_appointments_cost_as_many_statements_as_one(
    sign_in, coach, school, appointment, statements, view, make_viewer
):
    browser = sign_in(make_viewer(coach, school))
    address = f"/agenda?weergave={view}&dag=2026-11-25"
    browser.get(address)
    statements.clear()
    browser.get(address)
    with_one = len(statements)
    quarter = timedelta(minutes=15)
    for number in range(4, 33):
        pupil, starts_at = make_teacher(school, last_name=str(number)), TOMORROW + number * quarter
        make_appointment(coach, pupil, school, starts_at=starts_at, ends_at=starts_at + quarter)
    browser.get(address)
    statements.clear()
    page = browser.page(address)
    assert page.text.count("De Bron") >= 30
    assert len(statements) == with_one
