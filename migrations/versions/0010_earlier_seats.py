"""Who took part in which standing appointment before it was changed: so that what was planned then stays known.

Of changes before this revision only the last moment is known: what stands now is taken to have stood before it.

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "earlier_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("discipline", sa.String(length=32), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_earlier_seat_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_earlier_seat_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_seat")),
    )
    with op.batch_alter_table("earlier_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_earlier_seat_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_earlier_seat_person_id"), ["person_id"], unique=False)
    op.execute(
        "insert into earlier_seat (appointment_id, person_id, role, kind, discipline, starts_at, since, until) "
        "select appointment.id, person_id, role, kind, discipline, starts_at, created_at, changed_at "
        "from appointment join participant on participant.appointment_id = appointment.id "
        "where changed_at > created_at and starts_at > created_at"
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("earlier_seat")
