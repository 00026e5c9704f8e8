"""The pages of schools: what is typed is kept, what changed meanwhile is shown, what is not yours is not there."""

import pytest
import sqlalchemy as sa

from coachtrack.schools.models import District, Institution, School, SchoolBoard, TeachingMaterial
from coachtrack.schools.rules.subjects import Discipline, InstitutionKind
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_institution, make_material, make_school
from tests.support.client import Page, location_of


@pytest.fixture
def administrator(sign_in, app):
    return sign_in(make_holder(Role.ADMINISTRATOR))


def test_the_list_shows_and_narrows(administrator, db):
    make_school(name="De Bron", district=District(name="Noord"))
    make_school(name="Esrein")
    assert [row[0] for row in administrator.page("/scholen/").rows()] == ["De Bron", "Esrein"]
    assert [row[0] for row in administrator.page("/scholen/?q=bron&sort=-name").rows()] == ["De Bron"]
    assert administrator.page("/scholen/?q=nothing&page=x&board=y").rows is not None


def test_a_list_without_schools_says_how_it_fills(administrator):
    assert "/scholen/import" in administrator.page("/scholen/").links().values()


def test_a_teacher_sees_her_own_school_and_no_other(sign_in, client, app):
    own, other = make_school(), make_school()
    sign_in(make_teacher(own))
    assert client.get(f"/scholen/{own.id}").status_code == 200
    assert client.get(f"/scholen/{other.id}").status_code == 404
    assert client.get("/scholen/123456").status_code == 404


def test_the_page_of_a_school_costs_the_same_with_more_on_it(administrator, db, statements):
    school = make_school()
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_material(school, discipline=Discipline.DANCE)
        db.commit()
        statements.clear()
        administrator.page(f"/scholen/{school.id}")
        counts.append(len(statements.reads))
    assert counts[0] == counts[1]


def test_a_school_is_added_by_hand(administrator, db):
    response = administrator.submit(
        "/scholen/nieuw", name="Nieuwe school", place="Hengelo", municipality="Hengelo", postcode="7551 AA"
    )
    school = db.scalars(sa.select(School)).one()
    assert location_of(response) == f"/scholen/{school.id}"
    assert (school.name, school.postcode, school.code) == ("Nieuwe school", "7551 AA", None)


def test_what_was_typed_is_kept_when_it_is_refused(administrator, db):
    response = administrator.submit("/scholen/nieuw", name="<b>Nieuw</b>", place="Hengelo", postcode="75 AA")
    assert response.status_code == 422
    page = Page(response)
    assert page.error_at("postcode") != ""
    assert page.error_at("municipality") != ""
    assert 'value="&lt;b&gt;Nieuw&lt;/b&gt;"' in response.get_data(as_text=True)
    assert db.scalar(sa.select(sa.func.count()).select_from(School)) == 0


def test_a_school_gets_its_district(administrator, db):
    school, district = make_school(), District(name="Noord")
    db.add(district)
    db.flush()
    administrator.submit(f"/scholen/{school.id}/wijzigen", district=district.id)
    assert school.district_id == district.id


def test_two_people_who_change_a_school_both_hear_of_it(administrator, db):
    school = make_school(code=None, name="Een")
    opened = administrator.get(f"/scholen/{school.id}/wijzigen")
    administrator.submit(f"/scholen/{school.id}/wijzigen", name="Twee")
    response = administrator.submit(opened, name="Drie")
    assert response.status_code == 409
    text = response.get_data(as_text=True)
    assert "Twee" in text
    assert 'value="Drie"' in text
    assert db.scalar(sa.select(School.name)) == "Twee"
    administrator.submit(response)
    assert db.scalar(sa.select(School.name)) == "Drie"


def test_a_school_closes_and_opens_again(administrator, db, now):
    school = make_school()
    administrator.submit(f"/scholen/{school.id}/sluiten", closed_on="31-07-2026")
    assert school.closed_on.isoformat() == "2026-07-31"
    administrator.submit(f"/scholen/{school.id}", action="/heropenen")
    assert school.closed_on is None


def test_a_coach_adds_what_the_school_teaches_from_and_ends_it(sign_in, client, db):
    school = make_school()
    sign_in(make_coach())
    client.submit(f"/scholen/{school.id}/materiaal/nieuw", title="Laat maar zien", discipline="visual_arts")
    material = db.scalars(sa.select(TeachingMaterial)).one()
    assert material.discipline is Discipline.VISUAL_ARTS
    again = client.submit(f"/scholen/{school.id}/materiaal/nieuw", title="Laat maar zien")
    assert Page(again).error_at("title") != ""
    client.submit(f"/scholen/{school.id}", action="/beeindigen")
    assert material.ended_on is not None


def test_a_leader_keeps_the_list_of_her_own_school_only(sign_in, client, app):
    own, other = make_school(), make_school()
    sign_in(make_leader(own))
    assert client.get(f"/scholen/{own.id}/materiaal/nieuw").status_code == 200
    assert client.get(f"/scholen/{other.id}/materiaal/nieuw").status_code == 404
    material = make_material(other)
    assert client.post(f"/scholen/materiaal/{material.id}/beeindigen").status_code == 404


def test_the_commission_names_boards_districts_and_institutions(sign_in, client, db):
    school = make_school(board=SchoolBoard(number="65287"))
    sign_in(make_holder(Role.COMMISSION))
    client.submit(f"/scholen/besturen/{school.board_id}", name="Symbio")
    assert db.scalar(sa.select(SchoolBoard.name)) == "Symbio"
    assert client.page("/scholen/besturen").rows()[0][0] == "Symbio"
    client.submit("/scholen/wijken", name="Noord")
    district = db.scalars(sa.select(District)).one()
    assert client.submit("/scholen/wijken", name="noord").status_code == 422
    client.submit(f"/scholen/wijken/{district.id}", name="Zuid")
    assert district.name == "Zuid"
    client.submit("/scholen/instellingen/nieuw", name="Saxion", kind="training_provider", place="Enschede")
    institution = db.scalars(sa.select(Institution)).one()
    assert (institution.kind, institution.place) == (InstitutionKind.TRAINING_PROVIDER, "Enschede")
    client.submit(f"/scholen/instellingen/{institution.id}", name="Hogeschool Saxion", ended_on="2026-12-31")
    assert (institution.name, institution.ended_on.isoformat()) == ("Hogeschool Saxion", "2026-12-31")
    assert client.submit("/scholen/instellingen/nieuw", name="hogeschool saxion").status_code == 422


def test_an_institution_changed_by_two_keeps_the_first_until_compared(sign_in, client, app):
    institution = make_institution(name="Een")
    sign_in(make_holder(Role.COMMISSION))
    opened = client.get(f"/scholen/instellingen/{institution.id}")
    client.submit(f"/scholen/instellingen/{institution.id}", name="Twee")
    assert client.submit(opened, name="Drie").status_code == 409
