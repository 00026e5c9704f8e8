"""Days from a school's own calendar: what is proposed of it, what is kept, and that nothing else is."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda.rules.busy import CalendarEvent
from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.school_calendar import MOST_LINES, ZONE, Standing, calendar_lines, kind_in
from coachtrack.agenda.rules.school_days import NamedDays, SchoolDays
from coachtrack.schools.models import SchoolClosure
from coachtrack.schools.rules.subjects import ClosureKind
from tests.factories.people import make_leader
from tests.factories.schools import make_closure, make_school
from tests.support.client import Page, location_of

WEDNESDAY = date(2026, 12, 2)


def midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)


def whole_days(title, first, last=None):
    return CalendarEvent(midnight(first), midnight((last or first) + timedelta(days=1)), True, False, title)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Studiedag team (leerlingen vrij)", ClosureKind.STAFF_DAY),
        ("STUDIEDAGEN", ClosureKind.STAFF_DAY),
        ("Teamdag", ClosureKind.STAFF_DAY),
        ("Margedag", ClosureKind.SPARE_DAY),
        ("Lesvrije dag groep 1 t/m 8", ClosureKind.SPARE_DAY),
        ("Alle leerlingen vrij", ClosureKind.SPARE_DAY),
        ("Vrije dag na Hemelvaart", ClosureKind.SPARE_DAY),
        ("Meivakantie", ClosureKind.HOLIDAY),
        ("Kerst vakantie", ClosureKind.HOLIDAY),
        ("School gesloten", ClosureKind.OTHER),
        ("Laatste schooldag voor de kerstvakantie", None),
        ("Eerste dag na de vakantie", None),
        ("Start vakantie 14.00 uur", None),
        ("Vrijdagmiddagviering", None),
        ("Schoolfotograaf", None),
        ("Vakantierooster bekend", None),
        ("Kamp groep 8", None),
    ],
)
def test_the_words_of_schools_say_what_a_day_is(title, kind):
    assert kind_in(title) is kind


def test_holidays_that_are_known_are_not_proposed_unless_the_school_has_more_days():
    known = SchoolDays(holidays=(NamedDays(date(2027, 4, 24), date(2027, 5, 2), "meivakantie"),))
    events = [
        whole_days("Meivakantie", date(2027, 4, 24), date(2027, 5, 2)),
        whole_days("Pinksteren", date(2027, 5, 15), date(2027, 5, 17)),
        whole_days("Meivakantie twee weken", date(2027, 4, 26), date(2027, 5, 9)),
    ]
    found = {line.name: line.standing for line in calendar_lines(events, known)}
    assert found == {
        "Meivakantie": Standing.OFFICIAL, "Pinksteren": Standing.OFFICIAL, "Meivakantie twee weken": Standing.NEW
    }  # fmt: skip


def test_appointments_weekends_and_lines_without_a_title_are_left_out():
    lesson = CalendarEvent(midnight(WEDNESDAY), midnight(WEDNESDAY) + timedelta(hours=1), False, True, "Studiedag")
    saturday = whole_days("Open dag, vrij", date(2026, 12, 5), date(2026, 12, 6))
    assert calendar_lines([lesson, saturday, whole_days(" ", WEDNESDAY)], SchoolDays()) == ()


def test_a_day_over_the_change_of_the_clock_is_that_day():
    (line,) = calendar_lines([whole_days("Studiedag", date(2026, 10, 23), date(2026, 10, 26))], SchoolDays())
    assert line.days == Days(date(2026, 10, 23), date(2026, 10, 26))


def test_a_calendar_full_of_other_things_leaves_room_for_what_counts():
    events = [whole_days(f"Verjaardag {number}", WEDNESDAY) for number in range(MOST_LINES + 50)]
    lines = calendar_lines([*events, whole_days("Studiedag", date(2027, 6, 2))], SchoolDays())
    assert [line.name for line in lines] == ["Studiedag"]


titles = st.sampled_from(["Studiedag", "Margedag", "Meivakantie", "Sinterklaas", "Kamp"])
events = st.builds(
    lambda title, first, length: whole_days(title, first, first + timedelta(days=length)),
    titles, st.dates(date(2026, 8, 1), date(2027, 7, 1)), st.integers(0, 9),
)  # fmt: skip


@given(st.lists(events, max_size=12))
def test_what_is_proposed_can_be_taken_over_and_is_not_proposed_again(found):
    taken = [line for line in calendar_lines(found, SchoolDays()) if line.standing is Standing.NEW]
    for number, line in enumerate(taken):
        assert not any(line.days.shares(other.days) for other in taken[number + 1 :])
    closures = tuple(NamedDays(line.days.first, line.days.last, line.name) for line in taken)
    again = calendar_lines(found, SchoolDays(closures=closures))
    assert not [line for line in again if line.standing is Standing.NEW]


# --- the pages --------------------------------------------------------------------------------------------------

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//school//NL
{events}
END:VCALENDAR
"""


def calendar(*entries):
    """A file with whole days: (title, first day, the day after the last)."""
    events = [
        f"BEGIN:VEVENT\nUID:{number}@school\nDTSTAMP:20260801T080000Z\nDTSTART;VALUE=DATE:{first}\n"
        f"DTEND;VALUE=DATE:{last}\nSUMMARY:{title}\nEND:VEVENT"
        for number, (title, first, last) in enumerate(entries)
    ]
    return CALENDAR.format(events="\n".join(events)).replace("\n", "\r\n").encode()


FILE = calendar(
    ("Studiedag lezen", "20261202", "20261203"),
    ("Herfstvakantie", "20261010", "20261019"),
    ("Ouderavond Jansen", "20261203", "20261204"),
    ("Margedag", "20290605", "20290606"),
)


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def director(sign_in, school):
    return sign_in(make_leader(school))


@pytest.fixture
def hand_in(director, school):
    def hand_in(body):
        return director.submit(f"/scholen/{school.id}/dagen/uit-agenda", file=(BytesIO(body), "school.ics"))

    return hand_in


def names(db):
    return list(db.scalars(sa.select(SchoolClosure.name).order_by(SchoolClosure.starts_on)))


def ticked(response):
    """Which lines are ticked, in order."""
    boxes = [box for box in Page(response).elements("input") if box.get("type") == "checkbox"]
    return [box.get("checked") is not None for box in boxes]


def test_what_is_new_is_ticked_and_only_what_is_ticked_is_kept(director, school, db, hand_in):
    preview = hand_in(FILE)
    assert preview.status_code == 200
    assert ticked(preview) == [
        False,
        True,
        False,
    ]  # the holiday is known, the evening is not ours
    response = director.submit(preview)
    assert location_of(response) == f"/scholen/{school.id}/dagen"
    assert names(db) == ["Studiedag lezen"]
    kept = db.scalars(sa.select(SchoolClosure)).one()
    assert (kept.kind, kept.starts_on, kept.ends_on) == (ClosureKind.STAFF_DAY, WEDNESDAY, WEDNESDAY)


def test_the_same_file_proposes_nothing_new_the_second_time(director, hand_in):
    director.submit(hand_in(FILE))
    again = hand_in(FILE)
    assert ticked(again) == [False, False]
    assert "Er staat niets nieuws in" in Page(again).text


def test_a_line_gets_another_name_and_kind_before_it_is_taken_over(director, db, hand_in):
    director.submit(hand_in(FILE), **{"lines-1-name": "Rekendag", "lines-1-kind": "other"})
    kept = db.scalars(sa.select(SchoolClosure)).one()
    assert (kept.name, kept.kind) == ("Rekendag", ClosureKind.OTHER)


def test_nothing_is_taken_over_when_one_line_does_not_fit(director, school, db, hand_in):
    preview = hand_in(FILE)
    make_closure(school, WEDNESDAY, name="Eerder")
    response = director.submit(preview, **{"lines-2-take": "y"})
    assert response.status_code == 422
    assert "Eerder" in Page(response).error_at("lines-1-take")
    assert names(db) == ["Eerder"]


def test_nothing_ticked_is_said_and_all_lines_stay(director, db, hand_in):
    response = director.submit(hand_in(FILE), **{"lines-1-take": None})
    assert response.status_code == 422
    assert ticked(response) == [False, False, False]
    assert names(db) == []


def test_a_calendar_without_days_says_what_is_looked_for(hand_in):
    page = Page(hand_in(calendar()))
    assert "Er staat niets nieuws in" in page.text
    assert "studiedagen" in page.text


@pytest.mark.parametrize("body", [b"", b"no calendar", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT"])
def test_a_file_that_is_no_calendar_is_refused_at_its_field(body, hand_in):
    response = hand_in(body)
    assert response.status_code == 422
    assert Page(response).error_at("file") != ""


def test_a_title_with_markup_stays_text(hand_in):
    text = hand_in(calendar(("<b>Studiedag</b>", "20261202", "20261203"))).get_data(as_text=True)
    assert "&lt;b&gt;Studiedag" in text
    assert "<b>Studiedag" not in text


def test_the_calendar_of_another_school_is_not_hers(director, db):
    other = make_school()
    assert director.get(f"/scholen/{other.id}/dagen/uit-agenda").status_code == 404
    assert director.post(f"/scholen/{other.id}/dagen/uit-agenda/overnemen").status_code == 404
