"""What is generated: the same for a seed, whole, plausible, and written without leaving the database any different."""

import hashlib
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda.models import Appointment, Booking, Participant
from coachtrack.agenda.queries import holidays_between
from coachtrack.agenda.rules.school_days import public_holidays
from coachtrack.clock import AMSTERDAM
from coachtrack.database import Model
from coachtrack.errors import Refused
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.queries import count_differing, verify_chain
from coachtrack.generator import generate
from coachtrack.people.models import Person, Post
from coachtrack.reflections.models import Debrief, DevelopmentGoal
from coachtrack.schools.models import School
from coachtrack.schools.rules.register import parse_register
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus
from tests.factories.people import make_person
from tests.support.registers import large_register

ON = date(2026, 11, 24)
AT_NIGHT = datetime(2026, 11, 24, 22, tzinfo=AMSTERDAM)


def digest_of(db):
    """Everything that stands in the database, as one number."""
    said = hashlib.sha256()
    for table in Model.metadata.sorted_tables:
        if table.name != "audit_entry":
            rows = db.execute(sa.select(table).order_by(*table.primary_key.columns)).all()
            said.update(repr((table.name, [tuple(row) for row in rows])).encode())
    return said.hexdigest()


def counted(db, *where):
    return db.scalar(sa.select(sa.func.count()).where(*where))


def in_august(year):
    return datetime(year, 8, 1, tzinfo=AMSTERDAM)


@pytest.mark.sqlite  # the counters of PostgreSQL go on after a rollback
def test_the_same_seed_makes_the_same_rows_and_another_seed_makes_others(db):
    digests = []
    for seed in (7, 7, 8):
        generate(2, seed=seed, on=ON)
        digests.append(digest_of(db))
        db.rollback()
        db.expunge_all()
    assert digests[0] == digests[1] != digests[2]


def test_the_chain_is_whole_and_goes_on_in_order_and_what_is_kept_beside_it_agrees(db):
    made = generate(5, seed=1, on=ON)
    verdict = verify_chain()
    moments = db.scalars(sa.select(EvidenceRecord.recorded_at).order_by(EvidenceRecord.number)).all()
    kinds = set(db.scalars(sa.select(EvidenceRecord.kind).distinct()))
    assert verdict.is_whole, verdict.sentence
    assert verdict.count == made.rows["evidence_record"] > 500
    assert {"held", "confirmed", "corrected", "withdrawn"} <= kinds
    assert moments == sorted(moments)
    assert moments[-1] <= AT_NIGHT
    assert count_differing() == 0


def test_nobody_is_in_two_places_and_what_is_over_books_nobody(db):
    generate(3, seed=2, on=ON)
    one, other = sa.orm.aliased(Booking), sa.orm.aliased(Booking)
    twice = (
        one.person_id == other.person_id,
        one.participant_id < other.participant_id,
        one.starts_at < other.ends_at,
        other.starts_at < one.ends_at,
    )
    assert counted(db, *twice) == 0
    assert db.scalar(sa.select(sa.func.min(Booking.ends_at))) > AT_NIGHT
    first, second = sa.orm.aliased(Participant), sa.orm.aliased(Participant)
    here, there = sa.orm.aliased(Appointment), sa.orm.aliased(Appointment)
    in_two_places = (
        first.person_id == second.person_id,
        first.appointment_id == here.id,
        second.appointment_id == there.id,
        here.id < there.id,
        here.starts_at < there.ends_at,
        there.starts_at < here.ends_at,
        here.status == "planned",
        there.status == "planned",
        first.role != "attendee",
        second.role != "attendee",
    )
    assert counted(db, *in_two_places) == 0


def test_sessions_are_on_days_on_which_the_school_is_open_and_she_works_there(db):
    generate(2, seed=3, on=ON)
    regions = {school.id: school.holiday_region for school in db.scalars(sa.select(School))}
    wanted = (
        sa.select(Appointment.starts_at, Appointment.school_id, CoachingTrajectory.teacher_id)
        .join(CoachingSession, CoachingSession.appointment_id == Appointment.id)
        .join(CoachingTrajectory, CoachingTrajectory.id == CoachingSession.trajectory_id)
    )
    posts = {}
    for post in db.scalars(sa.select(Post).where(Post.superseded_at.is_(None))):
        posts.setdefault((post.person_id, post.school_id), []).append(post)
    sessions = db.execute(wanted).all()
    for starts_at, school_id, teacher_id in sessions:
        day = starts_at.astimezone(AMSTERDAM).date()
        assert day.weekday() < 5
        assert day not in public_holidays(day.year)
        assert not holidays_between(regions[school_id], day, day)
        assert any(
            post.starts_on <= day <= (post.ends_on or day) and post.working_days >> day.weekday() & 1
            for post in posts[teacher_id, school_id]
        )
    assert len(sessions) > 200


def test_trajectories_are_in_every_stage_and_sessions_grow_over_the_years(db):
    generate(6, seed=4, on=ON)
    statuses = set(db.scalars(sa.select(CoachingTrajectory.status).distinct()))
    assert statuses >= {
        TrajectoryStatus.COMPLETED, TrajectoryStatus.STOPPED, TrajectoryStatus.ACTIVE, TrajectoryStatus.DRAFT,
    }  # fmt: skip
    years = [
        counted(db, Appointment.starts_at >= in_august(year), Appointment.starts_at < in_august(year + 1))
        for year in (2023, 2024, 2025)
    ]
    assert 0 < years[0] < years[1] < years[2]
    assert counted(db, Appointment.starts_at > AT_NIGHT + timedelta(days=1)) > 0
    assert counted(db, Appointment.status == "cancelled") > 0
    assert counted(db, CoachingSession.outcome == "not_held") > 0


def test_there_is_no_content(db):
    generate(1, seed=5, on=ON)
    assert (counted(db, DevelopmentGoal.id > 0), counted(db, Debrief.id > 0)) == (0, 0)


def test_the_schools_of_a_register_are_taken_by_municipality(db):
    register = parse_register(large_register(700)).rows
    generate(4, seed=6, register=register, on=ON)
    schools = db.scalars(sa.select(School)).all()
    assert {school.code for school in schools} <= {row.code for row in register}
    assert len(schools) == 4
    assert len({school.municipality for school in schools}) == 2


def test_a_database_with_people_in_it_is_left_alone(db):
    make_person()
    with pytest.raises(Refused, match="people"):
        generate(1, seed=1, on=ON)


def test_more_schools_than_the_register_has_are_refused(db):
    register = parse_register(large_register(3)).rows
    with pytest.raises(Refused, match="register"):
        generate(4, seed=1, register=register, on=ON)


def _shape(db):
    """Everything that is not a row: constraints, indexes and triggers, as the database tells them."""
    if db.get_bind().dialect.name == "sqlite":
        return db.execute(
            sa.text("select type, name, sql from sqlite_master where name not like 'sqlite_stat%' order by 1, 2")
        ).all()
    told = (
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid), '' from pg_constraint "
        "union all select tablename, indexname, indexdef, '' from pg_indexes where schemaname = 'public' "
        "union all select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled::text from pg_trigger "
        "where not tgisinternal order by 1, 2, 3"
    )
    return db.execute(sa.text(told)).all()


def test_the_database_is_as_it_was_but_for_its_rows(db):
    before = _shape(db)
    generate(1, seed=9, on=ON)
    db.commit()
    assert _shape(db) == before


def test_new_rows_get_numbers_behind_those_that_were_generated(db):
    generate(1, seed=10, on=ON)
    highest = db.scalar(sa.select(sa.func.max(Person.id)))
    assert make_person().id == highest + 1
