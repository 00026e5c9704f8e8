"""What everyone in the town has of her own: a job, a certificate, a second factor, a session, a question about data."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from coachtrack.accounts.actions import open_account, start_app, start_session
from coachtrack.accounts.queries import find_account_of
from coachtrack.agenda.actions import add_feed_address
from coachtrack.agenda.rules.feeds import FeedLevel
from coachtrack.database import db
from coachtrack.jobs import Job, JobFile, JobState, keep_upload
from coachtrack.people.models import Person
from coachtrack.privacy.actions.requests import ask_about_data
from coachtrack.privacy.models import RequestKind
from coachtrack.privacy.queries.requests import find_open
from coachtrack.reports.models import Certificate
from coachtrack.reports.rules.certificates import code_of
from tests.factories.factors import make_app
from tests.support.moments import NOW

UPLOADS: dict[str, tuple[str, dict[str, Any]]] = {
    "upload_id": ("register", {"municipalities": {}, "boards": {}, "rows": 0}),
    "people.preview_roster:upload_id": ("roster", {"municipality": ""}),
    "evidence.preview_past:upload_id": ("taken_over", {}),
}
ASKED_WORDS = "Mijn naam is verkeerd gespeld."


def latest(table: str, **wanted: int) -> int:
    """The number of the newest row, among those with these values."""
    where = " and ".join(f"{name} = {value}" for name, value in wanted.items()) or "true"
    return int(db.session.scalar(sa.text(f"select max(id) from {table} where {where}")) or 0)


def belongings_of(people: dict[str, Person]) -> dict[str, Any]:
    """What everyone has of her own: a job that runs, a calendar address, a certificate, a file that waits."""
    names = (
        "job_id",
        "address_id",
        "certificate_id",
        "factor_id",
        "accounts.remove_factor:factor_id",
        "sign_in_id",
        "privacy.show_request:request_id",
        "privacy.withdraw_request:request_id",
        "privacy.answer_request:request_id",
        "privacy.take_up_request:request_id",
        "privacy.carry_out_erasure:request_id",
        *UPLOADS,
    )
    found: dict[str, dict[str, Any]] = {name: {} for name in names}
    for letter, person in people.items():
        job = Job(kind="package", person_id=person.id, started_at=NOW, heard_at=NOW, state=JobState.RUNNING)
        db.session.add(job)
        db.session.flush()
        found["job_id"][letter] = job.id
        found["certificate_id"][letter] = _certificate(person)
        account = find_account_of(person.id) or open_account(person.id, now=NOW)
        found["accounts.remove_factor:factor_id"][letter] = make_app(account).id
        start_session(account, device="Firefox, Android", now=NOW)
        found["sign_in_id"][letter] = latest("sign_in_session", account_id=account.id)
        found["factor_id"][letter] = start_app(account, name="telefoon", now=NOW).id
        db.session.add(JobFile(job_id=job.id, name="blad.csv", content_type="text/csv", size=1, body=b"1"))
        found["address_id"][letter] = add_feed_address(person.id, "agenda", FeedLevel.STANDARD, "nl", NOW)[0].id
        asked = find_open(person.id, RequestKind.CORRECTION) or ask_about_data(
            person, kind=RequestKind.CORRECTION, words=ASKED_WORDS, by=person.id, now=NOW
        )
        for name in ("privacy.show_request:request_id", "privacy.withdraw_request:request_id"):
            found[name][letter] = asked.id
        for name in [name for name in names if name.startswith(("privacy.answer_", "privacy.take_", "privacy.carry_"))]:
            if letter == "c":
                found[name][letter] = asked.id  # an administrator answers those of others
        for name, (kind, options) in UPLOADS.items():
            upload = keep_upload(kind, "blad.csv", b"", options=options, by=person.id, now=NOW)
            found[name][letter] = upload.id
    return found


def _certificate(person: Person) -> int:
    row = Certificate(
        code=code_of(latest("certificate") + 1), person_id=person.id, discipline="dance", starts_on=date(2026, 1, 1),
        ends_on=date(2026, 11, 24), minutes=75, sessions=1, evidence=[], issued_at=NOW, digest="", document=b"%PDF-1.7",
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row.id
