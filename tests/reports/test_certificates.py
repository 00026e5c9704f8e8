"""A teacher makes a certificate of what she did; anybody checks its code and learns no more than it says."""

import hashlib
import io
import secrets
from datetime import UTC, date, datetime, timedelta

import pypdf
import pytest
import sqlalchemy as sa

from coachtrack.accounts.models import SignInAttempt
from coachtrack.accounts.rules import SIGN_IN
from coachtrack.audit import AuditEntry
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.rules.records import Activity, Party, Reason
from coachtrack.reports.actions.certificates import make_certificate, take_back
from coachtrack.reports.models import Certificate
from coachtrack.reports.queries import certificates as queries
from coachtrack.reports.queries.certificates import certificates_of, get_certificate
from coachtrack.reports.rules.certificates import CODES, CertificateState, Wanted, code_of, shown_code
from coachtrack.reports.views.certificate_paper import certificate_paper
from coachtrack.viewer import Role
from tests.factories.coverage import asking, make_rule
from tests.factories.evidence import a_fact, make_held
from tests.factories.funding import make_period
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import make_trajectory
from tests.support.client import location_of
from tests.support.moments import NOW

DANCE = Wanted("dance", date(2026, 1, 1), date(2026, 11, 24))
LATER = NOW + timedelta(days=1)
NOT_VALID = "Niet geldig"


@pytest.fixture
def teacher(db):
    return make_teacher(make_school(), "Zsuzsanna", last_name="Wijnaendts")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def browser(sign_in, teacher):
    return sign_in(teacher)


@pytest.fixture
def stranger(new_client):
    """Somebody without an account, who takes no cookies."""
    browser = new_client()
    browser._cookies = None
    return browser


def held(teacher, coach, *, confirmed=True, **given):
    record = make_held(teacher, coach, school_id=None, **given)
    if confirmed:
        evidence.confirm(record.number, party=Party.TEACHER, by=teacher.id, now=record.recorded_at)
    return record


def paper(certificate, found):
    return f"{certificate.code} {found.sessions}".encode()


def made(teacher, wanted=DANCE, now=NOW):
    return make_certificate(wanted, paper=paper, by=teacher.id, now=now)


def correct(record, by, now=LATER, **given):
    fact = a_fact(subject=record.subject, person_id=record.person_id, coach_id=record.coach_id, **given)
    evidence.correct(record.number, fact, reason=Reason.WRONG_MINUTES, by=by.id, now=now)


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


# --- anybody checks it ------------------------------------------------------------------------------------------


def test_anybody_reads_discipline_hours_and_period_and_no_name(stranger, teacher, coach):
    held(teacher, coach)
    certificate = made(teacher)
    page = stranger.page(f"/certificaat/{shown_code(certificate.code)}")
    for said in ("dans", "1 u 15 min", "1 januari 2026", "24 november 2026"):
        assert said in page.text.lower()
    whole = page.response.get_data(as_text=True)
    assert not [word for word in ("Zsuzsanna", "Wijnaendts", "De Bron", "09TB", coach.last_name) if word in whole]


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}"])
def test_a_code_may_be_typed_in_many_ways(stranger, teacher, coach, typed):
    held(teacher, coach)
    code = made(teacher).code
    shown = shown_code(code)
    said = typed.format(shown, shown.lower().replace("-", " "), code)
    answer = stranger.get("/certificaat", query_string={"code": said})
    assert location_of(answer) == f"/certificaat/{shown}"
    assert "1 u 15 min" in stranger.page(location_of(answer)).text


def not_holding(teacher, coach):
    """Codes that do not hold, by the reason; and how the page answers who asks, without the code itself."""
    records = [held(teacher, coach, held_on=date(2026, month, 3)) for month in (3, 4, 5)]
    corrected, taken, holds = (
        made(teacher, Wanted("dance", record.held_on, record.held_on)).code for record in records
    )
    correct(records[0], coach, lesson_minutes=1)
    take_back(certificates_of(teacher.id)[1][0], by=teacher.id, now=LATER)
    codes = {"unknown": code_of(secrets.randbelow(CODES)), "corrected": corrected, "taken back": taken}
    assert answer_about(holds) is not None
    assert {answer_about(code) for code in codes.values()} == {None}
    return codes


def test_who_asks_never_learns_why_a_code_does_not_hold_nor_whether_it_was_there(stranger, teacher, coach, statements):
    answers, asked = set(), set()
    for code in not_holding(teacher, coach).values():
        stranger.get("/certificaat")  # so that all three find the same warm caches
        statements.clear()
        response = stranger.get(f"/certificaat/{shown_code(code)}")
        said = response.get_data(as_text=True).replace(shown_code(code), "")
        asked.add(tuple(statements))
        answers.add((response.status_code, said, tuple(sorted(response.headers))))
    assert len(answers) == 1
    assert len(asked) == 1
    assert sum("evidence_record" in statement for statement in asked.pop()) == 2
    assert NOT_VALID in said or "Not valid" in said


def test_the_page_needs_no_cookie_sets_none_and_is_kept_by_nobody(stranger, client, teacher, coach):
    held(teacher, coach)
    certificate = made(teacher)
    for address in ("/certificaat", f"/certificaat/{shown_code(certificate.code)}", "/certificaat/xyz"):
        for browser in (stranger, client):
            response = browser.get(address)
            assert "Set-Cookie" not in response.headers
            assert response.headers["X-Robots-Tag"] == "noindex"
            assert response.headers["Cache-Control"] == "no-store"
            assert '<meta name="robots" content="noindex">' in response.get_data(as_text=True)


def test_who_tries_codes_is_stopped_and_a_right_code_is_no_try(stranger, teacher, coach, db, time_machine):
    time_machine.move_to(NOW, tick=False)
    held(teacher, coach)
    right = f"/certificaat/{shown_code(made(teacher).code)}"
    for _time in range(SIGN_IN.per_address + 5):
        assert stranger.get(right).status_code == 200
    wrong = [f"/certificaat/{shown_code(code_of(number))}" for number in range(SIGN_IN.per_address + 1)]
    assert {stranger.get(address).status_code for address in wrong[:-1]} == {200}
    refused = stranger.get(wrong[-1])
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "300")
    assert stranger.get(right).status_code == 429
    assert db.scalar(sa.select(sa.func.count(SignInAttempt.id))) == SIGN_IN.per_address
    elsewhere = {"REMOTE_ADDR": "10.1.2.3"}
    assert stranger.get(right, environ_base=elsewhere).status_code == 200
    forged = {"X-Forwarded-For": "10.1.2.3"}
    assert stranger.get(right, headers=forged).status_code == 429
    time_machine.move_to(NOW + timedelta(minutes=6), tick=False)
    assert stranger.get(right).status_code == 200


HOSTILE = [
    "' or '1'='1",
    "1; drop table certificate",
    "%' union select document from certificate --",
    "{{ 7*191 }}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "0" * 6000,
    "٠" * 20,
    "\u202eABCD",
    "\ud83d\ude00",
    "😀" * 50,
    "..%2f..%2fetc%2fpasswd",
    "\r\nSet-Cookie: x=1",
    "NULL",
    "7K3M-" * 30,
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_a_slip_that_is_shown_as_text_and_asks_the_database_nothing(
    stranger, teacher, coach, statements, typed
):
    held(teacher, coach)
    made(teacher)
    typed = typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    stranger.get("/certificaat")
    statements.clear()
    response = stranger.get("/certificaat", query_string={"code": typed})
    assert response.status_code == 200
    said = response.get_data(as_text=True)
    assert "1337" not in said
    assert "<script>alert" not in said
    assert "<img src=x" not in said
    assert "aria-invalid" in said
    assert statements == []


@pytest.mark.parametrize("typed", ["0" * 3000, "%00", "%ff%fe", "x%0d%0aSet-Cookie:y=1", "<b>", "😀", "%2e%2e%2f"])
def test_whatever_stands_in_the_address_breaks_nothing(stranger, typed):
    response = stranger.get(f"/certificaat/{typed}")
    assert response.status_code in {200, 404}
    assert "Set-Cookie" not in response.headers
