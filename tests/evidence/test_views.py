import io
import time

import pytest

from coachtrack import jobs
from coachtrack.evidence import actions, queries
from coachtrack.evidence.permissions import may_take_over
from coachtrack.evidence.rules.records import Origin, Reason
from coachtrack.evidence.rules.taken_over import read_taken_over
from coachtrack.jobs import Upload
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.schools import make_school
from tests.support.client import Page, location_of

HEADING = "Voornaam;Achternaam;School;Soort;Datum;Titel;Aanwezig;Minuten;Discipline\n"


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def teachers(school):
    return [make_teacher(school, first, last_name="Groen") for first in ("Anna", "Bert", "Carla")]


@pytest.fixture
def administrator(db):
    return make_holder(Role.ADMINISTRATOR)


@pytest.fixture
def browser(sign_in, administrator):
    return sign_in(administrator)


def a_sheet(*rows):
    return (HEADING + "".join(f"{row}\n" for row in rows)).encode()


TRAINING = [
    "Anna;Groen;De Bron;teamtraining;12-11-2025;Dans in de klas;ja;90;dans",
    "Bert;Groen;De Bron;teamtraining;12-11-2025;Dans in de klas;nee;90;dans",
    "Carla;Groen;De Bron;teamtraining;12-11-2025;Dans in de klas;ja;90;dans",
]


def hand_in(browser, sheet, name="voorheen.csv"):
    return browser.submit("/bewijs/overnemen", file=(io.BytesIO(sheet), name))


def take_over(browser, sheet):
    preview = location_of(hand_in(browser, sheet))
    assert location_of(browser.submit(preview)) == preview
    return preview


def test_a_sheet_is_shown_row_by_row_before_anything_is_recorded(browser, teachers):
    preview = browser.page(
        location_of(hand_in(browser, a_sheet(*TRAINING, "Dirk;Wit;De Bron;coaching;1-2-2025;;ja;60;")))
    )
    assert [row[1] for row in preview.rows()] == ["Dirk Wit", "Anna Groen", "Carla Groen", "Bert Groen"]
    assert queries.standing_facts() == []


def test_what_is_confirmed_counts_as_taken_over(browser, teachers, school, administrator):
    take_over(browser, a_sheet(*TRAINING))
    standing = queries.standing_facts()
    assert [each.fact.person_id for each in standing] == [teachers[0].id, teachers[2].id]
    assert {(each.fact.origin, each.fact.minutes, each.fact.school_id) for each in standing} == {
        (Origin.TAKEN_OVER, 90, school.id)
    }
    assert {each.recorded_by_id for each in standing} == {administrator.id}
    assert queries.verify_chain().is_whole


def test_the_same_sheet_again_changes_nothing(browser, teachers):
    take_over(browser, a_sheet(*TRAINING))
    preview = browser.page(location_of(hand_in(browser, a_sheet(*TRAINING))))
    assert preview.elements("form", kind="form") == []
    assert queries.verify_chain().count == 2


def test_confirming_twice_records_once(browser, teachers):
    preview = take_over(browser, a_sheet(*TRAINING))
    browser.post(preview, data={"digest": "whatever"})
    assert queries.verify_chain().count == 2


def test_other_figures_in_a_newer_sheet_are_a_correction(browser, teachers):
    take_over(browser, a_sheet(*TRAINING))
    take_over(browser, a_sheet(*[row.replace(";90;", ";120;") for row in TRAINING]))
    standing = queries.standing_facts()
    assert [(each.fact.minutes, each.corrected_for) for each in standing] == [(120, Reason.NEWER_SHEET)] * 2
    assert queries.verify_chain().count == 4


def test_what_someone_else_took_over_is_not_corrected(browser, sign_in, new_client, teachers):
    take_over(browser, a_sheet(*TRAINING))
    other = sign_in(make_holder(Role.ADMINISTRATOR), into=new_client())
    changed = a_sheet(*[row.replace(";90;", ";120;") for row in TRAINING])
    preview = other.page(location_of(hand_in(other, changed)))
    assert preview.elements("form", kind="form") == []
    assert [each.fact.minutes for each in queries.standing_facts()] == [90, 90]


def test_what_was_withdrawn_is_not_recorded_again(browser, teachers, administrator, now):
    take_over(browser, a_sheet(*TRAINING))
    [first, _] = queries.standing_facts()
    actions.withdraw(first.number, reason=Reason.DID_NOT_TAKE_PLACE, by=administrator.id, now=now)
    hand_in(browser, a_sheet(*TRAINING))
    take_over(browser, a_sheet(*TRAINING, "Anna;Groen;De Bron;coaching;1-2-2025;;ja;60;"))
    assert [each.fact.person_id for each in queries.standing_facts()] == [teachers[0].id, teachers[2].id]
    assert queries.verify_chain().count == 4


def test_a_preview_that_no_longer_holds_is_shown_anew_and_records_nothing(browser, teachers, administrator, now):
    preview = location_of(hand_in(browser, a_sheet(*TRAINING)))
    actions.take_over(read_taken_over(a_sheet(TRAINING[0]), "x.csv"), by=administrator.id, now=now)
    browser.submit(preview)
    assert queries.verify_chain().count == 1
    browser.submit(preview)
    assert queries.verify_chain().count == 2


@pytest.mark.parametrize(
    ("sheet", "status"),
    [
        (b"", 422),
        (b"\x00\x01\x02\x03" * 50, 415),
        (b"Kleur;Maat\nrood;3\n", 422),
        (a_sheet().replace(b"Titel", b"Naam leerling"), 422),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_at_the_field_and_not_kept(browser, db, sheet, status):
    answer = hand_in(browser, sheet)
    assert answer.status_code == status
    assert Page(answer).error_at("file") != ""
    assert db.query(Upload).count() == 0


def test_without_a_file_the_form_says_so(browser):
    answer = browser.submit("/bewijs/overnemen")
    assert (answer.status_code, Page(answer).error_at("file") != "") == (422, True)


def test_a_large_sheet_is_worked_on_beside_the_request(browser, teachers, monkeypatch):
    monkeypatch.setattr(jobs, "LARGE", 10)
    monkeypatch.setattr(jobs, "PATIENCE", 0)
    answer = hand_in(browser, a_sheet(*TRAINING))
    job_id = int(location_of(answer).rsplit("/", 1)[1])
    until = time.monotonic() + 20
    state, location = jobs.JobState.RUNNING, ""
    while state is jobs.JobState.RUNNING and time.monotonic() < until:
        time.sleep(0.05)
        job = queries.db.session.get_one(jobs.Job, job_id)
        state, location = job.state, job.location
        queries.db.session.rollback()  # who looks on may not keep SQLite from the one who works
    assert state is jobs.JobState.DONE
    assert len(browser.page(location).rows()) == 3


def test_a_file_belongs_to_who_handed_it_in(browser, sign_in, new_client, teachers):
    preview = location_of(hand_in(browser, a_sheet(*TRAINING)))
    other = sign_in(make_holder(Role.ADMINISTRATOR), into=new_client())
    assert other.get(preview).status_code == 404
    assert browser.get("/bewijs/overnemen/404").status_code == 404


def test_others_may_not_enter(sign_in, school):
    for person in (make_coach(), make_holder(Role.COMMISSION), make_teacher(school)):
        assert sign_in(person).get("/bewijs/overnemen").status_code == 403


@pytest.mark.parametrize("role", Role)
def test_only_an_administrator_takes_over(role):
    assert may_take_over(Viewer(1, "Robin", frozenset({RoleHeld(role, 1)}))) is (role is Role.ADMINISTRATOR)


def test_a_sheet_of_many_rows_costs_as_many_statements_as_one(teachers, administrator, now, statements):
    rows = [f"Anna;Groen;De Bron;coaching;{day}-3-2025;;ja;60;dans" for day in range(1, 29)]
    actions.take_over(read_taken_over(a_sheet(TRAINING[0]), "x.csv"), by=administrator.id, now=now)
    counts = []
    for sheet in (a_sheet(rows[0]), a_sheet(*rows)):
        statements.clear()
        actions.take_over(read_taken_over(sheet, "x.csv"), by=administrator.id, now=now)
        counts.append(len(statements))
    assert counts[0] == counts[1]
