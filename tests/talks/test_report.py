"""The report of a talk: what it says, who makes it, the school's word on it, and that it then stays as it is."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pypdf
import pytest
import sqlalchemy as sa

from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, Span
from coachtrack.agreements.actions import amend_agreement, end_agreement
from coachtrack.audit import AuditEntry
from coachtrack.errors import Refused
from coachtrack.funding.rules import Stream
from coachtrack.outbox import OutboxMail
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.talks.actions import reports as actions
from coachtrack.talks.actions.answers import add_results, save_answer, save_result
from coachtrack.talks.actions.planning import agree
from coachtrack.talks.actions.talks import Frame, call_off, open_talk
from coachtrack.talks.models import TalkAnswer, TalkReport
from coachtrack.talks.queries.answers import results_of
from coachtrack.talks.queries.reports import reports_to_confirm, told_in
from coachtrack.talks.queries.talks import guide_for
from coachtrack.talks.rules.talks import ParticipantRole, Seat, TalkKind, TalkStatus
from coachtrack.talks.views.report_content import planning_content, report_content
from coachtrack.trainings.actions import plan_training
from coachtrack.trainings.rules import MeetingPlan, TargetGroup
from coachtrack.viewer import Role
from tests.factories.agreements import a_promise, instrument_id
from tests.factories.funding import make_participation, make_period
from tests.factories.people import make_holder, make_leader
from tests.factories.schools import make_school
from tests.support.client import Page, location_of
from tests.support.moments import NOW
from tests.support.pages import text_of as text_of_element

HELD = NOW - timedelta(days=4)
TODAY = NOW.date()
SAID = "Een visie die van ons allemaal is: “samen” 🎉"


@pytest.fixture
def school(db):
    school = make_school(name="De Bron")
    make_participation(school, make_period())
    return school


@pytest.fixture
def advisor(school):
    return make_holder(Role.ADVISOR, school, last_name="Smit", email="els@advies.example")


@pytest.fixture
def leader(school):
    return make_leader(school, last_name="Directeur", email="dirk@bron.example")


@pytest.fixture
def talk(db, school, advisor, leader):
    return hold(school, advisor, leader)


def hold(school, advisor, leader, kind=TalkKind.AMBITION, starts_at=HELD):
    seats = [Seat(ParticipantRole.SCHOOL_LEADER, leader.id), Seat(ParticipantRole.WORKING_GROUP, name="Joke van Dam")]
    return open_talk(
        school.id, kind, Frame(seats, True, "co-teaching dans", "Let op de verbouwing."), first_year=2026,
        advisor_id=advisor.id, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90), by=advisor.id, now=HELD,
    )  # fmt: skip


@pytest.fixture
def told(talk, advisor):
    """A talk in which something was said and agreed."""
    say(talk, advisor, "developments_now", SAID)
    say(talk, advisor, "strengths", {"marks": {"vision": "strong"}, "text": "Vooral de onderbouw."})
    say(talk, advisor, "themes", ["Water", "De stad"])
    added = add_results(talk, "outlook_content", ["Een doorgaande lijn", "Elke bouw doet mee"])
    save_result(talk, added[0].id, what="Een doorgaande lijn", how="In drie stappen", version=added[0].version)
    promise = a_promise(
        period_id=talk.period_id, discipline=Discipline.DANCE, responsible="Joke van Dam", due_on=date(2027, 6, 18)
    )
    agree(talk, promise, by=advisor.id, now=HELD)
    return talk


def say(talk, advisor, key, value):
    question = guide_for(talk).question(key)
    if question is not None and question.kind.value == "marks":
        known = {option.label: option.key for option in question.options}
        value = value | {"marks": dict.fromkeys(value["marks"], next(iter(known.values())))}
    return save_answer(talk, question, value, version=0, by=advisor.id, now=HELD)


def meet(talk, agreement, trainer, starts_at):
    return plan_training(
        title="Dansen in de klas", kind=AppointmentKind.TEAM_TRAINING, target_group=TargetGroup.CLASSROOM_STAFF,
        discipline=Discipline.DANCE, stream=Stream.REGULAR_LESSON, school_id=talk.school_id, trainer_id=trainer.id,
        agreement_id=agreement.agreement_id, meetings=[MeetingPlan(Span(starts_at, starts_at + timedelta(hours=2)))],
        by=trainer.id, now=HELD,
    )  # fmt: skip


def words_of(value):
    """All words in a report, with a line between them."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(words_of(each) for each in value.values())
    return "\n".join(words_of(each) for each in value) if isinstance(value, list) else ""


def text_of(document):
    pages = pypdf.PdfReader(BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def mails(db):
    return list(db.scalars(sa.select(OutboxMail).where(OutboxMail.key.like("report%")).order_by(OutboxMail.id)))


def acts(db):
    return list(db.scalars(sa.select(AuditEntry.act).where(AuditEntry.act.like("talk %")).order_by(AuditEntry.id)))


# --- what it says ---


def test_a_report_says_the_frame_the_answers_in_order_the_results_and_what_was_agreed(told):
    content = report_content(told_in(told))
    words = words_of(content)
    for said in ("De Bron", "Dirk Directeur", "Joke van Dam", "Rolf Smit", "co-teaching dans", "Let op de verbouwing.",
                 SAID, "Vooral de onderbouw.", "Water", "In drie stappen", "vr 18 jun 2027"):  # fmt: skip
        assert said in words, said
    assert words.index(SAID) < words.index("Vooral de onderbouw.") < words.index("Water")
    assert words.index("Een doorgaande lijn") < words.index("Elke bouw doet mee")
    titles = [section["title"] for section in content["sections"]]
    assert [title[0] for title in titles[:4]] == ["A", "B", "C", "D"]


def test_what_nobody_spoke_of_stands_in_one_line(told):
    content = report_content(told_in(told))
    notes = [block["text"] for section in content["sections"] for block in section["blocks"] if block["kind"] == "note"]
    assert any("onderwijsvisie" in note for note in notes)
    assert not any(SAID in note for note in notes)


@pytest.mark.parametrize("kind", list(TalkKind))
def test_a_talk_without_a_word_still_makes_a_report(talk, school, advisor, leader, kind, sign_in):
    other = talk if kind is TalkKind.AMBITION else hold(school, advisor, leader, kind, HELD + timedelta(days=1))
    response = sign_in(advisor).get(f"/gesprekken/{other.id}/verslag.pdf")
    assert response.status_code == 200
    assert "De Bron" in text_of(response.data)


@pytest.mark.parametrize("kind", [TalkKind.ORIENTATION, TalkKind.ROUTE])
def test_a_shorter_talk_has_the_same_report_with_agreements_only_where_there_are(school, advisor, leader, kind, told):
    other = hold(school, advisor, leader, kind, HELD + timedelta(days=1))
    without = len(report_content(told_in(other))["sections"])
    agree(
        other, a_promise(period_id=told.period_id, instrument_id=instrument_id("working_group")), by=advisor.id, now=NOW
    )
    assert len(report_content(told_in(other))["sections"]) == without + 2


def test_the_planning_form_has_the_dates_in_order_and_what_is_still_to_be_planned(told, advisor):
    trainer = make_holder(Role.TRAINER, last_name="Trainer")
    agree(
        told, a_promise(period_id=told.period_id, instrument_id=instrument_id("team_training")), by=advisor.id, now=HELD
    )
    training = next(each for each in told_in(told).agreed if each.carried_out.value == "training")
    for day in (19, 5):
        meet(told, training, trainer, datetime(2027, 1, day, 14, tzinfo=NOW.tzinfo))
    dates, still, agreed = planning_content(told_in(told), on=TODAY)["sections"]
    rows = dates["blocks"][0]["rows"]
    assert [row[0] for row in rows] == ["di 5 jan 2027", "di 19 jan 2027"]
    assert "Rolf Trainer" in rows[0][3]
    assert [row[1][0] for row in still["blocks"][0]["rows"]] == ["4", "2"]
    assert len(agreed["blocks"][0]["rows"]) == 2


def test_reading_a_report_costs_as_many_statements_for_much_as_for_little(told, advisor, statements):
    told_in(told)
    few = len(statements)
    for _number in range(5):
        agree(told, a_promise(period_id=told.period_id), by=advisor.id, now=NOW)
    add_results(told, "outlook_support", [f"Resultaat {number}" for number in range(40)])
    before = len(statements)
    told_in(told)
    assert len(statements) - before <= few


def test_twenty_thousand_characters_and_emoji_make_a_report(db, told, advisor, sign_in):
    answer = TalkAnswer(
        talk_id=told.id,
        question="vision_links",
        value="Lang 🎉 verhaal. " * 1250,
        changed_at=HELD,
        changed_by_id=advisor.id,
    )
    db.add(answer)
    response = sign_in(advisor).get(f"/gesprekken/{told.id}/verslag.pdf")
    assert response.status_code == 200
    assert text_of(response.data).count("verhaal.") == 1250


# --- making it, and the school's word on it ---


def test_the_advisor_makes_the_report_and_the_leader_gets_one_mail_without_its_content(
    db, told, advisor, leader, sign_in
):
    make_leader(told.school, PostFunction.CULTURE_COORDINATOR, email="icc@bron.example")
    response = sign_in(advisor).submit(f"/gesprekken/{told.id}/verslag", action="/verslag/maken")
    assert response.status_code == 303
    assert told.status is TalkStatus.REPORTED
    [mail] = mails(db)
    assert (mail.recipient_id, mail.to) == (leader.id, "dirk@bron.example")
    assert f"/gesprekken/{told.id}/verslag" in mail.body
    assert SAID not in mail.body
    assert "Joke" not in mail.body
    assert acts(db)[-1] == "talk reported"


def test_after_the_report_nothing_that_was_said_changes(told, advisor):
    actions.make_report(told, by=advisor.id, now=NOW)
    with pytest.raises(Refused):
        say(told, advisor, "vision_links", "Toch nog iets")
    with pytest.raises(Refused):
        add_results(told, "outlook_support", ["Nog een"])
    actions.reopen_talk(told, by=advisor.id, now=NOW)
    say(told, advisor, "vision_links", "Toch nog iets")


def test_a_school_without_a_leader_with_an_address_is_told_so(db, school, advisor, told, leader, sign_in):
    leader.email = None
    client = sign_in(advisor)
    client.submit(f"/gesprekken/{told.id}/verslag", action="/verslag/maken")
    assert told.status is TalkStatus.REPORTED
    assert not mails(db)
    assert 'role="alert"' in client.get(f"/gesprekken/{told.id}/verslag").text


def test_an_empty_talk_is_not_reported_and_says_why(talk, advisor, sign_in):
    client = sign_in(advisor)
    client.submit(f"/gesprekken/{talk.id}/verslag", action="/verslag/maken")
    assert talk.status is TalkStatus.OPEN
    assert 'role="alert"' in client.get(f"/gesprekken/{talk.id}/verslag").text


def test_a_talk_that_was_called_off_has_no_report(told, advisor):
    call_off(told, reason=CancelReason.SCHOOL, by=advisor.id, now=NOW)
    with pytest.raises(Refused, match="called off"):
        actions.make_report(told, by=advisor.id, now=NOW)


def test_the_leader_confirms_what_she_read_and_the_agreements_with_it(db, told, advisor, leader, sign_in):
    actions.make_report(told, by=advisor.id, now=NOW)
    db.commit()
    response = sign_in(leader).submit(f"/gesprekken/{told.id}/verslag", action="/bevestigen")
    assert location_of(response) == f"/gesprekken/{told.id}/verslag"
    assert (told.status, told.confirmed_by_id, told.confirmed_at) == (TalkStatus.CONFIRMED, leader.id, NOW)
    [agreement] = actions._standing_agreements(told.id)
    assert (agreement.confirmed_by_id, agreement.confirmed_at) == (leader.id, NOW)
    mail = mails(db)[-1]
    assert (mail.recipient_id, mail.to) == (advisor.id, "els@advies.example")
    assert SAID not in mail.body
    assert "talk confirmed" in acts(db)


def test_what_was_confirmed_stays_as_it_was_for_both_sides(db, told, advisor, leader, sign_in):
    actions.make_report(told, by=advisor.id, now=NOW)
    db.commit()
    sign_in(leader).submit(f"/gesprekken/{told.id}/verslag", action="/bevestigen")
    before = sign_in(leader).get(f"/gesprekken/{told.id}/verslag.pdf").data
    kept = db.get(TalkReport, told.id)
    assert kept.document_hash == sha256(before).hexdigest()
    assert "Dirk Directeur" in kept.content["status"]
    told.school.name = "Een andere naam"
    db.scalars(sa.select(TalkAnswer).where(TalkAnswer.question == "developments_now")).one().value = "Iets heel anders"
    end_agreement(actions._standing_agreements(told.id)[0], reason="Toch niet", by=advisor.id, now=NOW)
    db.commit()
    for person in (leader, advisor):
        client = sign_in(person)
        assert client.get(f"/gesprekken/{told.id}/verslag.pdf").data == before
        page = client.page(f"/gesprekken/{told.id}/verslag").text
        assert SAID in page
        assert "Iets heel anders" not in page
    assert "Iets heel anders" not in text_of(before)


def test_what_changed_since_she_read_it_is_not_confirmed(db, told, advisor, leader, sign_in):
    actions.make_report(told, by=advisor.id, now=NOW)
    db.commit()
    client = sign_in(leader)
    read = client.get(f"/gesprekken/{told.id}/verslag")
    [agreement] = actions._standing_agreements(told.id)
    amend_agreement(agreement, a_promise(period_id=told.period_id, amount=9), reason="Meer", by=advisor.id, now=NOW)
    client.submit(read, action="/bevestigen")
    assert told.status is TalkStatus.REPORTED
    assert db.get(TalkReport, told.id) is None
    client.submit(f"/gesprekken/{told.id}/verslag", action="/bevestigen")
    assert told.status is TalkStatus.CONFIRMED


def test_the_leader_asks_to_change_something_and_the_advisor_opens_the_talk_again(db, told, advisor, leader, sign_in):
    actions.make_report(told, by=advisor.id, now=NOW - timedelta(hours=1))
    db.commit()
    remark = "Het gaat om groep 5, niet om groep 6."
    sign_in(leader).submit(f"/gesprekken/{told.id}/wijziging-vragen", remark=remark)
    mail = mails(db)[-1]
    assert mail.recipient_id == advisor.id
    assert remark not in mail.body + mail.subject
    client = sign_in(advisor)
    assert remark in client.page(f"/gesprekken/{told.id}/verslag").text
    client.submit(f"/gesprekken/{told.id}/verslag", action="/heropenen")
    assert told.status is TalkStatus.OPEN
    assert remark in client.page(f"/gesprekken/{told.id}/verslag").text
    client.submit(f"/gesprekken/{told.id}/verslag", action="/verslag/maken")
    assert remark not in client.page(f"/gesprekken/{told.id}/verslag").text
    assert [each.recipient_id for each in mails(db)] == [leader.id, advisor.id, leader.id]
    assert acts(db)[-4:] == ["talk reported", "talk change asked", "talk reopened", "talk reported"]


def test_an_empty_remark_is_asked_for_and_nothing_is_sent(db, told, advisor, leader, sign_in):
    actions.make_report(told, by=advisor.id, now=NOW)
    db.commit()
    response = sign_in(leader).submit(f"/gesprekken/{told.id}/wijziging-vragen", remark=" ")
    assert response.status_code == 422
    response = sign_in(leader).submit(f"/gesprekken/{told.id}/wijziging-vragen", remark="x" * 2001)
    assert response.status_code == 422
    assert "x" * 2001 in response.text
    assert len(mails(db)) == 1


def test_a_mail_that_still_waits_is_withdrawn_when_the_talk_is_opened_again(db, told, advisor):
    actions.make_report(told, by=advisor.id, now=NOW)
    actions.reopen_talk(told, by=advisor.id, now=NOW)
    db.commit()
    [mail] = mails(db)
    assert mail.given_up_at is not None


def test_what_waits_for_the_school_is_what_was_reported_and_not_sent_back(db, told, school, advisor, leader):
    assert not reports_to_confirm([school.id])
    actions.make_report(told, by=advisor.id, now=NOW - timedelta(hours=1))
    assert reports_to_confirm([school.id]) == [told]
    assert not reports_to_confirm([school.id + 1])
    actions.ask_change(told, "Anders", by=leader, now=NOW)
    assert not reports_to_confirm([school.id])


def test_only_the_leader_of_this_school_confirms(db, told, advisor, leader, sign_in):
    actions.make_report(told, by=advisor.id, now=NOW)
    db.commit()
    stranger = make_leader(make_school())
    for address in ("bevestigen", "wijziging-vragen"):
        assert sign_in(stranger).post(f"/gesprekken/{told.id}/{address}").status_code == 404
        assert sign_in(advisor).post(f"/gesprekken/{told.id}/{address}").status_code == 403
    assert told.status is TalkStatus.REPORTED


@pytest.mark.parametrize("name", ["verslag.pdf", "planningsformulier.pdf"])
def test_a_document_has_a_name_that_says_what_it_is(told, leader, name, sign_in):
    response = sign_in(leader).get(f"/gesprekken/{told.id}/{name}")
    assert response.mimetype == "application/pdf"
    assert "de-bron-2026-11-2" in response.headers["Content-Disposition"]
    assert pypdf.PdfReader(BytesIO(response.data)).trailer["/Root"]["/Lang"] == "nl"


def test_the_same_report_gives_the_same_document(db, told, advisor, sign_in):
    actions.make_report(told, by=advisor.id, now=NOW)
    db.commit()
    client = sign_in(advisor)
    assert (
        client.get(f"/gesprekken/{told.id}/verslag.pdf").data == client.get(f"/gesprekken/{told.id}/verslag.pdf").data
    )


def test_a_button_of_an_old_page_is_refused_in_words_after_the_report(told, advisor, sign_in):
    browser = sign_in(advisor)
    opened = browser.get(f"/gesprekken/{told.id}/stap/c")
    actions.make_report(told, by=advisor.id, now=NOW)
    number = results_of(told.id)[0].id
    button = next(each for each in Page(opened).elements("button") if each.get("value") == f"remove-{number}")
    answer = browser.submit(opened, button=text_of_element(button))
    assert answer.status_code == 422
    assert results_of(told.id)[0].id == number


def test_a_director_finds_the_report_that_waits_for_her_on_her_start_page(told, advisor, leader, school, sign_in):
    actions.make_report(told, by=advisor.id, now=NOW)
    there = f"/gesprekken/{told.id}/verslag"
    assert there in sign_in(leader).page(f"/bereik/scholen/{school.id}").links().values()
    assert there not in sign_in(advisor).page(f"/bereik/scholen/{school.id}").links().values()
