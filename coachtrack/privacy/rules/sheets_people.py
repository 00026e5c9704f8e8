"""The inventory of people: who they are, their posts and roles, how they get in, mails and logs."""

from coachtrack.errors import N_
from coachtrack.privacy.rules.retention import Kept
from coachtrack.privacy.rules.sheets import Part, Sheet

_RECORDED = "starts_on ends_on recorded_at superseded_at"
_ACCOUNT = ("account_id/person_id",)
_PERSON = ("person_id",)


def _of_account(table: str, label: str, *, facts: str, keys: str = "", names: str = "", words: str = "") -> Sheet:
    """Something of an account that goes with it, after days or months."""
    return Sheet(
        table,
        label,
        Part.ACCESS,
        Kept.SESSION,
        about=_ACCOUNT,
        facts=facts,
        keys=keys,
        names=names,
        words=words,
        rows_go=True,
    )


PEOPLE = (
    Sheet(
        "person",
        N_("Name and address"),
        Part.PERSON,
        Kept.NAME,
        about=("id",),
        names="first_name infix last_name sort_name email email_key",
        emptied="email email_key",
        facts="created_at pseudonymised_at",
    ),
    Sheet(
        "post",
        N_("Posts at schools"),
        Part.PERSON,
        Kept.EVIDENCE,
        about=_PERSON,
        by="recorded_by_id",
        facts=f"school_id function groups working_days replaces_id {_RECORDED}",
    ),
    Sheet(
        "absence",
        N_("Absences"),
        Part.PERSON,
        Kept.EVIDENCE,
        about=_PERSON,
        by="recorded_by_id",
        facts=f"kind {_RECORDED}",
    ),
    Sheet(
        "role_grant",
        N_("Roles that were given"),
        Part.PERSON,
        Kept.NAME,
        about=_PERSON,
        by="recorded_by_id",
        facts=f"role school_id {_RECORDED}",
    ),
    Sheet(
        "administrator_proposal",
        N_("Proposals for a further administrator"),
        Part.PERSON,
        Kept.NAME,
        about=_PERSON,
        by="proposed_by_id decided_by_id",
        facts="starts_on ends_on proposed_at decided_at is_confirmed",
    ),
    Sheet(
        "coach_appointment",
        N_("Being a coach"),
        Part.PERSON,
        Kept.EVIDENCE,
        about=_PERSON,
        by="recorded_by_id",
        facts=f"institution_id weekly_minutes {_RECORDED}",
    ),
    Sheet(
        "coach_discipline",
        N_("Disciplines of a coach"),
        Part.PERSON,
        Kept.EVIDENCE,
        about=_PERSON,
        by="recorded_by_id",
        facts=f"discipline {_RECORDED}",
    ),
    Sheet(
        "coach_qualification",
        N_("Courses of a coach"),
        Part.PERSON,
        Kept.EVIDENCE,
        about=_PERSON,
        facts="course provider_id status obtained_on",
    ),
)

ACCOUNTS = (
    Sheet(
        "account",
        N_("Account"),
        Part.ACCESS,
        Kept.NAME,
        about=_PERSON,
        facts="locale created_at deactivated_at",
        keys="password_hash",
        emptied="password_hash",
    ),
    _of_account(
        "sign_in_session",
        N_("Where you were signed in"),
        facts="started_at last_used_at ended_at device way proved_at trusted_until",
        keys="token_hash",
    ),
    _of_account(
        "second_factor",
        N_("Second steps at sign-in"),
        facts="kind name added_at confirmed_at last_used_at removed_at",
        keys="secret last_step credential_id credential sign_count",
    ),
    _of_account("recovery_code", N_("Recovery codes"), facts="made_at used_at", keys="code_hash"),
    _of_account(
        "half_sign_in",
        N_("Sign-ins that were begun"),
        facts="way target wants_trust begun_at used_at",
        keys="token_hash challenge",
    ),
    _of_account("known_device", N_("Known devices"), facts="first_used_at last_used_at", keys="token_hash"),
    _of_account(
        "provider_identity",
        N_("Sign-in with another account"),
        names="issuer subject",
        facts="joined_at last_used_at",
    ),
    Sheet(
        "single_use_link",
        N_("Links that were mailed"),
        Part.ACCESS,
        Kept.SESSION,
        about=_ACCOUNT,
        by="sent_by_id",
        facts="kind sent_at expires_at used_at revoked_at target",
        keys="token_hash browser_hash",
        rows_go=True,
    ),
    _of_account("kept_form", N_("Forms kept until you signed in again"), facts="path kept_at", words="fields"),
    Sheet(
        "sign_in_attempt",
        N_("Tries to sign in"),
        Part.ACCESS,
        Kept.SESSION,
        facts="kind at address succeeded",
        keys="account_key",
    ),
    Sheet(
        "job",
        N_("Files and work that you asked for"),
        Part.ACCESS,
        Kept.SESSION,
        about=_PERSON,
        facts="kind started_at heard_at state done total message location",
        rows_go=True,
    ),
    Sheet(
        "job_file",
        N_("Files that were made for you, for a day"),
        Part.ACCESS,
        Kept.SESSION,
        about=("job_id/person_id",),
        facts="name content_type size",
        copies="body",
        rows_go=True,
    ),
    Sheet(
        "upload",
        N_("Files that you handed in, for a day"),
        Part.ACCESS,
        Kept.SESSION,
        about=_PERSON,
        facts="kind name uploaded_at",
        copies="body options preview",
        rows_go=True,
    ),
    Sheet(
        "coverage_computation",
        N_("Computations that you asked for"),
        Part.ACCESS,
        Kept.SESSION,
        about=_PERSON,
        facts="period_id on_day known_at definition computed_at",
        copies="result",
        rows_go=True,
    ),
)

MAILS_AND_LOGS = (
    Sheet(
        "outbox_mail",
        N_("Mails to you"),
        Part.MAIL,
        Kept.MAIL,
        about=("recipient_id",),
        names="to_address from_name reply_to",
        words="body calendar",
        facts=(
            "key subject calendar_method thread posted_at due_at locked_until attempts sent_at given_up_at last_error"
        ),
        rows_go=True,
    ),
    Sheet(
        "audit_entry",
        N_("What you did, as the log has it"),
        Part.LOGS,
        Kept.AUDIT,
        about=_PERSON,
        facts="at act thing detail address",
        keys="mac",
    ),
    Sheet(
        "reading",
        N_("Who read what of yours"),
        Part.LOGS,
        Kept.READING,
        about=("about_id",),
        also=("reader_id",),
        facts="at thing role",
    ),
    Sheet(
        "data_request",
        N_("What you asked about your data"),
        Part.LOGS,
        Kept.AUDIT,
        about=_PERSON,
        by="made_by_id taken_up_by_id answered_by_id",
        words="words answer",
        facts="kind made_at due_on seen_at outcome answered_at ended_at",
    ),
    Sheet(
        "retention_notice",
        N_("What you were told would be erased"),
        Part.LOGS,
        Kept.AUDIT,
        about=_PERSON,
        facts="kind thing announced_at due_on done_at",
    ),
    Sheet(
        "erasure",
        N_("What was erased"),
        Part.LOGS,
        Kept.AUDIT,
        about=_PERSON,
        facts="kind thing erased_at request_id",
    ),
)

SHEETS = PEOPLE + ACCOUNTS + MAILS_AND_LOGS
