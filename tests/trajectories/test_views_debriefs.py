"""Debriefs: drafts that are never lost, sharing, reading, reacting; and who finds nothing."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.audit import Reading
from coachtrack.evidence.queries import standing_facts
from coachtrack.reflections.queries import debrief_of
from coachtrack.trajectories import actions
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader
from tests.factories.privacy import leave
from tests.factories.trajectories import (
    make_active_trajectory,
    make_held_session,
    make_session,
    make_shared_debrief,
)
from tests.support.client import Page, location_of

CANARY = "Zonnebloem-4711"
CONTENT_TABLES = ("baseline", "development_goal", "debrief", "reaction", "growth_mark")


@pytest.fixture
def session(db):
    """A session that was held."""
    return make_held_session(make_active_trajectory())


@pytest.fixture
def coach(session, sign_in):
    """Its coach, in her browser."""
    return sign_in(session.trajectory.coach)


def writing(session):
    """Where its debrief is written."""
    return f"/sessies/{session.id}/nabespreking"


def draft_fields(page):
    """What a page would send while one is typing."""
    fields = {field.get("name"): field.get("value") or "" for field in page.elements("input")}
    return {"version": fields["version"], "went_well": "", "learnt": "", "next_step": ""}


def test_a_draft_is_kept_while_typing_and_each_save_says_its_version(coach, session):
    fields = draft_fields(coach.page(writing(session)))
    first = coach.post(writing(session) + "/concept", data=fields | {"went_well": "Mooi"})
    assert (first.status_code, first.headers["X-Version"]) == (204, "1")
    again = coach.post(writing(session) + "/concept", data=fields | {"version": "1", "went_well": "Mooi begin"})
    assert (again.status_code, again.headers["X-Version"]) == (204, "2")
    assert debrief_of(session.appointment_id).went_well == "Mooi begin"


def test_the_older_of_two_tabs_does_not_overwrite_the_newer(coach, session):
    fields = draft_fields(coach.page(writing(session)))
    coach.post(writing(session) + "/concept", data=fields | {"went_well": "Van de telefoon"})
    late = coach.post(writing(session) + "/concept", data=fields | {"went_well": "Van de laptop"})
    assert late.status_code == 409
    assert debrief_of(session.appointment_id).went_well == "Van de telefoon"
    page = coach.post(writing(session), data=fields | {"went_well": "Van de laptop", "act": "keep"})
    assert page.status_code == 409
    assert "Van de telefoon" in Page(page).text
    assert "Van de laptop" in [area.text for area in Page(page).elements("textarea")]


def test_a_shared_debrief_is_readable_for_the_teacher_and_becomes_evidence(coach, session, sign_in, new_client):
    fields = draft_fields(coach.page(writing(session)))
    answer = coach.post(writing(session), data=fields | {"went_well": CANARY, "act": "share"})
    assert location_of(answer) == writing(session) + "/lezen"
    assert session.debrief_subject in [
        standing.fact.subject for standing in standing_facts(trajectory_ids=[session.trajectory_id])
    ]
    teacher = sign_in(session.trajectory.teacher, into=new_client())
    assert CANARY in teacher.page(writing(session) + "/lezen").text


def test_an_empty_debrief_is_not_shared(coach, session):
    fields = draft_fields(coach.page(writing(session)))
    answer = coach.post(writing(session), data=fields | {"act": "share", "went_well": "  "})
    assert answer.status_code == 422
    assert debrief_of(session.appointment_id) is None


def test_a_shared_debrief_is_not_emptied(coach, session, now):
    make_shared_debrief(session, now=now, went_well="Dit blijft")
    fields = draft_fields(coach.page(writing(session)))
    answer = coach.post(writing(session), data=fields)
    assert answer.status_code == 422
    assert debrief_of(session.appointment_id).went_well == "Dit blijft"


def test_a_session_that_was_not_logged_has_no_debrief_to_share_yet(db, sign_in):
    session = make_session(make_active_trajectory())
    coach = sign_in(session.trajectory.coach)
    fields = draft_fields(coach.page(writing(session))) | {"went_well": "Al vast een zin"}
    answer = coach.post(writing(session), data=fields | {"act": "share"})
    assert answer.status_code == 422
    assert "Al vast een zin" in [area.text for area in Page(answer).elements("textarea")]
    assert coach.post(writing(session), data=fields | {"act": "keep"}).status_code == 302


def test_nobody_reads_a_draft(coach, session, sign_in, new_client):
    coach.post(writing(session) + "/concept", data=draft_fields(coach.page(writing(session))) | {"went_well": CANARY})
    teacher = sign_in(session.trajectory.teacher, into=new_client())
    assert teacher.get(writing(session) + "/lezen").status_code == 404
    assert CANARY not in teacher.page(f"/trajecten/{session.trajectory_id}").text


def test_reading_is_noted_but_not_the_writers_own(db, session, sign_in, new_client, now):
    make_shared_debrief(session, now=now)
    sign_in(session.trajectory.coach).page(writing(session) + "/lezen")
    assert db.scalars(sa.select(Reading)).all() == []
    sign_in(session.trajectory.teacher, into=new_client()).page(writing(session) + "/lezen")
    (reading,) = db.scalars(sa.select(Reading)).all()
    assert (reading.reader_id, reading.thing) == (session.trajectory.teacher_id, session.debrief_subject)


def test_the_teacher_reacts(session, sign_in, now):
    make_shared_debrief(session, now=now)
    teacher = sign_in(session.trajectory.teacher)
    address = writing(session) + "/lezen"
    assert teacher.submit(address, action="/reactie", words="  ").status_code == 422
    teacher.submit(address, action="/reactie", words="Fijn om te lezen")
    assert "Fijn om te lezen" in teacher.page(address).text


def test_a_teacher_who_left_reads_it_and_adds_nothing(session, sign_in, now):
    make_shared_debrief(session, went_well=CANARY, now=now)
    leave(session.trajectory.teacher, now.date() - timedelta(days=1))
    teacher = sign_in(session.trajectory.teacher)
    assert CANARY in teacher.page(writing(session) + "/lezen").text
    assert teacher.post(writing(session) + "/reactie", data={"words": "Nog iets"}).status_code == 404
    assert debrief_of(session.appointment_id).reactions == []


def test_after_two_weeks_there_are_only_additions(db, session, sign_in, now):
    make_shared_debrief(session, now=now - timedelta(days=14))
    coach = sign_in(session.trajectory.coach)
    assert location_of(coach.get(writing(session))) == writing(session) + "/lezen"
    coach.submit(writing(session) + "/lezen", action="/reactie", words="Later nog bedacht")
    assert [reaction.words for reaction in debrief_of(session.appointment_id).reactions] == ["Later nog bedacht"]


def test_within_two_weeks_the_text_can_be_changed(db, session, sign_in, now):
    make_shared_debrief(session, now=now - timedelta(days=13))
    coach = sign_in(session.trajectory.coach)
    fields = draft_fields(coach.page(writing(session)))
    coach.post(writing(session), data=fields | {"learnt": "Anders gezegd"})
    assert debrief_of(session.appointment_id).learnt == "Anders gezegd"
    assert coach.post(writing(session) + "/concept", data=fields).status_code == 404


@pytest.mark.parametrize("who", ["commission", "administrator", "advisor", "leader", "other coach"])
def test_nobody_else_finds_the_debrief(db, session, sign_in, now, who):
    make_shared_debrief(session, now=now, went_well=CANARY)
    school = session.trajectory.school
    person = {
        "commission": lambda: make_holder(Role.COMMISSION),
        "administrator": lambda: make_holder(Role.ADMINISTRATOR),
        "advisor": lambda: make_holder(Role.ADVISOR, school),
        "leader": lambda: make_leader(school),
        "other coach": make_coach,
    }[who]()
    browser = sign_in(person)
    assert browser.get(writing(session) + "/lezen").status_code == 404
    assert browser.post(writing(session) + "/reactie", data={"words": "x"}).status_code == 404
    assert browser.get(writing(session)).status_code in {403, 404}
    seen = browser.get(f"/trajecten/{session.trajectory_id}")
    assert seen.status_code == (404 if who == "other coach" else 200)
    assert CANARY not in seen.get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.ADMINISTRATOR])
def test_what_others_see_asks_the_database_for_no_content(db, session, sign_in, statements, now, role):
    make_shared_debrief(session, now=now)
    actions.ask_for_coaching(
        teacher_id=session.trajectory.teacher_id,
        school_id=session.trajectory.school_id,
        discipline="music",
        by=session.trajectory.teacher_id,
        now=now,
    )
    browser = sign_in(make_holder(role))
    statements.clear()
    browser.page("/trajecten")
    browser.page(f"/trajecten/{session.trajectory_id}")
    if role is Role.COMMISSION:
        browser.page("/trajecten/aanvragen")
        browser.page("/trajecten/voorstel?aanvraag=1")
    assert statements.naming("coaching_trajectory") != []
    assert statements.naming(*CONTENT_TABLES) == []


def test_the_text_is_unreadable_in_the_database(db, session, now):
    make_shared_debrief(session, now=now, went_well=CANARY)
    stored = db.execute(sa.text("select went_well from debrief")).scalar_one()
    assert CANARY not in stored
