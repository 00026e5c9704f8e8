"""Finding a moment and planning a series, as a coach does it."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from coachtrack.agenda.actions import prefer_times
from coachtrack.agenda.models import BusyTime
from coachtrack.agenda.rules.preferred import PreferredLine
from coachtrack.people.queries import coach_disciplines
from coachtrack.trajectories.models import CoachingSession
from tests.factories.agenda import make_appointment
from tests.factories.people import make_absence, make_coach, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import make_active_trajectory, make_open_school
from tests.support.client import Page, location_of
from tests.support.moments import NOW
from tests.support.pages import text_of
from tests.support.warned import ticked, told

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TUESDAY = datetime(2026, 12, 1, 8, tzinfo=UTC)
"""Nine o'clock in the Netherlands."""
WEEK = timedelta(weeks=1)


@pytest.fixture
def trajectory(db):
    """A trajectory under way with a teacher who works on Tuesdays and Thursdays."""
    school = make_open_school()
    return make_active_trajectory(school=school, teacher=make_teacher(school, "Anneke", post={"working_days": 2 | 8}))


@pytest.fixture
def coach(trajectory, sign_in):
    return sign_in(trajectory.coach)


def finding(trajectory, **asked):
    return f"/trajecten/{trajectory.id}/moment" + ("?" + urlencode(asked) if asked else "")


def series_of(trajectory, first=TUESDAY, **asked):
    wanted = {"kind": "co_teaching", "length": 60, "first": "2026-12-01", "times": 3, "every": 1, "weeks": 6} | asked
    return f"/trajecten/{trajectory.id}/reeks?" + urlencode(wanted | {"moment": first.isoformat()})


def offered(page):
    """The moments on offer, as the form sends them."""
    return [each.get("value") for each in page.elements("input") if each.get("name") == "moment"]


def planned(db):
    sessions = db.scalars(sa.select(CoachingSession)).all()
    return sorted(each.appointment.starts_at for each in sessions)


def values(page, name):
    """What the fields of the lines hold that are called so."""
    fields = page.elements("input")
    return [each.get("value") for each in fields if (each.get("name") or "").endswith(f"-{name}")]


def test_ten_moments_are_on_offer_at_once(coach, trajectory):
    page = coach.page(finding(trajectory))
    days = [datetime.fromisoformat(each).astimezone(AMSTERDAM) for each in offered(page)]
    assert len(days) == 10
    assert {each.weekday() for each in days} == {1, 3}
    assert min(days).date() == date(2026, 11, 26)
    assert finding(trajectory) in coach.page(f"/trajecten/{trajectory.id}").links().values()
    assert finding(trajectory) in coach.page(f"/trajecten/{trajectory.id}/sessies/nieuw").links().values()


def test_what_the_teacher_prefers_comes_first_and_only_that_it_suits_is_said(coach, trajectory):
    line = PreferredLine(3, time(13), time(14))
    prefer_times(trajectory.teacher_id, {0: line}, by=trajectory.teacher_id, now=NOW)
    page = coach.page(finding(trajectory))
    hints = page.all("p", kind="form-text")
    assert "Fits the preference of Anneke." in hints
    assert datetime.fromisoformat(offered(page)[0]).astimezone(AMSTERDAM).time() == time(13)
    prefer_times(trajectory.teacher_id, {0: PreferredLine(0, time(13), time(14))}, by=trajectory.teacher_id, now=NOW)
    hints = coach.page(finding(trajectory)).all("p", kind="form-text")
    assert hints.count("Outside the preference of Anneke.") == 10


def test_a_moment_that_is_chosen_is_planned(coach, trajectory, db):
    found = coach.get(finding(trajectory, kind="debrief", length=30, first="2026-12-01", times=1, every=2, weeks=6))
    chosen = offered(Page(found))[0]
    answer = coach.submit(found, button="Plan the session", moment=chosen)
    assert location_of(answer) == f"/trajecten/{trajectory.id}"
    (session,) = db.scalars(sa.select(CoachingSession)).all()
    appointment = session.appointment
    assert (appointment.starts_at, appointment.kind) == (datetime.fromisoformat(chosen), "debrief")
    assert appointment.ends_at - appointment.starts_at == timedelta(minutes=30)
    again = coach.submit(found, button="Plan the session", moment=chosen)
    assert location_of(again) == f"/trajecten/{trajectory.id}"
    assert len(planned(db)) == 1, "sent twice, planned once"


def test_a_moment_that_was_taken_meanwhile_is_refused_and_others_are_offered(coach, trajectory, db):
    found = coach.get(finding(trajectory))
    chosen = offered(Page(found))[0]
    other = make_teacher(trajectory.school)
    make_appointment(trajectory.coach, other, trajectory.school, starts_at=datetime.fromisoformat(chosen))
    answer = coach.submit(found, button="Plan the session", moment=chosen)
    assert answer.status_code == 422
    assert chosen not in offered(Page(answer))
    assert planned(db) == []


def test_what_became_unwise_meanwhile_is_told_first(coach, trajectory, db):
    found = coach.get(finding(trajectory))
    chosen = offered(Page(found))[0]
    starts_at = datetime.fromisoformat(chosen)
    db.add(BusyTime(person_id=trajectory.teacher_id, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)))
    answer = coach.submit(found, button="Plan the session", moment=chosen)
    assert answer.status_code == 422
    assert any("Anneke" in sentence for sentence in told(answer))
    assert planned(db) == []
    coach.submit(answer, button="Plan the session", anyway=ticked(answer))
    assert planned(db) == [starts_at]


@pytest.mark.parametrize(
    "asked",
    [
        {"length": 5},
        {"length": "lang"},
        {"times": 13},
        {"times": "x"},
        {"first": "morgen"},
        {"weeks": 40},
        {"kind": "x"},
    ],
)
def test_what_cannot_be_looked_for_is_said_at_its_field(coach, trajectory, asked):
    page = coach.page(finding(trajectory, **asked), status=422)
    assert page.error_at(next(iter(asked))) or "kind" in asked
    assert offered(page) == []


def test_where_there_is_none_the_page_says_why_and_leads_on(coach, trajectory):
    make_absence(trajectory.teacher, date(2026, 11, 1), date(2027, 6, 1))
    page = coach.page(finding(trajectory))
    assert offered(page) == []
    assert "Most often Anneke is away." in page.text
    assert f"/trajecten/{trajectory.id}/sessies/nieuw" in page.links().values()


def test_moments_lie_no_further_than_the_coach_may_coach(coach, trajectory, db):
    (validity,) = coach_disciplines(trajectory.coach_id)
    validity.ends_on = date(2026, 12, 8)
    page = coach.page(finding(trajectory))
    days = {datetime.fromisoformat(each).date() for each in offered(page)}
    assert days == {date(2026, 11, 26), date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 8)}
    validity.ends_on = date(2026, 11, 1)
    late = coach.submit(coach.get(finding(trajectory)), button="Plan the session", moment=TUESDAY.isoformat())
    assert late.status_code == 422
    assert "expired" in Page(late).text


def test_nothing_but_a_moment_can_be_chosen(coach, trajectory, db):
    for nonsense in ("", "morgen", "2026-12-01", "9999-12-31T23:59:00+00:00"):
        assert coach.post(finding(trajectory), data={"moment": nonsense}).status_code == 422
    assert planned(db) == []


def test_more_than_one_leads_to_the_series_which_is_shown_before_it_is_planned(coach, trajectory, db):
    found = coach.get(finding(trajectory, kind="co_teaching", length=60, first="2026-12-01", times=3, every=2, weeks=6))
    answer = coach.submit(found, button="Look at the series", moment=TUESDAY.isoformat())
    page = coach.page(location_of(answer))
    assert values(page, "day") == ["2026-12-01", "2026-12-15", "2027-01-05"]
    assert set(values(page, "starts")) == {"09:00"}
    assert planned(db) == []
    done = coach.submit(location_of(answer), place="Speelzaal")
    assert location_of(done) == f"/trajecten/{trajectory.id}"
    assert planned(db) == [TUESDAY, TUESDAY + 2 * WEEK, TUESDAY + 5 * WEEK]


def test_a_day_in_a_holiday_moves_and_says_so(coach, trajectory):
    page = coach.page(series_of(trajectory, TUESDAY + 2 * WEEK, times=2, every=4))
    assert values(page, "day") == ["2026-12-15", "2027-01-12"]
    page = coach.page(series_of(trajectory, TUESDAY + WEEK, times=3, every=0, weeks=2))
    assert values(page, "day") == ["2026-12-08", "2027-01-05", "2027-01-19"]
    assert "instead of Tue 22 Dec (kerstvakantie)" in page.text


def test_a_line_is_adapted_another_left_out(coach, trajectory, db):
    shown = coach.get(series_of(trajectory))
    answer = coach.submit(
        shown,
        **{"lines-0-day": "2026-12-03", "lines-0-starts": "11:00", "lines-0-ends_at": "11:45", "lines-1-take": None},
    )
    assert location_of(answer) == f"/trajecten/{trajectory.id}"
    assert planned(db) == [datetime(2026, 12, 3, 10, tzinfo=UTC), TUESDAY + 2 * WEEK]


def test_a_failure_in_one_line_leaves_none_points_at_it_and_loses_nothing(coach, trajectory, db):
    shown = coach.get(series_of(trajectory))
    other = make_teacher(make_school())
    make_appointment(trajectory.coach, other, starts_at=TUESDAY + 2 * WEEK)
    answer = coach.submit(shown, place="Speelzaal", **{"lines-1-starts": "10:30", "lines-1-ends_at": "11:30"})
    assert answer.status_code == 422
    page = Page(answer)
    assert page.error_at("lines-2-day")
    assert page.error_at("lines-0-day") == page.error_at("lines-1-day") == ""
    assert values(page, "starts") == ["09:00", "10:30", "09:00"]
    assert [each.get("value") for each in page.elements("input") if each.get("name") == "place"] == ["Speelzaal"]
    assert planned(db) == []
    mended = coach.submit(answer, **{"lines-2-starts": "13:00", "lines-2-ends_at": "14:00"})
    assert location_of(mended) == f"/trajecten/{trajectory.id}"
    assert len(planned(db)) == 3


def test_warnings_stand_at_their_line_and_hold_for_exactly_what_was_told(coach, trajectory, db):
    shown = coach.get(series_of(trajectory))
    answer = coach.submit(shown, **{"lines-1-day": "2026-12-09"})
    assert answer.status_code == 422
    sentence = f"{trajectory.teacher.name} does not work"
    assert any(each.startswith(sentence) for each in told(answer))
    lines = Page(answer).elements("fieldset", kind="field-set")
    assert [sentence in text_of(line) for line in lines] == [False, True, False]
    assert planned(db) == []
    done = coach.submit(answer, anyway=ticked(answer))
    assert location_of(done) == f"/trajecten/{trajectory.id}"
    assert len(planned(db)) == 3


def test_sent_twice_a_series_is_planned_once(coach, trajectory, db):
    shown = coach.get(series_of(trajectory))
    for _time in range(2):
        assert location_of(coach.submit(shown)) == f"/trajecten/{trajectory.id}"
    assert len(planned(db)) == 3


def test_nothing_ticked_is_nothing_planned(coach, trajectory, db):
    none = {f"lines-{number}-take": None for number in range(3)}
    answer = coach.submit(series_of(trajectory), **none)
    assert answer.status_code == 422
    assert planned(db) == []


def test_a_series_without_a_moment_leads_back(coach, trajectory):
    for address in (f"/trajecten/{trajectory.id}/reeks", series_of(trajectory, length=3)):
        assert location_of(coach.get(address)) == finding(trajectory)


def test_it_is_for_her_own_trajectories(trajectory, sign_in):
    other = sign_in(make_coach())
    assert other.get(finding(trajectory)).status_code == 404
    assert other.get(series_of(trajectory)).status_code == 404


def test_a_page_of_moments_costs_a_constant_number_of_statements(coach, trajectory, statements):
    coach.get(finding(trajectory))
    statements.clear()
    coach.get(finding(trajectory))
    few = len(statements)
    for number in range(30):
        make_appointment(
            trajectory.coach, make_teacher(trajectory.school), trajectory.school, starts_at=TUESDAY + number * WEEK
        )
    coach.get(finding(trajectory))
    statements.clear()
    coach.get(finding(trajectory))
    assert len(statements) <= few
