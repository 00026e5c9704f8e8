"""After a breach the logs tell whose data were touched, by whom and from where."""

import csv
from datetime import timedelta

import pytest

from coachtrack.audit import AuditEntry, Reading
from coachtrack.cli.privacy import touched
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_person, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import make_active_trajectory

DAY = "2026-11-24"


@pytest.fixture
def run(app, db):
    """Runs the command; gives the people it lists, and what it says beside them."""

    def run(*arguments):
        db.commit()
        result = app.test_cli_runner().invoke(touched, arguments)
        return list(csv.DictReader(result.stdout.splitlines(), delimiter=";")), result

    return run


def read(db, reader, about, thing, at):
    db.add(Reading(at=at, reader_id=reader.id, about_id=about.id, thing=thing))


def test_it_lists_who_was_read_and_what_of_whom_was_changed(run, db, now):
    thief, teacher, other = make_coach(), make_teacher(make_school()), make_teacher(make_school())
    trajectory = make_active_trajectory(coach=thief)
    read(db, thief, teacher, "debrief:1", now)
    db.add(AuditEntry(at=now, person_id=thief.id, act="pause", thing=f"trajectory:{trajectory.id}"))
    people, result = run("--since", DAY, "--until", DAY, "--by", thief.email)
    found = {row["email"]: row["how"] for row in people}
    assert found[teacher.email] == "read debrief"
    assert found[trajectory.teacher.email] == "pause"
    assert other.email not in found
    assert "roles coach" in result.stderr


def test_what_was_outside_the_time_or_done_by_another_is_not_listed(run, db, now):
    thief, honest, teacher = make_coach(), make_coach(), make_teacher(make_school())
    read(db, thief, teacher, "debrief:1", now - timedelta(days=1))
    read(db, honest, teacher, "debrief:1", now)
    assert run("--since", DAY, "--by", thief.email)[0] == []
    assert len(run("--since", "2026-11-23", "--by", thief.email)[0]) == 1


def test_what_she_read_of_herself_is_no_breach(run, db, now):
    teacher = make_teacher(make_school())
    read(db, teacher, teacher, "debrief:1", now)
    assert run("--since", DAY)[0] == []


def test_from_an_address_it_lists_what_was_done_there_and_read_by_who_was_there(run, db, now):
    thief, teacher, person = make_coach(), make_teacher(make_school()), make_person()
    db.add(AuditEntry(at=now, person_id=thief.id, act="session.started", address="203.0.113.7"))
    db.add(
        AuditEntry(
            at=now, person_id=thief.id, act="person.changed", thing=f"person:{person.id}", address="198.51.100.1"
        )
    )
    read(db, thief, teacher, "goals:1", now)
    people, result = run("--since", DAY, "--from", "203.0.113.7")
    assert [(row["email"], row["how"]) for row in people] == [(teacher.email, "read goals")]
    assert "session.started, 1 times" in result.stderr


def test_a_name_that_a_sheet_would_compute_is_made_harmless(run, db, now):
    reader, person = make_holder(Role.ADMINISTRATOR), make_person("=1+1")
    read(db, reader, person, "data_request:1", now)
    assert run("--since", DAY)[0][0]["name"].startswith("'=")


def test_an_address_that_nobody_has_is_said(run, db):
    _people, result = run("--since", DAY, "--by", "niemand@school.example")
    assert result.exit_code == 1
    assert "niemand@school.example" in result.stderr
