"""Making a backup: what is in it and what is not, who can read it, which ones go, and when none can be made."""

import gzip
import os
import stat
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.backups import rules
from coachtrack.backups.actions import check_backup, make_backup, record_backup
from coachtrack.backups.models import BackupMade
from coachtrack.backups.queries import find_latest_verified
from coachtrack.backups.queries.files import take_out
from coachtrack.database import db as database
from coachtrack.errors import Refused
from tests.factories.people import make_teacher
from tests.factories.schools import make_school
from tests.support.keeping import inside


def body_of(path, target):
    """What is in a backup, unpacked as far as it was packed by us."""
    take_out(path, target)
    content = target.read_bytes()
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def test_in_a_backup_stands_everything_but_the_keys_and_no_word_of_what_is_sealed(
    programme, folder, tools, app, now, tmp_path
):
    made = make_backup(folder, now=now)
    content = made.path.read_bytes() + body_of(made.path, tmp_path / "body")
    keys = [app.config["SECRET_KEY"], app.config["EVIDENCE_KEY"], *app.config["CONTENT_KEYS"]]
    for word in (*keys, "stiltes te laten vallen", "De kinderen dansten zelf verder"):
        assert word.encode() not in content
    assert made.manifest.rows["person"] == database.session.scalar(sa.text("select count(*) from person"))
    assert made.manifest.rows["evidence_record"] == 4
    assert made.manifest.head.startswith("4:")


def test_only_its_owner_can_read_a_backup_and_nothing_else_is_left_in_the_folder(programme, folder, tools, now):
    made = make_backup(folder, now=now)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(path.name for path in folder.iterdir()) == [made.path.name, "erasures.jsonl"]
    assert stat.S_IMODE((folder / "erasures.jsonl").stat().st_mode) == 0o600


@pytest.mark.sqlite
def test_two_backups_of_one_second_have_names_of_their_own(programme, folder, tools, now):
    first, second = make_backup(folder, now=now), make_backup(folder, now=now)
    assert [first.path.name, second.path.name] == [
        "coachtrack-20261124T093000Z.backup",
        "coachtrack-20261124T093000Z-2.backup",
    ]


@pytest.mark.sqlite
def test_backups_of_more_than_thirty_five_days_go_when_a_new_one_is_there(programme, folder, tools, now):
    folder.mkdir()
    old, younger = (folder / rules.name_of(now - timedelta(days=days)) for days in (36, 34))
    other = folder / "holiday.backup"
    broken_off, under_way = folder / ".coachtrack-abc", folder / ".coachtrack-def"
    for path in (old, younger, other):
        path.write_bytes(b"x")
    for path, hours in ((broken_off, 25), (under_way, 1)):
        path.mkdir()
        (path / "body").write_bytes(b"everything")
        moment = now.timestamp() - hours * 3600
        os.utime(path, (moment, moment))
    made = make_backup(folder, now=now)
    assert {path.name for path in folder.iterdir()} == {
        made.path.name, younger.name, other.name, under_way.name, "erasures.jsonl",
    }  # fmt: skip


def test_what_was_erased_from_a_table_is_not_carried_along_in_its_empty_pages(db, folder, tools, now, tmp_path):
    make_teacher(make_school(), email="canary-in-a-free-page@school.example")
    db.commit()
    changed = db.execute(sa.text("update person set email = null, email_key = null where email like 'canary%'"))
    assert changed.rowcount == 1
    db.commit()
    made = make_backup(folder, now=now)
    assert b"canary-in-a-free-page" not in body_of(made.path, tmp_path / "body")


@pytest.mark.sqlite
def test_without_room_there_is_no_backup_and_nothing_is_left(programme, folder, tools, now, monkeypatch):
    monkeypatch.setattr(rules, "ROOM", 1e12)
    with pytest.raises(Refused, match="too little room"):
        make_backup(folder, now=now)
    assert list(folder.iterdir()) == []


def test_of_an_empty_database_there_is_no_backup(place, folder, now):
    with inside(place()), pytest.raises(Refused, match="nothing to make a backup of"):
        make_backup(folder, now=now)


def test_a_backup_that_is_read_again_counts_as_found_whole_from_then(programme, folder, tools, now):
    record_backup(made := make_backup(folder, now=now), by=None, now=now)
    database.session.commit()
    later = now + timedelta(days=2)
    assert check_backup(made.path, now=later) == made.manifest
    database.session.commit()
    row = database.session.scalars(sa.select(BackupMade)).one()
    assert (row.name, row.made_at, row.verified_at) == (made.path.name, now, later)
    assert (row.size, row.digest) == (made.path.stat().st_size, made.manifest.digest)
    assert find_latest_verified() == row
