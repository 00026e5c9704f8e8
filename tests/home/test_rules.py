"""What stands in the navigation, and where each role begins."""

import pytest

from coachtrack.home import rules
from coachtrack.viewer import Role, RoleHeld, Viewer


def viewer(*roles):
    return Viewer(person_id=1, name="Robin", roles=frozenset(RoleHeld(role) for role in roles))


def endpoints(*roles):
    return [place.endpoint for place in rules.places_of(viewer(*roles))]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_start_page_that_is_in_its_navigation(role):
    assert rules.start_of(viewer(role)) in endpoints(role)


def test_who_has_no_role_has_no_start_page_and_no_navigation():
    assert rules.start_of(viewer()) is None
    assert endpoints() == []


def test_of_several_roles_the_first_decides_and_the_others_add_their_lines_once():
    roles = (Role.TEACHER, Role.COACH)
    assert rules.start_of(viewer(*roles)) == "trajectories.today"
    assert endpoints(*roles)[0] == "trajectories.today"
    assert "trajectories.mine" in endpoints(*roles)
    assert endpoints(*roles).count("agenda.index") == 1


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("trajectories.today", "trajectories.today"),
        ("trajectories.show", "trajectories.index"),
        ("trajectories.requests", "trajectories.requests"),
        ("agenda.feed_addresses", "agenda.index"),
        ("privacy.show", None),
        ("home.job", None),
    ],
)
def test_a_page_lies_under_the_line_of_its_room(endpoint, expected):
    place = rules.current_place(rules.places_of(viewer(Role.COACH)), endpoint)
    assert (place.endpoint if place else None) == expected


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("people.import_roster", "home.imports"),
        ("schools.preview_register", "home.imports"),
        ("evidence.import_past", "home.imports"),
        ("accounts.show_account", "people.index"),
        ("people.show", "people.index"),
        ("agenda.holidays", "schools.index"),
        ("agenda.settings", "agenda.settings"),
    ],
)
def test_every_import_lies_under_import(endpoint, expected):
    place = rules.current_place(rules.places_of(viewer(Role.ADMINISTRATOR)), endpoint)
    assert place is not None
    assert place.endpoint == expected


def test_an_appointment_does_not_lie_under_the_settings_of_the_agenda():
    places = rules.places_of(viewer(Role.COMMISSION))
    assert rules.current_place(places, "agenda.show") is None


def test_no_role_is_forgotten():
    assert set(rules.ORDER) == set(rules.NAVIGATION) == set(rules.START) == set(Role)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("550 5.1.1 unknown", "recipient refuses"),
        ("550 a; 550 b", "recipient refuses"),
        ("535 5.7.8 wrong password", "not let CoachTrack in"),
        ("451 greylisted", "come back later"),
        ("ConnectionRefusedError: [Errno 111]", "cannot be reached"),
        ("TimeoutError: timed out", "cannot be reached"),
        ("SMTPServerDisconnected: closed", "cannot be reached"),
        ("ValueError: no address", "address cannot be used"),
        ("IndexError: string", "address cannot be used"),
        ("InvalidToken: ", "no longer be opened"),
        ("", "cannot be reached"),
    ],
)
def test_what_went_wrong_with_a_mail_is_said_in_plain_words(error, said):
    assert said in rules.trouble_of(error)


def test_an_advisor_finds_how_her_schools_stand_towards_the_end_in_her_navigation():
    assert "coverage.outlook" in endpoints(Role.ADVISOR)
