"""Anybody checks the code on a certificate, and learns no more than it says."""

import secrets
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.accounts.models import SignInAttempt
from coachtrack.accounts.rules import SIGN_IN
from coachtrack.reports.actions.certificates import take_back
from coachtrack.reports.queries import certificates as queries
from coachtrack.reports.queries.certificates import certificates_of
from coachtrack.reports.rules.certificates import CODES, Wanted, code_of, shown_code
from tests.factories.certificates import LATER, correct, held, made
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school
from tests.support.client import location_of
from tests.support.moments import NOW

NOT_VALID = "Niet geldig"


@pytest.fixture
def teacher(db):
    return make_teacher(make_school(), "Zsuzsanna", last_name="Wijnaendts")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def stranger(new_client):
    """Somebody without an account, who takes no cookies."""
    browser = new_client()
    browser._cookies = None
    return browser


def answer_about(code):
    return queries.answer_about(code, now=LATER)


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
