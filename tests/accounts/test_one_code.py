"""A code given in several browsers at the same moment lets one in; guesses are counted before they are looked at."""

import pytest
import sqlalchemy as sa

from coachtrack.accounts import actions
from coachtrack.accounts.models import SignInSession
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.factors import code_of, make_app
from tests.factories.people import make_person
from tests.support.moments import NOW
from tests.support.together import together

STEP = "/inloggen/tweede-stap"
AT_ONCE = 4


@pytest.fixture
def phone(db):
    return make_app(make_account(make_person("Anna", email="anna@school.example")))


@pytest.fixture
def half_in(phone, new_client):
    """Browsers in which the first half was given."""

    def half_in(number):
        made = [new_client() for _ in range(number)]
        for browser in made:
            browser.judging = False
            browser.post("/inloggen", data={"email": "anna@school.example", "password": PASSWORD})
        return made

    return half_in


def give(browsers, app, code):
    acts = [lambda each=each: each.post(STEP, data={"factor_code": code}).status_code for each in browsers]
    return together(app, acts)


def test_a_code_of_an_app_lets_one_in(app, phone, half_in, db):
    code = code_of(phone)
    statuses = give(half_in(AT_ONCE), app, code)
    assert sorted(statuses) == [303] + [422] * (AT_ONCE - 1)
    assert db.scalar(sa.select(sa.func.count(SignInSession.id))) == 1


def test_a_code_on_paper_lets_one_in(app, phone, half_in, db):
    paper = actions.make_recovery_codes(phone.account, now=NOW)
    statuses = give(half_in(AT_ONCE), app, paper[0])
    assert sorted(statuses) == [303] + [422] * (AT_ONCE - 1)
    assert db.scalar(sa.select(sa.func.count(SignInSession.id))) == 1


def test_of_many_guesses_at_once_five_are_looked_at(app, half_in):
    statuses = give(half_in(8), app, "000000")
    assert statuses.count(422) <= 5
    assert set(statuses) == {422, 429}
