"""The pages of the commission show what is kept, up to date; where that takes long they say so and lead to the work."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import session

from coachtrack.cli.worker import keep_coverage
from coachtrack.coverage.actions.refresh import refresh
from coachtrack.coverage.models import CoverageState, CoverageTally, PersonStatus
from coachtrack.coverage.queries.pending import pending
from coachtrack.coverage.views import freshness
from coachtrack.jobs import Job, JobState
from coachtrack.viewer import Role
from tests.factories.people import make_holder, make_teacher
from tests.support.signing_in import cookie_of

PAGE = "/bereik/scholen/1?periode=1"


@pytest.fixture
def ask(app, db):
    """Ask as a page of the commission would, in a request that said it only reads."""
    member = make_holder(Role.COMMISSION)
    cookie = cookie_of(member)

    def ask():
        db.commit()
        with app.test_request_context(PAGE):
            session.update(cookie)
            app.preprocess_request()
            return freshness.bring_up_to_date()

    return ask


def finish_jobs():
    """Wait for the work that was begun."""
    for thread in threading.enumerate():
        if thread.name.startswith("job-"):
            thread.join(20)


def statuses(db):
    return db.scalar(sa.select(sa.func.count()).select_from(PersonStatus))


def test_little_is_done_at_once_and_seen_by_the_page(db, programme, school, teacher, ask):
    told = ask()
    assert (told.is_fresh, told.job_id, statuses(db)) == (True, None, 1)
    make_teacher(school, "Noor")
    assert (ask().is_fresh, statuses(db)) == (True, 2)


def test_when_nothing_changed_nothing_is_written(db, programme, teacher, ask, statements):
    ask()
    statements.clear()
    assert ask().is_fresh
    assert [each for each in statements if not each.lower().startswith(("select", "begin", "rollback"))] == []


def test_much_begins_one_job_that_can_be_followed(db, programme, teacher, ask, monkeypatch):
    monkeypatch.setattr(freshness, "FEW_PEOPLE", 0)
    told = ask()
    assert (told.is_fresh, told.made_at) == (False, None)
    finish_jobs()
    db.rollback()
    assert statuses(db) == 1
    job = db.get_one(Job, told.job_id)
    assert (job.kind, job.location) == (freshness.KIND, PAGE), "it leads back to where she was"


def test_while_someone_elses_job_runs_no_second_one_begins(db, programme, teacher, ask, now, monkeypatch):
    monkeypatch.setattr(freshness, "FEW_PEOPLE", 0)
    values = {"person_id": teacher.id, "started_at": now, "heard_at": now, "state": JobState.RUNNING}
    db.add(Job(kind=freshness.KIND, done=0, total=0, **values))
    told = ask()
    assert (told.is_fresh, told.job_id) == (False, None)
    assert db.scalar(sa.select(sa.func.count()).select_from(Job)) == 1


def test_the_worker_does_it_when_nobody_looks(db, programme, teacher, now):
    assert (keep_coverage(now), statuses(db)) == (1, 1)
    assert pending(now, most=5).is_fresh


@pytest.mark.postgres
def test_whoever_comes_second_does_not_wait_and_counts_nobody_twice(db, programme, school, teacher, now):
    refresh(now)
    make_teacher(school, "Noor")
    db.commit()
    with db.get_bind().connect() as other:
        other.execute(sa.select(CoverageState.period_id).with_for_update())
        assert refresh(now + timedelta(minutes=1)) == 0
        db.rollback()
        other.rollback()
    assert refresh(now + timedelta(minutes=1)) == 1
    total = sa.select(CoverageTally.people).where(CoverageTally.school_id == 0, CoverageTally.key.like("status:%"))
    assert db.scalars(total).all() == [2]


@pytest.mark.sqlite
def test_while_someone_writes_for_long_the_page_shows_what_is_kept(db, programme, school, teacher, ask, monkeypatch):
    made_at = ask().made_at
    make_teacher(school, "Noor")
    db.commit()
    monkeypatch.setattr(freshness, "PATIENCE", 100)
    with db.get_bind().connect() as other:
        other.execute(sa.select(CoverageState.period_id))  # takes the one place for who writes
        told = ask()
        other.rollback()
    assert (told.is_fresh, told.job_id, told.made_at) == (False, None, made_at)
    assert ask().is_fresh


def test_a_day_that_makes_a_difference_for_many_is_much(db, programme, teacher, ask, now, monkeypatch):
    ask()
    db.execute(sa.update(PersonStatus).values(holds_until=now.date() - timedelta(days=1)))
    db.execute(sa.update(CoverageState).values(made_on=now.date() - timedelta(days=1)))
    monkeypatch.setattr(freshness, "FEW_PEOPLE", 0)
    told = ask()
    finish_jobs()
    assert (told.is_fresh, told.job_id is not None) == (False, True)
