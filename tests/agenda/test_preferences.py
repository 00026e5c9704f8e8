"""How people choose to hear of appointments: what holds when nobody chose, and what a choice changes."""

import pytest
import sqlalchemy as sa

from coachtrack.agenda import actions, queries
from coachtrack.agenda.models import AgendaPreference
from coachtrack.agenda.rules.feeds import FeedLevel
from coachtrack.agenda.rules.invitations import Channel, Preference
from coachtrack.errors import ChangedMeanwhile
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.schools import make_school
from tests.support.moments import NOW

PAGE = "/agenda/meldingen"
QUIET = Preference(Channel.FEED, remind_before=False, remind_after=False)


@pytest.fixture
def teacher(db):
    return make_teacher(make_school())


@pytest.fixture
def coach(db):
    return make_coach()


def chosen_by(person):
    return queries.preference_of(person.id)[0]


def test_who_chose_nothing_is_mailed_and_reminded(teacher, coach):
    actions.set_preference(coach.id, QUIET, version=None, now=NOW)
    assert (chosen_by(teacher), chosen_by(coach)) == (Preference(), QUIET)


def test_a_choice_can_be_made_again(teacher):
    actions.set_preference(teacher.id, QUIET, version=0, now=NOW)
    actions.set_preference(teacher.id, Preference(Channel.BOTH), version=1, now=NOW)
    assert (chosen_by(teacher), queries.preference_of(teacher.id)[1]) == (Preference(Channel.BOTH), 2)


@pytest.mark.parametrize("version", [0, 2])
def test_a_choice_made_on_an_older_page_is_refused(teacher, version):
    actions.set_preference(teacher.id, QUIET, version=0, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        actions.set_preference(teacher.id, Preference(), version=version, now=NOW)
    assert chosen_by(teacher) == QUIET


def test_many_choose_at_once_whether_they_chose_before_or_not(db, teacher, coach):
    actions.set_preference(coach.id, Preference(Channel.BOTH), version=0, now=NOW)
    actions.set_preferences([teacher.id, coach.id, teacher.id], QUIET, now=NOW)
    assert (chosen_by(teacher), chosen_by(coach)) == (QUIET, QUIET)
    assert queries.preference_of(coach.id)[1] == 2


def test_the_page_shows_what_holds_and_keeps_what_is_chosen(sign_in, teacher, db):
    client = sign_in(teacher)
    page = client.page(PAGE)
    (form,) = [each for each in page.elements("form") if "draft" not in each.attrib and "novalidate" in each.attrib]
    checked = {(each.get("name"), each.get("value")) for each in form.iter() if each.get("checked") is not None}
    assert {("channel", "mail"), ("remind_before", "y")} <= checked
    answer = client.submit(PAGE, channel="both", remind_before=None)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert chosen_by(teacher) == Preference(Channel.BOTH, remind_before=False, remind_after=True)


def test_only_who_has_something_to_say_afterwards_is_asked_whether_to_be_asked(sign_in, teacher, coach, new_client):
    assert 'name="remind_after"' not in sign_in(teacher).get(PAGE).get_data(as_text=True)
    for person in (coach, make_holder(Role.TRAINER)):
        assert 'name="remind_after"' in sign_in(person, into=new_client()).get(PAGE).get_data(as_text=True)


def test_a_page_cannot_choose_what_it_does_not_ask(sign_in, teacher):
    actions.set_preference(teacher.id, Preference(remind_after=False), version=0, now=NOW)
    data = {"channel": "mail", "remind_before": "y", "remind_after": "y", "person_id": "1", "version": "1"}
    sign_in(teacher).post(PAGE, data=data)
    assert chosen_by(teacher) == Preference(remind_after=False)


def test_what_was_chosen_on_another_page_meanwhile_is_shown_beside_it(sign_in, teacher):
    client = sign_in(teacher)
    opened = client.get(PAGE)
    actions.set_preference(teacher.id, QUIET, version=0, now=NOW)
    answer = client.submit(opened, channel="both")
    assert answer.status_code == 409
    assert "conflict" in answer.get_data(as_text=True)
    assert chosen_by(teacher) == QUIET
    assert client.submit(answer, channel="both").status_code == 303
    assert chosen_by(teacher).channel is Channel.BOTH


@pytest.mark.parametrize("channel", ["", "pigeon"])
def test_a_way_that_is_none_is_refused_with_words(sign_in, teacher, db, channel):
    answer = sign_in(teacher).post(PAGE, data={"channel": channel, "version": "0"})
    assert answer.status_code == 422
    assert db.scalar(sa.select(sa.func.count()).select_from(AgendaPreference)) == 0


def test_whose_calendar_has_no_address_yet_is_led_to_one(sign_in, teacher):
    client = sign_in(teacher)
    actions.set_preference(teacher.id, QUIET, version=0, now=NOW)
    assert "/agenda/eigen-app#new" in client.get(PAGE).get_data(as_text=True)
    address, _token = actions.add_feed_address(teacher.id, "telefoon", FeedLevel.STANDARD, "nl", NOW)
    assert "/agenda/eigen-app#new" not in client.get(PAGE).get_data(as_text=True)
    actions.revoke_feed_address(address, by=teacher.id, now=NOW)
    assert "/agenda/eigen-app#new" in client.get(PAGE).get_data(as_text=True)
