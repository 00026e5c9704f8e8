"""The questionnaire of a school: a link that holds once, kept only as a hash, and answers that land in the talk."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda.queries.answer_links import Invited, answer_token
from coachtrack.database import Model
from coachtrack.errors import Refused
from coachtrack.outbox import OutboxMail
from coachtrack.talks.actions import questionnaires as actions
from coachtrack.talks.actions.preparation import Letter, send_preparation_mail
from coachtrack.talks.models import PreparationQuestionnaire
from coachtrack.talks.queries.questionnaires import (
    WRONG_LINKS,
    answered_of,
    find_questionnaire,
    link_state,
    new_questionnaire_token,
    questionnaire_answers_of,
)
from coachtrack.talks.rules.preparation import LINK_PLACE
from coachtrack.talks.rules.questionnaire import LASTS, LONGEST_ANSWER, LinkState
from coachtrack.viewer import Role
from tests.factories.people import make_holder
from tests.factories.schools import make_school
from tests.factories.talks import make_talk
from tests.support.client import Page, location_of
from tests.support.moments import NOW

TYPED = {
    "answered_by": "Dirk de Directeur",
    "developments_now": "Wij gaan werken in units.\nDat is “nieuw” 🎨",
    "themes": "Water\nStad",
    "year_plan": "partly",
}


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def advisor(school):
    return make_holder(Role.ADVISOR, school, last_name="Begeleider", email="rolf@advies.example")


@pytest.fixture
def talk(school, advisor):
    return make_talk(school, advisor)


@pytest.fixture
def made(db, talk, advisor):
    """A questionnaire and its secret."""
    made = actions.make_questionnaire(talk, by=advisor.id, now=NOW)
    db.commit()
    return made


@pytest.fixture
def link(made):
    return f"/voorbereiding/{made[1]}"


def stored(db):
    """Everything that stands in the database, as one text."""
    return "\n".join(
        repr(tuple(row))
        for table in Model.metadata.sorted_tables
        for row in db.execute(sa.text(f'select * from "{table.name}"'))
    )


def test_the_page_asks_without_an_account_and_tells_nobody_where_it_came_from(client, link):
    page = client.get(link)
    assert page.status_code == 200
    assert "De Bron" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"


def test_a_mail_scanner_that_follows_the_link_changes_nothing(client, made, link, statements):
    for _number in range(3):
        assert client.get(link).status_code == client.head(link).status_code == 200
    assert [each for each in statements if re.match("insert|update|delete", each, re.IGNORECASE)] == []
    assert link_state(made[0], now=NOW) is LinkState.OPEN


def test_answers_land_in_the_talk_beside_the_questions_that_they_belong_to(client, link, talk):
    assert location_of(client.submit(link, **TYPED)) == "/voorbereiding/verstuurd"
    assert client.get("/voorbereiding/verstuurd").status_code == 200
    [answered] = answered_of(talk.id)
    assert (answered.answered_by, answered.answered_at) == ("Dirk de Directeur", NOW)
    assert [(each.question.key, each.words) for each in answered.answers] == [
        ("developments_now", TYPED["developments_now"]),
        ("year_plan", "partly"),
        ("themes", "Water\nStad"),
    ]
    beside = questionnaire_answers_of(talk.id)
    assert [each.words for each in beside["themes"]] == ["Water\nStad"]
    assert "vision_links" not in beside


def test_the_link_holds_once_and_says_afterwards_when_and_whom_to_call(client, new_client, link, talk):
    client.submit(link, **TYPED)
    page = new_client().get(link)
    assert page.status_code == 200
    assert "di 24 nov, 10.30 uur" in page.text
    assert "rolf@advies.example" in page.text
    assert "<textarea" not in page.text
    assert TYPED["developments_now"] not in page.text
    again = new_client().post(link, data=TYPED | {"themes": "Iets anders"})
    assert again.status_code == 410
    assert "Iets anders" in again.text
    assert [answer.words for answer in questionnaire_answers_of(talk.id)["themes"]] == ["Water\nStad"]


def test_pressing_twice_sends_once_and_leads_to_the_same_thanks(client, link, talk):
    form = client.get(link)
    first = client.submit(form, **TYPED)
    assert location_of(client.submit(form, **TYPED)) == location_of(first)
    assert len(answered_of(talk.id)) == 1


def test_of_two_who_send_at_once_the_second_is_refused(db, made):
    questionnaire, _token = made
    actions.answer_questionnaire(questionnaire, {"themes": "Water"}, answered_by="Een", now=NOW)
    with pytest.raises(Refused):
        actions.answer_questionnaire(questionnaire, {"themes": "Vuur"}, answered_by="Twee", now=NOW)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"answered_by": ""}, "answered_by"),
        ({"developments_now": "é🎨" * (LONGEST_ANSWER // 2) + "x"}, "developments_now"),
        ({"developments_now": "“Slim” getypt 🎨 " * 1250}, "developments_now"),
        ({"year_plan": "misschien"}, ""),
    ],
)
def test_a_refused_form_says_where_and_keeps_everything_typed(client, made, link, typed, field):
    answer = client.post(link, data=TYPED | typed)
    assert answer.status_code == 422
    page = Page(answer)
    if field:
        assert page.error_at(field)
    kept = {element.get("name"): element.text for element in page.elements("textarea")}
    assert kept["themes"].strip() == "Water\nStad"
    expected = (TYPED | typed)["developments_now"].strip()
    assert kept["developments_now"].strip() == expected
    assert link_state(made[0], now=NOW) is LinkState.OPEN


def test_a_form_without_any_answer_is_refused(client, made, link):
    answer = client.post(link, data={"answered_by": "Dirk"})
    assert (answer.status_code, Page(answer).all("div", kind="form-summary") != []) == (422, True)
    assert link_state(made[0], now=NOW) is LinkState.OPEN


@pytest.mark.parametrize("gone", [{"expires_at": NOW}, {"withdrawn_at": NOW}])
def test_a_link_that_is_over_says_so_and_gives_back_what_was_typed(client, db, made, link, gone):
    questionnaire, _token = made
    for name, value in gone.items():
        setattr(questionnaire, name, value)
    page = client.get(link)
    assert page.status_code == 410
    assert "rolf@advies.example" in page.text
    sent = client.post(link, data=TYPED)
    assert sent.status_code == 410
    assert "Wij gaan werken in units." in sent.text
    assert db.get(PreparationQuestionnaire, questionnaire.id).answers is None


def test_a_link_lasts_thirty_days_and_not_a_moment_longer(made):
    questionnaire, _token = made
    assert link_state(questionnaire, now=NOW + LASTS - timedelta(seconds=1)) is LinkState.OPEN
    assert link_state(questionnaire, now=NOW + LASTS) is LinkState.EXPIRED


def test_a_link_that_we_never_wrote_is_not_even_looked_up(client, db, made, statements):
    _questionnaire, token = made
    for strange in (token[:-1], token + "A", "x", "A" * 500, answer_token(Invited(1, 1, 0)), token.swapcase()):
        statements.clear()
        assert client.get(f"/voorbereiding/{strange}").status_code == 404
        assert statements.naming("preparation_questionnaire") == []


def test_a_link_that_is_signed_but_was_never_handed_out_leads_nowhere(client, made):
    assert find_questionnaire(new_questionnaire_token()) is None


def test_who_tries_many_links_is_kept_waiting_and_looking_is_not_counted(client, db):
    for _number in range(WRONG_LINKS):
        assert client.post("/voorbereiding/gok", data={}).status_code == 404
    answer = client.post("/voorbereiding/gok", data={})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert client.get("/voorbereiding/gok").status_code == 404


def test_a_new_link_takes_the_place_of_those_not_answered_yet(db, talk, advisor, made):
    answered = actions.make_questionnaire(talk, by=advisor.id, now=NOW)[0]
    assert link_state(made[0], now=NOW) is LinkState.WITHDRAWN
    actions.answer_questionnaire(answered, {"themes": "Water"}, answered_by="Dirk", now=NOW)
    actions.make_questionnaire(talk, by=advisor.id, now=NOW)
    db.expire_all()
    assert link_state(answered, now=NOW) is LinkState.ANSWERED


def test_an_advisor_makes_a_link_that_is_told_once_and_withdraws_it(client, new_client, sign_in, advisor, talk):
    hers = sign_in(advisor)
    page = Page(hers.post(f"/gesprekken/{talk.id}/voorbereiding/vragenlijst"))
    [told] = [each.get("value") for each in page.elements("input") if (each.get("value") or "").startswith("http")]
    assert told.startswith("http://localhost/voorbereiding/")
    path = told.removeprefix("http://localhost")
    assert path not in hers.get(f"/gesprekken/{talk.id}/voorbereiding").text
    assert new_client().get(path).status_code == 200
    assert hers.submit(f"/gesprekken/{talk.id}/voorbereiding", action="/intrekken").status_code == 303
    assert new_client().get(path).status_code == 410


def test_what_was_answered_cannot_be_withdrawn(made, advisor):
    questionnaire, _token = made
    actions.answer_questionnaire(questionnaire, {"themes": "Water"}, answered_by="Dirk", now=NOW)
    with pytest.raises(Refused):
        actions.withdraw_questionnaire(questionnaire, by=advisor.id, now=NOW)


def test_the_secret_never_stands_in_the_database_nor_in_a_log(client, db, talk, advisor, caplog):
    caplog.set_level("DEBUG")
    letter = Letter(to={"dirk@school.example": None}, subject="Voorbereiding", body=f"Dag, {LINK_PLACE}")
    send_preparation_mail(talk, letter, by=advisor.id, now=NOW)
    db.commit()
    [mail] = db.scalars(sa.select(OutboxMail))
    [link] = re.findall(r"http://localhost(/voorbereiding/\S+)", mail.body)
    token = link.rpartition("/")[2]
    assert token not in stored(db)
    client.get(link)
    client.post(link, data={"answered_by": ""})
    assert location_of(client.submit(link, **TYPED)) == "/voorbereiding/verstuurd"
    client.get(link)
    client.post(link, data=TYPED)
    client.post(link[:-2], data=TYPED)
    held = stored(db)
    assert "Wij gaan werken in units." in held
    for part in (token, *token.split(".")):
        assert part not in held
        assert part not in caplog.text


def test_the_answers_stand_beside_the_questions_of_the_talk(client, sign_in, link, talk, advisor):
    client.submit(link, **TYPED)
    step = sign_in(advisor).page(f"/gesprekken/{talk.id}/stap/b")
    beside = step.all("div", kind="talk-beforehand")
    assert len(beside) == 3
    assert "Wij gaan werken in units. Dat is “nieuw” 🎨" in " ".join(beside[0].split())
