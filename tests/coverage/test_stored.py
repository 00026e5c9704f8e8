"""What is kept of where everyone stands is what a live recount says, after any course of changes and days."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachtrack.agenda.models import SchoolHoliday
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.coverage import queries
from coachtrack.coverage.actions import end_exemption
from coachtrack.coverage.actions.refresh import refresh
from coachtrack.coverage.models import CoverageTally, PersonStatus, PersonTouched
from coachtrack.coverage.queries.pending import pending
from coachtrack.coverage.rules.figures import SHARED, Standing, each_once, keys_of
from coachtrack.coverage.rules.requirement import Measure, RequirementStatus
from coachtrack.database import db as database
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.queries import standing_facts
from coachtrack.evidence.rules.records import Activity, Party, Reason
from coachtrack.funding.models import SchoolParticipation
from coachtrack.people.models import Absence, Post
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline, HolidayRegion
from coachtrack.trajectories.models import CoachingTrajectory, StatusChange
from coachtrack.trajectories.rules import TrajectoryStatus
from tests.factories.agenda import make_appointment
from tests.factories.coverage import asking, make_exemption, make_programme, make_rule
from tests.factories.evidence import a_fact
from tests.factories.funding import make_participation
from tests.factories.people import make_absence, make_coach, make_person, make_post, make_teacher
from tests.factories.schools import make_school

FEW = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
START = date(2026, 11, 2)
PART = [Measure.CONFIRMED_DEBRIEFS, Measure.COACHING_MINUTES, Measure.COMPLETED_TRAJECTORIES]


def moment(day, hour=9):
    return datetime.combine(day, time(hour), UTC)


def counted(period_id):
    """The tallies as they are kept, and as the kept rows add up."""
    kept = {
        (row.school_id, row.key): row.people
        for row in database.session.scalars(sa.select(CoverageTally).where(CoverageTally.period_id == period_id))
    }
    rows = database.session.scalars(sa.select(PersonStatus).where(PersonStatus.period_id == period_id)).all()
    added, everyone = Counter(), []
    for row in rows:
        standing = Standing(row.person_id, row.status, row.outlook, row.reached_in)
        everyone.append(standing)
        for key in keys_of(standing):
            added[row.school_id, key] += 1
            added[row.school_id, SHARED + key] += row.is_shared
    added.update({(0, key): number for key, number in each_once(everyone).items()})
    return kept, {key: number for key, number in added.items() if number}


def live(reference):
    """Where everyone stands at each school, from the facts themselves."""
    coverage = queries.coverage_of(reference)
    found = {}
    for school_id, rows in coverage.by_school.items():
        for row in rows:
            disciplines = {piece.fact.discipline for piece in row.facts.evidence if piece.fact.discipline}
            streams = {f"stream:{piece.fact.stream}" for piece in row.facts.evidence if piece.fact.stream}
            found[school_id, row.person.id] = (row.verdict.status, sorted(disciplines | streams))
    return found, coverage.total.counts


def kept(period_id):
    rows = database.session.scalars(sa.select(PersonStatus).where(PersonStatus.period_id == period_id))
    return {(row.school_id, row.person_id): (row.status, row.reached_in) for row in rows}


def check(period, on):
    database.session.expire_all()
    found, total = live(queries.Reference(period, on))
    assert kept(period.id) == found
    tallies, added = counted(period.id)
    assert tallies == added
    assert {status: tallies.get((0, f"status:{status.value}"), 0) for status in RequirementStatus} == total


class Town:
    """Two schools that take part and one that does not, with three people, in which things happen."""

    def __init__(self, measure):
        database.session.execute(sa.delete(SchoolHoliday))
        reference = make_programme(asking(measure, 1 if measure is not Measure.COACHING_MINUTES else 120), schools=0)
        self.period = reference.period
        self.schools = [make_school(holiday_region=region) for region in HolidayRegion]
        for school in self.schools[:2]:
            make_participation(school, self.period)
        self.coach = make_coach()
        self.people = [make_teacher(self.schools[0]), make_teacher(self.schools[1]), make_person("Noor")]
        make_post(self.people[1], self.schools[0])

    def latest(self, table, *conditions):
        return database.session.scalars(sa.select(table).where(*conditions).order_by(table.id.desc()).limit(1)).first()

    def happen(self, act, who, other, day):
        person, school, now = self.people[who], self.schools[other], moment(day)
        getattr(self, act)(person, school, day, now, other)
        database.session.flush()

    def post(self, person, school, day, now, other):
        function = [PostFunction.CLASS_TEACHER, PostFunction.SUBSTITUTE_TEACHER, PostFunction.CULTURE_COORDINATOR][
            other
        ]
        make_post(person, school, function, starts_on=day + timedelta(4 * other - 90), recorded_at=now)

    def leave(self, person, school, day, now, other):
        if post := self.latest(Post, Post.person_id == person.id):
            post.ends_on = max(post.starts_on, day + timedelta(other))

    def correct_post(self, person, school, day, now, other):
        if post := self.latest(Post, Post.person_id == person.id, Post.superseded_at.is_(None)):
            post.superseded_at = now
            make_post(person, school, post.function, starts_on=post.starts_on, ends_on=None, recorded_at=now)

    def away(self, person, school, day, now, other):
        make_absence(person, day + timedelta(other), [None, day + timedelta(100), day + timedelta(120)][other])

    def back(self, person, school, day, now, other):
        if absence := self.latest(Absence, Absence.person_id == person.id):
            absence.superseded_at = now

    def exempt(self, person, school, day, now, other):
        known = queries.exemptions_of(person.id, self.period.id)
        if known:
            end_exemption(known[0], on=max(known[0].starts_on, day + timedelta(other)), by=None, now=now)
        else:
            make_exemption(person, self.period, starts_on=day + timedelta(other), now=now)

    def take_part(self, person, school, day, now, other):
        row = self.latest(SchoolParticipation, SchoolParticipation.school_id == school.id)
        if row is None or row.ends_on is not None:
            make_participation(school, self.period, starts_on=day + timedelta(other))
        else:
            row.ends_on = max(row.starts_on, day + timedelta(other))

    def hold(self, person, school, day, now, other):
        fact = a_fact(
            person_id=person.id, coach_id=self.coach.id, school_id=school.id, held_on=day - timedelta(1),
            activity=list(Activity)[other], discipline=["dance", "music", None][other], stream="regular_lesson",
        )  # fmt: skip
        evidence.record_held(fact, by=self.coach.id, now=now)

    def say(self, person, school, day, now, other):
        for piece in standing_facts(person_ids=[person.id])[:1]:
            if other == 0:
                evidence.confirm(piece.number, party=Party.TEACHER, by=person.id, now=now)
            elif other == 1:
                evidence.withdraw(piece.number, reason=Reason.DID_NOT_TAKE_PLACE, by=self.coach.id, now=now)
            else:
                for_other = replace(piece.fact, person_id=self.people[0].id, lesson_minutes=90)
                evidence.correct(piece.number, for_other, reason=Reason.WRONG_PERSON, by=self.coach.id, now=now)

    def plan(self, person, school, day, now, other):
        make_appointment(
            self.coach, person, starts_at=moment(day + timedelta(other), 8 + self.people.index(person)),
            took_place=True, now=now - timedelta(1),
            discipline=[Discipline.DANCE, Discipline.MUSIC, Discipline.DANCE][other],
        ).status = AppointmentStatus.PLANNED if other < 2 else AppointmentStatus.CANCELLED  # fmt: skip

    def follow(self, person, school, day, now, other):
        known = self.latest(CoachingTrajectory, CoachingTrajectory.teacher_id == person.id)
        if known is None:
            status = [TrajectoryStatus.DRAFT, TrajectoryStatus.ACTIVE, TrajectoryStatus.PROPOSED][other]
            known = CoachingTrajectory(
                coach_id=self.coach.id, teacher_id=person.id, school_id=school.id, period_id=self.period.id,
                discipline=Discipline.DANCE, status=status, created_at=now, changes=[],
            )  # fmt: skip
            database.session.add(known)
        else:
            ends = [TrajectoryStatus.ACTIVE, TrajectoryStatus.COMPLETED, TrajectoryStatus.STOPPED]
            known.status = ends[other]
        known.changes.append(StatusChange(status=known.status, changed_at=now))

    def holiday(self, person, school, day, now, other):
        days = {"starts_on": day - timedelta(5), "ends_on": day + timedelta(other * 4)}
        known = sa.select(SchoolHoliday.id).where(
            SchoolHoliday.region == school.holiday_region, SchoolHoliday.starts_on == days["starts_on"]
        )
        if database.session.scalar(known) is None:
            database.session.add(SchoolHoliday(region=school.holiday_region, name="Vrij", **days))

    def move_region(self, person, school, day, now, other):
        school.holiday_region = list(HolidayRegion)[(other + 1) % 3]

    def ask(self, person, school, day, now, other):
        make_rule(self.period, asking(PART[other], 2), starts_on=day + timedelta(other), now=now)


ACTS = [name for name in vars(Town) if not name.startswith("_") and name not in {"latest", "happen"}]
courses = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 2), st.sampled_from([0, 0, 1, 2, 7, 13, 30])),
    min_size=3,
    max_size=14,
)


@FEW
@given(st.sampled_from(PART), courses, st.booleans())
def test_what_is_kept_is_a_live_recount_after_any_course_of_changes_and_days(db, measure, course, often):
    try:
        town, day = Town(measure), START
        refresh(moment(day))
        check(town.period, day)
        for act, who, other, days in course:
            day += timedelta(days)
            town.happen(act, who, other, day)
            if often:
                refresh(moment(day))
                check(town.period, day)
        refresh(moment(day, 20))
        check(town.period, day)
        before = kept(town.period.id), counted(town.period.id)[0]
        refresh(moment(day, 20), everyone=True)
        assert (kept(town.period.id), counted(town.period.id)[0]) == before
    finally:
        db.rollback()


@pytest.fixture
def town(db):
    made = Town(Measure.CONFIRMED_DEBRIEFS)
    refresh(moment(START))
    return made


def test_who_was_not_touched_is_not_looked_at(town):
    assert pending(moment(START), most=10).is_fresh
    assert refresh(moment(START)) == 0
    town.happen("hold", 0, 0, START)
    assert not pending(moment(START), most=10).is_fresh
    assert refresh(moment(START)) == 1
    assert pending(moment(START), most=10).is_fresh


def test_no_more_are_looked_at_at_once_than_was_asked(db, town):
    for who in range(3):
        town.happen("away", who, 0, START)
    assert refresh(moment(START), most=2) == 2
    assert refresh(moment(START), most=2) == 1
    check(town.period, START)


def test_another_rule_looks_at_everyone_once(town):
    make_rule(town.period, asking(Measure.COACHING_MINUTES, 30), now=moment(START))
    assert pending(moment(START), most=10).is_whole
    assert refresh(moment(START)) == 2
    assert refresh(moment(START)) == 0


def test_as_many_statements_are_needed_for_many_as_for_one(town, statements):
    counts = []
    for many in (1, 6):
        for number in range(many):
            person = make_teacher(town.schools[0], f"Juf {number}")
            fact = a_fact(person_id=person.id, school_id=town.schools[0].id, discipline="dance", held_on=START)
            evidence.record_held(fact, by=town.coach.id, now=moment(START))
        statements.clear()
        assert refresh(moment(START)) == many
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_person_at_two_schools_is_shared_and_counts_once(town):
    tallies, _ = counted(town.period.id)
    assert tallies[0, "status:not_started"] == 2
    assert tallies[town.schools[0].id, "status:not_started"] == 2
    assert tallies[town.schools[0].id, "shared:status:not_started"] == 1
    assert tallies[town.schools[1].id, "shared:status:not_started"] == 1


def test_nothing_is_kept_without_a_rule(db):
    period = make_programme(schools=1).period
    db.execute(sa.text("delete from requirement_rule"))
    make_teacher(make_school())
    assert refresh(moment(START)) == 0
    assert kept(period.id) == {}
    assert db.scalar(sa.select(sa.func.count()).select_from(PersonTouched)) == 0
