"""The page about backups, what an administrator is told in red, and the door that stays shut."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.backups.models import BackupMade
from coachtrack.backups.views.guard import EXTENSION
from coachtrack.database import db as database
from coachtrack.viewer import Role
from tests.factories.people import make_holder
from tests.support.keeping import NOT_FITTING, tables_that_do_not_fit

LATE = "De laatste goede reservekopie is te lang geleden"


def make_backup_row(made_at, *, verified=True):
    """A backup, as it was written down."""
    row = BackupMade(made_at=made_at, name="coachtrack-1.backup", size=1_500_000, digest="0" * 64)
    row.verified_at = made_at if verified else None
    database.session.add(row)
    database.session.flush()


@pytest.fixture
def administrator(db, sign_in):
    return sign_in(make_holder(Role.ADMINISTRATOR))


@pytest.mark.parametrize("address", ["/mensen", "/systeem", "/systeem/reservekopieen"])
def test_an_administrator_is_told_in_red_after_twenty_six_hours_without_a_good_backup(administrator, address, now):
    def is_told():
        return LATE in administrator.page(address).text

    assert is_told()
    make_backup_row(now - timedelta(hours=26))
    assert not is_told()
    database.session.execute(sa.delete(BackupMade))
    make_backup_row(now - timedelta(hours=26, seconds=1))
    make_backup_row(now, verified=False)
    assert is_told()


def test_the_page_says_what_was_made_when_and_whether_it_was_found_whole(administrator, now):
    make_backup_row(now - timedelta(hours=30))
    make_backup_row(now - timedelta(hours=3))
    make_backup_row(now - timedelta(hours=1), verified=False)
    page = administrator.page("/systeem/reservekopieen").text
    assert "coachtrack-1.backup" in page
    assert "1,5 MB" in page
    assert "Nog niet" in page
    assert "di 24 nov, 7.30 uur" in page


def test_the_demo_is_not_told_that_it_has_no_backup(administrator, app, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    assert LATE not in administrator.page("/mensen").text


@pytest.fixture
def looked_at_anew(app):
    """Nothing is believed of what the tables were before."""
    app.extensions[EXTENSION] = 0.0
    yield
    app.extensions[EXTENSION] = 0.0


@pytest.mark.parametrize("statement", NOT_FITTING)
def test_no_page_opens_while_the_tables_are_of_another_version_or_a_restore_is_not_finished(
    administrator, db, looked_at_anew, statement
):
    with tables_that_do_not_fit(db, statement):
        for address in ("/mensen", "/inloggen"):
            answer = administrator.get(address)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert administrator.get("/healthz").status_code == 200
    assert administrator.get("/mensen").status_code == 200
