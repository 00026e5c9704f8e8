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


def downgrade() -> None:
    """Go back to the one before."""
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
