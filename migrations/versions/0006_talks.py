"""Talks with schools, contacts, own views of teachers, the catalogue of trainings, amendments of agreements.

The guides that talks begin with stand in `migrations/guides`: as fixed as this file. Later ones are written by form.

Revision: 0006, after 0005
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CARRIED_OUT = {"coaching": ("coaching", "co_teaching"), "training": ("team_training", "working_group", "course")}
GUIDES = Path(__file__).parents[1] / "guides"
NAMES = {
    "ambition": "Leidraad ambitiegesprek",
    "orientation": "Leidraad oriëntatiegesprek",
    "route": "Leidraad routegesprek",
}


def _insert_guides() -> None:
    guide = sa.table(
        "talk_guide",
        sa.column("kind"),
        sa.column("name"),
        sa.column("holds_from", sa.Date),
        sa.column("content", sa.JSON),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    first = {"holds_from": date(2020, 8, 1), "created_at": datetime(2026, 8, 1, tzinfo=UTC)}
    rows = [
        {"kind": kind, "name": name, "content": json.loads((GUIDES / f"0006_{kind}.json").read_text("utf-8")), **first}
        for kind, name in NAMES.items()
    ]
    op.bulk_insert(guide, rows)


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "catalogue_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("disciplines", sa.JSON(), nullable=False),
        sa.Column("target_groups", sa.JSON(), nullable=False),
        sa.Column("meetings", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("gives_qualification", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["institution.id"], name=op.f("fk_catalogue_entry_provider_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_entry")),
        sa.UniqueConstraint("title", name=op.f("uq_catalogue_entry_title")),
    )
    op.create_table(
        "talk_guide",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_talk_guide_created_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_guide")),
        sa.UniqueConstraint("kind", "holds_from", name=op.f("uq_talk_guide_kind_holds_from")),
    )
    _insert_guides()
    op.create_table(
        "assessment_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_assessment_link_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assessment_link_person_id_person")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_assessment_link_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_link")),
        sa.UniqueConstraint("person_id", "period_id", name=op.f("uq_assessment_link_person_id_period_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_assessment_link_token_hash")),
    )
    with op.batch_alter_table("assessment_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_link_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_link_school_id"), ["school_id"], unique=False)

    op.create_table(
        "attention_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_attention_point_period")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_attention_point_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attention_point")),
    )
    with op.batch_alter_table("attention_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attention_point_school_id"), ["school_id"], unique=False)

    op.create_table(
        "contact_moment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("board_id", sa.Integer(), nullable=True),
        sa.Column("participants", sa.String(length=500), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["school_board.id"], name=op.f("fk_contact_moment_board_id_school_board")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_contact_moment_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_contact_moment_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_moment")),
    )
    with op.batch_alter_table("contact_moment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_moment_board_id"), ["board_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_moment_held_on"), ["held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_moment_school_id"), ["school_id"], unique=False)

    op.create_table(
        "cooperation_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_cooperation_agreement_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_cooperation_agreement_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_agreement")),
        sa.UniqueConstraint("school_id", "period_id", name=op.f("uq_cooperation_agreement_school_id_period_id")),
    )
    with op.batch_alter_table("cooperation_agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cooperation_agreement_school_id"), ["school_id"], unique=False)

    op.create_table(
        "director_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("opinion", sa.String(32), nullable=False),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_director_opinion_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_director_opinion_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_director_opinion")),
        sa.UniqueConstraint("school_id", "first_year", name=op.f("uq_director_opinion_school_id_first_year")),
    )
    with op.batch_alter_table("director_opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_director_opinion_first_year"), ["first_year"], unique=False)
        batch_op.create_index(batch_op.f("ix_director_opinion_school_id"), ["school_id"], unique=False)

    op.create_table(
        "evi_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("pillar", sa.String(32), nullable=False),
        sa.Column("scenario", sa.Integer(), nullable=False),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("scenario between 1 and 4", name=op.f("ck_evi_result_scenario")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_evi_result_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evi_result")),
        sa.UniqueConstraint(
            "school_id", "measured_on", "pillar", name=op.f("uq_evi_result_school_id_measured_on_pillar")
        ),
    )
    with op.batch_alter_table("evi_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evi_result_school_id"), ["school_id"], unique=False)

    op.create_table(
        "framework_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["curriculum_framework.id"],
            name=op.f("fk_framework_choice_framework_id_curriculum_framework"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_framework_choice_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_choice")),
        sa.UniqueConstraint("school_id", "starts_on", name=op.f("uq_framework_choice_school_id_starts_on")),
    )
    with op.batch_alter_table("framework_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_framework_choice_school_id"), ["school_id"], unique=False)

    op.create_table(
        "meeting_ceiling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("meetings", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_meeting_ceiling_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_ceiling")),
        sa.UniqueConstraint("school_id", "first_year", name=op.f("uq_meeting_ceiling_school_id_first_year")),
    )
    with op.batch_alter_table("meeting_ceiling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_ceiling_school_id"), ["school_id"], unique=False)

    op.create_table(
        "self_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("moment", sa.String(32), nullable=False),
        sa.Column("discipline", sa.String(32), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_self_assessment_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_self_assessment_person_id_person")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_self_assessment_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_assessment")),
        sa.UniqueConstraint("person_id", "about", "moment", name=op.f("uq_self_assessment_person_id_about_moment")),
    )
    with op.batch_alter_table("self_assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_self_assessment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_self_assessment_school_id"), ["school_id"], unique=False)

    op.create_table(
        "assessment_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["self_assessment.id"], name=op.f("fk_assessment_answer_assessment_id_self_assessment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_answer")),
        sa.UniqueConstraint("assessment_id", "measure", name=op.f("uq_assessment_answer_assessment_id_measure")),
    )
    op.create_table(
        "assessment_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(32), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["funding_period.id"], name=op.f("fk_assessment_count_period_id_funding_period")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_assessment_count_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_count")),
        sa.UniqueConstraint(
            "school_id",
            "period_id",
            "moment",
            "measure",
            name=op.f("uq_assessment_count_school_id_period_id_moment_measure"),
        ),
    )

    op.create_table(
        "talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=True),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("was_coached", sa.Boolean(), nullable=True),
        sa.Column("coached_how", sa.String(length=300), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("change_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("change_asked_by_id", sa.Integer(), nullable=True),
        sa.Column("change_remark", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["advisor_id"], ["person.id"], name=op.f("fk_talk_advisor_id_person")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_talk_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["change_asked_by_id"], ["person.id"], name=op.f("fk_talk_change_asked_by_id_person")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_talk_confirmed_by_id_person")),
        sa.ForeignKeyConstraint(["guide_id"], ["talk_guide.id"], name=op.f("fk_talk_guide_id_talk_guide")),
        sa.ForeignKeyConstraint(["period_id"], ["funding_period.id"], name=op.f("fk_talk_period_id_funding_period")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_talk_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_talk_appointment_id")),
    )
    with op.batch_alter_table("talk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_advisor_id"), ["advisor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_first_year"), ["first_year"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_school_id"), ["school_id"], unique=False)

    op.create_table(
        "talk_report",
        sa.Column("talk_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("document_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_talk_report_talk_id_talk")),
        sa.PrimaryKeyConstraint("talk_id", name=op.f("pk_talk_report")),
    )
    op.create_table(
        "agreement_goal",
        sa.Column("agreement_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("goal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_goal_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["scheme_goal.id"], name=op.f("fk_agreement_goal_goal_id_scheme_goal")),
        sa.PrimaryKeyConstraint("agreement_id", "goal_id", name=op.f("pk_agreement_goal")),
    )
    op.execute(
        "insert into agreement_goal (agreement_id, goal_id) select id, goal_id from agreement where goal_id is not null"
    )
    op.create_table(
        "agreement_amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amended_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_amendment_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["amended_by_id"], ["person.id"], name=op.f("fk_agreement_amendment_amended_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_amendment")),
    )
    with op.batch_alter_table("agreement_amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_amendment_agreement_id"), ["agreement_id"], unique=False)

    op.create_table(
        "checklist_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(32), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticked_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_checklist_tick_talk_id_talk")),
        sa.ForeignKeyConstraint(["ticked_by_id"], ["person.id"], name=op.f("fk_checklist_tick_ticked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_tick")),
        sa.UniqueConstraint("talk_id", "item", name=op.f("uq_checklist_tick_talk_id_item")),
    )
    with op.batch_alter_table("checklist_tick", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checklist_tick_talk_id"), ["talk_id"], unique=False)

    op.create_table(
        "preparation_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("to_address", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_preparation_mail_sent_by_id_person")),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_preparation_mail_talk_id_talk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation_mail")),
    )
    with op.batch_alter_table("preparation_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preparation_mail_talk_id"), ["talk_id"], unique=False)

    op.create_table(
        "preparation_questionnaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_preparation_questionnaire_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_preparation_questionnaire_talk_id_talk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation_questionnaire")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_preparation_questionnaire_token_hash")),
    )
    with op.batch_alter_table("preparation_questionnaire", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preparation_questionnaire_talk_id"), ["talk_id"], unique=False)

    op.create_table(
        "talk_agreement",
        sa.Column("talk_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agreement_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_talk_agreement_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_talk_agreement_talk_id_talk")),
        sa.PrimaryKeyConstraint("talk_id", "agreement_id", name=op.f("pk_talk_agreement")),
    )
    op.create_table(
        "talk_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_talk_answer_changed_by_id_person")),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_talk_answer_talk_id_talk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_answer")),
        sa.UniqueConstraint("talk_id", "question", name=op.f("uq_talk_answer_talk_id_question")),
    )
    with op.batch_alter_table("talk_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_answer_talk_id"), ["talk_id"], unique=False)

    op.create_table(
        "talk_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=True),
        sa.Column("item", sa.String(32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_talk_paper_added_by_id_person")),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_talk_paper_talk_id_talk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_paper")),
    )
    with op.batch_alter_table("talk_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_paper_talk_id"), ["talk_id"], unique=False)

    op.create_table(
        "talk_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_talk_participant_person_id_person")),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_talk_participant_talk_id_talk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_participant")),
    )
    with op.batch_alter_table("talk_participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_participant_talk_id"), ["talk_id"], unique=False)

    op.create_table(
        "talk_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("how", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_talk_result_talk_id_talk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_result")),
    )
    with op.batch_alter_table("talk_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_result_talk_id"), ["talk_id"], unique=False)

    op.create_table(
        "training_school",
        sa.Column("training_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_training_school_school_id_school")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_training_school_training_id_training")),
        sa.PrimaryKeyConstraint("training_id", "school_id", name=op.f("pk_training_school")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("responsible", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("confirmed_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_agreement_confirmed_by_id_person"), "person", ["confirmed_by_id"], ["id"]
        )
        batch_op.drop_constraint(batch_op.f("fk_agreement_goal_id_scheme_goal"), type_="foreignkey")
        batch_op.drop_column("goal_id")

    with op.batch_alter_table("instrument", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carried_out", sa.String(32), nullable=False, server_default="other"))
    with op.batch_alter_table("instrument", schema=None) as batch_op:
        batch_op.alter_column("carried_out", server_default=None)
    for carried_out, codes in CARRIED_OUT.items():
        instrument = sa.table("instrument", sa.column("code"), sa.column("carried_out"))
        op.execute(sa.update(instrument).where(instrument.c.code.in_(codes)).values(carried_out=carried_out))

    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lesson_context", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("catalogue_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("resumed_from_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_training_catalogue_id_catalogue_entry"), "catalogue_entry", ["catalogue_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_training_resumed_from_id_training"), "training", ["resumed_from_id"], ["id"]
        )
        batch_op.create_unique_constraint(batch_op.f("uq_training_resumed_from_id"), ["resumed_from_id"])

    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("school_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_attendance_school_id_school"), "school", ["school_id"], ["id"])
    op.execute(
        "update attendance set school_id = (select training.school_id from training join training_meeting"
        " on training_meeting.training_id = training.id where training_meeting.id = attendance.meeting_id)"
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.alter_column("responsible", server_default=None)
    with op.batch_alter_table("requirement_rule", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f("uq_requirement_rule_period_id_number"), ["period_id", "number"])


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("requirement_rule", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_requirement_rule_period_id_number"), type_="unique")

    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_training_resumed_from_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_training_resumed_from_id_training"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_training_catalogue_id_catalogue_entry"), type_="foreignkey")
        batch_op.drop_column("resumed_from_id")
        batch_op.drop_column("catalogue_id")
        batch_op.drop_column("lesson_context")

    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_attendance_school_id_school"), type_="foreignkey")
        batch_op.drop_column("school_id")

    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_agreement_confirmed_by_id_person"), type_="foreignkey")
        batch_op.drop_column("confirmed_by_id")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("due_on")
        batch_op.drop_column("responsible")
        batch_op.add_column(sa.Column("goal_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_agreement_goal_id_scheme_goal"), "scheme_goal", ["goal_id"], ["id"])

    op.execute(
        "update agreement set goal_id = "
        "(select min(goal_id) from agreement_goal where agreement_goal.agreement_id = agreement.id)"
    )
    op.drop_table("agreement_goal")
    with op.batch_alter_table("instrument", schema=None) as batch_op:
        batch_op.drop_column("carried_out")

    op.drop_table("training_school")
    with op.batch_alter_table("talk_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_result_talk_id"))

    op.drop_table("talk_result")
    with op.batch_alter_table("talk_participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_participant_talk_id"))

    op.drop_table("talk_participant")
    with op.batch_alter_table("talk_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_paper_talk_id"))

    op.drop_table("talk_paper")
    with op.batch_alter_table("talk_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_answer_talk_id"))

    op.drop_table("talk_answer")
    op.drop_table("talk_agreement")
    with op.batch_alter_table("preparation_questionnaire", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preparation_questionnaire_talk_id"))

    op.drop_table("preparation_questionnaire")
    with op.batch_alter_table("preparation_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preparation_mail_talk_id"))

    op.drop_table("preparation_mail")
    with op.batch_alter_table("checklist_tick", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checklist_tick_talk_id"))

    op.drop_table("checklist_tick")
    with op.batch_alter_table("agreement_amendment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_amendment_agreement_id"))

    op.drop_table("agreement_amendment")
    op.drop_table("talk_report")
    with op.batch_alter_table("talk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_school_id"))
        batch_op.drop_index(batch_op.f("ix_talk_first_year"))
        batch_op.drop_index(batch_op.f("ix_talk_advisor_id"))

    op.drop_table("talk")
    op.drop_table("assessment_count")
    op.drop_table("assessment_answer")
    with op.batch_alter_table("self_assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_self_assessment_school_id"))
        batch_op.drop_index(batch_op.f("ix_self_assessment_person_id"))

    op.drop_table("self_assessment")
    with op.batch_alter_table("meeting_ceiling", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_ceiling_school_id"))

    op.drop_table("meeting_ceiling")
    with op.batch_alter_table("framework_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_framework_choice_school_id"))

    op.drop_table("framework_choice")
    with op.batch_alter_table("evi_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evi_result_school_id"))

    op.drop_table("evi_result")
    with op.batch_alter_table("director_opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_director_opinion_school_id"))
        batch_op.drop_index(batch_op.f("ix_director_opinion_first_year"))

    op.drop_table("director_opinion")
    with op.batch_alter_table("cooperation_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cooperation_agreement_school_id"))

    op.drop_table("cooperation_agreement")
    with op.batch_alter_table("contact_moment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_moment_school_id"))
        batch_op.drop_index(batch_op.f("ix_contact_moment_held_on"))
        batch_op.drop_index(batch_op.f("ix_contact_moment_board_id"))

    op.drop_table("contact_moment")
    with op.batch_alter_table("attention_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attention_point_school_id"))

    op.drop_table("attention_point")
    with op.batch_alter_table("assessment_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_link_school_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_link_person_id"))

    op.drop_table("assessment_link")
    op.drop_table("talk_guide")
    op.drop_table("catalogue_entry")
