"""The mail that asks a school to prepare: as she wrote it, with a fresh link, and kept as it was sent."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.outbox import OutboxMail
from coachtrack.people.rules.posts import PostFunction
from coachtrack.talks.models import PreparationMail, PreparationQuestionnaire
from coachtrack.talks.queries.preparation import leaders_with_mail, ticks_of
from coachtrack.talks.queries.questionnaires import link_state
from coachtrack.talks.rules.preparation import LINK_PLACE, ChecklistItem
from coachtrack.talks.rules.questionnaire import LinkState
from coachtrack.talks.rules.talks import TalkKind, TalkStatus
from coachtrack.viewer import Role
from tests.factories.people import make_holder, make_leader, make_post
from tests.factories.schools import make_school
from tests.factories.talks import OPENED, make_talk
from tests.support.client import Page, location_of
from tests.support.moments import NOW


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def director(school):
    return make_leader(school, email="dirk@school.example")


@pytest.fixture
def icc(school):
    return make_leader(school, PostFunction.CULTURE_COORDINATOR, email="icc@school.example")


@pytest.fixture
def advisor(school):
    return make_holder(Role.ADVISOR, school, last_name="Begeleider", email="rolf@advies.example")


@pytest.fixture
def talk(school, advisor, director, icc):
    return make_talk(school, advisor)


@pytest.fixture
def hers(sign_in, advisor):
    return sign_in(advisor)


@pytest.fixture
def address(talk):
    return f"/gesprekken/{talk.id}/voorbereiding/mail"


def posted(db):
    return {mail.to: mail for mail in db.scalars(sa.select(OutboxMail).order_by(OutboxMail.id))}


def sent(db):
    return db.scalars(sa.select(PreparationMail).order_by(PreparationMail.id)).all()


def links_in(mail):
    return re.findall(r"http://localhost(/voorbereiding/\S+)", mail.body)


def test_the_mail_is_offered_to_the_director_and_the_icc_with_a_place_for_the_link(hers, address, director, icc):
    page = hers.page(address)
    body = page.elements("textarea")[0].text
    assert LINK_PLACE in body
    assert "2027–2028" in body
    assert "Rolf Begeleider" in body
    ticked = [each.get("value") for each in page.elements("input") if each.get("checked") is not None]
    assert set(ticked) == {str(director.id), str(icc.id)}


def test_it_goes_to_each_with_the_same_fresh_link_and_her_own_address_to_answer_to(hers, db, address, talk, director):
    answer = hers.submit(address, other="team@school.example", body=f"Beste mensen,\n\n{LINK_PLACE}\n\nGroet")
    assert location_of(answer) == f"/gesprekken/{talk.id}/voorbereiding"
    mails = posted(db)
    assert set(mails) == {"dirk@school.example", "icc@school.example", "team@school.example"}
    assert {mail.reply_to for mail in mails.values()} == {"rolf@advies.example"}
    assert mails["dirk@school.example"].recipient_id == director.id
    assert mails["team@school.example"].recipient_id is None
    [link] = {link for mail in mails.values() for link in links_in(mail)}
    assert mails["dirk@school.example"].body == f"Beste mensen,\n\nhttp://localhost{link}\n\nGroet"
    assert hers.get(link).status_code == 200


def test_it_is_kept_as_it_was_written_without_the_link_and_shown_on_the_page(hers, db, address, talk, advisor):
    hers.submit(address, subject="Kom je?", body=f"Neem je jaarplan mee. {LINK_PLACE}")
    assert {(each.subject, each.body, each.sent_at, each.sent_by_id) for each in sent(db)} == {
        ("Kom je?", f"Neem je jaarplan mee. {LINK_PLACE}", NOW, advisor.id)
    }
    shown = hers.page(f"/gesprekken/{talk.id}/voorbereiding").text
    for word in ("Kom je?", "Neem je jaarplan mee.", "dirk@school.example", "Rolf Begeleider"):
        assert word in shown
    assert ticks_of(talk.id)[ChecklistItem.PREPARATION_MAIL].ticked_by_id == advisor.id


def test_the_link_comes_where_she_put_its_place(hers, db, address):
    hers.submit(address, body=f"Eerst dit: {LINK_PLACE}\nDan de rest.", recipients=None, other="a@school.example")
    [mail] = posted(db).values()
    assert re.fullmatch(r"Eerst dit: http://localhost/voorbereiding/\S+\nDan de rest\.", mail.body)


def test_without_the_place_of_the_link_nothing_is_sent_and_the_text_stays(hers, db, address):
    answer = hers.submit(address, body="Mijn eigen woorden, zonder plek.", subject="Mijn onderwerp")
    page = Page(answer)
    assert answer.status_code == 422
    assert LINK_PLACE in page.error_at("body")
    assert page.elements("textarea")[0].text.strip() == "Mijn eigen woorden, zonder plek."
    assert 'value="Mijn onderwerp"' in answer.text
    assert (posted(db), list(sent(db))) == ({}, [])
    assert db.scalar(sa.select(PreparationQuestionnaire.id)) is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"recipients": None}, "recipients"),
        ({"other": "geen adres"}, "other"),
        ({"subject": ""}, "subject"),
        ({"body": ""}, "body"),
        ({"body": "é" * 20_000}, "body"),
    ],
)
def test_a_mail_that_cannot_go_says_where_the_reason_is(hers, db, address, typed, field):
    answer = hers.submit(address, **typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert posted(db) == {}


def test_one_address_gets_one_mail_however_often_it_is_named(hers, db, address):
    hers.submit(address, other="DIRK@school.example")
    assert len(posted(db)) == 2


def test_who_is_director_and_icc_at_once_stands_in_the_list_once(school, director, db):
    make_post(director, school, PostFunction.CULTURE_COORDINATOR)
    assert [post.person_id for post in leaders_with_mail(school.id, NOW.date())] == [director.id]


def test_a_second_mail_makes_the_link_of_the_first_worthless(hers, db, address, new_client):
    hers.submit(address)
    [first] = {link for mail in posted(db).values() for link in links_in(mail)}
    hers.submit(address)
    states = [link_state(each, now=NOW) for each in db.scalars(sa.select(PreparationQuestionnaire))]
    assert sorted(states) == [LinkState.OPEN, LinkState.WITHDRAWN]
    assert new_client().get(first).status_code == 410


def test_the_report_of_the_last_route_talk_goes_along_when_she_ticks_it(hers, db, address, school, advisor):
    assert 'name="with_report"' not in hers.get(address).text
    route = make_talk(school, advisor, TalkKind.ROUTE, created_at=OPENED - timedelta(days=300))
    assert 'name="with_report"' not in hers.get(address).text
    route.status = TalkStatus.REPORTED
    hers.submit(address, with_report="y")
    assert posted(db)
    for mail in posted(db).values():
        assert f"http://localhost/gesprekken/{route.id}/verslag" in mail.body
    assert f"/gesprekken/{route.id}/verslag" in sent(db)[0].body


def test_an_advisor_of_another_school_finds_nothing(sign_in, address):
    other = sign_in(make_holder(Role.ADVISOR, make_school()))
    assert other.get(address).status_code == other.post(address, data={}).status_code == 404
