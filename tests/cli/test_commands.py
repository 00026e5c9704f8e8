"""The commands: what they print, what they change, and how they refuse."""

import re

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet, MultiFernet

from coachtrack import crypto
from coachtrack.accounts.models import Account
from coachtrack.agenda.models import FeedAddress
from coachtrack.coverage.models import PersonStatus, PersonTouched
from coachtrack.database import db as database
from coachtrack.evidence.models import StandingRow
from coachtrack.outbox import OutboxMail
from coachtrack.people.models import Person
from coachtrack.people.queries import roles_held
from coachtrack.reflections.queries import goals_of
from coachtrack.schools.models import School
from coachtrack.viewer import Role, RoleHeld
from tests.factories.accounts import make_account
from tests.factories.coverage import make_programme
from tests.factories.evidence import make_held
from tests.factories.people import make_coach, make_teacher
from tests.factories.reflections import make_goal
from tests.factories.schools import make_school
from tests.factories.trajectories import make_trajectory
from tests.support.registers import register_of
from tests.support.workbooks import delimited, xlsx

STAFF = [
    ["Naam", "E-mail", "School", "Functie", "Groepen", "Werkdagen"],
    ["Bos, Anna", "anna@school.example", "De Linde", "leerkracht", "3", "ma di wo"],
    ["Jansen, Piet", "piet@school.example", "De Linde", "directeur", "", ""],
]


@pytest.fixture
def flask(app):
    """Run a command: `flask("create-admin", "…")` gives its exit code and what it printed."""

    def run(*words):
        database.session.commit()
        result = app.test_cli_runner().invoke(args=list(map(str, words)))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        database.session.expire_all()
        return result.exit_code, result.output

    return run


def test_the_first_administrator_gets_a_link_to_choose_her_password(flask, db, app, client, now):
    code, said = flask("create-admin", "anneke.bos@gemeente.example")
    link = re.fullmatch(r"http://localhost(/\S+)\n", said)
    assert (code, bool(link)) == (0, True), said
    person = db.scalars(sa.select(Person)).one()
    assert (person.name, person.email) == ("Anneke Bos", "anneke.bos@gemeente.example")
    assert roles_held(person.id, now.date()) == {RoleHeld(Role.ADMINISTRATOR)}
    assert client.get(link.group(1)).status_code == 200


def test_making_the_same_administrator_twice_gives_a_new_link_and_no_second_person(flask, db, client):
    first, second = (flask("create-admin", "beheer@gemeente.example")[1].strip() for _ in range(2))
    assert first != second
    assert db.scalar(sa.select(sa.func.count()).select_from(Account)) == 1
    gone = client.get(first.removeprefix("http://localhost"))
    assert "opnieuw" in gone.get_data(as_text=True) or gone.status_code == 404
    assert client.get(second.removeprefix("http://localhost")).status_code == 200


def test_a_calendar_address_is_printed_once_and_works(flask, db, client):
    person = make_teacher(make_school(), email="anna@school.example")
    make_account(person)
    code, said = flask("feed-address", "anna@school.example", "--name", "telefoon")
    path = re.fullmatch(r"http://localhost(/kalender/\S+\.ics)\n", said)
    assert (code, bool(path)) == (0, True), said
    assert client.get(path.group(1)).mimetype == "text/calendar"
    address = db.scalars(sa.select(FeedAddress)).one()
    assert (address.person_id, address.name) == (person.id, "telefoon")
    assert address.token_hash not in said


def test_nobody_gets_no_calendar_address(flask, db):
    assert flask("feed-address", "niemand@school.example") == (
        1,
        "Error: Nobody has the address niemand@school.example.\n",
    )


def test_schools_are_imported_from_the_register_and_a_second_time_changes_nothing(flask, db, tmp_path):
    file = tmp_path / "scholen.csv"
    file.write_bytes(register_of([("90AA", "De Linde", "HENGELO"), ("91BB", "Het Nest", "ALMELO")]))
    assert flask("import-schools", file, "--municipality", "Hengelo")[0] == 0
    [school] = db.scalars(sa.select(School))
    assert (school.name, school.municipality) == ("De Linde", "Hengelo")
    version = school.version
    code, said = flask("import-schools", file, "--municipality", "Hengelo")
    assert (code, db.scalars(sa.select(School)).one().version) == (0, version)
    assert "1 unchanged" in said


def test_a_file_that_is_no_register_is_refused_in_one_sentence(flask, db, tmp_path):
    file = tmp_path / "iets.csv"
    file.write_bytes(b"a;b\n1;2\n")
    code, said = flask("import-schools", file)
    assert code == 1
    assert said.startswith("Error: ")
    assert "Traceback" not in said


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_staff_is_shown_first_and_imported_then(flask, db, tmp_path, kind):
    make_school(name="De Linde")
    file = tmp_path / f"personeel.{kind}"
    file.write_bytes(delimited(STAFF) if kind == "csv" else xlsx(STAFF))
    assert flask("import-staff", file, "--preview")[0] == 0
    assert db.scalar(sa.select(sa.func.count()).select_from(Person)) == 0
    assert flask("import-staff", file)[0] == 0
    people = db.scalars(sa.select(Person).order_by(Person.last_name))
    assert [person.name for person in people] == ["Anna Bos", "Piet Jansen"]


def test_a_whole_chain_says_so_and_gives_its_head(flask, db):
    make_held(make_teacher(make_school()), make_coach())
    code, said = flask("verify-evidence")
    assert code == 0
    head = re.search(r"head (1:\w+)", said)
    assert head is not None, said
    assert flask("verify-evidence", "--head", head.group(1))[0] == 0


def test_a_chain_that_lost_a_record_is_found_out(flask, db):
    teacher, coach = make_teacher(make_school()), make_coach()
    for _ in range(3):
        make_held(teacher, coach)
    head = flask("verify-evidence")[1].split("head ")[1].strip()
    remove_last_record(db)
    assert flask("verify-evidence")[0] == 1
    assert flask("verify-evidence", "--head", head)[0] == 1


def test_what_is_kept_beside_the_chain_is_compared_and_made_anew(flask, db):
    teacher, coach = make_teacher(make_school()), make_coach()
    for _ in range(2):
        make_held(teacher, coach)
    db.execute(sa.delete(StandingRow).where(StandingRow.number == 2))
    db.commit()
    code, said = flask("verify-evidence")
    assert (code, "differs from it in 1 facts" in said) == (1, True)
    assert flask("verify-evidence", "--remake")[0] == 0
    assert "agrees with it" in flask("verify-evidence")[1]


def test_coverage_is_made_anew_for_everyone_and_leaves_nothing_to_do(flask, db):
    programme = make_programme()
    make_teacher(db.scalars(sa.select(School)).one())
    db.commit()
    code, said = flask("rebuild-coverage")
    assert (code, said.splitlines()[-1]) == (0, "The status of 1 people was made anew.")
    assert db.scalars(sa.select(PersonStatus.period_id)).all() == [programme.period.id]
    assert db.scalar(sa.select(sa.func.count()).select_from(PersonTouched)) == 0


def remove_last_record(db):
    """What someone can do who has the database and takes its guards away."""
    db.commit()
    connection = db.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("set local session_replication_role = replica"))
    else:
        named = "select name from sqlite_master where type = 'trigger' and tbl_name = 'evidence_record'"
        for name in connection.scalars(sa.text(named)).all():
            connection.execute(sa.text(f'drop trigger "{name}"'))
    connection.execute(sa.text("delete from evidence_record where number = 3"))
    db.commit()


def test_after_rotating_the_old_key_is_not_needed_any_more(flask, app, db, monkeypatch):
    trajectory = make_trajectory()
    make_goal(trajectory.id, "Ik durf te dansen", by=trajectory.coach_id)
    db.commit()
    old, new = app.config["CONTENT_KEYS"], "bmlldXdlLXNsZXV0ZWwtdm9vci1kZS1pbmhvdWQtMDE="
    use_keys(app, monkeypatch, new, *old)
    code, said = flask("rotate-keys")
    assert (code, said) == (0, "1 texts sealed with the newest key\n")
    use_keys(app, monkeypatch, new)
    assert [goal.goal for goal in goals_of(trajectory.id)] == ["Ik durf te dansen"]


def use_keys(app, monkeypatch, *keys):
    """These keys from here on, until the test is over."""
    monkeypatch.setitem(app.extensions, crypto.EXTENSION, MultiFernet([Fernet(key) for key in keys]))


def test_the_worker_leaves_mail_in_the_app_when_told_so(flask, db):
    code, said = flask("worker", "--once")
    assert code == 0
    assert "nothing is sent" in said
    assert db.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 0


def test_the_demo_is_refused_where_it_is_no_demo(flask, db):
    code, said = flask("seed-demo")
    assert code == 1
    assert said.startswith("Error: The demo has accounts with a known password")
    assert db.scalar(sa.select(sa.func.count()).select_from(Person)) == 0
