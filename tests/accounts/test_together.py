"""At the same moment, in several workers: a link lets one in, and limits are kept by all of them together."""

from collections import Counter

import pytest
import sqlalchemy as sa

from coachtrack import create_app
from coachtrack.accounts.models import SignInSession
from coachtrack.database import db as database
from tests.factories.accounts import link_in, mails_to, make_account
from tests.factories.people import make_person
from tests.support.running import settings_for
from tests.support.together import together

WORKERS, TRIES = 4, 4
WRONG = {"email": "anna@school.example", "password": "een andere zin 123"}


@pytest.fixture
def anna(db):
    person = make_person("Anna", email="anna@school.example")
    make_account(person)
    return person


@pytest.fixture
def browser(new_client):
    """A browser that does not judge pages, from several threads at once."""

    def browser():
        made = new_client()
        made.judging = False
        return made

    return browser


def test_of_eight_who_send_a_link_at_once_one_comes_in(app, browser, anna, db):
    browser().submit("/inloggen/link", email=anna.email)
    address = link_in(mails_to(anna)[0])
    browsers = [browser() for _ in range(8)]
    statuses = together(app, [lambda each=each: each.post(address).status_code for each in browsers])
    assert statuses.count(303) == 1
    assert set(statuses) <= {303, 404, 422}
    assert db.scalar(sa.select(sa.func.count(SignInSession.id))) == 1


def test_four_workers_count_together(app, browser, anna):
    browsers = [browser() for _ in range(WORKERS)]
    guesses = together(
        app,
        [lambda each=each: [each.post("/inloggen", data=WRONG).status_code for _ in range(TRIES)] for each in browsers],
    )
    counted = Counter(status for each in guesses for status in each)
    assert counted[429] == WORKERS * TRIES - counted[422]
    assert counted[422] <= 10


def test_a_worker_that_starts_later_knows_what_was_tried(app, browser, anna, backend):
    for _ in range(10):
        browser().post("/inloggen", data=WRONG)
    later = create_app(settings_for(backend.url))
    again = later.test_client()
    form = again.get("/inloggen").get_data(as_text=True)
    token = form.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]
    assert again.post("/inloggen", data=WRONG | {"csrf_token": token}).status_code == 429
    with later.app_context():
        database.engine.dispose()
