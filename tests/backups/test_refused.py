"""What is not a whole backup of this installation is refused, before anything of the database was changed."""

import gzip
import hashlib
import random
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from coachtrack.backups.actions import restore_backup
from coachtrack.backups.queries.tables import Tables, tables_now
from coachtrack.backups.rules import files
from coachtrack.errors import Refused
from tests.support.keeping import everything_in, inside, someone_at
from tests.support.moments import NOW

OTHER_KEY = "another-evidence-key-of-another-place-9876543210"
OTHER_CONTENT_KEY = "T3RoZXIgY29udGVudCBrZXkgb2YgYW5vdGhlciBvbmU="


@pytest.fixture
def kept(programme, flask, folder):
    """A backup of the programme."""
    flask("backup", folder)
    [path] = folder.glob("*.backup")
    return path


def traces_of(url):
    """What must not change: the rows, and on SQLite the bytes of the file."""
    if not url.startswith("sqlite"):
        return everything_in(url)
    return hashlib.sha256(Path(make_url(url).database).read_bytes()).hexdigest()


def damages(whole, chance, count):
    """So many times the file cut off, a bit of it flipped, a piece of it doubled or something put behind it."""
    for turn in range(count):
        place = chance.randrange(len(whole))
        if turn % 4 == 0:
            yield whole[:place]
        elif turn % 4 == 1:
            yield whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :]
        elif turn % 4 == 2:
            yield whole[:place] + whole[place:][:100] + whole[place:]
        else:
            yield whole + whole[:place] or b"x"


def check_refused(whole, path, flask, within, *, chance, count):
    """Each of so many damaged files is refused with words, and the database stays what it was."""
    url = within.config["SQLALCHEMY_DATABASE_URI"]
    before = traces_of(url)
    for number, damaged in enumerate(damages(whole, chance, count)):
        if damaged == whole:
            continue
        path.write_bytes(damaged)
        code, said = flask("restore", path, "--replace", within=within)
        assert (code, said.startswith("Error: ")) == (1, True), (number, said)
        if url.startswith("sqlite") or number % 5 == 0:
            assert traces_of(url) == before, number
    assert traces_of(url) == before


def test_twenty_cuts_and_flips_are_refused_and_the_database_stays_what_it_was(kept, flask, place, tmp_path):
    elsewhere = place()
    assert flask("restore", kept, within=elsewhere)[0] == 0
    damaged = tmp_path / "damaged.backup"
    check_refused(kept.read_bytes(), damaged, flask, elsewhere, chance=random.Random(6), count=20)
    code, said = flask("check-backup", damaged)
    assert (code, "Nothing was changed." in said) == (1, True), said


@pytest.mark.sqlite
def test_a_file_that_somebody_made_or_that_ends_in_its_beginning_is_refused_before_it_is_read(kept, place, tmp_path):
    """What is looked at first is the same on both databases."""
    whole, made = kept.read_bytes(), tmp_path / "made.backup"
    line = whole.index(b"\n", len(files.MAGIC)) + 1
    ends = (0, len(files.MAGIC), line, line + files.SIGNATURE)
    others = (b"SQLite format 3\x00" + b"x" * 5000, gzip.compress(b"x" * 5000), b"PGDMP" + b"x" * 5000, b"\n" * 99)
    with inside(place()):
        for content in (*(whole[:end] for end in ends), *others):
            made.write_bytes(content)
            with pytest.raises(Refused, match="no backup of this installation"):
                restore_backup(made, replace=False, now=NOW)
            assert tables_now() is Tables.MISSING


def test_a_backup_of_another_installation_is_refused(kept, flask, place):
    code, said = flask("restore", kept, within=place(evidence_key=OTHER_KEY))
    assert (code, "EVIDENCE_KEY" in said) == (1, True), said


def test_a_backup_whose_content_no_key_opens_is_refused_while_there_is_time_to_find_the_key(kept, flask, place, app):
    code, said = flask("restore", kept, within=place("a", content_keys=(OTHER_CONTENT_KEY,)))
    assert (code, "CONTENT_KEYS does not open" in said) == (1, True), said
    both = (OTHER_CONTENT_KEY, *app.config["CONTENT_KEYS"])
    assert flask("restore", kept, within=place("b", content_keys=both))[0] == 0


def test_nothing_is_put_back_while_somebody_works_with_the_database(kept, flask, place):
    elsewhere = place()
    flask("restore", kept, within=elsewhere)
    url = elsewhere.config["SQLALCHEMY_DATABASE_URI"]
    with someone_at(url):
        code, said = flask("restore", kept, "--replace", within=elsewhere)
        assert (code, "Stop the service" in said) == (1, True), said
    assert flask("restore", kept, "--replace", within=elsewhere)[0] == 0
