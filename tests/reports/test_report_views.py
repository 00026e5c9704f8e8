"""The pages of reports: a list, a new one, what it says of itself, who got it, rates and costs; and who sees what."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
import sqlalchemy as sa

from coachtrack.audit import AuditEntry
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.rules.records import Reason
from coachtrack.people.rules.posts import PostFunction
from coachtrack.reports.models import IssuedReport
from coachtrack.reports.queries import preview
from coachtrack.reports.queries.rates import costs_set, rates_of
from coachtrack.reports.rules.kinds import Audience, CostKind, FileKind, ReportKind
from coachtrack.viewer import Role
from tests.factories.people import make_holder, make_leader
from tests.reports.small import SCHOOL_YEAR, add, issued
from tests.support.client import Page, location_of
from tests.support.moments import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def commission(small, sign_in):
    return sign_in(small.commission)


@pytest.fixture
def director(small, sign_in, new_client):
    return sign_in(small.dirk, into=new_client())


def test_an_empty_list_says_how_it_fills(commission):
    page = commission.page("/verantwoording/")
    assert "Nog geen rapport uitgegeven" in page.text
    assert page.links()["Verantwoording"] == "/verantwoording/"


def test_a_new_report_shows_what_it_will_hold_and_is_then_issued(commission, small, db):
    page = commission.page(f"/verantwoording/nieuw?soort=hours&jaar=s2026&school={small.bron.id}")
    for words in ("De Bron", "Mensen 2", "Keren dat er iets is gegeven 5", "CmK 2025-2028"):
        assert words in page.text, words
    answer = commission.submit(page.response, button="Dit rapport uitgeven")
    report = db.scalars(sa.select(IssuedReport)).one()
    assert (report.kind, report.year, report.school_id) == (ReportKind.HOURS, 2026, small.bron.id)
    shown = commission.page(location_of(answer))
    assert shown.heading == "Urenregistratie De Bron"
    assert "Onder dit rapport is niets veranderd sinds het is uitgegeven." in shown.text
    assert [row[0] for row in shown.rows()] == [file.name for file in report.files]
    assert [row[2] for row in shown.rows()] == [file.digest for file in report.files]
    assert f"{report.head_count}:{report.head_mac}" in shown.text


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("?soort=coverage&jaar=k2026", "Mensen 5"),
        ("?soort=performance&jaar=k2026", "Keren dat er iets is gegeven 7"),
        ("?jaar=k2019", "Geen subsidieperiode omvat dit jaar."),
        ("?jaar=x&soort=zo", "Urenregistratie"),
        ("?school=x", "alle scholen"),
    ],
)
def test_whatever_is_chosen_the_page_says_what_comes_of_it(commission, address, says):
    assert says in commission.page(f"/verantwoording/nieuw{address}").text


@pytest.mark.parametrize("fields", [{"jaar": "k2019"}, {"soort": "zo"}, {"jaar": "k9999"}, {"school": "x"}])
def test_what_cannot_be_issued_is_refused_in_words(commission, db, fields):
    answer = commission.post("/verantwoording/nieuw", data=fields)
    assert location_of(answer) == "/verantwoording/nieuw"
    assert db.scalar(sa.select(sa.func.count()).select_from(IssuedReport)) == 0


def test_a_large_report_is_made_beside_the_request(commission, small, db, monkeypatch):
    monkeypatch.setattr(preview, "SMALL", 0)
    answer = commission.post("/verantwoording/nieuw", data={"soort": "performance", "jaar": "s2026"})
    work = location_of(answer)
    assert work.startswith("/werk/")
    report = db.scalars(sa.select(IssuedReport)).one()
    assert location_of(commission.get(work)) == f"/verantwoording/{report.id}"
    compared = commission.post(f"/verantwoording/{report.id}/vergelijken")
    assert location_of(commission.get(location_of(compared))) == f"/verantwoording/{report.id}"
    assert "gelijk" in commission.page(f"/verantwoording/{report.id}").rows(1)[0][2]


def test_a_file_is_taken_as_it_was_issued_and_that_is_noted(commission, small, db):
    report = issued(small, ReportKind.COVERAGE)
    for file, kind in zip(report.files, ("vnd.openxmlformats", "text/csv", "application/pdf"), strict=True):
        answer = commission.post(f"/verantwoording/bestanden/{file.id}")
        assert sha256(answer.data).hexdigest() == file.digest
        assert kind in answer.content_type
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{file.name}"'
    noted = db.scalars(sa.select(AuditEntry.thing).where(AuditEntry.act == "take report")).all()
    assert noted == [f"report:{report.id}"] * 3


def test_made_again_and_compared_it_says_identical_or_how_many_lines_differ(commission, small):
    report = issued(small, ReportKind.HOURS, SCHOOL_YEAR, small.bron)
    here = f"/verantwoording/{report.id}"
    commission.submit(here, button="Maak opnieuw en vergelijk")
    assert "gelijk" in commission.page(here).rows(1)[0][2]
    small.mila.last_name = "Anders"
    commission.submit(here, button="Maak opnieuw en vergelijk")
    newest, before = commission.page(here).rows(1)
    assert "niet gelijk" in newest[2]
    assert "4 regels verschillen" in newest[2]
    assert before[2] == "gelijk"


def test_a_stale_report_says_what_changed_whom_to_tell_and_leads_to_a_new_one(commission, small, db):
    report = issued(small, ReportKind.HOURS)
    here = f"/verantwoording/{report.id}"
    answer = commission.submit(f"{here}/ontvangers/nieuw", name="Fonds", sent_on="2026-11-24")
    assert location_of(answer) == here
    assert "Fonds heeft het gehoord" not in commission.page(here).text
    visit = small.records["visit"].number
    evidence.withdraw(visit, reason=Reason.DID_NOT_TAKE_PLACE, by=small.coach.id, now=LATER)
    add(small, "late", small.tim, small.linde, date(2026, 9, 9), "co_teaching", (5, 45, 0), now=LATER)
    assert "verouderd" in commission.page("/verantwoording/").rows()[0][5]
    page = commission.page(here)
    assert page.rows()[0] == ["Coaching", "1", "0", "1", "-40"]
    assert "Het gaat om 2 mensen." in page.text
    commission.submit(here, button="Fonds heeft het gehoord")
    assert commission.page(here).rows(2)[0][2] == "di 24 nov"
    again = page.links()["Nieuw rapport uitgeven"]
    assert again.startswith("/verantwoording/nieuw?")
    newer = location_of(commission.submit(again, button="Dit rapport uitgeven"))
    assert "Het rapport van" in commission.page(here).text
    assert newer in commission.page(here).links().values()
    assert "vervangen door een nieuwer" in commission.page("/verantwoording/").rows()[1][5]
    assert "Naar het rapport waarvoor dit in de plaats kwam" in commission.page(newer).text


def test_a_slip_in_the_list_of_who_got_it_is_removed(commission, small):
    here = f"/verantwoording/{issued(small, ReportKind.HOURS).id}"
    commission.submit(f"{here}/ontvangers/nieuw", name="Slip", sent_on="24-11-2026")
    commission.submit(here, button="Slip weghalen")
    assert "Er is nog niemand vastgelegd." in commission.page(here).text


def test_who_got_it_wants_a_name_and_a_day_that_can_be(commission, small):
    here = f"/verantwoording/{issued(small, ReportKind.HOURS).id}/ontvangers/nieuw"
    answer = commission.submit(here, name="Fonds", sent_on="2026-11-30")
    assert answer.status_code == 422
    assert Page(answer).error_at("sent_on") == "Leg het vast als het verstuurd is: kies vandaag of een eerdere dag."
    assert Page(commission.submit(here, name="", sent_on="2026-11-24")).error_at("name") != ""


# --- rates and costs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "cents"), [("47,50", 4750), ("47.5", 4750), ("€ 48", 4800)])
def test_the_commission_sets_the_rate_of_the_lead_partner(commission, small, typed, cents):
    answer = commission.submit("/verantwoording/tarieven/nieuw", euros=typed, starts_on="2026-01-01")
    assert location_of(answer) == "/verantwoording/tarieven"
    assert [rate.cents for rate in rates_of(None)] == [cents, 4000]
    rows = commission.page("/verantwoording/tarieven").rows()
    assert rows[0][2] == f"€ {cents // 100},{cents % 100:02d}"


@pytest.mark.parametrize("typed", ["", "x", "0", "-1", "500,01", "1,005", "NaN", "1e9", "1e309", "9" * 40])
def test_an_amount_that_is_none_is_refused_with_what_was_typed(commission, typed):
    answer = commission.submit("/verantwoording/tarieven/nieuw", euros=typed, starts_on="2026-01-01")
    assert answer.status_code == 422
    assert Page(answer).error_at("euros") != ""
    assert f'value="{typed}"' in answer.get_data(as_text=True)


def test_a_rate_set_by_mistake_is_taken_back(commission, small):
    commission.submit("/verantwoording/tarieven", button="Tarief vanaf wo 1 jan 2025 terugnemen")
    assert list(rates_of(None)) == []


def test_a_kind_of_hours_goes_under_another_cost(commission, small):
    page = commission.page("/verantwoording/kosten")
    assert "Meestal: coördinatie" in page.text
    commission.submit(page.response, co_teaching="coordination")
    assert costs_set() == {"co_teaching": CostKind.COORDINATION}
    form, _button = commission.page("/verantwoording/kosten").form()
    chosen = [option.get("value") for option in form.iter("option") if option.get("selected") is not None]
    assert chosen[2] == "coordination"


# --- the director, and who sees nothing ---------------------------------------------------------------------------


def test_a_director_sees_the_reports_of_her_school_with_hours_added_up(director, small):
    mine, theirs = (issued(small, ReportKind.HOURS, SCHOOL_YEAR, school) for school in (small.bron, small.linde))
    issued(small, ReportKind.HOURS)
    assert [row[1] for row in director.page("/verantwoording/").rows()] == ["De Bron"]
    page = director.page(f"/verantwoording/{mine.id}")
    assert [row[0] for row in page.rows()] == [file.name for file in mine.files if file.audience is Audience.SCHOOL]
    for words in ("Wie het kreeg", "Maak opnieuw"):
        assert words not in page.text
    for file in mine.files:
        wanted = 200 if file.audience is Audience.SCHOOL else 404
        assert director.post(f"/verantwoording/bestanden/{file.id}").status_code == wanted
    assert director.get(f"/verantwoording/{theirs.id}").status_code == 404


def test_a_director_takes_no_file_of_another_school(director, small):
    theirs = issued(small, ReportKind.HOURS, SCHOOL_YEAR, small.linde)
    assert {director.post(f"/verantwoording/bestanden/{file.id}").status_code for file in theirs.files} == {404}


def test_a_director_takes_the_statement_of_her_school(director, small):
    report = issued(small, ReportKind.COVERAGE, SCHOOL_YEAR, small.bron)
    [paper] = [file for file in report.files if file.kind is FileKind.PDF]
    assert director.post(f"/verantwoording/bestanden/{paper.id}").data.startswith(b"%PDF")


def test_a_director_sets_the_rate_of_her_own_school_only(director, small):
    here = director.page("/verantwoording/").links()["Uurtarief"]
    assert here == f"/verantwoording/scholen/{small.bron.id}/tarief"
    director.submit(here, button="Tarief vastleggen", euros="52,50", starts_on="2026-08-01")
    assert [rate.cents for rate in rates_of(small.bron.id)] == [5000, 5250]
    director.submit(here, button="Tarief vanaf za 1 aug terugnemen")
    assert [rate.cents for rate in rates_of(small.bron.id)] == [5000]
    assert director.get(f"/verantwoording/scholen/{small.linde.id}/tarief").status_code == 404
    [shared] = rates_of(None)
    assert director.post(f"/verantwoording/tarieven/{shared.id}/terug").status_code == 404


def test_an_advisor_and_an_icc_er_see_no_reports(small, sign_in, new_client):
    advisor = sign_in(make_holder(Role.ADVISOR, small.bron), into=new_client())
    coordinator = sign_in(make_leader(small.bron, PostFunction.CULTURE_COORDINATOR), into=new_client())
    report = issued(small, ReportKind.COVERAGE, SCHOOL_YEAR, small.bron)
    for browser in (advisor, coordinator):
        assert browser.get("/verantwoording/").status_code == 403
        assert browser.get(f"/verantwoording/{report.id}").status_code == 403
