"""The inventory of the programme: what people did for schools and in reports, and the tables that are of nobody."""

from coachtrack.errors import N_
from coachtrack.privacy.rules.retention import Kept
from coachtrack.privacy.rules.sheets import Part, Sheet

_RECORDED = "starts_on ends_on recorded_at superseded_at"


def _done(
    table: str,
    label: str,
    part: Part,
    by: str = "",
    *,
    facts: str = "",
    typed: str = "",
    copies: str = "",
    keys: str = "",
) -> Sheet:
    """Something of an organisation, with who did it, and texts in which somebody may be named."""
    return Sheet(table, label, part, Kept.EVIDENCE, by=by, facts=facts, typed=typed, copies=copies, keys=keys)


SCHOOLS = (
    _done(
        "agreement",
        N_("Agreements with schools"),
        Part.SCHOOL,
        "created_by_id confirmed_by_id",
        typed="responsible",
        facts=(
            "school_id period_id instrument_id first_year discipline amount minutes_each due_on created_at ended_at"
            " confirmed_at"
        ),
    ),
    _done(
        "agreement_amendment",
        N_("Changes of agreements"),
        Part.SCHOOL,
        "amended_by_id",
        typed="reason before",
        facts="agreement_id amended_at",
    ),
    _done(
        "attention_point",
        N_("Attention points of schools"),
        Part.SCHOOL,
        typed="note",
        facts="school_id kind starts_on ends_on",
    ),
    _done(
        "cooperation_agreement",
        N_("Signed cooperation agreements"),
        Part.SCHOOL,
        typed="signed_by",
        facts="school_id period_id signed_on",
    ),
    _done(
        "school_participation",
        N_("Participation of schools"),
        Part.SCHOOL,
        "recorded_by_id",
        typed="informed_by",
        facts=f"school_id period_id track informed_on {_RECORDED}",
    ),
    _done(
        "contact_moment",
        N_("Contacts with schools and boards"),
        Part.SCHOOL,
        "recorded_by_id",
        typed="participants outcome",
        facts="level held_on school_id board_id recorded_at",
    ),
    _done(
        "director_opinion",
        N_("What school leaders think of coaching"),
        Part.SCHOOL,
        "recorded_by_id",
        typed="remark",
        facts="school_id first_year opinion recorded_on",
    ),
    _done(
        "evi_result",
        N_("Evi results of schools"),
        Part.SCHOOL,
        typed="remark",
        facts="school_id measured_on pillar scenario",
    ),
    Sheet(
        "talk",
        N_("Talks with schools"),
        Part.SCHOOL,
        Kept.EVIDENCE,
        also=("advisor_id",),
        by="confirmed_by_id change_asked_by_id",
        typed="coached_how remarks change_remark",
        facts=(
            "kind guide_id school_id period_id first_year appointment_id status was_coached created_at reported_at"
            " confirmed_at change_asked_at"
        ),
    ),
    Sheet(
        "talk_participant",
        N_("Being at the table in a talk"),
        Part.SCHOOL,
        Kept.EVIDENCE,
        about=("person_id",),
        names="name",
        facts="talk_id role",
    ),
    _done(
        "talk_answer",
        N_("What was said in talks"),
        Part.SCHOOL,
        "changed_by_id",
        typed="value",
        facts="talk_id question changed_at",
    ),
    _done(
        "talk_result",
        N_("Results that schools aim for"),
        Part.SCHOOL,
        typed="what how",
        facts="talk_id part position",
    ),
    _done(
        "talk_report",
        N_("Confirmed reports of talks"),
        Part.SCHOOL,
        typed="content",
        copies="document",
        facts="talk_id document_hash made_at",
    ),
    _done(
        "talk_guide",
        N_("Guides for talks"),
        Part.SCHOOL,
        "created_by_id",
        facts="kind name holds_from content created_at",
    ),
    _done(
        "talk_paper",
        N_("Papers for talks"),
        Part.SCHOOL,
        "added_by_id",
        typed="name",
        copies="body",
        facts="talk_id item media_type added_at",
    ),
    _done(
        "checklist_tick",
        N_("What was prepared for talks"),
        Part.SCHOOL,
        "ticked_by_id",
        facts="talk_id item ticked_at",
    ),
    _done(
        "preparation_mail",
        N_("Mails that asked schools to prepare"),
        Part.SCHOOL,
        "sent_by_id",
        typed="to_address subject body",
        facts="talk_id sent_at",
    ),
    _done(
        "preparation_questionnaire",
        N_("Questions to schools by a link"),
        Part.SCHOOL,
        "made_by_id",
        typed="answers",
        keys="token_hash",
        facts="talk_id made_at expires_at withdrawn_at answered_at",
    ),
)

PROGRAMME = (
    _done(
        "coaching_opening",
        N_("Opening of coaching"),
        Part.COVERAGE,
        "recorded_by_id",
        facts=f"period_id track {_RECORDED}",
    ),
    _done(
        "requirement_rule",
        N_("The requirement"),
        Part.COVERAGE,
        "recorded_by_id",
        facts="period_id number definition starts_on recorded_at superseded_at",
    ),
    _done(
        "usual_minutes",
        N_("Usual minutes"),
        Part.COACHING,
        "recorded_by_id",
        facts=f"kind prep_minutes lesson_minutes debrief_minutes coach_minutes {_RECORDED}",
    ),
    _done("hourly_rate", N_("Hourly rates"), Part.REPORTS, "recorded_by_id", facts=f"school_id cents {_RECORDED}"),
    _done(
        "cost_assignment",
        N_("Kinds of costs"),
        Part.REPORTS,
        "recorded_by_id",
        facts="session_kind cost recorded_at superseded_at",
    ),
    _done(
        "issued_report",
        N_("Issued reports"),
        Part.REPORTS,
        "issued_by_id",
        facts=("kind year_kind year period_id school_id on_day rule_id cutoff head_count head_mac issued_at"),
    ),
    _done(
        "issued_file",
        N_("Files of issued reports"),
        Part.REPORTS,
        copies="body",
        facts="report_id audience kind name size digest",
    ),
    _done(
        "report_recipient",
        N_("Who got issued reports"),
        Part.REPORTS,
        "noted_by_id",
        typed="name",
        facts="report_id sent_on told_on noted_at",
    ),
    _done(
        "report_comparison",
        N_("Comparisons of issued reports"),
        Part.REPORTS,
        "compared_by_id",
        facts="report_id compared_at differing",
    ),
    _done(
        "retention_term",
        N_("How long things are kept"),
        Part.LOGS,
        "set_by_id",
        typed="reason",
        facts="kind months set_at",
    ),
)

SHEETS = SCHOOLS + PROGRAMME

NOBODY = {
    "agenda_settings": "travel_minutes remind_at_hour ask_after_minutes quiet_from_hour quiet_until_hour",
    "agreement_goal": "agreement_id goal_id",
    "assessment_count": "school_id period_id moment measure answers",
    "audit_seal": "first_id last_id count sealed_at digest mac",
    "backup_made": "made_at name size digest verified_at",
    "calendar_revision": "of revision changed_at",
    "catalogue_entry": (
        "title kind disciplines target_groups meetings minutes provider_id gives_qualification ended_on"
    ),
    "core_objective": "framework_id code name position",
    "coverage_point": "period_id school_id on_day counts computed_at",
    "coverage_state": "period_id rule_id made_on made_at",
    "coverage_tally": "period_id school_id key people",
    "curriculum_framework": "code name holds_from holds_until",
    "district": "name",
    "district_project": "district_id name starts_on ends_on",
    "evidence_head": "count last_mac mac",
    "framework_choice": "school_id framework_id starts_on",
    "funding_period": "scheme_id name starts_on ends_on",
    "funding_scheme": "code name",
    "institution": "name kind place ended_on",
    "instrument": "code name carried_out",
    "meeting_ceiling": "school_id first_year meetings minutes",
    "scheme_goal": "period_id position name",
    "school": (
        "code brin name sort_name street house_number postcode place municipality municipality_code denomination phone"
        " website holiday_region closed_on board_id district_id"
    ),
    "school_board": "number name",
    "school_closure": "school_id kind name starts_on ends_on",
    "school_holiday": "region name starts_on ends_on",
    "school_times": "school_id weekday starts ends",
    "submission": "key sent_at location",
    "talk_agreement": "talk_id agreement_id",
    "teaching_material": "school_id title kind discipline ended_on",
    "training_meeting": "training_id appointment_id attendance_taken_at",
    "training_school": "training_id school_id",
}
