"""The inventory of coaching: agenda, trajectories, what was written in confidence, trainings and the evidence."""

from coachtrack.errors import N_
from coachtrack.privacy.rules.retention import Kept
from coachtrack.privacy.rules.sheets import Part, Sheet

_RECORDED = "starts_on ends_on recorded_at superseded_at"
_PERSON = ("person_id",)
_TEACHER = ("trajectory_id/teacher_id",)
_COACH = ("trajectory_id/coach_id",)


def _in_confidence(table: str, label: str, *, words: str, facts: str, also: tuple[str, ...] = _COACH) -> Sheet:
    """Something that stays between coach and teacher, in the file of the teacher."""
    return Sheet(
        table,
        label,
        Part.CONFIDENTIAL,
        Kept.CONTENT,
        about=_TEACHER,
        also=also,
        words=words,
        facts=facts,
        rows_go=True,
    )


def _of_agenda(table: str, label: str, *, facts: str, rows_go: bool = False, about: tuple[str, ...] = _PERSON) -> Sheet:
    return Sheet(table, label, Part.AGENDA, Kept.NAME, about=about, facts=facts, rows_go=rows_go)


CONFIDENTIAL = (
    _in_confidence(
        "baseline",
        N_("Your question and where you started from"),
        words="question starting_point",
        facts="changed_at",
    ),
    _in_confidence(
        "development_goal",
        N_("Development goals"),
        words="goal preset",
        facts="position set_at reached_at dropped_at",
    ),
    _in_confidence(
        "debrief",
        N_("Debriefs, drafts as well"),
        words="went_well learnt next_step",
        facts="appointment_id begun_at saved_at shared_at",
        also=("writer_id",),
    ),
    Sheet(
        "reaction",
        N_("Reactions to debriefs"),
        Part.CONFIDENTIAL,
        Kept.CONTENT,
        about=("debrief_id/trajectory_id/teacher_id",),
        also=("writer_id",),
        words="words",
        facts="written_at",
        rows_go=True,
    ),
    _in_confidence("growth_mark", N_("Your own word for your growth"), words="level", facts="said_at"),
    Sheet(
        "content_share",
        N_("What you shared with others"),
        Part.CONFIDENTIAL,
        Kept.CONTENT,
        about=_TEACHER,
        also=("reader_id",),
        by="shared_by_id",
        facts="appointment_id audience shared_at revoked_at",
        rows_go=True,
    ),
    Sheet(
        "self_assessment",
        N_("Self-assessments"),
        Part.CONFIDENTIAL,
        Kept.CONTENT,
        about=_PERSON,
        facts="school_id period_id about moment discipline given_at",
        rows_go=True,
    ),
    Sheet(
        "assessment_answer",
        N_("Your answers about yourself"),
        Part.CONFIDENTIAL,
        Kept.CONTENT,
        about=("assessment_id/person_id",),
        words="answer",
        facts="measure said_at is_counted",
        rows_go=True,
    ),
    Sheet(
        "assessment_link",
        N_("Mails that asked how you find yourself"),
        Part.CONFIDENTIAL,
        Kept.SESSION,
        about=_PERSON,
        facts="school_id period_id made_at expires_at reminded_at used_at",
        keys="token_hash",
        rows_go=True,
    ),
)

COACHING = (
    Sheet(
        "coaching_request",
        N_("Requests for coaching"),
        Part.COACHING,
        Kept.EVIDENCE,
        about=("teacher_id",),
        by="asked_by_id",
        facts="school_id discipline status asked_at",
    ),
    Sheet(
        "coaching_trajectory",
        N_("Trajectories"),
        Part.COACHING,
        Kept.EVIDENCE,
        about=("teacher_id", "coach_id"),
        by="created_by_id",
        facts=(
            "school_id period_id discipline stream agreement_id request_id status stop_reason created_at completed_at"
        ),
    ),
    Sheet(
        "status_change",
        N_("How trajectories went"),
        Part.COACHING,
        Kept.EVIDENCE,
        about=_TEACHER + _COACH,
        by="changed_by_id",
        facts="status changed_at",
    ),
    Sheet(
        "handover",
        N_("Hand-overs to another coach"),
        Part.COACHING,
        Kept.EVIDENCE,
        about=_TEACHER,
        also=("from_coach_id", "to_coach_id"),
        by="asked_by_id",
        facts="asked_at accepted_at declined_at withdrawn_at answer answered_at",
    ),
    Sheet(
        "coaching_session",
        N_("Sessions"),
        Part.COACHING,
        Kept.EVIDENCE,
        about=_TEACHER + _COACH,
        facts=(
            "appointment_id lesson_context material_id objective_id is_unplanned outcome outcome_reason logged_at"
            " prep_minutes lesson_minutes debrief_minutes coach_minutes record"
        ),
    ),
    Sheet(
        "evidence_record",
        N_("Evidence that something took place"),
        Part.COACHING,
        Kept.EVIDENCE,
        about=("person_id", "coach_id"),
        by="recorded_by_id",
        facts=(
            "number kind recorded_at refers_to subject activity origin post_id school_id trajectory_id session_kind"
            " discipline stream lesson_context held_on prep_minutes lesson_minutes debrief_minutes coach_minutes party"
            " agreement_id reason"
        ),
        keys="mac",
    ),
    Sheet(
        "standing_fact",
        N_("What stands of the evidence"),
        Part.COACHING,
        Kept.EVIDENCE,
        about=("person_id", "coach_id"),
        facts=(
            "number subject activity origin school_id trajectory_id session_kind discipline stream lesson_context"
            " held_on prep_minutes lesson_minutes debrief_minutes coach_minutes asked_at teacher_confirmed_at"
        ),
    ),
    Sheet(
        "person_status",
        N_("Where you stand in the requirement"),
        Part.COVERAGE,
        Kept.EVIDENCE,
        about=_PERSON,
        facts="period_id school_id status outlook out_of_reach_on is_shared reached_in holds_until",
    ),
    Sheet(
        "person_touched",
        N_("That where you stand is to be worked out anew"),
        Part.COVERAGE,
        Kept.SESSION,
        about=_PERSON,
    ),
    Sheet(
        "exemption",
        N_("Exemptions"),
        Part.COVERAGE,
        Kept.EVIDENCE,
        about=_PERSON,
        by="recorded_by_id",
        facts=f"period_id reason {_RECORDED}",
    ),
    Sheet(
        "attendance",
        N_("Attendance at trainings"),
        Part.TRAINING,
        Kept.EVIDENCE,
        about=_PERSON,
        facts="meeting_id school_id presence record",
    ),
    Sheet(
        "training",
        N_("Trainings that you give"),
        Part.TRAINING,
        Kept.EVIDENCE,
        about=("trainer_id",),
        replaced="title",
        facts=(
            "title kind target_group discipline stream lesson_context school_id provider_id agreement_id catalogue_id"
            " resumed_from_id status created_at"
        ),
    ),
    Sheet(
        "certificate",
        N_("Certificates"),
        Part.REPORTS,
        Kept.EVIDENCE,
        about=_PERSON,
        facts="code discipline starts_on ends_on minutes sessions evidence issued_at withdrawn_at digest document",
        emptied="document",
    ),
)

AGENDA = (
    Sheet(
        "appointment",
        N_("Appointments"),
        Part.AGENDA,
        Kept.EVIDENCE,
        about=("<participant:appointment_id/person_id",),
        by="planner_id",
        replaced="title place",
        facts=(
            "uid kind status cancel_reason sequence starts_at ends_at school_id place_kind place title discipline"
            " created_at changed_at"
        ),
    ),
    _of_agenda("participant", N_("Taking part in appointments"), facts="appointment_id role"),
    _of_agenda(
        "booking",
        N_("Times at which you cannot be elsewhere"),
        facts="participant_id starts_at ends_at",
    ),
    _of_agenda(
        "earlier_seat",
        N_("Appointments as they stood earlier"),
        facts="appointment_id role kind discipline starts_at since until",
    ),
    _of_agenda(
        "appointment_answer",
        N_("Your answers to invitations"),
        facts="appointment_id sequence answer proposed_at answered_at",
    ),
    Sheet(
        "feed_address",
        N_("Calendar addresses"),
        Part.AGENDA,
        Kept.NAME,
        about=_PERSON,
        facts="name scope school_id level locale created_at revoked_at fetched_at fetched_by fetched_etag",
        keys="token_hash",
        rows_go=True,
    ),
    Sheet(
        "feed_body",
        N_("The calendar as an app fetched it"),
        Part.AGENDA,
        Kept.NAME,
        about=("address_id/person_id",),
        facts="revision valid_until etag changed_at",
        copies="body",
        rows_go=True,
    ),
    _of_agenda("feed_revision", N_("How often your calendar changed"), facts="revision changed_at"),
    _of_agenda(
        "agenda_preference",
        N_("How you want to hear of appointments"),
        facts="channel remind_before remind_after",
        rows_go=True,
    ),
    _of_agenda("busy_calendar", N_("Your own calendar, put in"), facts="uploaded_at until", rows_go=True),
    _of_agenda("busy_time", N_("When your own calendar says busy"), facts="starts_at ends_at", rows_go=True),
    _of_agenda("preferred_time", N_("Times that suit you"), facts="weekday starts ends", rows_go=True),
)

SHEETS = CONFIDENTIAL + COACHING + AGENDA
