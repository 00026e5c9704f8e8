"""Answering an invitation: by a link that holds once, or signed in for as long as it has not begun."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask_babel import gettext as _

from coachtrack.accounts.models import Account
from coachtrack.agenda import actions, queries
from coachtrack.agenda.models import AppointmentAnswer
from coachtrack.agenda.queries.answer_links import Invited, answer_token, read_answer_token
from coachtrack.agenda.queries.invitations import find_invitation
from coachtrack.agenda.rules.appointments import CANCEL_LABELS, Answer, CancelReason, ParticipantRole
from coachtrack.agenda.rules.invitations import LinkState
from coachtrack.audit import AuditEntry
from coachtrack.errors import Refused
from coachtrack.outbox import OutboxMail
from tests.factories.accounts import mails_to
from tests.factories.agenda import TOMORROW, make_appointment
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school

HOUR = timedelta(hours=1)
FRIDAY = datetime(2026, 11, 27, 10, tzinfo=UTC)


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def coach(db):
    return make_coach(last_name="Planner")


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Anneke", last_name="Genodigd")


@pytest.fixture
def appointment(db, coach, teacher, school):
    made = make_appointment(coach, teacher, school, title="Over Kim", place="bij de kluis")
    db.commit()
    return made


@pytest.fixture
def link(appointment, teacher):
    """As it stands in the mail."""
    (address,) = re.findall(r"http://localhost(/antwoord/\S+)", mails_to(teacher)[0].body)
    return address


def answers(db):
    db.expire_all()
    return [(each.person_id, each.answer, each.proposed_at) for each in db.scalars(sa.select(AppointmentAnswer))]


def told(db, person):
    """The subjects of the mails about answers that wait for her."""
    mails = sa.select(OutboxMail).where(OutboxMail.recipient_id == person.id, OutboxMail.key.startswith("answer:"))
    return db.scalars(mails.order_by(OutboxMail.id)).all()


def test_the_page_says_kind_and_moment_and_nobodys_name(client, link):
    page = client.get(link)
    assert page.status_code == 200
    assert "Co-teaching" in page.text
    assert "wo 25 nov, 10.00–11.00 uur" in page.text
    for given_away in ("De Bron", "Anneke", "Genodigd", "Coba", "Planner", "Kim", "kluis", "dans"):
        assert given_away not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"


def test_a_mail_scanner_that_follows_the_link_answers_nothing(client, db, link, statements):
    for _number in range(3):
        assert client.get(link).status_code == client.head(link).status_code == 200
    assert [each for each in statements if re.match("insert|update|delete", each, re.IGNORECASE)] == []
    assert answers(db) == []


def test_one_press_is_an_answer_and_the_link_tells_it_from_then_on(client, db, link, teacher, coach):
    answered = client.post(link, data={"answer": "coming"})
    assert (answered.status_code, answered.headers["Location"]) == (303, link)
    assert answers(db) == [(teacher.id, Answer.COMING, None)]
    page = client.get(link)
    assert page.status_code == 200
    assert "<button" not in page.text.partition("<main")[2]
    client.post(link, data={"answer": "cannot"})
    assert answers(db) == [(teacher.id, Answer.COMING, None)]
    assert told(db, coach) == []


def test_who_cannot_may_propose_another_moment_and_the_planner_hears_of_it(client, db, link, teacher, coach):
    client.post(link, data={"answer": "cannot", "day": "2026-11-27", "starts": "11:00"})
    assert answers(db) == [(teacher.id, Answer.CANNOT, FRIDAY)]
    (mail,) = told(db, coach)
    assert "vr 27 nov, 11.00 uur" in mail.body
    assert "Anneke" in mail.body
    assert "Anneke" not in mail.subject
    assert mail.thread is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"day": "2026-11-27"}, "2026-11-27"),
        ({"starts": "11:00"}, "11:00"),
        ({"day": "2026-11-20", "starts": "11:00"}, "2026-11-20"),
        ({"day": "2027-03-28", "starts": "02:30"}, "02:30"),
        ({"day": "morgen", "starts": "11:00"}, "morgen"),
        ({"answer": "perhaps"}, ""),
    ],
)
def test_half_a_proposal_one_that_has_passed_or_does_not_exist_is_refused_with_what_was_typed(
    client, db, link, typed, kept
):
    answered = client.post(link, data={"answer": "cannot"} | typed)
    assert answered.status_code == 422
    assert kept in answered.text
    assert answers(db) == []


def test_two_presses_at_one_moment_are_one_answer(app, db, appointment, teacher, coach):
    number, person_id = appointment.id, teacher.id
    db.remove()

    def press(answer):
        with app.app_context():
            found = queries.get_appointment(number)
            actions.answer_once(found, person_id, answer, proposed_at=None, now=TOMORROW - 2 * HOUR)
            db.commit()

    with ThreadPoolExecutor(4) as people:
        list(people.map(press, [Answer.COMING, Answer.CANNOT] * 4))
    assert len(answers(db)) == 1


def test_a_link_of_before_a_move_says_that_it_was_moved(client, db, link, appointment, coach, now):
    times = {"starts_at": TOMORROW + HOUR, "ends_at": TOMORROW + 2 * HOUR}
    actions.move_appointment(appointment, **times, by=coach.id, now=now)
    db.commit()
    for response in (client.get(link), client.post(link, data={"answer": "coming"})):
        assert response.status_code == 410
        assert str(_("This appointment was moved")) in response.text
    assert answers(db) == []


def test_a_link_of_what_was_cancelled_says_so(client, db, link, appointment, coach, now):
    actions.cancel_appointment(appointment, reason=CancelReason.AWAY, by=coach.id, now=now)
    db.commit()
    page = client.get(link)
    assert page.status_code == 410
    assert str(_("This appointment does not go on")) in page.text
    assert str(_(CANCEL_LABELS[CancelReason.AWAY])) not in page.text


def test_a_link_ends_with_the_appointment(db, appointment, teacher):
    token = answer_token(Invited(appointment.id, teacher.id, 0))
    assert find_invitation(token, now=appointment.ends_at - timedelta(seconds=1)).state is LinkState.OPEN
    assert find_invitation(token, now=appointment.ends_at).state is LinkState.OVER


def test_a_link_that_is_none_leads_to_a_page_with_a_way_on(client, link):
    for wrong in (link[:-1], f"{link}x", "/antwoord/x", "/antwoord/WzEsMiwwXQ.x", f"/antwoord/{'x' * 3000}"):
        page = client.get(wrong)
        assert page.status_code == 404
        assert "/agenda" in page.text
    assert read_answer_token("") is None


def test_a_link_of_another_secret_or_another_use_opens_nothing(app, appointment, teacher, monkeypatch):
    token = answer_token(Invited(appointment.id, teacher.id, 0))
    old = app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "another-secret-key-0123456789-0123456789")
    assert read_answer_token(token) is None
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
    assert read_answer_token(token) == Invited(appointment.id, teacher.id, 0)


def test_who_takes_no_part_any_more_or_whose_account_was_closed_has_no_link(client, db, link, appointment, coach, now):
    (teacher_id,) = {each.person_id for each in appointment.participants} - {coach.id}
    account = Account(person_id=teacher_id, created_at=now, deactivated_at=now)
    db.add(account)
    db.commit()
    assert client.get(link).status_code == 404
    account.deactivated_at = None
    db.commit()
    assert client.get(link).status_code == 200
    actions.set_participants(appointment, {coach.id: ParticipantRole.COACH}, now=now)
    db.commit()
    assert client.get(link).status_code == 404


def test_signed_in_one_may_change_ones_mind_and_the_planner_hears_what_matters(db, appointment, teacher, coach, now):
    said = [
        (Answer.COMING, None), (Answer.COMING, None), (Answer.CANNOT, None), (Answer.CANNOT, FRIDAY),
        (Answer.CANNOT, FRIDAY), (Answer.COMING, None),
    ]  # fmt: skip
    heard = []
    for minute, (answer, proposed_at) in enumerate(said):
        at = now + timedelta(minutes=minute)
        actions.answer_signed_in(appointment, teacher.id, answer, proposed_at=proposed_at, now=at)
        heard.append(len(told(db, coach)))
    assert heard == [0, 0, 1, 2, 2, 3]
    assert answers(db) == [(teacher.id, Answer.COMING, None)]
    assert str(_("%(who)s can come after all:", who=teacher.name)) in told(db, coach)[-1].body


@pytest.mark.parametrize("moment", ["begun", "cancelled"])
def test_there_is_an_end_to_changing_ones_mind(db, appointment, teacher, coach, now, moment):
    if moment == "cancelled":
        actions.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=coach.id, now=now)
    at = appointment.starts_at if moment == "begun" else now
    with pytest.raises(Refused):
        actions.answer_signed_in(appointment, teacher.id, Answer.COMING, proposed_at=None, now=at)


def test_an_answer_is_for_the_moment_it_was_asked_about(db, appointment, teacher, coach, now):
    actions.answer_signed_in(appointment, teacher.id, Answer.COMING, proposed_at=None, now=now)
    assert [each.answer for each in queries.answers_of(appointment.id)] == [Answer.COMING]
    times = {"starts_at": TOMORROW + HOUR, "ends_at": TOMORROW + 2 * HOUR}
    actions.move_appointment(appointment, **times, by=coach.id, now=now)
    assert [(each.name, each.answer) for each in queries.answers_of(appointment.id)] == [(teacher.name, None)]


def test_what_was_answered_stands_in_the_log_without_what_was_proposed(db, appointment, teacher, now):
    actions.answer_once(appointment, teacher.id, Answer.CANNOT, proposed_at=FRIDAY, now=now)
    entry = db.scalars(sa.select(AuditEntry).where(AuditEntry.act == "appointment.answered")).one()
    assert (entry.person_id, entry.thing, entry.detail) == (
        teacher.id,
        f"appointment:{appointment.id}",
        "cannot, by link",
    )


def test_the_planner_sees_who_comes_and_moves_it_to_what_was_proposed(db, sign_in, appointment, teacher, coach, now):
    actions.answer_once(appointment, teacher.id, Answer.CANNOT, proposed_at=FRIDAY, now=now)
    db.commit()
    page = sign_in(coach).get(f"/agenda/afspraken/{appointment.id}").text
    assert "vr 27 nov, 11.00 uur" in page
    assert "dag=2026-11-27&amp;tijd=11:00" in page
    assert "/antwoord" not in page


def test_who_was_invited_answers_on_the_page_of_the_appointment_and_sees_her_own_alone(
    db, sign_in, appointment, teacher, coach
):
    browser = sign_in(teacher)
    address = f"/agenda/afspraken/{appointment.id}"
    answered = browser.submit(address, action="/antwoord", answer="coming")
    assert answered.headers["Location"] == address
    assert answers(db) == [(teacher.id, Answer.COMING, None)]
    changed = browser.submit(f"{address}/antwoord", button=str(_("I cannot come")), day="2026-11-27", starts="11:00")
    assert changed.status_code == 303
    assert answers(db) == [(teacher.id, Answer.CANNOT, FRIDAY)]
    assert "vr 27 nov, 11.00 uur" in browser.get(address).text


def test_whoever_planned_it_has_nothing_to_answer(sign_in, appointment, coach):
    assert sign_in(coach).get(f"/agenda/afspraken/{appointment.id}/antwoord").status_code == 404
