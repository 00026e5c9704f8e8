"""The times at which a teacher likes to be coached: hers to say, line by line, and used for proposals only."""

from datetime import time

import pytest

from coachtrack.agenda.actions import prefer_times
from coachtrack.agenda.queries import preferred_times_of
from coachtrack.agenda.rules.preferred import MOST_LINES, PreferredLine, check_lines
from coachtrack.errors import Refused
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school
from tests.support.client import Page, location_of

MORNING = PreferredLine(1, time(9), time(10, 30))
AFTERNOON = PreferredLine(1, time(13), time(14))


def refused_at(*lines):
    with pytest.raises(Refused) as refusal:
        check_lines(dict(enumerate(lines)))
    return refusal.value.field


def test_lines_fit_that_do_not_overlap_also_when_they_touch():
    touching = PreferredLine(1, time(10, 30), time(11)), PreferredLine(2, time(9), time(10))
    check_lines(dict(enumerate([MORNING, AFTERNOON, *touching])))


@pytest.mark.parametrize(
    ("starts", "ends"), [(time(9), time(10, 30)), (time(8), time(9, 15)), (time(9, 30), time(10)), (time(8), time(12))]
)
def test_a_line_that_overlaps_one_before_it_is_refused_at_its_beginning(starts, ends):
    assert refused_at(AFTERNOON, MORNING, PreferredLine(1, starts, ends)) == "lines-2-starts"


def test_a_line_ends_after_it_begins():
    assert refused_at(MORNING, PreferredLine(2, time(9), time(9))) == "lines-1-ends"


def test_there_is_room_for_fifteen_lines():
    lines = [PreferredLine(day, time(hour), time(hour + 1)) for day in range(5) for hour in (8, 10, 12, 14)]
    check_lines(dict(enumerate(lines[:MOST_LINES])))
    assert refused_at(*lines[: MOST_LINES + 1]) is None


@pytest.fixture
def teacher(db):
    return make_teacher(make_school())


def told(person):
    return [(each.weekday, each.starts, each.ends) for each in preferred_times_of(person.id)]


def test_what_is_said_stands_in_place_of_what_was_said_before(teacher, now):
    prefer_times(teacher.id, {0: AFTERNOON, 1: MORNING}, by=teacher.id, now=now)
    assert told(teacher) == [(1, time(9), time(10, 30)), (1, time(13), time(14))]
    prefer_times(teacher.id, {0: PreferredLine(1, time(9), time(12))}, by=teacher.id, now=now)
    assert told(teacher) == [(1, time(9), time(12))]
    prefer_times(teacher.id, {}, by=teacher.id, now=now)
    assert told(teacher) == []


PAGE = "/agenda/voorkeuren"


def typed(*lines, **more):
    """The form as it is sent: lines of weekday, from and until, in the words of the screen."""
    fields = {
        f"lines-{number}-{name}": value
        for number, line in enumerate(lines)
        for name, value in zip(("weekday", "starts", "ends"), line, strict=True)
    }
    return {name.replace("_", "-"): value for name, value in (fields | more).items()}


def test_a_teacher_adds_lines_and_takes_them_out_without_a_script(teacher, sign_in):
    browser = sign_in(teacher)
    first = Page(browser.post(PAGE, data={"more": "1"}))
    assert [field.get("name") for field in first.elements("select")] == ["lines-0-weekday"]
    second = Page(browser.post(PAGE, data=typed(("1", "09:00", "10:30"), more="1")))
    kept = {field.get("name"): field.get("value") for field in second.elements("input")}
    assert (kept["lines-0-starts"], kept["lines-0-ends"]) == ("09:00", "10:30")
    assert told(teacher) == [], "adding a line saves nothing"
    saved = browser.post(PAGE, data=typed(("1", "09:00", "10:30"), ("3", "13:00", "14:00")))
    assert location_of(saved) == PAGE
    assert told(teacher) == [(1, time(9), time(10, 30)), (3, time(13), time(14))]
    browser.submit(PAGE, **{"lines-0-drop": "y"})
    assert told(teacher) == [(3, time(13), time(14))]


def test_an_overlap_is_refused_at_the_line_and_nothing_typed_is_lost(teacher, sign_in, now):
    prefer_times(teacher.id, {0: AFTERNOON}, by=teacher.id, now=now)
    browser = sign_in(teacher)
    lines = ("1", "09:00", "10:30"), ("4", "", ""), ("1", "10:00", "11:00")
    answer = browser.post(PAGE, data=typed(*lines, lines_1_drop="y"))
    assert answer.status_code == 422
    page = Page(answer)
    assert "09:00–10:30" in page.error_at("lines-2-starts")
    assert page.error_at("lines-0-starts") == page.error_at("lines-1-starts") == ""
    assert [each.get("value") for each in page.elements("input") if each.get("name") == "lines-2-ends"] == ["11:00"]
    assert told(teacher) == [(1, time(13), time(14))]


def test_what_is_no_time_is_said_at_its_line(teacher, sign_in):
    page = Page(sign_in(teacher).post(PAGE, data=typed(("1", "half tien", ""))))
    assert page.error_at("lines-0-starts")
    assert page.error_at("lines-0-ends")


def test_nobody_but_a_teacher_has_such_a_page(sign_in, db):
    assert sign_in(make_coach()).get(PAGE).status_code == 403


def test_the_page_of_how_one_hears_of_appointments_leads_to_it_for_a_teacher_only(teacher, sign_in):
    assert PAGE in sign_in(teacher).page("/agenda/meldingen").links().values()
    assert PAGE not in sign_in(make_coach()).page("/agenda/meldingen").links().values()


def test_a_teacher_finds_her_times_from_her_agenda_and_a_coach_has_none(sign_in, db):
    assert (
        sign_in(make_teacher(make_school())).page("/agenda").links()["Wanneer coaching je uitkomt"]
        == "/agenda/voorkeuren"
    )
    assert "Wanneer coaching je uitkomt" not in sign_in(make_coach()).page("/agenda").links()
