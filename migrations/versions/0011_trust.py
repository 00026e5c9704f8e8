"""Second factors, devices, providers; requests and retention; shares and hand-overs; sealed log; backups made.

Files that wait to be read are sealed from here on; the ones that waited are too old now, to be chosen again.

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def added() -> dict[str, tuple[sa.Column, ...]]:
    """New columns by table, made anew for each use."""
    return {
        "audit_entry": (sa.Column("mac", sa.String(length=64), nullable=True),),
        "person": (sa.Column("pseudonymised_at", sa.DateTime(timezone=True), nullable=True),),
        "reading": (sa.Column("role", sa.String(length=32), nullable=True),),
        "sign_in_session": (
            sa.Column("way", sa.String(32), nullable=False, server_default="password"),
            sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("trusted_until", sa.DateTime(timezone=True), nullable=True),
        ),
        "single_use_link": (
            sa.Column("browser_hash", sa.String(length=64), nullable=True),
            sa.Column("target", sa.Text(), nullable=True),
        ),
    }


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "audit_seal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("last_id", name=op.f("uq_audit_seal_last_id")),
    )
    op.create_table(
        "backup_made",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_made")),
    )
    with op.batch_alter_table("backup_made", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_backup_made_made_at"), ["made_at"], unique=False)

    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_up_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_data_request_answered_by_id_person")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_data_request_made_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_data_request_person_id_person")),
        sa.ForeignKeyConstraint(["taken_up_by_id"], ["person.id"], name=op.f("fk_data_request_taken_up_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_request_person_id"), ["person_id"], unique=False)

    op.create_table(
        "retention_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("thing", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_retention_notice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_notice")),
        sa.UniqueConstraint("kind", "thing", "person_id", name=op.f("uq_retention_notice_kind_thing_person_id")),
    )
    with op.batch_alter_table("retention_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retention_notice_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_retention_notice_person_id"), ["person_id"], unique=False)

    op.create_table(
        "retention_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_retention_term_set_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_term")),
    )
    with op.batch_alter_table("retention_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retention_term_kind"), ["kind"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("thing", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_erasure_person_id_person")),
        sa.ForeignKeyConstraint(["request_id"], ["data_request.id"], name=op.f("fk_erasure_request_id_data_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_person_id"), ["person_id"], unique=False)

    op.create_table(
        "half_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("challenge", sa.Text(), nullable=True),
        sa.Column("wants_trust", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_half_sign_in_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_half_sign_in_token_hash")),
    )
    with op.batch_alter_table("half_sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_half_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "known_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_known_device_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_known_device_token_hash")),
    )
    with op.batch_alter_table("known_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_known_device_account_id"), ["account_id"], unique=False)

    op.create_table(
        "provider_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_provider_identity_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_provider_identity_issuer_subject")),
    )
    with op.batch_alter_table("provider_identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provider_identity_account_id"), ["account_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_account_id"), ["account_id"], unique=False)

    op.create_table(
        "second_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.Column("credential_id", sa.String(length=1400), nullable=True),
        sa.Column("credential", sa.LargeBinary(), nullable=True),
        sa.Column("sign_count", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_second_factor_credential_id")),
    )
    with op.batch_alter_table("second_factor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_second_factor_account_id"), ["account_id"], unique=False)

    op.create_table(
        "content_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("shared_by_id", sa.Integer(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_content_share_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["reader_id"], ["person.id"], name=op.f("fk_content_share_reader_id_person")),
        sa.ForeignKeyConstraint(["shared_by_id"], ["person.id"], name=op.f("fk_content_share_shared_by_id_person")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"],
            ["coaching_trajectory.id"],
            name=op.f("fk_content_share_trajectory_id_coaching_trajectory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_share")),
    )
    with op.batch_alter_table("content_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_content_share_reader_id"), ["reader_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_content_share_trajectory_id"), ["trajectory_id"], unique=False)

    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trajectory_id", sa.Integer(), nullable=False),
        sa.Column("from_coach_id", sa.Integer(), nullable=False),
        sa.Column("to_coach_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(32), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_handover_asked_by_id_person")),
        sa.ForeignKeyConstraint(["from_coach_id"], ["person.id"], name=op.f("fk_handover_from_coach_id_person")),
        sa.ForeignKeyConstraint(["to_coach_id"], ["person.id"], name=op.f("fk_handover_to_coach_id_person")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["coaching_trajectory.id"], name=op.f("fk_handover_trajectory_id_coaching_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_from_coach_id"), ["from_coach_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_to_coach_id"), ["to_coach_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_trajectory_id"), ["trajectory_id"], unique=False)

    # No table is made anew here: that would drop its triggers.
    for table, columns in added().items():
        for column in columns:
            op.add_column(table, column)
    op.execute("update upload set uploaded_at = '2000-01-01 00:00:00+00:00'")


def downgrade() -> None:
    """Go back to the one before."""
    for table, columns in added().items():
        for column in columns:
            op.drop_column(table, column.name)
    op.drop_table("handover")
    op.drop_table("content_share")
    op.drop_table("second_factor")
    op.drop_table("recovery_code")
    op.drop_table("provider_identity")
    op.drop_table("known_device")
    op.drop_table("half_sign_in")
    op.drop_table("erasure")
    op.drop_table("retention_term")
    op.drop_table("retention_notice")
    op.drop_table("data_request")
    op.drop_table("backup_made")
    op.drop_table("audit_seal")
