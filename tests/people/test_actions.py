"""What is done with people leaves what was known before, and refuses what cannot be."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.errors import Refused
from coachtrack.people import actions, queries
from coachtrack.people.models import (
    AdministratorProposal,
    CoachAppointment,
    CoachDiscipline,
    CoachQualification,
    FeedRevision,
    Post,
    RoleGrant,
)
from coachtrack.people.rules.coaches import AbsenceKind, QualificationStatus
from coachtrack.people.rules.periods import ChangedByAnother, EndsBeforeStart
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools import actions as school_actions
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role, RoleHeld
from tests.factories.people import make_coach, make_holder, make_person, make_post
from tests.factories.schools import make_institution, make_school

AUGUST = date(2026, 8, 1)
TODAY = date(2026, 11, 24)


@pytest.fixture
def school(app):
    return make_school()


@pytest.fixture
def person(app):
    return make_person("Anneke", "Berg", infix="van der")


def add(person, school, now, **given):
    values = {"function": PostFunction.CLASS_TEACHER, "starts_on": AUGUST, "by": None, "now": now}
    return actions.add_post(person, school, **(values | given))


def standing(db, table=Post):
    return db.scalars(sa.select(table).where(table.superseded_at.is_(None)).order_by(table.starts_on)).all()


def test_a_post_changed_from_a_day_on_was_as_it_was_before_that_day(db, person, school, now):
    post = add(person, school, now, groups="3", working_days=7)
    values = {"function": post.function, "starts_on": AUGUST, "ends_on": None, "by": None, "now": now}
    actions.change_post(post, groups="4", working_days=31, from_day=date(2026, 11, 1), **values)
    assert [(row.groups, row.working_days, row.starts_on, row.ends_on) for row in standing(db)] == [
        ("3", 7, AUGUST, date(2026, 10, 31)),
        ("4", 31, date(2026, 11, 1), None),
    ]


def test_a_post_that_was_mistyped_is_said_anew_and_the_mistake_can_still_be_asked_for(db, person, school, now):
    post = add(person, school, now, groups="3")
    later = now + timedelta(hours=1)
    values = {"function": post.function, "working_days": 31, "starts_on": AUGUST, "ends_on": None, "by": None}
    actions.change_post(post, groups="5", now=later, **values)
    assert [row.groups for row in queries.posts_on(person.id, TODAY)] == ["5"]
    assert [row.groups for row in queries.posts_on(person.id, TODAY, known_at=now)] == ["3"]


def test_two_people_cannot_change_the_same_post_at_once(db, person, school, now):
    post = add(person, school, now)
    actions.end_post(post, ends_on=TODAY, by=None, now=now)
    with pytest.raises(ChangedByAnother):
        actions.end_post(post, ends_on=TODAY + timedelta(days=1), by=None, now=now)


def test_a_post_cannot_end_before_it_begins(person, school, now):
    with pytest.raises(EndsBeforeStart):
        add(person, school, now, ends_on=date(2026, 7, 31))


@pytest.mark.parametrize(("starts_on", "refused"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_one_function_at_one_school_is_held_once_at_a_time(person, school, now, starts_on, refused):
    add(person, school, now, ends_on=date(2026, 12, 31))
    if refused:
        with pytest.raises(actions.HasThisPost):
            add(person, school, now, starts_on=starts_on)
    else:
        add(person, school, now, starts_on=starts_on)


def test_a_change_begins_within_the_post(person, school, now):
    post = add(person, school, now, ends_on=TODAY)
    values = {"function": post.function, "groups": "4", "working_days": 31, "starts_on": AUGUST, "ends_on": TODAY}
    with pytest.raises(actions.OutsidePost):
        actions.change_post(post, from_day=TODAY + timedelta(days=1), by=None, now=now, **values)


def test_absences_do_not_overlap_and_end(db, person, now):
    absence = actions.add_absence(person, kind=AbsenceKind.LEAVE, starts_on=AUGUST, ends_on=None, by=None, now=now)
    with pytest.raises(actions.AwayAlready):
        actions.add_absence(person, kind=AbsenceKind.AWAY, starts_on=TODAY, ends_on=None, by=None, now=now)
    ended = actions.end_absence(absence, ends_on=TODAY, by=None, now=now)
    changed = actions.change_absence(
        ended, kind=AbsenceKind.PARENTAL_LEAVE, starts_on=AUGUST, ends_on=TODAY, by=None, now=now
    )
    assert [(row.kind, row.ends_on) for row in standing(db, type(changed))] == [(AbsenceKind.PARENTAL_LEAVE, TODAY)]


def test_the_only_administrator_names_the_second_alone(db, person, now):
    first = make_holder(Role.ADMINISTRATOR)
    assert actions.grant_role(person, Role.ADMINISTRATOR, starts_on=TODAY, by=first.id, now=now) is not None
    assert RoleHeld(Role.ADMINISTRATOR) in queries.roles_held(person.id, TODAY)


def test_where_there_are_two_administrators_the_other_one_confirms_a_third(db, person, now):
    first, second = make_holder(Role.ADMINISTRATOR), make_holder(Role.ADMINISTRATOR)
    assert actions.grant_role(person, Role.ADMINISTRATOR, starts_on=TODAY, by=first.id, now=now) is None
    assert queries.roles_held(person.id, TODAY) == frozenset()
    proposal = db.scalars(sa.select(AdministratorProposal)).one()
    with pytest.raises(actions.ConfirmedByTheSame):
        actions.confirm_administrator(proposal, by=first.id, now=now)
    actions.confirm_administrator(proposal, by=second.id, now=now)
    assert actions.confirm_administrator(proposal, by=second.id, now=now) is None
    assert queries.roles_held(person.id, TODAY) == {RoleHeld(Role.ADMINISTRATOR)}


def test_an_administrator_who_was_confirmed_has_the_last_day_that_was_proposed(db, person, now):
    first, second = make_holder(Role.ADMINISTRATOR), make_holder(Role.ADMINISTRATOR)
    until = now.date() + timedelta(days=30)
    assert (
        actions.grant_role(person, Role.ADMINISTRATOR, starts_on=now.date(), ends_on=until, by=first.id, now=now)
        is None
    )
    (proposal,) = queries.open_proposals()
    assert actions.confirm_administrator(proposal, by=second.id, now=now).ends_on == until


def test_a_declined_administrator_does_not_become_one(db, person, now):
    first, second = make_holder(Role.ADMINISTRATOR), make_holder(Role.ADMINISTRATOR)
    actions.grant_role(person, Role.ADMINISTRATOR, starts_on=TODAY, by=first.id, now=now)
    proposal = db.scalars(sa.select(AdministratorProposal)).one()
    actions.decline_administrator(proposal, by=second.id, now=now)
    assert actions.confirm_administrator(proposal, by=second.id, now=now) is None
    assert queries.roles_held(person.id, TODAY) == frozenset()


def test_the_last_administrator_stays(db, now):
    make_holder(Role.ADMINISTRATOR)
    grant = db.scalars(sa.select(RoleGrant)).one()
    with pytest.raises(actions.LastAdministrator):
        actions.end_role(grant, ends_on=TODAY, by=None, now=now)


def test_a_role_is_given_once_per_school(person, school, now):
    actions.grant_role(person, Role.ADVISOR, school_id=school.id, starts_on=TODAY, by=None, now=now)
    actions.grant_role(person, Role.ADVISOR, school_id=make_school().id, starts_on=TODAY, by=None, now=now)
    with pytest.raises(actions.HasThisRole):
        actions.grant_role(person, Role.ADVISOR, school_id=school.id, starts_on=TODAY, by=None, now=now)


def test_a_coach_is_appointed_with_the_validity_of_her_disciplines(db, person, now):
    disciplines = {Discipline.DANCE: (AUGUST, date(2027, 7, 31)), Discipline.DRAMA: (AUGUST, None)}
    appointed = actions.appoint_coach(
        person,
        make_institution(),
        weekly_minutes=480,
        disciplines=disciplines,
        starts_on=AUGUST,
        by=None,
        now=now,
    )
    assert queries.is_coach(person.id, TODAY)
    assert [(row.discipline, row.ends_on) for row in queries.coach_disciplines(person.id)] == [
        (Discipline.DANCE, date(2027, 7, 31)),
        (Discipline.DRAMA, None),
    ]
    with pytest.raises(actions.IsCoachAlready):
        actions.appoint_coach(
            person,
            make_institution(),
            weekly_minutes=60,
            disciplines=disciplines,
            starts_on=TODAY,
            by=None,
            now=now,
        )
    other = make_institution()
    changed = actions.change_appointment(
        appointed, institution=other, weekly_minutes=60, starts_on=AUGUST, ends_on=None, by=None, now=now
    )
    actions.end_appointment(changed, ends_on=date(2026, 10, 31), by=None, now=now)
    assert not queries.is_coach(person.id, TODAY)
    [row] = standing(db, CoachAppointment)
    assert (row.institution_id, row.weekly_minutes) == (other.id, 60)


def test_a_coach_coaches_in_something(person, now):
    with pytest.raises(actions.NoDiscipline):
        actions.appoint_coach(
            person,
            make_institution(),
            weekly_minutes=60,
            disciplines={},
            starts_on=AUGUST,
            by=None,
            now=now,
        )


def test_saying_the_validity_of_a_discipline_anew_replaces_it_and_saying_it_again_writes_nothing(db, now):
    coach = make_coach(Discipline.DANCE)
    for _ in range(2):
        actions.set_coach_discipline(coach, Discipline.DANCE, starts_on=AUGUST, ends_on=TODAY, by=None, now=now)
    assert [(row.starts_on, row.ends_on) for row in standing(db, CoachDiscipline)] == [(AUGUST, TODAY)]
    assert db.scalar(sa.select(sa.func.count()).select_from(CoachDiscipline)) == 2


def test_a_qualification_said_again_is_changed(db, person, now):
    values = {"course": "Coachen op de werkvloer", "provider": None, "by": None, "now": now}
    actions.record_qualification(person, status=QualificationStatus.FOLLOWING, obtained_on=None, **values)
    with pytest.raises(Refused):
        actions.record_qualification(person, status=QualificationStatus.FOLLOWING, obtained_on=TODAY, **values)
    actions.record_qualification(person, status=QualificationStatus.OBTAINED, obtained_on=TODAY, **values)
    [row] = db.scalars(sa.select(CoachQualification)).all()
    assert (row.status, row.obtained_on) == (QualificationStatus.OBTAINED, TODAY)


def test_an_address_belongs_to_one_person_whatever_its_case(person, now):
    other = make_person(email="jan@school.example")
    values = {"first_name": "Anneke", "infix": "van der", "last_name": "Berg", "by": None, "now": now}
    with pytest.raises(actions.AddressTaken):
        actions.change_person(person, email="JAN@School.example", **values)
    with pytest.raises(actions.AddressTaken):
        actions.add_person(email=" Jan@school.example", **values)
    assert other.email == "jan@school.example"


def revision(db, person):
    db.expire_all()
    return db.scalar(sa.select(FeedRevision.revision).where(FeedRevision.person_id == person.id))


def test_another_name_is_another_calendar_for_everyone_who_may_see_it(db, person, school, now):
    coach = make_coach()
    actions.touch_feeds([coach.id, person.id], now=now)
    values = {"infix": "", "email": person.email, "by": None, "now": now}
    actions.change_person(person, first_name="Anna", last_name="Berg", **values)
    assert (revision(db, coach), revision(db, person)) == (2, 2)
    actions.change_person(person, first_name="Anna", last_name="Berg", **values)
    assert revision(db, coach) == 2
    school_actions.change_school(school, name="De Bron", board=None, district=None, by=None, now=now)
    assert revision(db, coach) == 3


def test_someone_left_on_the_last_day_of_her_last_post(person, school, now):
    make_post(person, school, ends_on=date(2026, 7, 31))
    make_post(person, school, PostFunction.CULTURE_COORDINATOR, ends_on=date(2026, 10, 31))
    assert queries.left_on(person.id, school.id, TODAY) == date(2026, 10, 31)
    assert queries.left_on(person.id, school.id, date(2026, 10, 31)) is None
    assert queries.left_on(person.id, make_school().id, TODAY) is None
