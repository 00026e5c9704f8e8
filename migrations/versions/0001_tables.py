"""The tables of the first version.

Revision: 0001, after nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""

    op.create_table(
        "curriculum_framework",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_framework")),
        sa.UniqueConstraint("code", name=op.f("uq_curriculum_framework_code")),
    )
    op.create_table(
        "district",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
        sa.UniqueConstraint("name", name=op.f("uq_district_name")),
    )
    op.create_table(
        "evidence_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_mac", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_head")),
    )
    op.create_table(
        "funding_scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_scheme")),
        sa.UniqueConstraint("code", name=op.f("uq_funding_scheme_code")),
    )
    op.create_table(
        "institution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
        sa.UniqueConstraint("name", name=op.f("uq_institution_name")),
    )
    op.create_table(
        "instrument",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument")),
        sa.UniqueConstraint("code", name=op.f("uq_instrument_code")),
        sa.UniqueConstraint("name", name=op.f("uq_instrument_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("infix", sa.String(length=30), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("sort_name", sa.String(length=250), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("email_key", sa.String(length=320), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email_key", name=op.f("uq_person_email_key")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_sort_name"), ["sort_name"], unique=False)

    op.create_table(
        "school_board",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_board")),
        sa.UniqueConstraint("number", name=op.f("uq_school_board_number")),
    )
    op.create_table(
        "school_holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(32), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_school_holiday_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_holiday")),
        sa.UniqueConstraint("region", "starts_on", name=op.f("uq_school_holiday_region_starts_on")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_key", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_account", ["kind", "account_key", "at"], unique=False)
        batch_op.create_index("ix_sign_in_attempt_address", ["kind", "address", "at"], unique=False)

    op.create_table(
        "submission",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_sent_at"), ["sent_at"], unique=False)

    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_absence_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_absence_recorded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_person_id"), ["person_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
    )
    op.create_table(
        "administrator_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_administrator_proposal_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_administrator_proposal_person_id_person")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_administrator_proposal_proposed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_administrator_proposal")),
    )
    with op.batch_alter_table("administrator_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_administrator_proposal_person_id"), ["person_id"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("thing", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_audit_entry_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_thing"), ["thing"], unique=False)

    op.create_table(
        "coach_appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("weekly_minutes", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_coach_appointment_period")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_coach_appointment_institution_id_institution")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_coach_appointment_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_coach_appointment_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_appointment")),
    )
    with op.batch_alter_table("coach_appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coach_appointment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "coach_discipline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("discipline", sa.String(32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_coach_discipline_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_coach_discipline_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_coach_discipline_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_discipline")),
    )
    with op.batch_alter_table("coach_discipline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coach_discipline_person_id"), ["person_id"], unique=False)

    op.create_table(
        "coach_qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=200), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("obtained_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_coach_qualification_person_id_person")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["institution.id"], name=op.f("fk_coach_qualification_provider_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_qualification")),
    )
    with op.batch_alter_table("coach_qualification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coach_qualification_person_id"), ["person_id"], unique=False)

    op.create_table(
        "core_objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["curriculum_framework.id"],
            name=op.f("fk_core_objective_framework_id_curriculum_framework"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_objective")),
        sa.UniqueConstraint("framework_id", "code", name=op.f("uq_core_objective_framework_id_code")),
    )
    with op.batch_alter_table("core_objective", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_objective_framework_id"), ["framework_id"], unique=False)

    op.create_table(
        "feed_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_address_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_address")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_address_token_hash")),
    )
    with op.batch_alter_table("feed_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_address_person_id"), ["person_id"], unique=False)

    op.create_table(
        "feed_revision",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_revision_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_feed_revision")),
    )
    op.create_table(
        "funding_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_funding_period_period")),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["funding_scheme.id"], name=op.f("fk_funding_period_scheme_id_funding_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_period")),
        sa.UniqueConstraint("scheme_id", "name", name=op.f("uq_funding_period_scheme_id_name")),
    )
    with op.batch_alter_table("funding_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_period_scheme_id"), ["scheme_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_job_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_person_id"), ["person_id"], unique=False)

    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=True),
        sa.Column("to_address", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["recipient_id"], ["person.id"], name=op.f("fk_outbox_mail_recipient_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_mail_key")),
    )
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_mail_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_mail_recipient_id"), ["recipient_id"], unique=False)

    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_reading_about_id_person")),
        sa.ForeignKeyConstraint(["reader_id"], ["person.id"], name=op.f("fk_reading_reader_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_reader_id"), ["reader_id"], unique=False)

    op.create_table(
        "school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=True),
        sa.Column("brin", sa.String(length=4), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_name", sa.String(length=250), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("house_number", sa.String(length=20), nullable=True),
        sa.Column("postcode", sa.String(length=7), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=True),
        sa.Column("municipality", sa.String(length=100), nullable=True),
        sa.Column("municipality_code", sa.String(length=4), nullable=True),
        sa.Column("denomination", sa.String(length=100), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("website", sa.String(length=200), nullable=True),
        sa.Column("holiday_region", sa.String(32), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("board_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["school_board.id"], name=op.f("fk_school_board_id_school_board")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_school_district_id_district")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("code", name=op.f("uq_school_code")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_board_id"), ["board_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_brin"), ["brin"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_municipality"), ["municipality"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_sort_name"), ["sort_name"], unique=False)

    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("preview", sa.JSON(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upload_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_person_id"), ["person_id"], unique=False)

    op.create_table(
        "usual_minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("prep_minutes", sa.Integer(), nullable=False),
        sa.Column("lesson_minutes", sa.Integer(), nullable=False),
        sa.Column("debrief_minutes", sa.Integer(), nullable=False),
        sa.Column("coach_minutes", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_usual_minutes_recorded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usual_minutes")),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("cancel_reason", sa.String(32), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("place_kind", sa.String(32), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("discipline", sa.String(32), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("planner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_appointment_period")),
        sa.ForeignKeyConstraint(["planner_id"], ["person.id"], name=op.f("fk_appointment_planner_id_person")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_appointment_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("uid", name=op.f("uq_appointment_uid")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "coaching_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_coaching_opening_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_coaching_opening_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_opening")),
    )
    with op.batch_alter_table("coaching_opening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coaching_opening_period_id"), ["period_id"], unique=False)

    op.create_table(
        "coaching_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("discipline", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_coaching_request_asked_by_id_person")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_coaching_request_school_id_school")),
        sa.ForeignKeyConstraint(["teacher_id"], ["person.id"], name=op.f("fk_coaching_request_teacher_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_request")),
    )
    with op.batch_alter_table("coaching_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coaching_request_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_request_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_exemption_period")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_exemption_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exemption_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_exemption_recorded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
    )
    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exemption_period_id"), ["period_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exemption_person_id"), ["person_id"], unique=False)

    op.create_table(
        "feed_body",
        sa.Column("address_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["feed_address.id"], name=op.f("fk_feed_body_address_id_feed_address")),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_feed_body")),
    )
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_kept_form_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
    )
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_form_account_id"), ["account_id"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(32), nullable=False),
        sa.Column("groups", sa.String(length=60), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_post_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_post_recorded_by_id_person")),
        sa.ForeignKeyConstraint(["replaces_id"], ["post.id"], name=op.f("fk_post_replaces_id_post")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_post_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_post_school_period", ["school_id", "starts_on", "ends_on"], unique=False)

    op.create_table(
        "requirement_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_requirement_rule_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_requirement_rule_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_rule")),
    )
    with op.batch_alter_table("requirement_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requirement_rule_period_id"), ["period_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_role_grant_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_role_grant_recorded_by_id_person")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_role_grant_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grant_school_id"), ["school_id"], unique=False)

    op.create_table(
        "scheme_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_scheme_goal_period_id_funding_period")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_goal")),
        sa.UniqueConstraint("period_id", "position", name=op.f("uq_scheme_goal_period_id_position")),
    )
    with op.batch_alter_table("scheme_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scheme_goal_period_id"), ["period_id"], unique=False)

    op.create_table(
        "school_participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(32), nullable=False),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.Column("informed_by", sa.String(length=200), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_school_participation_period")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_school_participation_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_school_participation_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_participation_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_participation")),
    )
    with op.batch_alter_table("school_participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_participation_period_id"), ["period_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_participation_school_id"), ["school_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_session_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "single_use_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_single_use_link_account_id_account")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_single_use_link_sent_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_single_use_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_single_use_link_token_hash")),
    )
    with op.batch_alter_table("single_use_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_single_use_link_account_id"), ["account_id"], unique=False)

    op.create_table(
        "teaching_material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("discipline", sa.String(32), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_teaching_material_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_material")),
        sa.UniqueConstraint("school_id", "title", name=op.f("uq_teaching_material_school_id_title")),
    )
    with op.batch_alter_table("teaching_material", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teaching_material_school_id"), ["school_id"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("discipline", sa.String(32), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("minutes_each", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_agreement_created_by_id_person")),
        sa.ForeignKeyConstraint(["goal_id"], ["scheme_goal.id"], name=op.f("fk_agreement_goal_id_scheme_goal")),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["instrument.id"], name=op.f("fk_agreement_instrument_id_instrument")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_agreement_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_agreement_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_first_year"), ["first_year"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_school_id"), ["school_id"], unique=False)

    op.create_table(
        "evidence_record",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("refers_to", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("activity", sa.String(32), nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
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
        sa.Column("party", sa.String(32), nullable=True),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(32), nullable=True),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_evidence_record_coach_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evidence_record_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_evidence_record_post_id_post")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_evidence_record_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["refers_to"], ["evidence_record.number"], name=op.f("fk_evidence_record_refers_to_evidence_record")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_evidence_record_school_id_school")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_evidence_record")),
    )
    with op.batch_alter_table("evidence_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_record_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_record_coach_id"), ["coach_id"], unique=False)
        batch_op.create_index("ix_evidence_record_person", ["person_id", "held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_record_refers_to"), ["refers_to"], unique=False)
        batch_op.create_index("ix_evidence_record_school", ["school_id", "held_on"], unique=False)
        batch_op.create_index("ix_evidence_record_subject", ["subject", "person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_record_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_participant_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participant_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("appointment_id", "person_id", name=op.f("uq_participant_appointment_id_person_id")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participant_person_id"), ["person_id"], unique=False)

    op.create_table(
        "coaching_trajectory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("discipline", sa.String(32), nullable=False),
        sa.Column("stream", sa.String(32), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("stop_reason", sa.String(32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_coaching_trajectory_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_coaching_trajectory_coach_id_person")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_coaching_trajectory_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_coaching_trajectory_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["coaching_request.id"], name=op.f("fk_coaching_trajectory_request_id_coaching_request")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_coaching_trajectory_school_id_school")),
        sa.ForeignKeyConstraint(["teacher_id"], ["person.id"], name=op.f("fk_coaching_trajectory_teacher_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_trajectory")),
    )
    with op.batch_alter_table("coaching_trajectory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coaching_trajectory_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index("ix_coaching_trajectory_coach", ["coach_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_trajectory_period_id"), ["period_id"], unique=False)
        batch_op.create_index("ix_coaching_trajectory_school", ["school_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_trajectory_teacher_id"), ["teacher_id"], unique=False)
        batch_op.create_index(
            "uq_coaching_trajectory_open",
            ["teacher_id", "discipline"],
            unique=True,
            sqlite_where=sa.text("status not in ('completed', 'stopped')"),
            postgresql_where=sa.text("status not in ('completed', 'stopped')"),
        )

    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("target_group", sa.String(32), nullable=False),
        sa.Column("discipline", sa.String(32), nullable=True),
        sa.Column("stream", sa.String(32), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_training_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["provider_id"], ["institution.id"], name=op.f("fk_training_provider_id_institution")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_training_school_id_school")),
        sa.ForeignKeyConstraint(["trainer_id"], ["person.id"], name=op.f("fk_training_trainer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_trainer_id"), ["trainer_id"], unique=False)

    op.create_table(
        "baseline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("starting_point", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["coaching_trajectory.id"], name=op.f("fk_baseline_trajectory_id_coaching_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline")),
        sa.UniqueConstraint("trajectory_id", name=op.f("uq_baseline_trajectory_id")),
    )
    op.create_table(
        "coaching_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_context", sa.String(32), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=True),
        sa.Column("objective_id", sa.Integer(), nullable=True),
        sa.Column("is_unplanned", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("outcome_reason", sa.String(32), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prep_minutes", sa.Integer(), nullable=True),
        sa.Column("lesson_minutes", sa.Integer(), nullable=True),
        sa.Column("debrief_minutes", sa.Integer(), nullable=True),
        sa.Column("coach_minutes", sa.Integer(), nullable=True),
        sa.Column("record", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_coaching_session_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["teaching_material.id"], name=op.f("fk_coaching_session_material_id_teaching_material")
        ),
        sa.ForeignKeyConstraint(
            ["objective_id"], ["core_objective.id"], name=op.f("fk_coaching_session_objective_id_core_objective")
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"],
            ["coaching_trajectory.id"],
            name=op.f("fk_coaching_session_trajectory_id_coaching_trajectory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_session")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_coaching_session_appointment_id")),
    )
    with op.batch_alter_table("coaching_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coaching_session_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "debrief",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("went_well", sa.Text(), nullable=False),
        sa.Column("learnt", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_debrief_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["coaching_trajectory.id"], name=op.f("fk_debrief_trajectory_id_coaching_trajectory")
        ),
        sa.ForeignKeyConstraint(["writer_id"], ["person.id"], name=op.f("fk_debrief_writer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debrief")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_debrief_appointment_id")),
    )
    with op.batch_alter_table("debrief", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_debrief_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "development_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("preset", sa.String(length=32), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["trajectory_id"],
            ["coaching_trajectory.id"],
            name=op.f("fk_development_goal_trajectory_id_coaching_trajectory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development_goal")),
    )
    with op.batch_alter_table("development_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_development_goal_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "growth_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["coaching_trajectory.id"], name=op.f("fk_growth_mark_trajectory_id_coaching_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_growth_mark")),
    )
    with op.batch_alter_table("growth_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_growth_mark_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "status_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_status_change_changed_by_id_person")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"],
            ["coaching_trajectory.id"],
            name=op.f("fk_status_change_trajectory_id_coaching_trajectory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_change")),
    )
    with op.batch_alter_table("status_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_status_change_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "training_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("attendance_taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_training_meeting_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_training_meeting_training_id_training")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_meeting")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_training_meeting_appointment_id")),
    )
    with op.batch_alter_table("training_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_meeting_training_id"), ["training_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("presence", sa.String(32), nullable=False),
        sa.Column("record", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["training_meeting.id"], name=op.f("fk_attendance_meeting_id_training_meeting")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_attendance_meeting_id_person_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "reaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("debrief_id", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["debrief_id"], ["debrief.id"], name=op.f("fk_reaction_debrief_id_debrief")),
        sa.ForeignKeyConstraint(["writer_id"], ["person.id"], name=op.f("fk_reaction_writer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reaction")),
    )
    with op.batch_alter_table("reaction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reaction_debrief_id"), ["debrief_id"], unique=False)


def downgrade() -> None:
    """Go back to the one before."""

    with op.batch_alter_table("reaction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reaction_debrief_id"))

    op.drop_table("reaction")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_person_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_meeting_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("training_meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_meeting_training_id"))

    op.drop_table("training_meeting")
    with op.batch_alter_table("status_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_status_change_trajectory_id"))

    op.drop_table("status_change")
    with op.batch_alter_table("growth_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_growth_mark_trajectory_id"))

    op.drop_table("growth_mark")
    with op.batch_alter_table("development_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_development_goal_trajectory_id"))

    op.drop_table("development_goal")
    with op.batch_alter_table("debrief", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_debrief_trajectory_id"))

    op.drop_table("debrief")
    with op.batch_alter_table("coaching_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coaching_session_trajectory_id"))

    op.drop_table("coaching_session")
    op.drop_table("baseline")
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_trainer_id"))
        batch_op.drop_index(batch_op.f("ix_training_school_id"))
        batch_op.drop_index(batch_op.f("ix_training_agreement_id"))

    op.drop_table("training")
    with op.batch_alter_table("coaching_trajectory", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_coaching_trajectory_open",
            sqlite_where=sa.text("status not in ('completed', 'stopped')"),
            postgresql_where=sa.text("status not in ('completed', 'stopped')"),
        )
        batch_op.drop_index(batch_op.f("ix_coaching_trajectory_teacher_id"))
        batch_op.drop_index("ix_coaching_trajectory_school")
        batch_op.drop_index(batch_op.f("ix_coaching_trajectory_period_id"))
        batch_op.drop_index("ix_coaching_trajectory_coach")
        batch_op.drop_index(batch_op.f("ix_coaching_trajectory_agreement_id"))

    op.drop_table("coaching_trajectory")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participant_person_id"))
        batch_op.drop_index(batch_op.f("ix_participant_appointment_id"))

    op.drop_table("participant")
    with op.batch_alter_table("evidence_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_record_trajectory_id"))
        batch_op.drop_index("ix_evidence_record_subject")
        batch_op.drop_index("ix_evidence_record_school")
        batch_op.drop_index(batch_op.f("ix_evidence_record_refers_to"))
        batch_op.drop_index("ix_evidence_record_person")
        batch_op.drop_index(batch_op.f("ix_evidence_record_coach_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_record_agreement_id"))

    op.drop_table("evidence_record")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_school_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_first_year"))

    op.drop_table("agreement")
    with op.batch_alter_table("teaching_material", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teaching_material_school_id"))

    op.drop_table("teaching_material")
    with op.batch_alter_table("single_use_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_single_use_link_account_id"))

    op.drop_table("single_use_link")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_session_account_id"))

    op.drop_table("sign_in_session")
    with op.batch_alter_table("school_participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_participation_school_id"))
        batch_op.drop_index(batch_op.f("ix_school_participation_period_id"))

    op.drop_table("school_participation")
    with op.batch_alter_table("scheme_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scheme_goal_period_id"))

    op.drop_table("scheme_goal")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_school_id"))
        batch_op.drop_index(batch_op.f("ix_role_grant_person_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("requirement_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requirement_rule_period_id"))

    op.drop_table("requirement_rule")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index("ix_post_school_period")
        batch_op.drop_index(batch_op.f("ix_post_person_id"))

    op.drop_table("post")
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_form_account_id"))

    op.drop_table("kept_form")
    op.drop_table("feed_body")
    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exemption_person_id"))
        batch_op.drop_index(batch_op.f("ix_exemption_period_id"))

    op.drop_table("exemption")
    with op.batch_alter_table("coaching_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coaching_request_teacher_id"))
        batch_op.drop_index(batch_op.f("ix_coaching_request_school_id"))

    op.drop_table("coaching_request")
    with op.batch_alter_table("coaching_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coaching_opening_period_id"))

    op.drop_table("coaching_opening")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_starts_at"))
        batch_op.drop_index(batch_op.f("ix_appointment_school_id"))

    op.drop_table("appointment")
    op.drop_table("usual_minutes")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_person_id"))

    op.drop_table("upload")
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_sort_name"))
        batch_op.drop_index(batch_op.f("ix_school_municipality"))
        batch_op.drop_index(batch_op.f("ix_school_district_id"))
        batch_op.drop_index(batch_op.f("ix_school_brin"))
        batch_op.drop_index(batch_op.f("ix_school_board_id"))

    op.drop_table("school")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_reader_id"))
        batch_op.drop_index(batch_op.f("ix_reading_about_id"))

    op.drop_table("reading")
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_mail_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_mail_due_at"))

    op.drop_table("outbox_mail")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_person_id"))

    op.drop_table("job")
    with op.batch_alter_table("funding_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_funding_period_scheme_id"))

    op.drop_table("funding_period")
    op.drop_table("feed_revision")
    with op.batch_alter_table("feed_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_address_person_id"))

    op.drop_table("feed_address")
    with op.batch_alter_table("core_objective", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_objective_framework_id"))

    op.drop_table("core_objective")
    with op.batch_alter_table("coach_qualification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coach_qualification_person_id"))

    op.drop_table("coach_qualification")
    with op.batch_alter_table("coach_discipline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coach_discipline_person_id"))

    op.drop_table("coach_discipline")
    with op.batch_alter_table("coach_appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coach_appointment_person_id"))

    op.drop_table("coach_appointment")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_thing"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_person_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("administrator_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_administrator_proposal_person_id"))

    op.drop_table("administrator_proposal")
    op.drop_table("account")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_person_id"))

    op.drop_table("absence")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_sent_at"))

    op.drop_table("submission")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt_address")
        batch_op.drop_index("ix_sign_in_attempt_account")

    op.drop_table("sign_in_attempt")
    op.drop_table("school_holiday")
    op.drop_table("school_board")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_sort_name"))

    op.drop_table("person")
    op.drop_table("instrument")
    op.drop_table("institution")
    op.drop_table("funding_scheme")
    op.drop_table("evidence_head")
    op.drop_table("district")
    op.drop_table("curriculum_framework")
