"""What stands ready before a talk: each item on one screen, ticked by whoever says so; and the papers with it."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa

from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.talks.actions import preparation as actions
from coachtrack.talks.models import TalkPaper, TalkResult
from coachtrack.talks.queries.preparation import activities_in, earlier_results, other_talks, papers_of, ticks_of
from coachtrack.talks.rules.preparation import ChecklistItem
from coachtrack.talks.rules.talks import TalkKind
from coachtrack.viewer import Role
from tests.factories.agenda import make_appointment
from tests.factories.agreements import make_agreement
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.talks import OPENED, make_talk
from tests.support.client import Page, location_of
from tests.support.moments import NOW

PDF = b"%PDF-1.7 een jaarplan"
WEEK = timedelta(days=7)


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def advisor(school):
    return make_holder(Role.ADVISOR, school, last_name="Begeleider")


@pytest.fixture
def talk(school, advisor):
    return make_talk(school, advisor)


@pytest.fixture
def hers(sign_in, advisor):
    return sign_in(advisor)


@pytest.fixture
def address(talk):
    return f"/gesprekken/{talk.id}/voorbereiding"


def a_file(body=PDF, name="jaarplan.pdf"):
    return BytesIO(body), name


# --- ticks ------------------------------------------------------------------------------------------------------


def test_each_item_is_ticked_by_whoever_says_so_and_can_be_undone(hers, address, talk, advisor):
    answer = hers.post(f"{address}/afvinken", data={"item": "evi_result"})
    assert location_of(answer) == address
    [(item, tick)] = ticks_of(talk.id).items()
    assert (item, tick.ticked_by_id, tick.ticked_at) == (ChecklistItem.EVI_RESULT, advisor.id, NOW)
    assert "1 van 8" in hers.page(address).text or "1 of 8" in hers.page(address).text
    hers.post(f"{address}/afvinken", data={"item": "evi_result", "undo": "1"})
    assert ticks_of(talk.id) == {}


def test_whoever_ticked_first_stands_by_it(talk, advisor, school):
    second = make_holder(Role.ADVISOR, school)
    actions.tick(talk, ChecklistItem.ACTIVITIES, by=advisor.id, now=NOW)
    actions.tick(talk, ChecklistItem.ACTIVITIES, by=second.id, now=NOW + WEEK)
    assert ticks_of(talk.id)[ChecklistItem.ACTIVITIES].ticked_by_id == advisor.id


def test_what_is_no_item_cannot_be_ticked(hers, address, talk):
    assert hers.post(f"{address}/afvinken", data={"item": "koffie"}).status_code == 400
    assert ticks_of(talk.id) == {}


def test_every_item_stands_on_the_page_and_an_orientation_talk_lacks_its_own_report(hers, address, school, advisor):
    ids = [each.get("id") for each in hers.page(address).elements("section", kind="preparation-item")]
    assert ids == [item.value for item in ChecklistItem]
    orientation = make_talk(school, advisor, TalkKind.ORIENTATION)
    shown = hers.page(f"/gesprekken/{orientation.id}/voorbereiding").elements("section", kind="preparation-item")
    assert "orientation_report" not in [each.get("id") for each in shown]
    assert len(shown) == len(ChecklistItem) - 1


def test_the_leader_of_the_school_does_not_prepare_and_another_advisor_finds_nothing(sign_in, address, school):
    assert sign_in(make_leader(school)).get(address).status_code == 403
    assert sign_in(make_holder(Role.ADVISOR, make_school())).get(address).status_code == 404


# --- earlier talks and the agenda -------------------------------------------------------------------------------


def test_the_results_of_the_last_talk_before_this_one_are_shown_in_order(hers, db, address, talk, school, advisor):
    older = make_talk(school, advisor, first_year=2025, created_at=OPENED - 100 * WEEK)
    last = make_talk(school, advisor, first_year=2026, created_at=OPENED - 50 * WEEK)
    later = make_talk(school, advisor, TalkKind.ROUTE, created_at=OPENED + WEEK)
    for of, position, what in ((older, 1, "Oud"), (last, 2, "Tweede"), (last, 1, "Eerste"), (later, 1, "Straks")):
        db.add(TalkResult(talk_id=of.id, part="content", position=position, what=what, how=""))
    db.flush()
    found, results = earlier_results(talk)
    assert (found.id, [each.what for each in results]) == (last.id, ["Eerste", "Tweede"])
    text = hers.page(address).text
    assert "Eerste" in text
    assert "Oud" not in text
    assert earlier_results(older) == (None, ())


def test_the_agreements_of_the_year_before_are_shown_with_what_came_of_them(hers, address, school):
    make_agreement(school, first_year=2026, amount=4)
    make_agreement(school, first_year=2025, amount=7)
    [row] = hers.page(address).rows()
    assert row[1] == "4"
    assert row[2].startswith("0")


def test_reading_the_page_takes_as_many_statements_for_five_agreements_as_for_one(hers, address, school, statements):
    counts = []
    for _more in range(2):
        for _number in range(1 if not counts else 4):
            make_agreement(school, first_year=2026)
        hers.get(address)
        statements.clear()
        hers.get(address)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_report_of_the_orientation_talk_is_opened_from_the_same_screen(hers, address, talk, school, advisor):
    orientation = make_talk(school, advisor, TalkKind.ORIENTATION, created_at=OPENED - WEEK)
    assert [each.id for each in other_talks(talk)] == [orientation.id]
    assert any(f"/gesprekken/{orientation.id}" in link for link in hers.page(address).links().values())


def test_the_activities_are_those_of_the_school_in_the_year_that_the_talk_is_about(school, db):
    coach, teacher = make_coach(), make_teacher(school)
    for month, year in ((7, 2027), (8, 2027), (7, 2028), (8, 2028)):
        starts = datetime(year, month, 1, 10, tzinfo=UTC) if month == 8 else datetime(year, month, 31, 10, tzinfo=UTC)
        make_appointment(coach, teacher, school, starts_at=starts, ends_at=starts + timedelta(hours=1))
    cancelled = make_appointment(
        coach,
        teacher,
        school,
        starts_at=datetime(2027, 9, 7, 9, tzinfo=UTC),
        ends_at=datetime(2027, 9, 7, 10, tzinfo=UTC),
    )
    cancelled.status = AppointmentStatus.CANCELLED
    db.flush()
    days = [each.starts_at.date().isoformat() for each in activities_in(school.id, 2027)]
    assert days == ["2027-08-01", "2028-07-31"]


# --- papers -----------------------------------------------------------------------------------------------------


def test_a_file_is_added_opened_and_taken_away(hers, db, address, talk):
    answer = hers.submit(f"{address}/bestand?item=preparation_mail", file=a_file(name="jaarplan “Bron” é.PDF"))
    assert location_of(answer) == address
    [paper] = papers_of(talk.id)[ChecklistItem.PREPARATION_MAIL]
    assert (paper.name, paper.media_type) == ("jaarplan “Bron” é.pdf", "application/pdf")
    opened = hers.get(f"/gesprekken/stukken/{paper.id}")
    assert opened.data == PDF
    assert opened.headers["Content-Disposition"].startswith("attachment; filename")
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.mimetype == "application/pdf"
    hers.submit(address, action=f"/stukken/{paper.id}/weghalen")
    assert db.scalar(sa.select(TalkPaper.id)) is None


def test_the_page_lists_files_without_reading_them(hers, address, talk, advisor, statements):
    actions.add_paper(talk, ChecklistItem.ACTIVITIES, "rooster.pdf", PDF, by=advisor.id, now=NOW)
    statements.clear()
    assert "rooster.pdf" in hers.page(address).text
    assert [each for each in statements.naming("talk_paper") if "talk_paper.body" in each] == []


@pytest.mark.parametrize(
    ("file", "status"),
    [
        (a_file(b"<html>", "plan.pdf"), 415),
        (a_file(b"", "leeg.pdf"), 415),
        (None, 422),
    ],
)
def test_a_file_that_cannot_be_kept_says_why_and_the_choice_stays(hers, db, address, file, status):
    answer = hers.submit(f"{address}/bestand", item="activities", **({"file": file} if file else {}))
    page = Page(answer)
    assert answer.status_code == status
    assert page.error_at("file")
    [chosen] = [each for each in page.elements("input") if each.get("checked") is not None]
    assert chosen.get("value") == "activities"
    assert db.scalar(sa.select(TalkPaper.id)) is None


def test_the_talking_aid_of_the_programme_is_put_in_once_and_stands_with_every_talk(sign_in, address, advisor, talk):
    commission = sign_in(make_holder(Role.COMMISSION))
    commission.submit("/gesprekken/praatdocument", file=a_file(name="praatdocument.pdf"))
    hers = sign_in(advisor)
    assert "praatdocument.pdf" in hers.page(address).text
    [paper] = papers_of(talk.id)[ChecklistItem.TALKING_AID]
    assert hers.get(f"/gesprekken/stukken/{paper.id}").data == PDF
    assert hers.post(f"/gesprekken/stukken/{paper.id}/weghalen").status_code == 404
    assert hers.post("/gesprekken/praatdocument", data={"file": a_file()}).status_code == 403
    assert "<form" not in hers.get("/gesprekken/praatdocument").text.partition("<main")[2].partition("</main")[0]


def test_the_papers_of_another_school_do_not_exist(sign_in, advisor, talk):
    paper = actions.add_paper(talk, ChecklistItem.ACTIVITIES, "rooster.pdf", PDF, by=advisor.id, now=NOW)
    other = sign_in(make_holder(Role.ADVISOR, make_school()))
    assert other.get(f"/gesprekken/stukken/{paper.id}").status_code == 404
    assert other.post(f"/gesprekken/stukken/{paper.id}/weghalen").status_code == 404
