"""Long work runs beside the request, says how far it is, and ends in words."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from werkzeug.exceptions import TooManyRequests

from coachtrack import jobs
from coachtrack.errors import N_, NotFound, Refused
from coachtrack.jobs import Job, JobFile, JobState, Made
from coachtrack.schools.models import Institution
from coachtrack.schools.rules.subjects import InstitutionKind
from tests.factories.people import make_person
from tests.support.moments import NOW


@pytest.fixture
def person(db):
    return make_person()


def run(work, person):
    """Start it, wait until it ended, and give its row."""
    before = set(threading.enumerate())
    job_id = jobs.start("test", work, by=person.id, now=NOW)
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=20)
    jobs.db.session.rollback()
    return jobs.find(job_id, person_id=person.id)


def add_institution(name="Kunstmuziekschool"):
    jobs.db.session.add(Institution(name=name, kind=InstitutionKind.CULTURAL))
    jobs.db.session.flush()


def test_work_that_went_well_leads_to_its_result_and_is_kept(person, db):
    def work(progress):
        progress(1, 4)
        add_institution()
        progress(4, 4)
        return "/scholen/instellingen"

    job = run(work, person)
    assert (job.state, job.location, job.message) == (JobState.DONE, "/scholen/instellingen", None)
    assert job.total == 4
    assert db.scalar(sa.select(sa.func.count(Institution.id))) == 1


def running(kind, person, heard_at=NOW):
    """Work that runs and was heard of then."""
    values = {"kind": kind, "person_id": person.id, "started_at": heard_at, "heard_at": heard_at}
    jobs.db.session.add(Job(state=JobState.RUNNING, done=0, total=0, **values))
    jobs.db.session.flush()


def test_more_of_the_same_waits_until_some_of_it_is_done(person, db):
    for _number in range(jobs.MOST):
        running("test", person)
    with pytest.raises(TooManyRequests):
        jobs.start("test", lambda _progress: "/", by=person.id, now=NOW)


def test_other_work_and_that_of_others_and_what_died_leave_room(person, db):
    for _number in range(jobs.MOST):
        running("other", person)
        running("test", make_person())
        running("test", person, NOW - jobs.SILENT - timedelta(seconds=1))
    assert run(lambda _progress: "/", person).state is JobState.DONE


def test_how_far_it_is_can_be_seen_while_it_runs(person, db):
    halfway, seen = threading.Event(), threading.Event()

    def work(progress):
        progress(3, 10)
        halfway.set()
        seen.wait(20)
        return "/"

    job_id = jobs.start("test", work, by=person.id, now=NOW)
    assert halfway.wait(20)
    job = jobs.find(job_id, person_id=person.id)
    assert (job.state, job.done, job.total) == (JobState.RUNNING, 3, 10)
    db.rollback()
    before = [thread for thread in threading.enumerate() if thread.name == f"job-{job_id}"]
    seen.set()
    for thread in before:
        thread.join(20)


@pytest.mark.parametrize(
    ("error", "state", "message"),
    [
        (Refused(N_("Choose at most %(count)s characters."), count=3), JobState.REFUSED, "3"),
        (RuntimeError("secret"), JobState.FAILED, None),
    ],
)
def test_work_that_is_refused_or_breaks_leaves_nothing_behind(person, db, error, state, message):
    def work(_progress):
        add_institution()
        raise error

    job = run(work, person)
    assert job.state is state
    assert (message in job.message) if message else job.message is None
    assert db.scalar(sa.select(sa.func.count(Institution.id))) == 0


def test_what_the_request_had_changed_is_kept_with_the_job(person, db):
    add_institution("Van het verzoek")
    run(lambda _progress: "/", person)
    assert db.scalar(sa.select(Institution.name)) == "Van het verzoek"


def test_a_job_is_found_by_whoever_began_it_only(person):
    job = run(lambda _progress: "/", person)
    assert jobs.find(job.id, person_id=make_person().id) is None


@pytest.mark.parametrize(("minutes", "silent"), [(1, False), (3, True)])
def test_work_that_is_not_heard_of_seems_to_have_died(minutes, silent):
    job = Job(state=JobState.RUNNING, heard_at=NOW)
    assert job.is_silent(NOW + timedelta(minutes=minutes)) is silent
    job.state = JobState.DONE
    assert job.is_silent(NOW + timedelta(minutes=minutes)) is False


A_FILE = Made("bereik.csv", "text/csv", b"Anneke;12")


def make(making, person, *, patience=20, monkeypatch):
    """Make a file beside the request, and wait for it; gives its job."""
    monkeypatch.setattr(jobs, "PATIENCE", patience)
    return jobs.make_or_start("test", making, by=person.id, now=NOW)


def test_a_file_that_is_there_in_time_is_handed_out_and_stays_a_day_for_who_asked(person, monkeypatch):
    job = make(lambda _progress: A_FILE, person, monkeypatch=monkeypatch)
    assert (job.state, job.location) == (JobState.DONE, None)
    assert jobs.get_file(job.id, person_id=person.id, now=NOW + timedelta(hours=23)) == A_FILE
    with pytest.raises(NotFound):
        jobs.get_file(job.id, person_id=make_person().id, now=NOW)
    with pytest.raises(NotFound):
        jobs.get_file(job.id, person_id=person.id, now=NOW + timedelta(hours=25))


def test_a_file_is_sealed_in_the_database(person, db, monkeypatch):
    make(lambda _progress: A_FILE, person, monkeypatch=monkeypatch)
    (stored,) = db.execute(sa.text("select body from job_file")).scalars()
    assert b"Anneke" not in bytes(stored)


def test_after_a_day_the_work_and_its_file_are_gone(person, db, monkeypatch):
    job_id = make(lambda _progress: A_FILE, person, monkeypatch=monkeypatch).id
    jobs.forget_old(now=NOW + timedelta(hours=23))
    assert jobs.find(job_id, person_id=person.id) is not None
    jobs.forget_old(now=NOW + timedelta(hours=25))
    assert [db.scalar(sa.select(sa.func.count()).select_from(table)) for table in (Job, JobFile)] == [0, 0]


def test_what_takes_longer_than_the_request_waits_runs_on_and_says_how_far_it_is(person, db, monkeypatch):
    halfway, seen = threading.Event(), threading.Event()

    def making(progress):
        jobs.db.session.scalar(sa.select(sa.func.count(Institution.id)))  # reading, on SQLite too
        progress(3, 10)
        halfway.set()
        seen.wait(20)
        return A_FILE

    job = make(making, person, patience=0, monkeypatch=monkeypatch)
    assert job.state is JobState.RUNNING
    db.rollback()
    assert halfway.wait(20)
    add_institution("Anderen schrijven intussen")
    db.commit()
    db.refresh(job)
    job_id = job.id
    assert (job.done, job.total) == (3, 10)
    db.rollback()
    thread = next(thread for thread in threading.enumerate() if thread.name == f"job-{job_id}")
    seen.set()
    thread.join(20)
    assert jobs.get_file(job_id, person_id=person.id, now=NOW) == A_FILE


def test_what_only_reads_and_breaks_leaves_no_file(person, db, monkeypatch):
    def making(_progress):
        raise RuntimeError("secret")

    job = make(making, person, monkeypatch=monkeypatch)
    assert (job.state, job.file, job.message) == (JobState.FAILED, None, None)


def test_work_that_was_not_heard_of_failed():
    job = Job(state=JobState.RUNNING, heard_at=NOW)
    states = [job.state_at(NOW + timedelta(minutes=minutes)) for minutes in (1, 3)]
    assert states == [JobState.RUNNING, JobState.FAILED]


def test_ones_own_work_is_listed_for_a_day_the_latest_first(person):
    def a_job(of, hours):
        at = NOW - timedelta(hours=hours)
        job = Job(kind="test", person_id=of.id, started_at=at, heard_at=at, state=JobState.DONE, done=0, total=0)
        jobs.db.session.add(job)
        jobs.db.session.flush()
        return job

    earlier, _gone, later, _others = a_job(person, 3), a_job(person, 25), a_job(person, 1), a_job(make_person(), 1)
    assert list(jobs.jobs_of(person.id, now=NOW)) == [later, earlier]
    assert not jobs.is_busy_for(person.id, now=NOW)
    a_job(person, 0.1)
    assert jobs.is_busy_for(person.id, now=NOW)
