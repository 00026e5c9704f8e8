"""No secret of an address stands anywhere but in the mail that carries it: not in logs, subjects, the audit trail."""

import logging

import pytest

from coachtrack.accounts import actions
from coachtrack.agenda.actions import add_feed_address
from coachtrack.agenda.rules.feeds import FeedLevel
from coachtrack.crypto import token_hash
from coachtrack.database import db as database
from tests.factories.accounts import PASSWORD, link_in, mails_to, make_account
from tests.factories.people import make_person
from tests.support.moments import NOW

OTHER = "nog een zin over de regen"
IN_THE_MAIL = {"body", "html_body"}
"""Columns of the outbox that hold a mail until it was delivered."""


def last_part(address):
    return address.rpartition("/")[2].partition(".")[0]


@pytest.fixture
def logged(caplog):
    """Everything that anyone logs, down to the statements of the database."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="sqlalchemy.engine")
    return caplog


def walk(client, new_client):
    """An invitation, a forgotten password, a link to sign in, a calendar; each used, and once more in vain."""
    anna, bea = make_person("Anna", email="anna@school.example"), make_person("Bea", email="bea@school.example")
    make_account(anna)
    actions.invite(bea, by=anna.id, now=NOW)
    client.submit("/wachtwoord-vergeten", email=anna.email)
    client.submit("/inloggen/link", email=anna.email)
    _, feed = add_feed_address(anna.id, "telefoon", FeedLevel.FULL, "nl", NOW)
    invitation, reset, sign_in = (link_in(mail) for mail in (*mails_to(bea), *mails_to(anna)))
    new_client().submit(sign_in)
    for address in (invitation, reset):
        new_client().submit(address, password=OTHER)
    client.get(f"/kalender/{feed}.ics")
    client.get(f"/kalender/{feed}x.ics")
    for address in (invitation, reset, sign_in):
        client.get(address)
    browser = new_client()
    browser.submit("/inloggen", email=anna.email, password=OTHER)
    with browser.session_transaction() as cookie:
        session = cookie["_user_id"]
    return {last_part(invitation), last_part(reset), last_part(sign_in), feed, session, PASSWORD, OTHER}


def test_no_token_and_no_password_is_logged(client, new_client, db, logged):
    secrets = walk(client, new_client)
    said = "\n".join([logged.text, *(str(record.args) for record in logged.records)])
    assert "select" in said.lower()
    assert {secret for secret in secrets if secret in said} == set()


def test_the_database_holds_none_of_them_but_in_the_mail_that_waits(client, new_client, db):
    secrets, found = walk(client, new_client), set()
    for table in database.metadata.sorted_tables:
        columns = [column for column in table.columns if column.name not in IN_THE_MAIL]
        names = ", ".join(f'"{column.name}"' for column in columns)
        rows = str(db.connection().exec_driver_sql(f'select {names} from "{table.name}"').all())
        found |= {(table.name, secret) for secret in secrets if secret in rows}
    assert found == set()


def test_no_answer_to_a_link_repeats_it_outside_the_page_itself(client, new_client, db):
    anna = make_person("Anna", email="anna@school.example")
    make_account(anna)
    client.submit("/inloggen/link", email=anna.email)
    address = link_in(mails_to(anna)[0])
    for answer in (client.get(address), client.submit(address), client.get(address)):
        assert last_part(address) not in str(answer.headers)
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_an_error_at_such_an_address_is_logged_by_its_door_and_the_beginning_of_a_hash(app, logged):
    token = "zeewierlantaarn-0123456789"
    with app.test_request_context(f"/inloggen/link/{token}?x={token}"):
        try:
            raise ValueError("broken")
        except ValueError as error:
            app.log_exception((ValueError, error, error.__traceback__))
    assert token not in logged.text
    assert f"/inloggen/link/<token> [GET] {token_hash(token)[:6]}" in logged.text
