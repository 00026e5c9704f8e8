"""All that can be read, by everyone: what coach and teacher write reaches nobody else, and looking changes nothing.

Words that stand nowhere else are written where only two may read them; then every page, file and feed is opened by
everyone, and every table is looked into.
"""

import hashlib
import itertools
import logging
import tempfile
from dataclasses import replace

import pytest
import sqlalchemy as sa
from itsdangerous import URLSafeTimedSerializer

from coachtrack import create_app, downloads, jobs
from coachtrack.accounts.views import often
from coachtrack.crypto import encrypted_columns
from coachtrack.database import Model
from coachtrack.database import db as database
from coachtrack.headers import FIXED
from coachtrack.pdf import pdf_of
from coachtrack.reports.models import Certificate, IssuedFile
from coachtrack.reports.rules.kinds import FileKind
from coachtrack.sheets import to_csv, to_xlsx
from tests.access.canaries import CANARIES, SEEN, tables, text_of, unpacked, words_in
from tests.access.matrix import MATRIX
from tests.access.town import build
from tests.access.visitors import visitors
from tests.support.client import Statements
from tests.support.every_form import watched
from tests.support.moments import NOW
from tests.support.running import settings_for

CONTENT = ("baseline", "development_goal", "debrief", "reaction", "growth_mark")
FILES = [
    ("coverage.export", {"table": table, "kind": kind}) for table in ("scholen", "mensen") for kind in ("csv", "xlsx")
] + [("agreements.export", {"kind": kind}) for kind in ("csv", "xlsx")]
"""What is handed out in answer to a POST."""
NOTED = {"reading", "feed_address", "sign_in_session", "sign_in_attempt"}
"""Of what looking leaves a trace: a debrief was read, a feed fetched, a session used, a search or file counted."""
STORED = {"feed_body", "feed_revision"}
"""A feed is written down when it is asked for first."""
FIGURES = {"person_touched", "person_status", "coverage_tally", "coverage_point", "coverage_state"}
"""Who is reached is kept, and brought up to date when somebody looks: what it is made of stays as it is."""


@pytest.fixture(autouse=True)
def as_often_as_one_likes(monkeypatch):
    """Here one person opens everything at once."""
    monkeypatch.setattr(often, "OFTEN", {name: replace(each, times=9999) for name, each in often.OFTEN.items()})


def addresses(app, town, letter):
    """Every page at her school, as (endpoint, address): those where a session belongs, for three of them."""
    urls = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        row = MATRIX.get((rule.endpoint, "GET"))
        if row is None or row.answer(letter, own=True) == "no place for her":
            continue
        ids = town.ids(sorted(rule.arguments), letter, own=True, endpoint=rule.endpoint)
        yield rule.endpoint, urls.build(rule.endpoint, ids)
        if "session_id" in ids:
            for name in ("drafted", "let_read"):
                yield rule.endpoint, urls.build(rule.endpoint, {"session_id": town.here[name]})


def sealed_columns():
    """What is sealed, as statements name it."""
    return [f"{column.table.name}.{column.name}" for column in encrypted_columns(Model.metadata)]


def hashes(db):
    """A few letters for each table that stand for all that is in it."""
    return {name: hashlib.sha256(rows.encode()).hexdigest() for name, rows in tables(db).items()}


def test_what_two_share_is_read_by_the_two_and_looking_changes_nothing(app, db, statements, letter):
    town = build(CANARIES)
    visitor = visitors(app, town)[letter]
    before = hashes(db)
    statements.clear()
    answers = [(name, visitor.send("GET", address)) for name, address in addresses(app, town, letter)]
    asked = list(statements)
    after = hashes(db)
    statements.clear()
    build_url = app.url_map.bind("localhost").build
    answers += [(name, visitor.send("POST", build_url(name, values))) for name, values in FILES]

    said = "\n".join(text_of(response) for _name, response in answers)
    assert words_in(said) == SEEN.get(letter, set())
    about_content = Statements([*asked, *statements]).naming(*CONTENT)
    if letter == "a":  # how long things are kept is asked without reading one of them
        about_content = [said for said in about_content if any(column in said for column in sealed_columns())]
    assert bool(about_content) == (letter in SEEN), about_content[:3]
    about_herself = Statements([*asked, *statements]).naming("assessment_answer")
    assert bool(about_herself) == (letter == "t"), about_herself[:3]
    assert [name for name in before if before[name] != after[name] and name not in NOTED | STORED | FIGURES] == []
    faults = [f"{name}: {fault}" for name, response in answers for fault in faults_of(response)]
    assert not faults, "\n" + "\n".join(faults)
    assert sum(response.status_code == 200 for _name, response in answers) > 8
    assert {response.status_code for _name, response in answers} & {429, 500, 503} == set()


def faults_of(response):
    """What the headers of an answer lack."""
    faults = [f"no {name}" for name, value in FIXED.items() if response.headers.get(name) != value]
    if "Cache-Control" not in response.headers:
        faults.append("nothing about caching")
    for cookie in response.headers.getlist("Set-Cookie"):
        faults += [f"a cookie without {word}" for word in ("HttpOnly", "SameSite=Lax", "Path=/") if word not in cookie]
    return faults


YEARS = ("s2026", "k2026")


def test_what_is_handed_to_others_about_what_two_did_holds_no_word_of_it(app, db, monkeypatch):
    """Reports of every kind in every form, exports made beside the request, a certificate and the page to check it."""
    monkeypatch.setattr(downloads, "MANY", -1)
    monkeypatch.setattr(jobs, "PATIENCE", 20)
    town = build(CANARIES)
    browsers, url = visitors(app, town), app.url_map.bind("localhost").build
    teacher, commission, stranger = browsers["t"], browsers["m"], browsers["-"]
    for kind, year in itertools.product(("hours", "performance", "coverage"), YEARS):
        issued = commission.post(url("reports.issue"), data={"soort": kind, "jaar": year})
        assert issued.status_code == 303
    answers = [commission.send("POST", url("reports.download", {"file_id": number})) for number in files_of(db)]
    answers += [commission.send("POST", url(name, values)) for name, values in FILES]
    answers.append(commission.get(url("home.work")))
    days = {"discipline": "music", "starts_on": "2026-01-01", "ends_on": "2026-11-24"}
    assert teacher.post(url("certificates.mine"), data=days).status_code == 303
    certificate = db.scalars(sa.select(Certificate).order_by(Certificate.id.desc())).first()
    answers += [
        teacher.get(url("certificates.download", {"certificate_id": certificate.id})),
        stranger.get(url("certificates.check", {"code": certificate.code})),
    ]

    assert {response.status_code for response in answers} == {200}
    kinds = {response.mimetype.rpartition("/")[2].rpartition(".")[2] for response in answers}
    assert kinds == {"pdf", "csv", "sheet", "html"}
    assert [response.headers for response in answers if words_in(text_of(response))] == []
    said = tables(db)
    assert [name for name, rows in said.items() if words_in(rows)] == []
    assert all(said[name] for name in ("issued_file", "certificate", "job_file"))


def files_of(db):
    """The files of the reports that were issued through the pages."""
    with_a_document = sa.select(IssuedFile.report_id).where(IssuedFile.kind == FileKind.PDF)
    return db.scalars(sa.select(IssuedFile.id).where(IssuedFile.report_id.in_(with_a_document))).all()


def test_the_search_finds_a_word_in_whatever_it_is_packed():
    word = CANARIES.goal
    paper = {
        "language": "nl", "sender": "CoachTrack", "words": {"page": "{number} {total}", "replaced": ""},
        "title": "Blad", "kicker": "", "heading": "Blad", "subtitle": "", "foot": "", "facts": [], "status": "",
        "sections": [{"title": "Kop", "blocks": [{"kind": "answer", "label": "", "text": f"Een {word} stond hier."}]}],
    }  # fmt: skip
    packed = [
        to_xlsx("Blad", [[word.upper()]], ["Kop"], created=NOW),
        to_csv([[f"een {word}"]], ["Kop"]),
        pdf_of("document", paper, at=NOW),
        f"<p>{word[:4]}&#{ord(word[4])};{word[5:]}</p>".encode(),
    ]
    assert [words_in(unpacked(body)) for body in packed] == [{word}] * 4


def test_no_table_log_mail_or_file_left_behind_holds_a_word_of_it(app, db, caplog, tmp_path, monkeypatch):
    """Also where something went wrong while the words were in hand: the log says where, never what."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    town = build(CANARIES)
    coach, url = visitors(app, town)["c"], app.url_map.bind("localhost").build
    here = {"session_id": town.here["drafted"]}
    refused = coach.post(
        url("trajectories.write_debrief", here), data={"went_well": CANARIES.draft * 900, "version": "x"}
    )
    with watched(lambda number: number == 1):
        typed = {"csrf_token": coach.token, "learnt": CANARIES.draft}
        failed = coach.post(url("trajectories.save_draft", here), data=typed, with_token=False)
    assert (refused.status_code < 500, failed.status_code) == (True, 500)
    assert words_in(failed.text) == set()
    assert words_in(caplog.text) == set()
    assert "error" in caplog.text
    assert [file for file in tmp_path.rglob("*") if file.is_file() and words_in(unpacked(file.read_bytes()))] == []
    said = tables(db)
    assert [name for name, rows in said.items() if words_in(rows)] == []
    assert all(said[name] for name in (*CONTENT[:4], "outbox_mail", "audit_entry"))


def test_the_pages_for_what_went_wrong_carry_the_same_headers(app):
    visitor = visitors(app, build())["t"]
    wrong = {
        "/er-is-hier-niets": 404,
        "/regelingen": 403,
        "/trajecten/999999": 404,
        "/static/er-is-hier-niets.css": 404,
    }
    answers = {address: visitor.send("GET", address) for address in wrong}
    assert {address: response.status_code for address, response in answers.items()} == wrong
    refused = visitor.delete("/agenda")
    assert refused.status_code == 405
    assert [faults_of(response) for response in (*answers.values(), refused)] == [[]] * 5


def test_over_https_cookies_are_bound_to_the_host_and_browsers_are_told_to_stay(backend, app):
    secure = create_app(replace(settings_for(backend.url), base_url="https://coachtrack.example"))
    response = secure.test_client().get("/inloggen", base_url="https://coachtrack.example")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-coachtrack=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    with secure.app_context():
        database.engine.dispose()


def test_style_sheets_and_feeds_set_no_cookie(app):
    town = build()
    visitor = visitors(app, town)["t"]
    address = app.url_map.bind("localhost").build("agenda.feed", {"token": town.here["agenda.feed:token"]})
    feed = visitor.send("GET", address)
    style = visitor.send("GET", "/static/favicon.svg")
    style.close()
    assert [feed.status_code, style.status_code] == [200, 200]
    assert "Set-Cookie" not in feed.headers
    assert "Set-Cookie" not in style.headers
    assert feed.headers["Cache-Control"] == "private, no-cache"
    assert feed.headers["X-Robots-Tag"] == "noindex"


def test_a_form_without_its_token_does_nothing(app, db):
    town = build()
    coach = visitors(app, town)["c"]
    before = tables(db)["development_goal"]
    of_somebody_else = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("1" * 40)
    address = app.url_map.bind("localhost").build("trajectories.drop_goal", {"goal_id": town.here["goal_id"]})
    for data in ({}, {"csrf_token": ""}, {"csrf_token": "iets anders"}, {"csrf_token": of_somebody_else}):
        coach.post(address, data=data, with_token=False)
        assert tables(db)["development_goal"] == before, data
    coach.send("POST", address)
    assert tables(db)["development_goal"] != before


def test_a_form_that_another_site_sends_in_her_name_does_nothing(app, db):
    town = build()
    coach = visitors(app, town)["c"]
    before = hashes(db)
    address = app.url_map.bind("localhost").build("trajectories.drop_goal", {"goal_id": town.here["goal_id"]})
    sent_by = [
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ]
    for headers in sent_by:
        answer = coach.post(address, data={"csrf_token": coach.token}, headers=headers)
        assert (headers, answer.status_code) == (headers, 400)
        assert hashes(db) == before
    assert coach.post(address, data={"csrf_token": coach.token}).status_code in {302, 303}
