"""The pages of retention: the terms, what happens to somebody's file, and erasing what was asked."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.audit import AuditEntry
from coachtrack.people.models import Person
from coachtrack.privacy.actions.retention import run_retention
from coachtrack.privacy.models import RequestKind, RetentionTerm
from coachtrack.privacy.rules.retention import Kept
from coachtrack.reflections.actions import let_read
from coachtrack.reflections.queries import shares_of
from coachtrack.reflections.rules import Audience
from coachtrack.trajectories import actions as trajectories
from coachtrack.viewer import Role
from tests.factories.accounts import make_account
from tests.factories.people import make_holder, make_leader, make_teacher
from tests.factories.privacy import leave, make_granted_erasure, make_request
from tests.factories.schools import make_school
from tests.factories.trajectories import make_active_trajectory, make_held_session, make_shared_debrief
from tests.support.moments import NOW

GONE = date(2026, 11, 20)


@pytest.fixture
def administrator(db):
    person = make_holder(Role.ADMINISTRATOR)
    db.commit()
    return person


@pytest.fixture
def erasures(app, tmp_path, monkeypatch):
    """Where the list beside the database is kept in this test."""
    monkeypatch.setitem(app.config, "ERASURES", tmp_path / "erasures.jsonl")
    return tmp_path / "erasures.jsonl"


def test_everyone_reads_how_long_things_are_kept_and_why(db, sign_in):
    teacher = make_teacher(make_school())
    db.commit()
    shown = sign_in(teacher).page("/privacy/bewaartermijnen")
    assert len(shown.rows()) == len(Kept)
    assert "90 d" in shown.text
    assert "/privacy/bewaartermijnen/content" not in shown.links().values()


def test_an_administrator_sets_a_term_with_a_reason_that_everyone_reads(db, sign_in, administrator):
    browser = sign_in(administrator)
    sent = browser.submit("/privacy/bewaartermijnen/content", months="12", reason="Een jaar is genoeg.")
    assert sent.status_code == 303
    term = db.scalars(sa.select(RetentionTerm)).one()
    assert (term.kind, term.months, term.set_by_id) == ("content", 12, administrator.id)
    assert "Een jaar is genoeg." in browser.get("/privacy/bewaartermijnen").text


@pytest.mark.parametrize(("kind", "months"), [("audit", "12"), ("evidence", "12"), ("content", "0"), ("mail", "99")])
def test_a_term_outside_its_bounds_is_refused_and_stays_as_typed(db, sign_in, administrator, kind, months):
    sent = sign_in(administrator).submit(f"/privacy/bewaartermijnen/{kind}", months=months, reason="Zo willen wij het.")
    assert sent.status_code == 422
    assert "Zo willen wij het." in sent.text
    assert db.scalar(sa.select(sa.func.count()).select_from(RetentionTerm)) == 0


def test_a_kind_that_is_not_there_does_not_exist(sign_in, administrator):
    assert sign_in(administrator).get("/privacy/bewaartermijnen/pupils").status_code == 404


def test_the_page_of_somebody_who_left_says_what_happens_when(db, sign_in, administrator, now):
    trajectory = make_active_trajectory()
    make_account(trajectory.teacher)
    leave(trajectory.teacher, GONE)
    run_retention(now=now)
    db.commit()
    browser = sign_in(administrator)
    assert f"/mensen/{trajectory.teacher_id}/vertrek" in browser.get(f"/mensen/{trajectory.teacher_id}").text
    shown = browser.get(f"/mensen/{trajectory.teacher_id}/vertrek").text
    for day in ("20 november 2026", "18 februari 2027", "20 november 2028"):
        assert day in shown


def test_a_teacher_sees_on_her_start_page_what_goes_soon(db, sign_in, time_machine):
    time_machine.move_to(datetime(2028, 10, 26, 9, tzinfo=UTC))
    trajectory = make_active_trajectory()
    trajectories.stop(trajectory, reason="no_time", by=trajectory.coach_id, now=datetime(2026, 11, 24, 15, tzinfo=UTC))
    run_retention(now=datetime(2028, 10, 25, 5, tzinfo=UTC))
    db.commit()
    assert "24 november 2028" in sign_in(trajectory.teacher).get("/start").text


def test_who_left_reads_her_own_file_for_ninety_days_and_changes_nothing(db, sign_in, now):
    trajectory = make_active_trajectory()
    session = make_held_session(trajectory)
    make_shared_debrief(session, went_well="Zij danste zelf verder.")
    make_account(trajectory.teacher)
    leave(trajectory.teacher, GONE)
    db.commit()
    browser = sign_in(trajectory.teacher)
    assert browser.get("/start").status_code == 200
    assert "Zij danste zelf verder." in browser.get(f"/sessies/{session.id}/nabespreking/lezen").text
    assert browser.get("/mijn-gegevens").status_code == 200
    assert browser.post(f"/trajecten/{trajectory.id}/groei", data={"level": "apply"}).status_code == 403


def test_who_left_takes_back_what_she_shared_and_shares_nothing_more(db, sign_in, new_client):
    trajectory = make_active_trajectory()
    session = make_held_session(trajectory)
    make_shared_debrief(session)
    make_account(trajectory.teacher)
    share = let_read(trajectory.id, Audience.LEADERS, by=trajectory.teacher_id, now=NOW)
    leave(trajectory.teacher, GONE)
    db.commit()
    browser, address = sign_in(trajectory.teacher), f"/trajecten/{trajectory.id}/delen"
    back = f"/trajecten/delen/{share.id}/terugnemen"
    director = sign_in(make_leader(trajectory.school), into=new_client())
    assert director.get(f"/trajecten/{trajectory.id}/gedeelde-doelen").status_code == 200
    offered = {form.get("action") for form in browser.page(address).elements("form")}
    assert {each for each in offered if each.startswith(("/trajecten/", "/sessies/"))} == {back}
    assert browser.post(f"{address}/doelen").status_code == 403
    assert browser.post(f"/sessies/{session.id}/nabespreking/delen", data={"with": "advisor"}).status_code == 403
    assert browser.post(back).status_code == 302
    assert shares_of(trajectory.id) == []
    assert director.get(f"/trajecten/{trajectory.id}/gedeelde-doelen").status_code == 404


def test_after_ninety_days_her_account_is_closed(db, sign_in, now):
    teacher = make_teacher(make_school())
    account = make_account(teacher)
    leave(teacher, GONE)
    run_retention(now=now)
    day_before = datetime(2027, 2, 17, 5, tzinfo=UTC)
    run_retention(now=day_before)
    assert account.deactivated_at is None
    run_retention(now=day_before + timedelta(days=1))
    assert account.deactivated_at == day_before + timedelta(days=1)
    assert db.scalar(sa.select(AuditEntry.person_id).where(AuditEntry.act == "account.closed")) is None


def test_an_administrator_erases_what_was_granted(db, sign_in, administrator, now, erasures):
    teacher = make_teacher(make_school(), last_name="Verdwijnster")
    leave(teacher, GONE)
    request = make_granted_erasure(teacher, administrator, now=now)
    db.commit()
    address = f"/gegevensverzoeken/{request.id}/wissen"
    browser = sign_in(administrator)
    assert browser.submit(address).status_code == 422
    assert browser.submit(address, is_sure="y").status_code == 303
    assert db.get(Person, teacher.id).pseudonymised_at == now
    assert f'"person": {teacher.id}' in erasures.read_text()
    assert "Verdwijnster" not in browser.get(f"/mensen/{teacher.id}/vertrek").text
    again = browser.submit(address, is_sure="y")
    assert again.status_code == 422


def test_what_was_not_granted_cannot_be_erased(db, sign_in, administrator, now, erasures):
    teacher = make_teacher(make_school(), last_name="Blijver")
    request = make_request(teacher, RequestKind.ERASURE, now=now)
    db.commit()
    browser = sign_in(administrator)
    assert 'name="is_sure"' not in browser.get(f"/gegevensverzoeken/{request.id}/wissen").text
    assert db.get(Person, teacher.id).last_name == "Blijver"
    assert not erasures.exists()


def test_who_left_is_not_asked_for_her_word_any_more(db, sign_in):
    trajectory = make_active_trajectory()
    make_held_session(trajectory)
    db.commit()
    browser = sign_in(trajectory.teacher)
    assert "/bevestigen" in browser.get("/start").text
    leave(trajectory.teacher, GONE)
    db.commit()
    for address in ("/start", f"/trajecten/{trajectory.id}"):
        shown = browser.get(address).text
        assert [each for each in ("/bevestigen", "/groei", "/aanvragen/nieuw") if each in shown] == []
