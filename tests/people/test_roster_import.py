"""The staff file, imported: all or nothing, twice is once, nobody deleted, pupils kept out."""

from datetime import date
from io import BytesIO

import pytest
import sqlalchemy as sa

from coachtrack import jobs, sheets
from coachtrack.errors import Refused
from coachtrack.people import actions, queries
from coachtrack.people.models import Person, Post
from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role
from tests.factories.people import make_holder, make_teacher
from tests.factories.schools import make_school
from tests.support.client import Page, location_of

TODAY = date(2026, 11, 24)
HEADINGS = "Voornaam;Tussenvoegsel;Achternaam;E-mail;School;Functie;Groepen;Werkdagen;Vanaf;Tot"
ANNEKE = "Anneke;van der;Berg;anneke@bron.example;09TB00;groepsleerkracht/ICC'er;3;ma di do;01-08-2025;"
JAN = "Jan;;Çelik;;De Bron;directeur;;;1-8-2020;"


def roster(*rows, headings=HEADINGS):
    return "\n".join([headings, *rows]).encode("utf-8-sig")


@pytest.fixture
def school(app):
    return make_school(name="De Bron", code="09TB00", brin="09TB")


@pytest.fixture
def client_of_administrator(school, sign_in):
    return sign_in(make_holder(Role.ADMINISTRATOR))


def take_in(now, *rows, **given):
    return actions.import_roster(roster(*rows), "staff.csv", by=None, now=now, **given)


def standing(db):
    rows = db.scalars(sa.select(Post).where(Post.superseded_at.is_(None)).order_by(Post.person_id, Post.function))
    return [(row.person.first_name, row.function, row.groups, row.working_days, row.ends_on) for row in rows]


def upload(client, body, name="staff.csv"):
    return client.submit("/mensen/import", file=(BytesIO(body), name))


def test_a_staff_file_brings_people_and_posts(db, school, now):
    assert take_in(now, ANNEKE, JAN) == {"added": 2}
    anneke = queries.find_person_by_email("anneke@bron.example")
    assert (anneke.name, anneke.sort_name) == ("Anneke van der Berg", "berg, van der anneke")
    assert sorted(standing(db)) == [
        ("Anneke", PostFunction.CLASS_TEACHER, "3", 11, None),
        ("Anneke", PostFunction.CULTURE_COORDINATOR, "", 11, None),
        ("Jan", PostFunction.SCHOOL_LEADER, "", 31, None),
    ]


def test_a_second_import_of_the_same_file_changes_nothing(db, school, now):
    take_in(now, ANNEKE, JAN)
    before = list(db.execute(sa.select(Post.id, Post.superseded_at).order_by(Post.id)))
    versions = list(db.execute(sa.select(Person.id, Person.version).order_by(Person.id)))
    assert take_in(now, ANNEKE, JAN) == {"unchanged": 2}
    assert list(db.execute(sa.select(Post.id, Post.superseded_at).order_by(Post.id))) == before
    assert list(db.execute(sa.select(Person.id, Person.version).order_by(Person.id))) == versions


def test_a_change_is_a_new_row_and_the_old_one_can_be_asked_for(db, school, now):
    take_in(now, ANNEKE)
    changed = ANNEKE.replace(";3;", ";4;").replace("Anneke;van der;Berg", "Anna;van der;Berg")
    later = now.replace(hour=12)
    assert take_in(later, changed) == {"changed": 1}
    anna = queries.find_person_by_email("anneke@bron.example")
    assert anna.first_name == "Anna"
    assert sorted(post.groups for post in queries.posts_on(anna.id, TODAY)) == ["", "4"]
    assert sorted(post.groups for post in queries.posts_on(anna.id, TODAY, known_at=now)) == ["", "3"]


def test_a_last_day_ends_the_post(db, school, now):
    take_in(now, JAN)
    assert take_in(now, JAN + "31-12-2026") == {"ended": 1}
    assert [row[4] for row in standing(db)] == [date(2026, 12, 31)]


def test_who_is_missing_left_only_when_told(db, school, now):
    take_in(now, ANNEKE, JAN)
    assert take_in(now, ANNEKE) == {"unchanged": 1, "missing": 1}
    assert [row[4] for row in standing(db)] == [None, None, None]
    jan = db.scalars(sa.select(Post).where(Post.function == PostFunction.SCHOOL_LEADER)).one()
    take_in(now, ANNEKE, leaving=[jan.id], left_on=date(2026, 10, 31))
    assert {row[0]: row[4] for row in standing(db)} == {"Anneke": None, "Jan": date(2026, 10, 31)}


def test_nobody_leaves_before_she_came(db, school, now):
    take_in(now, ANNEKE, JAN)
    jan = db.scalars(sa.select(Post).where(Post.function == PostFunction.SCHOOL_LEADER)).one()
    with pytest.raises(Refused):
        take_in(now, ANNEKE, leaving=[jan.id], left_on=date(2020, 7, 31))


def test_a_school_that_is_not_in_the_file_loses_nobody(db, school, now):
    elsewhere = make_teacher(make_school())
    assert take_in(now, ANNEKE) == {"added": 1}
    assert len(queries.posts_on(elsewhere.id, TODAY)) == 1


def test_a_look_at_the_file_changes_nothing(db, school, now):
    assert take_in(now, ANNEKE, apply=False) == {"added": 1}
    assert db.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def test_a_preview_says_row_by_row_and_confirming_does_it(db, school, client_of_administrator):
    body = roster(ANNEKE, "Piet;;Bakker;p@bron.example;Nergens;leerkracht;;;;", headings=HEADINGS + ";Hobby")
    there = location_of(upload(client_of_administrator, body))
    page = client_of_administrator.page(there)
    assert [row[1] for row in page.rows()] == ["Piet Bakker", "Anneke van der Berg"]
    assert "Hobby" in page.text
    assert "Nergens" in page.rows()[0][5]
    assert standing(db) == []
    assert location_of(client_of_administrator.submit(there)) == there
    assert {row[0] for row in standing(db)} == {"Anneke"}


def test_confirming_twice_imports_once(db, school, client_of_administrator):
    there = location_of(upload(client_of_administrator, roster(ANNEKE)))
    shown = client_of_administrator.get(there)
    client_of_administrator.submit(shown)
    client_of_administrator.submit(shown)
    client_of_administrator.post(there, data={})
    assert len(standing(db)) == 2


def test_a_preview_that_no_longer_holds_is_shown_anew(db, school, client_of_administrator, now):
    there = location_of(upload(client_of_administrator, roster(ANNEKE, JAN)))
    shown = client_of_administrator.get(there)
    take_in(now, ANNEKE)
    client_of_administrator.submit(shown)
    assert {row[0] for row in standing(db)} == {"Anneke"}
    assert client_of_administrator.page(there).elements("div", kind="callout-warning") != []
    client_of_administrator.submit(there)
    assert {row[0] for row in standing(db)} == {"Anneke", "Jan"}


def test_a_last_day_that_cannot_be_keeps_what_was_ticked(db, school, client_of_administrator, now):
    take_in(now, ANNEKE, JAN)
    jan = db.scalars(sa.select(Post).where(Post.function == PostFunction.SCHOOL_LEADER)).one()
    there = location_of(upload(client_of_administrator, roster(ANNEKE)))
    response = client_of_administrator.submit(there, leaving=[str(jan.id)], left_on="2019-01-01")
    assert response.status_code == 422
    ticked = [box.get("value") for box in Page(response).elements("input") if box.get("checked") is not None]
    assert ticked == [str(jan.id)]
    client_of_administrator.submit(response, left_on="2026-11-01")
    assert {row[0]: row[4] for row in standing(db)}["Jan"] == date(2026, 11, 1)


def test_an_excel_workbook_comes_to_the_same(db, school, client_of_administrator, now):
    body = sheets.to_xlsx("Personeel", [ANNEKE.split(";")], HEADINGS.split(";"), created=now)
    client_of_administrator.submit(location_of(upload(client_of_administrator, body, "staff.xlsx")))
    assert take_in(now, ANNEKE) == {"unchanged": 1}


def test_a_file_about_pupils_is_never_stored(db, client_of_administrator):
    body = roster("Kees;09TB00;leerkracht;2015-01-01", headings="Achternaam;School;Functie;Geboortedatum")
    response = upload(client_of_administrator, body)
    assert response.status_code == 422
    assert "Geboortedatum" in Page(response).error_at("file")
    assert db.scalar(sa.select(sa.func.count()).select_from(jobs.Upload)) == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 422), (b"\x89PNG\r\n\x1a\n and so on", 415), (b"PK\x03\x04 broken", 422), (b"a;b\n1;2\n", 422)],
)
def test_another_file_is_refused_with_the_reason_at_the_field(client_of_administrator, body, status):
    response = upload(client_of_administrator, body)
    assert response.status_code == status
    assert Page(response).error_at("file") != ""


def test_the_file_of_somebody_else_does_not_exist(client_of_administrator, sign_in, new_client):
    there = location_of(upload(client_of_administrator, roster(ANNEKE)))
    other = sign_in(make_holder(Role.ADMINISTRATOR), into=new_client())
    assert other.get(there).status_code == 404


def test_a_large_file_is_read_beside_the_request(db, client_of_administrator, monkeypatch):
    monkeypatch.setattr(jobs, "LARGE", 10)
    monkeypatch.setattr(jobs, "PATIENCE", 0)
    there = location_of(upload(client_of_administrator, roster(ANNEKE)))
    _wait(db)
    upload_id, begun = db.scalars(sa.select(jobs.Upload.id)).one(), db.scalars(sa.select(jobs.Job.id)).one()
    assert there in {f"/werk/{begun}", f"/mensen/import/{upload_id}"}  # the latter where it was done by then
    client_of_administrator.submit(f"/mensen/import/{upload_id}")
    _wait(db)
    assert db.scalar(sa.select(sa.func.count(jobs.Job.id))) == 2
    assert len(standing(db)) == 2


def test_importing_many_costs_few_statements(db, school, now, statements):
    counts = []
    for number in (1, 4):
        rows = [
            f"Robin;;Tester{number}x{person};r{number}x{person}@bron.example;09TB00;leerkracht;3;;1-8-2026;"
            for person in range(number)
        ]
        statements.clear()
        take_in(now, *rows)
        db.flush()
        counts.append(len([each for each in statements if "INTO person" not in each]))
    assert counts[0] == counts[1]


def _wait(db):
    db.commit()
    for thread in jobs.threading.enumerate():
        if thread.name.startswith("job-"):
            thread.join(20)
    assert set(db.scalars(sa.select(jobs.Job.state))) == {jobs.JobState.DONE}
    db.commit()
