"""The log: signed, sealed, append-only in the database itself; what is done to it with plain SQL is found and named."""

import random
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack import audit, crypto
from coachtrack.audit.rules import Fault, years_before
from coachtrack.audit.writing import PURPOSE
from coachtrack.cli.audit import verify_audit
from coachtrack.cli.worker import Stop, seal, work, worker
from coachtrack.errors import Refused
from coachtrack.marks import Mark
from tests.factories.people import make_person
from tests.support.moments import NOW

COPIED = "at, person_id, act, thing, detail, address, mac"
COPY = (
    f"insert into audit_entry (id, {COPIED}) select {{0}} + {{place}}, {COPIED} from audit_entry where id = {{0}} + 2"
)
CHANGES = {
    "at": "'2020-01-01 00:00:00'",
    "person_id": "null",
    "act": "'sign_in'",
    "thing": "'person:999'",
    "detail": "'iets anders'",
    "address": "'10.0.0.9'",
    "mac": f"'{'0' * 64}'",
}


def note_some(count, *, by=None, at=NOW, **more):
    for number in range(count):
        audit.note("change_person", now=at, by=by, thing=f"person:{number}", detail="name", **more)


@pytest.fixture
def log(db):
    """Three sealed stretches of four, and three entries that no seal holds yet."""
    person = make_person()
    start = highest(db)
    for _ in range(3):
        note_some(4, by=person.id)
        db.commit()
        audit.seal(now=NOW)
        db.commit()
    note_some(3, by=person.id)
    db.commit()
    return start


def highest(db):
    return db.scalar(sa.select(sa.func.max(audit.AuditEntry.id))) or 0


@contextmanager
def defenceless(db):
    """Triggers do nothing meanwhile, as for someone who owns the database."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(sa.text("set local session_replication_role = replica"))
    else:
        for table in ("audit_entry", "audit_seal"):
            for act in ("update", "delete"):
                db.execute(sa.text(f"drop trigger {table}_no_{act}"))
    yield
    db.flush()


def verdict_after(db, *statements, now=NOW, head=None):
    with defenceless(db):
        for statement in statements:
            db.execute(sa.text(statement))
    db.expire_all()
    verdict = audit.verify_log(now=now, expected_head=head)
    db.rollback()
    return verdict


def test_an_untouched_log_is_whole(db, log):
    verdict = audit.verify_log(now=NOW)
    assert (verdict.is_whole, verdict.sealed, verdict.unsealed, verdict.head.count) == (True, log + 12, 3, 3)


def test_an_empty_log_is_whole(db):
    assert str(audit.verify_log(now=NOW).head) == "0:"


def test_the_key_of_the_log_is_another_than_that_of_the_evidence(app):
    secret = app.config["EVIDENCE_KEY"]
    assert crypto.derived_key(secret, PURPOSE) != crypto.derived_key(secret, "something else")
    assert crypto.derived_key(secret, PURPOSE) not in secret.encode()


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("place", [3, 14], ids=["sealed", "not yet sealed"])
def test_an_entry_that_was_changed_is_named(db, log, column, place):
    number = log + place
    verdict = verdict_after(db, f"update audit_entry set {column} = {CHANGES[column]} where id = {number}")
    assert (verdict.fault, verdict.first) == (Fault.EDITED, number)


@pytest.mark.parametrize(
    ("statement", "fault", "stretch"),
    [
        ("delete from audit_entry where id = {0} + 6", Fault.REMOVED, 2),
        ("delete from audit_entry where id > {0} + 4 and id <= {0} + 8", Fault.REMOVED, 2),
        (f"delete from audit_entry where id = {{0}} + 9; {COPY}", Fault.REORDERED, 3),
        ("delete from audit_seal where id = 2", Fault.SEAL_REMOVED, 3),
        ("update audit_seal set sealed_at = '2020-01-01 00:00:00' where id = 3", Fault.SEAL_EDITED, 3),
        ("update audit_seal set count = 3 where id = 2", Fault.SEAL_EDITED, 2),
    ],
    ids=["one removed", "a stretch removed", "copied over", "seal removed", "seal dated back", "seal changed"],
)
def test_what_was_done_to_a_stretch_is_named(db, log, statement, fault, stretch):
    statements = statement.format(log, place=9).split("; ")
    verdict = verdict_after(db, *statements)
    assert (verdict.fault, verdict.last) == (fault, log + 4 * stretch)


def test_a_copy_of_an_entry_is_found_wherever_it_was_put(db, log):
    verdict = verdict_after(db, COPY.format(log, place=900))
    assert (verdict.fault, verdict.first) == (Fault.COPIED, log + 900)
    db.execute(sa.text(COPY.format(log, place=901)))
    audit.seal(now=NOW)
    assert audit.verify_log(now=NOW).fault is Fault.COPIED


def test_two_entries_that_changed_places_are_found(db, log):
    swap = "update audit_entry set id = {0} where id = {1}"
    steps = [swap.format(9999, log + 5), swap.format(log + 5, log + 6), swap.format(log + 6, 9999)]
    assert verdict_after(db, *steps).fault is Fault.REORDERED


def test_one_that_was_put_in_between_is_found(db, log):
    moved = f"update audit_entry set id = {log} + 400 where id = {log} + 15"
    verdict = verdict_after(
        db,
        moved,
        f"delete from audit_entry where id = {log} + 8",
        f"insert into audit_entry (id, {COPIED}) select {log} + 8, {COPIED} from audit_entry where id = {log} + 400",
    )
    assert (verdict.fault, verdict.first) == (Fault.REORDERED, log + 5)


def test_the_last_seals_gone_with_all_they_held_shows_against_a_head_that_was_printed_earlier(db, log):
    head = str(audit.verify_log(now=NOW).head)
    cut = ("delete from audit_seal where id = 3", f"delete from audit_entry where id > {log} + 8")
    assert verdict_after(db, *cut).is_whole
    assert verdict_after(db, *cut, head=head).fault is Fault.CUT_OFF
    other = str(Mark(3, "f" * 64))
    assert audit.verify_log(now=NOW, expected_head=other).fault is Fault.REPLACED
    assert audit.verify_log(now=NOW, expected_head=head).is_whole


@pytest.mark.parametrize("text", ["", "3", "3:abc", "x:" + "f" * 64, "0:" + "f" * 64])
def test_a_head_that_is_none_is_refused(db, text):
    with pytest.raises(Refused):
        audit.verify_log(now=NOW, expected_head=text)


def test_a_hundred_random_changes_are_all_found(db, log):
    draw = random.Random(6)
    missed = []
    for _ in range(100):
        column, number = draw.choice(sorted(CHANGES)), log + draw.randint(1, 15)
        change = draw.choice(
            [
                f"update audit_entry set {column} = {CHANGES[column]} where id = {number}",
                f"delete from audit_entry where id = {log + draw.randint(1, 12)}",
                f"update audit_seal set digest = mac where id = {draw.randint(1, 3)}",
            ]
        )
        if verdict_after(db, change).is_whole:
            missed.append(change)
    assert missed == []


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "reading"])
@pytest.mark.parametrize("statement", ["update {} set id = id", "delete from {}"])
def test_the_database_itself_refuses_to_change_it(db, log, table, statement):
    person = make_person()
    db.add(audit.Reading(at=NOW, reader_id=person.id, about_id=person.id, thing="x"))
    db.commit()
    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        db.execute(sa.text(statement.format(table)))
    db.rollback()


# --- what is old enough -----------------------------------------------------------------------------------------


def old_log(db, years):
    """Two stretches of so long ago, one of today."""
    then = years_before(NOW, years)
    for moment in (then, then + timedelta(days=1), NOW):
        note_some(4, at=moment)
        db.commit()
        audit.seal(now=moment)
        db.commit()


def test_whole_stretches_older_than_the_term_are_let_go_and_the_rest_can_still_be_verified(db):
    old_log(db, 3)
    term = years_before(NOW, 2)
    assert audit.forget(before=term) == 8
    assert audit.forget(before=term) == 0
    db.commit()
    verdict = audit.verify_log(now=NOW)
    assert (verdict.is_whole, verdict.sealed, verdict.head.count) == (True, 4, 3)


def test_what_no_seal_holds_stays_and_so_does_a_stretch_with_something_young_in_it(db):
    note_some(4, at=years_before(NOW, 3))
    assert audit.forget(before=years_before(NOW, 2)) == 0
    note_some(1, at=NOW)
    audit.seal(now=years_before(NOW, 3))  # the clock was set back
    assert audit.forget(before=years_before(NOW, 2)) == 0


def test_the_database_lets_nothing_go_before_two_years(db):
    note_some(2, at=years_before(NOW, 1))
    audit.seal(now=years_before(NOW, 1))
    db.commit()
    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        audit.forget(before=NOW)
    db.rollback()


def test_what_was_removed_too_early_is_no_letting_go(db, log):
    gone = f"delete from audit_entry where id <= {log} + 4"
    assert verdict_after(db, gone).fault is Fault.REMOVED
    assert verdict_after(db, gone, now=NOW + timedelta(days=729)).fault is Fault.REMOVED
    assert verdict_after(db, gone, now=NOW + timedelta(days=732)).is_whole


# --- from before there were signatures --------------------------------------------------------------------------


def test_entries_of_before_there_were_signatures_are_sealed_all_the_same(db):
    for _ in range(2):
        db.add(audit.AuditEntry(at=NOW, act="change_person"))
    db.commit()
    assert audit.verify_log(now=NOW).is_whole
    audit.seal(now=NOW)
    db.commit()
    number = highest(db)
    assert audit.verify_log(now=NOW).sealed == 2
    assert verdict_after(db, f"update audit_entry set act = 'x' where id = {number}").fault is Fault.REORDERED
    db.add(audit.AuditEntry(at=NOW, act="change_person"))
    assert audit.verify_log(now=NOW).fault is Fault.EDITED


# --- the worker and the command ---------------------------------------------------------------------------------


def test_the_worker_seals_what_was_written_and_leaves_alone_what_is_sealed(app, db):
    note_some(3)
    db.commit()
    result = app.test_cli_runner().invoke(worker, ["--once"])
    assert result.exception is None, result.output
    assert (audit.find_last_seal().count, audit.verify_log(now=NOW).unsealed) == (3, 0)
    assert seal(NOW) == 0


def test_a_worker_that_goes_on_seals_as_well(app, db):
    class Once(Stop):
        def wait(self, seconds):
            self()

    note_some(2)
    db.commit()
    work(Once())
    assert audit.find_last_seal().count == 2


def test_many_entries_get_several_seals(db, monkeypatch):
    monkeypatch.setattr("coachtrack.audit.sealing.MOST", 4)
    note_some(10)
    assert audit.seal(now=NOW) == 10
    assert audit.find_last_seal().number == 3
    assert audit.verify_log(now=NOW).is_whole


@pytest.mark.postgres
def test_nothing_is_sealed_while_a_lower_number_could_still_come(db, backend):
    """Numbers are given out there before the writing is done."""
    slow = sa.create_engine(backend.url)
    with slow.connect() as other:
        other.execute(sa.text("insert into audit_entry (at, act) values (now(), 'slow')"))
        note_some(1)
        db.commit()
        assert audit.seal(now=NOW) == 0
        other.rollback()
    slow.dispose()
    assert audit.seal(now=NOW) == 1


def test_the_command_says_whether_it_is_whole_and_prints_the_head(app, db, log):
    run = app.test_cli_runner().invoke
    said = run(verify_audit, [])
    head = str(audit.verify_log(now=NOW).head)
    assert (said.exit_code, said.output.splitlines()[-1]) == (0, f"head {head}")
    assert run(verify_audit, ["--head", head]).exit_code == 0
    refused = run(verify_audit, ["--head", "nothing"])
    assert (refused.exit_code, "as it was printed" in refused.output) == (1, True)
    with defenceless(db):
        db.execute(sa.text(f"delete from audit_entry where id = {log} + 2"))
    db.commit()
    broken = run(verify_audit, [])
    assert (broken.exit_code, "removed" in broken.output) == (1, True)
