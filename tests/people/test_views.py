"""The pages of people: what is typed is kept, what changed meanwhile is shown, what is not yours is not there."""

import pytest
import sqlalchemy as sa

from coachtrack.people.models import (
    Absence,
    AdministratorProposal,
    CoachAppointment,
    CoachDiscipline,
    CoachQualification,
    Person,
    Post,
    RoleGrant,
)
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader, make_person, make_post, make_teacher
from tests.factories.schools import make_institution, make_school
from tests.support.client import Page, location_of


@pytest.fixture
def administrator(sign_in, app):
    return sign_in(make_holder(Role.ADMINISTRATOR))


@pytest.fixture
def commission(sign_in, app):
    return sign_in(make_holder(Role.COMMISSION))


def standing(db, table):
    return db.scalars(sa.select(table).where(table.superseded_at.is_(None)).order_by(table.starts_on)).all()


def test_the_list_shows_people_with_what_they_do(administrator, app):
    make_teacher(make_school(name="De Bron"), "Anneke", last_name="Aa", email="aa@school.example")
    [row] = [row for row in administrator.page("/mensen/?q=bron").rows() if row[0] == "Anneke Aa"]
    assert row[1] == "aa@school.example"
    assert "De Bron" in row[2]


@pytest.mark.parametrize("asked", ["?page=0", "?page=-3", "?school=x&function=y&role=z&sort=--", "?q=%27%3B--%25"])
def test_an_odd_question_gets_a_page(administrator, asked):
    assert administrator.get(f"/mensen/{asked}").status_code == 200


def test_a_teacher_enters_no_list_and_sees_only_herself(sign_in, client, app):
    school = make_school()
    teacher, colleague = make_teacher(school), make_teacher(school)
    sign_in(teacher)
    assert client.get("/mensen/").status_code == 403
    assert client.get(f"/mensen/{teacher.id}").status_code == 200
    assert client.get(f"/mensen/{colleague.id}").status_code == 404
    assert client.get("/mensen/123456").status_code == 404


def test_a_leader_sees_her_own_team(sign_in, client, app):
    own, other = make_school(), make_school()
    teacher, stranger = make_teacher(own, "Anneke"), make_teacher(other)
    sign_in(make_leader(own))
    assert "Anneke" in client.page(f"/mensen/school/{own.id}").text
    assert client.get(f"/mensen/school/{other.id}").status_code == 404
    assert client.get(f"/mensen/{teacher.id}").status_code == 200
    assert client.get(f"/mensen/{stranger.id}").status_code == 404


def test_a_person_is_added_and_changed(administrator, db):
    response = administrator.submit(
        "/mensen/nieuw", first_name="Anneke", infix="van der", last_name="Berg", email="Anneke@School.example"
    )
    person = db.scalars(sa.select(Person).where(Person.first_name == "Anneke")).one()
    assert location_of(response) == f"/mensen/{person.id}"
    assert (person.name, person.email_key) == ("Anneke van der Berg", "anneke@school.example")
    administrator.submit(f"/mensen/{person.id}/wijzigen", infix="", last_name="van der Berg-Aa")
    assert (person.name, person.version) == ("Anneke van der Berg-Aa", 2)


def test_a_name_of_which_nothing_can_be_seen_is_none(administrator):
    person = make_person()
    answer = administrator.submit(f"/mensen/{person.id}/wijzigen", first_name="\u200b\u202e")
    assert answer.status_code == 422
    assert Page(answer).error_at("first_name")


@pytest.mark.parametrize(
    ("field", "text"),
    [("email", "anneke@"), ("email", "a@b.nl, c@d.nl"), ("first_name", ""), ("last_name", "x" * 101)],
)
def test_what_was_typed_is_kept_when_it_is_refused(administrator, db, field, text):
    typed = {"first_name": "<i>Anne</i>", "last_name": "Berg", "email": "anne@school.example"} | {field: text}
    response = administrator.submit("/mensen/nieuw", **typed)
    assert response.status_code == 422
    assert Page(response).error_at(field) != ""
    if field != "first_name":
        assert 'value="&lt;i&gt;Anne&lt;/i&gt;"' in response.get_data(as_text=True)
    assert db.scalar(sa.select(sa.func.count()).select_from(Person)) == 1


def test_an_address_that_someone_has_is_refused_at_the_field(administrator, app):
    make_person(email="jan@school.example")
    response = administrator.submit("/mensen/nieuw", first_name="Jan", last_name="Tweede", email="JAN@school.example")
    assert Page(response).error_at("email") != ""


def test_two_people_who_change_a_person_both_hear_of_it(administrator, db):
    person = make_person("Een", "Berg")
    opened = administrator.get(f"/mensen/{person.id}/wijzigen")
    administrator.submit(f"/mensen/{person.id}/wijzigen", first_name="Twee")
    response = administrator.submit(opened, first_name="Drie")
    assert response.status_code == 409
    assert "Twee" in response.get_data(as_text=True)
    assert 'value="Drie"' in response.get_data(as_text=True)
    db.expire_all()
    assert person.first_name == "Twee"
    administrator.submit(response)
    assert person.first_name == "Drie"


def test_a_post_is_added_changed_and_ended_by_form(administrator, db):
    person, school = make_person(), make_school()
    administrator.submit(
        f"/mensen/{person.id}/aanstelling/nieuw",
        school=school.id,
        function="class_teacher",
        groups="6-7-8",
        working_days=["1", "4"],
        starts_on="1-8-2026",
    )
    [post] = standing(db, Post)
    assert (post.groups, post.working_days, post.starts_on.isoformat()) == ("6/7/8", 5, "2026-08-01")
    administrator.submit(f"/mensen/aanstelling/{post.id}", groups="3", from_day="2026-11-01")
    assert [(row.groups, row.starts_on.isoformat()) for row in standing(db, Post)] == [
        ("6/7/8", "2026-08-01"),
        ("3", "2026-11-01"),
    ]
    last = standing(db, Post)[1]
    administrator.submit(f"/mensen/aanstelling/{last.id}/beeindigen", ends_on="2026-11-30")
    assert [row.ends_on.isoformat() for row in standing(db, Post)] == ["2026-10-31", "2026-11-30"]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("starts_on", "30-02-2026"),
        ("starts_on", ""),
        ("ends_on", "01-01-2020"),
        ("groups", "blue"),
        ("working_days", []),
        ("school", ""),
    ],
)
def test_a_post_that_cannot_be_is_refused_at_its_field(administrator, db, field, text):
    person, school = make_person(), make_school()
    typed = {"school": school.id, "groups": "3", "starts_on": "01-08-2026"} | {field: text}
    response = administrator.submit(f"/mensen/{person.id}/aanstelling/nieuw", **typed)
    assert response.status_code == 422
    if field != "working_days":
        assert Page(response).error_at(field) != ""
    assert standing(db, Post) == []


def test_a_post_that_someone_else_changed_is_not_changed_again(administrator, db):
    post = make_post(make_person(), make_school())
    opened = administrator.get(f"/mensen/aanstelling/{post.id}")
    administrator.submit(f"/mensen/aanstelling/{post.id}", groups="3")
    assert administrator.submit(opened, groups="4").status_code == 422
    assert [row.groups for row in standing(db, Post)] == ["3"]


def test_a_leader_notes_an_absence_in_her_own_school_only(sign_in, client, db):
    own, other = make_school(), make_school()
    teacher, stranger = make_teacher(own), make_teacher(other)
    sign_in(make_leader(own, PostFunction.CULTURE_COORDINATOR))
    client.submit(f"/mensen/{teacher.id}/afwezigheid/nieuw", kind="leave", starts_on="2026-11-01")
    [absence] = standing(db, Absence)
    assert client.get(f"/mensen/{stranger.id}/afwezigheid/nieuw").status_code == 404
    client.submit(f"/mensen/afwezigheid/{absence.id}", kind="parental_leave")
    [absence] = standing(db, Absence)
    client.submit(f"/mensen/afwezigheid/{absence.id}/beeindigen", ends_on="2026-11-23")
    assert [(row.kind.value, row.ends_on.isoformat()) for row in standing(db, Absence)] == [
        ("parental_leave", "2026-11-23")
    ]
    assert "23 nov" in client.page(f"/mensen/{teacher.id}").text


def test_the_commission_assigns_an_advisor_to_a_school_and_ends_it(commission, db):
    person, school = make_person(), make_school()
    refused = commission.submit(f"/mensen/{person.id}/rol/nieuw", role="advisor")
    assert Page(refused).error_at("school") != ""
    commission.submit(f"/mensen/{person.id}/rol/nieuw", role="advisor", school=school.id)
    grant = db.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
    assert (grant.role, grant.school_id) == (Role.ADVISOR, school.id)
    assert commission.post(f"/mensen/{person.id}/rol/nieuw", data={"role": "administrator"}).status_code == 422
    commission.submit(f"/mensen/rol/{grant.id}/beeindigen", ends_on="2026-12-31")
    ended = [row for row in standing(db, RoleGrant) if row.person_id == person.id]
    assert [row.ends_on.isoformat() for row in ended] == ["2026-12-31"]
    own = db.scalars(sa.select(RoleGrant).where(RoleGrant.role == Role.COMMISSION)).one()
    assert commission.get(f"/mensen/rol/{own.id}/beeindigen").status_code == 404


def test_a_third_administrator_waits_for_a_second_pair_of_eyes(administrator, sign_in, new_client, db):
    other = sign_in(make_holder(Role.ADMINISTRATOR), into=new_client())
    person = make_person("Nieuwe", "Beheerder")
    administrator.submit(f"/mensen/{person.id}/rol/nieuw", role="administrator")
    proposal = db.scalars(sa.select(AdministratorProposal)).one()
    administrator.post(f"/mensen/beheerders/{proposal.id}/bevestigen")
    assert not proposal.is_confirmed
    assert "Nieuwe Beheerder" in other.page("/mensen/").text
    other.submit("/mensen/", action="/bevestigen")
    db.expire_all()
    assert proposal.is_confirmed
    assert [row[0] for row in other.page("/mensen/?role=administrator&q=nieuwe").rows()] == ["Nieuwe Beheerder"]


def test_the_commission_appoints_a_coach_and_ends_it(commission, db):
    person, institution = make_person(), make_institution(name="Kunstplein")
    response = commission.submit(
        f"/mensen/{person.id}/coach",
        institution=institution.id,
        weekly_hours="4,5",
        starts_on="2026-08-01",
        disciplines=["dance", "drama"],
        valid_until="2027-07-31",
    )
    assert location_of(response) == f"/mensen/coaches/{person.id}"
    [appointment] = standing(db, CoachAppointment)
    assert appointment.weekly_minutes == 270
    assert {(row.discipline, row.ends_on.isoformat()) for row in standing(db, CoachDiscipline)} == {
        (Discipline.DANCE, "2027-07-31"),
        (Discipline.DRAMA, "2027-07-31"),
    }
    assert commission.page("/mensen/coaches").rows()[0][1] == "Kunstplein"
    commission.submit(f"/mensen/coaches/aanstelling/{appointment.id}", weekly_hours="8")
    commission.submit(f"/mensen/coaches/{person.id}/discipline", discipline="dance", starts_on="2026-09-01")
    commission.submit(f"/mensen/coaches/{person.id}/opleiding", course="Coachen", progress="obtained")
    assert db.scalar(sa.select(CoachQualification.course)) == "Coachen"
    [appointment] = standing(db, CoachAppointment)
    assert appointment.weekly_minutes == 480
    commission.submit(f"/mensen/coaches/aanstelling/{appointment.id}/beeindigen", ends_on="2026-11-01")
    assert commission.page("/mensen/coaches").elements("table") == []
    assert "Kunstplein" in commission.page("/mensen/coaches?former=1").text


@pytest.mark.parametrize(("field", "text"), [("weekly_hours", "veel"), ("weekly_hours", "41"), ("disciplines", [])])
def test_an_appointment_that_cannot_be_is_refused(commission, db, field, text):
    person, institution = make_person(), make_institution()
    typed = {"institution": institution.id, "weekly_hours": "8", "disciplines": ["dance"]} | {field: text}
    assert commission.submit(f"/mensen/{person.id}/coach", **typed).status_code == 422
    assert standing(db, CoachAppointment) == []


def test_the_page_of_a_person_costs_the_same_with_more_on_it(administrator, db, statements):
    person = make_coach()
    counts = []
    for number in (1, 3):
        for _ in range(number):
            make_post(person, make_school())
        db.commit()
        statements.clear()
        administrator.page(f"/mensen/{person.id}")
        counts.append(len(statements.reads))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "address",
    ["/mensen/nieuw", "/mensen/import", "/mensen/1/wijzigen", "/mensen/1/aanstelling/nieuw"],
)
def test_the_commission_does_not_keep_people(commission, address):
    assert commission.get(address).status_code == 403


def test_the_administrator_does_not_appoint_coaches(administrator, app):
    person = make_person()
    assert administrator.get(f"/mensen/{person.id}/coach").status_code == 403
