"""A backup is put back: all rows are there, the evidence is whole, a debrief opens, what was erased stays erased."""

import pytest
import sqlalchemy as sa

from coachtrack.accounts.models import SignInSession
from coachtrack.audit import AuditEntry
from coachtrack.backups.queries import find_latest_verified
from coachtrack.database import db as database
from coachtrack.evidence.queries import verify_chain
from coachtrack.outbox import OutboxMail
from coachtrack.people.models import Person
from coachtrack.privacy.actions.erasure import erase, keep_list
from coachtrack.privacy.rules.erasure import ErasureKind
from coachtrack.reflections.queries import debriefs_of, goals_of
from tests.factories.accounts import PASSWORD
from tests.factories.people import make_teacher
from tests.factories.schools import make_school
from tests.support.keeping import MADE_BY_RESTORING, everything_in, inside, schema_of

LAST_ACTS = sa.select(AuditEntry.act).order_by(AuditEntry.id.desc())


def the_backup_in(folder):
    [path] = folder.glob("*.backup")
    return path


def url_of(app):
    return app.config["SQLALCHEMY_DATABASE_URI"]


@pytest.fixture
def kept(programme, flask, folder):
    """A backup of the programme."""
    code, said = flask("backup", folder)
    assert (code, "was written and read back" in said) == (0, True), said
    return the_backup_in(folder)


@pytest.fixture
def elsewhere(kept, flask, place):
    """The place where it was put back."""
    app = place()
    code, said = flask("restore", kept, within=app)
    assert code == 0, said
    return app


def test_what_is_put_back_in_an_empty_place_is_what_there_was_row_by_row(elsewhere, backend):
    before = everything_in(backend.url, but=MADE_BY_RESTORING)
    assert sum(map(len, before.values())) > 100
    assert everything_in(url_of(elsewhere), but=MADE_BY_RESTORING) == before
    assert schema_of(url_of(elsewhere)) == schema_of(backend.url)


def test_the_evidence_is_whole_a_debrief_opens_and_people_sign_in(programme, elsewhere):
    with inside(elsewhere):
        verdict = verify_chain()
        assert (verdict.is_whole, verdict.count) == (True, 4)
        [debrief] = debriefs_of(programme.id)
        assert debrief.went_well == "De kinderen dansten zelf verder."
        assert "Ik durf stiltes te laten vallen" in [goal.goal for goal in goals_of(programme.id)]
        client = elsewhere.test_client()
        client.judging = False
        client.submit("/inloggen", email=programme.email, password=PASSWORD)
        assert client.get(f"/trajecten/{programme.id}").status_code == 200
        assert client.get("/readyz").status_code == 200


def test_evidence_and_log_can_be_changed_as_little_as_before_and_new_rows_get_new_numbers(elsewhere):
    with inside(elsewhere):
        for statement in ("update evidence_record set lesson_minutes = 1", "delete from audit_entry"):
            with pytest.raises(sa.exc.DBAPIError, match="append-only"):
                database.session.execute(sa.text(statement))
            database.session.rollback()
        last = database.session.scalar(sa.select(sa.func.max(Person.id)))
        person = Person(first_name="Eva", last_name="Nieuw", sort_name="nieuw eva", created_at=sa.func.now())
        database.session.add(person)
        database.session.flush()
        assert person.id > last


def test_everybody_signs_in_anew_no_mail_goes_out_twice_and_the_log_says_what_was_done(
    programme, flask, folder, place, sign_in, client, now
):
    sign_in(database.session.get(Person, programme.coach_id))
    assert client.get("/vandaag").status_code == 200
    flask("backup", folder)
    assert database.session.scalars(LAST_ACTS.limit(1)).one() == "record_backup"
    elsewhere = place()
    flask("restore", the_backup_in(folder), within=elsewhere)
    with inside(elsewhere):
        assert set(database.session.scalars(sa.select(SignInSession.ended_at.is_(None)))) == {False}
        held = database.session.execute(sa.select(OutboxMail.last_error, OutboxMail.body.is_not(None))).all()
        assert set(held) == {("restored from a backup", True)}
        assert database.session.scalars(LAST_ACTS.limit(2)).all() == ["restore_backup", "record_backup"]
        latest = find_latest_verified()
        assert (latest.name, latest.made_at, latest.verified_at) == (the_backup_in(folder).name, now, now)


def test_what_is_there_is_replaced_only_when_asked_and_is_kept(elsewhere, kept, flask, backend):
    before = everything_in(url_of(elsewhere))
    code, said = flask("restore", kept, within=elsewhere)
    assert (code, "--replace" in said) == (1, True), said
    assert everything_in(url_of(elsewhere)) == before
    with inside(elsewhere):
        make_teacher(make_school(), email="later@school.example")
        database.session.commit()
        old = everything_in(url_of(elsewhere))
    code, said = flask("restore", kept, "--replace", within=elsewhere)
    assert code == 0, said
    with inside(elsewhere):
        assert not database.session.scalars(sa.select(Person).where(Person.email == "later@school.example")).all()
    where = said.split("The old database is kept as ")[1].split(". Remove it")[0]
    assert kept_as(where, url_of(elsewhere)) == old


def kept_as(where, url):
    """What lies in the old database."""
    if url.startswith("sqlite"):
        return everything_in(f"sqlite:///{where}")
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names(schema=where)
        rows = {name: connection.execute(sa.text(f'select * from {where}."{name}"')).all() for name in sorted(names)}
    return {name: sorted((tuple(row) for row in found), key=repr) for name, found in rows.items()}


def test_what_was_erased_since_is_erased_again(programme, kept, flask, place, app, now):
    """The list of it lies beside the database; the next backup lays it beside the backups too."""
    erase(ErasureKind.CONTENT, programme.teacher_id, f"trajectory:{programme.id}", now=now)
    database.session.commit()
    keep_list(app.config["ERASURES"])
    for name, erasures in (("machine_is_there", app.config["ERASURES"]), ("machine_is_lost", None)):
        elsewhere = place(name, **({"erasures": erasures} if erasures else {}))
        code, said = flask("restore", kept, within=elsewhere)
        assert (code, "1 erased again" in said) == (0, True), said
        with inside(elsewhere):
            assert (list(goals_of(programme.id)), list(debriefs_of(programme.id))) == ([], [])
        assert elsewhere.config["ERASURES"].read_text().count("trajectory:") == 1
        flask("backup", kept.parent)
