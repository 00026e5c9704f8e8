"""A file is handed out at once, and one that takes long comes from a page of its own."""

import threading

import pytest
import sqlalchemy as sa
from flask import redirect, url_for

from coachtrack import clock, downloads, jobs
from coachtrack.access import viewer
from coachtrack.errors import N_, Refused
from coachtrack.jobs import Job, Made
from coachtrack.schools.models import Institution
from coachtrack.schools.rules.subjects import InstitutionKind
from coachtrack.submissions import Submission
from coachtrack.viewer import Role
from tests.factories.people import make_holder
from tests.support.client import location_of

A_FILE = Made("bereik.csv", "text/csv; charset=utf-8", b"1;2")


@pytest.fixture
def asked(app, client, sign_in, monkeypatch):
    """Somebody asks for a file of so many rows, in a request of which the page stands in for any export."""

    def asked(making, rows):
        def view(**_given):
            return downloads.hand_out("coverage_export", making, rows=rows)

        view.access = app.view_functions["coverage.export"].access
        monkeypatch.setitem(app.view_functions, "coverage.export", view)
        sign_in(make_holder(Role.COMMISSION))
        return client.post("/bereik/export/scholen.csv", data={"form_key": "sleutel"})

    return asked


def test_a_small_file_is_made_in_the_request(asked, db):
    answer = asked(lambda _progress: A_FILE, downloads.MANY)
    assert (answer.data, answer.headers["Content-Disposition"]) == (b"1;2", 'attachment; filename="bereik.csv"')
    assert db.scalar(sa.select(sa.func.count()).select_from(Job)) == 0


def test_a_large_one_that_is_there_in_time_is_the_answer(asked, monkeypatch):
    monkeypatch.setattr(jobs, "PATIENCE", 20)
    assert asked(lambda _progress: A_FILE, downloads.MANY + 1).data == b"1;2"


def test_one_that_takes_long_comes_from_a_page_of_its_own_and_pressing_twice_makes_it_once(
    asked, client, db, monkeypatch
):
    monkeypatch.setattr(jobs, "PATIENCE", 0)
    goes_on = threading.Event()

    def making(_progress):
        goes_on.wait(20)
        return A_FILE

    there = location_of(asked(making, downloads.MANY + 1))
    assert there.startswith("/werk/")
    assert client.page(there).elements("progress")
    assert db.scalar(sa.select(Submission.location)) == there
    assert location_of(client.post("/bereik/export/scholen.csv", data={"form_key": "sleutel"})) == there
    goes_on.set()
    for thread in threading.enumerate():
        if thread.name.startswith("job-"):
            thread.join(20)
    assert client.get(f"{there}/bestand").data == b"1;2"


def test_who_sent_it_is_answered_while_the_work_keeps_the_database(app, client, sign_in, db, monkeypatch):
    """On SQLite, which has one writer: nothing is left to be written when the work has begun."""
    monkeypatch.setattr(jobs, "PATIENCE", 0.5)
    goes_on = threading.Event()

    def work(_progress):
        jobs.db.session.add(Institution(name="Kunstmuziekschool", kind=InstitutionKind.CULTURAL))
        jobs.db.session.flush()
        goes_on.wait(20)
        return "/scholen/"

    def view(**_given):
        job = jobs.run_or_start("test", work, by=viewer().person_id, now=clock.now())
        return redirect(url_for("home.job", job_id=job.id), 303)

    view.access = app.view_functions["coverage.export"].access
    monkeypatch.setitem(app.view_functions, "coverage.export", view)
    sign_in(make_holder(Role.COMMISSION))
    gives_up = threading.Timer(8, goes_on.set)
    gives_up.start()
    there = location_of(client.post("/bereik/export/scholen.csv", data={"form_key": "sleutel"}))
    assert not goes_on.is_set(), "answered while the work went on"
    gives_up.cancel()
    goes_on.set()
    for thread in threading.enumerate():
        if thread.name.startswith("job-"):
            thread.join(20)
    assert location_of(client.get(there)) == "/scholen/"
    assert db.scalar(sa.select(Submission.location)) == there


def test_one_that_is_refused_says_why_on_its_page(asked, client, monkeypatch):
    monkeypatch.setattr(jobs, "PATIENCE", 20)

    def making(_progress):
        raise Refused(N_("Choose at most %(count)s characters."), count=3)

    there = location_of(asked(making, downloads.MANY + 1))
    assert client.page(there).elements("div", kind="callout-warning")
