"""The facts that the statements gather for everyone at once are those of a naive gatherer, person by person."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachtrack.agenda.models import SchoolHoliday
from coachtrack.agenda.rules.appointments import AppointmentKind, ParticipantRole
from coachtrack.coverage import queries
from coachtrack.coverage.models import Exemption
from coachtrack.coverage.queries import gathering
from coachtrack.coverage.queries.whose import Named, batches
from coachtrack.coverage.rules.requirement import ExemptionReason
from coachtrack.coverage.rules.verdict import decide, judge
from coachtrack.database import db
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.queries import standing_facts
from coachtrack.evidence.rules.records import Activity, Origin, Party, Reason
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline, HolidayRegion
from coachtrack.trajectories.models import CoachingTrajectory, StatusChange
from coachtrack.trajectories.rules import TrajectoryStatus
from tests.coverage.naive import facts_of_everyone
from tests.coverage.test_rules_properties import requirements
from tests.factories.agenda import make_appointment
from tests.factories.coverage import asking, make_programme
from tests.factories.evidence import a_fact
from tests.factories.funding import make_participation
from tests.factories.people import make_absence, make_coach, make_person, make_post
from tests.factories.schools import make_school

FIRST = date(2026, 8, 1)
DAYS = st.integers(0, 240).map(lambda number: FIRST + timedelta(number))
LENGTHS = st.none() | st.integers(0, 120)
FUNCTIONS = [PostFunction.CLASS_TEACHER, PostFunction.SUBSTITUTE_TEACHER, PostFunction.CULTURE_COORDINATOR]
STATUSES = [status for status in TrajectoryStatus if status is not TrajectoryStatus.PROPOSED]
NOBODY = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def moment(day):
    return datetime.combine(day, time(9), UTC)


@st.composite
def rows(draw, **more):
    """When something holds, when it was recorded and when it was replaced."""
    starts_on, length, recorded_on = draw(DAYS), draw(LENGTHS), draw(DAYS)
    replaced = draw(st.none() | st.none() | st.integers(0, 60))
    return {
        "starts_on": starts_on,
        "ends_on": None if length is None else starts_on + timedelta(length),
        "recorded_at": moment(recorded_on),
        "superseded_at": None if replaced is None else moment(recorded_on + timedelta(replaced)),
    } | {name: draw(strategy) for name, strategy in more.items()}


lives = st.fixed_dictionaries(
    {
        "posts": st.lists(rows(function=st.sampled_from(FUNCTIONS), school=st.integers(0, 2)), min_size=1, max_size=3),
        "absences": st.lists(rows(), max_size=2),
        "exemptions": st.lists(rows(reason=st.sampled_from(ExemptionReason)), max_size=1),
        "courses": st.lists(st.lists(st.tuples(DAYS, st.sampled_from(STATUSES)), min_size=1, max_size=3), max_size=1),
        "held": st.lists(
            st.tuples(
                DAYS,
                st.sampled_from(Activity),
                st.none() | st.integers(0, 2),
                st.sampled_from([None, "dance", "music"]),
                st.sampled_from(Origin),
            ),
            max_size=4,
        ),
        "planned": st.lists(
            st.tuples(
                DAYS, st.sampled_from([AppointmentKind.CO_TEACHING, AppointmentKind.TEAM_TRAINING]), st.booleans()
            ),
            max_size=2,
        ),
    }
)
afterwards = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(["confirm", "correct", "withdraw"]), DAYS), max_size=3
)


def settle(life, reference, schools, coach):
    """Put one drawn life into the database."""
    person = make_person("Mila")
    for given_row in life["posts"]:
        row = dict(given_row)
        make_post(person, schools[row.pop("school")], row.pop("function"), **row)
    for row in life["absences"]:
        absence = make_absence(person, row["starts_on"], row["ends_on"])
        absence.recorded_at, absence.superseded_at = row["recorded_at"], row["superseded_at"]
    for row in life["exemptions"]:
        db.session.add(Exemption(person_id=person.id, period_id=reference.period.id, **row))
    for course in life["courses"]:
        _follow(person, course, reference, schools[0], coach)
    for day, activity, school, discipline, origin in life["held"]:
        fact = a_fact(
            person_id=person.id, activity=activity, held_on=day, discipline=discipline,
            school_id=None if school is None else schools[school].id,
             stream=None if discipline is None else "regular_lesson", origin=origin,
        )  # fmt: skip
        evidence.record_held(fact, by=coach.id, now=moment(day + timedelta(1)))
    for day, kind, is_cancelled in life["planned"]:
        role = ParticipantRole.ATTENDEE if kind is AppointmentKind.TEAM_TRAINING else ParticipantRole.TEACHER
        appointment = make_appointment(
            coach, person, kind=kind, starts_at=moment(day), participants={person.id: role}, took_place=True,
            now=moment(day - timedelta(20)),
        )  # fmt: skip
        if is_cancelled:
            appointment.status, appointment.changed_at = "cancelled", moment(day - timedelta(3))
    db.session.flush()


def _follow(person, course, reference, school, coach):
    trajectory = CoachingTrajectory(
        coach_id=coach.id, teacher_id=person.id, school_id=school.id, period_id=reference.period.id,
        discipline=Discipline.DANCE, status=course[-1][1], created_at=moment(FIRST),
    )  # fmt: skip
    trajectory.changes = [StatusChange(status=status, changed_at=moment(day)) for day, status in course]
    db.session.add(trajectory)
    db.session.flush()


def happen(stories):
    """What is said about the evidence later on: by the teacher, and by whoever recorded it."""
    for number, story, day in sorted(stories, key=lambda each: each[2]):
        standing = standing_facts()
        if number >= len(standing):
            continue
        piece, now = standing[number], moment(day)
        if story == "confirm":
            evidence.confirm(piece.number, party=Party.TEACHER, by=piece.fact.person_id, now=now)
        elif story == "correct":
            better = replace(piece.fact, lesson_minutes=piece.fact.lesson_minutes + 5, held_on=day)
            evidence.correct(
                piece.number, better, reason=Reason.WRONG_MINUTES, by=piece.recorded_by_id, now=moment(day)
            )
        else:
            evidence.withdraw(piece.number, reason=Reason.DID_NOT_TAKE_PLACE, by=piece.recorded_by_id, now=now)


def drawn_programme(given_lives, stories, on, known_on, holidays=()):
    reference = make_programme(on=on, known_at=None if known_on is None else moment(known_on))
    schools = [make_school(holiday_region=region) for region in HolidayRegion]
    db.session.execute(sa.delete(SchoolHoliday))
    for first, days in holidays:
        for school in schools:
            last = first + timedelta(days + len(school.holiday_region.value) % 3)
            row = {"region": school.holiday_region, "name": "Vrij", "starts_on": first, "ends_on": last}
            db.session.add(SchoolHoliday(**row))
    for school in schools[:2]:
        make_participation(school, reference.period)
    coach = make_coach()
    for life in given_lives:
        settle(life, reference, schools, coach)
    happen(stories)
    return reference


holidays = st.lists(st.tuples(DAYS, st.integers(0, 20)), max_size=2, unique_by=lambda each: each[0])


@NOBODY
@given(st.lists(lives, min_size=1, max_size=3), afterwards, DAYS, st.none() | DAYS, holidays)
def test_the_statements_gather_what_a_naive_gatherer_finds(db, given_lives, stories, on, known_on, closed):
    try:
        reference = drawn_programme(given_lives, stories, on, known_on, closed)
        naive = facts_of_everyone(reference)
        coverage = queries.coverage_of(reference)
        assert {row.person.id: row.facts for row in coverage.people} == naive
        for school in coverage.schools:
            found = {row.person.id: row.verdict for row in coverage.by_school[school.id]}
            alone = queries.coverage_of(reference, school_ids=[school.id])
            assert found == {row.person.id: row.verdict for row in alone.people}
        for row in coverage.people:
            one = queries.person_in_coverage(reference, row.person.id)
            assert (one.verdict.status, one.verdict.counted) == (row.verdict.status, row.verdict.counted)
        assert sum(coverage.total.counts.values()) == len(naive)
    finally:
        db.rollback()


@NOBODY
@given(st.lists(lives, min_size=1, max_size=3), afterwards, DAYS, st.none() | DAYS, holidays, requirements)
def test_the_sums_of_the_database_are_those_of_a_naive_gatherer(
    db, given_lives, stories, on, known_on, closed, requirement
):
    try:
        reference = drawn_programme(given_lives, stories, on, known_on, closed)
        naive = facts_of_everyone(reference)
        ids = gathering.everyone_at(reference)
        assert ids == sorted(naive)
        found = gathering.gather(reference, Named(ids)).facts
        assert found == {one: replace(facts, evidence=()) for one, facts in naive.items()}
        for stretch in batches(ids, 2):
            parts = gathering.gather(reference, stretch).facts
            assert parts == {one: found[one] for one in parts}
        for one, facts in naive.items():
            decision = decide(requirement, found[one], reference.frame)
            assert decision.status is judge(requirement, facts, reference.frame).status
    finally:
        db.rollback()


@NOBODY
@given(st.lists(lives, min_size=1, max_size=2), DAYS, afterwards)
def test_what_was_known_on_a_day_gives_the_same_verdict_for_ever(db, given_lives, known_on, stories):
    try:
        reference = drawn_programme(given_lives, [], known_on, known_on)
        before = verdicts(reference)
        happen([(number, story, max(day, known_on + timedelta(1))) for number, story, day in stories])
        assert verdicts(reference) == before
    finally:
        db.rollback()


def verdicts(reference):
    asked = asking(at_least=2)
    return {row.person.id: judge(asked, row.facts, reference.frame) for row in queries.coverage_of(reference).people}
