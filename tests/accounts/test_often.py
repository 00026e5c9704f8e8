"""What may not be asked too often: files that leave the house, and searching."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.access import wants_of
from coachtrack.accounts.models import SignInAttempt
from coachtrack.accounts.rules import OFTEN
from coachtrack.viewer import Role
from tests.factories.people import make_holder
from tests.support.moments import NOW

EXPORT = "/schoolafspraken/export/csv"
SEARCH = "/mensen?q=anna"


@pytest.fixture
def commission(db):
    return make_holder(Role.COMMISSION)


def test_the_eleventh_file_in_ten_minutes_is_too_often(client, sign_in, commission, time_machine):
    time_machine.move_to(NOW, tick=False)
    sign_in(commission)
    assert [client.post(EXPORT).status_code for _ in range(10)] == [200] * 10
    answer = client.post(EXPORT)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    time_machine.move_to(NOW + timedelta(minutes=10, seconds=1), tick=False)
    assert client.post(EXPORT).status_code == 200


def test_the_sixty_first_search_in_a_minute_is_too_often(client, sign_in, commission, db):
    sign_in(commission)
    client.get(SEARCH)
    row = db.scalar(sa.select(SignInAttempt).where(SignInAttempt.kind == "search"))
    many = {"kind": "search", "at": NOW, "account_key": row.account_key, "address": row.address, "succeeded": False}
    db.execute(sa.insert(SignInAttempt), [many] * 58)
    assert client.get(SEARCH).status_code == 200
    assert client.get(SEARCH).status_code == 429
    assert client.get("/mensen").status_code == 200


def test_each_person_counts_for_herself(client, new_client, sign_in, commission):
    sign_in(commission)
    for _ in range(11):
        client.post(EXPORT)
    other = sign_in(make_holder(Role.COMMISSION), into=new_client())
    assert other.post(EXPORT).status_code == 200


def test_the_form_for_a_file_is_not_counted(client, sign_in, commission, db):
    sign_in(commission)
    client.get("/certificaten")
    assert db.scalar(sa.select(sa.func.count(SignInAttempt.id))) == 0


def test_what_is_counted_names_nobody(client, sign_in, commission, db):
    sign_in(commission)
    client.get(SEARCH)
    kept = db.execute(sa.select(SignInAttempt.kind, SignInAttempt.account_key)).one()
    assert kept.kind == "search"
    assert len(kept.account_key) == 64


def test_these_doors_are_counted_and_every_list_that_takes_words_is_among_them(app):
    counted = {kind: set() for kind in OFTEN}
    for endpoint in app.view_functions:
        if kind := wants_of(endpoint).limit:
            counted[kind].add(endpoint)
    assert counted["search"] == {
        "coverage.boards",
        "coverage.index",
        "coverage.show_board",
        "people.index",
        "schools.index",
        "trainings.index",
        "trajectories.index",
    }
    assert counted["export"] >= {
        "agreements.export",
        "certificates.download",
        "certificates.mine",
        "coverage.export",
        "reports.compare",
        "reports.download",
        "reports.issue",
        "talks.download_planning_form",
        "talks.download_report",
    }
