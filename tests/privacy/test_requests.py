"""What people ask about their own data, from asking to answer: who reads it, who answers, and what then holds."""

from datetime import date

import pytest
import sqlalchemy as sa

from coachtrack.audit import AuditEntry, Reading
from coachtrack.errors import Refused
from coachtrack.outbox import OutboxMail
from coachtrack.privacy.actions import requests as actions
from coachtrack.privacy.actions.requests import AskedAlready, IsAnswered, NotYours
from coachtrack.privacy.models import DataRequest, RequestKind, RequestOutcome
from coachtrack.privacy.queries.requests import get_request, lasting_requests
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.schools import make_school
from tests.support.client import Page

WORDS, ANSWER = "Kanarie in mijn vraag", "Kanarie in het antwoord"


@pytest.fixture
def teacher(db):
    return make_teacher(make_school(), "Zoë")


@pytest.fixture
def administrator(db):
    return make_holder(Role.ADMINISTRATOR)


def ask(person, kind=RequestKind.CORRECTION, words=WORDS, *, now):
    return actions.ask_about_data(person, kind=kind, words=words, by=person.id, now=now)


def answer(request, by, outcome=RequestOutcome.DONE, *, now):
    actions.take_up_data_request(request, by=by.id, now=now)
    actions.answer_data_request(request, outcome=outcome, answer=ANSWER, version=None, by=by.id, now=now)


def test_she_asks_and_sees_by_when_there_is_an_answer(client, sign_in, db, teacher):
    sign_in(teacher)
    answered = client.submit("/mijn-gegevens/vragen", kind="correction", words=WORDS)
    assert answered.status_code == 303
    page = client.page(answered.headers["Location"])
    assert WORDS in page.text
    asked = db.query(DataRequest).one()
    assert asked.due_on == date(2026, 12, 24)
    assert "24 december 2026" in page.text


def test_a_request_without_a_word_is_given_back_with_what_was_chosen(client, sign_in, db, teacher):
    sign_in(teacher)
    refused = client.submit("/mijn-gegevens/vragen", kind="erasure", words="  ")
    assert refused.status_code == 422
    chosen = [field.get("value") for field in Page(refused).elements("input") if field.get("checked") is not None]
    assert chosen == ["erasure"]
    assert not db.query(DataRequest).count()


def test_to_see_what_is_kept_may_be_asked_without_a_word(db, teacher, now):
    assert ask(teacher, RequestKind.ACCESS, "", now=now).words == ""


def test_the_same_is_not_asked_twice_while_it_waits_but_something_else_is(db, teacher, now):
    request = ask(teacher, now=now)
    with pytest.raises(AskedAlready):
        ask(teacher, now=now)
    ask(teacher, RequestKind.OBJECTION, now=now)
    actions.withdraw_data_request(request, by=teacher.id, now=now)
    ask(teacher, now=now)


def test_administrators_hear_that_something_waits_and_not_whose_or_what(db, teacher, administrator, now):
    ask(teacher, now=now)
    mail = db.query(OutboxMail).one()
    assert mail.recipient_id == administrator.id
    for told in (mail.subject, mail.body):
        assert teacher.first_name not in told
        assert WORDS not in told
    assert "/gegevensverzoeken" in mail.body


def test_the_words_are_read_by_who_takes_it_up_and_she_sees_that(
    client, sign_in, new_client, db, teacher, administrator, now
):
    request = ask(teacher, now=now)
    address = f"/gegevensverzoeken/{request.id}"
    other = sign_in(make_holder(Role.ADMINISTRATOR), into=new_client())
    sign_in(administrator)
    assert WORDS not in client.page(address).text
    assert WORDS not in client.page("/gegevensverzoeken").text
    client.submit(address, action="/oppakken")
    assert WORDS in client.page(address).text
    assert WORDS not in other.page(address).text
    assert db.query(Reading).one().reader_id == administrator.id
    sign_in(teacher)
    assert administrator.name in client.page("/mijn-gegevens/gelezen").text
    assert administrator.name in client.page(f"/mijn-gegevens/vragen/{request.id}").text


def test_the_answer_is_hers_to_read_and_the_mail_says_only_that_it_is_there(
    client, sign_in, db, teacher, administrator, now
):
    request = ask(teacher, now=now)
    sign_in(administrator)
    address = f"/gegevensverzoeken/{request.id}"
    client.submit(address, action="/oppakken")
    client.submit(address, outcome="partly", answer=ANSWER)
    mail = db.scalars(sa.select(OutboxMail).where(OutboxMail.recipient_id == teacher.id)).one()
    assert ANSWER not in mail.subject + mail.body
    sign_in(teacher)
    page = client.page(f"/mijn-gegevens/vragen/{request.id}")
    assert ANSWER in page.text
    assert administrator.name in page.text


def test_an_answer_without_a_reason_is_given_back(client, sign_in, teacher, administrator, db, now):
    request = ask(teacher, now=now)
    sign_in(administrator)
    address = f"/gegevensverzoeken/{request.id}"
    client.submit(address, action="/oppakken")
    assert client.submit(address, outcome="refused", answer=" ").status_code == 422
    assert request.answered_at is None


def test_nobody_answers_what_she_asked_herself(client, sign_in, db, administrator, now):
    request = ask(administrator, now=now)
    with pytest.raises(NotYours):
        actions.take_up_data_request(request, by=administrator.id, now=now)
    with pytest.raises(NotYours):
        answer(request, administrator, now=now)
    sign_in(administrator)
    assert client.get(f"/gegevensverzoeken/{request.id}").status_code == 404
    assert "/gegevensverzoeken/" not in " ".join(client.page("/gegevensverzoeken").links().values())


def test_who_did_not_take_it_up_does_not_answer(db, teacher, administrator, now):
    request = ask(teacher, now=now)
    with pytest.raises(Refused):
        actions.answer_data_request(
            request, outcome=RequestOutcome.DONE, answer=ANSWER, version=None, by=administrator.id, now=now
        )


def test_what_was_answered_is_not_answered_taken_up_or_withdrawn_again(db, teacher, administrator, now):
    request = ask(teacher, now=now)
    answer(request, administrator, now=now)
    with pytest.raises(IsAnswered):
        actions.take_up_data_request(request, by=administrator.id, now=now)
    with pytest.raises(IsAnswered):
        actions.withdraw_data_request(request, by=teacher.id, now=now)


def test_a_restriction_that_was_granted_holds_until_she_ends_it(client, sign_in, db, teacher, administrator, now):
    request = ask(teacher, RequestKind.RESTRICTION, now=now)
    assert not lasting_requests()
    answer(request, administrator, now=now)
    assert [each.person_id for each in lasting_requests()] == [teacher.id]
    sign_in(administrator)
    assert client.page("/gegevensverzoeken").text.count(teacher.name) == 2  # that it holds, and that it was answered
    sign_in(teacher)
    client.submit(f"/mijn-gegevens/vragen/{request.id}", action="/intrekken")
    assert not lasting_requests()
    assert get_request(request.id).outcome is RequestOutcome.DONE


def test_a_restriction_that_was_refused_does_not_hold(db, teacher, administrator, now):
    answer(ask(teacher, RequestKind.RESTRICTION, now=now), administrator, RequestOutcome.REFUSED, now=now)
    assert not lasting_requests()


def test_what_another_asked_does_not_exist(client, sign_in, db, teacher, now):
    request = ask(teacher, now=now)
    sign_in(make_coach())
    assert client.get(f"/mijn-gegevens/vragen/{request.id}").status_code == 404
    assert client.post(f"/mijn-gegevens/vragen/{request.id}/intrekken").status_code == 404
    assert client.get("/gegevensverzoeken").status_code == 403


def test_an_administrator_notes_what_was_asked_on_paper_and_it_stands_with_her(
    client, sign_in, db, teacher, administrator
):
    sign_in(administrator)
    client.submit(f"/gegevensverzoeken/nieuw/{teacher.id}", kind="access", words="Per brief gevraagd.")
    request = db.query(DataRequest).one()
    assert (request.person_id, request.made_by_id) == (teacher.id, administrator.id)
    assert client.get(f"/gegevensverzoeken/nieuw/{administrator.id}").status_code == 404
    sign_in(teacher)
    assert administrator.name in client.page(f"/mijn-gegevens/vragen/{request.id}").text


def test_the_log_says_that_it_was_asked_and_answered_without_a_word_of_it(db, teacher, administrator, now):
    request = ask(teacher, now=now)
    answer(request, administrator, now=now)
    acts = db.scalars(sa.select(AuditEntry).where(AuditEntry.thing == f"data_request:{request.id}")).all()
    assert [act.act for act in acts] == ["ask_about_data", "take_up_data_request", "answer_data_request"]
    for act in acts:
        assert "Kanarie" not in f"{act.detail}"


def test_words_and_answer_are_sealed_in_the_database(db, teacher, administrator, now):
    answer(ask(teacher, now=now), administrator, now=now)
    row = db.execute(sa.text("select words, answer from data_request")).one()
    assert "Kanarie" not in "".join(row)


def test_two_who_answer_at_the_same_time_the_second_is_told(client, sign_in, db, teacher, administrator, now):
    request = ask(teacher, now=now)
    sign_in(administrator)
    address = f"/gegevensverzoeken/{request.id}"
    client.submit(address, action="/oppakken")
    form = client.get(address)
    client.submit(address, outcome="done", answer=ANSWER)
    late = client.submit(form, outcome="refused", answer="Toch niet.")
    assert late.status_code in {409, 422}
    assert get_request(request.id).outcome is RequestOutcome.DONE
