"""Tables of the evidence chain and its signed head. Triggers on both databases refuse any change to a record."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachtrack.database import Model
from coachtrack.evidence.rules.records import Activity, Origin, Party, Reason, RecordKind


class EvidenceRecord(Model):
    """One link of the chain. `number` counts from 1 without a gap; `refers_to` is the number of an earlier record."""

    __tablename__ = "evidence_record"
    __table_args__ = (
        sa.Index("ix_evidence_record_person", "person_id", "held_on"),
        sa.Index("ix_evidence_record_subject", "subject", "person_id"),
        sa.Index("ix_evidence_record_school", "school_id", "held_on"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[RecordKind]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    refers_to: Mapped[int | None] = mapped_column(sa.ForeignKey("evidence_record.number"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(64))
    activity: Mapped[Activity]
    origin: Mapped[Origin]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id"))
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"))
    coach_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    trajectory_id: Mapped[int | None] = mapped_column(index=True)
    session_kind: Mapped[str] = mapped_column(sa.String(32))
    discipline: Mapped[str | None] = mapped_column(sa.String(32))
    stream: Mapped[str | None] = mapped_column(sa.String(32))
    lesson_context: Mapped[str | None] = mapped_column(sa.String(32))
    held_on: Mapped[date]
    prep_minutes: Mapped[int]
    lesson_minutes: Mapped[int]
    debrief_minutes: Mapped[int]
    coach_minutes: Mapped[int]
    party: Mapped[Party | None]
    agreement_id: Mapped[int | None] = mapped_column(index=True)
    reason: Mapped[Reason | None]
    mac: Mapped[str] = mapped_column(sa.String(64))


class EvidenceHead(Model):
    """The signed head: how many records there are and the value of the last one. One row."""

    __tablename__ = "evidence_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    count: Mapped[int]
    last_mac: Mapped[str] = mapped_column(sa.String(64))
    mac: Mapped[str] = mapped_column(sa.String(64))


class StandingRow(Model):
    """What stands now of one fact, folded from the chain by the transaction that adds to it.

    The chain is the record; this can be made anew from it at any time. `number` is that of the record with which the
    fact began; a withdrawn fact has no row.
    """

    __tablename__ = "standing_fact"
    __table_args__ = (
        sa.Index("ix_standing_fact_person", "person_id", "held_on"),
        sa.Index("ix_standing_fact_school", "school_id", "held_on"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(sa.String(64))
    activity: Mapped[Activity]
    origin: Mapped[Origin]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"))
    coach_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    trajectory_id: Mapped[int | None]
    session_kind: Mapped[str] = mapped_column(sa.String(32))
    discipline: Mapped[str | None] = mapped_column(sa.String(32))
    stream: Mapped[str | None] = mapped_column(sa.String(32))
    lesson_context: Mapped[str | None] = mapped_column(sa.String(32))
    held_on: Mapped[date]
    prep_minutes: Mapped[int]
    lesson_minutes: Mapped[int]
    debrief_minutes: Mapped[int]
    coach_minutes: Mapped[int]
    asked_at: Mapped[datetime]
    teacher_confirmed_at: Mapped[datetime | None]
