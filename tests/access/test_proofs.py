"""What asks for a proof that it is her, written by hand: every such door, by every method, when hers is too old."""

from datetime import timedelta

import pytest

from coachtrack.access import wants_of
from tests.access.town import build
from tests.access.visitors import visitors
from tests.support.moments import NOW

PROVED = """
a mail address              people.change_person
many at once from a file    people.preview_roster
the password                -                            asks for the present one in the form itself
a second factor             accounts.start_app accounts.confirm_app accounts.app_picture accounts.remove_factor
                            accounts.recovery_codes accounts.add_passkey accounts.passkey_wish
                            accounts.take_factors_away
an account at a provider    accounts.join accounts.leave
a role                      people.grant_role people.end_role people.confirm_administrator
                            people.appoint_coach people.change_appointment people.end_appointment
many people in one file     agreements.export coverage.export reports.download home.job_file
all about one person        privacy.download_package
an erasure                  privacy.carry_out_erasure
"""
DOORS = {word for word in PROVED.split() if "." in word}
TOO_OLD = NOW + timedelta(minutes=16)


def test_what_asks_for_a_proof_is_what_was_promised_and_nothing_else(application):
    with application.app_context():
        assert {name for name in application.view_functions if wants_of(name).proved} == DOORS


@pytest.fixture
def town(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    return build()


def doors(app, town, letter):
    """These doors by each method, at what is hers."""
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint in DOORS:
            ids = town.ids(sorted(rule.arguments), letter, own=True, endpoint=rule.endpoint)
            for method in rule.methods & {"GET", "POST"}:
                yield rule.endpoint, method, urls.build(rule.endpoint, ids)


def test_with_an_old_proof_everyone_is_sent_to_prove_it_first_and_nothing_is_done(app, town, time_machine):
    browsers, wrong, asked = visitors(app, town), [], set()
    for moment in (NOW + timedelta(minutes=14), TOO_OLD):
        time_machine.move_to(moment, tick=False)
        for browser in browsers.values():
            browser.send("GET", "/mijn-account")
    for letter, browser in browsers.items():
        for endpoint, method, address in doors(app, town, letter):
            answer = browser.send(method, address)
            led = answer.headers.get("Location")
            if led == "/ben-jij-het":
                asked.add(endpoint)
            elif answer.status_code != 403 and led != "/inloggen":
                wrong.append(f"{letter} {method} {address}: {answer.status} {led}")
    assert not wrong, "\n".join(wrong)
    assert asked == DOORS
