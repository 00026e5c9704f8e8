"""Long work runs beside the request, says how far it is, and ends in words."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack import jobs
from coachtrack.errors import N_, Refused
from coachtrack.jobs import Job, JobState
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
