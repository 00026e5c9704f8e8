"""How moments are kept, what holds on a day, how a transaction begins."""

import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from coachtrack.accounts.models import Account
from coachtrack.database import (
    BUSY_MILLISECONDS,
    IMPATIENT_MILLISECONDS,
    UTCDateTime,
    check_version,
    holding_on,
    known,
    only_reading,
)
from coachtrack.database import db as database
from coachtrack.errors import ChangedMeanwhile
from coachtrack.people.models import Absence, Person
from coachtrack.people.rules.coaches import AbsenceKind
from tests.factories.accounts import make_account
from tests.factories.people import make_person
from tests.support.moments import NOW


def test_a_moment_comes_back_in_utc_whatever_its_zone_was(db):
    amsterdam = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
    person = make_person()
    person.created_at = amsterdam
    db.commit()
    db.expire_all()
    assert person.created_at == amsterdam
    assert person.created_at.tzinfo is UTC
    assert person.created_at.hour == 10


def test_a_moment_without_a_zone_is_a_mistake(db):
    with pytest.raises(ValueError, match="needs a time zone"):
        UTCDateTime().process_bind_param(datetime(2026, 7, 1, 12), db.connection().dialect)  # noqa: DTZ001 - on purpose


def absence(person, first, last, *, known_from=1, known_until=None):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    row = Absence(
        person_id=person.id,
        kind=AbsenceKind.LEAVE,
        starts_on=date(2026, 3, first),
        ends_on=date(2026, 3, last) if last else None,
        recorded_at=at + timedelta(days=known_from),
        superseded_at=at + timedelta(days=known_until) if known_until else None,
    )
    database.session.add(row)
    database.session.flush()
    return row


@pytest.mark.parametrize(("day", "holds"), [(9, False), (10, True), (15, True), (20, True), (21, False)])
def test_the_first_and_the_last_day_both_count(db, day, holds):
    absence(make_person(), 10, 20)
    found = db.scalars(sa.select(Absence).where(holding_on(Absence, date(2026, 3, day)))).all()
    assert bool(found) is holds


def test_without_a_last_day_it_goes_on(db):
    absence(make_person(), 10, None)
    assert db.scalar(sa.select(Absence).where(holding_on(Absence, date(2036, 1, 1)))) is not None


@pytest.mark.parametrize(("known_on", "expected"), [(2, [20]), (6, [12]), (None, [12])])
def test_what_was_known_then_can_be_told_from_what_is_known_now(db, known_on, expected):
    person = make_person()
    absence(person, 10, 20, known_from=1, known_until=5)
    absence(person, 10, 12, known_from=5)
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=known_on) if known_on else None
    rows = db.scalars(sa.select(Absence).where(known(Absence, at=at)).order_by(Absence.id))
    assert [row.ends_on.day for row in rows] == expected


def test_an_older_version_is_told_apart(db):
    account = make_account(make_person())
    db.commit()
    check_version(account, account.version, {})
    check_version(account, None, {})
    with pytest.raises(ChangedMeanwhile) as changed:
        check_version(account, account.version - 1, {"locale": "nl"})
    assert (changed.value.version, changed.value.current) == (account.version, {"locale": "nl"})


def test_two_who_change_one_thing_at_once_cannot_both_succeed(db):
    account = make_account(make_person())
    theirs = sa.update(Account).values(version=Account.version + 1)
    db.execute(theirs.execution_options(synchronize_session=False))
    account.locale = "en"
    with pytest.raises(StaleDataError):
        db.flush()
    db.rollback()


def test_references_are_kept(db):
    db.add(Account(person_id=987_654, created_at=NOW))
    with pytest.raises(IntegrityError):
        db.flush()
    db.rollback()


@pytest.mark.sqlite
def test_sqlite_is_set_up_to_keep_what_it_promised(db):
    settings = {name: db.execute(sa.text(f"pragma {name}")).scalar() for name in ("foreign_keys", "journal_mode")}
    assert settings == {"foreign_keys": 1, "journal_mode": "wal"}
    assert db.execute(sa.text("pragma busy_timeout")).scalar() == 10_000


def test_eight_writers_who_count_lose_none(db, app):
    person = make_person(last_name="0")
    db.commit()
    number = person.id
    db.rollback()

    def count():
        with app.app_context():
            for _ in range(10):
                found = database.session.get(Person, number, with_for_update=True)
                found.last_name = str(int(found.last_name) + 1)
                database.session.commit()

    writers = [threading.Thread(target=count) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert db.scalar(sa.select(Person.last_name).where(Person.id == number)) == "80"


@pytest.mark.sqlite
def test_who_only_reads_does_not_wait_for_who_writes(db):
    make_person()
    db.flush()
    only_reading(True)
    try:
        with database.engine.connect() as reader:
            assert reader.execute(sa.text("select count(*) from person")).scalar() == 0
    finally:
        only_reading(False)


@pytest.mark.sqlite
def test_who_writes_waits_for_another_longer_than_sqlite_does_at_once(db, app):
    db.commit()
    held, let_go = threading.Event(), threading.Event()

    def hold():
        with app.app_context(), database.engine.begin():
            held.set()
            let_go.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    threading.Timer(5 * IMPATIENT_MILLISECONDS / 1000, let_go.set).start()
    with database.engine.begin() as writer:
        assert let_go.is_set()
        assert writer.exec_driver_sql("pragma busy_timeout").scalar() == BUSY_MILLISECONDS
    holder.join()
