"""Tables of issued reports with their files and recipients, hourly rates, and certificates."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.coverage.models import RequirementRule
from coachtrack.database import Model, Recorded, Versioned
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Person
from coachtrack.reports.rules.kinds import Audience, CostKind, FileKind, ReportKind, YearKind
from coachtrack.schools.models import School


class IssuedReport(Model):
    """A report as it was issued: about which year and school, by which rule, and on which state of the evidence.

    `year` is the year in which it begins; `on` the reference date; `cutoff` the moment up to which data was known;
    `head_count` and `head_mac` the head of the evidence chain at that moment. Never changed or deleted.
    """

    __tablename__ = "issued_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ReportKind]
    year_kind: Mapped[YearKind]
    year: Mapped[int]
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"), index=True)
    on: Mapped[date] = mapped_column("on_day")
    rule_id: Mapped[int | None] = mapped_column(sa.ForeignKey("requirement_rule.id"))
    cutoff: Mapped[datetime]
    head_count: Mapped[int]
    head_mac: Mapped[str] = mapped_column(sa.String(64))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    period: Mapped[FundingPeriod] = relationship()
    school: Mapped[School | None] = relationship()
    rule: Mapped[RequirementRule | None] = relationship()
    issued_by: Mapped[Person] = relationship(foreign_keys=[issued_by_id])
    files: Mapped[list["IssuedFile"]] = relationship(order_by="IssuedFile.id", back_populates="report")
    recipients: Mapped[list["ReportRecipient"]] = relationship(order_by="ReportRecipient.id", back_populates="report")
    comparisons: Mapped[list["ReportComparison"]] = relationship(order_by="ReportComparison.id.desc()")


class IssuedFile(Model):
    """One file of an issued report, as it was handed out, with its SHA-256. Never changed or deleted.

    What a school may see of an hour registration is less than what the programme may: that is a file of its own.
    """

    __tablename__ = "issued_file"
    __table_args__ = (sa.UniqueConstraint("report_id", "audience", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("issued_report.id"), index=True)
    audience: Mapped[Audience]
    kind: Mapped[FileKind]
    name: Mapped[str] = mapped_column(sa.String(200))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(sa.String(64))
    body: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)

    report: Mapped[IssuedReport] = relationship(back_populates="files")


class ReportRecipient(Versioned, Model):
    """Who got an issued report, and when: so that they can be told when it became stale."""

    __tablename__ = "report_recipient"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("issued_report.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    sent_on: Mapped[date]
    told_on: Mapped[date | None]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    report: Mapped[IssuedReport] = relationship(back_populates="recipients")


class ReportComparison(Model):
    """An issued report was made once more, as known at its cutoff, and held against what was issued.

    `differing`: how many lines are another in each file that differs, by its name; empty: identical.
    """

    __tablename__ = "report_comparison"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("issued_report.id"), index=True)
    compared_at: Mapped[datetime]
    compared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    differing: Mapped[dict[str, int]] = mapped_column(sa.JSON)

    compared_by: Mapped[Person] = relationship(foreign_keys=[compared_by_id])


class HourlyRate(Recorded, Model):
    """At which rate the hours of teachers are capitalised, in cents; of one school, or of the lead partner for all."""

    __tablename__ = "hourly_rate"
    __table_args__ = (sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"), index=True)
    cents: Mapped[int]

    school: Mapped[School | None] = relationship()


class CostAssignment(Model):
    """Under which cost a kind of appointment is accounted for, where it differs from what is usual.

    It holds for every day; a change is a new row, so that what was known earlier can be told.
    """

    __tablename__ = "cost_assignment"
    __table_args__ = (
        sa.Index(
            "uq_cost_assignment_standing",
            "session_kind",
            unique=True,
            sqlite_where=sa.text("superseded_at is null"),
            postgresql_where=sa.text("superseded_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_kind: Mapped[str] = mapped_column(sa.String(32))
    cost: Mapped[CostKind]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    superseded_at: Mapped[datetime | None]


class Certificate(Model):
    """A certificate of participation: `code` stands on it, and anyone can ask whether it holds.

    `evidence`: the numbers of the facts that it rests on. It stops to hold when one of them was corrected or withdrawn,
    or when she took it back. `document` is the very file that she got.
    """

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    discipline: Mapped[str] = mapped_column(sa.String(32))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    minutes: Mapped[int]
    sessions: Mapped[int]
    evidence: Mapped[list[int]] = mapped_column(sa.JSON)
    issued_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(sa.String(64))
    document: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)

    person: Mapped[Person] = relationship()
