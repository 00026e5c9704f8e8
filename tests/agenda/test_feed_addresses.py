"""The page of someone's calendar addresses: what she may have, how far each app is, and how to put one in an app."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask_babel import force_locale, gettext
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda import actions
from coachtrack.agenda.models import FeedAddress
from coachtrack.agenda.permissions import may_have_feed
from coachtrack.agenda.rules.feeds import OWN, WHOLE_PROGRAMME, FeedLevel, FeedScope, Reading, Whose, check_level
from coachtrack.errors import Refused
from coachtrack.people.models import Post
from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.factories.agenda import TOMORROW, make_appointment
from tests.factories.people import make_coach, make_holder, make_leader, make_post, make_teacher
from tests.factories.schools import make_school

PAGE = "/agenda/eigen-app"
HOUR = timedelta(hours=1)


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def appointment(coach, school):
    return make_appointment(coach, make_teacher(school), school)


def said(message, **values):
    with force_locale("nl"):
        return gettext(message, **values)


def offered(page):
    return [element.get("value") for element in page.elements("input") if element.get("name") == "whose"]


def made(answer):
    """The path of the address that was shown."""
    return re.search(r"http://localhost(/kalender/[\w-]{43}\.ics)", answer.get_data(as_text=True))[1]


# What she may have


def test_who_has_only_her_own_is_not_asked_whose(sign_in, coach, school):
    for person in (coach, make_teacher(school), make_holder(Role.ADVISOR, school), make_holder(Role.ADMINISTRATOR)):
        assert offered(sign_in(person).page(PAGE)) == []


def test_who_leads_a_school_may_have_its_calendar_and_the_commission_that_of_the_trainings(sign_in, school):
    director, other = make_leader(school), make_school(name="Zonnebloem")
    make_post(director, other, PostFunction.CULTURE_COORDINATOR)
    assert offered(sign_in(director).page(PAGE)) == ["own", f"school:{school.id}", f"school:{other.id}"]
    assert offered(sign_in(make_holder(Role.COMMISSION)).page(PAGE)) == ["own", "programme"]


def test_the_calendar_of_a_school_is_made_shown_and_read(sign_in, client, school, appointment, db):
    browser = sign_in(make_leader(school))
    answer = browser.submit(PAGE, action="/eigen-app", name="Outlook op school", whose=f"school:{school.id}")
    assert answer.status_code == 200
    assert client.get(made(answer)).data.count(b"BEGIN:VEVENT") == 1
    row = browser.page(PAGE).rows()[0]
    assert row[0] == "Outlook op school"
    assert "De Bron" in row[1]
    address = db.scalars(sa.select(FeedAddress)).one()
    assert (address.scope, address.school_id) == (FeedScope.SCHOOL, school.id)


@pytest.mark.parametrize("whose", ["school:999999", "school:", "programme", "school:1;drop", "everything", ""])
def test_what_was_not_offered_is_not_made(sign_in, school, whose, db):
    browser = sign_in(make_leader(school))
    assert browser.post(PAGE, data={"name": "x", "whose": whose, "level": "standard"}).status_code == 422
    assert db.scalars(sa.select(FeedAddress)).all() == []


def test_names_of_others_are_refused_and_nothing_typed_is_lost(sign_in, school, db):
    browser = sign_in(make_leader(school))
    whose = f"school:{school.id}"
    answer = browser.submit(PAGE, action="/eigen-app", name="Outlook", whose=whose, level="full")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'value="Outlook"' in page
    assert re.search(rf'<input[^>]*checked[^>]*value="{whose}"', page)
    assert re.search(r'<input[^>]*checked[^>]*value="full"', page)
    assert db.scalars(sa.select(FeedAddress)).all() == []


# How far each app is


def news(page):
    return [row[4] for row in page.rows()]


def test_the_page_says_whether_the_app_has_the_last_change(sign_in, client, coach, appointment, now):
    _address, token = actions.add_feed_address(coach.id, "Telefoon", FeedLevel.STANDARD, "nl", now)
    path = f"/kalender/{token}.ics"
    browser = sign_in(coach)
    assert news(browser.page(PAGE)) == [said("Not fetched yet")]
    client.get(path, headers={"User-Agent": "Google-Calendar-Importer"})
    assert news(browser.page(PAGE)) == [said("Has the last change")]
    changed_at = now + timedelta(minutes=1)
    start = TOMORROW + HOUR
    actions.move_appointment(appointment, starts_at=start, ends_at=start + HOUR, by=coach.id, now=changed_at)
    with time_machine.travel(now + timedelta(minutes=2), tick=False):
        assert said("Not fetched yet since the last change of %(moment)s", moment="") in news(browser.page(PAGE))[0]
        client.head(path)
        assert news(browser.page(PAGE)) != [said("Has the last change")]
        client.get(path)
        assert news(browser.page(PAGE)) == [said("Has the last change")]


def test_what_it_got_is_noted_at_once_when_it_is_something_else(client, coach, appointment, now, db):
    _address, token = actions.add_feed_address(coach.id, "Telefoon", FeedLevel.STANDARD, "nl", now)
    path = f"/kalender/{token}.ics"
    first = client.get(path).headers["ETag"].strip('"')
    row = db.scalars(sa.select(FeedAddress)).one()
    assert (row.fetched_at, row.fetched_etag) == (now, first)
    soon = now + timedelta(seconds=30)
    with time_machine.travel(soon, tick=False):
        client.get(path)
        assert row.fetched_at == now
        start = TOMORROW + HOUR
        actions.move_appointment(appointment, starts_at=start, ends_at=start + HOUR, by=coach.id, now=soon)
        second = client.get(path).headers["ETag"].strip('"')
    assert first != second
    assert (row.fetched_at, row.fetched_etag) == (soon, second)


def test_an_address_of_a_school_she_left_says_that_it_shows_nothing(sign_in, client, school, coach, now, db):
    leader = make_leader(school)
    whose = Whose(FeedScope.SCHOOL, school.id)
    _address, token = actions.add_feed_address(leader.id, "Outlook", FeedLevel.STANDARD, "nl", now, whose=whose)
    actions.add_feed_address(leader.id, "Telefoon", FeedLevel.STANDARD, "nl", now)
    client.get(f"/kalender/{token}.ics")
    db.scalars(sa.select(Post).where(Post.person_id == leader.id)).one().function = PostFunction.CLASS_TEACHER
    rows = sign_in(leader).page(PAGE).rows()
    shows_nothing = said("Shows nothing any more, for you no longer have this role.")
    assert [row[4] == shows_nothing for row in rows] == [True, False]


def test_the_page_costs_as_many_statements_with_ten_addresses_as_with_one(sign_in, coach, now, statements):
    browser = sign_in(coach)
    counts = []
    for number in range(10):
        actions.add_feed_address(coach.id, f"App {number}", FeedLevel.STANDARD, "nl", now)
        browser.get(PAGE)
        statements.clear()
        browser.get(PAGE)
        counts.append(len(statements))
    assert len(set(counts)) == 1


@given(st.integers(0, 3), st.integers(-1, 3), st.sampled_from(["", "a", "b"]), st.sampled_from([None, "a", "b"]))
def test_an_app_is_up_to_date_when_it_got_what_was_written_after_the_last_change(revision, written, etag, fetched):
    reading = Reading(changed_at=None, revision=revision, written_revision=written, etag=etag, fetched_etag=fetched)
    assert reading.is_up_to_date == (revision == written and fetched == etag)


# How it is told


def test_each_app_has_its_steps(sign_in, coach):
    steps = sign_in(coach).page(PAGE).elements("details", kind="disclosure")
    assert len(steps) == 6
    assert all(len(list(each.iter("li"))) >= 3 for each in steps)


def test_who_gets_mail_too_is_told_that_everything_comes_twice_and_where_to_choose(sign_in, coach, app):
    page = sign_in(coach).page(PAGE)
    assert said("Then you see everything twice: once from the mail, once from this address.") in page.text
    urls = app.url_map.bind("localhost")
    choice = [urls.build("agenda.preferences")] if "agenda.preferences" in app.view_functions else []
    notices = page.elements("div", kind="callout")
    assert [link.get("href") for notice in notices for link in notice.iter("a")] == choice


@pytest.mark.parametrize("trick", ['=cmd|"/c calc"!A1', "Telefoon\r\nX-A: b", "<script>alert(1)</script>", "a\tb\x00c"])
def test_a_trick_in_the_name_of_an_address_comes_out_as_text(sign_in, client, coach, appointment, trick):
    browser = sign_in(coach)
    answer = browser.submit(PAGE, action="/eigen-app", name=trick)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.get_data(as_text=True)
    feed = client.get(made(answer))
    assert "X-A" not in f"{feed.headers}{feed.data}"
    assert browser.submit(PAGE, action="/intrekken").status_code == 303


# Pure


@pytest.mark.parametrize(
    ("person", "whose", "may"),
    [
        (Viewer(1, "", frozenset()), OWN, True),
        (Viewer(1, "", frozenset({RoleHeld(Role.SCHOOL_LEADER, 5)})), Whose(FeedScope.SCHOOL, 5), True),
        (Viewer(1, "", frozenset({RoleHeld(Role.CULTURE_COORDINATOR, 5)})), Whose(FeedScope.SCHOOL, 5), True),
        (Viewer(1, "", frozenset({RoleHeld(Role.SCHOOL_LEADER, 6)})), Whose(FeedScope.SCHOOL, 5), False),
        (Viewer(1, "", frozenset({RoleHeld(Role.ADVISOR, 5)})), Whose(FeedScope.SCHOOL, 5), False),
        (Viewer(1, "", frozenset({RoleHeld(Role.COMMISSION)})), Whose(FeedScope.SCHOOL, 5), False),
        (Viewer(1, "", frozenset({RoleHeld(Role.COMMISSION)})), Whose(FeedScope.SCHOOL), False),
        (Viewer(1, "", frozenset({RoleHeld(Role.COMMISSION)})), WHOLE_PROGRAMME, True),
        (Viewer(1, "", frozenset({RoleHeld(Role.ADMINISTRATOR)})), WHOLE_PROGRAMME, False),
        (Viewer(1, "", frozenset({RoleHeld(Role.SCHOOL_LEADER, 5)})), WHOLE_PROGRAMME, False),
    ],
)
def test_whose_calendar_someone_may_have(person, whose, may):
    assert may_have_feed(person, whose) is may


@pytest.mark.parametrize("whose", [OWN, WHOLE_PROGRAMME, Whose(FeedScope.SCHOOL, 5)])
@pytest.mark.parametrize("level", FeedLevel)
def test_names_go_with_her_own_appointments_only(whose, level):
    if whose != OWN and level is FeedLevel.FULL:
        with pytest.raises(Refused, match="no names"):
            check_level(whose, level)
    else:
        check_level(whose, level)


def test_each_calendar_has_a_name_of_its_own():
    assert [each.key for each in (OWN, WHOLE_PROGRAMME, Whose(FeedScope.SCHOOL, 5))] == ["own", "programme", "school:5"]
