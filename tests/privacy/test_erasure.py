"""Erasing what somebody asked for: no byte stays, the evidence does, and a restore does not bring it back."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from coachtrack import outbox
from coachtrack.accounts.models import Account, SignInSession
from coachtrack.agenda.actions.feeds import add_feed_address
from coachtrack.agenda.models import Appointment, FeedBody
from coachtrack.agenda.rules.feeds import FeedLevel
from coachtrack.coverage.actions.refresh import refresh
from coachtrack.coverage.models import CoverageTally, PersonStatus
from coachtrack.database import Model
from coachtrack.errors import Refused
from coachtrack.evidence.models import EvidenceRecord, StandingRow
from coachtrack.evidence.queries import verify_chain
from coachtrack.funding.models import FundingPeriod
from coachtrack.outbox import Message
from coachtrack.people.models import Person
from coachtrack.privacy.actions.erasure import carry_out_erasure, erase, keep_list, mac_of, replay, wipe_traces
from coachtrack.privacy.models import DataRequest, Erasure, RequestKind
from coachtrack.privacy.queries.retention import CONTENT
from coachtrack.privacy.rules.erasure import ErasureKind, Extent
from coachtrack.reflections.models import Debrief, DevelopmentGoal
from coachtrack.talks.models import ContactMoment
from coachtrack.talks.rules.contacts import ContactLevel
from coachtrack.viewer import Role
from tests.factories.accounts import make_account
from tests.factories.coverage import make_rule
from tests.factories.people import make_holder, make_person
from tests.factories.privacy import leave, make_granted_erasure, make_request
from tests.factories.trajectories import make_active_trajectory, make_held_session, make_shared_debrief

NAME, ADDRESS = "Wilhelmina van der Kanarie", "w.kanarie@school.example"
GONE = date(2026, 11, 1)
TODAY = date(2026, 11, 24)


@pytest.fixture
def administrator(db):
    return make_holder(Role.ADMINISTRATOR)


@pytest.fixture
def teacher(db, administrator, now):
    """Somebody who left, and stands in a trajectory, a contact, a title and a mail."""
    trajectory = make_active_trajectory()
    person = trajectory.teacher
    person.first_name, person.infix, person.last_name = "Wilhelmina", "van der", "Kanarie"
    person.sort_name, person.email, person.email_key = "kanarie wilhelmina", ADDRESS, ADDRESS
    session = make_held_session(trajectory)
    make_shared_debrief(session)
    make_account(person)
    session.appointment.title = f"Lesbezoek bij {NAME}"
    contact = ContactMoment(
        level=ContactLevel.SCHOOL, held_on=TODAY, school_id=trajectory.school_id, participants=f"Jan, {NAME.upper()}",
        outcome=f"Mail naar {ADDRESS}; ook Wilhelmina van der Kanarievogel kwam.", recorded_at=now,
        recorded_by_id=administrator.id,
    )  # fmt: skip
    db.add(contact)
    outbox.post(Message(ADDRESS, "Onderwerp", "Dag", "k1", from_name=NAME), recipient_id=person.id, now=now)
    leave(person, GONE)
    db.commit()
    return person


def carry_out(db, teacher, administrator, now):
    request = make_granted_erasure(teacher, administrator, now=now)
    extent = carry_out_erasure(request, by=administrator.id, now=now, today=TODAY)
    db.commit()
    return extent


def everything(db):
    """All values of all tables, as text."""
    rows = (
        row for table in Model.metadata.sorted_tables for row in db.execute(sa.select(sa.text("*")).select_from(table))
    )
    return "\n".join(str(value) for row in rows for value in row)


def test_of_who_left_no_name_no_address_and_no_word_stays(db, teacher, administrator, now):
    assert "Kanarie" in everything(db)
    assert ADDRESS in everything(db)
    assert carry_out(db, teacher, administrator, now) is Extent.EVERYTHING
    left = everything(db)
    assert "Kanarie\n" not in left
    assert ADDRESS not in left
    assert all(db.scalar(sa.select(sa.func.count()).select_from(table)) == 0 for table in CONTENT)


def test_only_her_name_gives_way_in_texts_of_others(db, teacher, administrator, now):
    carry_out(db, teacher, administrator, now)
    contact = db.scalars(sa.select(ContactMoment)).one()
    assert contact.participants == f"Jan, {teacher.name}"
    assert contact.outcome == f"Mail naar {teacher.name}; ook Wilhelmina van der Kanarievogel kwam."
    assert db.scalar(sa.select(Appointment.title)) == f"Lesbezoek bij {teacher.name}"


def test_a_namesake_keeps_what_is_written_of_her(db, teacher, administrator, now):
    other = make_person("Wilhelmina", "Kanarie", infix="van der")
    other.sort_name = teacher.sort_name
    db.commit()
    carry_out(db, teacher, administrator, now)
    assert NAME in db.scalar(sa.select(Appointment.title))
    assert other.name == NAME


def test_what_was_held_stays_under_the_invented_name(db, teacher, administrator, now):
    before = [tuple(row) for row in db.execute(sa.select(EvidenceRecord.__table__).order_by(EvidenceRecord.number))]
    carry_out(db, teacher, administrator, now)
    after = [tuple(row) for row in db.execute(sa.select(EvidenceRecord.__table__).order_by(EvidenceRecord.number))]
    assert after == before != []
    assert verify_chain().is_whole
    assert teacher.name.startswith("Deelnemer ")


def test_her_account_is_closed_and_opens_no_more(db, teacher, administrator, now):
    carry_out(db, teacher, administrator, now)
    account = db.scalars(sa.select(Account).where(Account.person_id == teacher.id)).one()
    assert (account.password_hash, account.deactivated_at) == (None, now)
    assert db.scalar(sa.select(sa.func.count()).select_from(SignInSession)) == 0


def test_who_takes_part_loses_what_was_written_and_keeps_her_name(db, teacher, administrator, now):
    leave(teacher, None)
    assert carry_out(db, teacher, administrator, now) is Extent.OWN
    assert teacher.name == NAME
    assert db.scalar(sa.select(sa.func.count()).select_from(Debrief)) == 0
    assert db.scalar(sa.select(Account.deactivated_at).where(Account.person_id == teacher.id)) is None


def test_it_is_carried_out_once_and_only_when_it_was_granted(db, teacher, administrator, now):
    asked = make_request(teacher, RequestKind.ERASURE, now=now)
    with pytest.raises(Refused, match="First answer"):
        carry_out_erasure(asked, by=administrator.id, now=now, today=TODAY)
    granted = make_granted_erasure(teacher, administrator, now=now)
    carry_out_erasure(granted, by=administrator.id, now=now, today=TODAY)
    with pytest.raises(Refused, match="already"):
        carry_out_erasure(granted, by=administrator.id, now=now, today=TODAY)


def test_nobody_erases_herself(db, administrator, now):
    granted = make_granted_erasure(administrator, administrator, now=now)
    with pytest.raises(Refused, match="Ask another"):
        carry_out_erasure(granted, by=administrator.id, now=now, today=TODAY)


@pytest.mark.sqlite
def test_no_byte_of_it_stays_in_the_files(db, app, teacher, administrator, now, backend):
    file = Path(backend.url.removeprefix("sqlite:///"))
    sealed = db.execute(sa.text("select went_well from debrief")).scalar_one()
    assert found_in(file, [b"Kanarie", ADDRESS.encode(), sealed.encode()]) == [True, True, True]
    carry_out(db, teacher, administrator, now)
    db.execute(sa.text("update contact_moment set outcome = ''"))  # of the namesake, in this test only
    db.commit()
    wipe_traces()
    assert found_in(file, [b"Kanarie", ADDRESS.encode(), sealed.encode()]) == [False, False, False]


def found_in(file: Path, wanted: list[bytes]) -> list[bool]:
    """Whether each of these stands in the database or beside it."""
    held = b"".join(each.read_bytes() for each in file.parent.glob(file.name + "*"))
    return [each in held for each in wanted]


def test_the_list_names_nobody_and_grows_by_what_is_new(db, teacher, administrator, now, tmp_path):
    path = tmp_path / "beside" / "erasures.jsonl"
    assert keep_list(path) == 0
    carry_out(db, teacher, administrator, now)
    assert (keep_list(path), keep_list(path)) == (1, 0)
    assert path.stat().st_mode & 0o777 == 0o600
    [line] = [json.loads(text) for text in path.read_text().split("\n") if text]
    assert set(line) == {"person", "added", "kind", "thing", "at", "mac"}
    assert "Kanarie" not in path.read_text()


def copy(source, target):
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


@pytest.mark.sqlite
def test_after_a_restore_it_is_erased_again(db, teacher, administrator, now, backend, tmp_path):
    file, path = Path(backend.url.removeprefix("sqlite:///")), tmp_path / "erasures.jsonl"
    kept = tmp_path / "backup.sqlite"
    copy(file, kept)
    carry_out(db, teacher, administrator, now)
    keep_list(path)
    db.remove()
    copy(kept, file)
    assert "Kanarie" in everything(db)
    assert replay(path, now=now) == 1
    db.commit()
    wipe_traces()
    assert ADDRESS.encode() not in file.read_bytes()
    assert "Lesbezoek bij Deelnemer" in everything(db)
    assert replay(path, now=now) == 0
    assert keep_list(path) == 0


def line_of(teacher, **other):
    line = {"person": teacher.id, "added": teacher.created_at.isoformat(), "kind": "content", "thing": "trajectory:1"}
    line |= {"at": "2026-11-24T09:30:00+00:00"} | other
    return json.dumps({"mac": mac_of(line)} | line)


def test_a_line_about_another_one_under_her_number_is_passed_by(db, teacher, now, tmp_path):
    path = tmp_path / "erasures.jsonl"
    path.write_text(line_of(teacher, added="2019-01-01T00:00:00+00:00") + "\n" + line_of(teacher, person=4711))
    assert replay(path, now=now) == 0
    assert teacher.name == NAME
    assert db.scalar(sa.select(sa.func.count()).select_from(DevelopmentGoal)) == 1


def test_a_line_that_was_cut_off_stops_nothing(db, teacher, now, tmp_path):
    path = tmp_path / "erasures.jsonl"
    thing = {"kind": "name", "thing": f"person:{teacher.id}"}
    path.write_text('{"person": 1, "ki\n[1]\n"x"\n{"mac": "\u00e9"}\n\n' + line_of(teacher, **thing))
    assert replay(path, now=now) == 1
    assert db.get(Person, teacher.id).first_name == "Deelnemer"


def test_a_line_that_somebody_else_wrote_erases_nothing(db, teacher, now, tmp_path):
    path = tmp_path / "erasures.jsonl"
    theirs = {"kind": "name", "thing": f"person:{teacher.id}"}
    lines = [line_of(teacher, **theirs, mac=mac) for mac in ("", None, "0" * 64, ["x"])]
    signed = json.loads(line_of(teacher))  # a signature of ours under another line
    path.write_text("\n".join([*lines, json.dumps(signed | theirs), json.dumps({"mac": signed["mac"]})]))
    assert replay(path, now=now) == 0
    assert teacher.name == NAME
    assert db.scalar(sa.select(sa.func.count()).select_from(DevelopmentGoal)) == 1


def test_erasing_twice_is_erasing_once(db, teacher, now):
    erase(ErasureKind.NAME, teacher.id, f"person:{teacher.id}", now=now)
    name = teacher.name
    erase(ErasureKind.PERSON, teacher.id, f"person:{teacher.id}", now=now + timedelta(days=1))
    assert teacher.name == name


def test_figures_are_as_they_were(db, teacher, administrator, now):
    """Made anew from the facts after she was erased, not left lying from before."""
    make_rule(db.scalars(sa.select(FundingPeriod)).one())
    leave(teacher, None)  # whoever left is in no figure of today
    db.commit()

    def figures():
        refresh(now, everyone=True)
        tables = (PersonStatus.__table__, CoverageTally.__table__, StandingRow.__table__)
        return [sorted(map(str, db.execute(sa.select(table)))) for table in tables]

    before = figures()
    erase(ErasureKind.NAME, teacher.id, f"person:{teacher.id}", now=now)
    assert figures() == before
    assert all(before)


def test_the_words_of_her_requests_go_and_that_she_asked_stays(db, teacher, administrator, now):
    carry_out(db, teacher, administrator, now)
    request = db.scalars(sa.select(DataRequest)).one()
    assert (request.words, request.answer, request.kind) == ("", "", RequestKind.ERASURE)
    assert db.scalar(sa.select(Erasure.request_id)) == request.id


def test_moments_of_the_list_are_told_with_their_zone(db, teacher, administrator, tmp_path):
    moment = datetime(2026, 11, 24, 9, 30, 15, 250, tzinfo=UTC)
    carry_out(db, teacher, administrator, moment)
    keep_list(tmp_path / "e")
    assert json.loads((tmp_path / "e").read_text().strip())["at"] == "2026-11-24T09:30:15.000250+00:00"


def test_what_apps_got_of_anyones_calendar_is_made_anew(db, teacher, administrator, now):
    """Her name may stand in the calendar of others."""
    add_feed_address(administrator.id, "agenda", FeedLevel.FULL, "nl", now)
    db.execute(sa.update(FeedBody).values(body=NAME.encode()))
    db.commit()
    carry_out(db, teacher, administrator, now)
    assert db.scalar(sa.select(sa.func.count()).select_from(FeedBody)) == 0
