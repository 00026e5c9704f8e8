"""My data: the package opens for herself alone, who read what is told with its role, and what was changed is shown."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack import downloads
from coachtrack.audit import Reading
from coachtrack.jobs import Job
from coachtrack.people.actions import change_person
from coachtrack.people.models import Post
from coachtrack.privacy.rules.inventory import LINES, SHEETS, Holds
from coachtrack.privacy.rules.wording import COLUMN_LABELS
from coachtrack.privacy.views.package_paper import packing
from coachtrack.reflections.actions import add_goal
from coachtrack.reflections.models import Debrief
from coachtrack.schools.models import School
from coachtrack.trajectories import actions as trajectories
from coachtrack.trajectories.permissions import reads_as
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import make_active_trajectory, make_held_session, make_open_school
from tests.support.filling import Planter

DRAFT, GOAL = "Kanarie in het concept", "Kanarie in het doel"


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def teacher(db):
    return make_teacher(make_open_school(), "Zoë", last_name="de Vries")


def teacher_school(db, teacher):
    return db.scalars(sa.select(Post.school_id).where(Post.person_id == teacher.id)).one()


@pytest.fixture
def session(db, coach, teacher, now):
    """A session of the two with a draft that was not shared, and a goal."""
    school = db.get(School, teacher_school(db, teacher))
    trajectory = make_active_trajectory(coach=coach, teacher=teacher, school=school)
    add_goal(trajectory.id, goal=GOAL, by=coach.id, now=now)
    session = make_held_session(trajectory)
    draft = {"went_well": DRAFT, "learnt": "", "next_step": ""}
    trajectories.save_draft(session, **draft, version=0, by=coach.id, now=now)
    return session


def note_reading(db, reader, about, thing, at, role=None):
    db.add(Reading(at=at, reader_id=reader.id, about_id=about.id, thing=thing, role=role))


def package_of(client):
    answer = client.post("/mijn-gegevens/pakket")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    return unpacked(answer.data)


def unpacked(body):
    archive = zipfile.ZipFile(io.BytesIO(body))
    return {name: archive.read(name) for name in archive.namelist()}


def test_her_package_holds_her_goals_and_the_draft_about_her_to_read_and_for_programs(
    client, sign_in, session, teacher
):
    sign_in(teacher)
    files = package_of(client)
    told = json.loads(files["gegevens.json"])
    assert told["about"] == "Zoë de Vries"
    for file in (files["lees-mij.html"].decode(), files["gegevens.json"].decode()):
        assert DRAFT in file
        assert GOAL in file
        assert "Coba" in file  # by her name, not by a number


def test_the_package_of_the_coach_holds_that_she_wrote_and_not_what(client, sign_in, session, coach):
    sign_in(coach)
    files = package_of(client)
    tables = {part["table"]: part for part in json.loads(files["gegevens.json"])["tables"]}
    assert (tables["debrief"]["has_a_part_in"], len(tables["debrief"]["rows"])) == (True, 1)
    for body in files.values():
        assert DRAFT not in body.decode()
        assert GOAL not in body.decode()


def test_the_readable_page_stands_on_its_own_and_says_what_is_left_out(client, sign_in, session, teacher):
    sign_in(teacher)
    page = package_of(client)["lees-mij.html"].decode()
    assert re.findall(r"""(?:src|href)=["'](?!#)([^"']*)""", page) == ["opmaak.css"]
    assert "<script" not in page
    assert 'id="left-out"' in page


def test_a_value_of_every_column_there_is_reaches_both_files(db, teacher, coach, now):
    planter, planted = Planter(teacher, "kanarie"), {}
    for sheet in SHEETS:
        for path in sheet.about:
            planted |= {(sheet.table, column): value for column, value in planter.plant(sheet, path).items()}
    files = unpacked(packing(teacher.id, now)(lambda _done, _total: None).body)
    written = {
        file: {
            str(planted[line.table, line.column])
            for line in LINES
            if line.in_package and str(planted.get((line.table, line.column))).startswith("kanarie")
            if file == "gegevens.json" or line.column in COLUMN_LABELS
        }
        for file in ("gegevens.json", "lees-mij.html")
    }
    for file, canaries in written.items():
        assert len(canaries) > 40
        assert not [canary for canary in canaries if canary not in files[file].decode()], file
    for line in LINES:
        value = planted.get((line.table, line.column))
        if line.holds is Holds.SECRET and isinstance(value, str) and value.startswith("kanarie"):
            assert f'"{value}"' not in files["gegevens.json"].decode(), line
    assert [body for name, body in files.items() if name.startswith("certificaten/")]


def test_nobody_else_gets_the_file_that_was_made_for_her(
    client, sign_in, new_client, session, coach, teacher, db, monkeypatch
):
    monkeypatch.setattr(downloads, "MANY", 0)  # as for who has been here for years
    sign_in(teacher)
    package_of(client)
    job = db.query(Job).one()
    other = sign_in(coach, into=new_client())
    assert client.get(f"/werk/{job.id}/bestand").status_code == 200
    assert other.get(f"/werk/{job.id}/bestand").status_code == 404
    assert other.get(f"/werk/{job.id}").status_code == 404


def test_a_package_is_asked_for_by_a_press_of_a_button_only(client, sign_in, teacher, db):
    sign_in(teacher)
    assert client.get("/mijn-gegevens/pakket").status_code == 405
    assert not db.query(Job).count()


def test_what_she_read_herself_is_not_told(client, sign_in, db, teacher, now):
    note_reading(db, teacher, teacher, "debrief:1", now)
    sign_in(teacher)
    assert not client.page("/mijn-gegevens").elements("table")
    assert not client.page("/mijn-gegevens/gelezen").elements("table")


def test_she_sees_who_read_what_when_and_as_what(client, sign_in, db, session, teacher, coach, now):
    advisor = make_holder(Role.ADVISOR, make_school(), last_name="Bakker")
    note_reading(db, coach, teacher, session.debrief_subject, now)
    note_reading(db, advisor, teacher, f"goals:{session.trajectory_id}", now, Role.ADVISOR)
    sign_in(teacher)
    rows = client.page("/mijn-gegevens/gelezen").rows()
    assert [(row[0], row[1].casefold()) for row in rows] == [
        (advisor.name, "schoolbegeleider"),
        (coach.name, "coach"),
    ]
    assert "2026" in rows[1][2]  # the debrief of which day
    assert client.page("/mijn-gegevens").rows()[:2] == rows


def test_who_read_something_of_somebody_else_is_not_told(client, sign_in, db, session, teacher, coach, now):
    note_reading(db, coach, teacher, session.debrief_subject, now)
    sign_in(make_teacher(make_school()))
    assert not client.page("/mijn-gegevens/gelezen").elements("table")


def test_readings_are_shown_fifty_at_a_time(client, sign_in, db, teacher, coach, now):
    for number in range(51):
        note_reading(db, coach, teacher, f"debrief:{number + 1}", now + timedelta(seconds=number))
    sign_in(teacher)
    assert len(client.page("/mijn-gegevens/gelezen").rows()) == 50
    assert len(client.page("/mijn-gegevens/gelezen?page=2").rows()) == 1
    assert client.get("/mijn-gegevens/gelezen?page=9").status_code == 404


def test_what_was_corrected_in_her_data_is_in_the_history_with_who_did_it(client, sign_in, teacher, now):
    administrator = make_holder(Role.ADMINISTRATOR, last_name="Beheer")
    name = {"first_name": "Zoë", "infix": "", "last_name": "Vries"}
    change_person(teacher, **name, email=teacher.email, by=administrator.id, now=now)
    sign_in(teacher)
    rows = client.page("/mijn-gegevens/gewijzigd").rows()
    assert [row[2] for row in rows] == [administrator.name]


def test_corrected_evidence_is_in_the_history_with_its_reason(client, sign_in, session, teacher, coach, now):
    trajectories.undo_log(session, by=coach.id, now=now + timedelta(minutes=5))
    sign_in(teacher)
    rows = client.page("/mijn-gegevens/gewijzigd").rows()
    assert rows
    assert {row[2] for row in rows} == {coach.name}


def test_a_debrief_that_nobody_wrote_is_in_no_package(client, sign_in, db):
    sign_in(make_coach())
    assert not db.query(Debrief).count()
    assert "debrief" not in {part["table"] for part in json.loads(package_of(client)["gegevens.json"])["tables"]}


def test_as_what_somebody_reads_is_told_by_the_trajectory(session, teacher, coach):
    trajectory = session.trajectory
    school = frozenset({RoleHeld(role, trajectory.school_id) for role in (Role.ADVISOR, Role.SCHOOL_LEADER)})
    told = {
        Role.COACH: Viewer(coach.id, "", frozenset({RoleHeld(Role.COACH)})),
        Role.TEACHER: Viewer(teacher.id, "", school),
        Role.ADVISOR: Viewer(0, "", frozenset({RoleHeld(Role.ADVISOR, trajectory.school_id)})),
        Role.SCHOOL_LEADER: Viewer(0, "", school),
    }
    assert {role: reads_as(viewer, trajectory) for role, viewer in told.items()} == {role: role for role in told}
    assert reads_as(Viewer(0, "", frozenset({RoleHeld(Role.ADVISOR, 0)})), trajectory) is Role.COACH  # one who was
