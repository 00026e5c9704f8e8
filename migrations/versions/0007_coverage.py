"""Coverage that is kept, issued reports, hourly rates and certificates.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "person_touched",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_touched")),
    )
    op.create_table(
        "coverage_computation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("definition", sa.JSON(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_coverage_computation_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_coverage_computation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_computation")),
    )
    with op.batch_alter_table("coverage_computation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coverage_computation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "coverage_point",
        sa.Column("period_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_coverage_point_period_id_funding_period")
        ),
        sa.PrimaryKeyConstraint("period_id", "school_id", "on_day", name=op.f("pk_coverage_point")),
    )
    op.create_table(
        "coverage_tally",
        sa.Column("period_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_coverage_tally_period_id_funding_period")
        ),
        sa.PrimaryKeyConstraint("period_id", "school_id", "key", name=op.f("pk_coverage_tally")),
    )
    op.create_table(
        "person_status",
        sa.Column("period_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("outlook", sa.String(32), nullable=True),
        sa.Column("out_of_reach_on", sa.Date(), nullable=True),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("reached_in", sa.JSON(), nullable=False),
        sa.Column("holds_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_person_status_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_status_person_id_person")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_person_status_school_id_school")),
        sa.PrimaryKeyConstraint("period_id", "school_id", "person_id", name=op.f("pk_person_status")),
    )
    with op.batch_alter_table("person_status", schema=None) as batch_op:
        batch_op.create_index("ix_person_status_holds", ["period_id", "holds_until"], unique=False)
        batch_op.create_index("ix_person_status_person", ["person_id"], unique=False)
        batch_op.create_index("ix_person_status_school", ["period_id", "school_id", "status"], unique=False)
        batch_op.create_index("ix_person_status_shared", ["period_id", "is_shared"], unique=False)

    op.create_table(
        "standing_fact",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("activity", sa.String(32), nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("coach_id", sa.Integer(), nullable=True),
        sa.Column("trajectory_id", sa.Integer(), nullable=True),
        sa.Column("session_kind", sa.String(length=32), nullable=False),
        sa.Column("discipline", sa.String(length=32), nullable=True),
        sa.Column("stream", sa.String(length=32), nullable=True),
        sa.Column("lesson_context", sa.String(length=32), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("prep_minutes", sa.Integer(), nullable=False),
        sa.Column("lesson_minutes", sa.Integer(), nullable=False),
        sa.Column("debrief_minutes", sa.Integer(), nullable=False),
        sa.Column("coach_minutes", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("teacher_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_standing_fact_coach_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_standing_fact_person_id_person")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_standing_fact_school_id_school")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_standing_fact")),
    )
    with op.batch_alter_table("standing_fact", schema=None) as batch_op:
        batch_op.create_index("ix_standing_fact_person", ["person_id", "held_on"], unique=False)
        batch_op.create_index("ix_standing_fact_school", ["school_id", "held_on"], unique=False)

    op.create_table(
        "coverage_state",
        sa.Column("period_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_coverage_state_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["requirement_rule.id"], name=op.f("fk_coverage_state_rule_id_requirement_rule")
        ),
        sa.PrimaryKeyConstraint("period_id", name=op.f("pk_coverage_state")),
    )

    op.create_table(
        "cost_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_kind", sa.String(length=32), nullable=False),
        sa.Column("cost", sa.String(32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_cost_assignment_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_assignment")),
    )
    with op.batch_alter_table("cost_assignment", schema=None) as batch_op:
        batch_op.create_index(
            "uq_cost_assignment_standing",
            ["session_kind"],
            unique=True,
            sqlite_where=sa.text("superseded_at is null"),
            postgresql_where=sa.text("superseded_at is null"),
        )

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("discipline", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_certificate_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_person_id"), ["person_id"], unique=False)

    op.create_table(
        "hourly_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_hourly_rate_period")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_hourly_rate_recorded_by_id_person")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_hourly_rate_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hourly_rate")),
    )
    with op.batch_alter_table("hourly_rate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hourly_rate_school_id"), ["school_id"], unique=False)

    op.create_table(
        "job_file",
        sa.Column("job_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_job_file_job_id_job")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_file")),
    )
    op.create_table(
        "issued_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("year_kind", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("cutoff", sa.DateTime(timezone=True), nullable=False),
        sa.Column("head_count", sa.Integer(), nullable=False),
        sa.Column("head_mac", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issued_by_id"], ["person.id"], name=op.f("fk_issued_report_issued_by_id_person")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_issued_report_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["requirement_rule.id"], name=op.f("fk_issued_report_rule_id_requirement_rule")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_issued_report_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_report")),
    )
    with op.batch_alter_table("issued_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_report_period_id"), ["period_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_report_school_id"), ["school_id"], unique=False)

    op.create_table(
        "issued_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["issued_report.id"], name=op.f("fk_issued_file_report_id_issued_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_file")),
        sa.UniqueConstraint("report_id", "audience", "kind", name=op.f("uq_issued_file_report_id_audience_kind")),
    )
    with op.batch_alter_table("issued_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_file_report_id"), ["report_id"], unique=False)

    op.create_table(
        "report_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_report_recipient_noted_by_id_person")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["issued_report.id"], name=op.f("fk_report_recipient_report_id_issued_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_recipient")),
    )
    with op.batch_alter_table("report_recipient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_recipient_report_id"), ["report_id"], unique=False)

    op.create_table(
        "report_comparison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_by_id", sa.Integer(), nullable=False),
        sa.Column("differing", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compared_by_id"], ["person.id"], name=op.f("fk_report_comparison_compared_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["issued_report.id"], name=op.f("fk_report_comparison_report_id_issued_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_comparison")),
    )
    with op.batch_alter_table("report_comparison", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_comparison_report_id"), ["report_id"], unique=False)


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("report_comparison", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_comparison_report_id"))

    op.drop_table("report_comparison")
    with op.batch_alter_table("report_recipient", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_recipient_report_id"))

    op.drop_table("report_recipient")
    with op.batch_alter_table("issued_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issued_file_report_id"))

    op.drop_table("issued_file")
    with op.batch_alter_table("issued_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issued_report_school_id"))
        batch_op.drop_index(batch_op.f("ix_issued_report_period_id"))

    op.drop_table("issued_report")
    op.drop_table("job_file")
    with op.batch_alter_table("hourly_rate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hourly_rate_school_id"))

    op.drop_table("hourly_rate")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_person_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("cost_assignment", schema=None) as batch_op:
        batch_op.drop_index("uq_cost_assignment_standing")

    op.drop_table("cost_assignment")
    op.drop_table("coverage_state")
    with op.batch_alter_table("standing_fact", schema=None) as batch_op:
        batch_op.drop_index("ix_standing_fact_school")
        batch_op.drop_index("ix_standing_fact_person")

    op.drop_table("standing_fact")
    with op.batch_alter_table("person_status", schema=None) as batch_op:
        batch_op.drop_index("ix_person_status_shared")
        batch_op.drop_index("ix_person_status_school")
        batch_op.drop_index("ix_person_status_person")
        batch_op.drop_index("ix_person_status_holds")

    op.drop_table("person_status")
    op.drop_table("coverage_tally")
    op.drop_table("coverage_point")
    with op.batch_alter_table("coverage_computation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coverage_computation_person_id"))

    op.drop_table("coverage_computation")
    op.drop_table("person_touched")
