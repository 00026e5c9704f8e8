"""Doors by methods that they do not have; who lost her account or her roles, in a session that was open."""

from datetime import timedelta

import sqlalchemy as sa

from coachtrack.accounts.actions import deactivate
from coachtrack.accounts.models import Account
from coachtrack.people.models import CoachAppointment, Post, RoleGrant
from tests.access.canaries import CANARIES
from tests.access.town import build
from tests.access.visitors import IN_ANY_CASE, taken_back, visitors
from tests.access.walking import doors_for, odd_ones, rules_of, tried
from tests.support.moments import NOW

FOREIGN = ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT")
HER_OWN = {
    "agenda.show", "agenda.download", "agenda.answer", "assessments.change", "assessments.take_back",
    "trajectories.react", "trajectories.take_back",
}  # fmt: skip
"""About whoever takes part or what she said herself: that stays hers."""
GIVEN = "cvmar"
"""Whose role was given to them, or who was appointed; the others have theirs by a post."""


def end_everything_yesterday(db, person):
    yesterday = (NOW - timedelta(days=1)).date()
    for kind in (RoleGrant, CoachAppointment, Post):
        db.execute(sa.update(kind).where(kind.person_id == person.id).values(ends_on=yesterday))
    db.commit()


def test_no_door_answers_another_method_and_looking_at_what_it_answers_changes_nothing(app):
    town = build(CANARIES)
    browsers, wrong, addresses = visitors(app, town), [], {}
    for door in doors_for(app, town, "m"):
        addresses.setdefault(door.endpoint, door.address)
    assert set(addresses) == {rule.endpoint for rule in rules_of(app)}
    with taken_back() as committed:
        for letter in "-m":
            for endpoint, address in addresses.items():
                answers = {method: browsers[letter].send(method, address).status_code for method in FOREIGN}
                if set(answers.values()) != {405}:
                    wrong.append(f"{letter} {endpoint}: {answers}")
                looked = browsers[letter].send("OPTIONS", address)
                allowed = {*looked.headers.get("Allow", "").replace(" ", "").split(",")}
                if looked.status_code == 200 and (
                    looked.get_data() or not allowed <= {"GET", "HEAD", "POST", "OPTIONS"}
                ):
                    wrong.append(f"{letter} OPTIONS {endpoint}: {allowed}")
        assert committed <= IN_ANY_CASE
    assert not wrong, "\n" + "\n".join(wrong)


def test_asking_for_the_head_of_a_page_is_asking_for_the_page(app):
    town = build(CANARIES)
    browsers, wrong = visitors(app, town), []
    with taken_back():
        for letter in "-d":
            for door in doors_for(app, town, letter):
                if door.method == "GET":
                    seen = [browsers[letter].send(method, door.address) for method in ("GET", "HEAD")]
                    if len({answer.status_code for answer in seen}) > 1 or seen[1].get_data():
                        wrong.append(f"{letter} {door.address}: {[answer.status for answer in seen]}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_whose_account_was_closed_finds_every_door_shut_in_the_session_that_was_open(app, db):
    town = build(CANARIES)
    browsers, letters = visitors(app, town), "dm"
    for letter in letters:
        assert browsers[letter].send("GET", "/mijn-account").status_code == 200
        account = db.scalar(sa.select(Account).where(Account.person_id == town.people[letter].id))
        deactivate(account, by=town.people["n"].id, now=NOW)
    db.commit()
    wrong = []
    with taken_back() as committed:
        for letter in letters:
            answers = tried(app, town, letter, browsers[letter], lambda row, own: row.answer("-", own=own))
            wrong += odd_ones(answers, committed, IN_ANY_CASE)
    assert not wrong, "\n" + "\n".join(wrong)


def test_whose_roles_ended_yesterday_is_told_today_what_somebody_without_a_role_is_told(app, db):
    """In the session that was open, wherever she got in."""
    town = build(CANARIES)
    browsers, wrong = visitors(app, town), []
    for letter in GIVEN:
        assert browsers[letter].send("GET", "/agenda/").status_code == 200
        end_everything_yesterday(db, town.people[letter])
    with taken_back() as committed:
        for letter in GIVEN:
            answers = tried(app, town, letter, browsers[letter], a_stranger, where=closed_now(letter))
            wrong += odd_ones(answers, committed, IN_ANY_CASE)
    assert not wrong, "\n" + "\n".join(wrong)


def test_whose_post_ended_yesterday_changes_nothing_any_more_but_what_is_her_own(app, db):
    """What she may still read of herself is the subject of other tests."""
    town = build(CANARIES)
    browsers, wrong = visitors(app, town), []
    for letter in "tid":
        end_everything_yesterday(db, town.people[letter])
    with taken_back() as committed:
        for letter in "tid":
            where = closed_now(letter, methods=("POST",))
            wrong += odd_ones(
                tried(app, town, letter, browsers[letter], a_stranger, where=where), committed, IN_ANY_CASE
            )
    assert not wrong, "\n" + "\n".join(wrong)


def a_stranger(row, own):
    """What somebody without a role is told."""
    return row.answer("n", own=own)


def closed_now(letter, methods=("GET", "POST")):
    """Picks the doors that let her in before and do not let in who has no role, but for what is her own."""

    def picked(door):
        before, now = (door.row.answer(each, own=door.own) for each in (letter, "n"))
        return before == "in" != now and door.method in methods and door.endpoint not in HER_OWN

    return picked
