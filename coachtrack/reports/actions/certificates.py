"""What is done with certificates: she makes one, and takes it back; who asked too often about codes is remembered."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.accounts.models import SignInAttempt
from coachtrack.clock import day_of
from coachtrack.database import db, own_transaction
from coachtrack.reports.models import Certificate
from coachtrack.reports.queries import certificates as queries
from coachtrack.reports.rules import certificates as rules
from coachtrack.reports.rules.certificates import Certified, Wanted

TRY = "certificate"


def make_certificate(
    wanted: Wanted, *, paper: Callable[[Certificate, Certified], bytes], by: int, now: datetime
) -> Certificate:
    """A certificate of what she did herself; `paper` makes its document. The same one again is the one that she has.

    Raises `Refused` when there is nothing to certify.
    """
    today = day_of(now)
    rules.check_wanted(wanted, today)
    found = queries.what_counts(by, wanted, on=today)
    rules.check_something(found)
    same = _same(wanted, found, by)
    if same is not None:
        return same
    certificate = Certificate(
        code=rules.code_of(secrets.randbelow(rules.CODES)),
        person_id=by,
        discipline=wanted.discipline,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        minutes=found.minutes,
        sessions=found.sessions,
        evidence=list(found.numbers),
        issued_at=now,
    )
    certificate.document = paper(certificate, found)
    certificate.digest = hashlib.sha256(certificate.document).hexdigest()
    db.session.add(certificate)
    db.session.flush()
    audit.note("certificate.made", now=now, by=by, thing=f"certificate:{certificate.id}")
    return certificate


def take_back(certificate: Certificate, *, by: int, now: datetime) -> None:
    """From here on it does not hold. A second time changes nothing."""
    if certificate.withdrawn_at is not None:
        return
    certificate.withdrawn_at = now
    db.session.flush()
    audit.note("certificate.taken_back", now=now, by=by, thing=f"certificate:{certificate.id}")


def note_wrong_code(*, address: str, now: datetime) -> None:
    """Somebody asked about a code that does not hold; counted like a wrong password, and kept as long."""
    with own_transaction() as connection:
        connection.execute(
            sa.insert(SignInAttempt).values(kind=TRY, at=now, account_key="", address=address, succeeded=False)
        )


def _same(wanted: Wanted, found: Certified, person_id: int) -> Certificate | None:
    """One that she has, that holds, and that says the same."""
    asked = (wanted.discipline, wanted.starts_on, wanted.ends_on, list(found.numbers), found.minutes)
    for each, state in queries.certificates_of(person_id):
        said = (each.discipline, each.starts_on, each.ends_on, each.evidence, each.minutes)
        if said == asked and state is rules.CertificateState.HOLDS:
            return each
    return None
