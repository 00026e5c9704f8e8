"""What stands in evidence, as known now or as it was known then; the trail of a thing; whether the chain is whole."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy as sa
from flask import current_app

from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.evidence.models import EvidenceHead, EvidenceRecord, StandingRow
from coachtrack.evidence.rules import chain
from coachtrack.evidence.rules.records import Origin, Party, RecordKind
from coachtrack.evidence.rules.standing import Record, StandingFact, fold
from coachtrack.marks import Mark

COLUMNS = tuple(EvidenceRecord.__table__.columns)
SIGNED = tuple(column.key for column in COLUMNS if column.key != "mac")
BATCH = 1000


def evidence_key() -> str:
    """The key of the chain; it is not in the database."""
    return str(current_app.config["EVIDENCE_KEY"])


def get_record(number: int) -> EvidenceRecord:
    """The record with this number. Raises `NotFound`."""
    record = db.session.get(EvidenceRecord, number)
    if record is None:
        raise NotFound
    return record


def records_numbered(numbers: Collection[int]) -> Sequence[EvidenceRecord]:
    """The records with these numbers, oldest first."""
    rows = sa.select(EvidenceRecord).where(EvidenceRecord.number.in_(numbers))
    return db.session.scalars(rows.order_by(EvidenceRecord.number)).all()


def standing_facts(
    *,
    person_ids: Collection[int] | None = None,
    school_ids: Collection[int] | None = None,
    trajectory_ids: Collection[int] | None = None,
    agreement_ids: Collection[int] | None = None,
    subjects: Collection[str] | None = None,
    origin: Origin | None = None,
    from_: date | None = None,
    until: date | None = None,
    known_at: datetime | None = None,
    links: int | None = None,
) -> list[StandingFact]:
    """The facts that stand and fit all that is given, by the day on which they took place. One statement.

    `from_` and `until` are both part of the stretch. `known_at` answers as it was known at that moment, and
    `links` instead of it as it was known when the chain had so many.
    """
    chosen = {
        EvidenceRecord.person_id: person_ids,
        EvidenceRecord.school_id: school_ids,
        EvidenceRecord.trajectory_id: trajectory_ids,
        EvidenceRecord.agreement_id: agreement_ids,
        EvidenceRecord.subject: subjects,
    }
    conditions: list[sa.ColumnElement[bool]] = [
        column.in_(wanted) for column, wanted in chosen.items() if wanted is not None
    ]
    if origin is not None:
        conditions.append(EvidenceRecord.origin == origin)
    if from_ is not None:
        conditions.append(EvidenceRecord.held_on >= from_)
    if until is not None:
        conditions.append(EvidenceRecord.held_on <= until)
    facts = fold(_records(conditions, known_at, links))
    kept = [
        standing
        for standing in facts
        if _among(standing.fact.person_id, person_ids)
        and _among(standing.fact.school_id, school_ids)
        and _among(standing.fact.trajectory_id, trajectory_ids)
        and (agreement_ids is None or standing.agreement_ids & set(agreement_ids))
        and (from_ is None or standing.fact.held_on >= from_)
        and (until is None or standing.fact.held_on <= until)
    ]
    return sorted(kept, key=lambda standing: (standing.fact.held_on, standing.number))


def _among(value: int | None, wanted: Collection[int] | None) -> bool:
    return wanted is None or value in wanted


def _records(
    conditions: Sequence[sa.ColumnElement[bool]], known_at: datetime | None, links: int | None
) -> Iterator[Record]:
    """All records of every fact of which some record fits: a correction may have brought it here, or taken it away."""
    statement = sa.select(*COLUMNS).order_by(EvidenceRecord.number)
    if conditions:
        beginnings = sa.select(sa.func.coalesce(EvidenceRecord.refers_to, EvidenceRecord.number)).where(*conditions)
        roots = beginnings.distinct().cte("beginnings")
        wanted = sa.select(roots.c[0])
        link = sa.orm.aliased(EvidenceRecord)
        later = sa.select(link.number).where(link.refers_to.in_(wanted))
        # two ways in, an index for each: with "or" the whole chain would be read
        statement = statement.where(EvidenceRecord.number.in_(sa.union_all(wanted, later)))
    if links is not None:
        statement = statement.where(EvidenceRecord.number <= links)
    elif known_at is not None:
        statement = statement.where(EvidenceRecord.recorded_at <= known_at)
    return cast(Iterator[Record], iter(db.session.execute(statement).all()))


def find_standing(number: int) -> StandingFact | None:
    """The fact that began with this record, or to which this record belongs; None when it was withdrawn."""
    record = get_record(number)
    root = record.refers_to or record.number
    rows = sa.select(*COLUMNS).where(sa.or_(EvidenceRecord.number == root, EvidenceRecord.refers_to == root))
    facts = fold(cast(Iterator[Record], iter(db.session.execute(rows.order_by(EvidenceRecord.number)).all())))
    return facts[0] if facts else None


def standing_numbered(numbers: Collection[int]) -> list[StandingFact]:
    """The facts that began with these records, without those that were withdrawn; oldest first."""
    rows = sa.select(*COLUMNS).where(sa.or_(EvidenceRecord.number.in_(numbers), EvidenceRecord.refers_to.in_(numbers)))
    return fold(cast(Iterator[Record], iter(db.session.execute(rows.order_by(EvidenceRecord.number)).all())))


def trail(subject: str, person_id: int) -> Sequence[EvidenceRecord]:
    """Everything that was ever recorded of a thing for a person, oldest first, corrections and withdrawals too."""
    roots = sa.select(EvidenceRecord.number).where(
        EvidenceRecord.kind == RecordKind.HELD,
        EvidenceRecord.subject == subject,
        EvidenceRecord.person_id == person_id,
    )
    mine = sa.or_(
        sa.and_(EvidenceRecord.subject == subject, EvidenceRecord.person_id == person_id),
        EvidenceRecord.refers_to.in_(roots),
    )
    return db.session.scalars(sa.select(EvidenceRecord).where(mine).order_by(EvidenceRecord.number)).all()


def trail_of_all(subjects: Collection[str]) -> Sequence[EvidenceRecord]:
    """Everything that was ever recorded of these things, for whomever, oldest first."""
    rows = sa.select(EvidenceRecord).where(EvidenceRecord.subject.in_(subjects))
    return db.session.scalars(rows.order_by(EvidenceRecord.number)).all()


def withdrawn(origin: Origin) -> frozenset[tuple[str, int]]:
    """The things of this origin, with the person, that were withdrawn, whatever was recorded after it."""
    rows = sa.select(EvidenceRecord.subject, EvidenceRecord.person_id).where(
        EvidenceRecord.kind == RecordKind.WITHDRAWN, EvidenceRecord.origin == origin
    )
    return frozenset((subject, person_id) for subject, person_id in db.session.execute(rows))


# --- what is kept of it -----------------------------------------------------------------------------------------

KEPT = tuple(column.name for column in StandingRow.__table__.columns)
ASKED_ABOUT = ("person_id", "held_on", "session_kind", "activity", "prep_minutes", "lesson_minutes", "debrief_minutes")
"""A correction of these asks the teacher anew."""


def standing_rows() -> sa.Select[Any]:
    """What stands of every fact as the chain says, in one statement: what `standing_fact` ought to hold.

    It says for the database what `fold` says in Python; a test holds the two together.
    """
    record = EvidenceRecord.__table__
    versions = _versions(record)
    latest = sa.select(versions, sa.func.max(versions.c.asked).over(partition_by=versions.c.root).label("asked_in"))
    latest = latest.add_columns(
        sa.func.row_number().over(partition_by=versions.c.root, order_by=versions.c.link.desc()).label("from_last")
    )
    last, asked = latest.subquery("last"), record.alias("asked")
    confirmed, withdrawn = record.alias("confirmed"), record.alias("withdrawn")
    confirmed_at = sa.select(sa.func.min(confirmed.c.recorded_at)).where(
        confirmed.c.refers_to == last.c.root,
        confirmed.c.kind == RecordKind.CONFIRMED,
        confirmed.c.party == Party.TEACHER,
        confirmed.c.number > last.c.asked_in,
    )
    is_withdrawn = sa.exists().where(withdrawn.c.refers_to == last.c.root, withdrawn.c.kind == RecordKind.WITHDRAWN)
    made = {
        "number": last.c.root,
        "asked_at": asked.c.recorded_at,
        "teacher_confirmed_at": confirmed_at.scalar_subquery(),
    }
    columns = [made[name].label(name) if name in made else last.c[name] for name in KEPT]
    rows = sa.select(*columns).join(asked, asked.c.number == last.c.asked_in)
    return rows.where(last.c.from_last == 1, ~is_withdrawn)


def _versions(record: sa.FromClause) -> sa.Subquery:
    """The values that every fact had in the course of time, and which of them the teacher was asked about anew."""
    root = sa.func.coalesce(record.c.refers_to, record.c.number)

    def before(name: str) -> sa.ColumnElement[Any]:
        return sa.func.lag(record.c[name]).over(partition_by=root, order_by=record.c.number)

    is_other = sa.or_(record.c.kind == RecordKind.HELD, *(record.c[name] != before(name) for name in ASKED_ABOUT))
    values = [record.c[name] for name in KEPT if name in record.c and name != "number"]
    chosen = sa.select(root.label("root"), record.c.number.label("link"), *values)
    chosen = chosen.add_columns(sa.case((is_other, record.c.number)).label("asked"))
    return chosen.where(record.c.kind.in_([RecordKind.HELD, RecordKind.CORRECTED])).subquery("versions")


def count_differing() -> int:
    """How many rows of `standing_fact` are not what the chain says, or are missing; nothing when all is well."""
    said, kept = standing_rows(), sa.select(*(StandingRow.__table__.c[name] for name in KEPT))
    wrong, missing = kept.except_(said).subquery(), said.except_(kept).subquery()
    numbers = sa.union(sa.select(wrong.c.number), sa.select(missing.c.number)).subquery()
    return db.session.scalars(sa.select(sa.func.count()).select_from(numbers)).one()


# --- the chain --------------------------------------------------------------------------------------------------


def find_head() -> chain.Head | None:
    """The signed head as it is stored."""
    row = db.session.execute(sa.select(EvidenceHead.count, EvidenceHead.last_mac, EvidenceHead.mac)).first()
    return chain.Head(row.count, row.last_mac, row.mac) if row is not None else None  # type: ignore[arg-type] # a row's own count()


def verify_chain(expected_head: str | None = None) -> chain.Verdict:
    """Read the whole chain, a thousand at a time, against its signed head and one printed earlier ("count:value").

    Raises `Refused` when `expected_head` is not such a text.
    """
    expected = Mark.parse(expected_head) if expected_head is not None else None
    head = find_head()
    statement = sa.select(*COLUMNS).order_by(EvidenceRecord.number).execution_options(yield_per=BATCH)
    with db.session.execute(statement) as result:
        links = (chain.Link({name: row[name] for name in SIGNED}, row["mac"]) for row in result.mappings())
        return chain.verify(links, head, evidence_key(), expected=expected)
