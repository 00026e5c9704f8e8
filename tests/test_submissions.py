"""Pressing twice, going back and pressing again, or a retried request has the effect of one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from coachtrack.schools.models import Institution
from coachtrack.submissions import Submission
from coachtrack.viewer import Role
from tests.factories.people import make_holder
from tests.support import pages
from tests.support.client import Page, location_of

FORM = "/scholen/instellingen/nieuw"
TYPED = {"name": "Kunstmuziekschool", "kind": "cultural", "place": "Hengelo"}


@pytest.fixture
def administrator(db, sign_in):
    person = make_holder(Role.ADMINISTRATOR)
    sign_in(person)
    return person


def fields(client, **typed):
    form, _button = Page(client.get(FORM)).form()
    return pages.fields_of(form) | {name: [value] for name, value in (TYPED | typed).items()}


def how_many(db, name=TYPED["name"]):
    return db.scalar(sa.select(sa.func.count(Institution.id)).where(Institution.name == name))


def send(client, sent):
    return client.post(FORM, data=sent, with_token=False)


def test_sending_twice_makes_one_and_both_lead_to_the_same_page(client, administrator, db):
    sent = fields(client)
    first, second = send(client, sent), send(client, sent)
    assert location_of(first) == location_of(second)
    assert how_many(db) == 1


def test_twenty_at_once_make_one(client, administrator, db, app):
    sent = fields(client)
    cookie = client.get_cookie("coachtrack").value
    db.commit()
    together = Barrier(20)

    def press(_number):
        with app.app_context():
            browser = app.test_client()
            browser.set_cookie("coachtrack", cookie)
            together.wait()
            answer = send(browser, sent)
            return answer.status_code, answer.headers.get("Location")

    with ThreadPoolExecutor(20) as threads:
        answers = set(threads.map(press, range(20)))
    assert {status for status, _location in answers} <= {302, 303}
    assert len({location for _status, location in answers}) == 1
    assert how_many(db) == 1
    assert db.scalar(sa.select(sa.func.count()).select_from(Submission)) == 1


def test_the_page_asked_for_again_has_another_key(client, administrator, db):
    send(client, fields(client))
    send(client, fields(client, name="Poppentheater"))
    assert how_many(db) == how_many(db, "Poppentheater") == 1


def test_what_was_refused_can_be_mended_and_sent_with_the_same_key(client, administrator, db):
    sent = fields(client, name="")
    assert send(client, sent).status_code == 422
    assert send(client, sent | {"name": ["Kunstmuziekschool"]}).status_code in {302, 303}
    assert how_many(db) == 1


def test_a_key_is_worth_nothing_to_somebody_else(client, new_client, sign_in, administrator, db):
    sent = fields(client)
    send(client, sent)
    sign_in(make_holder(Role.ADMINISTRATOR), into=(other := new_client()))
    theirs = fields(other, name="Poppentheater") | {"form_key": sent["form_key"]}
    send(other, theirs)
    assert how_many(db, "Poppentheater") == 1


def test_a_key_of_ten_thousand_characters_does_no_harm(client, administrator, db):
    assert send(client, fields(client) | {"form_key": ["x" * 10_000]}).status_code in {302, 303}
    assert how_many(db) == 1


def test_the_keys_in_the_database_say_nothing(client, administrator, db):
    sent = fields(client)
    send(client, sent)
    assert sent["form_key"][0] not in db.scalar(sa.select(Submission.key))


def test_buttons_with_a_form_of_their_own_have_a_key_too(client, administrator, app):
    with app.test_request_context():
        module = app.jinja_env.get_template("components/_page.html").module
        assert 'name="form_key"' in str(module.post_button("Doe het", "/"))
