"""The pages on which agreements are made and planned: many dates at once or none, and nothing typed is lost."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from coachtrack.agenda.models import Appointment
from coachtrack.agreements.models import Agreement
from coachtrack.database import db as database
from coachtrack.schools.models import AttentionPoint
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.talks.actions.planning import agree
from coachtrack.trainings.models import MeetingCeiling, Training
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus
from coachtrack.viewer import Role
from tests.factories.agenda import make_appointment
from tests.factories.agreements import a_promise, instrument_id
from tests.factories.funding import open_for_coaching
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_closure, make_school
from tests.factories.talks import make_talk
from tests.support.moments import NOW


@pytest.fixture
def table(db, sign_in):
    """A talk about 2026-2027 with two agreements, opened by the advisor in her browser."""
    school = make_school(name="De Wissel")
    period = open_for_coaching(school)
    advisor, trainer, teacher = make_holder(Role.ADVISOR, school), make_holder(Role.TRAINER), make_teacher(school)
    leader, coach = make_leader(school), make_coach()
    talk = make_talk(school, advisor, first_year=2026, period_id=period.id)
    made = [
        agree(
            talk,
            a_promise(instrument_id=instrument_id(code), amount=40, minutes_each=60, discipline=Discipline.DANCE),
            by=advisor.id,
            now=NOW,
        ).id
        for code in ("team_training", "coaching", "working_group")
    ]
    db.commit()
    people = {"trainer": trainer, "teacher": teacher, "leader": leader, "coach": coach, "advisor": advisor}
    numbers = {"team": made[0], "coaching": made[1], "group": made[2], "school": school, "period_id": period.id}
    return SimpleNamespace(browser=sign_in(advisor), url=f"/gesprekken/{talk.id}", talk_id=talk.id, **people, **numbers)


def asked(table, **more):
    return {"trainer": table.trainer.id, "times": 3, "every": 2, "length": 60, "first": "2026-12-01", **more}


def lines(moments, **more):
    typed = {"title": "Samen dansen", "kind": "team_training", "place_kind": "school", **more}
    for number, (day, starts, ends) in enumerate(moments):
        typed |= {f"meetings-{number}-day": day, f"meetings-{number}-starts_at": starts}
        typed |= {f"meetings-{number}-ends_at": ends, f"meetings-{number}-place": "Aula"}
    return typed


def many(count, first=date(2027, 1, 4)):
    """Working days from January on, an hour each, after school."""
    days = [first + timedelta(days=number) for number in range(2 * count)]
    return [(str(day), "15:30", "16:30") for day in days if day.weekday() < 5][:count]


def plan(table, moments, agreement="team", **more):
    address = f"{table.url}/afspraken/{getattr(table, agreement)}/data"
    return table.browser.post(address, query_string=asked(table), data=lines(moments, **more))


def test_the_advisor_makes_an_agreement_and_comes_back_to_it(db, table):
    told = {
        "first_year": 2026, "period_id": table.period_id, "instrument_id": instrument_id("course"), "amount": 2,
        "minutes_each": 90, "responsible": "De directeur", "due_on": "2027-05-01", "carried_out": "other",
    }  # fmt: skip
    answer = table.browser.post(f"{table.url}/afspraken", data=told)
    made = db.scalars(sa.select(Agreement).order_by(Agreement.id.desc())).first()
    assert answer.headers["Location"].endswith(f"{table.url}/afspraken#afspraak-{made.id}")
    assert "De directeur" in table.browser.get(f"{table.url}/afspraken").text


def test_an_agreement_about_nothing_is_told_so_at_its_field_and_keeps_what_was_typed(db, table):
    told = {"first_year": 2026, "period_id": table.period_id, "instrument_id": instrument_id(), "minutes_each": 90,
            "responsible": "De directeur", "amount": "", "carried_out": "other"}  # fmt: skip
    answer = table.browser.post(f"{table.url}/afspraken", data=told)
    assert answer.status_code == 422
    assert 'id="amount-error"' in answer.text
    assert 'value="De directeur"' in answer.text


def test_dates_are_proposed_when_the_school_is_open_and_its_leader_can_come(db, table):
    make_closure(table.school, date(2026, 12, 1), date(2026, 12, 2))
    afternoon = datetime(2026, 12, 3, 12, tzinfo=UTC)
    make_appointment(make_coach(), table.leader, starts_at=afternoon, ends_at=afternoon + timedelta(hours=6))
    db.commit()
    page = table.browser.get(f"{table.url}/afspraken/{table.team}/data", query_string=asked(table))
    days = re.findall(r'name="meetings-\d-day"[^>]* value="([\d-]+)"', page.text)
    assert len(days) == 3
    assert days[0] == "2026-12-04", "on the third the director cannot come"
    assert all(date.fromisoformat(later) - date.fromisoformat(day) >= timedelta(days=10)
               for day, later in pairwise(days))  # fmt: skip


def test_where_the_school_has_no_room_nothing_is_proposed_and_it_says_why(db, table):
    db.add(MeetingCeiling(school_id=table.school.id, first_year=2026, meetings=0))
    db.commit()
    page = table.browser.get(f"{table.url}/afspraken/{table.team}/data", query_string=asked(table))
    assert not re.findall(r'name="meetings-\d-day"[^>]* value="\d', page.text)
    assert "callout-warning" in page.text
    assert f"/bereik/scholen/{table.school.id}/grens" in page.text
    group = table.browser.get(f"{table.url}/afspraken/{table.group}/data", query_string=asked(table))
    assert len(re.findall(r'name="meetings-\d-day"[^>]* value="\d', group.text)) == 3


def told_in(page):
    """The value of the box by which she says that she knows what is told beside it."""
    box = re.search(r'<input[^>]*name="anyway"[^>]*>', page.text).group()
    return re.search(r'value="(\w+)"', box).group(1)


@pytest.mark.sqlite
def test_forty_dates_are_planned_in_one_submit_and_one_transaction(db, table, statements):
    knows = told_in(plan(table, many(40), "group", kind="working_group"))
    assert db.query(Appointment).count() == 0, "some lie in a holiday: she is told first"
    commits = []
    note = lambda _connection: commits.append(len(statements))  # noqa: E731 - to take away again
    sa.event.listen(database.engine, "commit", note)
    statements.clear()
    answer = plan(table, many(40), "group", kind="working_group", anyway=knows)
    sa.event.remove(database.engine, "commit", note)
    assert answer.status_code == 303
    assert db.query(Appointment).count() == 40
    assert db.query(Training).one().agreement_id == table.group
    writing = [number for number, text in enumerate(statements) if text.startswith("INSERT INTO appointment ")]
    assert len(writing) == 40
    assert [before for before in commits if writing[0] < before <= writing[-1]] == []
    assert len(statements) <= 40 * 20 + 80


def test_a_failure_in_the_last_of_forty_leaves_none_and_is_told_at_its_line(db, table):
    moments = many(40)
    last = datetime.fromisoformat(moments[-1][0]).replace(hour=14, tzinfo=UTC)
    make_appointment(make_coach(), table.trainer, starts_at=last)
    db.commit()
    answer = plan(table, moments, "group", kind="working_group")
    assert answer.status_code == 422
    assert 'id="meetings-39-day-error"' in answer.text
    assert answer.text.count('value="Aula"') == 40
    assert db.query(Appointment).count() == 1
    assert db.query(Training).count() == 0


@pytest.mark.parametrize(
    ("moments", "field"),
    [
        ([("2027-01-12", "16:30", "15:30")], "meetings-0-ends_at"),
        ([("2027-01-12", "15:30", "16:30"), ("2027-01-12", "16:00", "17:00")], "meetings-1-starts_at"),
        ([("2027-09-14", "15:30", "16:30")], "meetings-0-day"),
        ([("2027-01-12", "", "")], "meetings-0-starts_at"),
        ([("", "", "")], "meetings-0-day"),
        ([("2027-01-12", "15:30", "16:30"), ("2027-01-19", "15:30", "16:30")], "meetings-1-day"),
    ],
)
def test_a_date_that_cannot_be_is_told_at_its_field_and_nothing_is_lost(db, table, moments, field):
    db.add(MeetingCeiling(school_id=table.school.id, first_year=2026, meetings=1))
    db.commit()
    answer = plan(table, moments, title="Samen dansen in januari")
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert 'value="Samen dansen in januari"' in answer.text
    assert db.query(Appointment).count() == 0


def test_a_date_on_a_closed_day_is_warned_of_and_planned_when_she_says_so(db, table):
    make_closure(table.school, date(2027, 1, 12))
    db.commit()
    moments = [("2027-01-12", "15:30", "16:30")]
    first = plan(table, moments)
    assert (first.status_code, db.query(Appointment).count()) == (422, 0)
    assert plan(table, moments, anyway=told_in(first)).status_code == 303
    assert db.query(Appointment).count() == 1


def test_teachers_are_drafted_with_a_coach_each(db, table):
    page = table.browser.get(f"{table.url}/afspraken/{table.coaching}/trajecten")
    assert table.teacher.name in page.text
    told = {"discipline": "dance", "coach_id": table.coach.id, "teachers-0-teacher_id": table.teacher.id,
            "teachers-0-take": "y", "teachers-0-coach_id": ""}  # fmt: skip
    answer = table.browser.post(f"{table.url}/afspraken/{table.coaching}/trajecten", data=told)
    assert answer.status_code == 303
    drafted = db.query(CoachingTrajectory).one()
    assert (drafted.coach_id, drafted.agreement_id) == (table.coach.id, table.coaching)
    assert drafted.status is TrajectoryStatus.PROPOSED


@pytest.mark.parametrize(("take", "coach", "field"), [("", "x", "teachers-0-take"), ("y", "", "teachers-0-coach_id")])
def test_a_teacher_without_a_coach_or_no_teacher_at_all_is_told_at_the_field(db, table, take, coach, field):
    told = {"discipline": "dance", "coach_id": table.coach.id if coach else "",
            "teachers-0-teacher_id": table.teacher.id, "teachers-0-coach_id": ""}  # fmt: skip
    told |= {"teachers-0-take": take} if take else {}
    answer = table.browser.post(f"{table.url}/afspraken/{table.coaching}/trajecten", data=told)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert db.query(CoachingTrajectory).count() == 0


def test_an_agreement_of_another_talk_is_not_planned_here(db, table, sign_in):
    other = make_school()
    advisor = make_holder(Role.ADVISOR, other)
    talk = make_talk(other, advisor, first_year=2026)
    db.commit()
    browser = sign_in(advisor)
    for way in ("data", "trajecten"):
        assert browser.get(f"/gesprekken/{talk.id}/afspraken/{table.team}/{way}").status_code == 404


def test_the_school_leader_reads_the_planning_form_and_downloads_its_dates(db, table, sign_in, new_client):
    plan(table, [("2027-01-12", "15:30", "16:30"), ("2027-01-19", "15:30", "16:30")])
    browser = sign_in(table.leader, into=new_client())
    page = browser.get(f"{table.url}/planningsformulier")
    assert "Samen dansen" in page.text
    assert f"/afspraken/{table.team}/data" not in page.text
    calendar = browser.get(f"{table.url}/planningsformulier.ics")
    assert calendar.mimetype == "text/calendar"
    assert calendar.text.count("BEGIN:VEVENT") == 2
    uids = set(re.findall(r"UID:(\S+)", calendar.text))
    assert uids == {each.uid for each in db.query(Appointment)}


def test_what_came_up_at_the_table_is_noted_for_whoever_plans_at_the_school(db, table):
    told = {"kind": "anniversary", "note": "Honderd jaar", "starts_on": "2027-05-10", "ends_on": "2027-05-14"}
    answer = table.browser.post(f"{table.url}/aandachtspunten", data=told)
    assert answer.status_code == 303
    assert db.query(AttentionPoint).one().school_id == table.school.id
    for page in ("afspraken", f"afspraken/{table.team}/data", "planningsformulier"):
        assert "Honderd jaar" in table.browser.get(f"{table.url}/{page}").text


def test_nothing_is_planned_for_an_agreement_that_was_ended(db, table):
    db.get(Agreement, table.team).ended_at = NOW
    db.commit()
    answer = plan(table, many(1))
    assert answer.status_code == 422
    assert "beëindigd" in answer.text
    assert db.scalar(sa.select(Training.id)) is None
