"""A door that does not say who may enter is shut; the others let in whom they name."""

import pytest
from flask import Flask

from coachtrack import access
from coachtrack.access import PUBLIC, SIGNED_IN
from coachtrack.errors import NotFound
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_person
from tests.support.client import location_of


@pytest.mark.parametrize("visitors", [(), ("coaches",), ("coach", "nobody")])
def test_a_door_that_names_nobody_we_know_cannot_be_made(visitors):
    with pytest.raises(ValueError, match="no such visitors"):
        access.access(*visitors)


def test_a_view_that_says_nothing_lets_nobody_in():
    app = Flask(__name__)
    app.add_url_rule("/open", "open", access.access(PUBLIC)(lambda: "in"))
    app.add_url_rule("/silent", "silent", lambda: "in")
    access.register(app, send_to_sign_in=lambda: app.response_class("sign in", 401))
    client = app.test_client()
    assert client.get("/open").status_code == 200
    assert client.get("/silent").status_code == 403
    assert client.get("/nowhere").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client, db):
    assert location_of(client.get("/systeem")) == "/inloggen"
    assert location_of(client.get("/")) == "/inloggen"


def test_another_role_is_told_that_the_page_is_not_for_her(client, sign_in, db):
    sign_in(make_coach())
    client.page("/systeem", status=403)


def test_the_role_that_is_named_comes_in(client, sign_in, db):
    sign_in(make_holder(Role.ADMINISTRATOR))
    client.page("/systeem")


def test_whoever_has_an_account_comes_in_where_that_is_enough(client, sign_in, db):
    sign_in(make_person())
    client.page("/mijn-account")


def test_what_is_not_yours_does_not_exist():
    access.allow_or_404(True)
    with pytest.raises(NotFound):
        access.allow_or_404(False)


def test_visitors_are_roles_or_one_of_two_words():
    view = access.access(Role.COACH, "teacher")(lambda: "")
    assert view.access == {"coach", "teacher"}
    assert {PUBLIC, SIGNED_IN} & set(Role) == set()


def test_outside_a_request_nobody_is_signed_in(app):
    assert access.signed_in() is False
