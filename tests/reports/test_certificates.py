"""A teacher makes a certificate of what she did, and it holds as long as what stands under it."""

import hashlib
import io
from datetime import UTC, date, datetime, timedelta

import pypdf
import pytest
import sqlalchemy as sa

from coachtrack.audit import AuditEntry
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.rules.records import Activity, Party, Reason
from coachtrack.reports.actions.certificates import take_back
from coachtrack.reports.models import Certificate
from coachtrack.reports.queries import certificates as queries
from coachtrack.reports.queries.certificates import certificates_of, get_certificate
from coachtrack.reports.rules.certificates import CertificateState, shown_code
from coachtrack.reports.views.certificate_paper import certificate_paper
from coachtrack.viewer import Role
from tests.factories.certificates import DANCE, LATER, correct, held, made
from tests.factories.coverage import asking, make_rule
from tests.factories.evidence import make_held
from tests.factories.funding import make_period
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import make_trajectory
from tests.support.client import location_of
from tests.support.moments import NOW


@pytest.fixture
def teacher(db):
    return make_teacher(make_school(), "Zsuzsanna", last_name="Wijnaendts")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def browser(sign_in, teacher):
    return sign_in(teacher)


def answer_about(code):
    return queries.answer_about(code, now=LATER)


def states(teacher):
    return [state for _certificate, state in certificates_of(teacher.id)]


# --- she makes one ----------------------------------------------------------------------------------------------


def test_she_makes_one_of_the_funding_period_so_far(browser, teacher, coach, db):
    make_period()
    held(teacher, coach)
    held(teacher, coach, held_on=date(2026, 3, 3))
    form = browser.get("/certificaten")
    there = location_of(browser.submit(form))
    assert there.startswith("/certificaten")
    certificate = db.scalars(sa.select(Certificate)).one()
    assert (certificate.starts_on, certificate.ends_on) == (date(2025, 1, 1), date(2026, 11, 24))
    assert (certificate.discipline, certificate.sessions, certificate.minutes) == ("dance", 2, 150)
    page = browser.page("/certificaten")
    assert shown_code(certificate.code) in page.text
    assert f"http://localhost/certificaat/{shown_code(certificate.code)}" in {
        field.get("value") for field in page.elements("input")
    }


def test_the_paper_says_who_did_what_and_is_the_same_bytes_each_time(browser, teacher, coach, db):
    held(teacher, coach)
    record = make_held(
        teacher, coach, activity=Activity.TRAINING, kind="team_training", lesson_minutes=90, held_on=date(2026, 5, 5)
    )
    browser.submit("/certificaten", starts_on="2026-01-01")
    certificate = db.scalars(sa.select(Certificate)).one()
    assert record.number in certificate.evidence
    address = f"/certificaten/{certificate.id}.pdf"
    first, second = browser.get(address), browser.get(address)
    assert first.data == second.data
    assert certificate.digest == hashlib.sha256(first.data).hexdigest()
    assert first.headers["Content-Disposition"].startswith('attachment; filename="certifica')
    document = pypdf.PdfReader(io.BytesIO(first.data))
    said = " ".join(" ".join(page.extract_text() for page in document.pages).replace("\u200b", "").split())
    assert "Zsuzsanna Wijnaendts" in said
    assert shown_code(certificate.code) in said
    assert "3 u 15 min" in said
    assert len(document.pages) == 1
    metadata = document.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    links = [note.get_object()["/A"]["/URI"] for note in document.pages[0]["/Annots"]]
    assert links == [f"http://localhost/certificaat/{shown_code(certificate.code)}"]


def test_made_again_from_the_same_data_the_paper_is_the_same(teacher, coach, time_machine):
    held(teacher, coach)
    certificate = made(teacher)
    found = queries.what_counts(teacher.id, DANCE, on=NOW.date())
    papers = set()
    for later in (NOW, LATER, NOW + timedelta(days=400)):
        time_machine.move_to(later, tick=False)
        papers.add(certificate_paper(teacher, certificate, found))
    assert len(papers) == 1


def test_the_same_one_again_is_the_one_that_she_has(teacher, coach):
    record = held(teacher, coach)
    first = made(teacher)
    assert made(teacher, now=LATER) is first
    held(teacher, coach, held_on=date(2026, 2, 2))
    second = made(teacher, now=LATER)
    assert second is not first
    correct(record, coach, lesson_minutes=10)
    assert made(teacher, now=LATER + timedelta(days=20)) is not second


def test_it_is_noted_that_she_made_one_and_took_it_back(teacher, coach, db):
    held(teacher, coach)
    certificate = made(teacher)
    take_back(certificate, by=teacher.id, now=LATER)
    take_back(certificate, by=teacher.id, now=LATER)
    noted = db.execute(sa.select(AuditEntry.act, AuditEntry.person_id, AuditEntry.thing)).all()
    thing = f"certificate:{certificate.id}"
    assert noted == [("certificate.made", teacher.id, thing), ("certificate.taken_back", teacher.id, thing)]


def test_without_anything_to_show_she_is_told_what_comes(browser):
    assert not browser.page("/certificaten").elements("select")


def test_what_waits_for_her_word_is_refused_with_the_way_on(browser, teacher, coach):
    make_rule(make_period(), asking(one_sided_counts=False))
    held(teacher, coach, confirmed=False)
    answer = browser.submit("/certificaten")
    assert answer.status_code == 422
    again = browser.submit(answer, starts_on="2026-11-20")
    assert again.status_code == 422


@pytest.mark.parametrize(("counts", "status"), [(True, 303), (False, 422)])
def test_whether_silence_counts_is_what_the_requirement_says(browser, teacher, coach, counts, status):
    make_rule(make_period(), asking(one_sided_counts=counts))
    held(teacher, coach, confirmed=False, now=datetime(2026, 10, 1, 9, tzinfo=UTC), held_on=date(2026, 9, 29))
    assert browser.submit("/certificaten").status_code == status


def test_a_completed_trajectory_fills_in_its_own_days(sign_in, coach, db):
    trajectory = make_trajectory()
    held(trajectory.teacher, coach)
    browser = sign_in(trajectory.teacher)
    trajectory.status, trajectory.completed_at = "completed", datetime(2026, 11, 10, 12, tzinfo=UTC)
    links = browser.page("/certificaten").links()
    there = next(address for address in links.values() if "ends_on=2026-11-10" in address)
    browser.submit(there.partition("#")[0])
    assert db.scalar(sa.select(Certificate.ends_on)) == date(2026, 11, 10)


@pytest.mark.parametrize(
    "fields", [{"ends_on": "2026-11-25"}, {"ends_on": "2024-01-01"}, {"starts_on": "31-02-2026"}, {"starts_on": ""}]
)
def test_days_that_cannot_be_are_refused_and_what_she_typed_stays(browser, teacher, coach, fields, db):
    held(teacher, coach)
    answer = browser.submit("/certificaten", **fields)
    assert answer.status_code == 422
    assert db.scalar(sa.select(sa.func.count(Certificate.id))) == 0


@pytest.mark.parametrize("query", ["starts_on=gisteren", "discipline=toveren", "ends_on=%F0%9F%8E%A9"])
def test_nonsense_in_the_address_gives_the_form_as_usual(browser, teacher, coach, query):
    held(teacher, coach)
    assert browser.page(f"/certificaten?{query}").elements("select")


def test_somebody_elses_certificate_is_not_there_whatever_one_is(browser, sign_in, new_client, teacher, coach):
    held(teacher, coach)
    certificate = made(teacher)
    assert browser.get(f"/certificaten/{certificate.id}.pdf").status_code == 200
    for other in (coach, make_holder(Role.COMMISSION), make_holder(Role.ADMINISTRATOR)):
        theirs = sign_in(other, into=new_client())
        assert theirs.get(f"/certificaten/{certificate.id}.pdf").status_code == 404
        assert theirs.post(f"/certificaten/{certificate.id}/intrekken").status_code == 404
        assert shown_code(certificate.code) not in theirs.page("/certificaten").text
    assert certificate.withdrawn_at is None


# --- whether it holds -------------------------------------------------------------------------------------------


def test_it_holds_until_evidence_under_it_was_corrected(teacher, coach):
    record = held(teacher, coach)
    certificate = made(teacher)
    held(teacher, coach, held_on=date(2026, 2, 2), now=LATER)
    assert states(teacher) == [CertificateState.HOLDS]
    correct(record, coach, lesson_minutes=30)
    assert states(teacher) == [CertificateState.OUTDATED]
    assert answer_about(certificate.code) is None


def test_it_holds_again_when_the_correction_was_undone(teacher, coach):
    record = held(teacher, coach)
    certificate = made(teacher)
    correct(record, coach, lesson_minutes=30)
    correct(record, coach, now=LATER + timedelta(hours=1))
    assert answer_about(certificate.code) is not None


def test_what_was_corrected_before_it_was_made_does_not_touch_it(teacher, coach):
    record = held(teacher, coach)
    correct(record, coach, now=NOW - timedelta(hours=1), lesson_minutes=30)
    evidence.confirm(record.number, party=Party.TEACHER, by=teacher.id, now=NOW - timedelta(minutes=1))
    assert made(teacher).minutes == 60
    assert states(teacher) == [CertificateState.HOLDS]


def test_it_falls_when_evidence_under_it_was_withdrawn(teacher, coach):
    record = held(teacher, coach)
    certificate = made(teacher)
    evidence.withdraw(record.number, reason=Reason.DID_NOT_TAKE_PLACE, by=coach.id, now=LATER)
    assert answer_about(certificate.code) is None


def test_it_falls_when_she_takes_it_back(browser, teacher, coach):
    held(teacher, coach)
    certificate = made(teacher)
    assert answer_about(certificate.code) is not None
    browser.submit("/certificaten", action=f"/certificaten/{certificate.id}/intrekken")
    assert answer_about(certificate.code) is None
    assert states(teacher) == [CertificateState.TAKEN_BACK]
    assert browser.get(f"/certificaten/{certificate.id}.pdf").data == get_certificate(certificate.id).document


def test_her_certificates_take_as_many_statements_for_one_as_for_many(teacher, coach, statements):
    record = held(teacher, coach)
    made(teacher)
    counted = []
    for day in (1, 2, 3):
        statements.clear()
        certificates_of(teacher.id)
        counted.append(len(statements.reads))
        held(teacher, coach, held_on=date(2026, 2, day))
        made(teacher)
    assert counted == [2, 2, 2]
    assert record.number == 1


def test_a_certificate_on_more_evidence_than_is_usual_holds_too(teacher, coach, monkeypatch):
    monkeypatch.setattr(queries, "ENOUGH", 2)
    records = [held(teacher, coach, held_on=date(2026, 2, day)) for day in range(1, 6)]
    certificate = made(teacher)
    assert answer_about(certificate.code) is not None
    correct(records[0], coach, lesson_minutes=1)
    assert answer_about(certificate.code) is None
    assert states(teacher) == [CertificateState.OUTDATED]
