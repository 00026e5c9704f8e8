"""Where everybody begins, and what an administrator watches over."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack import jobs, outbox
from coachtrack.jobs import Job, JobFile, JobState
from coachtrack.outbox import Message, OutboxMail
from coachtrack.people.models import RoleGrant
from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader, make_person, make_teacher
from tests.factories.schools import make_school
from tests.support.client import location_of
from tests.support.moments import NOW


@pytest.fixture
def administrator(db):
    return make_holder(Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("make", "start"),
    [
        (make_coach, "/vandaag"),
        (lambda: make_holder(Role.COMMISSION), "/bereik/"),
        (lambda: make_holder(Role.ADMINISTRATOR), "/mensen/"),
        (lambda: make_leader(make_school()), "/bereik/mijn-school"),
        (lambda: make_leader(make_school(), PostFunction.CULTURE_COORDINATOR), "/bereik/mijn-school"),
        (lambda: make_holder(Role.ADVISOR, make_school()), "/gesprekken/"),
        (lambda: make_teacher(make_school()), "/start"),
    ],
)
def test_each_role_begins_on_its_own_page(client, sign_in, db, make, start):
    sign_in(make())
    assert location_of(client.get("/")).rstrip("/") == start.rstrip("/")


def test_who_holds_no_role_is_told_so_and_not_left_in_the_dark(client, sign_in, db):
    sign_in(make_person())
    page = client.page("/")
    assert page.elements("div", kind="empty")
    assert page.elements("a", kind="choice")


def test_a_role_that_ended_yesterday_opens_nothing_today(client, sign_in, administrator, db):
    sign_in(administrator)
    client.page("/systeem")
    db.execute(sa.update(RoleGrant).values(ends_on=(NOW - timedelta(days=1)).date()))
    client.page("/systeem", status=403)


@pytest.mark.parametrize("path", ["/systeem", "/uitgaande-post", "/import"])
def test_only_an_administrator_watches_over_the_product(client, new_client, sign_in, administrator, path):
    sign_in(make_coach(), into=(other := new_client()))
    other.page(path, status=403)
    sign_in(administrator)
    client.page(path)


def test_a_teacher_without_coaching_is_shown_the_way_to_it(client, sign_in, db):
    sign_in(make_teacher(make_school()))
    page = client.page("/start")
    assert "/trajecten/aanvragen/nieuw" in page.links().values()


def test_the_navigation_says_where_one_is(client, sign_in, administrator):
    sign_in(administrator)
    page = client.page("/systeem")
    current = {link.get("href") for link in page.elements("a") if link.get("aria-current") == "page"}
    assert current == {"/systeem"}


def post_mail(number=1, body="Dit is geheim", **values):
    outbox.post(
        Message(to=f"p{number}@school.example", subject=f"Mail {number}", body=body, key=f"k{number}"),
        recipient_id=None,
        now=NOW,
    )


def test_outgoing_mail_shows_to_whom_but_never_what_it_says(client, sign_in, administrator, db):
    post_mail()
    sign_in(administrator)
    answer = client.get("/uitgaande-post")
    assert "p1@school.example" in answer.text
    assert "geheim" not in answer.text


def test_in_the_demo_mail_can_be_read_and_followed(client, sign_in, administrator, app, monkeypatch):
    post_mail(body="Kies hier: http://localhost/uitnodiging/abc <b>nu</b>")
    monkeypatch.setitem(app.config, "DEMO", True)
    sign_in(administrator)
    page = client.page("/uitgaande-post")
    assert "http://localhost/uitnodiging/abc" in page.links().values()
    assert "<b>nu</b>" in page.text


def set_mail(key, **values):
    jobs.db.session.flush()
    jobs.db.session.execute(sa.update(OutboxMail).where(OutboxMail.key == key).values(**values))


def test_mail_is_parted_by_what_became_of_it(client, sign_in, administrator, db):
    for number in range(5):
        post_mail(number)
    set_mail("k1", sent_at=NOW)
    set_mail("k2", given_up_at=NOW, last_error="550 refused")
    set_mail("k4", given_up_at=NOW, last_error=outbox.SUPERSEDED, body=None)
    sign_in(administrator)
    shown = {
        status: [row[0] for row in client.page(f"/uitgaande-post?status={status}").rows()]
        for status in ("waiting", "failed", "sent", "withdrawn", "nonsense")
    }
    assert shown["waiting"] == shown["nonsense"] == ["p3@school.example", "p0@school.example"]
    assert shown["failed"] == ["p2@school.example"]
    assert shown["sent"] == ["p1@school.example"]
    assert shown["withdrawn"] == ["p4@school.example"]


def test_of_what_waits_is_said_what_went_wrong_and_how_long_it_is_tried(client, sign_in, administrator, db):
    post_mail()
    set_mail("k1", attempts=1, due_at=NOW + timedelta(minutes=1), last_error="ConnectionRefusedError: [Errno 111] no")
    sign_in(administrator)
    ((_to, _subject, _posted, tried, outcome),) = client.page("/uitgaande-post").rows()
    assert tried == "1"
    assert "di 24 nov, 10.31 uur" in outcome  # the next try
    assert "wo 25 nov, 21.06 uur" in outcome  # the last one, 5 + 30 + 120 + 480 + 1440 minutes later


def test_what_was_given_up_can_be_tried_once_more(client, sign_in, administrator, db):
    post_mail()
    set_mail("k1", given_up_at=NOW, last_error="550 refused", attempts=7)
    sign_in(administrator)
    answer = client.submit("/uitgaande-post?status=failed", action="/opnieuw")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/uitgaande-post")
    mail = db.scalars(sa.select(OutboxMail)).one()
    assert (mail.given_up_at, mail.attempts) == (None, 0)
    again = client.post(f"/uitgaande-post/{mail.id}/opnieuw")
    assert (again.status_code, again.headers["Location"]) == (303, "/uitgaande-post?status=failed")
    assert client.post("/uitgaande-post/999999/opnieuw").status_code == 404


def test_what_was_erased_has_no_button_to_try_it(client, sign_in, administrator, db):
    post_mail()
    set_mail("k1", given_up_at=NOW, last_error="550 refused", body=None)
    sign_in(administrator)
    assert "/opnieuw" not in client.get("/uitgaande-post?status=failed").text


def test_an_administrator_is_asked_about_the_worker_when_mail_lies_there(
    client, sign_in, administrator, db, app, monkeypatch
):
    post_mail()
    sign_in(administrator)
    assert "flask worker" not in client.get("/uitgaande-post").text
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1")
    assert "flask worker" not in client.get("/uitgaande-post").text
    set_mail("k1", due_at=NOW - timedelta(minutes=16))
    assert "flask worker" in client.get("/uitgaande-post").text


def test_the_appointment_in_a_mail_can_be_opened_in_the_demo_only(client, sign_in, administrator, db, app, monkeypatch):
    calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    mail = Message("p1@school.example", "Afspraak", "Dag", "k1", calendar, "REQUEST")
    outbox.post(mail, recipient_id=None, now=NOW)
    post_mail(2)
    ids = dict(db.execute(sa.select(OutboxMail.key, OutboxMail.id)).all())
    sign_in(administrator)
    path = f"/uitgaande-post/{ids['k1']}/afspraak.ics"
    assert client.get(path).status_code == 404
    monkeypatch.setitem(app.config, "DEMO", True)
    assert path in client.page("/uitgaande-post").links().values()
    answer = client.get(path)
    assert (answer.mimetype, answer.text) == ("text/calendar", calendar)
    assert client.get(f"/uitgaande-post/{ids['k2']}/afspraak.ics").status_code == 404


def test_outgoing_mail_takes_as_many_statements_for_one_as_for_sixty(client, sign_in, administrator, statements):
    sign_in(administrator)
    post_mail(0)
    client.page("/uitgaande-post")
    statements.clear()
    client.page("/uitgaande-post")
    one = len(statements.reads)
    for number in range(1, 60):
        post_mail(number)
    client.get("/uitgaande-post")
    statements.clear()
    assert len(client.page("/uitgaande-post").rows()) == 50
    assert len(statements.reads) == one


def make_job(person, **values):
    job = Job(**({"kind": "package", "person_id": person.id, "started_at": NOW, "heard_at": NOW, "done": 3, "total": 10,
                  "state": JobState.RUNNING} | values))  # fmt: skip
    jobs.db.session.add(job)
    jobs.db.session.flush()
    return job


def test_the_system_page_names_version_database_and_counts(client, sign_in, administrator, app, db):
    make_job(administrator, state=JobState.DONE)
    sign_in(administrator)
    page = client.page("/systeem")
    assert app.config["VERSION"] in page.text
    assert ("SQLite" in page.text) or ("PostgreSQL" in page.text)
    assert len(page.rows()) == 1


def test_how_far_a_job_is_can_be_asked_for_by_a_machine(client, sign_in, administrator):
    job = make_job(administrator)
    sign_in(administrator)
    answer = client.get(f"/werk/{job.id}", headers={"Accept": "application/json"})
    assert answer.json["done"] == 3
    assert answer.json["total"] == 10
    assert answer.json["state"] == "running"
    assert answer.json["next"] is None
    assert len(client.page(f"/werk/{job.id}").elements("progress")) == 1


def test_a_job_that_is_done_leads_to_its_result(client, sign_in, administrator):
    job = make_job(administrator, state=JobState.DONE, location="/scholen/")
    sign_in(administrator)
    assert client.get(f"/werk/{job.id}", headers={"Accept": "application/json"}).json["next"] == "/scholen/"
    assert location_of(client.get(f"/werk/{job.id}")) == "/scholen/"


@pytest.mark.parametrize(
    "values",
    [
        {"state": JobState.REFUSED, "message": "Dit bestand is leeg."},
        {"state": JobState.FAILED},
        {"heard_at": NOW - timedelta(minutes=3)},
    ],
)
def test_a_job_that_did_not_work_says_so_on_its_page(client, sign_in, administrator, values):
    job = make_job(administrator, **values)
    sign_in(administrator)
    answer = client.get(f"/werk/{job.id}", headers={"Accept": "application/json"})
    assert answer.json["next"] == f"/werk/{job.id}"
    page = client.page(f"/werk/{job.id}")
    assert page.elements("div", kind="callout-warning")
    assert values.get("message", "") in page.text


def test_a_job_is_shown_to_whoever_began_it_only(client, sign_in, administrator):
    job = make_job(make_person())
    sign_in(administrator)
    client.page(f"/werk/{job.id}", status=404)
    client.page("/werk/99999", status=404)


def test_a_file_that_was_made_waits_on_the_page_of_its_work(client, sign_in, administrator):
    job = make_job(administrator, state=JobState.DONE)
    jobs.db.session.add(JobFile(job_id=job.id, name="bereik.csv", content_type="text/csv", size=4, body=b"1;2\n"))
    sign_in(administrator)
    here = f"/werk/{job.id}"
    assert client.get(here, headers={"Accept": "application/json"}).json["next"] == here
    there = next(address for address in client.page(here).links().values() if address.endswith("/bestand"))
    answer = client.get(there)
    assert (answer.data, answer.mimetype) == (b"1;2\n", "text/csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bereik.csv"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_file_of_somebody_else_is_not_there(client, sign_in, administrator):
    job = make_job(make_person(), state=JobState.DONE)
    jobs.db.session.add(JobFile(job_id=job.id, name="bereik.csv", content_type="text/csv", size=4, body=b"1;2\n"))
    sign_in(administrator)
    assert client.get(f"/werk/{job.id}/bestand").status_code == 404


def test_the_file_is_gone_with_the_role_for_which_it_was_made(client, sign_in, administrator):
    job = make_job(administrator, state=JobState.DONE, kind="coverage_export")
    jobs.db.session.add(JobFile(job_id=job.id, name="bereik.csv", content_type="text/csv", size=4, body=b"1;2\n"))
    sign_in(administrator)  # who is of the commission no more, if she ever was
    assert client.get(f"/werk/{job.id}/bestand").status_code == 404


def test_who_stays_signed_in_on_her_phone_proves_that_it_is_her_before_she_gets_it(
    client, sign_in, administrator, time_machine
):
    time_machine.move_to(NOW, tick=False)
    job = make_job(administrator, state=JobState.DONE)
    jobs.db.session.add(JobFile(job_id=job.id, name="alles.zip", content_type="application/zip", size=1, body=b"1"))
    sign_in(administrator)
    time_machine.move_to(NOW + timedelta(minutes=10), tick=False)
    assert client.get(f"/werk/{job.id}/bestand").status_code == 200
    time_machine.move_to(NOW + timedelta(minutes=16), tick=False)
    assert location_of(client.get(f"/werk/{job.id}/bestand")) == "/ben-jij-het"


def test_running_work_is_listed_and_leads_to_its_page_and_result(client, sign_in, administrator):
    make_job(administrator, state=JobState.REFUSED, message="Dit bestand is leeg.", kind="roster")
    make_job(administrator, heard_at=NOW - timedelta(minutes=3), started_at=NOW - timedelta(minutes=9))
    running = make_job(administrator)
    done = make_job(administrator, state=JobState.DONE, location="/scholen/", kind="register")
    made = make_job(administrator, state=JobState.DONE)
    jobs.db.session.add(JobFile(job_id=made.id, name="bereik.csv", content_type="text/csv", size=4, body=b"1;2\n"))
    make_job(make_person())
    sign_in(administrator)
    page = client.page("/werk")
    assert len(page.rows()) == 5
    addresses = set(page.links().values())
    assert {f"/werk/{running.id}", f"/werk/{done.id}", f"/werk/{made.id}/bestand"} <= addresses
    assert "Dit bestand is leeg." in page.text


def test_every_page_leads_back_to_work_that_runs_or_was_just_done(client, sign_in, administrator):
    job = make_job(administrator)
    sign_in(administrator)
    assert not client.page("/systeem").elements("p", kind="work-note")
    client.page(f"/werk/{job.id}")
    assert client.page("/systeem").elements("p", kind="work-note")
    job.heard_at = NOW - timedelta(minutes=20)
    assert not client.page("/systeem").elements("p", kind="work-note")


def test_who_started_no_long_work_is_not_asked_about_it(client, sign_in, administrator, statements):
    sign_in(administrator)
    client.page("/systeem")
    statements.clear()
    client.page("/import")
    assert statements.naming("job") == []
