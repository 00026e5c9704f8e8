"""The facts of one person, gathered row by row in plain Python: slow, obvious, and written without the queries."""

from datetime import UTC, date, datetime, time

import sqlalchemy as sa

from coachtrack.agenda.models import Appointment, EarlierSeat, SchoolHoliday
from coachtrack.agenda.rules.days import Days
from coachtrack.clock import AMSTERDAM
from coachtrack.coverage.models import Exemption
from coachtrack.coverage.rules.scope import PostFact, Stretch
from coachtrack.coverage.rules.verdict import Answered, Cell, Completed, EvidenceFact, PersonFacts, Plan, Sum
from coachtrack.database import db
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.rules.records import Activity, Origin, Party
from coachtrack.evidence.rules.standing import fold, is_one_sided
from coachtrack.funding.models import SchoolParticipation
from coachtrack.people.models import Absence, Person, Post
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.models import School
from coachtrack.trajectories.models import CoachingTrajectory


def everything(table):
    return list(db.session.scalars(sa.select(table)))


def facts_of_everyone(reference):
    """Person by person; who is at no participating school is left out."""
    found = {person.id: _facts_of(person, reference) for person in everything(Person)}
    return {person_id: facts for person_id, facts in found.items() if facts.posts}


def _is_known(row, reference):
    if reference.known_at is None:
        return row.superseded_at is None
    was_replaced = row.superseded_at is not None and row.superseded_at <= reference.known_at
    return row.recorded_at <= reference.known_at and not was_replaced


def _covers(row, on):
    return row.starts_on <= on and (row.ends_on is None or on <= row.ends_on)


def _grown(stretch, others):
    """The stretch, made longer by whatever touches it until nothing more does."""
    first, last = stretch
    for starts_on, ends_on in others:
        touches_end = last is None or starts_on.toordinal() <= last.toordinal() + 1
        touches_start = ends_on is None or first.toordinal() <= ends_on.toordinal() + 1
        if touches_end and touches_start:
            longer = (min(first, starts_on), None if last is None or ends_on is None else max(last, ends_on))
            if longer != (first, last):
                return _grown(longer, others)
    return Stretch(first, last)


def _facts_of(person, reference):
    on, period_id = reference.on, reference.period.id
    taking_part = {
        row.school_id
        for row in everything(SchoolParticipation)
        if row.period_id == period_id and _is_known(row, reference) and _covers(row, on)
    }
    posts = [row for row in everything(Post) if row.person_id == person.id and _is_known(row, reference)]
    posts.sort(key=lambda row: row.id)
    away = [row for row in everything(Absence) if row.person_id == person.id and _is_known(row, reference)]
    here = [(row.starts_on, row.ends_on) for row in away if _covers(row, on)]
    exempt = [
        row.reason
        for row in everything(Exemption)
        if (row.person_id, row.period_id) == (person.id, period_id) and _is_known(row, reference) and _covers(row, on)
    ]
    statuses = _statuses(person, reference)
    pieces = tuple(_evidence(person, reference))
    return PersonFacts(
        person_id=person.id,
        posts=tuple(_post(row, posts, on) for row in posts if _covers(row, on) and row.school_id in taking_part),
        away=_grown(here[0], [(row.starts_on, row.ends_on) for row in away]) if here else None,
        exemption=exempt[-1] if exempt else None,
        evidence=pieces,
        cells=_cells(pieces, reference),
        completed=tuple(Completed(day, discipline) for status, day, discipline in statuses if status == "completed"),
        open_in=frozenset(discipline for status, _, discipline in statuses if status in {"active", "paused"}),
        plans=frozenset(_plans(person, reference, statuses)),
    )


def _post(row, posts, on):
    stretch = Stretch(row.starts_on, row.ends_on)
    if row.function is PostFunction.SUBSTITUTE_TEACHER:
        same = [
            (other.starts_on, other.ends_on)
            for other in posts
            if (other.school_id, other.function) == (row.school_id, row.function)
        ]
        stretch = _grown((row.starts_on, row.ends_on), same)
    return PostFact(row.school_id, row.function, stretch)


def _end_of(reference):
    end = datetime.combine(reference.on, time(23, 59, 59, 999999), AMSTERDAM).astimezone(UTC)
    return end if reference.known_at is None else min(end, reference.known_at)


def _statuses(person, reference):
    found = []
    for trajectory in everything(CoachingTrajectory):
        if trajectory.teacher_id == person.id and trajectory.period_id == reference.period.id:
            by_then = [change for change in trajectory.changes if change.changed_at <= _end_of(reference)]
            if by_then:
                last = max(by_then, key=lambda change: (change.changed_at, change.id))
                since = last.changed_at.astimezone(AMSTERDAM).date()
                found.append((last.status.value, since, trajectory.discipline.value))
    return found


def _cells(pieces, reference):
    cells = {}
    for piece in pieces:
        day = piece.fact.held_on
        if reference.period.starts_on <= day <= min(reference.on, reference.period.ends_on):
            year = day.year if day >= date(day.year, 8, 1) else day.year - 1
            cell = Cell(piece.fact.activity, piece.fact.discipline, year, _answered(piece))
            so_far = cells.get(cell, Sum(0, 0))
            cells[cell] = Sum(so_far.pieces + 1, so_far.minutes + piece.fact.minutes)
    return cells


def _answered(piece):
    if piece.fact.activity is not Activity.DEBRIEF or piece.fact.origin is Origin.TAKEN_OVER:
        return Answered.CONFIRMED
    if Party.TEACHER in piece.confirmed_by:
        return Answered.CONFIRMED
    return Answered.ONE_SIDED if piece.is_one_sided else Answered.WAITING


def _plans(person, reference, statuses):
    for status, _, discipline in statuses:
        if status in {"proposed", "draft"}:
            yield Plan(Activity.COACHING, discipline)
    by_then = _end_of(reference)
    standing = [each for each in everything(Appointment) if each.status == "planned" and each.changed_at <= by_then]
    seats = [(each.person_id, each.role, appointment) for appointment in standing for each in appointment.participants]
    earlier = [each for each in everything(EarlierSeat) if each.since <= by_then < each.until]
    for person_id, role, seat in [*seats, *((each.person_id, each.role, each) for each in earlier)]:
        is_ahead = seat.starts_at.astimezone(AMSTERDAM).date() >= reference.on
        if person_id == person.id and role.value in {"teacher", "attendee"} and is_ahead:
            trains = seat.kind in {"team_training", "working_group", "course"}
            discipline = seat.discipline.value if seat.discipline else None
            yield Plan(Activity.TRAINING if trains else Activity.COACHING, discipline)


def _evidence(person, reference):
    records = sorted(everything(EvidenceRecord), key=lambda record: record.number)
    if reference.known_at is not None:
        records = [record for record in records if record.recorded_at <= reference.known_at]
    for piece in sorted(fold(records), key=lambda piece: (piece.fact.held_on, piece.number)):
        in_time = reference.period.starts_on <= piece.fact.held_on <= reference.on
        if piece.fact.person_id == person.id and in_time:
            one_sided = is_one_sided(piece, reference.on, _closed(piece.fact.school_id))
            yield EvidenceFact(piece.number, piece.fact, piece.confirmed_by, one_sided)


def _closed(school_id):
    """The holidays of the school, or those of the north where it was at no school."""
    [region] = [school.holiday_region for school in everything(School) if school.id == school_id] or ["north"]
    return [Days(row.starts_on, row.ends_on) for row in everything(SchoolHoliday) if row.region == region]
