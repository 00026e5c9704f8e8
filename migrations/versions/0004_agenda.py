"""Answers, bookings, busy and preferred times, days of schools, settings; mails that carry an invitation.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SETTINGS = {
    'id': 1, 'travel_minutes': 15, 'remind_at_hour': 16, 'ask_after_minutes': 60, 'quiet_from_hour': 20,
    'quiet_until_hour': 7, 'version': 1,
}  # fmt: skip
WAITING = "ix_outbox_mail_waiting"
IS_WAITING = sa.text("sent_at is null and given_up_at is null")


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "agenda_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("travel_minutes", sa.Integer(), nullable=False),
        sa.Column("remind_at_hour", sa.Integer(), nullable=False),
        sa.Column("ask_after_minutes", sa.Integer(), nullable=False),
        sa.Column("quiet_from_hour", sa.Integer(), nullable=False),
        sa.Column("quiet_until_hour", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_settings")),
    )
    op.create_table(
        "calendar_revision",
        sa.Column("of", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("of", name=op.f("pk_calendar_revision")),
    )
    op.create_table(
        "agenda_preference",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("remind_before", sa.Boolean(), nullable=False),
        sa.Column("remind_after", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agenda_preference_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_agenda_preference")),
    )
    op.create_table(
        "busy_calendar",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_busy_calendar_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_busy_calendar")),
    )
    op.create_table(
        "busy_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_busy_time_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_busy_time_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_time")),
    )
    with op.batch_alter_table("busy_time", schema=None) as batch_op:
        batch_op.create_index("ix_busy_time_person_starts", ["person_id", "starts_at"], unique=False)

    op.create_table(
        "district_project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_district_project_period")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_district_project_district_id_district")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district_project")),
    )
    with op.batch_alter_table("district_project", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_district_project_district_id"), ["district_id"], unique=False)

    op.create_table(
        "preferred_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.CheckConstraint("ends > starts", name=op.f("ck_preferred_time_period")),
        sa.CheckConstraint("weekday between 0 and 4", name=op.f("ck_preferred_time_weekday")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_preferred_time_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preferred_time")),
        sa.UniqueConstraint("person_id", "weekday", "starts", name=op.f("uq_preferred_time_person_id_weekday_starts")),
    )
    with op.batch_alter_table("preferred_time", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preferred_time_person_id"), ["person_id"], unique=False)

    op.create_table(
        "school_closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_school_closure_period")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_closure_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_closure")),
        sa.UniqueConstraint("school_id", "starts_on", name=op.f("uq_school_closure_school_id_starts_on")),
    )
    with op.batch_alter_table("school_closure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_closure_school_id"), ["school_id"], unique=False)

    op.create_table(
        "school_times",
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.CheckConstraint("ends > starts", name=op.f("ck_school_times_period")),
        sa.CheckConstraint("weekday between 0 and 4", name=op.f("ck_school_times_weekday")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_times_school_id_school")),
        sa.PrimaryKeyConstraint("school_id", "weekday", name=op.f("pk_school_times")),
    )
    op.create_table(
        "appointment_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_appointment_answer_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_answer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_answer")),
        sa.UniqueConstraint(
            "appointment_id",
            "person_id",
            "sequence",
            name=op.f("uq_appointment_answer_appointment_id_person_id_sequence"),
        ),
    )
    with op.batch_alter_table("appointment_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_answer_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_answer_person_id"), ["person_id"], unique=False)

    op.create_table(
        "booking",
        sa.Column("participant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_booking_period")),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_booking_participant_id_participant"),
            ondelete="cascade",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_booking_person_id_person")),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_booking")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index("ix_booking_person_starts", ["person_id", "starts_at"], unique=False)

    with op.batch_alter_table("feed_address", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scope", sa.String(32), nullable=False, server_default="own"))
        batch_op.add_column(sa.Column("school_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("fetched_etag", sa.String(length=64), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_feed_address_school_id_school"), "school", ["school_id"], ["id"])

    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("calendar_method", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("from_name", sa.String(length=250), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reply_to", sa.String(length=320), nullable=True))
        batch_op.add_column(sa.Column("thread", sa.String(length=120), nullable=True))
        batch_op.create_index(batch_op.f("ix_outbox_mail_thread"), ["thread"], unique=False)

    with op.batch_alter_table("school_holiday", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    for table, column in (("feed_address", "scope"), ("outbox_mail", "from_name"), ("school_holiday", "version")):
        with op.batch_alter_table(
            table, schema=None
        ) as batch_op:  # what was there has a value now; new rows bring theirs
            batch_op.alter_column(column, server_default=None)
    op.drop_index("ix_outbox_mail_due_at", "outbox_mail")
    op.create_index(WAITING, "outbox_mail", ["due_at"], sqlite_where=IS_WAITING, postgresql_where=IS_WAITING)
    op.bulk_insert(
        sa.table("agenda_settings", *(sa.column(name, sa.Integer) for name in SETTINGS)),
        [SETTINGS],
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index(WAITING, "outbox_mail")
    op.create_index("ix_outbox_mail_due_at", "outbox_mail", ["due_at"])
    with op.batch_alter_table("school_holiday", schema=None) as batch_op:
        batch_op.drop_column("version")

    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_mail_thread"))
        batch_op.drop_column("thread")
        batch_op.drop_column("reply_to")
        batch_op.drop_column("from_name")
        batch_op.drop_column("calendar_method")
        batch_op.drop_column("calendar")

    with op.batch_alter_table("feed_address", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_feed_address_school_id_school"), type_="foreignkey")
        batch_op.drop_column("fetched_etag")
        batch_op.drop_column("school_id")
        batch_op.drop_column("scope")

    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_index("ix_booking_person_starts")

    op.drop_table("booking")
    with op.batch_alter_table("appointment_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_answer_person_id"))
        batch_op.drop_index(batch_op.f("ix_appointment_answer_appointment_id"))

    op.drop_table("appointment_answer")
    op.drop_table("school_times")
    with op.batch_alter_table("school_closure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_closure_school_id"))

    op.drop_table("school_closure")
    with op.batch_alter_table("preferred_time", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preferred_time_person_id"))

    op.drop_table("preferred_time")
    with op.batch_alter_table("district_project", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_district_project_district_id"))

    op.drop_table("district_project")
    with op.batch_alter_table("busy_time", schema=None) as batch_op:
        batch_op.drop_index("ix_busy_time_person_starts")

    op.drop_table("busy_time")
    op.drop_table("busy_calendar")
    op.drop_table("agenda_preference")
    op.drop_table("calendar_revision")
    op.drop_table("agenda_settings")
