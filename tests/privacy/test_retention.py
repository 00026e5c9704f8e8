"""Retention runs by itself: announced thirty days before, carried out once, and the facts stay with the evidence."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.audit import AuditEntry, Reading
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.queries import verify_chain
from coachtrack.outbox import OutboxMail
from coachtrack.people.models import Person, Post
from coachtrack.privacy.actions.retention import run_retention, set_term
from coachtrack.privacy.models import Erasure, RequestKind, RequestOutcome, RetentionNotice
from coachtrack.privacy.queries.retention import announced_to, old_mail
from coachtrack.privacy.rules.retention import Kept
from coachtrack.reflections.models import Debrief, DevelopmentGoal
from coachtrack.trajectories import actions as trajectories
from coachtrack.viewer import Role
from tests.factories.accounts import mails_to, make_account
from tests.factories.people import make_holder, make_person, make_teacher
from tests.factories.privacy import leave, make_request
from tests.factories.schools import make_school
from tests.factories.trajectories import (
    make_active_trajectory,
    make_held_session,
    make_session,
    make_shared_debrief,
)

CLOSED = datetime(2026, 11, 24, 15, tzinfo=UTC)
BEFORE = datetime(2028, 10, 24, 5, tzinfo=UTC)
ANNOUNCED = datetime(2028, 10, 25, 5, tzinfo=UTC)
DUE = datetime(2028, 11, 24, 5, tzinfo=UTC)
DAY = timedelta(days=1)


def did(now):
    return {each.what: each.count for each in run_retention(now=now)}


@pytest.fixture
def closed(db):
    """A trajectory with a goal and a shared debrief, stopped on 24 November 2026."""
    trajectory = make_active_trajectory()
    make_shared_debrief(make_held_session(trajectory))
    trajectories.stop(trajectory, reason="no_time", by=trajectory.coach_id, now=CLOSED)
    db.commit()
    return trajectory


def words_kept(db):
    return sum(db.scalar(sa.select(sa.func.count()).select_from(table)) for table in (Debrief, DevelopmentGoal))


def test_what_was_written_is_announced_after_two_years_less_thirty_days_and_goes_after_two(db, closed):
    assert "trajectories announced" not in did(BEFORE)
    assert did(ANNOUNCED)["trajectories announced"] == 1
    assert words_kept(db) == 2
    assert "trajectories erased" not in did(DUE - DAY)
    assert did(DUE)["trajectories erased"] == 1
    assert words_kept(db) == 0
    notice = db.scalars(sa.select(RetentionNotice).where(RetentionNotice.kind == "content")).one()
    assert (notice.due_on, notice.done_at) == (date(2028, 11, 24), DUE)
    assert [(each.kind, each.thing) for each in db.scalars(sa.select(Erasure))] == [
        ("content", f"trajectory:{closed.id}")
    ]


def test_a_second_run_on_the_same_day_does_nothing(db, closed):
    for moment in (ANNOUNCED, DUE):
        run_retention(now=moment)
        db.commit()
        before = [db.scalar(sa.select(sa.func.count()).select_from(t)) for t in (AuditEntry, OutboxMail, Erasure)]
        assert run_retention(now=moment) == []
        after = [db.scalar(sa.select(sa.func.count()).select_from(t)) for t in (AuditEntry, OutboxMail, Erasure)]
        assert after == before


def test_when_nobody_ran_it_for_years_she_still_has_thirty_days(db, closed):
    late = datetime(2030, 1, 1, 5, tzinfo=UTC)
    assert did(late)["trajectories announced"] == 1
    assert "trajectories erased" not in did(late + 29 * DAY)
    assert did(late + 30 * DAY)["trajectories erased"] == 1


def test_the_teacher_is_told_by_mail_and_sees_it_coming(db, closed):
    run_retention(now=ANNOUNCED)
    [mail] = [each for each in mails_to(closed.teacher) if each.key.startswith("goes_soon")]
    assert "24 november 2028" in mail.body
    assert "De kinderen dansten" not in mail.body
    assert [each.due_on for each in announced_to(closed.teacher_id)] == [date(2028, 11, 24)]


def test_the_evidence_stays_and_the_chain_is_whole(db, closed):
    count = db.scalar(sa.select(sa.func.count()).select_from(EvidenceRecord))
    run_retention(now=ANNOUNCED)
    run_retention(now=DUE)
    assert db.scalar(sa.select(sa.func.count()).select_from(EvidenceRecord)) == count > 0
    assert verify_chain().is_whole


def test_what_goes_on_is_kept_however_long(db):
    make_active_trajectory()
    db.commit()
    assert "trajectories announced" not in did(datetime(2040, 1, 1, tzinfo=UTC))


def test_it_counts_from_when_she_left_where_that_came_first(db):
    trajectory = make_active_trajectory()
    leave(trajectory.teacher, date(2027, 7, 31))
    assert "trajectories announced" not in did(datetime(2029, 6, 30, 5, tzinfo=UTC))
    assert did(datetime(2029, 7, 1, 5, tzinfo=UTC))["trajectories announced"] == 1
    assert did(datetime(2029, 7, 31, 5, tzinfo=UTC))["trajectories erased"] == 1


def test_a_longer_term_takes_the_announcement_back(db, closed):
    administrator = make_holder(Role.ADMINISTRATOR)
    run_retention(now=ANNOUNCED)
    set_term(Kept.CONTENT, months=36, reason="De scholen vragen erom.", by=administrator.id, now=ANNOUNCED)
    run_retention(now=DUE)
    assert words_kept(db) == 2
    assert announced_to(closed.teacher_id) == []


@pytest.mark.parametrize("outcome", [None, RequestOutcome.DONE])
def test_nothing_of_hers_goes_while_a_request_waits_or_her_data_are_restricted(db, closed, outcome):
    run_retention(now=ANNOUNCED)
    answered = {"outcome": outcome, "answered_at": ANNOUNCED, "answered_by_id": closed.coach_id} if outcome else {}
    make_request(closed.teacher, RequestKind.RESTRICTION, now=ANNOUNCED, **answered)
    run_retention(now=DUE)
    assert words_kept(db) == 2


def test_a_name_becomes_a_pseudonym_two_years_after_she_left(db, closed):
    teacher = closed.teacher
    make_account(teacher)
    leave(teacher, date(2026, 12, 31))
    for moment in (datetime(2028, 12, 1, 5, tzinfo=UTC), datetime(2028, 12, 30, 5, tzinfo=UTC)):
        run_retention(now=moment)
        assert teacher.pseudonymised_at is None
    moment = datetime(2028, 12, 31, 5, tzinfo=UTC)
    assert did(moment)["names erased"] == 1
    assert (teacher.first_name, teacher.email, teacher.email_key) == ("Deelnemer", None, None)
    assert teacher.pseudonymised_at == moment
    assert run_retention(now=moment) == []
    assert verify_chain().is_whole


def test_who_came_back_keeps_her_name(db):
    teacher = make_teacher(make_school(), last_name="Terugkomer")
    leave(teacher, date(2026, 12, 31))
    run_retention(now=datetime(2028, 12, 1, 5, tzinfo=UTC))
    assert len(announced_to(teacher.id)) == 1
    db.execute(sa.update(Post).values(ends_on=None))
    run_retention(now=datetime(2028, 12, 31, 5, tzinfo=UTC))
    assert teacher.last_name == "Terugkomer"
    assert announced_to(teacher.id) == []


def test_who_was_added_and_never_came_goes_as_well(db, now):
    person = make_person("Nooit", "Gekomen")
    run_retention(now=now)
    assert did(now + 30 * DAY)["names erased"] == 1
    assert person.name.startswith("Deelnemer ")


def test_somebody_with_a_role_to_come_has_not_left(db):
    holder = make_holder(Role.TRAINER)
    leave(make_teacher(make_school()), date(2026, 1, 1))
    run_retention(now=datetime(2040, 1, 1, tzinfo=UTC))
    assert [each.person_id for each in db.scalars(sa.select(RetentionNotice))] != [holder.id]
    assert announced_to(holder.id) == []


def test_that_a_mail_was_sent_is_known_for_ninety_days(db, now):
    for key, days in (("old", 92), ("young", 88)):
        sent = now - days * DAY
        db.add(OutboxMail(key=key, to="a@b.nl", subject="x", posted_at=sent, due_at=sent, sent_at=sent))
    db.commit()
    assert did(now)["mails"] == 1
    assert db.scalars(sa.select(OutboxMail.key)).all() == ["young"]


def test_readings_of_two_years_ago_go(db, now):
    about, reader = make_person(), make_person()
    for at in (datetime(2024, 11, 20, tzinfo=UTC), datetime(2024, 11, 26, tzinfo=UTC)):
        db.add(Reading(at=at, reader_id=reader.id, about_id=about.id, thing="debrief:1"))
    db.commit()
    assert did(now)["readings"] == 1
    assert db.scalars(sa.select(Reading.at)).all() == [datetime(2024, 11, 26, tzinfo=UTC)]


def test_what_is_kept_of_what_is_told_by_the_person_who_set_it(db, now):
    administrator = make_holder(Role.ADMINISTRATOR)
    set_term(Kept.MAIL, months=1, reason="Korter kan ook.", by=administrator.id, now=now)
    sent = now - 31 * DAY
    db.add(OutboxMail(key="old", to="a@b.nl", subject="x", posted_at=sent, due_at=sent, sent_at=sent))
    db.flush()
    assert did(now)["mails"] == 1
    assert db.scalar(sa.select(AuditEntry.detail).where(AuditEntry.act == "set_term")) == "1 months"
    assert db.get(Person, administrator.id).pseudonymised_at is None


def test_what_was_mailed_of_an_appointment_to_come_is_known_until_it_is_over(db, now):
    """Whether a cancellation has to go out depends on it."""
    session = make_session(make_active_trajectory(), now + 20 * DAY)
    db.execute(sa.delete(OutboxMail))
    sent, thread = now - 100 * DAY, f"appointment:{session.appointment_id}:1"
    db.add(OutboxMail(key="k", to="a@b.nl", subject="x", posted_at=sent, due_at=sent, sent_at=sent, thread=thread))
    db.commit()
    assert old_mail(now - 90 * DAY) == []
    assert len(old_mail(now + 30 * DAY)) == 1
